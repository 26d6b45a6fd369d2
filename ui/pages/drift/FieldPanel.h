// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/ChartFrame.h"
#include "ui/charts/HistogramPair.h"
#include "ui/charts/LineWithIntervals.h"
#include "ui/itemmodels/CellTable.h"
#include "ui/pages/drift/DriftPresenter.h"
#include "ui/widgets/KeyValueList.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/TableView.h"

namespace casebench::ui {

/// One field: its distribution then and now, its course, and the tests behind it.
class FieldPanel : public Pane
{
    Q_OBJECT

public:
    explicit FieldPanel(QWidget* parent = nullptr);
    void render(const DriftState& state);

private:
    void renderPair(const WatchReport& report);
    void renderCourse(const WatchReport& report);
    void renderFacts(const WatchReport& report);

    Label* m_name;
    Label* m_sentence;
    HistogramPair* m_pair;
    LineWithIntervals* m_course;
    ChartFrame* m_pairFrame;
    ChartFrame* m_courseFrame;
    TableView* m_table;
    CellTable m_model;
    KeyValueList* m_facts;
    Label* m_method;
    QString m_field;
    std::shared_ptr<const WatchReport> m_shown;
};

} // namespace casebench::ui
