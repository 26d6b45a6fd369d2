// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/ColumnBuilder.h"

#include "core/importing/TextTable.h"

namespace casebench {

namespace {

constexpr std::size_t kCoercedExamples = 5;

class NumberBuilder : public ColumnBuilder
{
public:
    NumberBuilder(const FieldPlan& plan, const NumberFormat& format)
        : ColumnBuilder(plan)
        , m_format(format)
    {
    }

    void add(const RawBatch& batch, std::size_t from, std::size_t to) override
    {
        for (std::size_t row = from; row < to; ++row) {
            const std::string_view text = batch.field(row, m_column);
            if (batch.isNull(row, m_column)) {
                keepRaw(m_values.size(), text);
                m_values.push_back(std::nan(""));
                continue;
            }
            const Value value = inspectNumber(text, m_format);
            const bool number = value.shape >= Shape::Integer && value.shape <= Shape::LongInteger;
            if (!value.canonical && value.shape != Shape::Empty
                && !(number && printNumber(value.number) == text))
                keepRaw(m_values.size(), text);
            if (!number && value.shape != Shape::Empty && value.shape != Shape::MissingWord)
                coerce(batch.lines[row], text);
            m_values.push_back(number ? value.number : std::nan(""));
        }
    }

    [[nodiscard]] Column take() override { return Column::numbers(std::exchange(m_values, {}), takeRaw()); }

private:
    NumberFormat m_format;
    std::vector<double> m_values;
};

class TimeBuilder : public ColumnBuilder
{
public:
    explicit TimeBuilder(const FieldPlan& plan)
        : ColumnBuilder(plan)
        , m_type(plan.field.type == ValueType::Date ? ValueType::Date : ValueType::DateTime)
        , m_order(plan.dateOrder)
    {
    }

    void add(const RawBatch& batch, std::size_t from, std::size_t to) override
    {
        for (std::size_t row = from; row < to; ++row) {
            const std::string_view text = batch.field(row, m_column);
            if (batch.isNull(row, m_column)) {
                keepRaw(m_values.size(), text);
                m_values.push_back(kNoTime);
                continue;
            }
            const Instant instant = text.empty() ? kNoTime : parse(text);
            if (!text.empty() && !printsAs(instant, text))
                keepRaw(m_values.size(), text);
            if (!text.empty() && instant == kNoTime)
                coerce(batch.lines[row], text);
            m_values.push_back(instant);
        }
    }

    [[nodiscard]] Column take() override
    {
        return Column::times(std::exchange(m_values, {}), m_type, takeRaw());
    }

private:
    [[nodiscard]] Instant parse(std::string_view text) const
    {
        if (const auto iso = parseIso(text))
            return iso->instant;
        return m_order.empty() ? kNoTime : parseSlashDate(text, m_order).value_or(kNoTime);
    }

    /// Printing is slow: the two forms that always come back are told by their looks.
    [[nodiscard]] bool printsAs(Instant instant, std::string_view text) const
    {
        if (instant == kNoTime)
            return false;
        if (text.size() == 10 && text[4] == '-')
            return m_type == ValueType::Date;
        if (m_type != ValueType::DateTime || text.back() != 'Z' || text[10] != 'T')
            return false;
        return text.size() == 20 || printTime(instant, m_type) == text;
    }

    ValueType m_type;
    std::string m_order;
    std::vector<Instant> m_values;
};

/// Categories and texts: a dictionary per batch.
class CodeBuilder : public ColumnBuilder
{
public:
    explicit CodeBuilder(const FieldPlan& plan)
        : ColumnBuilder(plan)
        , m_kind(plan.field.kind)
    {
    }

    void add(const RawBatch& batch, std::size_t from, std::size_t to) override
    {
        for (std::size_t row = from; row < to; ++row) {
            const std::string_view text = batch.field(row, m_column);
            const bool null = batch.isNull(row, m_column);
            if (null)
                keepRaw(m_codes.size(), text);
            m_codes.push_back(null || text.empty() ? kMissingCode : static_cast<Code>(m_texts.add(text)));
        }
    }

    [[nodiscard]] Column take() override
    {
        auto dictionary = std::make_shared<Dictionary>();
        dictionary->reserve(m_texts.size());
        for (std::size_t i = 0; i < m_texts.size(); ++i)
            dictionary->emplace_back(m_texts.text(i));
        m_texts.clear();
        return Column::codes(m_kind, { std::exchange(m_codes, {}), std::move(dictionary) }, takeRaw());
    }

private:
    FieldKind m_kind;
    TextTable m_texts;
    std::vector<Code> m_codes;
};

class YesNoBuilder : public ColumnBuilder
{
public:
    explicit YesNoBuilder(const FieldPlan& plan)
        : ColumnBuilder(plan)
        , m_dictionary(std::make_shared<const Dictionary>(Dictionary {
              plan.noText.empty() ? "No" : plan.noText, plan.yesText.empty() ? "Yes" : plan.yesText }))
    {
    }

