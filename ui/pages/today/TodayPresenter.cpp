// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/today/TodayPresenter.h"

#include "ui/text/ErrorText.h"

#include <algorithm>

namespace casebench::ui {

TodayPresenter::TodayPresenter(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_look(session.jobs())
{
    connect(&session, &Session::opened, this, &TodayPresenter::forget);
    connect(&session, &Session::closed, this, &TodayPresenter::forget);
    connect(&session, &Session::actorChanged, this, &TodayPresenter::mark);
    connect(&session, &Session::changed, this, &TodayPresenter::mark);
    connect(&session, &Session::auditChanged, this, &TodayPresenter::mark);
    forget();
}

void TodayPresenter::forget()
{
    m_look.cancel();
    m_state = {};
    if (m_session.isOpen())
        m_state.face = TodayState::Face::Loading;
    mark();
}

void TodayPresenter::mark()
{
    m_dirty = true;
    if (m_visible && m_session.isOpen())
        read();
    emit changed();
}

void TodayPresenter::setVisible(bool visible)
{
    m_visible = visible;
    const bool yesterday = m_state.day.isValid() && m_state.day != QDate::currentDate();
    if (visible && (m_dirty || yesterday) && m_session.isOpen())
        read();
}

void TodayPresenter::read()
{
    m_dirty = false;
    m_state.reading = true;
    m_look.start(
        tr("Looking at today"),
        [path = m_session.path().toStdString(),
         actor = m_session.actor()](Progress& progress) -> Result<TodayReport> {
            CB_TRY(Project project, Project::open(path, OpenOptions { .readOnly = true }));
            return lookAtToday(project, actor, progress);
        },
        [this](const Result<TodayReport>& report) {
            m_state.reading = false;
            if (report) {
                m_state.report = std::make_shared<const TodayReport>(*report);
                m_state.day = QDate::currentDate();
                m_state.face = report->cases == 0 ? TodayState::Face::NoCases : TodayState::Face::Ready;
            } else if (const ErrorText text = errorText(report.error()); !text.quiet) {
                m_state.face = TodayState::Face::Failed;
                m_state.failure = text.line();
                m_state.details = text.details;
            }
            emit changed();
        });
}

const Need* TodayPresenter::first() const
{
    if (!m_state.report || m_state.report->needs.empty())
        return nullptr;
    const auto& needs = m_state.report->needs;
    const auto mine = std::ranges::find(needs, true, &Need::canAct);
    return mine == needs.end() ? &needs.front() : &*mine;
}

} // namespace casebench::ui
