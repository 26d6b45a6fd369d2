// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/cases/CasesPresenter.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/FilterHeader.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/TableView.h"

#include <QStackedLayout>
#include <QToolButton>

class QHBoxLayout;

namespace casebench::ui {

class CaseColumnChooser;

/// Search, active filters, count, columns, and the table with its filter row.
class CaseTablePanel : public QWidget
{
    Q_OBJECT

public:
    explicit CaseTablePanel(CasesPresenter& presenter, QWidget* parent = nullptr);

    void render(const CasesState& state);

    [[nodiscard]] SearchField* search() const { return m_search; }

    [[nodiscard]] TableView* table() const { return m_table; }

    [[nodiscard]] QList<RowSpan> selection() const; ///< ascending
    [[nodiscard]] bool clear(); ///< Esc: clears what filters; false when nothing did
    void findNext(bool backwards); ///< F3: the next hit of the search field, from the current row
    [[nodiscard]] QString currentField() const; ///< the field of the current cell; "" when it is none
    void setSearch(const QString& text);
    void addTool(QWidget* tool);

signals:
    void opened(int row); ///< Enter or a double click
    void current(casebench::CaseRow row);
    void correctionAsked(); ///< F2 on a cell

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* buildTools();
    void buildTable();
    void rebuildColumns();
    void readHeader();
    void renderChips(const CaseFilter& filter);
    void removeChip(const QString& key);
    void keepCurrent();
    void goTo(int row);
    void setHidden(const QStringList& keys);
    [[nodiscard]] QStringList shownKeys() const;

    CasesPresenter& m_presenter;
    SearchField* m_search;
    QHBoxLayout* m_chips;
    QHBoxLayout* m_tools = nullptr;
    QToolButton* m_clear;
    Label* m_count;
    QToolButton* m_onlyHits;
    Label* m_hits;
    QToolButton* m_columns;
    CaseColumnChooser* m_chooser;
    TableView* m_table;
    FilterHeader* m_header;
    EmptyState* m_nothing;
    QStackedLayout* m_stack;
    Label* m_foot;
    QAbstractItemDelegate* m_scoreBar;
    QStringList m_hidden;
    QStringList m_chipTexts;
    std::optional<CaseRow> m_case;
};

} // namespace casebench::ui
