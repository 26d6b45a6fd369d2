// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/NoisePresenter.h"

#include "core/store/RunStore.h"
#include "ui/itemmodels/RunWords.h"
#include "ui/pages/labels/NoiseRows.h"
#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"

namespace casebench::ui {

/// One reading of the project.
struct NoisePresenter::Look
{
    QList<NoiseRun> runs;
    RunLabelNoise found;
};

NoisePresenter::NoisePresenter(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_job(session.jobs())
{
    m_cases.setTable(noiseColumns(), {});
    connect(&session, &Session::opened, this, &NoisePresenter::forget);
    connect(&session, &Session::closed, this, &NoisePresenter::forget);
    connect(&session, &Session::actorChanged, this, &NoisePresenter::forget);
    connect(&session, &Session::changed, this, [this](Change what) {
        if (what == Change::Labels || what == Change::Runs || what == Change::Cases)
            mark();
    });
    forget();
}

void NoisePresenter::forget()
{
    m_job.cancel();
    m_state = {};
    m_cases.setTable(noiseColumns(), {});
    if (m_session.isOpen())
        m_state.face = NoiseState::Face::Loading;
    mark();
}

void NoisePresenter::mark()
{
    m_dirty = true;
    if (m_visible && m_session.isOpen())
        read();
    emit changed();
}

void NoisePresenter::setVisible(bool visible)
{
    m_visible = visible;
    if (visible && m_dirty && m_session.isOpen())
        read();
}

void NoisePresenter::chooseRun(const QString& run)
{
    if (run == m_state.run || !m_session.isOpen())
        return;
    m_state.run = run;
    read();
}

QString NoisePresenter::caseId(qint64 rowId) const
{
    const auto at = static_cast<std::size_t>(rowId - 1);
    return m_state.found && rowId > 0 && at < m_state.found->caseIds.size()
        ? format::text(m_state.found->caseIds[at])
        : QString();
}

void NoisePresenter::read()
{
    m_dirty = false;
    m_state.reading = true;
    m_job.start(
        tr("Estimating label noise"),
        [path = m_session.path().toStdString(), actor = m_session.actor(),
         run = m_state.run.toStdString()](Progress& progress) -> Result<Look> {
            CB_TRY(Project project, Project::open(path, OpenOptions { .readOnly = true }));
            Look look;
            CB_TRY(const auto runs, RunStore(project).list());
            for (auto at = runs.rbegin(); at != runs.rend(); ++at)
                look.runs.append({ format::text(at->name),
                                   tr("%1, labels: %2")
                                       .arg(format::harmless(format::text(at->name)),
                                            words::policy(at->labels.policy).toLower()) });
            CB_TRY(look.found, runLabelNoise(project, actor, run, {}, progress));
            return look;
        },
        [this](Result<Look> look) {
            m_state.reading = false;
            take(std::move(look));
            emit changed();
        });
    emit changed();
}

void NoisePresenter::take(Result<Look> look)
{
    if (!look) {
        const ErrorText text = errorText(look.error());
        m_state.face = look.error().kind == "no-run" ? NoiseState::Face::NoRun : NoiseState::Face::Failed;
        m_state.failure = text.line();
        m_state.details = text.details;
        return;
    }
    m_state.runs = std::move(look->runs);
    m_state.found = std::make_shared<const RunLabelNoise>(std::move(look->found));
    m_state.run = format::text(m_state.found->run);
    m_state.face = NoiseState::Face::Ready;
    m_cases.setTable(noiseColumns(), noiseRows(*m_state.found));
}

} // namespace casebench::ui
