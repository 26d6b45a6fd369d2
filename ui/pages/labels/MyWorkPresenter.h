// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/MyWork.h"
#include "ui/itemmodels/CellTable.h"
#include "ui/session/Session.h"

#include <QObject>

namespace casebench::ui {

/// What the view "my work" shows.
struct MyWorkState
{
    enum class Face
    {
        Loading,
        Nothing, ///< no verdict yet
        Ready,
        Failed
    };

    Face face = Face::Loading;
    QString sentence {};
    QString today {};
    QString total {};
    QString pace {};
    QString paceNote {};
    QString agreement {};
    QString agreementNote {};
    qsizetype returned = 0;
    qsizetype overruled = 0;
    QString failure {};

    bool operator==(const MyWorkState&) const = default;
};

/// How the acting person's labelling goes, without a widget.
class MyWorkPresenter : public QObject
{
    Q_OBJECT

public:
    explicit MyWorkPresenter(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const MyWorkState& state() const { return m_state; }

    [[nodiscard]] CellTable* cases() { return &m_cases; } ///< returned, and seen otherwise by others

    [[nodiscard]] QString caseId(int row) const;

    [[nodiscard]] bool isBusy() const { return m_loading; }

    void setVisible(bool visible);

signals:
    void changed(const casebench::ui::MyWorkState& state);

private:
    void reload();
    void take(const MyWork& work);

    Session& m_session;
    MyWorkState m_state;
    CellTable m_cases;
    bool m_visible = false;
    bool m_dirty = true;
    bool m_loading = false;
    quint64 m_turn = 0;
};

} // namespace casebench::ui
