// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/ColumnBuilder.h"

#include "core/importing/TextTable.h"

namespace casebench {

namespace {

/// What was gathered; room for as much is made at once, since parts are about equally long.
template<typename T>
std::vector<T> taken(std::vector<T>& gathered)
{
    std::vector<T> values = std::exchange(gathered, {});
    gathered.reserve(values.size());
    return values;
}

class NumberBuilder : public ColumnBuilder
{
public:
    NumberBuilder(const FieldPlan& plan, const Options& options)
        : ColumnBuilder(plan, options)
        , m_format(NumberFormat::of(options.reading))
    {
    }

    void add(const RowRange& rows, const ColumnFacts* facts) override
    {
        const RawBatch& batch = rows.batch;
        for (std::size_t row = rows.from; row < rows.to; ++row) {
            if (!batch.nulls.empty() && batch.isNull(row, m_column)) {
                keepRaw(m_values.size(), batch.field(row, m_column));
                m_values.push_back(std::nan(""));
                continue;
            }
            const Value value = facts != nullptr ? facts->value(row - rows.from)
                                                 : inspectNumber(batch.field(row, m_column), m_format);
            if (value.canonical && !hasDeclaredMissing()) {
                m_values.push_back(value.number);
                continue;
            }
            const std::string_view text = batch.field(row, m_column);
            const bool number = value.shape >= Shape::Integer && value.shape <= Shape::LongInteger
                && !isDeclaredMissing(text);
            if (!(value.canonical && number) && value.shape != Shape::Empty)
                keepOdd(value, number, text, batch.lines[row]);
            m_values.push_back(number ? value.number : std::nan(""));
        }
    }

    [[nodiscard]] Column take() override { return Column::numbers(taken(m_values), takeRaw()); }

private:
    void keepOdd(const Value& value, bool number, std::string_view text, std::uint64_t line)
    {
        if (number && !isPadded(text) && printNumber(value.number) == text)
            return;
        keepRaw(m_values.size(), text);
        if (number)
            note(ChangeReason::Respelled, line, text, [&] { return printNumber(value.number); });
        else if (isDeclaredMissing(text))
            note(ChangeReason::DeclaredMissing, line, text);
        else
            note(value.shape == Shape::MissingWord ? ChangeReason::MissingWord : ChangeReason::Unreadable,
                 line, text);
    }

    /// "1.50": the commonest number that printing changes, told without printing.
    [[nodiscard]] static bool isPadded(std::string_view text)
    {
        return text.back() == '0' && text.find('.') != std::string_view::npos;
    }

    NumberFormat m_format;
    std::vector<double> m_values;
};

class TimeBuilder : public ColumnBuilder
{
public:
    TimeBuilder(const FieldPlan& plan, const Options& options)
        : ColumnBuilder(plan, options)
        , m_type(plan.field.type == ValueType::Date ? ValueType::Date : ValueType::DateTime)
        , m_order(plan.dateOrder)
    {
    }

    void add(const RowRange& rows, const ColumnFacts* facts) override
    {
        const RawBatch& batch = rows.batch;
        for (std::size_t row = rows.from; row < rows.to; ++row) {
            const std::string_view text = batch.field(row, m_column);
            if (batch.isNull(row, m_column)) {
                keepRaw(m_values.size(), text);
                m_values.push_back(kNoTime);
                continue;
            }
            const Instant known = facts != nullptr ? facts->value(row - rows.from).instant : kNoTime;
            const Instant instant = text.empty() || isDeclaredMissing(text) ? kNoTime
                : known != kNoTime                                          ? known
                                                                            : parse(text);
            if (!text.empty() && !printsAs(instant, text))
                keepOdd(instant, text, batch.lines[row]);
            m_values.push_back(instant);
        }
    }

