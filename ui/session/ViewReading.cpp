// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/ViewReading.h"

namespace casebench::ui {

ViewReading::ViewReading(Session& session, QList<Change> causes, Steps steps)
    : m_session(session)
    , m_steps(std::move(steps))
{
    connect(&session, &Session::opened, this, [this] {
        forget();
        readIfSeen();
    });
    connect(&session, &Session::closed, this, &ViewReading::forget);
    connect(&session, &Session::changed, this, [this, causes = std::move(causes)](Change what) {
        if (causes.contains(what))
            again();
    });
}

void ViewReading::setVisible(bool visible)
{
    m_visible = visible;
    readIfSeen();
}

void ViewReading::again()
{
    m_stale = true;
    readIfSeen();
}

void ViewReading::forget()
{
    ++m_turn; // an answer about the project of before comes to nobody
    m_reading = false;
    m_stale = true;
    m_steps.forget();
}

void ViewReading::readIfSeen()
{
    if (!m_visible || !m_stale || !m_session.isOpen())
        return;
    m_stale = false;
    m_steps.read();
}

} // namespace casebench::ui
