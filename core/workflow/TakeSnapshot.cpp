// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/TakeSnapshot.h"

#include "core/base/Text.h"
#include "core/crypto/Digest.h"
#include "core/data/Filter.h"
#include "core/labelling/SettleHistory.h"
#include "core/privacy/Masking.h"
#include "core/store/CaseStore.h"
#include "core/store/LabelStore.h"
#include "core/store/SnapshotStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/SettleLabels.h"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>

namespace casebench {

namespace {

/// Typed, length-prefixed cell bytes: a tag, then the value. Missing is a tag of its own.
void addCell(Sha256& hash, const Column& column, std::size_t row, std::span<const std::string> nfc)
{
    if (column.isMissing(row)) {
        hash.updateLengthPrefixed("-");
        return;
    }
    if (column.kind() == FieldKind::Number)
        hash.updateLengthPrefixed("n" + shortestNumber(column.numbers()[row]));
    else if (column.kind() == FieldKind::Time)
        hash.updateLengthPrefixed("t" + std::to_string(column.times()[row]));
    else
        hash.updateLengthPrefixed("s" + nfc[static_cast<std::size_t>(column.codes()[row])]);
}

std::vector<std::string> normalisedDictionary(const Column& column)
{
    std::vector<std::string> texts;
    if (column.kind() == FieldKind::Number || column.kind() == FieldKind::Time)
        return texts;
    for (const std::string& text : column.dictionary())
        texts.push_back(toNfc(text));
    return texts;
}

/// Which rows a request means: span of time, then the expression.
Result<std::vector<std::uint32_t>>
chooseRows(const CaseTable& table, std::span<const Truth> truth, const SnapshotRequest& request)
{
    std::vector<std::uint8_t> mask(table.rowCount(), 1);
    if (!request.where.empty()) {
        CB_TRY(const Filter filter, Filter::parse(request.where));
        CB_CHECK(requireShown(filter, table.schema)); // the number of rows would be an answer
        CB_TRY(mask, filter.mask(table, truth));
    }
    const Column* times = table.timeColumn();
    if ((request.from != kNoTime || request.to != kNoTime) && times == nullptr)
        return Error { ErrorCode::InvalidInput,
                       "There is no time field to choose a span by.",
                       {},
                       {},
                       "Give a field the role time." };
    std::vector<std::uint32_t> chosen;
    for (std::uint32_t row = 0; row < mask.size(); ++row) {
        if (mask[row] == 0 || (request.decidedOnly && truth[row] == kUndecided))
            continue;
        const Instant time = times == nullptr ? kNoTime : times->times()[row];
        if (request.from != kNoTime && (time == kNoTime || time < request.from))
            continue;
        if (request.to != kNoTime && (time == kNoTime || time >= request.to))
            continue;
        chosen.push_back(row);
    }
    if (chosen.empty())
        return Error { ErrorCode::InvalidInput,
                       "No case is in that choice.",
                       {},
                       "empty-snapshot",
                       "Widen the span or the expression." };
    return chosen;
}

/// A snapshot made without some of the verdicts would be another one as soon as their key is back.
Result<void> requireReadableLabels(Project& project, std::optional<std::int64_t> maxSeq = {})
{
    CB_TRY(const UnreadableLabels unreadable, LabelStore(project).unreadable(maxSeq));
    if (unreadable.count == 0)
        return {};
    return Error { ErrorCode::Refused,
                   unreadable.why,
                   {},
                   "E_KEY_MISSING",
                   "A snapshot needs all verdicts that it was made of." };
}

/// As it may be shown under the fields of today.
void guard(Snapshot& snapshot, const Schema& now)
{
    snapshot.schema = withPersonalOf(snapshot.schema, now);
    snapshot.where = shownFilter(snapshot.where, snapshot.schema);
}

SnapshotData assemble(Snapshot snapshot, CaseTablePtr table, std::span<const SettledCase> settled)
{
    SnapshotData data { std::move(snapshot), std::move(table), {}, {} };
    for (const CaseRow row : data.table->rows) {
        const SettledCase& label = row < settled.size() ? settled[row] : SettledCase {};
        data.truth.push_back(label.truth);
        data.decidedAt.push_back(label.truth == kUndecided ? kNoTime : label.decidedAt);
    }
    return data;
}

} // namespace

std::string datasetDigest(const CaseTable& table, std::span<const Truth> truth)
{
    Sha256 hash;
    hash.updateLengthPrefixed("casebench.dataset.v1");
    hash.updateLengthPrefixed(canonicalJson(table.schema.toJson()));
    std::vector<std::vector<std::string>> texts;
    for (const Column& column : table.columns)
        texts.push_back(normalisedDictionary(column));
    for (std::size_t row = 0; row < table.rowCount(); ++row) {
        hash.updateLengthPrefixed(table.ids[row]);
        for (std::size_t field = 0; field < table.columns.size(); ++field)
            addCell(hash, table.columns[field], row, texts[field]);
        hash.updateLengthPrefixed(std::to_string(static_cast<int>(truth[row])));
    }
    return hex(hash.finish());
}

Result<Snapshot>
takeSnapshot(Project& project, const Actor& actor, const SnapshotRequest& request, Progress& progress)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Analysis));
    CB_CHECK(requireReadableLabels(project));
    const CaseStore cases(project);
    const SnapshotStore snapshots(project);
    // The lock comes first: what is hashed and what is kept must be one state, whoever else is working.
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    Snapshot snapshot;
    snapshot.name = request.name;
    snapshot.from = request.from;
    snapshot.to = request.to;
    snapshot.where = request.where;
    snapshot.policy = request.policy;
    snapshot.asOf = request.asOf == kNoTime ? now() : request.asOf;
    CB_TRY(snapshot.changeSeq, cases.lastChangeSeq());
    CB_TRY(snapshot.labelSeq, LabelStore(project).lastSeq());
    CB_TRY(const auto settled, settledCases(project, request.policy, snapshot.asOf));
    progress.report(0.1, "reading cases");
    CB_TRY(const CaseTablePtr all, cases.loadTable({}, progress));
    std::vector<Truth> truth;
    for (const SettledCase& label : settled)
        truth.push_back(label.truth);
    CB_TRY(const auto chosen, chooseRows(*all, truth, request));
    const SnapshotData data = assemble(snapshot, all->select(chosen), settled);
    snapshot.schema = all->schema;
    snapshot.rows = static_cast<std::int64_t>(chosen.size());
    snapshot.positives = std::ranges::count(data.truth, kPositive);
    snapshot.negatives = std::ranges::count(data.truth, kNegative);
    snapshot.undecided = std::ranges::count(data.truth, kUndecided);
    progress.report(0.6, "hashing cases");
    CB_CHECK(progress.checkpoint());
    snapshot.digest = datasetDigest(*data.table, data.truth);

    CB_TRY(const std::int64_t id, snapshots.create(tx, snapshot, data.table->rows));
    CB_CHECK(tx.commit({ "snapshot.create",
                         "snapshot",
                         snapshot.name,
                         nullptr,
                         { { "digest", snapshot.digest },
                           { "rows", snapshot.rows },
                           { "positives", snapshot.positives },
                           { "undecided", snapshot.undecided },
                           { "policy", name(snapshot.policy) },
                           { "where", snapshot.where } } }));
    return snapshots.find(id);
}

