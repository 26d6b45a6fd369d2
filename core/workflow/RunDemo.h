// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Alert.h"
#include "core/data/Run.h"

#include <filesystem>

namespace casebench {

struct DemoStep
{
    int scenario = 0;
    std::string name;
    bool ok = false;
    std::string text;
};

struct DemoMonth
{
    MonthIndex month = 0;
    double champion = 0; ///< recall on all scams of the month (the demo alone knows the truth)
    double challenger = 0; ///< NaN before it exists
};

struct DemoReport
{
    std::vector<DemoStep> steps;
    Run champion;
    Run challenger;
    std::vector<DemoMonth> recallByMonth;
    std::vector<Alert> alerts;
    std::filesystem::path project;
    std::filesystem::path bundle;
    std::filesystem::path publicKey;
    std::filesystem::path approverKey;
    std::filesystem::path dossier;
    double seconds = 0;
};

inline constexpr std::uint64_t kShippedSeed = 1;

/// Plays scenarios 1-5 on the fixture in an empty folder, by the same workflow functions everybody uses.
[[nodiscard]] Result<DemoReport> runDemo(const std::filesystem::path& directory, std::uint64_t seed, Progress& progress);

} // namespace casebench
