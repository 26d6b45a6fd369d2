// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/CheckExpectations.h"

#include "core/base/Text.h"
#include "core/importing/Pattern.h"
#include "core/stats/Descriptive.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>
#include <unordered_map>

namespace casebench {

namespace {

constexpr std::size_t kNamedValues = 5; // in a sentence

bool isCoded(const Column& column)
{
    return column.kind() != FieldKind::Number && column.kind() != FieldKind::Time;
}

/// Counts rows that hold and keeps those that do not.
class RowVerdicts
{
public:
    void add(std::uint32_t row, bool holds)
    {
        ++m_result.checked;
        if (holds)
            return;
        ++m_result.failed;
        if (m_result.failingRows.size() < kListedFailures)
            m_result.failingRows.push_back(row);
    }

    CheckResult judged(double mostly, std::string_view what)
    {
        const auto all = static_cast<double>(m_result.checked);
        m_result.observed = m_result.checked == 0
            ? std::numeric_limits<double>::quiet_NaN()
            : static_cast<double>(m_result.checked - m_result.failed) / all;
        const bool holds = m_result.failed == 0 || m_result.observed >= mostly;
        m_result.status = holds ? CheckStatus::Passed : CheckStatus::Failed;
        m_result.text = m_result.checked == 0 ? std::string("No case has a value.")
            : m_result.failed == 0
            ? fmt::format("Holds in all {} cases with a value.", countText(m_result.checked))
            : fmt::format("{} of {} cases {} ({} hold; {} asked).", countText(m_result.failed),
                          countText(m_result.checked), what, percentText(m_result.observed, 2),
                          percentText(mostly, 2));
        return std::move(m_result);
    }

private:
    CheckResult m_result;
};

CheckResult verdict(bool holds, double observed, std::string text)
{
    CheckResult result;
    result.status = holds ? CheckStatus::Passed : CheckStatus::Failed;
    result.observed = observed;
    result.text = std::move(text);
    return result;
}

/// Numbers to take a mean or a bound of: times in microseconds, yes 1 and no 0; NaN missing.
double numberAt(const Column& column, std::size_t row)
{
    if (column.isMissing(row))
        return std::numeric_limits<double>::quiet_NaN();
    if (column.kind() == FieldKind::Number)
        return column.numbers()[row];
    if (column.kind() == FieldKind::Time)
        return static_cast<double>(column.times()[row]);
    if (column.kind() == FieldKind::YesNo)
        return column.codes()[row] == kYesCode ? 1 : 0;
    return parseFiniteNumber(column.text(row)).value_or(std::numeric_limits<double>::quiet_NaN());
}

std::vector<double> filledNumbers(const Column& column)
{
    std::vector<double> values;
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (const double value = numberAt(column, row); !std::isnan(value))
            values.push_back(value);
    }
    return values;
}

bool within(double value, const Expectation& expectation)
{
    return (std::isnan(expectation.low) || value >= expectation.low)
        && (std::isnan(expectation.high) || value <= expectation.high);
}

std::string figure(double value, const Expectation& expectation)
{
    return expectation.ofTime ? formatInstant(static_cast<Instant>(value)) : shortestNumber(value);
}

CheckResult inBounds(double value, const Expectation& expectation, std::string_view what)
{
    if (std::isnan(value))
        return verdict(false, value, fmt::format("There is no value to take the {} of.", what));
    return verdict(within(value, expectation), value,
                   fmt::format("The {} is {}; asked was {}.", what, figure(value, expectation),
                               demandText(expectation)));
}

/// Whether a text is one of the values; numbers compare by value, yes and no by word or by spelling.
class Allowed
{
public:
    explicit Allowed(const std::vector<std::string>& values)
        : m_texts(values.begin(), values.end())
    {
        for (const std::string& value : values) {
            if (const auto number = parseFiniteNumber(trimmed(value)))
                m_numbers.insert(*number);
            m_words.insert(toLowerAscii(value));
        }
    }

    bool text(const std::string& text) const { return m_texts.contains(text); }

    bool number(double number) const { return m_numbers.contains(number); }

    bool word(std::string_view word) const { return m_words.contains(word); }

private:
    std::set<std::string> m_texts;
    std::set<std::string, std::less<>> m_words;
    std::set<double> m_numbers;
};

class Checker
{
public:
    Checker(const Expectation& expectation, const CheckedCases& cases)
        : m_expectation(expectation)
        , m_cases(cases)
        , m_table(cases.table)
    {
    }

