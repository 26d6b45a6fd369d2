// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/CaseTable.h"
#include "core/store/WriteTransaction.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace casebench {

struct AppendedRows
{
    CaseRow firstRow = 0;
    std::size_t rows = 0;
};

/// Appends new cases in parts of at most 65,536 rows, four million cells or 8 MiB a column. Rows become visible with the
/// transaction's commit.
class CaseWriter
{
public:
    /// Takes:  fields: names of the columns that append() gets, all known to the SchemaStore; a column's kind
    /// may differ from its
    ///         field's (it is cast when read). Borrows the transaction.
    /// Fails:  NotFound.
    [[nodiscard]] static Result<CaseWriter>
    begin(WriteTransaction& tx, std::int64_t sourceId, std::span<const std::string> fields);
    ~CaseWriter();
    CaseWriter(CaseWriter&& other) noexcept;
    CaseWriter& operator=(CaseWriter&&) = delete;
    CaseWriter(const CaseWriter&) = delete;
    CaseWriter& operator=(const CaseWriter&) = delete;

    /// Takes:  ids: one per row and new to the project (the caller looked them up), or empty: generated
    /// "case-000001" by row.
    ///         columns: one per field, equally long; batches of any size are gathered.
    /// Fails:  InvalidInput (shapes), what the disk says.
    [[nodiscard]] Result<void> append(std::span<const std::string> ids, std::vector<Column> columns);
    /// Writes what is gathered. Must be called before commit.
    [[nodiscard]] Result<AppendedRows> finish();

private:
    struct State;
    explicit CaseWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// The id of a case that came without one.
[[nodiscard]] std::string generatedCaseId(CaseRow row);

} // namespace casebench
