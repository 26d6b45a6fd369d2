// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdlib>

namespace casebench::test {

/// The promises are held with their full counts under the label "slow", with smaller ones in every run.
[[nodiscard]] inline int countOf(int everyRun, int full)
{
    return std::getenv("CASEBENCH_FULL_COUNTS") == nullptr ? everyRun : full;
}

} // namespace casebench::test
