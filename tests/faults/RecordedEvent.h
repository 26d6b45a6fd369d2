// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace casebench::test {

enum class FileOp : std::uint8_t
{
    Create = 'O',
    Write = 'W',
    Truncate = 'T',
    Sync = 'S',
    SyncFolder = 'D',
    Unlink = 'U',
    Rename = 'R', ///< data: the new name
    Ack = 'A', ///< data: what was acknowledged
};

/// Before path and data in the recorder's log.
struct EventHeader
{
    std::uint64_t at; ///< offset of a write, length of a truncation
    std::uint32_t pathBytes;
    std::uint32_t dataBytes;
    FileOp op;
};

} // namespace casebench::test
