// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "StoreFixture.h"

#include "core/store/AlertStore.h"
#include "core/store/LabelStore.h"
#include "core/store/PersonStore.h"
#include "core/store/ProjectCheck.h"
#include "core/store/RunStore.h"
#include "core/store/ScoreStore.h"
#include "core/store/SettingStore.h"
#include "core/store/SnapshotStore.h"

namespace casebench::test {

/// A project that has something in nearly every table: `cases` cases with a number and a category, a label
/// each for the first `labels`, a quarantined row, a snapshot, a run with its model, decisions, scores and an
/// alert. Closed again, so that its history is signed to the end.
inline Result<void> makeRichProject(const StoreFixture& store, std::size_t cases, std::size_t labels)
{
    CB_TRY(Project project, store.create());
    std::vector<double> amounts(cases);
    std::vector<Code> places(cases);
    std::vector<std::string> ids;
    Dictionary names;
    for (std::size_t i = 0; i < cases; ++i) {
        amounts[i] = static_cast<double>(i * 7 % 5000) / 4;
        places[i] = static_cast<Code>(i % 9);
        ids.push_back("case-" + std::to_string(i));
        if (i < 9)
            names.push_back("place " + std::to_string(i));
    }
    CB_CHECK(StoreFixture::import(
        project, Schema({ StoreFixture::number("amount"), StoreFixture::category("place") }), ids,
        { Column::numbers(std::move(amounts)),
          StoreFixture::codes(FieldKind::Category, std::move(places), names) }));
    {
        CB_TRY(WriteTransaction tx, project.beginWrite(StoreFixture::anna()));
        const std::vector<QuarantinedRow> rows { { 1, 7, "amount", "ragged", "The row is too short.",
                                                   "a;b" } };
        CB_CHECK(SourceStore(project).quarantine(tx, 1, rows));
        CB_CHECK(SettingStore(project).set(tx, "threshold", 0.25));
        CB_CHECK(PersonStore(project).add(tx, { "carl", Role::Compliance, {}, {} }));
        CB_CHECK(tx.commit(StoreFixture::entry("setting.set")));
    }
    for (std::size_t i = 0; i < labels; ++i) {
        CB_TRY(WriteTransaction tx, project.beginWrite(StoreFixture::anna()));
        LabelEvent event;
        event.person = "anna";
        event.row = static_cast<CaseRow>(i);
        event.reason = "called back";
        event.note = "note " + std::to_string(i);
        event.confidence = 0.75;
        event.decidedAt = tx.time();
        CB_CHECK(LabelStore(project).append(tx, event));
        CB_CHECK(tx.commit(StoreFixture::entry("label.add")));
    }
    const std::vector<CaseRow> rows { 0, 2 };
    {
        CB_TRY(WriteTransaction tx, project.beginWrite(StoreFixture::anna()));
        Snapshot snapshot;
        snapshot.name = "months-1-3";
        CB_TRY(snapshot.schema, CaseStore(project).schema());
        CB_CHECK(SnapshotStore(project).create(tx, snapshot, rows));
        Run run;
        run.snapshotId = 1;
        run.name = "m1";
        run.modelBytes = std::string(5000, 'm');
        CB_CHECK(RunStore(project).insert(tx, run, { { rows, { 1, 0 }, { 1.5, -2 }, { 0.8, 0.1 } }, {} }));
        CB_CHECK(ScoreStore(project).add(tx, 1, { rows, { 1, 2 }, { 0.5, 0.75 }, {} }));
        Alert alert;
        alert.runId = 1;
        alert.kind = "schema";
        alert.fields = { "place" };
        alert.windowFrom = 1;
        alert.windowTo = 2;
        CB_CHECK(AlertStore(project).raise(tx, alert));
        RunDecision submit;
        submit.runId = 1;
        CB_CHECK(RunStore(project).decide(tx, submit));
        CB_CHECK(tx.commit(StoreFixture::entry("run.train")));
    }
    CB_TRY(WriteTransaction tx, project.beginWrite({ "carl", Role::Compliance, "carl", 1001, {} }));
    RunDecision approve;
    approve.runId = 1;
    approve.decision = Decision::Approve;
    CB_CHECK(RunStore(project).decide(tx, approve));
    auto entry = StoreFixture::entry("run.approve");
    entry.signHead = true;
    CB_CHECK(tx.commit(entry));
    return {};
}

/// All that is wrong with a project, or why it does not open; "" when it verifies.
inline std::string faultsOf(const std::filesystem::path& file)
{
    const auto project = Project::open(file);
    if (!project)
        return project.error().sentence();
    Progress silent;
    const auto check = checkProject(*project, silent);
    if (!check)
        return check.error().sentence();
    std::string text;
    for (const ProjectProblem& problem : check->problems)
        text += problem.kind + ": " + problem.text + "\n";
    return text;
}

} // namespace casebench::test
