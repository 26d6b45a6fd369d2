// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/itemmodels/CellTable.h"
#include "ui/pages/release/ReleasePresenter.h"
#include "ui/pages/release/StepsStrip.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/TableView.h"

namespace casebench::ui {

/// What the run must pass, and the course of its state.
class GatesPanel : public Pane
{
    Q_OBJECT

public:
    explicit GatesPanel(QWidget* parent = nullptr);
    void render(const ReleaseState& state);

private:
    StepsStrip* m_steps;
    Label* m_sentence;
    TableView* m_table;
    CellTable m_model;
    Label* m_verdict;
    TableView* m_history;
    CellTable m_historyModel;
    Label* m_none;
    std::shared_ptr<const std::vector<GateResult>> m_shown;
};

} // namespace casebench::ui
