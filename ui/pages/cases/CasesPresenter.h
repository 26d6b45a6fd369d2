// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/itemmodels/CaseFacts.h"
#include "ui/jobs/JobSlot.h"
#include "ui/pages/cases/CaseTableModel.h"
#include "ui/session/Session.h"
#include "ui/text/ErrorText.h"
#include "ui/theme/Icons.h"

#include <QHash>
#include <QObject>

namespace casebench::ui {

/// A stretch of rows of the table, both ends within it.
struct RowSpan
{
    int first = 0;
    int last = -1;

    [[nodiscard]] qint64 count() const { return qint64 { last } - first + 1; }

    bool operator==(const RowSpan&) const = default;
};

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
    bool finding = false; ///< the search field names hits and hides nothing
    QString hits {}; ///< what finding came to, in words
    QString whyNoSnapshot {}; ///< "" when the shown cases can be frozen
    Glyph noticeGlyph = Glyph::None;
    QString notice {}; ///< the banner; "" for none
    bool canUndo = false; ///< the notice is about a correction that can be taken back
    QString failure {};
    QString details {};

    bool operator==(const CasesState&) const = default;
};

/// The table of cases without a widget: lists, filters, sorts, finds, exports, corrects, freezes; owns the
/// item model.
class CasesPresenter : public QObject
{
    Q_OBJECT

public:
    explicit CasesPresenter(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const CasesState& state() const { return m_state; }

    [[nodiscard]] CaseTableModel* model() { return &m_model; }

    [[nodiscard]] bool isBusy() const;

    void setVisible(bool visible); ///< reads again what changed meanwhile
    void setSearch(const QString& text);
    void setFilters(const QHash<QString, QString>& textByKey);
    void setFinding(bool finding); ///< true: the search field finds instead of filtering
    void findNext(int fromRow, bool backwards);
    void clearFilter();
    void sortBy(const QString& key); ///< the same key again turns the order
    void lookAt(CaseRow row); ///< the case in short
    void locate(const QString& caseId); ///< answers with located()
    void saveSnapshot(const QString& name, LabelPolicy policy);
    void exportTo(const QString& path, const QList<RowSpan>& rows); ///< rows empty: all that are shown
    /// The rows as TSV, the columns of these keys; answers with copied().
    void copy(const QList<RowSpan>& rows, const QStringList& keys);
    void correct(const QString& caseId, const QString& field, const QString& value, const QString& reason);
    void undoCorrection(); ///< of the case that was corrected last
    void dismissNotice();

signals:
    void changed(const casebench::ui::CasesState& state);
    void forgotten(); ///< another project, or none: searches and the current case are no more
    void columnsChanged(); ///< the model has other columns
    void ordered(); ///< other rows or another order
    void located(casebench::CaseRow row);
    void found(int row); ///< the next hit
    void looked(const casebench::ui::CaseFacts& facts);
    void lookFailed(const QString& sentence);
    void copied(const QString& tsv);
    void snapshotSaved();
    void corrected();

private:
    struct Loaded;

    void reload();
    void take(const Loaded& loaded);
    void listSentence(qint64 imports);
    void order();
    void takeOrder(Result<std::vector<CaseRow>> rows);
    void readBlocks();
    [[nodiscard]] std::vector<CaseRow> rowsOf(const QList<RowSpan>& rows) const;
    void forgetProject();
    void say(Glyph glyph, const QString& notice);
    void update();
    void refuse(const Error& error);

    Session& m_session;
    CaseTableModel m_model;
    CasesState m_state;
    CaseListerPtr m_lister;
    CaseListerPtr m_shown; ///< the one whose rows and columns the model has; m_lister may be ahead of it
    QList<CaseColumn> m_columns;
    QString m_search;
    QHash<QString, QString> m_filters;
    std::optional<CaseRow> m_case;
    QString m_correctedCase;
    JobSlot m_loading;
    JobSlot m_ordering;
    JobSlot m_looking;
    JobSlot m_finding;
    int m_reading = 0; ///< blocks on their way
    bool m_columnsAreNew = false;
    bool m_visible = false;
    bool m_dirty = true;
};

} // namespace casebench::ui