    Result<CheckResult> run()
    {
        using enum CheckKind;
        if (!speaksOfField(m_expectation.check))
            return ofTable();
        const auto at = m_table.schema.indexOf(m_expectation.field);
        const bool present =
            at && std::ranges::find(m_cases.present, m_expectation.field) != m_cases.present.end();
        if (m_expectation.check == ColumnExists)
            return verdict(present, present ? 1 : 0,
                           fmt::format("{} is {}there.", m_expectation.field, present ? "" : "not "));
        if (!present)
            return verdict(false, std::numeric_limits<double>::quiet_NaN(),
                           fmt::format("There is no field {}.", m_expectation.field));
        return ofField(m_table.schema[*at], m_table.columns[*at]);
    }

private:
    Result<CheckResult> ofField(const Field& field, const Column& column)
    {
        using enum CheckKind;
        switch (m_expectation.check) {
        case Kind:
            return verdict(name(field.kind) == m_expectation.values.front(), 0,
                           fmt::format("{} is a {} field; asked was {}.", field.name, name(field.kind),
                                       m_expectation.values.front()));
        case NotMissing:
            return notMissing(column);
        case InSet:
        case NoNewLevels:
            return inSet(field, column);
        case Between:
            return between(column);
        case Unique:
            return unique(column);
        case Matches:
            return matches(column);
        case MeanBetween:
            return inBounds(mean(filledNumbers(column)), m_expectation, "mean");
        case QuantileBetween:
            return inBounds(quantile(filledNumbers(column), m_expectation.quantile), m_expectation,
                            fmt::format("{} quantile", shortestNumber(m_expectation.quantile)));
        default:
            contractViolated("checkExpectations: a check of the table on a field");
        }
    }

    CheckResult ofTable()
    {
        if (m_expectation.check == CheckKind::RowCountBetween)
            return inBounds(static_cast<double>(m_table.rowCount()), m_expectation, "number of cases");
        if (m_expectation.check == CheckKind::NoUnknownColumns)
            return unknownColumns();
        std::int64_t decided = 0;
        std::int64_t positive = 0;
        for (const Truth truth : m_cases.truth) {
            decided += truth == kUndecided ? 0 : 1;
            positive += truth == kPositive ? 1 : 0;
        }
        if (decided == 0) {
            CheckResult result =
                verdict(true, std::numeric_limits<double>::quiet_NaN(), "No case is decided yet.");
            result.status = CheckStatus::Skipped;
            return result;
        }
        CheckResult result =
            inBounds(static_cast<double>(positive) / static_cast<double>(decided), m_expectation,
                     fmt::format("positive rate of {} decided cases", countText(decided)));
        result.checked = decided;
        return result;
    }

    CheckResult unknownColumns() const
    {
        std::string unknown;
        std::size_t count = 0;
        for (const std::string& column : m_cases.present) {
            if (std::ranges::find(m_expectation.values, column) == m_expectation.values.end()) {
                ++count;
                unknown += (unknown.empty() ? "" : ", ") + column;
            }
        }
        return verdict(count == 0, static_cast<double>(count),
                       count == 0 ? "Every column is known." : "Unknown: " + unknown + ".");
    }

    CheckResult notMissing(const Column& column) const
    {
        RowVerdicts verdicts;
        for (std::uint32_t row = 0; row < column.size(); ++row)
            verdicts.add(row, !column.isMissing(row));
        CheckResult result = verdicts.judged(m_expectation.mostly, "have no value");
        if (result.checked > 0 && result.failed == 0)
            result.text = fmt::format("All {} cases have a value.", countText(result.checked));
        return result;
    }