    [[nodiscard]] Column take() override { return Column::times(taken(m_values), m_type, takeRaw()); }

private:
    void keepOdd(Instant instant, std::string_view text, std::uint64_t line)
    {
        if (instant != kNoTime && printTime(instant, m_type) == text)
            return;
        keepRaw(m_values.size(), text);
        if (instant != kNoTime)
            note(ChangeReason::Respelled, line, text, [&] { return printTime(instant, m_type); });
        else
            note(isDeclaredMissing(text) ? ChangeReason::DeclaredMissing : ChangeReason::Unreadable, line,
                 text);
    }

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

constexpr Code kUnknown = -2;

/// What the different texts of a column became, where that says all about a cell.
class KnownCodes
{
public:
    /// The place for the code of that row's text; null when it is not one of the counted texts, or may be
    /// none.
    [[nodiscard]] Code* of(const ColumnFacts* facts, std::size_t i, const RawBatch& batch)
    {
        if (facts == nullptr || !facts->hasLevel(i) || !batch.nulls.empty())
            return nullptr;
        const std::uint32_t level = facts->levels[i];
        if (level >= m_codes.size())
            m_codes.resize(facts->levelValues.size(), kUnknown);
        return &m_codes[level];
    }

    void forget() { m_codes.assign(m_codes.size(), kUnknown); }

private:
    std::vector<Code> m_codes; ///< by level
};

/// Different texts in order of first sight; of ids, which hardly ever come twice, all as they come: looking
/// for the one that does would cost more than all the rest of an id.
class BatchTexts
{
public:
    explicit BatchTexts(bool allDiffer)
        : m_allDiffer(allDiffer)
    {
    }

    [[nodiscard]] Code add(std::string_view text)
    {
        if (!m_allDiffer)
            return static_cast<Code>(m_table.add(text));
        m_list.emplace_back(text);
        return static_cast<Code>(m_list.size() - 1);
    }

    [[nodiscard]] std::shared_ptr<Dictionary> take()
    {
        auto dictionary = std::make_shared<Dictionary>(taken(m_list));
        dictionary->reserve(m_table.size());
        for (std::size_t i = 0; i < m_table.size(); ++i)
            dictionary->emplace_back(m_table.text(i));
        m_table.clear();
        return dictionary;
    }

private:
    bool m_allDiffer;
    TextTable m_table;
    std::vector<std::string> m_list;
};

/// Categories and texts: a dictionary per batch.
class CodeBuilder : public ColumnBuilder
{
public:
    CodeBuilder(const FieldPlan& plan, const Options& options)
        : ColumnBuilder(plan, options)
        , m_kind(plan.field.kind)
        , m_texts(plan.field.role == FieldRole::Id)
    {
    }

    void add(const RowRange& rows, const ColumnFacts* facts) override
    {
        const RawBatch& batch = rows.batch;
        for (std::size_t row = rows.from; row < rows.to; ++row) {
            Code* const known = m_known.of(facts, row - rows.from, batch);
            if (known != nullptr && *known != kUnknown) {
                m_codes.push_back(*known);
                continue;
            }
            const std::string_view text = batch.field(row, m_column);
            const bool null = batch.isNull(row, m_column);
            const bool declared = !null && !text.empty() && isDeclaredMissing(text);
            if (null || declared)
                keepRaw(m_codes.size(), text);
            if (declared)
                note(ChangeReason::DeclaredMissing, batch.lines[row], text);
            m_codes.push_back(text.empty() || null || declared ? kMissingCode : m_texts.add(text));
            if (known != nullptr && !null && !declared)
                *known = m_codes.back();
        }
    }

    [[nodiscard]] Column take() override
    {
        m_known.forget();
        return Column::codes(m_kind, { taken(m_codes), m_texts.take() }, takeRaw());
    }

private:
    FieldKind m_kind;
    BatchTexts m_texts;
    KnownCodes m_known;
    std::vector<Code> m_codes;
};

class YesNoBuilder : public ColumnBuilder
{
public:
    YesNoBuilder(const FieldPlan& plan, const Options& options)
        : ColumnBuilder(plan, options)
        , m_dictionary(std::make_shared<const Dictionary>(Dictionary {
              plan.noText.empty() ? "No" : plan.noText, plan.yesText.empty() ? "Yes" : plan.yesText }))
    {
    }

