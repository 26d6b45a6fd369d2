// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/cases/ImportFindingsPane.h"
#include "ui/pages/cases/ImportPresenter.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/ProgressPanel.h"
#include "ui/widgets/SegmentedSwitch.h"
#include "ui/widgets/TableView.h"

#include <QStackedWidget>

namespace casebench::ui {

/// Trust before the click: source line, fields, rows; at the right what differs and what is to be decided.
class ImportPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ImportPanel(ImportPresenter& presenter, QWidget* parent = nullptr);

    void render(const ImportState& state);
    /// Where a mapping is named before it is saved.
    void askForName();

signals:
    void chooseAsked(); ///< a file is wanted

private:
    QWidget* buildLeft();
    QWidget* buildFields();
    QWidget* buildRows();
    void connectFindings();
    void renderEmpty(const ImportState& state);
    void renderRows(const ImportState& state);
    void showRows(const QString& id);
    void tellWhy(int fieldRow);
    void placeFocus(const ImportState& state);

    ImportPresenter& m_presenter;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    PaneSplitter* m_split;
    ProgressPanel* m_progress;
    Label* m_file;
    Label* m_facts;
    Label* m_hash;
    Label* m_waiting;
    TableView* m_fields;
    ElidedLabel* m_why; ///< of the chosen field, whole
    SegmentedSwitch* m_which;
    QStackedWidget* m_rowStack;
    TableView* m_rows;
    TableView* m_changes; ///< changed cells one by one
    TableView* m_set; ///< rows set aside
    ImportFindingsPane* m_findings;
    ImportState m_shown;
    QString m_looked {}; ///< the file whose fields were shown last
    std::pair<int, int> m_place { 0, 0 }; ///< row and column that a person was at
    bool m_hadFocus = false; ///< the fields, before they were looked at again
};

} // namespace casebench::ui
