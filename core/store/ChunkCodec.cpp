// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/ChunkCodec.h"

#include "core/store/ByteStream.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace casebench {

namespace {

constexpr std::string_view kMagic = "CBC1";
constexpr std::uint8_t kHasMissingBitmap = 1;
constexpr std::uint32_t kMaxRows = 65536; // design.md 8

struct Payload
{
    ChunkHeader header;
    std::uint8_t flags = 0;
    std::string bytes;
};

void noteRange(ChunkHeader& header, double value)
{
    header.min = std::isnan(header.min) ? value : std::min(header.min, value);
    header.max = std::isnan(header.max) ? value : std::max(header.max, value);
}

ChunkHeader headerOf(const Column& column)
{
    ChunkHeader header;
    header.kind = column.kind();
    header.rows = static_cast<std::uint32_t>(column.size());
    header.missing = static_cast<std::uint32_t>(column.missingCount());
    return header;
}

template<typename T>
std::string narrowed(std::span<const double> values)
{
    std::vector<T> small;
    small.reserve(values.size());
    for (const double value : values)
        small.push_back(std::isnan(value) ? std::numeric_limits<T>::min() : static_cast<T>(value));
    ByteWriter out;
    out.putAll(std::span<const T>(small));
    return out.take();
}

Payload encodeNumbers(const Column& column)
{
    Payload payload { headerOf(column), 0, {} };
    ChunkHeader& header = payload.header;
    header.min = header.max = std::nan("");
    bool whole = true;
    for (const double value : column.numbers()) {
        if (std::isnan(value))
            continue;
        noteRange(header, value);
        // -0.0 has no place among integers.
        whole = whole && value == std::trunc(value) && !(value == 0 && std::signbit(value));
    }
    const auto fits = [&](double low, double high) {
        return whole && header.min > low && header.max <= high;
    };
    if (fits(-128, 127)) {
        header.encoding = ChunkEncoding::I8;
        payload.bytes = narrowed<std::int8_t>(column.numbers());
    } else if (fits(-32768, 32767)) {
        header.encoding = ChunkEncoding::I16;
        payload.bytes = narrowed<std::int16_t>(column.numbers());
    } else if (fits(-2147483648.0, 2147483647.0)) {
        header.encoding = ChunkEncoding::I32;
        payload.bytes = narrowed<std::int32_t>(column.numbers());
    } else {
        ByteWriter out;
        out.putAll(column.numbers());
        payload.bytes = out.take();
    }
    return payload;
}

template<typename T>
std::string codesAs(std::span<const Code> codes)
{
    std::vector<T> small;
    small.reserve(codes.size());
    for (const Code code : codes)
        small.push_back(static_cast<T>(code)); // -1 becomes all bits set
    ByteWriter out;
    out.putAll(std::span<const T>(small));
    return out.take();
}

Payload encodeCodes(const Column& column)
{
    Payload payload { headerOf(column), 0, {} };
    const auto codes = column.codes();
    const Code largest = codes.empty() ? kMissingCode : *std::ranges::max_element(codes);
    if (largest < 0xFF) {
        payload.header.encoding = ChunkEncoding::Code8;
        payload.bytes = codesAs<std::uint8_t>(codes);
    } else if (largest < 0xFFFF) {
        payload.header.encoding = ChunkEncoding::Code16;
        payload.bytes = codesAs<std::uint16_t>(codes);
    } else {
        payload.header.encoding = ChunkEncoding::Code32;
        payload.bytes = codesAs<std::uint32_t>(codes);
    }
    return payload;
}

Payload encodeTimes(const Column& column, ValueType type)
{
    Payload payload { headerOf(column), 0, {} };
    payload.header.encoding = ChunkEncoding::Time;
    payload.header.type = type;
    payload.header.min = payload.header.max = std::nan("");
    for (const Instant time : column.times()) {
        if (time != kNoTime)
            noteRange(payload.header, static_cast<double>(time));
    }
    ByteWriter out;
    out.putAll(column.times());
    payload.bytes = out.take();
    return payload;
}

/// Takes: text: of each of count rows.
template<typename Text>
void putTexts(ByteWriter& out, std::size_t count, const Text& text)
{
    std::vector<std::uint32_t> offsets { 0 };
    offsets.reserve(count + 1);
    for (std::size_t i = 0; i < count; ++i)
        offsets.push_back(offsets.back() + static_cast<std::uint32_t>(text(i).size()));
    out.reserve(out.size() + 4 * offsets.size() + offsets.back());
    out.putAll(std::span<const std::uint32_t>(offsets));
    for (std::size_t i = 0; i < count; ++i)
        out.put(std::string_view(text(i)));
}

std::string assemble(const Payload& payload, const RawTexts* raw)
{
    const ChunkHeader& header = payload.header;
    ByteWriter out;
    out.reserve(payload.bytes.size() + 64);
    out.put(kMagic);
    out.put(static_cast<std::uint8_t>(header.encoding));
    out.put(static_cast<std::uint8_t>(header.kind));
    out.put(static_cast<std::uint8_t>(header.type));
    out.put(payload.flags);
    out.put(header.rows);
    out.put(header.missing);
    out.put(header.min);
    out.put(header.max);
    out.put(raw == nullptr ? std::uint32_t { 0 } : static_cast<std::uint32_t>(raw->rows.size()));
    out.put(static_cast<std::uint64_t>(payload.bytes.size()));
    out.put(std::string_view(payload.bytes));
    if (raw != nullptr && !raw->rows.empty()) {
        out.putAll(std::span<const std::uint32_t>(raw->rows));
        putTexts(out, raw->texts.size(), [&](std::size_t i) { return std::string_view(raw->texts[i]); });
    }
    return out.take();
}

constexpr std::size_t kBlock = 512; // cells that are turned at once, within the first-level cache (ours)

/// Cells of a fixed width, turned one by one; in blocks, so that room is neither cleared before it is filled
/// nor asked for cell by cell.
template<typename Stored, typename Value, typename Turn>
Result<void> appendCells(const ChunkView& chunk, std::vector<Value>& values, Turn turned)
{
    const std::size_t rows = chunk.header.rows;
    if (chunk.payload.size() != rows * sizeof(Stored))
        return damagedBlob("the values of a chunk do not fill it");
    std::array<Stored, kBlock> stored {};
    std::array<Value, kBlock> block {};
    for (std::size_t from = 0; from < rows; from += kBlock) {
        const std::size_t count = std::min(kBlock, rows - from);
        std::memcpy(stored.data(), chunk.payload.data() + from * sizeof(Stored), count * sizeof(Stored));
        for (std::size_t i = 0; i < kBlock; ++i)
            block[i] = turned(stored[i]);
        values.insert(values.end(), block.begin(), block.begin() + static_cast<std::ptrdiff_t>(count));
    }
    return {};
}

template<typename T>
Result<void> appendWidened(const ChunkView& chunk, std::vector<double>& values)
{
    return appendCells<T>(chunk, values, [](T cell) {
        return cell == std::numeric_limits<T>::min() ? std::numeric_limits<double>::quiet_NaN()
                                                     : static_cast<double>(cell);
    });
}

template<typename T>
Result<void> appendCodesOf(const ChunkView& chunk, std::vector<Code>& values)
{
    bool known = true;
    CB_CHECK(appendCells<T>(chunk, values, [&](T cell) {
        const Code code = cell == std::numeric_limits<T>::max() ? kMissingCode : static_cast<Code>(cell);
        if constexpr (sizeof(T) == sizeof(Code))
            known = known && code >= kMissingCode;
        return code;
    }));
    return known ? Result<void>() : Result<void>(damagedBlob("a chunk holds a code without a text"));
}

bool offsetsHold(const std::vector<std::uint32_t>& offsets)
{
    return !offsets.empty() && offsets.front() == 0 && std::ranges::is_sorted(offsets);
}

bool kindFits(ChunkEncoding encoding, FieldKind kind)
{
    if (encoding <= ChunkEncoding::I32)
        return kind == FieldKind::Number;
    if (encoding == ChunkEncoding::Time)
        return kind == FieldKind::Time;
    if (encoding == ChunkEncoding::Text)
        return kind == FieldKind::Category || kind == FieldKind::Text;
    return kind == FieldKind::Category || kind == FieldKind::Text || kind == FieldKind::YesNo;
}

Result<ChunkHeader> takeHeader(ByteReader& in, std::uint8_t& flags)
{
    if (in.takeBytes(kMagic.size()) != kMagic)
        return damagedBlob("a chunk does not start as one");
    ChunkHeader header;
    const auto encoding = in.take<std::uint8_t>();
    const auto kind = in.take<std::uint8_t>();
    const auto type = in.take<std::uint8_t>();
    flags = in.take<std::uint8_t>();
    header.rows = in.take<std::uint32_t>();
    header.missing = in.take<std::uint32_t>();
    header.min = in.take<double>();
    header.max = in.take<double>();
    header.encoding = static_cast<ChunkEncoding>(encoding);
    header.kind = static_cast<FieldKind>(kind);
    header.type = static_cast<ValueType>(type);
    if (!in.ok() || encoding > static_cast<std::uint8_t>(ChunkEncoding::Time)
        || kind > static_cast<std::uint8_t>(FieldKind::Text)
        || type > static_cast<std::uint8_t>(ValueType::Text) || header.rows > kMaxRows
        || header.missing > header.rows || !kindFits(header.encoding, header.kind)
        || flags > kHasMissingBitmap)
        return damagedBlob("the header of a chunk");
    return header;
}

} // namespace

