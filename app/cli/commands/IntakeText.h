// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/workflow/ImportCases.h"

namespace casebench::cli {

/// What an import changed, asked and found different, as JSON and in words.
[[nodiscard]] Json changedJson(const ImportSummary& summary);
[[nodiscard]] Json differenceJson(const MappingDifference& difference);
[[nodiscard]] Json questionsJson(const std::vector<ImportQuestion>& questions);
[[nodiscard]] Json missingSuggestedJson(const ImportSummary& summary);
[[nodiscard]] std::string changedText(const ImportSummary& summary);
[[nodiscard]] std::string differenceText(const ImportSummary& summary);
/// "received: 03/04/2026 is 2026-04-03 (dmy) or 2026-03-04 (mdy); it stays text until --date-order says
/// which."
[[nodiscard]] std::string questionText(const ImportQuestion& question);
/// Texts that may stand for "no value", with the option that takes them.
[[nodiscard]] std::string missingSuggestedText(const ImportSummary& summary);

/// One line a changed cell of a file: line, field, why, before, after.
class ChangedCellsCsv
{
public:
    ChangedCellsCsv();
    void add(const ChangedCell& cell, const std::string& field);

    [[nodiscard]] const std::string& bytes() const { return m_bytes; }

private:
    std::string m_bytes;
};

} // namespace casebench::cli
