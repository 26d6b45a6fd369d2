// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/FindLabelErrors.h"

#include "core/labelling/Settle.h"
#include "core/store/CaseStore.h"
#include "core/store/LabelStore.h"
#include "core/store/RunStore.h"
#include "core/store/SnapshotStore.h"
#include "core/workflow/Blinding.h"

#include <algorithm>
#include <unordered_set>

namespace casebench {

namespace {

struct AskedRun
{
    Run run;
    Predictions outOfFold;
};

Error noRun()
{
    return { ErrorCode::NotFound,
             "No run has out-of-fold probabilities that could doubt a label.",
             {},
             "no-run",
             "Train a run on a snapshot with labelled cases first." };
}

/// Newest first, the champion before all.
Result<std::vector<std::int64_t>> candidates(Project& project)
{
    const RunStore runs(project);
    std::vector<std::int64_t> ids;
    CB_TRY(const auto champion, runs.champion());
    if (champion)
        ids.push_back(*champion);
    CB_TRY(const auto all, runs.list());
    for (auto run = all.rbegin(); run != all.rend(); ++run)
        ids.push_back(run->id);
    return ids;
}

Result<AskedRun> askedRun(Project& project, std::string_view name)
{
    const RunStore runs(project);
    AskedRun asked;
    if (!name.empty()) {
        CB_TRY(asked.run, runs.find(name));
        CB_TRY(RunPredictions predictions, runs.loadPredictions(asked.run.id));
        asked.outOfFold = std::move(predictions.outOfFold);
        return asked.outOfFold.size() > 0 ? Result<AskedRun>(std::move(asked)) : noRun().in(asked.run.name);
    }
    CB_TRY(const auto ids, candidates(project));
    for (const std::int64_t id : ids) {
        CB_TRY(RunPredictions predictions, runs.loadPredictions(id));
        if (predictions.outOfFold.size() == 0)
            continue;
        CB_TRY(asked.run, runs.find(id));
        asked.outOfFold = std::move(predictions.outOfFold);
        return asked;
    }
    return noRun();
}

/// Rows with a word of anybody recorded after the snapshot.
std::unordered_set<CaseRow> judgedSince(std::span<const LabelEvent> events, std::int64_t labelSeq)
{
    std::unordered_set<CaseRow> rows;
    for (const LabelEvent& event : events) {
        if (event.seq > labelSeq)
            rows.insert(event.row);
    }
    return rows;
}

/// A labeller learns what the model thinks of a case only after an own verdict; and a label that is sealed
/// still is nobody's to read but its author's.
void hideUnearned(std::span<const LabelEvent> events,
                  std::span<const CaseRow> sealed,
                  const Actor& actor,
                  RunLabelNoise& found)
{
    std::unordered_set<CaseRow> own;
    for (const LabelEvent* event : standingEvents(events)) {
        if (event->person == actor.name)
            own.insert(event->row);
    }
    const auto mayBeSeen = [&](CaseRow row) {
        return own.contains(row) || (!judgesFirst(actor) && !std::ranges::binary_search(sealed, row));
    };
    LabelNoise& noise = found.noise;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < noise.cases.size(); ++i) {
        if (!mayBeSeen(noise.cases[i].row)) {
            found.hidden += noise.cases[i].suspected ? 1 : 0;
            continue;
        }
        noise.cases[kept++] = noise.cases[i];
    }
    noise.cases.resize(kept);
}

} // namespace

Result<RunLabelNoise> runLabelNoise(Project& project,
                                    const Actor& actor,
                                    std::string_view run,
                                    const NoiseOptions& options,
                                    Progress& progress)
{
    CB_TRY(const AskedRun asked, askedRun(project, run));
    CB_TRY(const Snapshot snapshot, SnapshotStore(project).find(asked.run.snapshotId));
    RunLabelNoise found;
    found.runId = asked.run.id;
    found.run = asked.run.name;
    found.snapshot = snapshot.name;
    found.policy = snapshot.policy;
    CB_TRY(found.noise, estimateLabelNoise(asked.outOfFold, options, progress));
    CB_TRY(const auto events, LabelStore(project).allEvents());
    CB_TRY(const auto sealed, LabelStore(project).sealedRows());
    hideUnearned(events, sealed, actor, found);
    CB_TRY(const auto ids, CaseStore(project).ids());
    const auto since = judgedSince(events, snapshot.labelSeq);
    for (const NoiseCase& one : found.noise.cases) {
        found.caseIds.push_back(ids[one.row]);
        found.lookedAt.push_back(since.contains(one.row) ? 1 : 0);
    }
    return found;
}

Result<std::vector<SuspectedLabel>> suspectedLabelErrors(Project& project, Progress& progress)
{
    std::vector<SuspectedLabel> suspects;
    const auto asked = askedRun(project, {});
    if (!asked)
        return asked.error().kind == "no-run" ? Result<std::vector<SuspectedLabel>>(std::move(suspects))
                                              : asked.error();
    CB_TRY(const Snapshot snapshot, SnapshotStore(project).find(asked->run.snapshotId));
    const auto noise = estimateLabelNoise(asked->outOfFold, { .interval = false }, progress);
    if (!noise)
        return noise.error().kind == "single-class" ? Result<std::vector<SuspectedLabel>>(std::move(suspects))
                                                    : noise.error();
    const LabelStore labels(project);
    std::unordered_set<CaseRow> since;
    CB_TRY(const std::int64_t last, labels.lastSeq());
    if (last > snapshot.labelSeq) { // mostly nobody said anything yet, and all verdicts are many
        CB_TRY(const auto events, labels.allEvents());
        since = judgedSince(events, snapshot.labelSeq);
    }
    for (const NoiseCase& one : noise->cases) {
        if (one.suspected && !since.contains(one.row))
            suspects.push_back({ one.row, one.given, one.selfConfidence, one.errorChance });
    }
    return suspects;
}

} // namespace casebench
