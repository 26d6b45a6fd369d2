// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace casebench {

/// The words of a field's name in lower case: "PolicyNumber" and "policy_number" give policy, number.
[[nodiscard]] std::vector<std::string> wordsOfName(std::string_view name);

/// Whether one of the words is wanted.
[[nodiscard]] inline bool hasAnyWord(const std::vector<std::string>& words,
                                     std::span<const std::string_view> wanted)
{
    return std::ranges::any_of(
        words, [&](const std::string& word) { return std::ranges::find(wanted, word) != wanted.end(); });
}

} // namespace casebench
