// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/CaseTable.h"
#include "core/data/Label.h"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace casebench {

struct FilterNode;

/// What is known of a number or time field in some rows without reading them.
struct FieldRange
{
    FieldKind kind = FieldKind::Number; ///< Number, or Time: microseconds
    double min = 0; ///< NaN when every value is missing
    double max = 0;
    bool someMissing = false;
};

/// The range of a field as it was written in the filter; nothing when it is not known.
using FieldRanges = std::function<std::optional<FieldRange>(std::string_view field)>;

/// Rows to choose from, borrowed for one call: only the columns that a filter names need be there.
struct FilterRows
{
    const Schema& schema;
    std::vector<const Column*> columns; ///< one per field; nullptr: not named by the filter
    const Column* ids = nullptr; ///< texts; nullptr: not asked for
    std::size_t rowCount = 0;
};

/// A choice of cases in words: `Year = 1994 AND Age > 30 AND Make IN ('Honda','Ford')`.
///
/// FIELD = != <> < <= > >= VALUE · [NOT] IN (VALUE, ...) · [NOT] LIKE 'a%_' · [NOT] BETWEEN VALUE AND
/// VALUE ·
/// IS [NOT] NULL (or MISSING); joined by NOT, AND, OR (binding in that order) and parentheses. Key words in
/// any case. Names: letters, digits, _ and anything beyond ASCII stand bare; others in "double quotes" or
/// [brackets]. The closing mark is doubled to mean itself. Values: numbers, and 'text' with '' for one
/// quote.
/// A missing value is neither equal nor unequal to anything (SQL's third truth value): only IS NULL finds
/// it,
/// NOT does not. Times compare with spans: = '2026-03' is all of March, <= '2026-03-01' takes that whole
/// day
/// in. Yes/no compare with 'Yes' and 'No'. Texts compare by bytes, with a number by their numeric value.
/// LIKE: % any characters, _ one character, ASCII letters in any case. `label` is the truth (scam,
/// not-scam,
/// undecided), `case_id` and `id` are the case ids, unless a field bears that name (a bare `label` means
/// the
/// truth whenever it is known).
class Filter
{
public:
    /// Fails: InvalidInput with kind "filter", the place ("filter, character 12") and advice; more than 64
    /// levels deep included. Cost:  O(length).
    [[nodiscard]] static Result<Filter> parse(std::string_view expression);

    /// Takes: truth: one per row, or empty when it is not known here.
    /// Gives: 1 for each row that is chosen, else 0.
    /// Fails: NotFound for a field that is not there; InvalidInput for a value that cannot be compared with
    /// its field. Cost:  O(rows) per comparison, texts once per dictionary entry. Thread-safe (const).
    [[nodiscard]] Result<std::vector<std::uint8_t>> mask(const CaseTable& table,
                                                         std::span<const Truth> truth) const;

    /// The same of rows whose columns lie elsewhere.
    [[nodiscard]] Result<std::vector<std::uint8_t>> mask(const FilterRows& rows,
                                                         std::span<const Truth> truth) const;

    /// False when no row within these ranges can be chosen, so that they need not be read.
    /// Cost:  O(length of the filter). Thread-safe (const).
    [[nodiscard]] bool mayPass(const FieldRanges& ranges) const;

    /// It compares case ids, since no field bears that name.
    [[nodiscard]] bool asksForIds(const Schema& schema) const;
    /// The fields it asks for, as they were written, each once, in order of appearance.
    [[nodiscard]] std::vector<std::string> fieldNames() const;
    /// Those of them whose values it compares: IS [NOT] NULL tells whether there is one, and not which.
    [[nodiscard]] std::vector<std::string> comparedFields() const;

private:
    explicit Filter(std::shared_ptr<const FilterNode> root);
    std::shared_ptr<const FilterNode> m_root;
};

} // namespace casebench
