// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Alert.h"
#include "core/data/Run.h"

#include <filesystem>

namespace casebench {

/// One scenario of the story, and whether it came out as it should.
struct DemoStep
{
    int scenario = 0;
    std::string name;
    bool ok = false;
    std::string text;
};

/// Figures on all cases of a month, by the truth that the demo alone knows.
struct DemoFigures
{
    double recall = std::numeric_limits<double>::quiet_NaN();
    double specificity = std::numeric_limits<double>::quiet_NaN();
    double auc = std::numeric_limits<double>::quiet_NaN();
};

struct DemoMonth
{
    MonthIndex month = 0;
    DemoFigures champion;
    DemoFigures challenger;
};

struct DemoReport
{
    std::vector<DemoStep> steps;
    std::string champion;
    std::string challenger;
    std::vector<DemoMonth> months; ///< from the first after the training
    DemoFigures sameSchema; ///< month 7: a retrain on the same cases without the new fields
    std::vector<Alert> alerts; ///< of the champion
    std::filesystem::path project;
    std::filesystem::path bundle;
    std::filesystem::path publicKey;
    std::filesystem::path approverKey;
    std::filesystem::path dossier;
    double seconds = 0;

    [[nodiscard]] bool ok() const;
};

inline constexpr std::uint64_t kShippedSeed = 1;

/// Plays scenarios 1-5 on the fixture in a folder, by the same workflow functions that everybody uses,
/// and says what it found.
/// Takes:  directory: made if absent; holds sample/, project.casebench, bundle/, keys and dossier
///         afterwards.
/// Fails:  Refused when a project is there already; whatever a workflow fails with.
[[nodiscard]] Result<DemoReport>
runDemo(const std::filesystem::path& directory, std::uint64_t seed, Progress& progress);

} // namespace casebench
