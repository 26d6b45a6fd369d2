// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"
#include "core/data/Field.h"

#include <cmath>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace casebench {

/// Codes of categories, yes/no and texts: an index into the dictionary, or kMissingCode.
using Code = std::int32_t;
inline constexpr Code kMissingCode = -1;
/// Yes/no fields have this dictionary order, whatever the file spells.
inline constexpr Code kNoCode = 0;
inline constexpr Code kYesCode = 1;

using Dictionary = std::vector<std::string>;

/// Where the text of a cell differs from what printing its value would give ("007", "1.50", "N/A"):
/// nothing is lost.
struct RawTexts
{
    std::vector<std::uint32_t> rows; ///< ascending
    std::vector<std::string> texts; ///< same length
};

struct CodeValues
{
    std::vector<Code> codes;
    std::shared_ptr<const Dictionary> dictionary; ///< never null
};

/// The values of one field, typed, immutable once built. Missing is NaN (numbers), kMissingCode or kNoTime.
/// "Not asked" of a yes/no field is missing, which is not No.
class Column
{
public:
    /// Numbers: NaN is missing.
    [[nodiscard]] static Column numbers(std::vector<double> values, std::shared_ptr<const RawTexts> raw = {});
    /// kind: Category, YesNo (dictionary {no, yes}) or Text.
    [[nodiscard]] static Column
    codes(FieldKind kind, CodeValues values, std::shared_ptr<const RawTexts> raw = {});
    /// type: Date or DateTime, for printing.
    [[nodiscard]] static Column
    times(std::vector<Instant> values, ValueType type, std::shared_ptr<const RawTexts> raw = {});
    /// A column in which every cell is missing.
    [[nodiscard]] static Column missing(FieldKind kind, std::size_t rows);

    [[nodiscard]] FieldKind kind() const { return m_kind; }

    [[nodiscard]] std::size_t size() const;

    [[nodiscard]] std::span<const double> numbers() const { return std::get<0>(m_values); }

    [[nodiscard]] std::span<const Code> codes() const { return std::get<1>(m_values).codes; }

    [[nodiscard]] const Dictionary& dictionary() const { return *std::get<1>(m_values).dictionary; }

    [[nodiscard]] std::span<const Instant> times() const { return std::get<2>(m_values); }

    [[nodiscard]] const RawTexts* rawTexts() const { return m_raw.get(); }

    [[nodiscard]] bool isMissing(std::size_t row) const;
    [[nodiscard]] std::size_t missingCount() const;
    /// Neither missing nor No: what "filled" means in schema events.
    [[nodiscard]] bool isFilled(std::size_t row) const;
    /// The cell's text exactly as the source had it (byte for byte). Cost: O(log exceptions).
    [[nodiscard]] std::string text(std::size_t row) const;
    /// What printing the typed value alone gives; "" for missing.
    [[nodiscard]] std::string printed(std::size_t row) const;

    /// The rows named, in that order.
    [[nodiscard]] Column select(std::span<const std::uint32_t> rows) const;

private:
    Column() = default;

    FieldKind m_kind = FieldKind::Text;
    ValueType m_type = ValueType::Text;
    std::variant<std::vector<double>, CodeValues, std::vector<Instant>> m_values;
    std::shared_ptr<const RawTexts> m_raw;
};

/// The rows of `a`, then those of `b`; both of one kind; dictionaries are joined by text. Raw texts are
/// not kept.
[[nodiscard]] Column joinColumns(const Column& a, const Column& b);

/// How a typed value is printed when nothing says otherwise; the store keeps a raw text only where this
/// differs.
[[nodiscard]] std::string printNumber(double value);
[[nodiscard]] std::string printTime(Instant value, ValueType type);

} // namespace casebench
