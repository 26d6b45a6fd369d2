// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/ColumnAssembler.h"

#include <algorithm>
#include <tuple>

namespace casebench {

namespace {

/// Not yet looked up, in a table from one dictionary to another.
constexpr Code kUnmapped = -2;

bool isCodedKind(FieldKind kind)
{
    return kind == FieldKind::Category || kind == FieldKind::YesNo || kind == FieldKind::Text;
}

bool isTimeType(ValueType type)
{
    return type == ValueType::Date || type == ValueType::DateTime;
}

std::shared_ptr<const Dictionary> usualWords()
{
    static const auto words = std::make_shared<const Dictionary>(Dictionary { "No", "Yes" });
    return words;
}

} // namespace

ColumnAssembler::ColumnAssembler(const Field& target,
                                 std::shared_ptr<const Dictionary> base,
                                 std::size_t expectedRows)
    : m_target(target)
    , m_base(base ? std::move(base) : std::make_shared<const Dictionary>())
{
    if (isTimeType(target.type))
        m_timeType = target.type;
    if (target.kind == FieldKind::Number)
        m_numbers.reserve(expectedRows);
    else if (target.kind == FieldKind::Time)
        m_times.reserve(expectedRows);
    else
        m_codes.reserve(expectedRows);
}

bool ColumnAssembler::isCoded() const
{
    return isCodedKind(m_target.kind);
}

void ColumnAssembler::appendMissing(std::size_t rows)
{
    m_size += rows;
    if (m_target.kind == FieldKind::Number)
        m_numbers.resize(m_size, std::nan(""));
    else if (m_target.kind == FieldKind::Time)
        m_times.resize(m_size, kNoTime);
    else
        m_codes.resize(m_size, kMissingCode);
}

void ColumnAssembler::append(const Column& piece, const MissingTexts& missing)
{
    if (appendDirectly(piece))
        return;
    const std::size_t start = m_size;
    const ValueType from = piece.kind() == FieldKind::Time ? timeTypeOf(piece) : m_target.type;
    appendMissing(piece.size());
    for (std::size_t row = 0; row < piece.size(); ++row) {
        const CellValue cell = cellOf(piece, row);
        const bool told = piece.isMissing(row) && cell.raw && missing.contains(*cell.raw);
        putCell(start + row, told ? cell : castCell(cell, m_target, from));
    }
}

bool ColumnAssembler::appendDirectly(const Column& piece)
{
    if (m_target.kind == FieldKind::Number && piece.kind() == FieldKind::Number) {
        m_numbers.insert(m_numbers.end(), piece.numbers().begin(), piece.numbers().end());
    } else if (m_target.kind == FieldKind::Time && piece.kind() == FieldKind::Time) {
        const ValueType type = timeTypeOf(piece);
        const bool hasTimes = piece.missingCount() < piece.size();
        if (!m_timeType && hasTimes)
            m_timeType = type;
        if (hasTimes && type != *m_timeType) {
            m_target.type = *m_timeType;
            return false;
        }
        m_times.insert(m_times.end(), piece.times().begin(), piece.times().end());
    } else if (m_target.kind == FieldKind::YesNo && piece.kind() == FieldKind::YesNo) {
        appendYesNo(piece);
    } else if (isCoded() && m_target.kind != FieldKind::YesNo && isCodedKind(piece.kind())) {
        appendCodes(piece);
    } else {
        return false;
    }
    if (piece.rawTexts() != nullptr)
        appendRaw(*piece.rawTexts());
    m_size += piece.size();
    return true;
}

void ColumnAssembler::appendCodes(const Column& piece)
{
    const auto codes = piece.codes();
    if (&piece.dictionary() == m_base.get()) {
        m_codes.insert(m_codes.end(), codes.begin(), codes.end());
        return;
    }
    std::vector<Code> mapped(piece.dictionary().size(), kUnmapped);
    for (const Code code : codes) {
        if (code < 0) {
            m_codes.push_back(kMissingCode);
            continue;
        }
        Code& here = mapped[static_cast<std::size_t>(code)];
        if (here == kUnmapped)
            here = intern(piece.dictionary()[static_cast<std::size_t>(code)]);
        m_codes.push_back(here);
    }
}

void ColumnAssembler::appendYesNo(const Column& piece)
{
    if (!m_words)
        m_words = std::make_shared<const Dictionary>(piece.dictionary());
    const auto codes = piece.codes();
    m_codes.insert(m_codes.end(), codes.begin(), codes.end());
    if (piece.dictionary() == *m_words)
        return;
    // Another spelling of the same answers: the code is the same, the text is kept where it differs.
    for (std::size_t row = 0; row < codes.size(); ++row) {
        const auto code = static_cast<std::size_t>(codes[row]);
        if (codes[row] >= 0 && piece.text(row) != (*m_words)[code])
            m_overrides[static_cast<std::uint32_t>(m_size + row)] = piece.text(row);
    }
}

void ColumnAssembler::appendRaw(const RawTexts& raw)
{
    for (std::size_t i = 0; i < raw.rows.size(); ++i) {
        m_raw.rows.push_back(static_cast<std::uint32_t>(m_size) + raw.rows[i]);
        m_raw.texts.push_back(raw.texts[i]);
    }
}

void ColumnAssembler::set(std::size_t position, const CellValue& cell)
{
    const bool sameKind = std::holds_alternative<std::monostate>(cell.value)
        || (m_target.kind == FieldKind::Number && std::holds_alternative<double>(cell.value))
        || (m_target.kind == FieldKind::Time && std::holds_alternative<Instant>(cell.value))
        || (isCoded() && std::holds_alternative<std::string>(cell.value));
    // A missing value with a text may be a value under this kind: let the text speak.
    const bool plain =
        sameKind && !(std::holds_alternative<std::monostate>(cell.value) && cell.raw && isCoded());
    putCell(position, plain ? cell : castCell(cell, m_target, m_timeType.value_or(ValueType::DateTime)));
}

void ColumnAssembler::putCell(std::size_t position, const CellValue& cell)
{
    std::optional<std::string> raw = cell.raw;
    if (m_target.kind == FieldKind::Number) {
        const auto* number = std::get_if<double>(&cell.value);
        m_numbers[position] = number == nullptr ? std::nan("") : *number;
    } else if (m_target.kind == FieldKind::Time) {
        const auto* time = std::get_if<Instant>(&cell.value);
        m_times[position] = time == nullptr ? kNoTime : *time;
    } else if (const auto* text = std::get_if<std::string>(&cell.value)) {
        m_codes[position] = m_target.kind == FieldKind::YesNo ? yesNoCode(*text, raw) : intern(*text);
    } else {
        m_codes[position] = kMissingCode;
    }
    const auto row = static_cast<std::uint32_t>(position);
    if (raw)
        m_overrides[row] = std::move(raw);
    else if (std::ranges::binary_search(m_raw.rows, row) || m_overrides.contains(row))
        m_overrides[row] = std::nullopt;
}

std::string_view ColumnAssembler::textOf(Code code) const
{
    const auto at = static_cast<std::size_t>(code);
    return at < m_base->size() ? (*m_base)[at] : m_extra[at - m_base->size()];
}

Code ColumnAssembler::intern(std::string_view text)
{
    const auto textOfCode = [this](Code code) { return textOf(code); };
    if (!m_baseKnown) {
        for (std::size_t code = 0; code < m_base->size(); ++code)
            std::ignore = m_known.findOrAdd((*m_base)[code], static_cast<Code>(code), textOfCode);
        m_baseKnown = true;
    }
    const auto fresh = static_cast<Code>(m_base->size() + m_extra.size());
    const Code code = m_known.findOrAdd(text, fresh, textOfCode);
    if (code == fresh)
        m_extra.emplace_back(text);
    return code;
}

Code ColumnAssembler::yesNoCode(const std::string& text, std::optional<std::string>& raw) const
{
    const Dictionary& words = m_words ? *m_words : *usualWords();
    for (const Code code : { kNoCode, kYesCode }) {
        if (words[static_cast<std::size_t>(code)] == text)
            return code;
    }
    if (!raw)
        raw = text;
    return yesNoOf(text).value_or(kMissingCode);
}

std::shared_ptr<const RawTexts> ColumnAssembler::finishRaw()
{
    if (m_overrides.empty())
        return m_raw.rows.empty() ? nullptr : std::make_shared<const RawTexts>(std::move(m_raw));
    auto merged = std::make_shared<RawTexts>();
    auto replaced = m_overrides.begin();
    const auto takeReplaced = [&] {
        if (replaced->second) {
            merged->rows.push_back(replaced->first);
            merged->texts.push_back(std::move(*replaced->second));
        }
        ++replaced;
    };
    for (std::size_t i = 0; i < m_raw.rows.size(); ++i) {
        while (replaced != m_overrides.end() && replaced->first < m_raw.rows[i])
            takeReplaced();
        if (replaced != m_overrides.end() && replaced->first == m_raw.rows[i])
            continue;
        merged->rows.push_back(m_raw.rows[i]);
        merged->texts.push_back(std::move(m_raw.texts[i]));
    }
    while (replaced != m_overrides.end())
        takeReplaced();
    return merged->rows.empty() ? nullptr : std::shared_ptr<const RawTexts>(std::move(merged));
}

void ColumnAssembler::compact(std::vector<Code>& codes, Dictionary& dictionary)
{
    std::vector<Code> mapped(m_base->size() + m_extra.size(), kUnmapped);
    for (Code& code : codes) {
        if (code < 0)
            continue;
        const auto old = static_cast<std::size_t>(code);
        if (mapped[old] == kUnmapped) {
            mapped[old] = static_cast<Code>(dictionary.size());
            if (old < m_base->size())
                dictionary.push_back((*m_base)[old]);
            else
                dictionary.push_back(std::move(m_extra[old - m_base->size()]));
        }
        code = mapped[old];
    }
}

Column ColumnAssembler::finish()
{
    auto raw = finishRaw();
    if (m_target.kind == FieldKind::Number)
        return Column::numbers(std::move(m_numbers), std::move(raw));
    if (m_target.kind == FieldKind::Time)
        return Column::times(std::move(m_times), m_timeType.value_or(ValueType::DateTime), std::move(raw));
    if (m_target.kind == FieldKind::YesNo)
        return Column::codes(FieldKind::YesNo, { std::move(m_codes), m_words ? m_words : usualWords() },
                             std::move(raw));
    auto dictionary = std::make_shared<Dictionary>();
    compact(m_codes, *dictionary);
    return Column::codes(m_target.kind, { std::move(m_codes), std::move(dictionary) }, std::move(raw));
}

} // namespace casebench
