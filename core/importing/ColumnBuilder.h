// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/Importer.h"
#include "core/importing/ValueShape.h"

namespace casebench {

/// Turns the texts of one column into a typed one, keeping the text of every cell that printing its value
/// would not give back.
class ColumnBuilder
{
public:
    [[nodiscard]] static std::unique_ptr<ColumnBuilder> make(const FieldPlan& plan,
                                                             const NumberFormat& format);
    virtual ~ColumnBuilder() = default;

    /// Rows from..to of the batch.
    virtual void add(const RawBatch& batch, std::size_t from, std::size_t to) = 0;
    /// The column of the rows added since the last take.
    [[nodiscard]] virtual Column take() = 0;

    [[nodiscard]] const CoercedField& coerced() const { return m_coerced; }

protected:
    explicit ColumnBuilder(const FieldPlan& plan);
    void keepRaw(std::size_t row, std::string_view text);
    void coerce(std::uint64_t line, std::string_view text);
    [[nodiscard]] std::shared_ptr<const RawTexts> takeRaw();

    std::size_t m_column;

private:
    CoercedField m_coerced;
    std::shared_ptr<RawTexts> m_raw;
};

/// Pieces of one column behind each other. Takes: pieces of one kind, at least one.
[[nodiscard]] Column joinColumns(std::span<const Column> pieces, ValueType type);

} // namespace casebench
