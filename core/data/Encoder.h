// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/CaseTable.h"
#include "core/data/Matrix.h"

namespace casebench {

/// What the family that will read the matrix can bear.
enum class EncodingStyle
{
    Trees, ///< numbers as they are, missing stays NaN
    Linear, ///< numbers standardised, missing becomes the mean plus an indicator column
};

struct EncoderOptions
{
    EncodingStyle style = EncodingStyle::Trees;
    int rareBelow = 5; ///< levels with fewer training rows share one column (ours)
    int maxLevels = 64; ///< the most frequent ones keep a column each (ours)
};

/// One field and the columns it becomes.
struct EncodedField
{
    std::string name;
    FieldKind kind = FieldKind::Number;
    std::vector<std::string>
        levels; ///< category: those with a column each, in code-point order; yes/no: {no, yes} as spelled
    bool hasRare = false; ///< category: one more column for rare levels of the training rows
    std::vector<std::string> rareLevels;
    bool hasMissing = false; ///< one more column that is 1 where the value is missing
    double mean = 0; ///< linear numbers: of the training rows that have a value
    double sd = 1; ///< population sd of the same
    double low = 0; ///< smallest training value (numbers), for "outside what it was trained on"
    double high = 0;
    std::size_t first = 0; ///< its first column
    std::size_t count = 0; ///< how many columns

    bool operator==(const EncodedField&) const = default;
};

/// A field that could not be used, and why ("constant", "all missing", "text").
struct DroppedField
{
    std::string name;
    std::string why;

    bool operator==(const DroppedField&) const = default;
};

/// Turns cases into a matrix. Fitted on the training part only; unseen levels become all-zero columns;
/// columns are matched by
/// field name, never by position.
class Encoder
{
public:
    /// Takes:  rows: positions in the table (the training part); fields: names, all present in the table.
    /// Gives:  the fitted encoder; fields without information are dropped and listed.
    /// Fails:  InvalidInput when no row, no field, or no field with information is left.
    /// Cost:   O(rows x fields).
    [[nodiscard]] static Result<Encoder> fit(const CaseTable& table,
                                             std::span<const std::uint32_t> rows,
                                             std::span<const std::string> fields,
                                             const EncoderOptions& options);

    /// rows x columnCount(); a field the table lacks, or has in another kind, is all missing.
    [[nodiscard]] Matrix encode(const CaseTable& table, std::span<const std::uint32_t> rows) const;
    [[nodiscard]] Matrix encode(const CaseTable& table) const;

    [[nodiscard]] const std::vector<EncodedField>& fields() const { return m_fields; }

    [[nodiscard]] const std::vector<DroppedField>& dropped() const { return m_dropped; }

    [[nodiscard]] EncodingStyle style() const { return m_style; }

    [[nodiscard]] std::size_t columnCount() const;
    /// "Money_Asked", "Location_Of_Call=voip", "UPI_PAYMENTS is missing".
    [[nodiscard]] std::vector<std::string> columnNames() const;
    /// Index into fields() for each column.
    [[nodiscard]] std::vector<std::size_t> fieldOfColumn() const;
    [[nodiscard]] bool knows(std::string_view field) const;
    /// Whether that cell lies outside the training rows: an unseen level, or a number outside their
    /// minimum-maximum.
    [[nodiscard]] std::vector<std::uint8_t> outsideTraining(const CaseTable& table) const;
    /// Cells with a level that no training row had.
    [[nodiscard]] std::int64_t unseenLevels(const CaseTable& table) const;

    [[nodiscard]] Json toJson() const;
    [[nodiscard]] static Result<Encoder> fromJson(const Json& json);

    bool operator==(const Encoder&) const = default;

private:
    EncodingStyle m_style = EncodingStyle::Trees;
    std::vector<EncodedField> m_fields;
    std::vector<DroppedField> m_dropped;
};

} // namespace casebench
