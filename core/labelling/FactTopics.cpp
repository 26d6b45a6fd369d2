// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labelling/FactTopics.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <string_view>

namespace casebench {

namespace {

struct Meaning
{
    std::string_view title;
    std::string_view words; ///< between spaces, one at each end
};

/// What a report about fraud tells, in the order a person asks for it: what was wanted, what came of it, how
/// they were reached, who says so (ours).
constexpr std::array<Meaning, 4> kMeanings { {
    { "What was asked",
      " asked asks ask requested request demanded demand wanted told promised threatened " },
    { "What was done",
      " opened paid payment payments sent transfer transferred installed clicked shared gave given upi gift "
      "bought "
      "purchase withdrawn withdrew deposit bank " },
    { "The call",
      " call called caller calls phone number masked location callback recorded language weekend duration "
      "channel "
      "email message sms website " },
    { "The report", " complaint complaints reported report reporter prior witness witnesses police " },
} };

constexpr std::string_view kPeople = "People and accounts";
constexpr std::string_view kOther = "Other facts";

bool isBreak(char letter)
{
    return letter == '_' || letter == '-' || letter == '.' || letter == ' ';
}

/// The words of a name in small letters: "UPI_PAYMENTS", "callerAge", "Money asked".
std::vector<std::string> wordsOf(std::string_view name)
{
    std::vector<std::string> words(1);
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto letter = static_cast<unsigned char>(name[i]);
        const bool hump =
            i > 0 && std::isupper(letter) != 0 && std::islower(static_cast<unsigned char>(name[i - 1])) != 0;
        if ((hump || isBreak(name[i])) && !words.back().empty())
            words.emplace_back();
        if (!isBreak(name[i]))
            words.back() += static_cast<char>(std::tolower(letter));
    }
    if (words.back().empty())
        words.pop_back();
    return words;
}

bool isPeople(FieldRole role)
{
    return role == FieldRole::Personal || role == FieldRole::Group || role == FieldRole::Sensitive;
}

/// The place in kMeanings, or its size. The lists are asked in order, so "Money_Asked" was asked whatever its
/// other words say.
std::size_t meaningOf(const std::vector<std::string>& words)
{
    for (std::size_t i = 0; i < kMeanings.size(); ++i) {
        for (const std::string& word : words) {
            if (kMeanings[i].words.find(" " + word + " ") != std::string_view::npos)
                return i;
        }
    }
    return kMeanings.size();
}

std::string titleOf(std::string word)
{
    word[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(word[0])));
    return word;
}

} // namespace

std::vector<FactTopic> factTopics(std::span<const Field> fields)
{
    std::array<FactTopic, kMeanings.size()> meant;
    FactTopic people { std::string(kPeople), "Fields with the role personal, group or sensitive.", {} };
    FactTopic other { std::string(kOther), "Fields whose names share no word with the others.", {} };
    std::map<std::string, std::vector<std::size_t>> byFirstWord;
    std::vector<std::string> firstWords; // in the order of the fields
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto words = wordsOf(fields[i].name);
        const std::size_t meaning = meaningOf(words);
        if (isPeople(fields[i].role)) {
            people.fields.push_back(i);
        } else if (meaning < kMeanings.size()) {
            meant[meaning].fields.push_back(i);
        } else if (words.empty()) {
            other.fields.push_back(i);
        } else {
            auto& group = byFirstWord[words.front()];
            if (group.empty())
                firstWords.push_back(words.front());
            group.push_back(i);
        }
    }
    std::vector<FactTopic> topics;
    if (!people.fields.empty())
        topics.push_back(std::move(people));
    for (std::size_t i = 0; i < kMeanings.size(); ++i) {
        if (meant[i].fields.empty())
            continue;
        meant[i].title = kMeanings[i].title;
        meant[i].why = "Fields with one of these words in their name:" + std::string(kMeanings[i].words);
        meant[i].why.back() = '.';
        topics.push_back(std::move(meant[i]));
    }
    for (const std::string& word : firstWords) {
        auto& group = byFirstWord[word];
        if (group.size() > 1)
            topics.push_back({ titleOf(word), "Fields whose names begin with \"" + word + "\".", group });
        else
            other.fields.push_back(group.front());
    }
    std::ranges::sort(other.fields);
    if (!other.fields.empty())
        topics.push_back(std::move(other));
    return topics;
}

} // namespace casebench