Result<Snapshot> shownSnapshot(const Project& project, std::string_view nameOrId)
{
    CB_TRY(Snapshot snapshot, SnapshotStore(project).find(nameOrId));
    CB_TRY(const Schema now, CaseStore(project).schema());
    guard(snapshot, now);
    return snapshot;
}

Result<std::vector<Snapshot>> shownSnapshots(const Project& project)
{
    CB_TRY(auto snapshots, SnapshotStore(project).list());
    CB_TRY(const Schema now, CaseStore(project).schema());
    for (Snapshot& snapshot : snapshots)
        guard(snapshot, now);
    return snapshots;
}

Result<SnapshotData> loadSnapshot(Project& project, std::string_view nameOrId, Progress& progress)
{
    CB_TRY(SnapshotData data, loadFrozenSnapshot(project, nameOrId, progress));
    CB_TRY(const Schema now, CaseStore(project).schema());
    guard(data.snapshot, now);
    if (data.table->schema != data.snapshot.schema) {
        auto table = std::make_shared<CaseTable>(*data.table);
        table->schema = data.snapshot.schema;
        data.table = std::move(table);
    }
    return data;
}

Result<SnapshotData> loadFrozenSnapshot(Project& project, std::string_view nameOrId, Progress& progress)
{
    const SnapshotStore snapshots(project);
    CB_TRY(Snapshot snapshot, snapshots.find(nameOrId));
    CB_CHECK(requireReadableLabels(project, snapshot.labelSeq));
    CB_TRY(std::vector<CaseRow> rows, snapshots.rows(snapshot.id));
    TableRequest request;
    for (const Field& field : snapshot.schema.fields())
        request.fields.push_back(field.name);
    request.rows = std::move(rows);
    request.maxChangeSeq = snapshot.changeSeq;
    request.schema = snapshot.schema;
    CB_TRY(CaseTablePtr table, CaseStore(project).loadTable(request, progress));
    CB_TRY(const LabelHistory history, LabelStore(project).history(snapshot.labelSeq));
    CB_TRY(const std::size_t rowCount, CaseStore(project).rowCount());
    std::span<const Code> complaints;
    std::optional<Column> complaint;
    if (snapshot.policy == LabelPolicy::Complaints) {
        if (const auto at = snapshot.schema.find("complaint");
            at && snapshot.schema[*at].kind == FieldKind::YesNo) {
            CB_TRY(complaint, CaseStore(project).loadColumn(snapshot.schema[*at].name));
            complaints = complaint->codes();
        }
    }
    auto settled = settleHistory(history, rowCount, snapshot.policy, snapshot.asOf, complaints);
    // Snapshots of the first version left cases without a complaint undecided; they stay as they were taken.
    if (snapshot.policy == LabelPolicy::Complaints && snapshot.negatives == 0) {
        for (SettledCase& one : settled)
            one.truth = one.truth == kNegative ? kUndecided : one.truth;
    }
    return assemble(std::move(snapshot), std::move(table), settled);
}

