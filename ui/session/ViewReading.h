// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/Session.h"

#include <functional>

namespace casebench::ui {

/// What one view shows of the project: read beside the window once the view is seen and something has
/// changed, so that a hidden view costs nothing, and forgotten with its project.
class ViewReading : public QObject
{
    Q_OBJECT

public:
    /// What a presenter does at each turn.
    struct Steps
    {
        std::function<void()> forget; ///< the project is gone or another one: nothing of it may stay
        std::function<void()> read; ///< calls start()
    };

    /// causes: the changes of the project after which the view is read again.
    ViewReading(Session& session, QList<Change> causes, Steps steps);

    void setVisible(bool visible);
    void again(); ///< something else that is shown depends on has changed

    [[nodiscard]] bool isReading() const { return m_reading; }

    /// A look in a job, as Session::read; `then` is not called when a newer one began or the project is gone.
    template<typename Work, typename Then>
    void start(const QString& title, Work work, Then then, JobShow show = JobShow::Quiet)
    {
        using Outcome = std::invoke_result_t<Work&, Project&, Progress&>;
        m_reading = true;
        m_session.read(
            title, this, std::move(work),
            [this, turn = ++m_turn, then = std::move(then)](Outcome outcome) mutable {
                if (turn != m_turn)
                    return;
                m_reading = false;
                then(std::move(outcome));
            },
            show);
    }

private:
    void forget();
    void readIfSeen();

    Session& m_session;
    Steps m_steps;
    quint64 m_turn = 0;
    bool m_reading = false;
    bool m_visible = false;
    bool m_stale = true;
};

} // namespace casebench::ui
