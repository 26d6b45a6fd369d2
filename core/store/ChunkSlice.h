// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only: some rows of a chunk, without reading the rest of it.

#include "core/store/ChunkCodec.h"
#include "core/store/Sqlite.h"

#include <span>

namespace casebench {

/// A chunk's header as its BLOB begins with it, for finding cells.
struct ChunkHead
{
    std::string bytes;
    ChunkHeader header;
    std::uint32_t rawTexts = 0; ///< how many cells have a text of their own
};

/// Takes:  blob: a reader that stands on a chunk's data. Fails: Corrupt.
[[nodiscard]] Result<ChunkHead> readChunkHead(BlobReader& blob);

/// The cells named, as a chunk of that many rows, without their original texts. The digest of the chunk is
/// not looked at, since most of it is not read: for showing cells, never for verifying them.
/// Takes:  positions: ascending, within the chunk.
/// Fails:  Corrupt.
/// Cost:   one short read for each run of neighbours.
[[nodiscard]] Result<DecodedChunk>
readChunkRows(BlobReader& blob, const ChunkHead& head, std::span<const std::uint32_t> positions);

} // namespace casebench
