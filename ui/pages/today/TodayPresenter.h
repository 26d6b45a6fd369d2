// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/LookAtToday.h"
#include "ui/jobs/JobSlot.h"
#include "ui/session/Session.h"

#include <QDate>
#include <QObject>

#include <memory>

namespace casebench::ui {

struct TodayState
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
    std::shared_ptr<const TodayReport> report {};
    QDate day {}; ///< when it was looked
    bool reading = false;
    QString failure {};
    QString details {};

    bool operator==(const TodayState&) const = default;
};

/// Looks again whenever something was changed or another person acts, while the page is in front.
class TodayPresenter : public QObject
{
    Q_OBJECT

public:
    explicit TodayPresenter(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const TodayState& state() const { return m_state; }

    [[nodiscard]] bool isBusy() const { return m_state.reading; }

    void setVisible(bool visible);
    /// The first thing this person can do; else the first of all; nullptr when nothing waits.
    [[nodiscard]] const Need* first() const;

signals:
    void changed();

private:
    void forget();
    void mark();
    void read();

    Session& m_session;
    JobSlot m_look;
    TodayState m_state;
    bool m_visible = false;
    bool m_dirty = true;
};

} // namespace casebench::ui
