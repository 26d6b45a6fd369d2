// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/data/CaseTable.h"
#include "core/data/Filter.h"

#include <string>
#include <string_view>

namespace casebench {

/// Whether the values of a field are shown masked until somebody asked for them (and the asking was
/// recorded).
[[nodiscard]] constexpr bool isMasked(FieldRole role)
{
    return role == FieldRole::Personal;
}

/// Whether taking the role away from a field takes a reason: its values are guarded by it.
[[nodiscard]] constexpr bool isGuarding(FieldRole role)
{
    return isMasked(role) || role == FieldRole::Sensitive;
}

/// The fields of something frozen as they may be used: personal is what was personal then, and what is now.
[[nodiscard]] Schema withPersonalOf(const Schema& frozen, const Schema& now);

/// What stands in place of a personal value, in the desktop program and on the command line alike.
/// Gives:  "" for "" (nothing is hidden), "•• 4417" for a value with at least nine digits that ends in four
/// of
///         them (phone, account, card: enough to recognise it, by what those who print receipts show), "••••"
///         for everything else, whatever its length.
[[nodiscard]] std::string masked(std::string_view value);

/// The text of a cell as it may be shown: masked where the role asks for it.
[[nodiscard]] std::string shownText(FieldRole role, std::string_view text);

/// Bytes of a row that could not be taken apart into fields: hidden as a whole where the file holds personal
/// fields, since nobody can say which piece is which. Gives: "•••• (57 bytes)".
[[nodiscard]] std::string maskedRow(std::string_view raw);

/// The table as it may be shown: cells of personal fields masked, all others as they are.
/// Takes:  revealed: names of fields whose asking was recorded.
/// Cost:   O(rows) per personal field; the other columns are shared.
[[nodiscard]] CaseTablePtr maskedTable(const CaseTablePtr& table,
                                       const std::vector<std::string>& revealed = {});

/// Whether a filter may be asked: the cases that pass would tell a masked value to whoever guesses it, one
/// comparison after the other. IS [NOT] NULL may: what is missing is not masked.
/// Takes:  revealed: names of fields whose asking was recorded.
/// Fails:  Refused "personal-field" with the field's name.
[[nodiscard]] Result<void>
requireShown(const Filter& filter, const Schema& schema, const std::vector<std::string>& revealed = {});
/// The same of an order by a field: where a case stands tells its value from two sides.
[[nodiscard]] Result<void> requireShownOrder(std::string_view field,
                                             const Schema& schema,
                                             const std::vector<std::string>& revealed = {});
/// The same of groups of cases by their value of a field: each is called by that value.
[[nodiscard]] Result<void> requireShownGroups(std::string_view field, const Schema& schema);

/// A filter as it may be shown, after some of its fields have become personal: "••••" in its place when it
/// names their values.
[[nodiscard]] std::string shownFilter(std::string_view expression, const Schema& schema);

} // namespace casebench
