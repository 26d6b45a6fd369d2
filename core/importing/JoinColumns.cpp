// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/ColumnBuilder.h"
#include "core/importing/TextTable.h"

namespace casebench {

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
