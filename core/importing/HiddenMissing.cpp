// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/HiddenMissing.h"

#include "core/base/Text.h"
#include "core/importing/FileProfile.h"
#include "core/importing/NameWords.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

struct NumberCode
{
    std::string_view text;
    double value;
};

/// What data entry and statistics packages put for "no answer"; 0 first.
constexpr std::array<NumberCode, 11> kNumberCodes { {
    { "0", 0 },
    { "-1", -1 },
    { "-9", -9 },
    { "-99", -99 },
    { "-999", -999 },
    { "-9999", -9999 },
    { "99", 99 },
    { "999", 999 },
    { "9999", 9999 },
    { "99999", 99'999 },
    { "999999", 999'999 },
} };

constexpr std::array<std::string_view, 17> kWords {
    "null", "(null)", "\\n", "n/a", "na", "#n/a",          "<na>",    "nan",       "nil",
    "?",    "??",     "--",  "---", "-",  "not available", "missing", "undefined",
};
constexpr std::size_t kLongestWord = 13;
constexpr std::size_t kSpellings = 16;

// Rules of evidence (ours): a suggestion is cheap to refuse, yet a list of wrong ones is not read.
constexpr std::int64_t kOthers = 10; // rows with ordinary numbers before a code can stand out
constexpr std::int64_t kOften = 3; // a high code comes more than twice
constexpr double kFarAbove = 1.5; // a high code is this many times the largest other number
constexpr double kWideEnough = 5; // numbers reach at least this far, or -1 may be an answer
constexpr double kGap = 0.1; // 0 stands apart from the least other number by this share of the largest
constexpr double kLeastApart = 10;
constexpr double kLeastNamed = 5; // the same where the name says that 0 is no answer

/// Names of quantities that are never 0 among the people of a file of cases.
bool isNeverZero(const std::string& name)
{
    static constexpr std::array<std::string_view, 9> kNames { "age",       "year",     "yob",
                                                              "birthyear", "height",   "weight",
                                                              "zip",       "postcode", "pincode" };
    return hasAnyWord(wordsOfName(name), kNames);
}

bool isTitleCase(std::string_view text)
{
    return text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a' && text[1] <= 'z';
}

/// Two capitals, as country codes are: NA is Namibia there.
bool isCountryLike(std::string_view text)
{
    return text.size() == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z';
}

bool hasDigit(std::string_view text)
{
    return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string rowsText(std::int64_t rows)
{
    return rows == 1 ? std::string("1 row") : countText(rows) + " rows";
}

} // namespace

void MissingWatch::addNumber(std::string_view text, double number, std::int64_t rows)
{
    const bool pointed = text.size() > 2 && text.ends_with(".0");
    const std::string_view whole = pointed ? text.substr(0, text.size() - 2) : text;
    const bool likely = number <= 0 || text[0] == '9'; // as every code is
    if (likely && whole.size() <= 6) {
        for (std::size_t i = 0; i < kNumberCodes.size(); ++i) {
            if (number == kNumberCodes[i].value && whole == kNumberCodes[i].text) {
                m_codes[i][pointed ? 1 : 0] += rows;
                return;
            }
        }
    }
    m_others += rows;
    m_least = std::min(m_least, number);
    m_most = std::max(m_most, number);
}

void MissingWatch::addText(std::string_view text, std::int64_t rows)
{
    if (text.empty() || text.size() > kLongestWord)
        return;
    // Most texts are ruled out by their first character.
    if (std::string_view("nN(\\#<?-mMuU").find(text[0]) == std::string_view::npos)
        return;
    if (std::ranges::none_of(kWords,
                             [&](std::string_view word) { return equalsIgnoreAsciiCase(text, word); }))
        return;
    const auto known = std::ranges::find(m_words, text, &Word::text);
    if (known != m_words.end())
        known->rows += rows;
    else if (m_words.size() < kSpellings)
        m_words.push_back({ std::string(text), rows });
}

std::int64_t MissingWatch::wordRows() const
{
    std::int64_t rows = 0;
    for (const Word& word : m_words)
        rows += word.rows;
    return rows;
}

/// The evidence for a code of a number column; "" when there is none.
std::string MissingWatch::whyCode(std::size_t code, std::int64_t rows, const std::string& name) const
{
    if (rows == 0 || m_others < kOthers)
        return {};
    const double value = kNumberCodes[code].value;
    if (value == 0) {
        const bool apart = m_least >= kLeastApart && m_least >= kGap * m_most && rows <= m_others;
        const bool named = m_least >= kLeastNamed && isNeverZero(name);
        if (!apart && !named)
            return {};
        return fmt::format("{}; the least other value is {}", rowsText(rows), shortestNumber(m_least));
    }
    if (value < 0) {
        if (m_least < 0 || m_most < kWideEnough)
            return {};
        return fmt::format("{}; no other value is below {}", rowsText(rows),
                           m_codes[0][0] + m_codes[0][1] > 0 ? "0" : shortestNumber(m_least));
    }
    if (m_most <= 0 || value < kFarAbove * m_most || rows < kOften)
        return {};
    return fmt::format("{}; the largest other value is {}", rowsText(rows), shortestNumber(m_most));
}

void MissingWatch::suggestCodes(const ColumnProfile& profile, std::vector<HiddenMissing>& found) const
{
    for (std::size_t code = 0; code < kCodes; ++code) {
        const std::int64_t rows = m_codes[code][0] + m_codes[code][1];
        const std::string why = whyCode(code, rows, profile.name);
        for (std::size_t spelling = 0; spelling < 2 && !why.empty(); ++spelling) {
            if (m_codes[code][spelling] > 0)
                found.push_back({ std::string(kNumberCodes[code].text) + (spelling == 1 ? ".0" : ""),
                                  m_codes[code][spelling], why });
        }
    }
}

void MissingWatch::suggestWords(const ColumnProfile& profile,
                                std::string_view others,
                                std::vector<HiddenMissing>& found) const
{
    const bool countries = !profile.distinctCapped && profile.levels.size() > 1
        && std::ranges::all_of(profile.levels,
                               [](const LevelCount& level) { return isCountryLike(level.text); });
    for (const Word& word : m_words) {
        // Mr Null and Namibia are answers.
        if (isTitleCase(word.text) || countries || word.rows == profile.filled)
            continue;
        found.push_back({ word.text, word.rows,
                          others.empty() ? fmt::format("{}; a word for \"no value\"", rowsText(word.rows))
                                         : fmt::format("{}; {}", rowsText(word.rows), others) });
    }
    // One lone number among words: the code of another program for "no answer".
    if (profile.distinctCapped || profile.levels.size() < 4)
        return;
    const LevelCount* lone = nullptr;
    for (const LevelCount& level : profile.levels) {
        if (!hasDigit(level.text))
            continue;
        if (lone != nullptr
            || std::ranges::find(kNumberCodes, level.text, &NumberCode::text) == kNumberCodes.end())
            return;
        lone = &level;
    }
    if (lone != nullptr)
        found.push_back(
            { lone->text, lone->rows, fmt::format("{}; every other value is a word", rowsText(lone->rows)) });
}

std::vector<HiddenMissing> MissingWatch::suggest(const ColumnProfile& profile, std::string_view others) const
{
    std::vector<HiddenMissing> found;
    if (profile.type == ValueType::Integer || profile.type == ValueType::Decimal)
        suggestCodes(profile, found);
    else if (profile.type == ValueType::Text)
        suggestWords(profile, others, found);
    std::ranges::stable_sort(found, std::ranges::greater {}, &HiddenMissing::rows);
    return found;
}

} // namespace casebench
