// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/Importance.h"

#include "core/base/Random.h"

#include <algorithm>
#include <cmath>

namespace casebench {

namespace {

/// Share of the positive rows that are flagged. A row's threshold is met by its calibrated probability.
Result<double> recallOf(const Scorer& scorer, const Matrix& positives)
{
    CB_TRY(const std::vector<double> margins, scorer.model().margins(positives));
    std::size_t caught = 0;
    for (const double margin : margins)
        caught += scorer.positive(scorer.probability(margin)) ? 1 : 0;
    return static_cast<double>(caught) / static_cast<double>(margins.size());
}

FieldImportance summary(const std::string& field, std::span<const double> drops)
{
    double mean = 0;
    for (const double drop : drops)
        mean += drop / static_cast<double>(drops.size());
    double squares = 0;
    for (const double drop : drops)
        squares += (drop - mean) * (drop - mean) / static_cast<double>(drops.size());
    return { field, mean, std::sqrt(squares) };
}

} // namespace

Result<std::vector<FieldImportance>> permutationImportance(const Scorer& scorer,
                                                           const CaseTable& table,
                                                           std::span<const std::uint32_t> rows,
                                                           std::span<const Truth> truth,
                                                           const ImportanceOptions& options,
                                                           Progress& progress)
{
    expects(options.shuffles >= 1, "permutationImportance: no shuffle");
    CB_CHECK(progress.checkpoint());
    const Matrix all = scorer.encoder().encode(table, rows);
    // Only positives decide recall, but a shuffled value comes from any row.
    std::vector<std::size_t> positiveRows;
    Matrix positives { 0, all.columns, {} };
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (truth[rows[i]] != kPositive)
            continue;
        positiveRows.push_back(i);
        const auto cells = all.row(i);
        positives.values.insert(positives.values.end(), cells.begin(), cells.end());
    }
    positives.rows = positiveRows.size();
    if (positives.rows == 0)
        return Error {
            ErrorCode::InvalidInput, "There is no positive case to measure recall on.", {}, "single-class"
        };
    CB_TRY(const double baseline, recallOf(scorer, positives));

    std::vector<FieldImportance> result;
    const auto& fields = scorer.encoder().fields();
    for (std::size_t f = 0; f < fields.size(); ++f) {
        const EncodedField& field = fields[f];
        Random random = Random::forPurpose(options.seed, "importance of " + field.name);
        std::vector<double> drops;
        for (int shuffle = 0; shuffle < options.shuffles; ++shuffle) {
            CB_CHECK(progress.checkpoint());
            const auto order = random.permutation(all.rows);
            Matrix shuffled = positives;
            for (std::size_t p = 0; p < positiveRows.size(); ++p) {
                const auto from = all.row(order[positiveRows[p]]).subspan(field.first, field.count);
                std::ranges::copy(from, shuffled.row(p).subspan(field.first, field.count).begin());
            }
            CB_TRY(const double recall, recallOf(scorer, shuffled));
            drops.push_back(baseline - recall);
        }
        result.push_back(summary(field.name, drops));
        progress.report(static_cast<double>(f + 1) / static_cast<double>(fields.size()), "Shuffling fields");
    }
    std::ranges::stable_sort(result, std::greater {}, &FieldImportance::drop);
    return result;
}

} // namespace casebench