    void add(const RawBatch& batch, std::size_t from, std::size_t to) override
    {
        for (std::size_t row = from; row < to; ++row) {
            const std::string_view text = batch.field(row, m_column);
            const bool null = batch.isNull(row, m_column);
            if (null)
                keepRaw(m_codes.size(), text);
            m_codes.push_back(null || text.empty() ? kMissingCode : codeOf(text, batch.lines[row]));
        }
    }

    [[nodiscard]] Column take() override
    {
        return Column::codes(FieldKind::YesNo, { std::exchange(m_codes, {}), m_dictionary }, takeRaw());
    }

private:
    [[nodiscard]] Code codeOf(std::string_view text, std::uint64_t line)
    {
        if (text == (*m_dictionary)[kNoCode])
            return kNoCode;
        if (text == (*m_dictionary)[kYesCode])
            return kYesCode;
        keepRaw(m_codes.size(), text);
        if (isMissingWord(text))
            return kMissingCode;
        if (text == "0" || text == "1")
            return text == "1" ? kYesCode : kNoCode;
        const Value value = inspectBoolean(text);
        if (value.shape == Shape::BoolWord)
            return value.yes ? kYesCode : kNoCode;
        coerce(line, text);
        return kMissingCode;
    }

    std::shared_ptr<const Dictionary> m_dictionary;
    std::vector<Code> m_codes;
};

} // namespace

ColumnBuilder::ColumnBuilder(const FieldPlan& plan)
    : m_column(plan.column)
{
    m_coerced.field = plan.field.name;
}

void ColumnBuilder::keepRaw(std::size_t row, std::string_view text)
{
    if (!m_raw)
        m_raw = std::make_shared<RawTexts>();
    m_raw->rows.push_back(static_cast<std::uint32_t>(row));
    m_raw->texts.emplace_back(text);
}

void ColumnBuilder::coerce(std::uint64_t line, std::string_view text)
{
    if (m_coerced.examples.size() < kCoercedExamples)
        m_coerced.examples.push_back({ line, std::string(text), {} });
    ++m_coerced.count;
}

std::shared_ptr<const RawTexts> ColumnBuilder::takeRaw()
{
    return std::exchange(m_raw, nullptr);
}

std::unique_ptr<ColumnBuilder> ColumnBuilder::make(const FieldPlan& plan, const NumberFormat& format)
{
    switch (plan.field.kind) {
    case FieldKind::Number:
        return std::make_unique<NumberBuilder>(plan, format);
    case FieldKind::YesNo:
        return std::make_unique<YesNoBuilder>(plan);
    case FieldKind::Time:
        return std::make_unique<TimeBuilder>(plan);
    case FieldKind::Category:
    case FieldKind::Text:
        break;
    }
    return std::make_unique<CodeBuilder>(plan);
}

namespace {

template<typename T, typename Read>
std::vector<T> joined(std::span<const Column> pieces, Read read)
{
    std::vector<T> values;
    for (const Column& piece : pieces) {
        const std::span<const T> own = read(piece);
        values.insert(values.end(), own.begin(), own.end());
    }
    return values;
}

std::shared_ptr<const RawTexts> joinedRaw(std::span<const Column> pieces)
{
    auto raw = std::make_shared<RawTexts>();
    std::uint32_t first = 0;
    for (const Column& piece : pieces) {
        if (const RawTexts* own = piece.rawTexts()) {
            for (const std::uint32_t row : own->rows)
                raw->rows.push_back(first + row);
            raw->texts.insert(raw->texts.end(), own->texts.begin(), own->texts.end());
        }
        first += static_cast<std::uint32_t>(piece.size());
    }
    return raw->rows.empty() ? nullptr : raw;
}

CodeValues joinedCodes(std::span<const Column> pieces)
{
    TextTable texts;
    CodeValues values;
    for (const Column& piece : pieces) {
        std::vector<Code> codeOf;
        for (const std::string& text : piece.dictionary())
            codeOf.push_back(static_cast<Code>(texts.add(text)));
        for (const Code code : piece.codes())
            values.codes.push_back(code < 0 ? code : codeOf[static_cast<std::size_t>(code)]);
    }
    auto dictionary = std::make_shared<Dictionary>();
    for (std::size_t i = 0; i < texts.size(); ++i)
        dictionary->emplace_back(texts.text(i));
    values.dictionary = std::move(dictionary);
    return values;
}

} // namespace

Column joinColumns(std::span<const Column> pieces, ValueType type)
{
    const FieldKind kind = pieces.front().kind();
    auto raw = joinedRaw(pieces);
    if (kind == FieldKind::Number)
        return Column::numbers(joined<double>(pieces, [](const Column& piece) { return piece.numbers(); }),
                               std::move(raw));
    if (kind == FieldKind::Time)
        return Column::times(joined<Instant>(pieces, [](const Column& piece) { return piece.times(); }),
                             type == ValueType::Date ? type : ValueType::DateTime, std::move(raw));
    if (kind == FieldKind::YesNo) // all pieces have the plan's dictionary
        return Column::codes(kind,
                             { joined<Code>(pieces, [](const Column& piece) { return piece.codes(); }),
                               std::make_shared<const Dictionary>(pieces.front().dictionary()) },
                             std::move(raw));
    return Column::codes(kind, joinedCodes(pieces), std::move(raw));
}

} // namespace casebench
