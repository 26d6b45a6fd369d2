// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/Slices.h"

#include "core/base/Text.h"
#include "core/stats/Contingency.h"
#include "core/stats/Descriptive.h"

#include <algorithm>
#include <map>

namespace casebench {

namespace {

constexpr std::size_t kMaxLevels = 12; // what a page can show (ours)
constexpr std::size_t kFieldsShown = 3;
constexpr std::int64_t kMinimumPositives = 20; // fewer say nothing about a slice's recall (ours)

using Rows = std::span<const std::uint32_t>;

bool canSlice(const Field& field)
{
    return field.kind == FieldKind::Number || field.kind == FieldKind::Category
        || field.kind == FieldKind::YesNo;
}

void addMissing(FieldLevels& result, const Column& column, Rows rows)
{
    const auto level = static_cast<int>(result.levels.size());
    bool any = false;
    for (const std::uint32_t row : rows) {
        if (column.isMissing(row)) {
            result.levelOf[row] = level;
            any = true;
        }
    }
    if (any)
        result.levels.emplace_back("(missing)");
}

void levelsOfCodes(FieldLevels& result, const Column& column, Rows rows)
{
    std::vector<std::size_t> counts(column.dictionary().size(), 0);
    for (const std::uint32_t row : rows) {
        if (column.codes()[row] >= 0)
            ++counts[static_cast<std::size_t>(column.codes()[row])];
    }
    std::vector<std::size_t> order;
    for (std::size_t code = 0; code < counts.size(); ++code) {
        if (counts[code] > 0)
            order.push_back(code);
    }
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
    order.resize(std::min(order.size(), kMaxLevels - 1)); // one place is kept for missing
    std::map<Code, int> levels;
    for (const std::size_t code : order) {
        levels[static_cast<Code>(code)] = static_cast<int>(result.levels.size());
        result.levels.push_back(column.dictionary()[code]);
    }
    for (const std::uint32_t row : rows) {
        if (const auto at = levels.find(column.codes()[row]); at != levels.end())
            result.levelOf[row] = at->second;
    }
}

void levelsOfNumbers(FieldLevels& result, const Column& column, Rows rows)
{
    std::vector<double> known;
    for (const std::uint32_t row : rows) {
        if (!column.isMissing(row))
            known.push_back(column.numbers()[row]);
    }
    if (known.empty())
        return;
    std::vector<double> cuts { quantile(known, 0.25), quantile(known, 0.5), quantile(known, 0.75) };
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    for (std::size_t i = 0; i <= cuts.size(); ++i) {
        const std::string from = i == 0 ? "" : "above " + shortestNumber(cuts[i - 1]);
        const std::string to = i == cuts.size() ? "" : "up to " + shortestNumber(cuts[i]);
        result.levels.push_back(from + (from.empty() || to.empty() ? "" : ", ") + to);
    }
    for (const std::uint32_t row : rows) {
        if (!column.isMissing(row))
            result.levelOf[row] =
                static_cast<int>(std::ranges::lower_bound(cuts, column.numbers()[row]) - cuts.begin());
    }
}

/// What a model does with the cases of one slice.
struct SliceCounts
{
    std::int64_t rows = 0;
    std::int64_t positives = 0;
    std::int64_t caught = 0;
    std::int64_t negatives = 0;
    std::int64_t cleared = 0;

    [[nodiscard]] double recall() const
    {
        return static_cast<double>(caught) / static_cast<double>(positives);
    }
};

std::vector<SliceCounts> countSlices(const FieldLevels& levels, const ComparedModel& model, Rows rows)
{
    std::vector<SliceCounts> counts(levels.levels.size());
    for (const std::uint32_t row : rows) {
        if (levels.levelOf[row] < 0)
            continue;
        SliceCounts& slice = counts[static_cast<std::size_t>(levels.levelOf[row])];
        const bool flagged = model.predictions.probability[row] >= model.threshold;
        ++slice.rows;
        if (model.predictions.truth[row] == kPositive) {
            ++slice.positives;
            slice.caught += flagged ? 1 : 0;
        } else {
            ++slice.negatives;
            slice.cleared += flagged ? 0 : 1;
        }
    }
    return counts;
}

/// How much a field's slices tell: the largest difference of recall between models, or between slices of the
/// only model.
double contrast(const FieldLevels& levels, std::span<const ComparedModel> models, Rows rows)
{
    const auto first = countSlices(levels, models.front(), rows);
    const auto last = countSlices(levels, models.back(), rows);
    double largest = 0;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (first[i].positives < kMinimumPositives)
            continue;
        for (std::size_t j = 0; j < last.size(); ++j) {
            if (last[j].positives >= kMinimumPositives && (models.size() == 1 || i == j))
                largest = std::max(largest, std::abs(last[j].recall() - first[i].recall()));
        }
    }
    return largest;
}

Result<std::vector<std::size_t>> chosenFields(std::span<const ComparedModel> models,
                                              const CaseTable& table,
                                              Rows rows,
                                              std::span<const std::string> sliceBy)
{
    std::vector<std::size_t> fields;
    for (const std::string& name : sliceBy) {
        CB_TRY(const std::size_t at, table.schema.find(name));
        if (!canSlice(table.schema[at]))
            return Error { ErrorCode::InvalidInput,
                           "Cases cannot be sliced by \"" + name + "\".",
                           {},
                           {},
                           "Choose a number, category or yes/no field." };
        fields.push_back(at);
    }
    if (!sliceBy.empty())
        return fields;
    std::vector<std::pair<double, std::size_t>> ranked;
    for (const std::size_t at : table.schema.modelFields())
        ranked.emplace_back(contrast(fieldLevels(table, at, rows), models, rows), at);
    std::ranges::stable_sort(ranked, std::greater {}, &std::pair<double, std::size_t>::first);
    for (std::size_t i = 0; i < std::min(ranked.size(), kFieldsShown); ++i)
        fields.push_back(ranked[i].second);
    return fields;
}

} // namespace

FieldLevels fieldLevels(const CaseTable& table, std::size_t field, Rows rows)
{
    expects(canSlice(table.schema[field]), "fieldLevels: a time or text");
    FieldLevels result { table.schema[field].name, {}, std::vector<int>(table.rowCount(), -1) };
    const Column& column = table.columns[field];
    if (column.kind() == FieldKind::Number)
        levelsOfNumbers(result, column, rows);
    else
        levelsOfCodes(result, column, rows);
    addMissing(result, column, rows);
    return result;
}

Result<std::vector<SliceFigure>> sliceFigures(std::span<const ComparedModel> models,
                                              const CaseTable& table,
                                              Rows rows,
                                              std::span<const std::string> sliceBy)
{
    CB_TRY(const auto fields, chosenFields(models, table, rows, sliceBy));
    std::vector<SliceFigure> figures;
    for (const std::size_t field : fields) {
        const FieldLevels levels = fieldLevels(table, field, rows);
        std::vector<std::vector<SliceCounts>> counts;
        for (const ComparedModel& model : models)
            counts.push_back(countSlices(levels, model, rows));
        for (std::size_t level = 0; level < levels.levels.size(); ++level) {
            for (std::size_t m = 0; m < models.size(); ++m) {
                const SliceCounts& slice = counts[m][level];
                figures.push_back({ levels.field, levels.levels[level], models[m].runId, "recall",
                                    wilsonInterval(slice.caught, slice.positives), slice.rows });
                figures.push_back({ levels.field, levels.levels[level], models[m].runId, "specificity",
                                    wilsonInterval(slice.cleared, slice.negatives), slice.rows });
            }
        }
    }
    return figures;
}

} // namespace casebench
