// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/workflow only.

#include "core/store/CaseStore.h"
#include "core/store/CaseWriter.h"
#include "core/workflow/CollectLabels.h"
#include "core/workflow/SortRows.h"

namespace casebench {

struct ImportSummary;

/// Sorts the rows of each batch of a file into new and known cases and writes them. Counts in the summary,
/// which it borrows.
class CaseIntake
{
public:
    CaseIntake(const Project& project, WriteTransaction& tx, ImportSummary& summary);

    /// Takes:  labels: gets the verdicts of the file's label field; borrowed; may be null.
    [[nodiscard]] Result<void> begin(std::int64_t sourceId, LabelCollector* labels);
    [[nodiscard]] Result<void> take(TypedBatch&& batch);
    [[nodiscard]] Result<void> finish();

private:
    [[nodiscard]] Result<void>
    append(TypedBatch&& batch, std::span<const std::uint32_t> rows, std::span<const std::string> ids);
    [[nodiscard]] Result<void> update(const TypedBatch& batch,
                                      std::span<const std::uint32_t> rows,
                                      std::span<const CaseRow> projectRows);
    void takeLabels(const TypedBatch& batch,
                    std::span<const std::uint32_t> rows,
                    std::span<const CaseRow> projectRows);
    [[nodiscard]] Result<void> storeLabels();

    const Project& m_project;
    CaseStore m_cases;
    WriteTransaction& m_tx;
    ImportSummary& m_summary;
    std::int64_t m_sourceId = 0;
    std::vector<std::string> m_fields;
    std::optional<std::size_t> m_time;
    std::optional<std::size_t> m_label;
    RowSorter m_sorter;
    std::int64_t m_knownRows = 0;
    std::optional<CaseWriter> m_writer;
    LabelCollector* m_labels = nullptr;
};

} // namespace casebench
