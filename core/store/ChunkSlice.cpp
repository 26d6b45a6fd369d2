// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/ChunkSlice.h"

#include "core/store/ByteStream.h"

namespace casebench {

namespace {

// "CBC1", four bytes, rows and missing, min and max, raw count, payload bytes (ChunkCodec.h)
constexpr std::size_t kHeadBytes = 44;
constexpr std::size_t kFlagsAt = 7;
constexpr std::size_t kRowsAt = 8;
constexpr std::size_t kMissingAt = 12;
constexpr std::size_t kRawAt = 32;
constexpr std::size_t kPayloadAt = 36;
constexpr std::size_t kRunBytes = 4096; // cells that close are read at once: a page of the file (ours)

template<typename T>
T takenFrom(const std::string& bytes, std::size_t at)
{
    T value {};
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

template<typename T>
void putInto(std::string& bytes, std::size_t at, T value)
{
    std::memcpy(bytes.data() + at, &value, sizeof value);
}

std::size_t widthOf(ChunkEncoding encoding)
{
    switch (encoding) {
    case ChunkEncoding::I8:
    case ChunkEncoding::Code8:
        return 1;
    case ChunkEncoding::I16:
    case ChunkEncoding::Code16:
        return 2;
    case ChunkEncoding::I32:
    case ChunkEncoding::Code32:
        return 4;
    default:
        return 8;
    }
}

/// Cells of a fixed width, one behind the other.
Result<std::string>
gathered(BlobReader& blob, std::size_t start, std::size_t width, std::span<const std::uint32_t> positions)
{
    std::string cells;
    std::string run;
    for (std::size_t from = 0; from < positions.size();) {
        std::size_t to = from + 1;
        while (to < positions.size() && (positions[to] - positions[from] + 1) * width <= kRunBytes)
            ++to;
        run.resize((positions[to - 1] - positions[from] + 1) * width);
        CB_CHECK(blob.read(start + positions[from] * width, run));
        for (; from < to; ++from)
            cells.append(run, run.size() - (positions[to - 1] - positions[from] + 1) * width, width);
    }
    return cells;
}

/// The bits of some rows, packed as those of a chunk of that many rows.
Result<std::string>
gatheredBits(BlobReader& blob, std::size_t start, std::span<const std::uint32_t> positions)
{
    std::vector<std::uint32_t> bytes;
    for (const std::uint32_t position : positions)
        bytes.push_back(position / 8);
    CB_TRY(const std::string cells, gathered(blob, start, 1, bytes));
    std::string bits((positions.size() + 7) / 8, '\0');
    for (std::size_t i = 0; i < positions.size(); ++i) {
        const unsigned bit = static_cast<unsigned char>(cells[i]) >> (positions[i] % 8) & 1U;
        bits[i / 8] = static_cast<char>(static_cast<unsigned char>(bits[i / 8]) | bit << (i % 8));
    }
    return bits;
}

Result<std::string> gatheredTexts(BlobReader& blob,
                                  std::size_t start,
                                  const ChunkHead& head,
                                  std::span<const std::uint32_t> positions)
{
    ByteWriter out;
    if (head.bytes[kFlagsAt] != 0) {
        CB_TRY(const std::string bits, gatheredBits(blob, start, positions));
        out.put(std::string_view(bits));
        start += (std::size_t { head.header.rows } + 7) / 8;
    }
    const std::size_t texts = start + (std::size_t { head.header.rows } + 1) * sizeof(std::uint32_t);
    std::string bytes;
    std::uint32_t end = 0;
    out.put(end);
    for (const std::uint32_t position : positions) {
        std::string bounds(2 * sizeof(std::uint32_t), '\0');
        CB_CHECK(blob.read(start + position * sizeof(std::uint32_t), bounds));
        const auto from = takenFrom<std::uint32_t>(bounds, 0);
        const auto to = takenFrom<std::uint32_t>(bounds, sizeof(std::uint32_t));
        if (to < from || to > blob.size())
            return damagedBlob("the texts of a chunk are out of order");
        std::string text(to - from, '\0');
        CB_CHECK(blob.read(texts + from, text));
        bytes += text;
        end += to - from;
        out.put(end);
    }
    out.put(std::string_view(bytes));
    return out.take();
}

} // namespace

Result<ChunkHead> readChunkHead(BlobReader& blob)
{
    ChunkHead head;
    head.bytes.resize(kHeadBytes);
    CB_CHECK(blob.read(0, head.bytes));
    CB_TRY(head.header, readChunkHeader(head.bytes));
    head.rawTexts = takenFrom<std::uint32_t>(head.bytes, kRawAt);
    return head;
}

Result<DecodedChunk>
readChunkRows(BlobReader& blob, const ChunkHead& head, std::span<const std::uint32_t> positions)
{
    expects(positions.empty() || positions.back() < head.header.rows,
            "readChunkRows: a row beyond the chunk");
    const bool isText = head.header.encoding == ChunkEncoding::Text;
    CB_TRY(const std::string payload,
           isText ? gatheredTexts(blob, kHeadBytes, head, positions)
                  : gathered(blob, kHeadBytes, widthOf(head.header.encoding), positions));
    std::string chunk = head.bytes;
    putInto(chunk, kRowsAt, static_cast<std::uint32_t>(positions.size()));
    putInto(chunk, kMissingAt, std::uint32_t { 0 });
    putInto(chunk, kRawAt, std::uint32_t { 0 });
    putInto(chunk, kPayloadAt, static_cast<std::uint64_t>(payload.size()));
    return decodeChunk(chunk + payload);
}

} // namespace casebench
