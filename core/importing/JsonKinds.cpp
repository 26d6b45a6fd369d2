// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/JsonKinds.h"

#include "core/base/Text.h"
#include "core/importing/readers/JsonLine.h"
#include "core/importing/readers/LineReader.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::uint64_t kLinesBetweenLooks = 1024; // between two looks at a wish to cancel

std::string_view kindName(JsonKind kind)
{
    switch (kind) {
    case JsonKind::Text:
        return "a text";
    case JsonKind::Number:
        return "a number";
    case JsonKind::Boolean:
        return "true or false";
    case JsonKind::Null:
        return "null";
    case JsonKind::Nested:
        return "an object or a list";
    }
    return "something else";
}

bool allowed(const JsonKeyRule& rule, JsonKind kind)
{
    return kind == JsonKind::Null || (kind == JsonKind::Text && rule.text)
        || (kind == JsonKind::Number && rule.number);
}

std::string_view wanted(const JsonKeyRule& rule)
{
    return rule.text && rule.number ? "a text or a number" : rule.text ? "a text" : "a number";
}

} // namespace

Result<std::vector<RowIssue>> wrongKinds(const std::filesystem::path& path,
                                         const ReadOptions& options,
                                         std::span<const JsonKeyRule> rules,
                                         Progress& progress)
{
    CB_TRY(auto text, TextSource::open(path, options));
    LineReader lines(std::move(text));
    JsonLine parser;
    std::vector<RowIssue> issues;
    TextLine line;
    for (std::uint64_t count = 0;; ++count) {
        CB_TRY(const bool found, lines.next(line));
        if (!found)
            return issues;
        if (count % kLinesBetweenLooks == 0)
            CB_CHECK(progress.checkpoint());
        if (line.number <= options.skip || line.tooLong || !isValidUtf8(line.text)
            || !parser.parse(line.text).empty())
            continue;
        for (const JsonMember& member : parser.members()) {
            const auto rule = std::ranges::find_if(rules, [&](const JsonKeyRule& one) {
                return equalsIgnoreAsciiCase(trimmed(member.key), one.key);
            });
            if (rule == rules.end() || allowed(*rule, member.kind))
                continue;
            issues.push_back({ line.number, 0, "wrong-type",
                               fmt::format("\"{}\" is {} here; it has to be {}.", rule->key,
                                           kindName(member.kind), wanted(*rule)),
                               lines.source().originalBytes(line.text) });
            break;
        }
    }
}

} // namespace casebench