    void add(const RowRange& rows, const ColumnFacts* facts) override
    {
        const RawBatch& batch = rows.batch;
        for (std::size_t row = rows.from; row < rows.to; ++row) {
            Code* const known = m_known.of(facts, row - rows.from, batch);
            if (known != nullptr && *known != kUnknown) {
                m_codes.push_back(*known);
                continue;
            }
            const std::string_view text = batch.field(row, m_column);
            const bool null = batch.isNull(row, m_column);
            if (null)
                keepRaw(m_codes.size(), text);
            if (null || text.empty())
                note(ChangeReason::NotAsked, batch.lines[row], text);
            m_codes.push_back(null || text.empty() ? kMissingCode : codeOf(text, batch.lines[row]));
            const Code code = m_codes.back();
            if (known != nullptr && code >= 0 && text == (*m_dictionary)[static_cast<std::size_t>(code)])
                *known = code; // the usual spelling: nothing to note
        }
    }

    [[nodiscard]] Column take() override
    {
        return Column::codes(FieldKind::YesNo, { taken(m_codes), m_dictionary }, takeRaw());
    }

private:
    [[nodiscard]] Code codeOf(std::string_view text, std::uint64_t line)
    {
        const bool declared = isDeclaredMissing(text);
        if (!declared && text == (*m_dictionary)[kNoCode])
            return kNoCode;
        if (!declared && text == (*m_dictionary)[kYesCode])
            return kYesCode;
        keepRaw(m_codes.size(), text);
        const Code code = declared ? kMissingCode : otherSpelling(text);
        if (code >= 0)
            note(ChangeReason::Respelled, line, text,
                 [&] { return (*m_dictionary)[static_cast<std::size_t>(code)]; });
        else if (declared)
            note(ChangeReason::DeclaredMissing, line, text);
        else
            note(isMissingWord(text) ? ChangeReason::MissingWord : ChangeReason::Unreadable, line, text);
        return code;
    }

    [[nodiscard]] static Code otherSpelling(std::string_view text)
    {
        if (text == "0" || text == "1")
            return text == "1" ? kYesCode : kNoCode;
        const Value value = inspectBoolean(text);
        return value.shape != Shape::BoolWord ? kMissingCode : value.yes ? kYesCode : kNoCode;
    }

    std::shared_ptr<const Dictionary> m_dictionary;
    KnownCodes m_known;
    std::vector<Code> m_codes;
};

} // namespace

ColumnBuilder::ColumnBuilder(const FieldPlan& plan, const Options& options)
    : m_column(plan.column)
    , m_field(plan.field.name)
    , m_position(options.position)
    , m_missing(options.reading.missing)
    , m_changes(options.changes)
{
    std::erase(m_missing, std::string()); // blank is missing anyway
    for (std::size_t why = 0; why < kChangeReasons; ++why) {
        m_changed[why].field = m_position;
        m_changed[why].why = static_cast<ChangeReason>(why);
    }
}

void ColumnBuilder::keepRaw(std::size_t row, std::string_view text)
{
    if (!m_raw)
        m_raw = std::make_shared<RawTexts>();
    m_raw->rows.push_back(static_cast<std::uint32_t>(row));
    m_raw->texts.emplace_back(text);
}

CoercedField ColumnBuilder::coerced() const
{
    const ChangedCells& unreadable = m_changed[static_cast<std::size_t>(ChangeReason::Unreadable)];
    CoercedField field { m_field, unreadable.count, {} };
    for (const ChangedCell& cell : unreadable.examples)
        field.examples.push_back({ cell.line, cell.oldText, cell.newText });
    return field;
}

std::vector<ChangedCells> ColumnBuilder::changed() const
{
    std::vector<ChangedCells> groups;
    for (const ChangedCells& group : m_changed) {
        if (group.count > 0)
            groups.push_back(group);
    }
    return groups;
}

std::shared_ptr<const RawTexts> ColumnBuilder::takeRaw()
{
    return std::exchange(m_raw, nullptr);
}

std::unique_ptr<ColumnBuilder> ColumnBuilder::make(const FieldPlan& plan, const Options& options)
{
    switch (plan.field.kind) {
    case FieldKind::Number:
        return std::make_unique<NumberBuilder>(plan, options);
    case FieldKind::YesNo:
        return std::make_unique<YesNoBuilder>(plan, options);
    case FieldKind::Time:
        return std::make_unique<TimeBuilder>(plan, options);
    case FieldKind::Category:
    case FieldKind::Text:
        break;
    }
    return std::make_unique<CodeBuilder>(plan, options);
}

} // namespace casebench
