// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/CaseTable.h"
#include "core/store/Project.h"

#include <span>
#include <vector>

namespace casebench {

/// Somebody is working on a case, for the time being.
struct Claim
{
    CaseRow row = 0;
    std::string person;
    Instant claimedAt = kNoTime;
    Instant until = kNoTime;

    bool operator==(const Claim&) const = default;
};

/// Who has which case on the desk, so that two people do not take the same one. A courtesy, not a fact:
/// claims expire, are given up with the verdict, and forbid nothing.
class ClaimStore
{
public:
    explicit ClaimStore(const Project& project);

    /// Takes what is free, expired or the person's own already; the rest is left with its holder.
    /// Gives:  the rows that are the person's now, in the order asked.
    [[nodiscard]] Result<std::vector<CaseRow>>
    take(WriteTransaction& tx, std::span<const CaseRow> rows, std::string_view person, Instant until) const;
    /// Nothing happens when the person holds no claim on it.
    [[nodiscard]] Result<void> release(WriteTransaction& tx, CaseRow row, std::string_view person) const;
    /// Those that hold at that moment, ascending by row.
    [[nodiscard]] Result<std::vector<Claim>> holding(Instant at) const;

private:
    const Project* m_project;
};

} // namespace casebench
