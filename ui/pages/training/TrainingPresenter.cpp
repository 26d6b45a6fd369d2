// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/TrainingPresenter.h"

#include "core/store/CaseStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/ApproveModel.h"
#include "ui/itemmodels/RunWords.h"
#include "ui/pages/training/Proposed.h"
#include "ui/pages/training/RunRows.h"
#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"

#include <algorithm>
#include <optional>

namespace casebench::ui {

/// One reading of the project.
struct TrainingPresenter::Lists
{
    std::vector<Snapshot> snapshots;
    std::vector<Run> runs;
    qint64 champion = 0;
    qint64 cases = 0;
};

namespace {

Result<RunDetailPtr> readDetail(Project& project, std::int64_t id)
{
    const RunStore runs(project);
    auto detail = std::make_shared<RunDetail>();
    CB_TRY(detail->run, runs.find(id));
    CB_TRY(detail->snapshot, shownSnapshot(project, std::to_string(detail->run.snapshotId)));
    CB_TRY(const RunPredictions predictions, runs.loadPredictions(id));
    const Predictions& holdout = predictions.holdout;
    detail->curves = curvesOf(holdout.truth, holdout.probability);
    detail->marks = marksAt(holdout.truth, holdout.probability, detail->run.threshold);
    detail->confusion = confusionAt(holdout.truth, holdout.probability, detail->run.threshold);
    CB_TRY(detail->decisions, runs.decisions(id));
    CB_TRY(const std::optional<std::int64_t> champion, runs.champion());
    if (champion) {
        detail->championId = *champion;
        CB_TRY(const Run run, runs.find(*champion));
        detail->championName = format::text(run.name);
    }
    return RunDetailPtr(std::move(detail));
}

} // namespace

TrainingPresenter::TrainingPresenter(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    // The columns stand from the start: what a view hides of them stays hidden.
    m_leaderboard.setTable(leaderboardColumns(), {});
    connect(&session, &Session::opened, this, [this] {
        closed();
        stale();
    });
    connect(&session, &Session::actorChanged, this, &TrainingPresenter::stale);
    connect(&session, &Session::closed, this, &TrainingPresenter::closed);
    connect(&session, &Session::changed, this, [this](Change what) {
        if (what == Change::Runs || what == Change::Snapshots || what == Change::Cases)
            stale();
    });
    connect(&session.jobs(), &JobRunner::changed, this, &TrainingPresenter::follow);
}

void TrainingPresenter::stale()
{
    m_dirty = true;
    reload();
}

void TrainingPresenter::closed()
{
    ++m_turn;
    ++m_detailTurn;
    ++m_gapTurn;
    m_loading = false;
    m_job = 0;
    m_snapshots.clear();
    m_runs.clear();
    m_detail.reset();
    m_leaderboard.setTable(leaderboardColumns(), {});
    m_state = {};
    m_dirty = true;
    emit proposalChanged();
    emit listsChanged();
    emit detailChanged();
    emit changed();
}

void TrainingPresenter::setVisible(bool visible)
{
    m_visible = visible;
    reload();
}

void TrainingPresenter::reload()
{
    if (!m_visible || !m_dirty || !m_session.isOpen())
        return;
    m_dirty = false;
    m_loading = true;
    if (m_state.face == TrainingState::Face::Closed)
        m_state.face = TrainingState::Face::Loading;
    emit changed();
    m_session.read(
        tr("Reading the runs"), this,
        [](Project& project, Progress&) -> Result<Lists> {
            Lists lists;
            CB_TRY(lists.snapshots, shownSnapshots(project));
            CB_TRY(lists.runs, RunStore(project).list());
            CB_TRY(const std::optional<std::int64_t> champion, RunStore(project).champion());
            lists.champion = champion.value_or(0);
            CB_TRY(const auto cases, CaseStore(project).rowCount());
            lists.cases = static_cast<qint64>(cases);
            return lists;
        },
        [this, turn = ++m_turn](Result<Lists> lists) {
            if (turn != m_turn)
                return;
            m_loading = false;
            if (lists) {
                take(*lists);
                return;
            }
            const ErrorText text = errorText(lists.error());
            m_state.face = TrainingState::Face::Failed;
            m_state.failure = text.line();
            m_state.details = text.details;
            emit changed();
        });
}

void TrainingPresenter::propose(ProposalPtr proposal)
{
    m_state.proposal = std::move(proposal);
    emit proposalChanged();
    emit changed();
}

qint64 TrainingPresenter::proposedSnapshot() const
{
    if (!m_state.proposal)
        return 0;
    const auto newest =
        std::find_if(m_snapshots.rbegin(), m_snapshots.rend(), [this](const Snapshot& snapshot) {
            return proposed::holds(snapshot, *m_state.proposal);
        });
    return newest == m_snapshots.rend() ? 0 : newest->id;
}

QString TrainingPresenter::proposedParent() const
{
    if (!m_state.proposal)
        return {};
    const auto parent = std::ranges::find(m_runs, m_state.proposal->parentRun, &Run::id);
    return parent == m_runs.end() ? tr("run %1").arg(m_state.proposal->parentRun)
                                  : format::harmless(format::text(parent->name));
}

void TrainingPresenter::lookForGaps(const QString& snapshot)
{
    m_state.gaps.clear();
    m_state.gapsReading = m_session.isOpen();
    emit changed();
    if (!m_session.isOpen())
        return;
    m_session.read(
        tr("Looking for months without a scam"), this,
        [name = snapshot.toStdString()](Project& project, Progress& progress) {
            return snapshotGaps(project, name, progress);
        },
        [this, turn = ++m_gapTurn](const Result<std::vector<LabelGap>>& gaps) {
            if (turn != m_gapTurn)
                return;
            m_state.gapsReading = false;
            if (gaps) { // what is wrong with the snapshot, the training says
                for (const LabelGap& gap : *gaps) {
                    if (gap.wantsAnswer())
                        m_state.gaps.append(format::text(gap.sentence()));
                }
            }
            emit gapsFound();
            emit changed();
        });
}

void TrainingPresenter::take(Lists& lists)
{
    m_snapshots = std::move(lists.snapshots);
    m_runs = std::move(lists.runs);
    m_state.face = lists.cases == 0 ? TrainingState::Face::NoCases : TrainingState::Face::Ready;
    m_state.snapshots = static_cast<qint64>(m_snapshots.size());
    m_state.runs = static_cast<qint64>(m_runs.size());
    m_state.championId = lists.champion;
    if (m_state.proposal && m_state.proposal->parentRun != lists.champion) {
        propose({});
        say(Glyph::Ring,
            tr("Another model is the champion now; the new training is no longer for the "
               "proposal to replace the one before."));
    }
    const auto may = requireAccess(m_session.actor(), VerbGroup::Analysis);
    m_state.whyNot = !m_session.viewOnlyReason().isEmpty() ? m_session.viewOnlyReason()
        : may                                              ? QString()
                                                           : errorText(may.error()).line();
    m_state.sentence = listSentence(m_snapshots, m_runs, lists.champion);
    m_leaderboard.setTable(leaderboardColumns(), leaderboardRows(m_runs, m_snapshots, lists.champion));
    emit listsChanged();
    emit changed();
    if (m_state.shownRun != 0)
        loadDetail();
    else if (!m_runs.empty())
        openRun(lists.champion != 0 ? lists.champion : m_runs.back().id);
}

QString TrainingPresenter::estimateFor(const QString& family) const
{
    const auto last = std::find_if(m_runs.rbegin(), m_runs.rend(),
                                   [&](const Run& run) { return format::text(run.recipe.family) == family; });
    if (last == m_runs.rend())
        return tr("No run of this family yet, so no estimate of the time.");
    return tr("%1, the last of this family, took %2 on %3 cases.")
        .arg(format::harmless(format::text(last->name)), format::duration(last->seconds),
             format::count(last->rowsTrained));
}

void TrainingPresenter::begin(const QString& title)
{
    m_state.working = true;
    m_state.stopping = false;
    m_state.jobTitle = title;
    m_state.fraction = -1;
    m_state.step.clear();
    m_state.note.clear();
    m_state.notice.clear();
}

void TrainingPresenter::end()
{
    m_job = 0;
    m_state.working = m_state.stopping = false;
}

void TrainingPresenter::follow(JobId id)
{
    if (id == 0 || id != m_job)
        return;
    const auto info = m_session.jobs().job(id);
    if (!info)
        return;
    m_state.fraction = info->fraction;
    m_state.step = info->step;
    m_state.stopping = info->stopping;
    m_state.note = info->fraction >= 0 ? format::percent(info->fraction) : QString();
    if (info->remaining >= 0)
        m_state.note = tr("%1, about %2 left").arg(m_state.note, format::duration(info->remaining));
    emit changed();
}

void TrainingPresenter::takeSnapshot(const SnapshotRequest& request)
{
    if (m_state.working)
        return;
    begin(tr("Snapshot %1").arg(format::harmless(format::text(request.name))));
    m_job = m_session.write(
        m_state.jobTitle, this, Change::Snapshots,
        [request](Project& project, const Actor& actor, Progress& progress) {
            return casebench::takeSnapshot(project, actor, request, progress);
        },
        [this](Result<Snapshot> snapshot) {
            end();
            if (!snapshot) {
                refuse(snapshot.error());
                return;
            }
            say(Glyph::Good,
                tr("Snapshot %1 holds %2 cases, %3 of them decided.")
                    .arg(format::isolate(format::text(snapshot->name)), format::count(snapshot->rows),
                         format::count(snapshot->positives + snapshot->negatives)));
            emit snapshotTaken(snapshot->id);
        });
    emit changed();
}

void TrainingPresenter::train(const TrainRequest& request)
{
    if (m_state.working || request.snapshot.empty())
        return;
    begin(tr("Training %1 on %2")
              .arg(words::family(request.recipe.family), format::harmless(format::text(request.snapshot))));
    m_job = m_session.write(
        m_state.jobTitle, this, Change::Runs,
        [request](Project& project, const Actor& actor, Progress& progress) {
            return trainRun(project, actor, request, progress);
        },
        [this](Result<Run> run) {
            end();
            if (!run) {
                refuse(run.error());
                return;
            }
            say(run->warnings.empty() ? Glyph::Good : Glyph::Watch, trainedSentence(*run),
                tr("Open the run"));
            m_state.shownRun = run->id;
            emit trained(run->id);
        });
    emit changed();
}

void TrainingPresenter::stop()
{
    if (m_job == 0)
        return;
    m_session.jobs().cancel(m_job);
    m_state.stopping = true;
    emit changed();
}

void TrainingPresenter::openRun(qint64 id)
{
    m_state.shownRun = id;
    loadDetail();
}

void TrainingPresenter::loadDetail()
{
    if (!m_session.isOpen() || m_state.shownRun == 0)
        return;
    m_state.runLoading = true;
    m_state.runFailure.clear();
    emit changed();
    m_session.read(
        tr("Reading a run"), this,
        [id = m_state.shownRun](Project& project, Progress&) { return readDetail(project, id); },
        [this, turn = ++m_detailTurn](Result<RunDetailPtr> detail) {
            if (turn != m_detailTurn)
                return;
            m_state.runLoading = false;
            m_detail = detail ? *detail : nullptr;
            if (!detail)
                m_state.runFailure = errorText(detail.error()).line();
            emit detailChanged();
            emit changed();
        });
}

void TrainingPresenter::reproduce()
{
    if (m_state.working || !m_detail)
        return;
    const QString name = format::harmless(format::text(m_detail->run.name));
    begin(tr("Training %1 again").arg(name));
    m_job = m_session.write(
        m_state.jobTitle, this, Change::Nothing,
        [run = m_detail->run.name](Project& project, const Actor& actor, Progress& progress) {
            return reproduceRun(project, actor, run, progress);
        },
        [this, name](Result<Reproduction> again) {
            end();
            if (!again)
                refuse(again.error());
            else
                say(again->identical ? Glyph::Good : Glyph::Watch, reproductionSentence(name, *again));
        });
    emit changed();
}

void TrainingPresenter::submit()
{
    if (m_state.working || !m_detail)
        return;
    const QString name = format::harmless(format::text(m_detail->run.name));
    begin(tr("Submitting %1").arg(name));
    m_job = m_session.write(
        m_state.jobTitle, this, Change::Runs,
        [run = m_detail->run.name](Project& project, const Actor& actor, Progress&) {
            return submitRun(project, actor, run);
        },
        [this, name](Result<Run> run) {
            end();
            if (!run) {
                refuse(run.error());
                return;
            }
            say(Glyph::Ring, tr("%1 waits for approval by a second person, who did not train it.").arg(name),
                tr("Open release"));
            emit submitted();
        });
    emit changed();
}

void TrainingPresenter::dismissNotice()
{
    say(Glyph::None, {});
}

void TrainingPresenter::say(Glyph glyph, const QString& notice, const QString& button)
{
    m_state.noticeGlyph = glyph;
    m_state.notice = notice;
    m_state.noticeButton = button;
    emit changed();
}

void TrainingPresenter::refuse(const Error& error)
{
    const ErrorText text = errorText(error);
    if (text.quiet)
        say(Glyph::None, tr("Stopped. Nothing half done was kept."));
    else
        say(Glyph::Alarm, text.line());
}

} // namespace casebench::ui
