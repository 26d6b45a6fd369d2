// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/FindLabelErrors.h"
#include "ui/itemmodels/CellTable.h"
#include "ui/jobs/JobSlot.h"
#include "ui/session/Session.h"

#include <memory>

namespace casebench::ui {

using NoisePtr = std::shared_ptr<const RunLabelNoise>;

/// A run that can doubt labels.
struct NoiseRun
{
    QString name {};
    QString title {}; ///< with its label policy

    bool operator==(const NoiseRun&) const = default;
};

/// What the view "label noise" shows.
struct NoiseState
{
    enum class Face
    {
        Closed,
        Loading,
        NoRun, ///< nothing was trained that could doubt a label
        Ready,
        Failed
    };

    Face face = Face::Closed;
    QList<NoiseRun> runs {}; ///< newest first
    QString run {}; ///< chosen; "" = as the workflow chooses
    NoisePtr found {};
    bool reading = false;
    QString failure {};
    QString details {};

    bool operator==(const NoiseState&) const = default;
};

/// Estimates label noise in a job when the view is in front and runs or verdicts changed.
class NoisePresenter : public QObject
{
    Q_OBJECT

public:
    explicit NoisePresenter(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const NoiseState& state() const { return m_state; }

    /// The ranked cases; the row id is the place in the ranking + 1.
    [[nodiscard]] CellTable* cases() { return &m_cases; }

    [[nodiscard]] QString caseId(qint64 rowId) const;

    [[nodiscard]] bool isBusy() const { return m_state.reading; }

    void setVisible(bool visible);
    void chooseRun(const QString& run);

signals:
    void changed();

private:
    struct Look;

    void forget();
    void mark();
    void read();
    void take(Result<Look> look);

    Session& m_session;
    JobSlot m_job;
    NoiseState m_state;
    CellTable m_cases;
    bool m_visible = false;
    bool m_dirty = true;
};

} // namespace casebench::ui
