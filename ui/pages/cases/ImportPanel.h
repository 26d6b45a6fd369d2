// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/cases/ImportPresenter.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/Label.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/ProgressPanel.h"
#include "ui/widgets/SegmentedSwitch.h"
#include "ui/widgets/TableView.h"

#include <QComboBox>
#include <QStackedWidget>

namespace casebench::ui {

/// Trust before the click: source line, mapping, rows; at the right what differs from the project.
class ImportPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ImportPanel(ImportPresenter& presenter, QWidget* parent = nullptr);

    void render(const ImportState& state);

signals:
    void chooseAsked(); ///< a file is wanted

private:
    QWidget* buildLeft();
    QWidget* buildRight();
    void renderFindings(const ImportState& state);
    void renderLabel(const ImportState& state);
    void renderRows(const ImportState& state);
    void showRows(const QString& id);

    ImportPresenter& m_presenter;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    PaneSplitter* m_split;
    ProgressPanel* m_progress;
    Label* m_file;
    Label* m_facts;
    Label* m_hash;
    TableView* m_mapping;
    SegmentedSwitch* m_which;
    QStackedWidget* m_rowStack;
    TableView* m_rows;
    TableView* m_set; ///< rows set aside
    QVBoxLayout* m_findings;
    QVBoxLayout* m_notes;
    QWidget* m_labelBox;
    QComboBox* m_positive;
    ImportState m_shown;
};

} // namespace casebench::ui
