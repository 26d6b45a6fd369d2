// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/families/baselines/OneRule.h"

#include "core/models/FitChecks.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace casebench {

namespace {

constexpr std::string_view kId = "one-rule";

/// Where a row falls: below the border, at or above it, or nowhere because the value is missing.
enum Side : std::size_t
{
    Below = 0,
    Above = 1,
    Missing = 2
};

constexpr std::array<const char*, 3> kMarginNames { "margin_below", "margin_above", "margin_missing" };

struct Rule
{
    std::size_t column = 0;
    double border = 0;
    std::array<double, 3> margins {}; ///< by Side
    double base = 0; ///< mean margin of the training rows

    [[nodiscard]] Side side(float value) const
    {
        if (std::isnan(value))
            return Missing;
        return static_cast<double>(value) < border ? Below : Above;
    }
};

struct Tally
{
    double positives = 0;
    double total = 0;

    void add(Truth truth)
    {
        positives += truth == kPositive ? 1 : 0;
        total += 1;
    }

    /// Cases times Gini impurity, so that sides add up.
    [[nodiscard]] double impurity() const
    {
        return total == 0 ? 0 : 2 * positives * (total - positives) / total;
    }

    /// Half a case of each class is added, so that a pure side stays finite.
    [[nodiscard]] double logOdds() const { return std::log((positives + 0.5) / (total - positives + 0.5)); }
};

class OneRuleModel final : public TrainedModel
{
public:
    OneRuleModel(Rule rule, std::size_t columns)
        : m_rule(rule)
        , m_columns(columns)
    {
    }

    [[nodiscard]] std::size_t columns() const override { return m_columns; }

    [[nodiscard]] MarginLink link() const override { return MarginLink::Logistic; }

    [[nodiscard]] std::string_view marginUnit() const override { return "log-odds"; }

    [[nodiscard]] std::string_view contributionMethod() const override
    {
        return "exact: one question, held against the training mean";
    }

    [[nodiscard]] Result<std::vector<double>> margins(const Matrix& matrix) const override
    {
        CB_CHECK(checkCells(matrix, m_columns, CellRule::MissingAllowed));
        std::vector<double> margins(matrix.rows);
        for (std::size_t r = 0; r < matrix.rows; ++r)
            margins[r] = m_rule.margins[m_rule.side(matrix.at(r, m_rule.column))];
        return margins;
    }

    [[nodiscard]] Result<Contributions> contributions(const Matrix& matrix) const override
    {
        CB_TRY(const std::vector<double> reached, margins(matrix));
        Contributions result { matrix.rows, m_columns, std::vector<double>(matrix.rows, m_rule.base),
                               std::vector<double>(matrix.rows * m_columns, 0) };
        for (std::size_t r = 0; r < matrix.rows; ++r)
            result.amounts[r * m_columns + m_rule.column] = reached[r] - m_rule.base;
        return result;
    }

    [[nodiscard]] std::string serialize() const override
    {
        Json json = { { "family", kId },           { "format", 1 },
                      { "columns", m_columns },    { "column", m_rule.column },
                      { "border", m_rule.border }, { "base", m_rule.base } };
        for (std::size_t side = 0; side < kMarginNames.size(); ++side)
            json[kMarginNames[side]] = m_rule.margins[side];
        return canonicalJson(json);
    }

private:
    Rule m_rule;
    std::size_t m_columns;
};

struct Candidate
{
    double impurity = 0;
    double border = 0;
    bool found = false;
};

/// The border of one column with the least impurity, missing rows as a side of their own.
Candidate bestBorder(const Matrix& matrix, std::span<const Truth> truth, std::size_t column)
{
    std::vector<std::pair<float, Truth>> known;
    Tally above;
    Tally missing;
    for (std::size_t r = 0; r < matrix.rows; ++r) {
        const float value = matrix.at(r, column);
        (std::isnan(value) ? missing : above).add(truth[r]);
        if (!std::isnan(value))
            known.emplace_back(value, truth[r]);
    }
    std::ranges::sort(known);
    const Tally present = above;
    Tally below;
    Candidate best;
    for (std::size_t i = 0; i + 1 < known.size(); ++i) {
        below.add(known[i].second);
        above.total -= 1;
        above.positives -= known[i].second == kPositive ? 1 : 0;
        if (known[i].first == known[i + 1].first)
            continue;
        const double impurity = below.impurity() + above.impurity() + missing.impurity();
        if (!best.found || impurity < best.impurity)
            best = { impurity,
                     (static_cast<double>(known[i].first) + static_cast<double>(known[i + 1].first)) / 2,
                     true };
    }
    if (!best.found && !known.empty()
        && missing.total > 0) // one value or none: the question is whether there is a value
        best = { present.impurity() + missing.impurity(), static_cast<double>(known.front().first), true };
    return best;
}

class OneRuleFamily final : public Family
{
public:
    [[nodiscard]] std::string_view id() const override { return kId; }

