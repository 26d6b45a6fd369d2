// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/Where.h"

namespace casebench::test {

std::filesystem::path sourceDirectory()
{
    return CASEBENCH_SOURCE_DIR;
}

std::filesystem::path binaryDirectory()
{
    return CASEBENCH_BINARY_DIR;
}

} // namespace casebench::test
