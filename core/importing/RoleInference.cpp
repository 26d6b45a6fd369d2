// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/RoleInference.h"

#include "core/base/Text.h"
#include "core/importing/NameWords.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::int64_t kFewLevels = 64; // always a category (ours)
constexpr double kLevelShare = 0.05; // of the rows, for more levels than that (ours)

constexpr std::array<std::string_view, 9> kIdWords { "id",        "number", "no",   "nr",  "ref",
                                                     "reference", "key",    "uuid", "guid" };
constexpr std::array<std::string_view, 3> kCaseWords { "case", "complaint", "claim" };
constexpr std::array<std::string_view, 6> kLabelWords { "label",   "class",   "target",
                                                        "outcome", "verdict", "fraud" };
constexpr std::array<std::string_view, 22> kPersonalWords {
    "phone",   "telephone", "mobile",   "tel",     "msisdn",   "mail",      "email", "name",
    "surname", "firstname", "lastname", "account", "iban",     "bic",       "card",  "pan",
    "ssn",     "passport",  "address",  "street",  "birthday", "birthdate",
};

struct TimeWord
{
    std::string_view word;
    int score;
};

constexpr std::array<TimeWord, 9> kTimeWords { {
    { "received", 9 },
    { "reported", 8 },
    { "opened", 7 },
    { "created", 6 },
    { "submitted", 6 },
    { "call", 5 },
    { "timestamp", 4 },
    { "time", 3 },
    { "date", 3 },
} };

bool isTimeType(ValueType type)
{
    return type == ValueType::Date || type == ValueType::DateTime;
}

int timeScore(const std::vector<std::string>& words)
{
    int score = 1; // any time is better than none
    for (const TimeWord& entry : kTimeWords) {
        if (std::ranges::find(words, entry.word) != words.end())
            score = std::max(score, entry.score + 1);
    }
    return score;
}

bool isFew(const ColumnProfile& column)
{
    if (column.distinctCapped)
        return false;
    const auto rows = static_cast<double>(column.filled + column.missing);
    return column.distinct <= kFewLevels || static_cast<double>(column.distinct) <= kLevelShare * rows;
}

FieldGuess guessKind(const ColumnProfile& column)
{
    FieldGuess guess;
    guess.reason = column.reason;
    switch (column.type) {
    case ValueType::Integer:
    case ValueType::Decimal:
        guess.kind = FieldKind::Number;
        break;
    case ValueType::Boolean:
        guess.kind = FieldKind::YesNo;
        break;
    case ValueType::Date:
    case ValueType::DateTime:
        guess.kind = FieldKind::Time;
        break;
    case ValueType::Missing:
        guess.kind = FieldKind::Text;
        break;
    case ValueType::Text:
        guess.kind = isFew(column) ? FieldKind::Category : FieldKind::Text;
        guess.reason = column.reason
            + (guess.kind == FieldKind::Category ? fmt::format(
                   "; {} different text{}: a category", column.distinct, column.distinct == 1 ? "" : "s")
                                                 : std::string("; too many different texts for a category"));
        break;
    }
    if (!column.distinctCapped && column.distinct == 1 && column.missing == 0)
        guess.reason += "; the same in every row: it tells a model nothing";
    return guess;
}

/// Texts that fit a pattern. Names must differ from row to row or be called so: "Sports Car" is written as a
/// name is.
bool looksPersonal(const ColumnProfile& column)
{
    if (!column.personal.suggestsPersonal())
        return false;
    const bool mostlyDifferent = column.distinctCapped || column.distinct * 2 > column.filled;
    return column.personal.commonest() != PersonalPattern::Name || mostlyDifferent
        || hasAnyWord(wordsOfName(column.name), kPersonalWords);
}

