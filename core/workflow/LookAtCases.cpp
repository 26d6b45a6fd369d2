// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/LookAtCases.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/data/Filter.h"
#include "core/importing/CsvWriter.h"
#include "core/privacy/Masking.h"
#include "core/store/CaseStore.h"
#include "core/store/RunStore.h"
#include "core/store/ScoreStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/SettleLabels.h"

#include <algorithm>
#include <numeric>

namespace casebench {

Result<std::shared_ptr<const CaseView>>
loadCaseView(Project& project, Progress& progress, const std::vector<std::string>& revealed)
{
    auto view = std::make_shared<CaseView>();
    CB_TRY(const CaseTablePtr stored, CaseStore(project).loadTable({}, progress));
    view->table = maskedTable(stored, revealed);
    CB_TRY(view->labels, settledCases(project, LabelPolicy::Confirmed));
    view->score.assign(view->table->rowCount(), std::nan(""));
    const RunStore runs(project);
    CB_TRY(const auto champion, runs.champion());
    if (champion) {
        CB_TRY(const Run run, runs.find(*champion));
        CB_TRY(const CaseScores scores, ScoreStore(project).latest(*champion));
        for (std::size_t i = 0; i < scores.rows.size(); ++i)
            view->score[scores.rows[i]] = scores.probability[i];
        view->threshold = run.threshold;
        view->scoredBy = scores.rows.empty() ? 0 : run.id;
    }
    return std::shared_ptr<const CaseView>(std::move(view));
}

Result<std::vector<std::uint32_t>> filterCases(const CaseView& view, std::string_view where)
{
    std::vector<std::uint32_t> positions;
    if (trimmed(where).empty()) {
        positions.resize(view.table->rowCount());
        std::iota(positions.begin(), positions.end(), 0U);
        return positions;
    }
    CB_TRY(const Filter filter, Filter::parse(where));
    std::vector<Truth> truth;
    truth.reserve(view.labels.size());
    for (const SettledCase& label : view.labels)
        truth.push_back(label.truth);
    CB_TRY(const std::vector<std::uint8_t> mask, filter.mask(*view.table, truth));
    for (std::uint32_t row = 0; row < mask.size(); ++row) {
        if (mask[row] != 0)
            positions.push_back(row);
    }
    return positions;
}

namespace {

/// Sorts by a key per row; missing (as told by isMissing) goes last whatever the direction.
template<typename Key, typename Missing>
void sortBy(std::vector<std::uint32_t>& positions, bool descending, Key key, Missing isMissing)
{
    const auto firstMissing = std::stable_partition(positions.begin(), positions.end(),
                                                    [&](std::uint32_t row) { return !isMissing(row); });
    std::stable_sort(positions.begin(), firstMissing, [&](std::uint32_t a, std::uint32_t b) {
        return descending ? key(b) < key(a) : key(a) < key(b);
    });
}

/// Rank of each code by the text it stands for, so that sorting compares integers.
std::vector<std::uint32_t> ranksOf(const Dictionary& dictionary)
{
    std::vector<std::uint32_t> order(dictionary.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [&](std::uint32_t code) { return std::string_view(dictionary[code]); });
    std::vector<std::uint32_t> ranks(dictionary.size());
    for (std::uint32_t rank = 0; rank < order.size(); ++rank)
        ranks[order[rank]] = rank;
    return ranks;
}

void sortByColumn(std::vector<std::uint32_t>& positions, bool descending, const Column& column)
{
    const auto missing = [&](std::uint32_t row) { return column.isMissing(row); };
    if (column.kind() == FieldKind::Number) {
        sortBy(
            positions, descending, [values = column.numbers()](std::uint32_t row) { return values[row]; },
            missing);
    } else if (column.kind() == FieldKind::Time) {
        sortBy(
            positions, descending, [values = column.times()](std::uint32_t row) { return values[row]; },
            missing);
    } else {
        const auto ranks = ranksOf(column.dictionary());
        sortBy(
            positions, descending,
            [&, codes = column.codes()](std::uint32_t row) {
                return ranks[static_cast<std::size_t>(codes[row])];
            },
            missing);
    }
}

} // namespace

Result<std::vector<std::uint32_t>>
sortCases(const CaseView& view, std::vector<std::uint32_t> positions, std::string_view field, bool descending)
{
    const auto never = [](std::uint32_t) { return false; };
    if (field == "case") {
        sortBy(
            positions, descending, [&](std::uint32_t row) { return std::string_view(view.table->ids[row]); },
            never);
    } else if (field == "label") {
        sortBy(
            positions, descending,
            [&](std::uint32_t row) { return static_cast<int>(view.labels[row].state); }, never);
    } else if (field == "score") {
        sortBy(
            positions, descending, [&](std::uint32_t row) { return view.score[row]; },
            [&](std::uint32_t row) { return std::isnan(view.score[row]); });
    } else {
        CB_TRY(const std::size_t at, view.table->schema.find(field));
        sortByColumn(positions, descending, view.table->columns[at]);
    }
    return positions;
}

Result<std::int64_t>
exportCases(const CaseView& view, std::span<const std::uint32_t> positions, const std::filesystem::path& out)
{
    const auto chosen = view.table->select(positions);
    CB_CHECK(writeFileAtomically(out, toCsv(*chosen)));
    return static_cast<std::int64_t>(positions.size());
}

Result<void> correctCell(Project& project, const Actor& actor, const Correction& correction)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    if (trimmed(correction.reason).empty())
        return Error {
            ErrorCode::InvalidInput, "A correction needs a reason.", {}, "usage", "Say why with --reason."
        };
    CB_TRY(const CaseRow row, findCase(project, correction.caseId));
    const CaseStore cases(project);
    CB_TRY(const Schema schema, cases.schema());
    CB_TRY(const std::size_t at, schema.find(correction.field));
    const Field& field = schema[at];
    const CellValue value = cellFromText(field, correction.value);
    if (value.value.index() == 0 && !trimmed(correction.value).empty())
        return Error { ErrorCode::InvalidInput,
                       "\"" + correction.value + "\" is not a value of " + field.name + ", which is a "
                           + std::string(name(field.kind)) + ".",
                       {},
                       "bad-value",
                       "Nothing was changed." };
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_TRY(const bool changed, cases.applyChange(tx, { row, field.name, value, correction.reason }));
    if (!changed)
        return {};
    CB_CHECK(tx.commit({ .act = "case.set",
                         .objType = "case",
                         .objId = correction.caseId,
                         .after = { { "field", field.name } },
                         .reason = correction.reason }));
    return {};
}

} // namespace casebench
