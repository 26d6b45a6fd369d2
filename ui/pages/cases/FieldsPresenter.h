// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/EditFields.h"
#include "core/workflow/SchemaCard.h"
#include "ui/itemmodels/CellTable.h"
#include "ui/session/ViewReading.h"
#include "ui/theme/Icons.h"

#include <QObject>

#include <memory>

namespace casebench::ui {

/// Groups of cases that stand together, as one link under the table.
struct FieldsPairs
{
    QString text {}; ///< "12 equal cases in 6 groups"
    QString tip {};
    QString filter {}; ///< finds the listed ones; "" when there is none
    Glyph glyph = Glyph::None;

    bool operator==(const FieldsPairs&) const = default;
};

/// What the view "fields" shows.
struct FieldsState
{
    enum class Face
    {
        Closed,
        Loading,
        Empty,
        Ready,
        Failed
    };

    Face face = Face::Closed;
    QString sentence {};
    std::shared_ptr<const SchemaCard> card {}; ///< never changed once it is here
    QString selected {}; ///< a field's name
    QList<FieldEvent> history {}; ///< of the selected field, newest first
    QString historyNote {}; ///< why there is none
    FieldsPairs exact {};
    FieldsPairs near {};
    FieldsPairs linked {};
    bool mayEdit = false;
    QString whyNotEdit {};
    bool saving = false;
    Glyph noticeGlyph = Glyph::None;
    QString notice {};
    QString failure {};
    QString details {};

    [[nodiscard]] const FieldCard* selectedCard() const;
    bool operator==(const FieldsState&) const = default;
};

/// The schema card: every field with what is known about it, and the change of one.
class FieldsPresenter : public QObject
{
    Q_OBJECT

public:
    enum Column
    {
        Name,
        Kind,
        RoleColumn,
        Filled,
        Levels,
        FirstSeen,
        LastSeen,
        Drift,
        ChampionSees,
        ColumnCount
    };

    explicit FieldsPresenter(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const FieldsState& state() const { return m_state; }

    [[nodiscard]] CellTable* model() { return &m_model; }

    [[nodiscard]] bool isBusy() const { return m_reading.isReading() || m_state.saving; }

    void setVisible(bool visible) { m_reading.setVisible(visible); }

    void select(const QString& field);
    /// A change with its reason; says so when it is saved.
    void change(const QString& field, const casebench::FieldChange& what);

signals:
    void changed();

private:
    void forget();
    void read();
    void readHistory();
    void show(SchemaCard card);
    void updateAccess();

    Session& m_session;
    CellTable m_model;
    FieldsState m_state;
    ViewReading m_reading;
    quint64 m_historyTurn = 0;
};

/// "case_id IN ('A', 'B')", as the search field of the table takes it; "" for none.
[[nodiscard]] QString filterOfCases(const std::vector<std::string>& ids, std::size_t most = 500);

} // namespace casebench::ui
