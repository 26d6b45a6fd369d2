// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/explaining/Explainer.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::size_t kBlock = 2048; // rows between two chances to stop (ours)
constexpr double kTolerance = 1e-4; // statistics.md 1, scenario 18

/// Contributions of one block, encoded columns summed to their field.
struct FieldAmounts
{
    std::size_t fields = 0;
    std::vector<double> base;
    std::vector<double> margin;
    std::vector<double> amounts; ///< rows x fields

    [[nodiscard]] std::span<const double> row(std::size_t index) const
    {
        return { amounts.data() + index * fields, fields };
    }
};

Result<FieldAmounts>
fieldAmounts(const Scorer& scorer, const CaseTable& table, std::span<const std::uint32_t> rows)
{
    const Matrix matrix = scorer.encoder().encode(table, rows);
    CB_TRY(const Contributions parts, scorer.model().contributions(matrix));
    FieldAmounts result;
    CB_TRY(result.margin, scorer.model().margins(matrix));
    result.base = parts.base;
    result.fields = scorer.encoder().fields().size();
    result.amounts.assign(rows.size() * result.fields, 0);
    const std::vector<std::size_t> owner = scorer.encoder().fieldOfColumn();
    for (std::size_t r = 0; r < rows.size(); ++r) {
        double sum = parts.base[r];
        for (std::size_t c = 0; c < parts.columns; ++c) {
            result.amounts[r * result.fields + owner[c]] += parts.row(r)[c];
            sum += parts.row(r)[c];
        }
        if (!(std::abs(sum - result.margin[r]) <= kTolerance * (1 + std::abs(result.margin[r]))))
            return Error { ErrorCode::Internal,
                           fmt::format("The contributions add up to {} instead of the margin {}.", sum,
                                       result.margin[r]),
                           "case " + table.ids[rows[r]] };
    }
    return result;
}

/// Fields a model could use that this one does not know.
std::vector<std::size_t> unknownFields(const Scorer& scorer, const CaseTable& table)
{
    std::vector<std::size_t> unknown = table.schema.modelFields();
    std::erase_if(unknown, [&](std::size_t at) { return scorer.encoder().knows(table.schema[at].name); });
    return unknown;
}

Explanation explanationOf(const Scorer& scorer,
                          const CaseTable& table,
                          std::uint32_t row,
                          const FieldAmounts& parts,
                          std::size_t index)
{
    Explanation result;
    result.caseId = table.ids[row];
    result.base = parts.base[index];
    result.margin = parts.margin[index];
    result.probability = scorer.probability(result.margin);
    result.threshold = scorer.threshold();
    result.unit = scorer.model().marginUnit();
    result.method = scorer.model().contributionMethod();
    const auto& fields = scorer.encoder().fields();
    for (std::size_t f = 0; f < fields.size(); ++f) {
        const Column* column = table.column(fields[f].name);
        Contribution contribution { fields[f].name, {}, true, parts.row(index)[f] };
        if (column != nullptr && !column->isMissing(row)) {
            contribution.missing = false;
            contribution.value = column->text(row);
        }
        result.contributions.push_back(std::move(contribution));
    }
    std::ranges::stable_sort(result.contributions, std::greater {},
                             [](const Contribution& c) { return std::abs(c.amount); });
    return result;
}

std::string reason(const Contribution& contribution, const std::string& unit)
{
    const std::string said = contribution.missing ? contribution.field + " was not asked, which"
                                                  : contribution.field + " = " + contribution.value;
    return fmt::format("{} speaks {} scam ({:+.2f} {}).", said, contribution.amount >= 0 ? "for" : "against",
                       contribution.amount, unit);
}

} // namespace

std::string reasonsText(const Explanation& explanation, std::size_t most)
{
    std::string text;
    std::size_t told = 0;
    double rest = 0;
    std::size_t others = 0;
    for (const Contribution& contribution : explanation.contributions) {
        if (told < most && std::abs(contribution.amount) >= 0.005) { // smaller would print as 0.00
            text += (text.empty() ? "" : " ") + reason(contribution, explanation.unit);
            ++told;
        } else {
            rest += contribution.amount;
            ++others;
        }
    }
    if (told == 0)
        return "No field moves this case away from the average.";
    if (others > 0)
        text += fmt::format(" {} further field{} together: {:+.2f}.", others, others == 1 ? "" : "s", rest);
    if (!explanation.unseenFields.empty()) {
        text += " The model cannot see";
        for (std::size_t i = 0; i < explanation.unseenFields.size(); ++i)
            text += (i == 0 ? " " : ", ") + explanation.unseenFields[i];
        text += ", which this case fills.";
    }
    return text;
}

Result<std::vector<Explanation>> explainCases(const Scorer& scorer,
                                              const CaseTable& table,
                                              std::span<const std::uint32_t> rows,
                                              Progress& progress)
{
    std::vector<Explanation> result;
    result.reserve(rows.size());
    const auto unknown = unknownFields(scorer, table);
    CB_CHECK(progress.checkpoint());
    for (std::size_t from = 0; from < rows.size(); from += kBlock) {
        CB_CHECK(progress.checkpoint());
        const auto block = rows.subspan(from, std::min(kBlock, rows.size() - from));
        CB_TRY(const FieldAmounts parts, fieldAmounts(scorer, table, block));
        for (std::size_t i = 0; i < block.size(); ++i) {
            Explanation explanation = explanationOf(scorer, table, block[i], parts, i);
            for (const std::size_t at : unknown) {
                if (table.columns[at].isFilled(block[i]))
                    explanation.unseenFields.push_back(table.schema[at].name);
            }
            explanation.text = reasonsText(explanation);
            result.push_back(std::move(explanation));
        }
        progress.report(static_cast<double>(from + block.size()) / static_cast<double>(rows.size()),
                        "Explaining cases");
    }
    return result;
}

Result<std::vector<FieldImportance>> contributionImportance(const Scorer& scorer,
                                                            const CaseTable& table,
                                                            std::span<const std::uint32_t> rows,
                                                            Progress& progress)
{
    if (rows.empty())
        return Error { ErrorCode::InvalidInput, "There is no case to explain.", {}, "empty" };
    const auto& fields = scorer.encoder().fields();
    std::vector<double> sum(fields.size(), 0);
    std::vector<double> squares(fields.size(), 0);
    for (std::size_t from = 0; from < rows.size(); from += kBlock) {
        CB_CHECK(progress.checkpoint());
        const auto block = rows.subspan(from, std::min(kBlock, rows.size() - from));
        CB_TRY(const FieldAmounts parts, fieldAmounts(scorer, table, block));
        for (std::size_t i = 0; i < block.size(); ++i) {
            for (std::size_t f = 0; f < fields.size(); ++f) {
                const double size = std::abs(parts.row(i)[f]);
                sum[f] += size;
                squares[f] += size * size;
            }
        }
        progress.report(static_cast<double>(from + block.size()) / static_cast<double>(rows.size()),
                        "Explaining cases");
    }
    std::vector<FieldImportance> result;
    const auto n = static_cast<double>(rows.size());
    for (std::size_t f = 0; f < fields.size(); ++f) {
        const double mean = sum[f] / n;
        result.push_back({ fields[f].name, mean, std::sqrt(std::max(0.0, squares[f] / n - mean * mean)) });
    }
    std::ranges::stable_sort(result, std::greater {}, &FieldImportance::drop);
    return result;
}

} // namespace casebench
