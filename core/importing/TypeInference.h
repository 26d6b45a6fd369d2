// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/FileProfile.h"
#include "core/importing/ValueShape.h"

#include <array>

namespace casebench {

/// How many different texts of a column are counted one by one.
inline constexpr std::size_t kMaxLevels = 1'000;

/// Counts of what the texts of one column look like. Adding is commutative, but for the examples of extremes
/// on a tie.
class TypeEvidence
{
public:
    /// Takes: value: what inspectValue says of the text; rows: how many cells have this text.
    void add(std::string_view text, const Value& value, std::int64_t rows);

    /// Fills type, reason, dateOrder, filled, missing, unparsed, minimum and maximum of the profile, whose
    /// name is set, and appends the column's notes. Takes:  forced: the type a person demanded, or nothing.
    void decide(ColumnProfile& profile,
                std::vector<std::string>& notes,
                const ColumnReading& reading,
                std::optional<ValueType> forced) const;

    /// Cells whose text was told to stand for "no value".
    void addDeclaredMissing(std::int64_t rows);

    [[nodiscard]] bool sawFormula() const { return m_formula; }

private:
    struct Decision
    {
        ValueType type = ValueType::Text;
        std::string reason;
        std::vector<std::string> notes; ///< tokens without the column's name
        std::string dateOrder;
    };

    [[nodiscard]] std::int64_t count(Shape shape) const { return m_counts[static_cast<std::size_t>(shape)]; }

    [[nodiscard]] std::int64_t count(Shape first, Shape last) const;
    [[nodiscard]] Decision decideFreely(const ColumnReading& reading) const;
    [[nodiscard]] std::optional<Decision> asNumber() const;
    [[nodiscard]] std::optional<Decision> asBoolean() const;
    [[nodiscard]] std::optional<Decision> asTime(const ColumnReading& reading) const;
    [[nodiscard]] Decision isoTimes() const;
    [[nodiscard]] Decision slashDates(const ColumnReading& reading) const;
    [[nodiscard]] std::string slashOrder() const;
    /// What the cells are that hold none of the words for "no value", or "".
    [[nodiscard]] std::string othersText() const;
    [[nodiscard]] std::int64_t fitting(ValueType type, const std::string& dateOrder) const;

    std::array<std::int64_t, kShapeCount> m_counts {};
    std::array<std::array<std::int64_t, 2>, kBoolPairs> m_words {};
    std::int64_t m_rows = 0;
    std::int64_t m_zeroOne = 0; ///< of the integers
    std::int64_t m_compactDates = 0; ///< of the integers: 20240131
    std::int64_t m_declaredMissing = 0;
    MissingWatch m_missing;
    bool m_formula = false;
    bool m_hasNumber = false;
    double m_least = 0;
    double m_most = 0;
    std::string m_leastText;
    std::string m_mostText;
    Instant m_first = kNoTime;
    Instant m_last = kNoTime;
    std::string m_firstText;
    std::string m_lastText;
};

} // namespace casebench