Result<bool> verifySnapshot(Project& project, std::string_view nameOrId, Progress& progress)
{
    CB_TRY(const SnapshotData data, loadFrozenSnapshot(project, nameOrId, progress));
    return datasetDigest(*data.table, data.truth) == data.snapshot.digest;
}

namespace {

std::string_view truthText(Truth truth)
{
    return truth == kPositive ? "scam" : truth == kNegative ? "not-scam" : "undecided";
}

constexpr std::size_t kListedCells = 1000;

void compareRow(const SnapshotData& a,
                std::size_t rowA,
                const SnapshotData& b,
                std::size_t rowB,
                SnapshotDifference& difference)
{
    const auto note = [&](const std::string& field, std::string before, std::string after) {
        ++difference.cellsChanged;
        if (difference.cells.size() < kListedCells)
            difference.cells.push_back({ a.table->ids[rowA], field, std::move(before), std::move(after) });
    };
    for (std::size_t i = 0; i < a.table->columns.size(); ++i) {
        const std::string& field = a.table->schema[i].name;
        const Column* other = b.table->column(field);
        if (other == nullptr)
            continue;
        const std::string before = a.table->columns[i].text(rowA);
        const std::string after = other->text(rowB);
        if (before != after)
            note(field, shownText(a.table->schema[i].role, before),
                 shownText(b.table->schema[*b.table->schema.indexOf(field)].role, after));
    }
    if (a.truth[rowA] != b.truth[rowB])
        note("label", std::string(truthText(a.truth[rowA])), std::string(truthText(b.truth[rowB])));
}

std::vector<std::string> fieldsOnlyIn(const Schema& here, const Schema& there)
{
    std::vector<std::string> names;
    for (const Field& field : here.fields()) {
        if (!there.indexOf(field.name))
            names.push_back(field.name);
    }
    return names;
}

} // namespace

Result<SnapshotDifference>
diffSnapshots(Project& project, std::string_view a, std::string_view b, Progress& progress)
{
    CB_TRY(const SnapshotData left, loadSnapshot(project, a, progress));
    CB_TRY(const SnapshotData right, loadSnapshot(project, b, progress));
    SnapshotDifference difference;
    difference.fieldsOnlyInA = fieldsOnlyIn(left.table->schema, right.table->schema);
    difference.fieldsOnlyInB = fieldsOnlyIn(right.table->schema, left.table->schema);
    std::unordered_map<std::string_view, std::size_t> rowOf;
    for (std::size_t row = 0; row < right.table->rowCount(); ++row)
        rowOf[right.table->ids[row]] = row;
    std::size_t shared = 0;
    for (std::size_t row = 0; row < left.table->rowCount(); ++row) {
        const auto at = rowOf.find(left.table->ids[row]);
        if (at == rowOf.end()) {
            ++difference.onlyInA;
            continue;
        }
        ++shared;
        compareRow(left, row, right, at->second, difference);
    }
    difference.onlyInB = static_cast<std::int64_t>(right.table->rowCount() - shared);
    return difference;
}

} // namespace casebench
