// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/comparison/ComparisonPresenter.h"

#include "core/store/RunStore.h"
#include "core/store/SnapshotStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/ApproveModel.h"
#include "ui/pages/comparison/ComparisonRows.h"
#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"

#include <QSignalBlocker>

#include <algorithm>

namespace casebench::ui {

/// One reading of the project.
struct ComparisonPresenter::Lists
{
    std::vector<Run> runs;
    std::vector<Snapshot> snapshots;
    qint64 champion = 0;
};

ComparisonPresenter::ComparisonPresenter(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&session, &Session::opened, this, [this] {
        closed();
        stale();
    });
    connect(&session, &Session::closed, this, &ComparisonPresenter::closed);
    connect(&session, &Session::actorChanged, this, &ComparisonPresenter::stale);
    connect(&session, &Session::changed, this, [this](Change what) {
        if (what == Change::Runs || what == Change::Snapshots || what == Change::Labels
            || what == Change::Cases)
            stale();
    });
    connect(&session.jobs(), &JobRunner::changed, this, [this](JobId id) {
        const auto info = id != 0 && id == m_job ? m_session.jobs().job(id) : std::nullopt;
        if (!info)
            return;
        m_state.fraction = info->fraction;
        m_state.step = info->step;
        emit changed();
    });
    connect(&m_choices, &RunChoiceModel::chosenChanged, this, &ComparisonPresenter::compare);
    connect(&m_choices, &RunChoiceModel::tooMany, this, [this] {
        m_state.choiceProblem =
            tr("At most %1 runs at a time. Take one out first.").arg(RunChoiceModel::kMost);
        emit changed();
    });
}

void ComparisonPresenter::stale()
{
    m_dirty = true;
    reload();
}

void ComparisonPresenter::closed()
{
    ++m_turn;
    ++m_compareTurn;
    stop();
    m_loading = false;
    m_runs.clear();
    m_snapshots.clear();
    m_data.reset();
    m_on.clear();
    m_wanted.clear();
    m_state = {};
    m_dirty = true;
    m_choices.setRuns({}, 0);
    emit listsChanged();
    emit dataChanged();
    emit changed();
}

void ComparisonPresenter::setVisible(bool visible)
{
    m_visible = visible;
    reload();
}

void ComparisonPresenter::reload()
{
    if (!m_visible || !m_dirty || !m_session.isOpen())
        return;
    m_dirty = false;
    m_loading = true;
    if (m_state.face == ComparisonState::Face::Closed)
        m_state.face = ComparisonState::Face::Loading;
    emit changed();
    m_session.read(
        tr("Reading the runs"), this,
        [](Project& project, Progress&) -> Result<Lists> {
            Lists lists;
            CB_TRY(lists.runs, RunStore(project).list());
            CB_TRY(lists.snapshots, SnapshotStore(project).list());
            CB_TRY(const std::optional<std::int64_t> champion, RunStore(project).champion());
            lists.champion = champion.value_or(0);
            return lists;
        },
        [this, turn = ++m_turn](Result<Lists> lists) {
            if (turn != m_turn)
                return;
            m_loading = false;
            if (!lists) {
                const ErrorText text = errorText(lists.error());
                m_state.face = ComparisonState::Face::Failed;
                m_state.failure = text.line();
                m_state.details = text.details;
                emit changed();
                return;
            }
            m_runs = std::move(lists->runs);
            m_snapshots = std::move(lists->snapshots);
            m_state.runs = static_cast<qint64>(m_runs.size());
            m_state.face =
                m_runs.size() < 2 ? ComparisonState::Face::TooFewRuns : ComparisonState::Face::Ready;
            {
                const QSignalBlocker quiet(m_choices); // compared once, below
                m_choices.setRuns(m_runs, lists->champion);
                if (!m_wanted.isEmpty())
                    m_choices.choose(m_wanted);
                m_wanted.clear();
            }
            emit m_choices.layoutChanged();
            emit listsChanged();
            compare();
        });
}

void ComparisonPresenter::compareThese(const QList<qint64>& runs)
{
    if (m_dirty || m_loading)
        m_wanted = runs;
    else
        m_choices.choose(runs);
}

