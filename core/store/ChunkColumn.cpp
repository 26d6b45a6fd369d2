// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/ChunkColumn.h"

#include "core/store/ByteStream.h"
#include "core/store/TextCodes.h"

#include <algorithm>

namespace casebench {

namespace {

Column columnOfTexts(FieldKind kind, const TextBlock& block, std::shared_ptr<const RawTexts> raw)
{
    auto dictionary = std::make_shared<Dictionary>();
    TextCodes known;
    const auto textOf = [&](Code code) -> const std::string& {
        return (*dictionary)[static_cast<std::size_t>(code)];
    };
    std::vector<Code> codes;
    codes.reserve(block.missing.size());
    for (std::size_t row = 0; row < block.missing.size(); ++row) {
        if (block.missing[row]) {
            codes.push_back(kMissingCode);
            continue;
        }
        const auto fresh = static_cast<Code>(dictionary->size());
        codes.push_back(known.findOrAdd(block.text(row), fresh, textOf));
        if (codes.back() == fresh)
            dictionary->emplace_back(block.text(row));
    }
    return Column::codes(kind, { std::move(codes), std::move(dictionary) }, std::move(raw));
}

} // namespace

Result<std::shared_ptr<const Dictionary>> answerWords(const ChunkHeader& header, const Dictionary& base)
{
    const auto inBase = [&](double code) { return code >= 0 && code < static_cast<double>(base.size()); };
    if (!inBase(header.min) || !inBase(header.max))
        return damagedBlob("the words of a yes/no chunk");
    return std::make_shared<const Dictionary>(Dictionary { base[static_cast<std::size_t>(header.min)],
                                                           base[static_cast<std::size_t>(header.max)] });
}

Result<void> toAnswers(std::span<Code> codes, const ChunkHeader& header)
{
    const auto no = static_cast<Code>(header.min);
    const auto yes = static_cast<Code>(header.max);
    bool third = false;
    for (Code& code : codes) {
        third = third || (code >= 0 && code != no && code != yes);
        code = code < 0 ? kMissingCode : code == yes ? kYesCode : kNoCode;
    }
    return third ? Result<void>(damagedBlob("a yes/no chunk holds a third answer")) : Result<void>();
}

Result<void> checkCodes(std::span<const Code> codes, const Dictionary& base)
{
    Code largest = kMissingCode;
    for (const Code code : codes)
        largest = std::max(largest, code);
    if (largest >= static_cast<Code>(base.size()))
        return damagedBlob("a chunk holds a code without a text");
    return {};
}

Result<Column> columnOfChunk(DecodedChunk chunk, const std::shared_ptr<const Dictionary>& base)
{
    auto raw = chunk.raw.rows.empty() ? nullptr : std::make_shared<const RawTexts>(std::move(chunk.raw));
    if (auto* numbers = std::get_if<std::vector<double>>(&chunk.values))
        return Column::numbers(std::move(*numbers), std::move(raw));
    if (auto* times = std::get_if<std::vector<Instant>>(&chunk.values))
        return Column::times(std::move(*times), chunk.header.type, std::move(raw));
    if (const auto* texts = std::get_if<TextBlock>(&chunk.values))
        return columnOfTexts(chunk.header.kind, *texts, std::move(raw));
    auto& codes = std::get<std::vector<Code>>(chunk.values);
    if (chunk.header.kind == FieldKind::YesNo) {
        CB_TRY(auto words, answerWords(chunk.header, *base));
        CB_CHECK(toAnswers(codes, chunk.header));
        return Column::codes(FieldKind::YesNo, { std::move(codes), std::move(words) }, std::move(raw));
    }
    CB_CHECK(checkCodes(codes, *base));
    return Column::codes(chunk.header.kind, { std::move(codes), base }, std::move(raw));
}

} // namespace casebench
