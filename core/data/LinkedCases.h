// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/CaseTable.h"

#include <optional>
#include <span>

namespace casebench {

/// Cases that belong together because they share a number, an account, a mail address or a group.
struct CaseLinks
{
    /// One per table position: 0, 1, 2 ... by first appearance; kMissingCode where the case has nothing that
    /// could link it. A group may have one member. Empty when the table has no field that links.
    std::vector<Code> group;
    std::vector<std::uint32_t> sizes; ///< members of each group
    std::int64_t linked = 0; ///< cases in a group of two or more
    std::int64_t groups = 0; ///< groups of two or more
    std::uint32_t largest = 0; ///< members of the largest; 0 when there is none
};

/// What a value links by: equal keys, same number or account. Nothing when the value links nobody.
/// Takes:  a text as the file had it.
/// Gives:  of personal fields, mail addresses in lower case, and values of at least five digits of which at
///         least half of the letters and digits are digits, as upper-case letters and digits only, without
///         "+", "(0)" and the "00" before a country (so "+49 (0)30 1234567" is "0049 30 1234567").
///         Names, streets, placeholders (one digit over and over) link nobody. Of group fields, the text
///         folded and trimmed.
/// Cost:   O(length). Thread-safe (pure). Source: ours.
[[nodiscard]] std::optional<std::string> linkKey(std::string_view text, FieldRole role);

/// The fields whose values link cases: role personal (not times) or group.
[[nodiscard]] std::vector<std::size_t> linkingFields(const Schema& schema);

/// Groups of linked cases, transitively: a number links across all personal fields, a group within its field.
/// Fails:  Cancelled.
/// Cost:   O(cases x linking fields): union-find over the dictionary of values.
[[nodiscard]] Result<CaseLinks> linkCases(const CaseTable& table, Progress& progress);

/// A case that shares something with another one directly.
struct DirectLink
{
    std::uint32_t position = 0;
    std::vector<std::size_t> fields; ///< of the other case, whose value is shared; ascending
};

/// The cases that share a number, account or group with one case, ascending by position, itself left out.
/// Cost:   O(cases x linking fields).
[[nodiscard]] std::vector<DirectLink> directLinks(const CaseTable& table, std::uint32_t position);

} // namespace casebench
