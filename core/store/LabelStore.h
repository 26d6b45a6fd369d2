// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Label.h"
#include "core/store/Project.h"

#include <optional>
#include <span>
#include <vector>

namespace casebench {

/// Verdicts and their retractions; append-only.
class LabelStore
{
public:
    explicit LabelStore(const Project& project);

    /// `seq` is given, `recordedAt` comes from the transaction, an unknown person is added without a role.
    /// Gives:  the sequence number.
    /// Fails:  InvalidInput (row, confidence outside 0..1, retracts an unknown event of this case).
    [[nodiscard]] Result<std::int64_t> append(WriteTransaction& tx, const LabelEvent& event) const;
    /// Many at once, in order. Gives: the first sequence number (0 for none).
    [[nodiscard]] Result<std::int64_t> appendAll(WriteTransaction& tx,
                                                 std::span<const LabelEvent> events) const;

    /// Of one case, oldest first.
    [[nodiscard]] Result<std::vector<LabelEvent>> events(CaseRow row) const;
    /// Ascending by seq, up to maxSeq (nothing = all).
    [[nodiscard]] Result<std::vector<LabelEvent>> allEvents(std::optional<std::int64_t> maxSeq = {}) const;
    /// The newest event of that person that is no retraction and not taken back: what undo means.
    [[nodiscard]] Result<std::optional<LabelEvent>> lastStanding(std::string_view person) const;
    [[nodiscard]] Result<std::int64_t> count() const;
    /// 0 when there is none.
    [[nodiscard]] Result<std::int64_t> lastSeq() const;

private:
    const Project* m_project;
};

} // namespace casebench
