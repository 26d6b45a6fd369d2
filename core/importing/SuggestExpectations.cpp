// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/CheckExpectations.h"
#include "core/stats/Descriptive.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace casebench {

namespace {

constexpr std::size_t kMostLevels = 50;
constexpr double kRangeMostly = 0.99;
constexpr double kRangeSlack = 0.05;
constexpr double kMeanErrors = 4;
constexpr double kFillErrors = 3;
constexpr std::int64_t kDecidedFewest = 100;

/// What the suggestions lean on: how many cases the next file will have.
double casesPerMonth(const CaseTable& table)
{
    const Column* times = table.timeColumn();
    std::map<MonthIndex, double> months;
    if (times != nullptr) {
        for (const Instant time : times->times()) {
            if (time != kNoTime)
                months[monthOf(time)] += 1;
        }
    }
    if (months.empty())
        return static_cast<double>(table.rowCount());
    std::vector<double> counts;
    for (const auto& [month, count] : months)
        counts.push_back(count);
    return quantile(counts, 0.5);
}

/// Three digits that matter, outwards, so that a bound reads like one.
double rounded(double value, bool up)
{
    if (value == 0 || !std::isfinite(value))
        return value;
    const double unit = std::pow(10, std::floor(std::log10(std::abs(value))) - 2);
    const double steps = up ? std::ceil(value / unit) : std::floor(value / unit);
    return unit < 1 ? steps / std::round(1 / unit) : steps * unit;
}

/// "C2601-0001" -> "^C2601-0001$" with digits and letters generalised: ^[A-Z][0-9]{4}-[0-9]{4}$; "" when the
/// texts are not of one shape.
std::string commonShape(const Column& column)
{
    const auto classOf = [](char c) {
        return c >= '0' && c <= '9' ? '9' : c >= 'A' && c <= 'Z' ? 'A' : c >= 'a' && c <= 'z' ? 'a' : c;
    };
    std::string shape;
    for (std::size_t row = 0; row < column.size(); ++row) {
        if (column.isMissing(row))
            continue;
        std::string own = column.text(row);
        for (char& c : own) {
            if ((c & 0x80) != 0)
                return {};
            c = classOf(c);
        }
        if (!shape.empty() && own != shape)
            return {};
        shape = std::move(own);
    }
    std::string pattern = "^";
    for (std::size_t from = 0; from < shape.size();) {
        std::size_t to = from;
        while (to < shape.size() && shape[to] == shape[from])
            ++to;
        const char c = shape[from];
        pattern += c == '9' ? "[0-9]" : c == 'A' ? "[A-Z]" : c == 'a' ? "[a-z]" : fmt::format("\\x{:02x}", c);
        if (c == '-' || c == '_' || c == ' ' || c == '/')
            pattern.replace(pattern.size() - 4, 4, 1, c);
        if (to - from > 1)
            pattern += fmt::format("{{{}}}", to - from);
        from = to;
    }
    return shape.empty() ? std::string() : pattern + "$";
}

class Suggestions
{
public:
    Suggestions(const CaseTable& table, std::span<const Truth> truth)
        : m_table(table)
        , m_truth(truth)
        , m_month(casesPerMonth(table))
    {
    }

    std::vector<Expectation> all()
    {
        for (std::size_t i = 0; i < m_table.schema.size(); ++i)
            ofField(m_table.schema[i], m_table.columns[i]);
        ofTable();
        return std::move(m_list);
    }

private:
    Expectation& add(CheckKind check, const std::string& field, CheckSeverity severity)
    {
        Expectation expectation;
        expectation.check = check;
        expectation.field = field;
        expectation.severity = severity;
        expectation.name =
            (field.empty() ? std::string() : field + " ") + std::string(casebench::name(check));
        m_list.push_back(std::move(expectation));
        return m_list.back();
    }