std::string encodeChunk(const Column& column, const ChunkHints& hints)
{
    expects(column.size() <= kMaxRows, "encodeChunk: too many rows");
    if (column.kind() == FieldKind::Number)
        return assemble(encodeNumbers(column), column.rawTexts());
    if (column.kind() == FieldKind::Time)
        return assemble(encodeTimes(column, hints.timeType), column.rawTexts());
    Payload payload = encodeCodes(column);
    if (column.kind() == FieldKind::YesNo) {
        payload.header.min = hints.no;
        payload.header.max = hints.yes;
    }
    return assemble(payload, column.rawTexts());
}

std::string encodeTextChunk(const Column& column)
{
    expects(column.size() <= kMaxRows, "encodeTextChunk: too many rows");
    Payload payload { headerOf(column), 0, {} };
    payload.header.encoding = ChunkEncoding::Text;
    ByteWriter out;
    if (payload.header.missing > 0) {
        payload.flags = kHasMissingBitmap;
        std::string bitmap((column.size() + 7) / 8, '\0');
        for (std::size_t row = 0; row < column.size(); ++row) {
            if (column.isMissing(row))
                bitmap[row / 8] =
                    static_cast<char>(static_cast<unsigned char>(bitmap[row / 8]) | (1U << (row % 8)));
        }
        out.put(std::string_view(bitmap));
    }
    const auto codes = column.codes();
    const Dictionary& dictionary = column.dictionary();
    putTexts(out, codes.size(), [&](std::size_t row) {
        const Code code = codes[row];
        return code < 0 ? std::string_view() : std::string_view(dictionary[static_cast<std::size_t>(code)]);
    });
    payload.bytes = out.take();
    return assemble(payload, column.rawTexts());
}

