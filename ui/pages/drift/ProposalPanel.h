// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/itemmodels/CellTable.h"
#include "ui/pages/drift/DriftPresenter.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/TableView.h"

#include <QStackedWidget>

namespace casebench::ui {

class DotIntervalDelegate;
class EmptyState;

/// The retraining that the newest alarm asks for, prefilled: months and labels, fields with their reason,
/// what it would bring. Nothing is trained or replaced here.
class ProposalPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ProposalPanel(QWidget* parent = nullptr);
    void render(const DriftState& state);

signals:
    void proposeAsked();

private:
    QWidget* buildPlan();
    QWidget* buildGain();
    void renderPlan(const RetrainingProposal& proposal, const DriftState& state);
    void renderGain(const RetrainingProposal& proposal);
    void renderFace(const DriftState& state);

    QStackedWidget* m_stack;
    EmptyState* m_nothing;
    Label* m_labels;
    TableView* m_months;
    TableView* m_fields;
    Label* m_fieldsNote = nullptr;
    Label* m_why;
    Label* m_gain;
    TableView* m_recall;
    DotIntervalDelegate* m_dots;
    Label* m_gainNote;
    CellTable m_monthRows;
    CellTable m_fieldRows;
    CellTable m_recallRows;
    std::shared_ptr<const RetrainingProposal> m_shown;
};

} // namespace casebench::ui
