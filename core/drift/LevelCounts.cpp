// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drift/LevelCounts.h"

#include <map>

namespace casebench {

namespace {

std::vector<std::int64_t> countCodes(const Column& column)
{
    std::vector<std::int64_t> counts(column.dictionary().size(), 0);
    for (const Code code : column.codes()) {
        if (code >= 0)
            ++counts[static_cast<std::size_t>(code)];
    }
    return counts;
}

} // namespace

LevelCounts countLevels(const Column& reference, const Column& window)
{
    const auto before = countCodes(reference);
    const auto now = countCodes(window);
    LevelCounts counts;
    if (reference.kind() == FieldKind::YesNo) {
        const auto at = [](const std::vector<std::int64_t>& values, Code code) {
            return static_cast<std::size_t>(code) < values.size() ? values[static_cast<std::size_t>(code)]
                                                                  : 0;
        };
        counts.levels =
            reference.dictionary().size() == 2 ? reference.dictionary() : Dictionary { "No", "Yes" };
        counts.reference = { at(before, kNoCode), at(before, kYesCode) };
        counts.window = { at(now, kNoCode), at(now, kYesCode) };
        return counts;
    }
    std::map<std::string_view, std::pair<std::int64_t, std::int64_t>> byLevel;
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (before[i] > 0)
            byLevel[reference.dictionary()[i]].first += before[i];
    }
    for (std::size_t i = 0; i < now.size(); ++i) {
        if (now[i] > 0)
            byLevel[window.dictionary()[i]].second += now[i];
    }
    for (const auto& [level, pair] : byLevel) {
        counts.levels.emplace_back(level);
        counts.reference.push_back(pair.first);
        counts.window.push_back(pair.second);
    }
    return counts;
}

} // namespace casebench
