// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/data/LabelHistory.h"
#include "core/store/WriteTransaction.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace casebench {

/// Verdicts that came together and say nothing but what and when, as those of a file's label field do: a
/// row of SQLite holds up to 65,536 of them, as a row each would be most of the cost of an import. Their
/// sequence numbers count on like those of single verdicts. Never changed; a retraction names the number.
/// Layout of the data, little-endian: "CBL1" | count u32 | flags u32 (1: the rows are listed) | case rows
/// u32[count], ascending, where listed (else they count on from first_row) | verdicts u8[count] | times of
/// decision i64[count].
class LabelBlocks
{
public:
    explicit LabelBlocks(Database& database);

    /// How many of the events from the start can be stored as one block: same person and origin, ascending
    /// rows, neither words nor retraction.
    [[nodiscard]] static std::size_t fitting(std::span<const LabelEvent> events);
    /// Takes:  events: as many as fitting() says, their seq counting on by one.
    [[nodiscard]] Result<void> append(WriteTransaction& tx, std::span<const LabelEvent> events) const;
    /// Takes:  block: its seq is given; of any length.
    [[nodiscard]] Result<void> append(WriteTransaction& tx, const LabelBlock& block) const;

    /// Ascending by seq. Fails: Corrupt. Cost: O(verdicts read).
    [[nodiscard]] Result<std::vector<LabelEvent>> all(std::int64_t maxSeq) const;
    /// The same as columns; a block that goes on after maxSeq is cut there.
    [[nodiscard]] Result<std::vector<LabelBlock>> columns(std::int64_t maxSeq) const;
    [[nodiscard]] Result<std::vector<LabelEvent>> ofRow(CaseRow row) const;
    [[nodiscard]] Result<std::vector<LabelEvent>> by(std::string_view person) const;
    /// The person's newest that is not taken back, of those after `seq`.
    [[nodiscard]] Result<std::optional<LabelEvent>> lastStanding(std::string_view person,
                                                                 std::int64_t seq) const;
    /// Whether that verdict is one of that case.
    [[nodiscard]] Result<bool> holds(std::int64_t seq, CaseRow row) const;
    /// Gives: first_seq of those whose data and columns do not say the same, or say nothing.
    [[nodiscard]] Result<std::vector<std::int64_t>> unreadable() const;
    [[nodiscard]] Result<std::int64_t> count() const;
    /// 0 when there is none.
    [[nodiscard]] Result<std::int64_t> lastSeq() const;

private:
    Database* m_database;
};

/// Whether the data of a block can be read.
[[nodiscard]] bool isLabelBlock(std::string_view data);

} // namespace casebench
