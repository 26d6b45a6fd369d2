// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/Where.h"

#include <cstdlib>
#include <filesystem>
#include <vector>

namespace casebench::test {

/// A file of real data that may not be copied here: looked for under CASEBENCH_SHARED, or in a folder
/// "shared" beside the source tree (or one above, where work trees lie in a folder of their own). Gives: an
/// empty path when it is nowhere; the test then skips and says so.
inline std::filesystem::path sharedFile(const std::filesystem::path& relative)
{
    const std::filesystem::path source = sourceDirectory();
    std::vector<std::filesystem::path> roots { source / "../shared", source / "../../shared" };
    if (const char* shared = std::getenv("CASEBENCH_SHARED"))
        roots.insert(roots.begin(), shared);
    for (const std::filesystem::path& root : roots) {
        if (std::filesystem::exists(root / relative))
            return root / relative;
    }
    return {};
}

} // namespace casebench::test
