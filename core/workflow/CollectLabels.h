// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/ImportPlan.h"
#include "core/store/LabelStore.h"

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace casebench {

/// A verdict per row from a label field of the file (statistics.md 2, "Label field named at import").
struct ImportedLabels
{
    std::string field;
    std::string positive; ///< the value that means scam
    std::int64_t positives = 0;
    std::int64_t negatives = 0;
    std::int64_t missing = 0;
};

/// Which value of the label field means scam: `wanted`, or what its words say. Fails: InvalidInput
/// "label-positive" when they do not say it.
[[nodiscard]] Result<std::string>
positiveValue(const FileProfile& profile, const FieldPlan& plan, const std::string& wanted);

/// One verdict per row from the file's label field. Memory: a verdict per row that is not stored yet.
class LabelCollector
{
public:
    LabelCollector(std::string field, std::string positive, std::string person);

    /// Verdicts that the same source name gave before, so that importing again adds only what changed.
    [[nodiscard]] Result<void> knowEarlier(const Project& project);
    /// Takes: positions: rows of the column; rows: the case of each.
    void take(const Column& labels,
              const Column* times,
              std::span<const std::uint32_t> positions,
              std::span<const CaseRow> rows);
    /// Writes the verdicts of cases that are stored already, in the order of the cases.
    [[nodiscard]] Result<void>
    storeOf(const LabelStore& labels, WriteTransaction& tx, std::size_t storedRows);

    [[nodiscard]] const ImportedLabels& labels() const { return m_labels; }

private:
    /// An event without what all of them share.
    struct Found
    {
        Instant decidedAt;
        CaseRow row;
        bool positive;
    };

    [[nodiscard]] std::vector<std::uint8_t> positiveCodes(const Column& labels) const;
    void take(CaseRow row, bool positive, Instant decidedAt);

    std::string m_person;
    ImportedLabels m_labels;
    std::unordered_map<CaseRow, Verdict> m_earlier;
    std::vector<Found> m_found;
};

} // namespace casebench