Result<ChunkView> viewChunk(std::string_view bytes)
{
    ByteReader in(bytes);
    ChunkView chunk;
    CB_TRY(chunk.header, takeHeader(in, chunk.flags));
    chunk.rawCount = in.take<std::uint32_t>();
    const auto payloadBytes = in.take<std::uint64_t>();
    chunk.payload = in.takeBytes(payloadBytes);
    if (!in.ok() || chunk.rawCount > chunk.header.rows)
        return damagedBlob("a chunk is cut off");
    chunk.raw = in.rest();
    return chunk;
}

Result<void> appendNumbers(const ChunkView& chunk, std::vector<double>& values)
{
    switch (chunk.header.encoding) {
    case ChunkEncoding::F64:
        return appendCells<double>(chunk, values, [](double cell) { return cell; });
    case ChunkEncoding::I8:
        return appendWidened<std::int8_t>(chunk, values);
    case ChunkEncoding::I16:
        return appendWidened<std::int16_t>(chunk, values);
    default:
        expects(chunk.header.encoding == ChunkEncoding::I32, "appendNumbers: a chunk of something else");
        return appendWidened<std::int32_t>(chunk, values);
    }
}

Result<void> appendTimes(const ChunkView& chunk, std::vector<Instant>& values)
{
    expects(chunk.header.encoding == ChunkEncoding::Time, "appendTimes: a chunk of something else");
    return appendCells<Instant>(chunk, values, [](Instant cell) { return cell; });
}