void ComparisonPresenter::compareOn(const QString& snapshot)
{
    if (m_on == snapshot)
        return;
    m_on = snapshot;
    compare();
}

const Run* ComparisonPresenter::runOf(qint64 id) const
{
    const auto at = std::ranges::find(m_runs, id, &Run::id);
    return at == m_runs.end() ? nullptr : &*at;
}

void ComparisonPresenter::nothing(const QString& why)
{
    m_data.reset();
    m_state.finding.clear();
    m_state.price.clear();
    m_state.submitName.clear();
    m_state.whyNothing = why;
    m_state.sentence = why;
    emit dataChanged();
    emit changed();
}

void ComparisonPresenter::compare()
{
    stop();
    m_state.choiceProblem.clear();
    if (m_state.face != ComparisonState::Face::Ready)
        return nothing({});
    const QList<qint64> chosen = m_choices.chosen();
    if (chosen.size() < 2)
        return nothing(tr("Choose two to five runs; the first is the one the others are held against."));
    CompareRequest request;
    for (const qint64 id : chosen) {
        if (const Run* run = runOf(id))
            request.runs.push_back(run->name);
    }
    request.snapshot = m_on.toStdString();
    m_state.comparing = true;
    m_state.whyNothing.clear();
    m_state.fraction = -1;
    m_state.step.clear();
    m_job = m_session.read(
        tr("Comparing %1 runs").arg(chosen.size()), this,
        [request](Project& project, Progress& progress) {
            return loadComparison(project, request, progress);
        },
        [this, turn = ++m_compareTurn](Result<ComparisonDataPtr> data) {
            if (turn == m_compareTurn)
                take(std::move(data));
        },
        JobShow::InTray);
    emit changed();
}

void ComparisonPresenter::take(Result<ComparisonDataPtr> data)
{
    m_job = 0;
    m_state.comparing = false;
    if (!data) {
        const ErrorText text = errorText(data.error());
        return nothing(text.quiet ? tr("Stopped. Choose runs to compare again.") : text.line());
    }
    m_data = *data;
    const Comparison& comparison = m_data->comparison;
    m_state.finding = format::typeset(format::harmless(format::text(comparison.sentence)));
    m_state.findingGlyph = findingGlyph(comparison);
    m_state.price = m_data->runs.size() == 2 ? priceSentence(comparison) : QString();
    QStringList names;
    for (const ComparedRun& run : m_data->runs)
        names.append(run.name);
    m_state.sentence = tr("%1 on %2, %3 decided cases.")
                           .arg(format::list(names),
                                m_on.isEmpty() ? tr("cases none was trained on") : format::harmless(m_on),
                                format::count(comparison.cases));
    const Run* challenger = m_data->runs.size() == 2 ? runOf(m_data->runs[1].id) : nullptr;
    const bool may =
        m_session.viewOnlyReason().isEmpty() && requireAccess(m_session.actor(), VerbGroup::Analysis);
    m_state.submitName =
        challenger && may && challenger->state == RunState::Trained ? m_data->runs[1].name : QString();
    m_state.notice.clear();
    emit dataChanged();
    emit changed();
}

void ComparisonPresenter::stop()
{
    ++m_compareTurn;
    if (m_job != 0)
        m_session.jobs().cancel(m_job);
    m_job = 0;
    m_state.comparing = false;
}

void ComparisonPresenter::submit()
{
    if (m_state.submitName.isEmpty() || !m_data)
        return;
    const Run* run = runOf(m_data->runs[1].id);
    if (!run)
        return;
    const QString name = m_state.submitName;
    m_state.submitName.clear();
    emit changed();
    m_session.write(
        tr("Submitting %1").arg(name), this, Change::Runs,
        [run = run->name](Project& project, const Actor& actor, Progress&) {
            return submitRun(project, actor, run);
        },
        [this, name](Result<Run> done) {
            m_state.noticeGlyph = done ? Glyph::Ring : Glyph::Alarm;
            m_state.notice = done
                ? tr("%1 waits for approval by a second person, who did not train it.").arg(name)
                : errorText(done.error()).line();
            emit changed();
        });
}

} // namespace casebench::ui
