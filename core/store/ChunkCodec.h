// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/data/Column.h"

#include <string>
#include <string_view>
#include <variant>

namespace casebench {

/// Layout of a chunk, little-endian:
///   "CBC1" | encoding u8 | kind u8 | type u8 | flags u8 | rows u32 | missing u32 | min 8 bytes | max 8 bytes
///   | raw count u32 | payload bytes u64 | payload | raw rows u32[count] | raw offsets u32[count + 1] | raw
///   texts
/// Numbers are f64 (NaN is missing) or i8/i16/i32 (the type's minimum is missing) where every value is such
/// an integer; codes are u8/u16/u32 (all bits set is missing) into the field's dictionary; texts of high
/// cardinality are a missing bitmap, offsets and bytes; times are i64 (kNoTime is missing).
enum class ChunkEncoding : std::uint8_t
{
    F64,
    I8,
    I16,
    I32,
    Code8,
    Code16,
    Code32,
    Text,
    Time
};

struct ChunkHeader
{
    ChunkEncoding encoding = ChunkEncoding::F64;
    FieldKind kind = FieldKind::Number;
    ValueType type = ValueType::Text; ///< Date or DateTime for times
    std::uint32_t rows = 0;
    std::uint32_t missing = 0;
    double min = 0; ///< of numbers and times; NaN when all are missing. Yes/no: the code of No; categories
                    ///< and texts: 0
    double max = 0; ///< likewise; yes/no: the code of Yes
};

/// Texts that are not worth a dictionary.
struct TextBlock
{
    std::vector<std::uint32_t> offsets; ///< rows + 1
    std::string bytes;
    std::vector<bool> missing;

    [[nodiscard]] std::string_view text(std::size_t row) const
    {
        return std::string_view(bytes).substr(offsets[row], offsets[row + 1] - offsets[row]);
    }
};

[[nodiscard]] constexpr bool isOfCodes(ChunkEncoding encoding)
{
    return encoding == ChunkEncoding::Code8 || encoding == ChunkEncoding::Code16
        || encoding == ChunkEncoding::Code32;
}

struct DecodedChunk
{
    ChunkHeader header;
    std::variant<std::vector<double>, std::vector<Code>, std::vector<Instant>, TextBlock> values;
    RawTexts raw;
};

struct ChunkHints
{
    ValueType timeType = ValueType::DateTime; ///< of time columns
    Code no = kNoCode; ///< of yes/no columns: the codes of the two words in the field's dictionary
    Code yes = kYesCode;
};

/// A number or time column, or codes that are already those of the field's dictionary.
[[nodiscard]] std::string encodeChunk(const Column& column, const ChunkHints& hints);
/// A category or text column without a dictionary: every text in full.
[[nodiscard]] std::string encodeTextChunk(const Column& column);

/// Every length, offset, code and row number is checked. Fails: Corrupt. Cost: O(bytes).
[[nodiscard]] Result<DecodedChunk> decodeChunk(std::string_view bytes);

/// A chunk whose header and outer lengths hold; borrows its bytes.
struct ChunkView
{
    ChunkHeader header;
    std::uint8_t flags = 0;
    std::uint32_t rawCount = 0;
    std::string_view payload;
    std::string_view raw;
};

/// For putting the values of many chunks behind each other without a column for each. Fails: Corrupt.
[[nodiscard]] Result<ChunkView> viewChunk(std::string_view bytes);

/// The values of a chunk of numbers, times, or codes behind those that are there, checked as by
/// decodeChunk(). After a failure, some of them may have been put there.
/// Takes: a chunk of that encoding. Fails: Corrupt.
[[nodiscard]] Result<void> appendNumbers(const ChunkView& chunk, std::vector<double>& values);
[[nodiscard]] Result<void> appendTimes(const ChunkView& chunk, std::vector<Instant>& values);
[[nodiscard]] Result<void> appendCodes(const ChunkView& chunk, std::vector<Code>& values);
/// Takes: a chunk of texts.
[[nodiscard]] Result<TextBlock> textsOf(const ChunkView& chunk);
/// The original texts; firstRow: what the chunk's row 0 is called.
[[nodiscard]] Result<void> appendRaw(const ChunkView& chunk, std::uint32_t firstRow, RawTexts& raw);
/// The header alone, for skipping. Fails: Corrupt.
[[nodiscard]] Result<ChunkHeader> readChunkHeader(std::string_view bytes);

} // namespace casebench