Result<void> appendCodes(const ChunkView& chunk, std::vector<Code>& values)
{
    switch (chunk.header.encoding) {
    case ChunkEncoding::Code8:
        return appendCodesOf<std::uint8_t>(chunk, values);
    case ChunkEncoding::Code16:
        return appendCodesOf<std::uint16_t>(chunk, values);
    default:
        expects(chunk.header.encoding == ChunkEncoding::Code32, "appendCodes: a chunk of something else");
        return appendCodesOf<std::uint32_t>(chunk, values);
    }
}

Result<TextBlock> textsOf(const ChunkView& chunk)
{
    expects(chunk.header.encoding == ChunkEncoding::Text, "textsOf: a chunk of something else");
    const std::size_t rows = chunk.header.rows;
    ByteReader in(chunk.payload);
    TextBlock block;
    block.missing.assign(rows, false);
    if ((chunk.flags & kHasMissingBitmap) != 0) {
        const auto bitmap = in.takeAll<std::uint8_t>((std::uint64_t { rows } + 7) / 8);
        for (std::size_t row = 0; in.ok() && row < rows; ++row)
            block.missing[row] = (bitmap[row / 8] >> (row % 8) & 1U) != 0;
    }
    block.offsets = in.takeAll<std::uint32_t>(std::uint64_t { rows } + 1);
    if (in.ok() && offsetsHold(block.offsets))
        block.bytes = std::string(in.takeBytes(block.offsets.back()));
    else
        in.fail();
    if (!in.atEnd())
        return damagedBlob("the values of a chunk do not fill it");
    return block;
}

Result<void> appendRaw(const ChunkView& chunk, std::uint32_t firstRow, RawTexts& raw)
{
    const std::size_t count = chunk.rawCount;
    ByteReader in(chunk.raw);
    if (count > 0) {
        const auto rows = in.takeAll<std::uint32_t>(count);
        const auto offsets = in.takeAll<std::uint32_t>(std::uint64_t { count } + 1);
        const bool ordered = std::ranges::adjacent_find(rows, std::greater_equal<>()) == rows.end();
        if (!in.ok() || !ordered || rows.back() >= chunk.header.rows || !offsetsHold(offsets))
            return damagedBlob("the original texts of a chunk are out of order");
        for (std::size_t i = 0; i < count; ++i) {
            raw.rows.push_back(firstRow + rows[i]);
            raw.texts.emplace_back(in.takeBytes(offsets[i + 1] - offsets[i]));
        }
    }
    return in.atEnd() ? Result<void>() : Result<void>(damagedBlob("a chunk is too long or too short"));
}

Result<DecodedChunk> decodeChunk(std::string_view bytes)
{
    CB_TRY(const ChunkView view, viewChunk(bytes));
    DecodedChunk chunk;
    chunk.header = view.header;
    const auto filled = [&](auto values, auto append) -> Result<void> {
        values.reserve(view.header.rows);
        CB_CHECK(append(view, values));
        chunk.values = std::move(values);
        return {};
    };
    if (view.header.encoding <= ChunkEncoding::I32)
        CB_CHECK(filled(std::vector<double>(), appendNumbers));
    else if (isOfCodes(view.header.encoding))
        CB_CHECK(filled(std::vector<Code>(), appendCodes));
    else if (view.header.encoding == ChunkEncoding::Time)
        CB_CHECK(filled(std::vector<Instant>(), appendTimes));
    else {
        CB_TRY(chunk.values, textsOf(view));
    }
    CB_CHECK(appendRaw(view, 0, chunk.raw));
    return chunk;
}

Result<ChunkHeader> readChunkHeader(std::string_view bytes)
{
    ByteReader in(bytes);
    std::uint8_t flags = 0;
    return takeHeader(in, flags);
}

} // namespace casebench
