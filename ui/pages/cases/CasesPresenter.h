// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/itemmodels/CaseFacts.h"
#include "ui/pages/cases/CaseTableModel.h"
#include "ui/session/Session.h"
#include "ui/text/ErrorText.h"
#include "ui/theme/Icons.h"

#include <QHash>
#include <QObject>

namespace casebench::ui {

/// What the view "table" shows.
struct CasesState
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
    qint64 total = 0;
    qint64 shown = 0;
    CaseFilter filter {};
    QString sortKey {};
    bool descending = false;
    bool sorting = false; ///< a filter or sort is being worked out
    QString whyNoSnapshot {}; ///< "" when the shown cases can be frozen
    Glyph noticeGlyph = Glyph::None;
    QString notice {}; ///< the banner; "" for none
    QString failure {};
    QString details {};

    bool operator==(const CasesState&) const = default;
};

/// The table of cases without a widget: loads, filters, sorts, exports, freezes; owns the item model.
class CasesPresenter : public QObject
{
    Q_OBJECT

public:
    explicit CasesPresenter(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const CasesState& state() const { return m_state; }

    [[nodiscard]] CaseTableModel* model() { return &m_model; }

    [[nodiscard]] bool isBusy() const { return m_loading || m_state.sorting || m_looking; }

    void setVisible(bool visible); ///< reads again what changed meanwhile
    void setSearch(const QString& text);
    void setFilters(const QHash<QString, QString>& textByKey);
    void clearFilter();
    void sortBy(const QString& key); ///< the same key again turns the order
    void look(const QString& caseId); ///< the case in short
    void saveSnapshot(const QString& name, LabelPolicy policy);
    void exportTo(const QString& path, const QList<int>& rows); ///< rows empty: all that are shown
    void correct(const QString& caseId, const QString& field, const QString& value, const QString& reason);
    void dismissNotice();

signals:
    void changed(const casebench::ui::CasesState& state);
    void columnsChanged(); ///< the model has other columns
    void ordered(); ///< other rows or another order
    void looked(const casebench::ui::CaseFacts& facts);
    void lookFailed(const QString& sentence);
    void snapshotSaved();
    void corrected();

private:
    struct Loaded;

    void reload();
    void take(const Loaded& loaded);
    void order();
    void say(Glyph glyph, const QString& notice);
    void update();
    void refuse(const Error& error);

    Session& m_session;
    CaseTableModel m_model;
    CasesState m_state;
    std::shared_ptr<const CaseView> m_view;
    QList<CaseColumn> m_columns;
    QString m_search;
    QHash<QString, QString> m_filters;
    QString m_case;
    bool m_visible = false;
    bool m_dirty = true;
    bool m_loading = false;
    bool m_looking = false;
    quint64 m_loadTurn = 0;
    quint64 m_orderTurn = 0;
    quint64 m_lookTurn = 0;
};

} // namespace casebench::ui
