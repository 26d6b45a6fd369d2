// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/ByteStream.h"
#include "core/store/Sqlite.h"

#include <sqlite3.h>
#include <utility>

namespace casebench {

Result<BlobReader>
BlobReader::open(Database& database, const char* table, const char* column, std::int64_t row)
{
    sqlite3_blob* blob = nullptr;
    const int code = sqlite3_blob_open(database.m_handle, "main", table, column, row, 0, &blob);
    if (code != SQLITE_OK)
        return database.error(code);
    return BlobReader(database, blob);
}

BlobReader::BlobReader(Database& database, sqlite3_blob* blob)
    : m_database(&database)
    , m_blob(blob)
{
}

BlobReader::BlobReader(BlobReader&& other) noexcept
    : m_database(other.m_database)
    , m_blob(std::exchange(other.m_blob, nullptr))
{
}

BlobReader::~BlobReader()
{
    sqlite3_blob_close(m_blob);
}

Result<void> BlobReader::moveTo(std::int64_t row)
{
    const int code = sqlite3_blob_reopen(m_blob, row);
    return code == SQLITE_OK ? Result<void>() : Result<void>(m_database->error(code));
}

std::size_t BlobReader::size() const
{
    return static_cast<std::size_t>(sqlite3_blob_bytes(m_blob));
}

Result<void> BlobReader::read(std::size_t offset, std::span<char> bytes)
{
    if (bytes.size() > size() || offset > size() - bytes.size())
        return damagedBlob("a BLOB is shorter than its header says");
    const int code =
        sqlite3_blob_read(m_blob, bytes.data(), static_cast<int>(bytes.size()), static_cast<int>(offset));
    return code == SQLITE_OK ? Result<void>() : Result<void>(m_database->error(code));
}

} // namespace casebench
