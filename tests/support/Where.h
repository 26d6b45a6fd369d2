// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace casebench::test {

/// The source tree and the build tree. Two functions of one small object, and not two definitions of every
/// test's command line: those would keep the compiler's cache from finding a test again in another clone.
std::filesystem::path sourceDirectory();
std::filesystem::path binaryDirectory();

} // namespace casebench::test
