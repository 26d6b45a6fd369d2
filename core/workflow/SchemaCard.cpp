// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/SchemaCard.h"

#include "core/base/Text.h"
#include "core/data/LinkedCases.h"
#include "core/drift/Scan.h"
#include "core/store/CaseStore.h"
#include "core/store/RunStore.h"
#include "core/store/SchemaStore.h"
#include "core/store/SourceStore.h"
#include "core/workflow/ScorerOfRun.h"
#include "core/workflow/SettleLabels.h"
#include "core/workflow/TakeSnapshot.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace casebench {

namespace {

constexpr std::size_t kListedGroups = 100;
constexpr std::size_t kListedCases = 20;

/// The run whose reference counts: the champion's, else the newest run's.
Result<std::optional<Run>> referenceRun(Project& project, SchemaCard& card)
{
    const RunStore runs(project);
    CB_TRY(const auto champion, runs.champion());
    if (champion) {
        CB_TRY(Run run, runs.find(*champion));
        card.champion = run.name;
        return std::optional<Run>(std::move(run));
    }
    CB_TRY(std::vector<Run> all, runs.list());
    return all.empty() ? std::optional<Run>() : std::optional<Run>(std::move(all.back()));
}

Result<void> markSeen(Project& project, SchemaCard& card)
{
    if (card.champion.empty())
        return {};
    CB_TRY(const LoadedRun champion, loadRun(project, card.champion));
    const std::vector<std::string> seen = modelFields(champion.scorer);
    for (FieldCard& field : card.fields)
        field.seenByChampion = std::ranges::find(seen, field.field.name) != seen.end();
    return {};
}

bool isCompared(const Field& field)
{
    return field.role != FieldRole::Id && field.role != FieldRole::Label && field.role != FieldRole::Personal
        && field.kind != FieldKind::Text && field.kind != FieldKind::Time;
}

std::string driftWords(const FieldDrift& drift)
{
    if (drift.verdict == DriftVerdict::Skipped)
        return drift.whySkipped == "not in the reference" ? "new since the reference" : drift.whySkipped;
    return std::string(name(drift.verdict))
        + (drift.direction.empty() ? std::string() : ", " + drift.direction);
}

Result<void> measureDrift(Project& project,
                          const CaseTable& all,
                          const std::optional<Run>& run,
                          SchemaCard& card,
                          Progress& progress)
{
    if (!run) {
        card.whyNoDrift = "There is no run yet, so there is no reference to compare with.";
        return {};
    }
    Progress reading = progress.part(0, 0.4);
    CB_TRY(const SnapshotData reference, loadSnapshot(project, std::to_string(run->snapshotId), reading));
    card.referenceRun = run->name;
    card.referenceSnapshot = reference.snapshot.name;
    card.referenceRows = static_cast<std::int64_t>(reference.table->rowCount());
    std::vector<std::uint32_t> since;
    std::ranges::set_difference(all.rows, reference.table->rows, std::back_inserter(since));
    card.windowRows = static_cast<std::int64_t>(since.size());
    if (since.empty()) {
        card.whyNoDrift = fmt::format("Every case is in {}, the reference of {}: nothing came since.",
                                      card.referenceSnapshot, card.referenceRun);
        return {};
    }
    const CaseTablePtr window = all.select(since); // rows of a whole project are positions
    std::vector<std::string> fields;
    for (const FieldCard& field : card.fields) {
        if (isCompared(field.field))
            fields.push_back(field.field.name);
    }
    Progress scanning = progress.part(0.4, 1);
    CB_TRY(DriftReport report, scanDrift({ *reference.table, *window, fields, run->importance }, scanning));
    for (FieldDrift& drift : report.fields) {
        const auto at = std::ranges::find_if(
            card.fields, [&](const FieldCard& field) { return field.field.name == drift.name; });
        at->driftText = driftWords(drift);
        at->drift = std::move(drift);
    }
    return {};
}

void addHints(FieldCard& card)
{
    const FieldSummary& summary = card.summary;
    if (summary.constant)
        card.hints.push_back(
            { "constant",
              summary.filled == 0
                  ? fmt::format("{} is empty in all {} cases.", card.field.name, countText(summary.rows))
                  : fmt::format("{} has the same value in all {} cases: it tells a model nothing.",
                                card.field.name, countText(summary.rows)) });
    using enum FieldRole;
    const bool describes = card.field.role == Feature || card.field.role == Sensitive;
    if (summary.nearId && describes && card.field.kind != FieldKind::Time)
        card.hints.push_back(
            { "near-id",
              fmt::format("{} has {} different values in {} filled cases: it names cases "
                          "rather than describes them. Give it the role id or ignore.",
                          card.field.name, countText(summary.distinct), countText(summary.filled)) });
}

/// What the labels say today.
struct Verdicts
{
    std::vector<Truth> truth;
    std::vector<Instant> decidedAt;
    std::vector<std::uint32_t> decided;
};

Result<Verdicts> verdictsOf(Project& project, const CaseTable& table)
{
    const std::size_t rows = table.rowCount();
    const Column* times = table.timeColumn();
    CB_TRY(const auto settled, settledCases(project, LabelPolicy::Confirmed));
    Verdicts verdicts { std::vector<Truth>(rows, kUndecided), std::vector<Instant>(rows, kNoTime), {} };
    for (std::uint32_t row = 0; row < std::min(rows, settled.size()); ++row) {
        verdicts.truth[row] = settled[row].truth;
        if (settled[row].truth == kUndecided)
            continue;
        // A decision at the very time of the case was assumed at import and proves nothing about order.
        if (times == nullptr || times->times()[row] != settled[row].decidedAt)
            verdicts.decidedAt[row] = settled[row].decidedAt;
        verdicts.decided.push_back(row);
    }
    return verdicts;
}

Result<void> measureHints(
    Project& project, const CaseTable& table, const CaseLinks& links, SchemaCard& card, Progress& progress)
{
    CB_TRY(const Verdicts verdicts, verdictsOf(project, table));
    card.decided = static_cast<std::int64_t>(verdicts.decided.size());
    const SplitInput input { verdicts.decided, verdicts.truth, {}, links.group };
    CB_TRY(const auto signals, measureSignals(table, input, verdicts.decidedAt, {}, progress));
    for (const FieldSignal& signal : signals) {
        const auto at = std::ranges::find_if(
            card.fields, [&](const FieldCard& field) { return field.field.name == signal.field; });
        at->auc = signal.auc;
        for (const LeakHint& hint : signal.hints)
            at->hints.push_back({ std::string(name(hint.kind)), hint.text });
    }
    return {};
}

CasePairs::Group groupOf(const CaseTable& table, std::span<const std::uint32_t> rows)
{
    CasePairs::Group group;
    group.size = static_cast<std::int64_t>(rows.size());
    for (const std::uint32_t row : rows.first(std::min(rows.size(), kListedCases)))
        group.caseIds.push_back(table.ids[row]);
    return group;
}

void keepLargest(CasePairs& pairs)
{
    std::ranges::stable_sort(pairs.listed, std::greater {}, &CasePairs::Group::size);
    if (pairs.listed.size() > kListedGroups)
        pairs.listed.resize(kListedGroups);
}

CasePairs pairsOf(const CaseTable& table, const std::vector<TwinGroup>& groups)
{
    CasePairs pairs;
    for (const TwinGroup& twins : groups) {
        pairs.listed.push_back(groupOf(table, twins.rows));
        for (const std::size_t field : twins.differing)
            pairs.listed.back().fields.push_back(table.schema[field].name);
    }
    keepLargest(pairs);
    return pairs;
}

Result<void> findPairs(const CaseTable& table, SchemaCard& card, Progress& progress)
{
    CB_TRY(const Twins twins, findTwins(table, {}, progress));
    card.exact = pairsOf(table, twins.exact);
    card.exact.groups = twins.exactGroups;
    card.exact.cases = twins.exactRows;
    card.near = pairsOf(table, twins.near);
    card.near.groups = twins.nearGroups;
    card.near.cases = twins.nearRows;
    card.nearNote = twins.whyNotMore;
    if (twins.mayDiffer > 0)
        card.nearNote =
            fmt::format("Equal in all but {} of {} fields.{}{}", twins.mayDiffer == 1 ? "one" : "one or two",
                        twins.compared.size(), twins.whyNotMore.empty() ? "" : " ", twins.whyNotMore);
    return {};
}

void listLinks(const CaseTable& table, const CaseLinks& links, SchemaCard& card)
{
    for (const std::size_t field : linkingFields(table.schema))
        card.linkedBy.push_back(table.schema[field].name);
    card.linked.groups = links.groups;
    card.linked.cases = links.linked;
    std::map<Code, std::vector<std::uint32_t>> members;
    std::vector<Code> largest;
    for (std::size_t code = 0; code < links.sizes.size(); ++code) {
        if (links.sizes[code] > 1)
            largest.push_back(static_cast<Code>(code));
    }
    std::ranges::stable_sort(largest, std::greater {},
                             [&](Code code) { return links.sizes[static_cast<std::size_t>(code)]; });
    largest.resize(std::min(largest.size(), kListedGroups));
    for (const Code code : largest)
        members[code];
    for (std::uint32_t row = 0; row < links.group.size(); ++row) {
        const auto at = members.find(links.group[row]);
        if (at != members.end())
            at->second.push_back(row);
    }
    for (const Code code : largest)
        card.linked.listed.push_back(groupOf(table, members[code]));
}

Result<void> describeFields(Project& project, const CaseTable& table, SchemaCard& card, Progress& progress)
{
    CB_TRY(const auto stored, SchemaStore(project).fields());
    CB_TRY(const auto sources, SourceStore(project).list());
    std::map<std::int64_t, std::string> names;
    for (const Source& source : sources)
        names[source.id] = source.name;
    for (std::size_t i = 0; i < table.schema.size(); ++i) {
        CB_CHECK(progress.checkpoint());
        FieldCard field;
        field.field = table.schema[i];
        field.summary = summariseField(table, i);
        field.auc = std::numeric_limits<double>::quiet_NaN();
        const auto known = std::ranges::find_if(
            stored, [&](const StoredField& entry) { return entry.field.name == field.field.name; });
        if (known != stored.end()) {
            field.firstSource = names[known->firstSource];
            field.lastSource = names[known->lastSource];
        }
        addHints(field);
        card.fields.push_back(std::move(field));
    }
    return {};
}

} // namespace

