// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Label.h"

#include <filesystem>

namespace casebench {

/// The eight months of scam calls that the story is told on: made data, described in the README of the
/// samples.
struct SampleOptions
{
    std::uint64_t seed = 1;
    int casesPerMonth = 600;
    bool tacticsChange = true; ///< false: the same distribution in all months (for false-alarm tests)
};

struct SampleFile
{
    std::string name; ///< relative, "/"-separated
    std::string bytes;
};

struct SampleCase
{
    std::string id;
    MonthIndex month = 0;
    bool scam = false;
    bool upi = false;
};

struct Sample
{
    std::vector<SampleFile> files; ///< calls-2026-01.csv ... verdicts- ... audit- ... truth/truth.csv
    std::vector<SampleCase> cases; ///< the truth, which the program never reads
};

/// Gives:  the files and the truth; same options, same bytes.  Cost: O(cases).
[[nodiscard]] Sample makeSample(const SampleOptions& options);

/// Writes the files into a directory, which is made if absent. Fails: Refused when a file of that name is
/// there already.
[[nodiscard]] Result<std::vector<std::string>> writeSample(const std::filesystem::path& directory,
                                                           const SampleOptions& options);

inline constexpr int kSampleMonths = 8;
inline constexpr int kSampleTrainingMonths = 3;
/// 2026-01
[[nodiscard]] MonthIndex sampleMonth(int index);

} // namespace casebench
