// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/LookAtToday.h"
#include "ui/charts/ChartFrame.h"
#include "ui/charts/LineWithIntervals.h"
#include "ui/pages/JobPanels.h"
#include "ui/widgets/GlyphLabel.h"
#include "ui/widgets/KeyValueList.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/StatTile.h"

namespace casebench::ui {

/// The champion and how it does, what runs, and what happened last.
class ChampionPane : public Pane
{
    Q_OBJECT

public:
    explicit ChampionPane(JobRunner& jobs, QWidget* parent = nullptr);
    void render(const TodayReport& report);

signals:
    void logAsked();
    void eventAsked(qint64 seq);
    void trainingAsked();
    void modelAsked();

private:
    QWidget* buildChampion();
    void renderChampion(const TodayReport& report);
    void renderChart(const TodayReport& report);

    Chip* m_since;
    GlyphLabel* m_health;
    KeyValueList* m_facts;
    LineWithIntervals* m_line;
    ChartFrame* m_chart;
    QToolButton* m_open;
    KeyValueList* m_events;
    bool m_hasChampion = false;
};

} // namespace casebench::ui
