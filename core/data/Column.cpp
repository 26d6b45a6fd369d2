// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/Column.h"

#include "core/base/Text.h"

#include <algorithm>
#include <unordered_map>

namespace casebench {

std::string printNumber(double value)
{
    // Whole numbers as people write them: shortest alone would say 1e+15.
    if (std::isnan(value))
        return {};
    if (value == std::trunc(value) && std::abs(value) < 1e15)
        return std::to_string(static_cast<long long>(value));
    return shortestNumber(value);
}

std::string printTime(Instant value, ValueType type)
{
    return type == ValueType::Date ? formatDate(value) : formatInstant(value);
}

Column Column::numbers(std::vector<double> values, std::shared_ptr<const RawTexts> raw)
{
    Column column;
    column.m_kind = FieldKind::Number;
    column.m_type = ValueType::Decimal;
    column.m_values.emplace<0>(std::move(values));
    column.m_raw = std::move(raw);
    return column;
}

Column Column::codes(FieldKind kind, CodeValues values, std::shared_ptr<const RawTexts> raw)
{
    expects(kind == FieldKind::Category || kind == FieldKind::YesNo || kind == FieldKind::Text,
            "Column::codes: kind without codes");
    expects(values.dictionary != nullptr, "Column::codes: no dictionary");
    Column column;
    column.m_kind = kind;
    column.m_values.emplace<1>(std::move(values));
    column.m_raw = std::move(raw);
    return column;
}

Column Column::times(std::vector<Instant> values, ValueType type, std::shared_ptr<const RawTexts> raw)
{
    Column column;
    column.m_kind = FieldKind::Time;
    column.m_type = type;
    column.m_values.emplace<2>(std::move(values));
    column.m_raw = std::move(raw);
    return column;
}

Column Column::missing(FieldKind kind, std::size_t rows)
{
    static const auto kNothing = std::make_shared<const Dictionary>();
    static const auto kNoYes = std::make_shared<const Dictionary>(Dictionary { "No", "Yes" });
    if (kind == FieldKind::Number)
        return numbers(std::vector<double>(rows, std::nan("")));
    if (kind == FieldKind::Time)
        return times(std::vector<Instant>(rows, kNoTime), ValueType::DateTime);
    return codes(kind,
                 { std::vector<Code>(rows, kMissingCode), kind == FieldKind::YesNo ? kNoYes : kNothing });
}

std::size_t Column::size() const
{
    if (m_values.index() == 0)
        return std::get<0>(m_values).size();
    return m_values.index() == 1 ? std::get<1>(m_values).codes.size() : std::get<2>(m_values).size();
}

bool Column::isMissing(std::size_t row) const
{
    if (m_values.index() == 0)
        return std::isnan(std::get<0>(m_values)[row]);
    return m_values.index() == 1 ? std::get<1>(m_values).codes[row] < 0
                                 : std::get<2>(m_values)[row] == kNoTime;
}

std::size_t Column::missingCount() const
{
    const auto missingIn = [](const auto& values, auto isMissing) {
        return static_cast<std::size_t>(std::ranges::count_if(values, isMissing));
    };
    if (m_values.index() == 0)
        return missingIn(std::get<0>(m_values), [](double value) { return std::isnan(value); });
    if (m_values.index() == 1)
        return missingIn(std::get<1>(m_values).codes, [](Code code) { return code < 0; });
    return missingIn(std::get<2>(m_values), [](Instant value) { return value == kNoTime; });
}

bool Column::isFilled(std::size_t row) const
{
    return !isMissing(row) && (m_kind != FieldKind::YesNo || codes()[row] != kNoCode);
}

std::string Column::printed(std::size_t row) const
{
    if (m_values.index() == 0)
        return printNumber(std::get<0>(m_values)[row]);
    if (m_values.index() == 2)
        return printTime(std::get<2>(m_values)[row], m_type);
    const auto& values = std::get<1>(m_values);
    const Code code = values.codes[row];
    return code < 0 ? std::string() : (*values.dictionary)[static_cast<std::size_t>(code)];
}

std::string Column::text(std::size_t row) const
{
    if (m_raw) {
        const auto at = std::ranges::lower_bound(m_raw->rows, static_cast<std::uint32_t>(row));
        if (at != m_raw->rows.end() && *at == row)
            return m_raw->texts[static_cast<std::size_t>(at - m_raw->rows.begin())];
    }
    return printed(row);
}

Column Column::select(std::span<const std::uint32_t> rows) const
{
    Column chosen;
    chosen.m_kind = m_kind;
    chosen.m_type = m_type;
    const auto pick = [&](const auto& values) {
        std::remove_cvref_t<decltype(values)> picked;
        picked.reserve(rows.size());
        for (const std::uint32_t row : rows)
            picked.push_back(values[row]);
        return picked;
    };
    if (m_values.index() == 0)
        chosen.m_values.emplace<0>(pick(std::get<0>(m_values)));
    else if (m_values.index() == 2)
        chosen.m_values.emplace<2>(pick(std::get<2>(m_values)));
    else
        chosen.m_values.emplace<1>(
            CodeValues { pick(std::get<1>(m_values).codes), std::get<1>(m_values).dictionary });
    if (m_raw && !m_raw->rows.empty()) {
        auto raw = std::make_shared<RawTexts>();
        for (std::uint32_t i = 0; i < rows.size(); ++i) {
            const auto at = std::ranges::lower_bound(m_raw->rows, rows[i]);
            if (at != m_raw->rows.end() && *at == rows[i]) {
                raw->rows.push_back(i);
                raw->texts.push_back(m_raw->texts[static_cast<std::size_t>(at - m_raw->rows.begin())]);
            }
        }
        if (!raw->rows.empty())
            chosen.m_raw = std::move(raw);
    }
    return chosen;
}

Column joinColumns(const Column& a, const Column& b)
{
    expects(a.kind() == b.kind(), "joinColumns: kinds differ");
    const auto concatenated = [](auto first, auto second) {
        std::vector<typename decltype(first)::value_type> values(first.begin(), first.end());
        values.insert(values.end(), second.begin(), second.end());
        return values;
    };
    if (a.kind() == FieldKind::Number)
        return Column::numbers(concatenated(a.numbers(), b.numbers()));
    if (a.kind() == FieldKind::Time)
        return Column::times(concatenated(a.times(), b.times()), ValueType::DateTime);
    std::vector<Code> codes = concatenated(a.codes(), b.codes());
    if (a.kind() == FieldKind::YesNo) // no and yes have fixed codes, whatever the spelling
        return Column::codes(a.kind(),
                             { std::move(codes), std::make_shared<const Dictionary>(a.dictionary()) });
    auto dictionary = std::make_shared<Dictionary>(a.dictionary());
    std::unordered_map<std::string, Code> known;
    for (std::size_t i = 0; i < dictionary->size(); ++i)
        known.emplace((*dictionary)[i], static_cast<Code>(i));
    std::vector<Code> mapped;
    for (const std::string& text : b.dictionary()) {
        const auto [at, isNew] = known.emplace(text, static_cast<Code>(dictionary->size()));
        if (isNew)
            dictionary->push_back(text);
        mapped.push_back(at->second);
    }
    for (std::size_t i = a.size(); i < codes.size(); ++i) {
        if (codes[i] >= 0)
            codes[i] = mapped[static_cast<std::size_t>(codes[i])];
    }
    return Column::codes(a.kind(), { std::move(codes), std::move(dictionary) });
}

} // namespace casebench
