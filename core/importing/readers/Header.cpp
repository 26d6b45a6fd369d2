// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/readers/Header.h"

#include "core/base/Text.h"
#include "core/base/Time.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <unordered_map>
#include <unordered_set>

namespace casebench {

namespace {

Error refused(std::string what, std::string kind, std::size_t column, std::string advice)
{
    return { ErrorCode::InvalidInput, std::move(what), fmt::format("header, column {}", column),
             std::move(kind), std::move(advice) };
}

std::size_t characters(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

bool isDataLike(std::string_view name)
{
    return parseFiniteNumber(name).has_value() || parseIso(name).has_value();
}

void addNote(Header& header, std::string_view note)
{
    if (std::ranges::find(header.notes, note) == header.notes.end())
        header.notes.emplace_back(note);
}

Result<void> checkName(std::string_view name, std::size_t column)
{
    if (name.find('\0') != std::string_view::npos)
        return refused("A column name holds a NUL byte.", "nul-in-header", column,
                       "Export the file again without it.");
    if (name.size() > kMaxNameLength && characters(name) > kMaxNameLength)
        return refused(fmt::format("A column name is longer than {} characters.", countText(kMaxNameLength)),
                       "name-too-long", column,
                       "Check that the first line is the header; else skip lines with skip=N.");
    return {};
}

} // namespace

Result<Header> makeHeader(const std::vector<std::string_view>& texts)
{
    if (texts.size() > kMaxColumns)
        return refused(fmt::format("There are {} columns; at most {} are read.",
                                   countText(static_cast<long long>(texts.size())), countText(kMaxColumns)),
                       "too-many-columns", kMaxColumns + 1, "Export fewer columns, or check the delimiter.");
    Header header;
    std::unordered_set<std::string>
        given; // every name the file itself has: a made-up one must not take it away
    std::size_t dataLike = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        CB_CHECK(checkName(texts[i], i + 1));
        given.insert(caseFold(texts[i]));
        dataLike += isDataLike(texts[i]) ? 1 : 0;
        if (trimmed(texts[i]) != texts[i] || texts[i].find_first_of("\r\n") != std::string_view::npos)
            addNote(header, "header-space");
    }
    std::unordered_set<std::string> taken;
    std::unordered_map<std::string, std::size_t> lastNumber; // so that thousands of equal names stay linear
    for (std::size_t i = 0; i < texts.size(); ++i) {
        std::string base(texts[i]);
        if (base.empty()) {
            base = fmt::format("column_{}", i + 1);
            addNote(header, "header-empty");
        }
        std::string name = base;
        std::string folded = caseFold(name);
        const bool madeUp = texts[i].empty() && given.contains(folded);
        if (taken.contains(folded) || madeUp) {
            if (!texts[i].empty())
                addNote(header, "header-duplicate");
            std::size_t& number = lastNumber.try_emplace(folded, 1).first->second;
            while (taken.contains(folded) || given.contains(folded)) {
                name = fmt::format("{}_{}", base, ++number);
                folded = caseFold(name);
            }
        }
        taken.insert(folded);
        header.names.push_back(std::move(name));
    }
    if (dataLike > 0 && dataLike * 3 >= texts.size())
        addNote(header, "header-looks-like-data");
    return header;
}

char guessDelimiter(std::string_view text, bool& complete)
{
    constexpr std::string_view kCandidates = ",;\t|";
    std::array<std::size_t, 4> seen {};
    bool quoted = false;
    bool atStart = true;
    std::size_t closed = std::string_view::npos - 1; // where a quoted field ended; never before i = 0
    complete = false;
    for (std::size_t i = 0; i < text.size() && !complete; ++i) {
        const char c = text[i];
        const auto candidate = kCandidates.find(c);
        if (quoted) {
            quoted = c != '"';
            closed = quoted ? closed : i;
            atStart = false;
        } else if (c == '\n' || c == '\r') {
            complete = true;
        } else if (c == '"' && (atStart || closed + 1 == i)) {
            quoted = true; // a field's first quote, or the second of a doubled one
        } else {
            atStart = candidate != std::string_view::npos;
            closed = std::string_view::npos - 1;
            if (atStart)
                ++seen[candidate];
        }
    }
    const auto most = std::ranges::max_element(seen);
    if (*most == 0 || std::ranges::count(seen, *most) > 1)
        return ',';
    return kCandidates[static_cast<std::size_t>(most - seen.begin())];
}

} // namespace casebench
