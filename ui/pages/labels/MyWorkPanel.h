// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/labels/MyWorkPresenter.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/StatTile.h"
#include "ui/widgets/TableView.h"

#include <QStackedLayout>

namespace casebench::ui {

/// The view "my work": how many, how fast, how much as others see it, and what came back.
class MyWorkPanel : public QWidget
{
    Q_OBJECT

public:
    explicit MyWorkPanel(MyWorkPresenter& presenter, QWidget* parent = nullptr);

signals:
    void opened(const QString& caseId);

private:
    void render(const MyWorkState& state);

    MyWorkPresenter& m_presenter;
    QStackedLayout* m_stack;
    EmptyState* m_empty;
    StatTile* m_today;
    StatTile* m_pace;
    StatTile* m_agreement;
    StatTile* m_returned;
    Label* m_none;
    TableView* m_cases;
};

} // namespace casebench::ui
