// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/Questions.h"

#include "core/base/Text.h"
#include "core/importing/ValueShape.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::string_view kText = "text";

struct Manner
{
    std::string_view word;
    std::string_view decimal;
    std::string_view thousands;
};

/// Ways of writing numbers, in the order in which they are offered when they fit equally well.
constexpr std::array<Manner, 7> kManners { {
    { "decimal=, thousands=.", ",", "." },
    { "decimal=. thousands=,", ".", "," },
    { "decimal=,", ",", "" },
    { "decimal=, thousands=no-break space", ",", "\u00a0" },
    { "decimal=, thousands=narrow no-break space", ",", "\u202f" },
    { "decimal=, thousands=space", ",", " " },
    { "decimal=. thousands='", ".", "'" },
} };

constexpr std::array<std::string_view, 3> kOrders { "dmy", "mdy", "ymd" };

std::optional<double> numberOf(const std::string& text, const Manner& manner)
{
    NumberFormat format;
    format.decimal = manner.decimal.front();
    format.thousands = manner.thousands;
    const Value value = inspectNumber(text, format);
    const bool number = value.shape >= Shape::Integer && value.shape <= Shape::LongInteger;
    return number ? std::optional(value.number) : std::nullopt;
}

/// Keeps the answers that read all texts, or, where none does, those that read most.
void keepBest(std::vector<QuestionAnswer>& answers)
{
    std::size_t most = 0;
    for (const QuestionAnswer& answer : answers)
        most = std::max(most, answer.fits);
    std::erase_if(answers, [&](const QuestionAnswer& answer) { return answer.fits < most || most == 0; });
}

void addDateAnswers(const ColumnProfile& column, ImportQuestion& question)
{
    for (const std::string_view order : kOrders) {
        QuestionAnswer answer { std::string(order), {}, 0 };
        for (const std::string& text : column.askedTexts) {
            const auto date = parseSlashDate(text, order);
            answer.fits += date ? 1 : 0;
            if (date && text == question.example)
                answer.reads = printTime(*date, ValueType::Date);
        }
        question.answers.push_back(std::move(answer));
    }
    keepBest(question.answers);
}

void addNumberAnswers(const ColumnProfile& column, ImportQuestion& question)
{
    for (const Manner& manner : kManners) {
        QuestionAnswer answer { std::string(manner.word), {}, 0 };
        for (const std::string& text : column.askedTexts) {
            const auto number = numberOf(text, manner);
            answer.fits += number ? 1 : 0;
            if (number && text == question.example)
                answer.reads = shortestNumber(*number);
        }
        // Two manners that read the example alike are one answer.
        if (std::ranges::none_of(question.answers, [&](const QuestionAnswer& other) {
                return other.reads == answer.reads && other.fits >= answer.fits;
            }))
            question.answers.push_back(std::move(answer));
    }
    keepBest(question.answers);
}

/// The text that shows the difference best: one that reads differently under the first two answers.
std::string exampleOf(const ColumnProfile& column, ImportQuestion::About about)
{
    for (const std::string& text : column.askedTexts) {
        const bool differs = about == ImportQuestion::About::DateOrder
            ? parseSlashDate(text, "dmy") != parseSlashDate(text, "mdy")
            : numberOf(text, kManners[1]) && numberOf(text, kManners[2])
                && numberOf(text, kManners[1]) != numberOf(text, kManners[2]);
        if (differs)
            return text;
    }
    // Where all answers agree: a text that shows that a mark was read, "1,5" rather than "0,0".
    for (const std::string& text : column.askedTexts) {
        const auto number = numberOf(text, kManners[2]);
        if (about != ImportQuestion::About::DateOrder && number && *number != std::trunc(*number))
            return text;
    }
    return column.askedTexts.empty() ? std::string() : column.askedTexts.front();
}

bool hasNote(const FileProfile& profile, std::string_view token, std::string_view column)
{
    return std::ranges::find(profile.notes, fmt::format("{}:{}", token, column)) != profile.notes.end();
}

bool isTold(const FileProfile& profile, const FieldChoices& choices, std::string_view column)
{
    const std::string key = caseFold(trimmed(column));
    const auto names = [&](const auto& entry) { return caseFold(trimmed(entry.first)) == key; };
    // A kind that keeps texts answers the question; one that reads them makes it pressing.
    const auto keepsText = [&](const auto& entry) {
        return names(entry) && (entry.second == FieldKind::Text || entry.second == FieldKind::Category);
    };
    return std::ranges::any_of(profile.options.forcedTypes, names)
        || std::ranges::any_of(choices.kinds, keepsText);
}

} // namespace

std::vector<ImportQuestion> openQuestions(const FileProfile& profile, const FieldChoices& choices)
{
    std::vector<ImportQuestion> questions;
    for (const ColumnProfile& column : profile.columns) {
        const bool dates = hasNote(profile, "date-ambiguous", column.name);
        const bool numbers = hasNote(profile, "number-locale", column.name);
        if ((!dates && !numbers) || column.askedTexts.empty() || isTold(profile, choices, column.name))
            continue;
        ImportQuestion question;
        question.column = column.name;
        question.about = dates ? ImportQuestion::About::DateOrder : ImportQuestion::About::NumberFormat;
        question.example = exampleOf(column, question.about);
        question.looked = column.askedTexts.size();
        dates ? addDateAnswers(column, question) : addNumberAnswers(column, question);
        question.answers.push_back({ std::string(kText), {}, question.looked });
        questions.push_back(std::move(question));
    }
    return questions;
}

Result<void> answerQuestion(ReadOptions& options, const ImportQuestion& question, std::string_view word)
{
    if (std::ranges::find(question.answers, word, &QuestionAnswer::word) == question.answers.end()) {
        std::vector<std::string> words;
        for (const QuestionAnswer& answer : question.answers)
            words.push_back(answer.word);
        return Error { ErrorCode::InvalidInput, "\"" + std::string(word) + "\" is no answer here.",
                       question.column, "bad-option", "Choose one of: " + join(words, "; ") + "." };
    }
    if (word == kText) {
        options.forcedTypes[question.column] = ValueType::Text;
        return {};
    }
    ColumnReading& reading = ownReading(options, question.column);
    if (question.about == ImportQuestion::About::DateOrder) {
        reading.dateOrder = word;
        return {};
    }
    const auto manner = std::ranges::find(kManners, word, &Manner::word);
    reading.decimal = manner->decimal;
    reading.thousands = manner->thousands;
    return {};
}

} // namespace casebench
