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
class QMenu;

namespace casebench::ui {

/// Search, active filters, count, columns, and the table with its filter row.
class CaseTablePanel : public QWidget
{
    Q_OBJECT

public:
    explicit CaseTablePanel(CasesPresenter& presenter, QWidget* parent = nullptr);

    void render(const CasesState& state);

    [[nodiscard]] SearchField* search() const { return m_search; }

    [[nodiscard]] TableView* table() const { return m_table; }

    [[nodiscard]] QList<int> selectedRows() const;
    [[nodiscard]] bool clear(); ///< Esc: clears what filters; false when nothing did
    void showCase(const QString& caseId); ///< selects it when it is shown
    void setSearch(const QString& text);
    void addTool(QWidget* tool);

signals:
    void opened(const QString& caseId); ///< Enter or a double click
    void current(const QString& caseId);

private:
    QWidget* buildTools();
    void buildTable();
    void rebuildColumns();
    void rebuildMenu();
    void readHeader();
    void renderChips(const CaseFilter& filter);
    void removeChip(const QString& key);
    void keepCurrent();
    void setHidden(const QString& key, bool hidden);

    CasesPresenter& m_presenter;
    SearchField* m_search;
    QHBoxLayout* m_chips;
    QHBoxLayout* m_tools = nullptr;
    QToolButton* m_clear;
    Label* m_count;
    QToolButton* m_columns;
    QMenu* m_menu;
    TableView* m_table;
    FilterHeader* m_header;
    EmptyState* m_nothing;
    QStackedLayout* m_stack;
    Label* m_foot;
    QStringList m_hidden;
    QStringList m_chipTexts;
    QString m_case;
};

} // namespace casebench::ui
