// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Run.h"
#include "core/data/Snapshot.h"
#include "ui/pages/comparison/ComparisonData.h"
#include "ui/pages/comparison/RunChoiceModel.h"
#include "ui/session/Session.h"
#include "ui/theme/Icons.h"

#include <QObject>

namespace casebench::ui {

struct ComparisonState
{
    enum class Face
    {
        Closed,
        Loading,
        TooFewRuns, ///< in the project
        Ready,
        Failed
    };

    Face face = Face::Closed;
    QString sentence {};
    qint64 runs = 0;
    bool comparing = false;
    double fraction = -1;
    QString step {};
    QString whyNothing {}; ///< why there is no result: one run chosen, no shared case
    QString choiceProblem {}; ///< a sixth run was refused
    Glyph findingGlyph = Glyph::None;
    QString finding {};
    QString price {};
    QString submitName {}; ///< the run that can be submitted; "" for none
    QString notice {}; ///< instead of the finding, once
    Glyph noticeGlyph = Glyph::None;
    QString failure {};
    QString details {};

    bool operator==(const ComparisonState&) const = default;
};

/// Which runs, on which cases, and the finished comparison, without a widget.
class ComparisonPresenter : public QObject
{
    Q_OBJECT

public:
    explicit ComparisonPresenter(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const ComparisonState& state() const { return m_state; }

    [[nodiscard]] RunChoiceModel* choices() { return &m_choices; }

    [[nodiscard]] const std::vector<Snapshot>& snapshots() const { return m_snapshots; }

    [[nodiscard]] ComparisonDataPtr data() const { return m_data; } ///< nullptr: none

    [[nodiscard]] bool isBusy() const { return m_loading || m_state.comparing; }

    void setVisible(bool visible); ///< reads again what changed meanwhile
    void compareThese(const QList<qint64>& runs);
    void compareOn(const QString& snapshot); ///< "": cases no run was trained on
    void stop();
    void submit();

signals:
    void changed();
    void listsChanged();
    void dataChanged();

private:
    struct Lists;

    void stale();
    void closed();
    void reload();
    void compare();
    void take(Result<ComparisonDataPtr> data);
    void nothing(const QString& why);
    [[nodiscard]] const Run* runOf(qint64 id) const;

    Session& m_session;
    ComparisonState m_state;
    RunChoiceModel m_choices;
    std::vector<Run> m_runs;
    std::vector<Snapshot> m_snapshots;
    ComparisonDataPtr m_data;
    QList<qint64> m_wanted; ///< asked for before the list was read
    QString m_on;
    bool m_visible = false;
    bool m_dirty = true;
    bool m_loading = false;
    JobId m_job = 0;
    quint64 m_turn = 0;
    quint64 m_compareTurn = 0;
};

} // namespace casebench::ui