/// Names that say what a column is, whatever the other columns are.
void guessOwnRole(const ColumnProfile& column, FieldGuess& guess)
{
    const auto words = wordsOfName(column.name);
    const bool severalTexts = column.type == ValueType::Text || column.type == ValueType::Integer;
    const bool mostlyDifferent = column.distinctCapped || column.distinct * 2 > column.filled;
    const auto is = [&](FieldRole role, std::string_view why) {
        guess.role = role;
        guess.reason += "; " + std::string(why);
    };
    if (column.type == ValueType::Text && column.personal.reaching() > 0
        && !column.personal.suggestsPersonal())
        guess.reason += "; some " + column.personal.sentence() + ": decide whether it is personal";
    if (words.size() == 1 && words.front() == "complaint")
        is(FieldRole::Ignore, "the complaint itself: labels come from verdicts");
    else if (severalTexts && mostlyDifferent && hasAnyWord(words, kPersonalWords))
        is(FieldRole::Personal,
           column.personal.commonest() == PersonalPattern::None
               ? std::string("the name speaks of personal data")
               : "the name speaks of personal data; " + column.personal.sentence());
    else if (severalTexts && looksPersonal(column))
        is(FieldRole::Personal, column.personal.sentence());
    else if (words.size() == 1 && words.front() == "group")
        is(FieldRole::Group, "the name says that rows belong together");
}

/// Gives a role to the best of the candidates.
template<typename Score>
void giveToBest(const FileProfile& profile,
                std::vector<FieldGuess>& guesses,
                FieldRole role,
                std::string_view why,
                Score score)
{
    std::size_t best = guesses.size();
    int bestScore = 0;
    for (std::size_t i = 0; i < guesses.size(); ++i) {
        const int own = guesses[i].role == FieldRole::Feature ? score(profile.columns[i]) : 0;
        if (own > bestScore) {
            best = i;
            bestScore = own;
        }
    }
    if (best == guesses.size())
        return;
    guesses[best].role = role;
    guesses[best].reason += "; " + std::string(why);
    if (role == FieldRole::Id)
        guesses[best].kind = FieldKind::Text; // an id is a name, whatever it looks like
}

int idScore(const ColumnProfile& column)
{
    const auto words = wordsOfName(column.name);
    if (!column.unique || (column.type != ValueType::Integer && column.type != ValueType::Text))
        return 0;
    const bool caseId = hasAnyWord(words, kCaseWords);
    const bool plainId = words.size() == 1 && words.front() == "id";
    return caseId ? 4 : plainId ? 3 : words.back() == "id" ? 2 : 1;
}

int labelScore(const ColumnProfile& column)
{
    const auto words = wordsOfName(column.name);
    const bool named = hasAnyWord(words, kLabelWords)
        || std::ranges::any_of(words, [](const std::string& word) { return word.starts_with("fraud"); });
    const bool twoLevels = !column.distinctCapped && column.distinct <= 2;
    return !named || !twoLevels ? 0 : words.front() == "label" ? 2 : 1;
}

} // namespace

std::vector<std::string> wordsOfName(std::string_view name)
{
    std::vector<std::string> words(1);
    char before = '_';
    for (const char c : name) {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool letter = upper || (c >= 'a' && c <= 'z') || (c & 0x80) != 0;
        const bool digit = c >= '0' && c <= '9';
        const bool beforeLower = before >= 'a' && before <= 'z';
        if (!words.back().empty() && ((upper && beforeLower) || (!letter && !digit)))
            words.emplace_back();
        if (letter || digit)
            words.back() += upper ? static_cast<char>(c - 'A' + 'a') : c;
        before = c;
    }
    std::erase(words, std::string());
    return words;
}

bool looksLikeIdName(std::string_view name)
{
    const auto words = wordsOfName(name);
    return hasAnyWord(words, kIdWords) || (words.size() == 1 && words.front().ends_with("id"));
}

std::vector<FieldGuess> guessFields(const FileProfile& profile)
{
    std::vector<FieldGuess> guesses;
    guesses.reserve(profile.columns.size());
    for (const ColumnProfile& column : profile.columns) {
        guesses.push_back(guessKind(column));
        guessOwnRole(column, guesses.back());
    }
    giveToBest(profile, guesses, FieldRole::Id,
               "no value comes twice and the name speaks of an identifier: the id", idScore);
    giveToBest(profile, guesses, FieldRole::Time,
               "the best of the time fields by its name: the time of the case",
               [](const ColumnProfile& column) {
                   return isTimeType(column.type) ? timeScore(wordsOfName(column.name)) : 0;
               });
    giveToBest(profile, guesses, FieldRole::Label,
               "the name speaks of a verdict and there are at most two values: the label", labelScore);
    return guesses;
}

} // namespace casebench
