// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/CaseTable.h"
#include "core/labelling/Settle.h"
#include "core/store/Project.h"

#include <filesystem>

namespace casebench {

/// Everything a case table shows, loaded once; sorting and filtering permute row numbers, never the data.
struct CaseView
{
    CaseTablePtr table; ///< all fields; values of personal ones masked (core/privacy/Masking.h)
    std::vector<SettledCase> labels; ///< one per row
    std::vector<double> score; ///< champion's probability; NaN when not scored
    double threshold = 0.5;
    std::int64_t scoredBy = 0; ///< run id; 0 = no scores
};

/// Takes:  revealed: personal fields that are not masked, since their asking was recorded (RevealPersonal.h).
/// What is masked is so for filter, sorting and export alike.
[[nodiscard]] Result<std::shared_ptr<const CaseView>>
loadCaseView(Project& project, Progress& progress, const std::vector<std::string>& revealed = {});

/// Positions that pass the filter expression ("" = all), ascending.
[[nodiscard]] Result<std::vector<std::uint32_t>> filterCases(const CaseView& view, std::string_view where);
/// The same positions sorted by a field ("case", "label", "score" too); missing last; stable.
[[nodiscard]] Result<std::vector<std::uint32_t>> sortCases(const CaseView& view,
                                                           std::vector<std::uint32_t> positions,
                                                           std::string_view field,
                                                           bool descending);
/// Formula-safe CSV of the positions, all fields. Gives: rows written.
[[nodiscard]] Result<std::int64_t>
exportCases(const CaseView& view, std::span<const std::uint32_t> positions, const std::filesystem::path& out);

struct Correction
{
    std::string caseId;
    std::string field;
    std::string value; ///< as text
    std::string reason;
};

/// Corrects one value; the old one stays in the case's history.
[[nodiscard]] Result<void> correctCell(Project& project, const Actor& actor, const Correction& correction);

} // namespace casebench
