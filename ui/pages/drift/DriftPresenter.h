// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/monitoring/Watch.h"
#include "core/workflow/ProposeRetraining.h"
#include "ui/jobs/JobSlot.h"
#include "ui/session/Session.h"
#include "ui/theme/Icons.h"

#include <QObject>

#include <memory>

namespace casebench::ui {

/// A run that can be watched.
struct WatchedRun
{
    std::string name {};
    RunState state = RunState::Trained;
};

/// What is cheap to read: the alerts of all runs, newest first, and the runs.
struct DriftInbox
{
    std::vector<Alert> alerts {};
    std::vector<WatchedRun> runs {};
};

struct DriftState
{
    enum class Face
    {
        Closed,
        Loading,
        NoModel,
        NoWindows,
        Ready,
        Failed
    };

    Face face = Face::Closed;
    QString run {}; ///< "" = the champion
    QString field {}; ///< of the view "field"
    qint64 alert = 0; ///< of the view "alerts"
    std::shared_ptr<const WatchReport> report {};
    std::shared_ptr<const DriftInbox> inbox {};
    bool reading = false;
    bool checking = false;
    bool proposing = false;
    bool answering = false; ///< an answer to an alert is being stored
    std::shared_ptr<const RetrainingProposal>
        proposal {}; ///< of the champion; none: not asked for since its cases changed
    QString proposalFailure {};
    QString whyNot {}; ///< why this person cannot check or answer, or ""
    Glyph noticeGlyph = Glyph::None;
    QString notice {};
    QString failure {};
    QString details {};

    bool operator==(const DriftState&) const = default;
};

/// Looks at the windows of a model and at the inbox; checks and answers.
class DriftPresenter : public QObject
{
    Q_OBJECT

public:
    explicit DriftPresenter(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const DriftState& state() const { return m_state; }

    [[nodiscard]] bool isBusy() const
    {
        return m_state.reading || m_state.checking || m_state.proposing || m_state.answering;
    }

    /// Reads the windows when they are wanted and not there yet.
    void setVisible(bool visible);
    void chooseRun(const QString& run);
    void chooseField(const QString& field);
    void chooseAlert(qint64 id);
    /// The next (+1) or previous (-1) field of the table.
    void stepField(int step);
    void check();
    /// The retraining that the newest alarm asks for. Writes nothing.
    void propose();
    /// action: "take" or "close".
    void answer(qint64 id, const QString& action, const QString& reason);

signals:
    void changed();
    void openAlerts(int count);

private:
    void forget();
    void sessionChanged(Change what);
    void readInbox();
    void readWindows();
    void take(const Result<WatchReport>& report);
    void refuse(const Error& error);
    void update();

    Session& m_session;
    JobSlot m_windows;
    JobSlot m_inbox;
    JobSlot m_proposal;
    DriftState m_state;
    bool m_visible = false;
    bool m_dirty = true;
};

} // namespace casebench::ui
