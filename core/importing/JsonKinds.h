// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/importing/RowSource.h"

#include <span>
#include <string_view>

namespace casebench {

/// What the values of a key may be in a file of JSON lines, where the kind is part of what is said:
/// {"confidence": "high"} is no number, whatever the text. null is "no value" and always allowed.
struct JsonKeyRule
{
    std::string_view key; ///< ignoring case
    bool text = false;
    bool number = false;
};

/// Lines with a value of another kind than their rules allow, at most one issue a line. Lines that are no
/// object are left to the reader, which quarantines them.
/// Takes:  a file that importers read as JSON lines (.jsonl, .jsonl.gz).
/// Gives:  issues of kind "wrong-type" by ascending line.
/// Fails:  as opening a text does; Cancelled.  Cost: one pass through the file.
[[nodiscard]] Result<std::vector<RowIssue>> wrongKinds(const std::filesystem::path& path,
                                                       const ReadOptions& options,
                                                       std::span<const JsonKeyRule> rules,
                                                       Progress& progress);

} // namespace casebench
