// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/base/OrderedJobs.h"
#include "core/store/CaseReader.h"

#include <atomic>

namespace casebench {

/// Reads fields from end to end in two threads: this one takes the chunks from the file, since a connection
/// never crosses a thread, and holds them against their digests; the other makes columns of them.
class FieldsReader
{
public:
    /// Borrows all until it is destroyed.
    FieldsReader(CaseReader& reader,
                 std::span<const PartSelection> selection,
                 std::optional<std::int64_t> maxChangeSeq);

    /// One more column. What fails is told by finish().
    void add(std::int64_t fieldId, const Field& target);
    void addIds();

    /// Something failed already, so that nothing more need be added.
    [[nodiscard]] bool failed() const { return m_failed; }

    /// The columns, in the order they were added. Fails: Corrupt, what the disk says: of the first addition
    /// that failed, whichever thread saw it.
    [[nodiscard]] Result<std::vector<Column>> finish();

    /// Which addition that was, from 0 on.
    [[nodiscard]] std::size_t failedAt() const { return m_failedAt; }

    /// Takes: after finish(), of addIds().
    [[nodiscard]] std::vector<std::string> takeIds() { return std::move(m_ids); }

private:
    /// Done after all that was given before, unless that failed.
    void then(std::function<Result<void>()> step);
    [[nodiscard]] Result<void> readField(std::int64_t fieldId, const Field& target);
    [[nodiscard]] Result<void> readIds();
    [[nodiscard]] Result<void> addIdsOf(const PartSelection& wanted,
                                        const StoredChunk& chunk,
                                        const std::shared_ptr<const Dictionary>& base);

    CaseReader& m_reader;
    std::span<const PartSelection> m_selection;
    std::optional<std::int64_t> m_maxChangeSeq;
    std::size_t m_rows = 0;
    std::size_t m_added = 0;
    // The other thread's until finish().
    std::vector<Column> m_columns;
    std::vector<std::string> m_ids;
    std::optional<Error> m_error;
    std::size_t m_failedAt = 0;
    std::atomic<bool> m_failed { false };
    OrderedJobs m_jobs; ///< last: its jobs use all that stands above
};

} // namespace casebench