    [[nodiscard]] std::string_view title() const override { return "One rule (baseline)"; }

    [[nodiscard]] std::span<const ParameterSpec> parameters() const override { return {}; }

    [[nodiscard]] EncodingStyle encodingStyle() const override { return EncodingStyle::Trees; }

    [[nodiscard]] Result<std::unique_ptr<TrainedModel>> fit(const Matrix& matrix,
                                                            std::span<const Truth> truth,
                                                            const ParameterValues&,
                                                            const FitContext&,
                                                            Progress& progress) const override
    {
        CB_CHECK(progress.checkpoint());
        CB_CHECK(checkTraining(matrix, truth, CellRule::MissingAllowed));
        Candidate best;
        Rule rule;
        for (std::size_t column = 0; column < matrix.columns; ++column) {
            CB_CHECK(progress.checkpoint());
            const Candidate candidate = bestBorder(matrix, truth, column);
            if (!candidate.found || (best.found && candidate.impurity >= best.impurity))
                continue;
            best = candidate;
            rule.column = column;
            rule.border = candidate.border;
        }
        if (!best.found)
            return Error { ErrorCode::InvalidInput,
                           "Every column is constant.",
                           {},
                           "constant",
                           "Choose other fields or cases." };
        std::array<Tally, 3> sides;
        for (std::size_t r = 0; r < matrix.rows; ++r)
            sides[rule.side(matrix.at(r, rule.column))].add(truth[r]);
        Tally all { sides[Below].positives + sides[Above].positives + sides[Missing].positives,
                    static_cast<double>(matrix.rows) };
        for (std::size_t side = 0; side < sides.size(); ++side) {
            // A side without a training row knows nothing but the whole.
            rule.margins[side] = sides[side].total > 0 ? sides[side].logOdds() : all.logOdds();
            rule.base += rule.margins[side] * sides[side].total / all.total;
        }
        return std::unique_ptr<TrainedModel>(std::make_unique<OneRuleModel>(rule, matrix.columns));
    }

    [[nodiscard]] Result<std::unique_ptr<TrainedModel>> load(std::string_view bytes,
                                                             std::size_t columns) const override
    {
        CB_TRY(const Json json, ownModel(bytes, kId, columns));
        CB_TRY(const long long column, jsonInteger(json, "column"));
        if (column < 0 || static_cast<std::size_t>(column) >= columns)
            return Error { ErrorCode::Corrupt, "The rule asks for a column that is not there.", "column" };
        Rule rule;
        rule.column = static_cast<std::size_t>(column);
        CB_TRY(rule.border, finiteMember(json, "border"));
        CB_TRY(rule.base, finiteMember(json, "base"));
        for (std::size_t side = 0; side < kMarginNames.size(); ++side) {
            CB_TRY(rule.margins[side], finiteMember(json, kMarginNames[side]));
        }
        return std::unique_ptr<TrainedModel>(std::make_unique<OneRuleModel>(rule, columns));
    }
};

} // namespace

const Family& oneRuleFamily()
{
    static const OneRuleFamily family;
    return family;
}

} // namespace casebench