std::string hintRule(std::string_view kind)
{
    if (kind == "too-good")
        return fmt::format(
            "A field whose cross-validated AUC by itself is above {:.2f} gives the answer away.", kLeakAuc);
    if (kind == "beats-the-rest")
        return "A field that by itself ranks decided cases significantly better than a logistic model of all "
               "other features (AUC at least 0.75, DeLong 95 %) usually was written when the outcome was "
               "known.";
    if (kind == "after-outcome")
        return "A field that is filled in at least half of the decided and at most 5 % of the undecided "
               "cases of "
               "the same months, or whose times lie after the decision, is known only after the outcome.";
    if (kind == "constant")
        return "A field with one value in all cases, or none, tells a model nothing.";
    if (kind == "near-id")
        return fmt::format("A field in which at least {:.0f} % of the values are different names cases.",
                           100 * kNearIdShare);
    return {};
}

Result<SchemaCard> schemaCard(Project& project, Progress& progress)
{
    SchemaCard card;
    Progress reading = progress.part(0, 0.2);
    CB_TRY(const CaseTablePtr table, CaseStore(project).loadTable({}, reading));
    card.rows = static_cast<std::int64_t>(table->rowCount());
    Progress describing = progress.part(0.2, 0.3);
    CB_CHECK(describeFields(project, *table, card, describing));
    CB_TRY(const auto run, referenceRun(project, card));
    CB_CHECK(markSeen(project, card));
    if (table->rowCount() == 0)
        return card;
    Progress drifting = progress.part(0.3, 0.5);
    CB_CHECK(measureDrift(project, *table, run, card, drifting));
    Progress linking = progress.part(0.5, 0.55);
    CB_TRY(const CaseLinks links, linkCases(*table, linking));
    listLinks(*table, links, card);
    Progress pairing = progress.part(0.55, 0.75);
    CB_CHECK(findPairs(*table, card, pairing));
    Progress hinting = progress.part(0.75, 1);
    CB_CHECK(measureHints(project, *table, links, card, hinting));
    return card;
}

} // namespace casebench
