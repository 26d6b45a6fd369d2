// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Run.h"
#include "core/data/Snapshot.h"
#include "core/stats/Binary.h"
#include "core/store/RunStore.h"
#include "core/workflow/TakeSnapshot.h"
#include "core/workflow/TrainRun.h"
#include "ui/itemmodels/CellTable.h"
#include "ui/itemmodels/RunCurves.h"
#include "ui/session/Session.h"
#include "ui/theme/Icons.h"

#include <QObject>

#include <memory>

namespace casebench {
struct RetrainingProposal;
}

namespace casebench::ui {

/// One run with all that is shown of it; made in a job, never changed after.
struct RunDetail
{
    Run run;
    Snapshot snapshot;
    RunCurves curves;
    CurveMarks marks;
    Confusion confusion; ///< of the hold-out at the run's threshold
    std::vector<RunDecision> decisions;
    qint64 championId = 0;
    QString championName {};
};

using RunDetailPtr = std::shared_ptr<const RunDetail>;
using ProposalPtr = std::shared_ptr<const RetrainingProposal>;

/// What the page shows; tables and the run beside it have their own models.
struct TrainingState
{
    enum class Face
    {
        Closed,
        Loading,
        NoCases,
        Ready,
        Failed
    };

    Face face = Face::Closed;
    QString sentence {};
    qint64 snapshots = 0;
    qint64 runs = 0;
    qint64 championId = 0;
    ProposalPtr proposal {}; ///< the new training is for it; none: for none
    QStringList gaps {}; ///< of the chosen snapshot: months without a scam that want an answer
    bool gapsReading = false;
    QString whyNot {}; ///< why this person cannot train; "" when they can
    bool working = false; ///< a training or a snapshot is under way
    bool stopping = false;
    QString jobTitle {};
    QString step {};
    QString note {};
    double fraction = -1;
    qint64 shownRun = 0; ///< of view "run"
    bool runLoading = false;
    QString runFailure {};
    Glyph noticeGlyph = Glyph::None;
    QString notice {}; ///< the banner; "" for none
    QString noticeButton {};
    QString failure {};
    QString details {};

    bool operator==(const TrainingState&) const = default;
};

/// Snapshots, trainings and runs without a widget.
class TrainingPresenter : public QObject
{
    Q_OBJECT

public:
    explicit TrainingPresenter(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const TrainingState& state() const { return m_state; }

    [[nodiscard]] CellTable* leaderboard() { return &m_leaderboard; }

    [[nodiscard]] const std::vector<Snapshot>& snapshots() const { return m_snapshots; }

    [[nodiscard]] const std::vector<Run>& runs() const { return m_runs; }

    [[nodiscard]] RunDetailPtr detail() const { return m_detail; }

    /// True when snapshots and runs are as the project has them.
    [[nodiscard]] bool hasLists() const { return m_session.isOpen() && !m_dirty && !m_loading; }

    [[nodiscard]] bool isBusy() const { return m_loading || m_state.runLoading || m_state.gapsReading; }

    /// "The last boosted run took 2 s on 1,800 cases."; "" before the first.
    [[nodiscard]] QString estimateFor(const QString& family) const;

    void setVisible(bool visible); ///< reads again what changed meanwhile
    /// The new training is for this proposal of the champion from now on; none: for none.
    void propose(ProposalPtr proposal);
    /// The newest snapshot that was taken for the proposal, or 0.
    [[nodiscard]] qint64 proposedSnapshot() const;
    /// The run the proposal would replace.
    [[nodiscard]] QString proposedParent() const;
    void takeSnapshot(const SnapshotRequest& request);
    void train(const TrainRequest& request);
    /// Looks for months without a scam in the snapshot (scenario 30); the state says what was found.
    void lookForGaps(const QString& snapshot);
    void stop();
    void openRun(qint64 id);
    void reproduce();
    void submit();
    void dismissNotice();

signals:
    void changed();
    void listsChanged(); ///< snapshots or runs
    void detailChanged();
    void proposalChanged();
    void gapsFound();
    void snapshotTaken(qint64 id);
    void trained(qint64 id);
    void submitted();

private:
    struct Lists;

    void stale();
    void closed();
    void reload();
    void take(Lists& lists);
    void loadDetail();
    void begin(const QString& title);
    void end();
    void follow(JobId id);
    void say(Glyph glyph, const QString& notice, const QString& button = {});
    void refuse(const Error& error);

    Session& m_session;
    TrainingState m_state;
    CellTable m_leaderboard;
    std::vector<Snapshot> m_snapshots;
    std::vector<Run> m_runs;
    RunDetailPtr m_detail;
    bool m_visible = false;
    bool m_dirty = true;
    bool m_loading = false;
    JobId m_job = 0;
    quint64 m_turn = 0;
    quint64 m_detailTurn = 0;
    quint64 m_gapTurn = 0;
};

} // namespace casebench::ui