    CheckResult inSet(const Field& field, const Column& column) const
    {
        const Allowed allowed(m_expectation.values);
        std::vector<std::uint8_t> levelHolds;
        if (isCoded(column)) {
            for (std::size_t code = 0; code < column.dictionary().size(); ++code) {
                const std::string& level = column.dictionary()[code];
                const bool byWord = column.kind() == FieldKind::YesNo
                    && allowed.word(code == static_cast<std::size_t>(kYesCode) ? "yes" : "no");
                levelHolds.push_back(allowed.text(level) || byWord ? 1 : 0);
            }
        }
        RowVerdicts verdicts;
        std::set<std::string> strangers;
        for (std::uint32_t row = 0; row < column.size(); ++row) {
            if (column.isMissing(row))
                continue;
            const bool holds = isCoded(column)
                ? levelHolds[static_cast<std::size_t>(column.codes()[row])] != 0
                : column.kind() == FieldKind::Number
                ? allowed.number(column.numbers()[row])
                : allowed.text(column.text(row)) || allowed.text(column.printed(row));
            verdicts.add(row, holds);
            if (!holds && strangers.size() <= kNamedValues)
                strangers.insert(column.text(row));
        }
        CheckResult result = verdicts.judged(
            m_expectation.mostly,
            m_expectation.check == CheckKind::NoNewLevels ? "have a new level" : "are not in the set");
        if (!strangers.empty() && field.role != FieldRole::Personal)
            result.text += " " + named(strangers);
        return result;
    }

    static std::string named(const std::set<std::string>& values)
    {
        std::string text = "Found: ";
        std::size_t count = 0;
        for (const std::string& value : values) {
            if (count++ == kNamedValues)
                return text + ", ...";
            text += (count == 1 ? "" : ", ") + value;
        }
        return text + ".";
    }

    CheckResult between(const Column& column) const
    {
        RowVerdicts verdicts;
        for (std::uint32_t row = 0; row < column.size(); ++row) {
            if (!column.isMissing(row))
                verdicts.add(
                    row, within(numberAt(column, row), m_expectation) && !std::isnan(numberAt(column, row)));
        }
        return verdicts.judged(m_expectation.mostly, "lie outside " + demandText(m_expectation));
    }

    template<typename Values>
    static std::vector<std::uint8_t> repeated(const Values& values)
    {
        using Value = typename Values::value_type;
        std::unordered_map<Value, std::uint32_t> first;
        std::vector<std::uint8_t> again(values.size(), 0);
        for (std::uint32_t row = 0; row < values.size(); ++row) {
            const auto [at, isNew] = first.try_emplace(values[row], row);
            if (!isNew)
                again[row] = again[at->second] = 1;
        }
        return again;
    }

    CheckResult unique(const Column& column) const
    {
        const auto again = column.kind() == FieldKind::Number ? repeated(column.numbers())
            : column.kind() == FieldKind::Time                ? repeated(column.times())
                                                              : repeated(column.codes());
        RowVerdicts verdicts;
        for (std::uint32_t row = 0; row < column.size(); ++row) {
            if (!column.isMissing(row))
                verdicts.add(row, again[row] == 0);
        }
        return verdicts.judged(m_expectation.mostly, "share their value with another one");
    }

    Result<CheckResult> matches(const Column& column) const
    {
        CB_TRY(Pattern pattern, Pattern::compile(m_expectation.pattern));
        std::vector<std::int8_t> ofLevel(isCoded(column) ? column.dictionary().size() : 0, -1);
        RowVerdicts verdicts;
        for (std::uint32_t row = 0; row < column.size(); ++row) {
            if (column.isMissing(row))
                continue;
            if (!isCoded(column)) {
                CB_TRY(const bool holds, pattern.found(column.text(row)));
                verdicts.add(row, holds);
                continue;
            }
            auto& known = ofLevel[static_cast<std::size_t>(column.codes()[row])];
            if (known < 0) {
                CB_TRY(const bool holds, pattern.found(column.text(row)));
                known = holds ? 1 : 0;
            }
            verdicts.add(row, known != 0);
        }
        return verdicts.judged(m_expectation.mostly, "do not match " + m_expectation.pattern);
    }

    const Expectation& m_expectation;
    const CheckedCases& m_cases;
    const CaseTable& m_table;
};

} // namespace

Result<std::vector<CheckResult>>
checkExpectations(std::span<const Expectation> expectations, const CheckedCases& cases, Progress& progress)
{
    std::vector<CheckResult> results;
    for (const Expectation& expectation : expectations) {
        CB_CHECK(progress.checkpoint());
        progress.report(static_cast<double>(results.size()) / static_cast<double>(expectations.size()),
                        "checking " + expectation.name);
        auto result = Checker(expectation, cases).run();
        if (!result)
            return result.error().in(expectation.name);
        results.push_back(std::move(*result));
    }
    return results;
}

} // namespace casebench
