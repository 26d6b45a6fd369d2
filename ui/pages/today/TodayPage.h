// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/itemmodels/CellTable.h"
#include "ui/pages/Page.h"
#include "ui/pages/today/ChampionPane.h"
#include "ui/pages/today/NeedsPanel.h"
#include "ui/pages/today/TodayPresenter.h"
#include "ui/widgets/TableView.h"

namespace casebench::ui {

/// The mode Today: what needs this person, the months, the champion's health, what runs and what happened.
class TodayPage : public Page
{
    Q_OBJECT

public:
    explicit TodayPage(Session& session, QWidget* parent = nullptr);

    void activate(const Selection& selection) override;

    void deactivate() override { m_presenter.setVisible(false); }

    [[nodiscard]] bool isBusy() const override { return m_presenter.isBusy(); }

private:
    QWidget* buildLeft();
    void render();
    void renderMonths(const TodayReport& report);
    void openNeed(NeedKind kind);
    void openMonth();

    Session& m_session;
    TodayPresenter m_presenter;
    QAction* m_first;
    NeedsPanel* m_needs;
    Label* m_monthsNote;
    TableView* m_table;
    CellTable m_months;
    Label* m_noMonths;
    ChampionPane* m_champion;
};

} // namespace casebench::ui
