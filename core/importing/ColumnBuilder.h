// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/ColumnFacts.h"
#include "core/importing/Importer.h"

#include <algorithm>
#include <array>

namespace casebench {

/// Turns the texts of one column into a typed one, keeping the text of every cell that printing its value
/// would not give back.
class ColumnBuilder
{
public:
    /// How one column is built. The change sink may be null and is borrowed.
    struct Options
    {
        std::size_t position = 0; ///< in the plan
        ColumnReading reading {};
        const ChangeSink* changes = nullptr;
    };

    [[nodiscard]] static std::unique_ptr<ColumnBuilder> make(const FieldPlan& plan, const Options& options);
    virtual ~ColumnBuilder() = default;

    /// Takes: facts: what a scan of the same rows found; may be null.
    virtual void add(const RowRange& rows, const ColumnFacts* facts) = 0;
    /// The column of the rows added since the last take.
    [[nodiscard]] virtual Column take() = 0;

    /// What could not be read.
    [[nodiscard]] CoercedField coerced() const;
    /// Reasons with count > 0.
    [[nodiscard]] std::vector<ChangedCells> changed() const;

protected:
    ColumnBuilder(const FieldPlan& plan, const Options& options);
    void keepRaw(std::size_t row, std::string_view text);

    /// Whether some texts were told to stand for "no value".
    [[nodiscard]] bool hasDeclaredMissing() const { return !m_missing.empty(); }

    [[nodiscard]] bool isDeclaredMissing(std::string_view text) const
    {
        return !m_missing.empty() && std::ranges::find(m_missing, text) != m_missing.end();
    }

    /// Counts a changed cell; what the value prints as is only asked where somebody wants to see it.
    template<typename Printed>
    void note(ChangeReason why, std::uint64_t line, std::string_view text, Printed printed)
    {
        ChangedCells& group = m_changed[static_cast<std::size_t>(why)];
        const bool example = group.count < kChangeExamples;
        ++group.count;
        if (!example && m_changes == nullptr)
            return;
        ChangedCell cell { line, m_position, why, std::string(text), printed() };
        if (example)
            group.examples.push_back(cell);
        if (m_changes != nullptr)
            (*m_changes)(std::move(cell));
    }

    void note(ChangeReason why, std::uint64_t line, std::string_view text)
    {
        note(why, line, text, [] { return std::string(); });
    }

    [[nodiscard]] std::shared_ptr<const RawTexts> takeRaw();

    std::size_t m_column;

private:
    static constexpr std::int64_t kChangeExamples = 5;

    std::string m_field;
    std::size_t m_position;
    std::vector<std::string> m_missing; ///< texts told to stand for "no value"
    const ChangeSink* m_changes;
    std::array<ChangedCells, kChangeReasons> m_changed {};
    std::shared_ptr<RawTexts> m_raw;
};

/// Pieces of one column behind each other. Takes: pieces of one kind, at least one.
[[nodiscard]] Column joinColumns(std::span<const Column> pieces, ValueType type);

} // namespace casebench
