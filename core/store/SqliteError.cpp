// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/SqliteError.h"

#include <algorithm>
#include <fmt/format.h>
#include <sqlite3.h>

namespace casebench {

namespace {

Error ioError(int code)
{
    if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC)
        return { ErrorCode::Unreadable,
                 "The disk did not confirm that the change was written, so it is not saved.",
                 {},
                 "E_IO",
                 "Check the disk, then close the project and open it again." };
    return { ErrorCode::Unreadable,
             fmt::format("The disk failed while the project was read or written (code {}).", code),
             {},
             "E_IO",
             "Check the disk or the connection to it; nothing was saved." };
}

Error constraintError(int code, std::string_view message)
{
    if (code == SQLITE_CONSTRAINT_TRIGGER)
        return { ErrorCode::Refused, std::string(message) + ".", {}, "E_RULE" };
    return { ErrorCode::Internal, fmt::format("A rule of the project file was broken: {}.", message) };
}

Error readOnlyError(int code)
{
    if (code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_CANTLOCK
        || code == SQLITE_READONLY_RECOVERY)
        return { ErrorCode::Unreadable,
                 "The last change to the project was interrupted and must be undone first, which a read-only "
                 "file does not allow.",
                 {},
                 "E_READ_ONLY",
                 "Open the project once where it can be written, together with its \"-journal\" file." };
    return { ErrorCode::Unreadable,
             "The project file or its folder cannot be written.",
             {},
             "E_READ_ONLY",
             "Copy the project to a place of your own." };
}

} // namespace

Error damagedFile(std::string_view message, std::string advice)
{
    std::string words(message);
    // "*** in database main ***" names the only file there is.
    if (words.starts_with("***")) {
        if (const std::size_t end = words.find('\n'); end != std::string::npos)
            words.erase(0, end + 1);
    }
    std::ranges::replace(words, '\n', ' ');
    return { ErrorCode::Corrupt,
             "The project file is damaged.\nSQLite says: " + words,
             {},
             "E_DAMAGED",
             std::move(advice) };
}

Error sqliteError(int code, std::string_view message)
{
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return { ErrorCode::Unreadable,
                 "The project is being used by another program just now.",
                 {},
                 "E_LOCKED",
                 "Try again in a moment; --wait gives more patience." };
    case SQLITE_FULL:
        return { ErrorCode::Unreadable,
                 "The disk is full; the change was not saved.",
                 {},
                 "E_FULL",
                 "Make room on the disk that holds the project and try again." };
    case SQLITE_READONLY:
        return readOnlyError(code);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return damagedFile(message, "Keep the file as it is and restore the newest backup.");
    case SQLITE_IOERR:
        return ioError(code);
    case SQLITE_CANTOPEN:
        return { ErrorCode::Unreadable,
                 "The project file cannot be opened.",
                 {},
                 "E_IO",
                 "Check that the file exists and may be read, and that its folder may be written." };
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return { ErrorCode::Refused, fmt::format("Not allowed inside a project file: {}.", message) };
    case SQLITE_NOMEM:
        return { ErrorCode::Library,
                 "There is not enough memory for this.",
                 {},
                 "E_MEMORY",
                 "Close other programs and try again." };
    case SQLITE_TOOBIG:
        return { ErrorCode::InvalidInput,
                 "A single value is larger than the project file can hold (80 MiB)." };
    case SQLITE_CONSTRAINT:
        return constraintError(code, message);
    case SQLITE_INTERRUPT:
        return { ErrorCode::Cancelled, "Stopped." };
    default:
        return { ErrorCode::Library, fmt::format("SQLite reports: {} (code {}).", message, code) };
    }
}

} // namespace casebench
