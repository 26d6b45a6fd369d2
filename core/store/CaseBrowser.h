// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/CaseTable.h"
#include "core/data/Filter.h"
#include "core/store/Project.h"

#include <memory>
#include <optional>
#include <span>

namespace casebench {

struct BrowserState;

using ColumnPtr = std::shared_ptr<const Column>;

/// The cases of one moment, for looking at them by the page and by the column without holding them all. What
/// was read is kept up to a bound, the oldest goes first. Shared by threads: every call brings the connection
/// of its own thread. Later changes are not seen; open another browser for them.
class CaseBrowser
{
public:
    static constexpr std::size_t kCacheBytes = std::size_t { 256 } << 20; // ours: 1,000,000 x 31 fits

    /// Cost: O(fields + chunks), no values are read.
    [[nodiscard]] static Result<std::shared_ptr<const CaseBrowser>>
    open(const Project& project, std::size_t cacheBytes = kCacheBytes);
    ~CaseBrowser();
    CaseBrowser(const CaseBrowser&) = delete;
    CaseBrowser& operator=(const CaseBrowser&) = delete;
    CaseBrowser(CaseBrowser&&) = delete;
    CaseBrowser& operator=(CaseBrowser&&) = delete;

    [[nodiscard]] const Schema& schema() const;
    [[nodiscard]] std::size_t rowCount() const;
    /// Cases lie in parts of at most 65,536 rows.
    [[nodiscard]] std::size_t partCount() const;
    [[nodiscard]] CaseRow firstRow(std::size_t part) const;
    [[nodiscard]] std::size_t rowsOf(std::size_t part) const;

    /// One field of one part, the changes laid over. Its dictionary is that of the whole field or one of its
    /// own.
    /// Fails: Corrupt (the chunk's SHA-256 is checked). Cost: nothing when it is kept, else O(rows of the
    /// part).
    [[nodiscard]] Result<ColumnPtr> column(const Project& project, std::size_t field, std::size_t part) const;
    /// The case ids of one part, as a column of texts.
    [[nodiscard]] Result<ColumnPtr> ids(const Project& project, std::size_t part) const;
    /// Nobody named the cases: every id is generatedCaseId(row).
    [[nodiscard]] bool hasGeneratedIds() const;
    /// What the chunk's header says of a number or time field; nothing when a change or another kind makes
    /// that doubtful. Cost: one short read, once.
    [[nodiscard]] Result<std::optional<FieldRange>>
    range(const Project& project, std::size_t field, std::size_t part) const;

    enum class Texts
    {
        Printed, ///< good enough to look at
        AsTheSourceHadThem
    };

    /// Some cases with some fields. For looking, only those cells are read when their part is not kept: they
    /// are not held against the chunk's digest, and Column::text prints their values. As the source had them,
    /// whole parts are read.
    /// Takes: rows: ascending; fields: positions in schema().
    /// Cost:  printed: about 10 us a cell at worst.
    [[nodiscard]] Result<CaseTablePtr> page(const Project& project,
                                            std::span<const CaseRow> rows,
                                            std::span<const std::size_t> fields,
                                            Texts texts = Texts::Printed) const;

    /// Reads ahead, field by field, until all is kept or the bound is reached.
    [[nodiscard]] Result<void> warm(const Project& project, Progress& progress) const;
    /// Bytes kept now.
    [[nodiscard]] std::size_t keptBytes() const;

private:
    explicit CaseBrowser(std::unique_ptr<BrowserState> state);
    std::unique_ptr<BrowserState> m_state;
};

using CaseBrowserPtr = std::shared_ptr<const CaseBrowser>;

} // namespace casebench
