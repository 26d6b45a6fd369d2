// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only: what this process knows of a project file that it holds open, so that the next
// connection to it need not read the whole file again.

#include "core/store/OpenFiles.h"

namespace casebench {

enum class PageCheck
{
    Pending,
    Sound,
    Damaged
};

/// Pending when the file is not open here. Thread-safe, as is the other.
[[nodiscard]] PageCheck pageCheckOf(const FileFacts& facts);
/// Nobody else in this process holds the file open.
[[nodiscard]] bool isOnlyTicket(const FileFacts& facts);
/// Holds until the last connection of this process to the file is closed.
void notePageCheck(const FileFacts& facts, PageCheck check);

} // namespace casebench
