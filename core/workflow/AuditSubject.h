// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/AuditEntry.h"

namespace casebench {

/// The cases that one record is about: the one it names, or all that were labelled or claimed together.
/// Gives:  their ids as recorded, in order; empty when the record is about something else.
/// Cost:   O(cases). Thread-safe (pure).
[[nodiscard]] std::vector<std::string> casesOf(const AuditRecord& record);

/// What a record is about, in one line: "run 3", "case C2608-0015", "12 cases: C2608-0002, C2608-0015 and 10
/// more". most: how many ids are named.
[[nodiscard]] std::string subjectOf(const AuditRecord& record, std::size_t most);

} // namespace casebench
