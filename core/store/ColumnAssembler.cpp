// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/ColumnAssembler.h"

#include "core/store/ChunkColumn.h"

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

bool ColumnAssembler::takesDirectly(const ChunkHeader& chunk) const
{
    if (m_target.kind == FieldKind::Time)
        return chunk.kind == FieldKind::Time && m_timeType == chunk.type;
    if (m_target.kind == FieldKind::Number || m_target.kind == FieldKind::YesNo)
        return chunk.kind == m_target.kind;
    return chunk.kind == FieldKind::Category || chunk.kind == FieldKind::Text;
}

Result<bool> ColumnAssembler::append(const ChunkView& chunk)
{
    if (!takesDirectly(chunk.header))
        return false;
    if (m_target.kind == FieldKind::YesNo) {
        CB_TRY(const bool known, knowsWords(chunk.header));
        if (!known)
            return false;
    }
    CB_CHECK(appendValues(chunk));
    CB_CHECK(casebench::appendRaw(chunk, static_cast<std::uint32_t>(m_size), m_raw));
    m_size += chunk.header.rows;
    return true;
}

Result<void> ColumnAssembler::appendValues(const ChunkView& chunk)
{
    if (m_target.kind == FieldKind::Number)
        return appendNumbers(chunk, m_numbers);
    if (m_target.kind == FieldKind::Time)
        return appendTimes(chunk, m_times);
    if (chunk.header.encoding == ChunkEncoding::Text)
        return appendTexts(chunk);
    CB_CHECK(casebench::appendCodes(chunk, m_codes));
    const std::span<Code> fresh = std::span(m_codes).subspan(m_size);
    if (m_target.kind == FieldKind::YesNo)
        return toAnswers(fresh, chunk.header);
    return checkCodes(fresh, *m_base);
}

Result<void> ColumnAssembler::appendTexts(const ChunkView& chunk)
{
    CB_TRY(const TextBlock block, textsOf(chunk));
    for (std::size_t row = 0; row < block.missing.size(); ++row)
        m_codes.push_back(block.missing[row] ? kMissingCode : intern(block.text(row)));
    return {};
}

/// Of another spelling than the first chunk's the texts are kept, as append() of a column does.
Result<bool> ColumnAssembler::knowsWords(const ChunkHeader& chunk)
{
    CB_TRY(auto words, answerWords(chunk, *m_base));
    if (!m_words)
        m_words = std::move(words);
    else if (*m_words != *words)
        return false;
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

void ColumnAssembler::setMissing(std::size_t position, const CellValue& cell)
{
    m_replaced = true;
    putCell(position, { {}, cell.raw });
}

void ColumnAssembler::set(std::size_t position, const CellValue& cell)
{
    m_replaced = true;
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
    // Ids mostly come in ascending order: then each is known to be a new one without looking it up.
    if (!m_hashing && m_base->empty() && (m_extra.empty() || m_extra.back() < text)) {
        m_extra.emplace_back(text);
        return static_cast<Code>(m_extra.size() - 1);
    }
    return internHashed(text);
}

Code ColumnAssembler::internHashed(std::string_view text)
{
    const auto textOfCode = [this](Code code) { return textOf(code); };
    const auto count = static_cast<Code>(m_base->size() + m_extra.size());
    for (Code code = 0; !m_hashing && code < count; ++code)
        std::ignore = m_known.findOrAdd(textOf(code), code, textOfCode);
    m_hashing = true;
    const Code code = m_known.findOrAdd(text, count, textOfCode);
    if (code == count)
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
    if (m_base->empty() && !m_replaced) { // every text was added by its first occurrence
        dictionary = std::move(m_extra);
        return;
    }
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
