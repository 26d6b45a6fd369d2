// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/MappingDifference.h"

#include "core/base/Text.h"
#include "core/data/EditDistance.h"
#include "core/importing/NameWords.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace casebench {

namespace {

// When to suggest a rename (ours): names alone, or names and values together.
constexpr double kLikeName = 0.75;
constexpr double kSomewhatLikeName = 0.4;
constexpr double kSameValues = 0.9;
constexpr std::size_t kTellingLevels =
    3; // fewer common levels say nothing: every yes/no field has the same two

std::string lettersOf(std::string_view name)
{
    std::string letters;
    for (const char c : caseFold(name)) {
        const bool ascii = (static_cast<unsigned char>(c) & 0x80) == 0;
        if (!ascii || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
            letters += c;
    }
    return letters;
}

double commonWords(std::string_view a, std::string_view b)
{
    const auto first = wordsOfName(a);
    const auto second = wordsOfName(b);
    const auto common = static_cast<double>(std::ranges::count_if(
        first, [&](const std::string& word) { return std::ranges::find(second, word) != second.end(); }));
    const double all = static_cast<double>(first.size() + second.size()) - common;
    return all > 0 ? common / all : 0;
}

/// The kind that a column would be read as, to hold against a mapping's.
bool fits(const ColumnProfile& column, FieldKind kind)
{
    switch (column.type) {
    case ValueType::Missing:
        return true;
    case ValueType::Integer:
    case ValueType::Decimal: {
        const bool bits =
            !column.distinctCapped && std::ranges::all_of(column.levels, [](const LevelCount& level) {
                return level.text == "0" || level.text == "1" || level.text.empty();
            });
        return kind != FieldKind::Time && (kind != FieldKind::YesNo || bits);
    }
    case ValueType::Boolean:
        return kind != FieldKind::Number && kind != FieldKind::Time;
    case ValueType::Date:
    case ValueType::DateTime:
        return kind != FieldKind::Number && kind != FieldKind::YesNo;
    case ValueType::Text:
        break;
    }
    return kind == FieldKind::Category || kind == FieldKind::Text;
}

std::string contentText(const ColumnProfile& column)
{
    return fmt::format("it holds {} now: {}", name(column.type), column.reason);
}

/// Share of the column's rows whose value the field knew, or how far two ranges of numbers agree; NaN where
/// values cannot tell.
double overlapOf(const ColumnProfile& column, const MappedField& mapped)
{
    if (mapped.field.kind == FieldKind::Category && mapped.levels.size() >= kTellingLevels
        && !column.distinctCapped) {
        std::int64_t rows = 0;
        std::int64_t common = 0;
        for (const LevelCount& level : column.levels) {
            rows += level.rows;
            common += std::ranges::binary_search(mapped.levels, level.text) ? level.rows : 0;
        }
        return rows > 0 ? static_cast<double>(common) / static_cast<double>(rows) : std::nan("");
    }
    if (mapped.field.kind == FieldKind::Number && mapped.low < mapped.high && column.low < column.high) {
        const double common = std::min(mapped.high, column.high) - std::max(mapped.low, column.low);
        const double all = std::max(mapped.high, column.high) - std::min(mapped.low, column.low);
        return std::max(0.0, common / all);
    }
    return std::nan("");
}

std::string whyRenamed(const RenameSuggestion& rename, const MappedField& mapped)
{
    const std::string names = rename.nameLikeness == 1
        ? std::string("the names differ only in case and punctuation")
        : fmt::format("the names agree by {}", percentText(rename.nameLikeness, 0));
    if (std::isnan(rename.valueOverlap))
        return names;
    return names
        + (mapped.field.kind == FieldKind::Number
               ? fmt::format("; the ranges overlap by {}", percentText(rename.valueOverlap, 0))
               : fmt::format("; {} of its values are known there", percentText(rename.valueOverlap, 0)));
}

bool isSuggested(const RenameSuggestion& rename)
{
    if (rename.nameLikeness >= kLikeName)
        return std::isnan(rename.valueOverlap) || rename.valueOverlap > 0;
    return rename.nameLikeness >= kSomewhatLikeName && rename.valueOverlap >= kSameValues;
}

double weightOf(const RenameSuggestion& rename)
{
    return rename.nameLikeness + (std::isnan(rename.valueOverlap) ? 0.5 : rename.valueOverlap);
}

void suggestRenames(const FileProfile& profile,
                    const std::vector<std::size_t>& fresh,
                    const std::vector<const MappedField*>& gone,
                    MappingDifference& difference)
{
    std::vector<RenameSuggestion> candidates;
    for (const std::size_t column : fresh) {
        for (const MappedField* mapped : gone) {
            if (!fits(profile.columns[column], mapped->field.kind))
                continue;
            RenameSuggestion rename { profile.header[column], mapped->field.name, 0, 0, {} };
            for (const std::string& own : mapped->columns)
                rename.nameLikeness = std::max(rename.nameLikeness, nameLikeness(rename.column, own));
            rename.valueOverlap = overlapOf(profile.columns[column], *mapped);
            if (!isSuggested(rename))
                continue;
            rename.why = whyRenamed(rename, *mapped);
            candidates.push_back(std::move(rename));
        }
    }
    std::ranges::stable_sort(candidates, std::ranges::greater {}, weightOf);
    for (RenameSuggestion& candidate : candidates) {
        const bool taken = std::ranges::any_of(difference.renamed, [&](const RenameSuggestion& other) {
            return other.column == candidate.column || other.field == candidate.field;
        });
        if (!taken)
            difference.renamed.push_back(std::move(candidate));
    }
}

void compareLevels(const ColumnProfile& column, const MappedField& mapped, MappingDifference& difference)
{
    if (mapped.levels.empty() || column.distinctCapped)
        return;
    NewLevels fresh { mapped.field.name, {} };
    for (const LevelCount& level : column.levels) {
        if (!std::ranges::binary_search(mapped.levels, level.text))
            fresh.levels.push_back(level.text);
    }
    if (!fresh.levels.empty())
        difference.newLevels.push_back(std::move(fresh));
}

} // namespace

double nameLikeness(std::string_view a, std::string_view b)
{
    const std::string first = lettersOf(a);
    const std::string second = lettersOf(b);
    if (first.empty() || second.empty())
        return a == b ? 1 : 0;
    if (first == second)
        return 1;
    const auto longest = static_cast<double>(std::max(first.size(), second.size()));
    return std::max(1 - static_cast<double>(editDistance(first, second)) / longest, commonWords(a, b));
}

MappingDifference compareWithMapping(const FileProfile& profile,
                                     const Mapping& mapping,
                                     const std::map<std::string, std::string>& renames)
{
    MappingDifference difference;
    std::vector<std::size_t> fresh;
    std::vector<bool> seen(mapping.fields.size());
    for (std::size_t column = 0; column < profile.header.size(); ++column) {
        auto at = mapping.fieldOfColumn(profile.header[column]);
        if (const auto accepted = renames.find(profile.header[column]); accepted != renames.end()) {
            const auto named = std::ranges::find(mapping.fields, accepted->second,
                                                 [](const MappedField& mapped) { return mapped.field.name; });
            if (named != mapping.fields.end())
                at = static_cast<std::size_t>(named - mapping.fields.begin());
        }
        if (!at) {
            fresh.push_back(column);
            difference.newColumns.push_back(profile.header[column]);
            continue;
        }
        seen[*at] = true;
        const MappedField& mapped = mapping.fields[*at];
        if (!fits(profile.columns[column], mapped.field.kind))
            difference.retyped.push_back(
                { mapped.field.name, mapped.field.kind, contentText(profile.columns[column]) });
        compareLevels(profile.columns[column], mapped, difference);
    }
    std::vector<const MappedField*> gone;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        if (seen[i])
            continue;
        gone.push_back(&mapping.fields[i]);
        difference.goneFields.push_back(mapping.fields[i].field.name);
    }
    suggestRenames(profile, fresh, gone, difference);
    return difference;
}

} // namespace casebench