    void ofField(const Field& field, const Column& column)
    {
        using enum CheckKind;
        add(ColumnExists, field.name, CheckSeverity::Critical);
        add(Kind, field.name, CheckSeverity::Critical).values = { std::string(casebench::name(field.kind)) };
        fill(field, column);
        if (field.role == FieldRole::Id) {
            add(Unique, field.name, CheckSeverity::Critical);
            if (const std::string shape = commonShape(column); !shape.empty())
                add(Matches, field.name, CheckSeverity::Warning).pattern = shape;
        } else if (column.kind() == FieldKind::Number && field.role != FieldRole::Personal) {
            numbers(field, column);
        } else if (column.kind() == FieldKind::Category && field.role != FieldRole::Personal
                   && !column.dictionary().empty() && column.dictionary().size() <= kMostLevels) {
            add(NoNewLevels, field.name, CheckSeverity::Warning).values = column.dictionary();
        }
    }

    void fill(const Field& field, const Column& column)
    {
        if (column.size() == 0)
            return;
        const auto rows = static_cast<double>(column.size());
        const double share = 1 - static_cast<double>(column.missingCount()) / rows;
        const bool key = field.role == FieldRole::Id || field.role == FieldRole::Time;
        const double error = std::sqrt(share * (1 - share) / std::max(1.0, m_month));
        const double mostly = std::floor((share - kFillErrors * error) * 100) / 100;
        if (mostly <= 0)
            return;
        add(CheckKind::NotMissing, field.name,
            field.role == FieldRole::Id ? CheckSeverity::Critical : CheckSeverity::Warning)
            .mostly = key && share == 1 ? 1 : mostly;
    }

    void numbers(const Field& field, const Column& column)
    {
        std::vector<double> values;
        std::ranges::copy_if(column.numbers(), std::back_inserter(values),
                             [](double value) { return !std::isnan(value); });
        if (values.empty())
            return;
        const auto [low, high] = std::ranges::minmax(values);
        Expectation& range = add(CheckKind::Between, field.name, CheckSeverity::Warning);
        const double slack = kRangeSlack * (high - low); // the next month's extremes lie a little further out
        range.low = low < 0 ? rounded(low - slack, false) : std::max(0.0, rounded(low - slack, false));
        range.high = rounded(high + slack, true);
        range.mostly = kRangeMostly;
        const double share = static_cast<double>(values.size()) / static_cast<double>(column.size());
        const double error = populationSd(values) / std::sqrt(std::max(1.0, m_month * share));
        if (error == 0)
            return;
        const double centre = mean(values);
        Expectation& average = add(CheckKind::MeanBetween, field.name, CheckSeverity::Warning);
        average.low = rounded(centre - kMeanErrors * error, false);
        average.high = rounded(centre + kMeanErrors * error, true);
        Expectation& median = add(CheckKind::QuantileBetween, field.name, CheckSeverity::Warning);
        median.low = rounded(quantile(values, 0.25), false);
        median.high = rounded(quantile(values, 0.75), true);
    }

    void ofTable()
    {
        std::vector<std::string> columns;
        for (const Field& field : m_table.schema.fields())
            columns.push_back(field.name);
        if (columns.empty())
            return;
        add(CheckKind::NoUnknownColumns, {}, CheckSeverity::Warning).values = columns;
        Expectation& rows = add(CheckKind::RowCountBetween, {}, CheckSeverity::Warning);
        rows.low = std::max(1.0, std::floor(m_month / 2));
        rows.high = std::ceil(m_month * 2);
        const auto positive = static_cast<double>(std::ranges::count(m_truth, kPositive));
        const auto decided =
            static_cast<std::int64_t>(m_truth.size()) - std::ranges::count(m_truth, kUndecided);
        if (decided < kDecidedFewest || positive == 0 || positive == static_cast<double>(decided))
            return;
        const double rate = positive / static_cast<double>(decided);
        Expectation& share = add(CheckKind::PositiveRateBetween, {}, CheckSeverity::Warning);
        share.low = rounded(rate / 2, false);
        share.high = rounded((1 + rate) / 2, true);
    }

    const CaseTable& m_table;
    std::span<const Truth> m_truth;
    double m_month;
    std::vector<Expectation> m_list;
};

} // namespace

std::vector<Expectation> suggestExpectations(const CaseTable& reference, std::span<const Truth> truth)
{
    return Suggestions(reference, truth).all();
}

} // namespace casebench
