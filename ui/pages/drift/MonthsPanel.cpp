// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/drift/MonthsPanel.h"

#include "ui/pages/drift/DriftRows.h"
#include "ui/pages/drift/DriftWords.h"
#include "ui/text/Format.h"
#include "ui/widgets/Delegates.h"

#include <algorithm>
#include <cmath>

namespace casebench::ui {

namespace {

LineWithIntervals::Data recallData(const WatchReport& report)
{
    LineWithIntervals::Data data;
    data.measure = MonthsPanel::tr("Recall");
    data.seriesLabel = MonthsPanel::tr("Audited recall");
    data.reference = report.referenceRecall.value;
    data.band = report.options.harmMargin;
    data.referenceLabel =
        MonthsPanel::tr("Reference %1").arg(format::decimal(report.referenceRecall.value, 2));
    data.estimateLabel = MonthsPanel::tr("Label-free estimate");
    data.nLabel = MonthsPanel::tr("audited scams");
    data.wordLabel = MonthsPanel::tr("estimate");
    double lowest = report.referenceRecall.value - 0.1;
    for (const WatchWindow& window : report.windows) {
        const Interval& recall = window.audited.recall;
        data.points.append({ drift::shortName(window), recall.value, recall.low, recall.high,
                             QStringLiteral("n = %1").arg(format::count(recall.n)), window.estimate.value,
                             window.trusted ? Glyph::Good : Glyph::Alarm,
                             window.trusted ? MonthsPanel::tr("trusted") : MonthsPanel::tr("not trusted") });
        lowest = std::isnan(recall.low) ? lowest : std::min(lowest, recall.low);
        if (!window.trusted && data.estimateNote.isEmpty())
            data.estimateNote = MonthsPanel::tr("withdrawn since %1").arg(format::shortMonth(window.first));
    }
    // A share ends at 1; the low end is the next tenth below what is shown.
    data.low = std::max(0.0, std::floor(lowest * 10) / 10);
    data.high = 1;
    return data;
}

} // namespace

MonthsPanel::MonthsPanel(QWidget* parent)
    : Pane(space::kPage, parent)
    , m_plot(new LineWithIntervals)
    , m_chart(new ChartFrame(tr("Recall by month"), m_plot))
    , m_title(new Label({}, TextRole::Strong))
    , m_caption((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
    , m_table(new TableView(tr("Fields by month")))
{
    m_table->setModel(&m_model);
    m_table->setFitsRows(true);
    m_table->setSelectionBehavior(QAbstractItemView::SelectItems);
    content()->addWidget(m_chart);
    content()->addSpacing(space::kBetween);
    content()->addWidget(m_title);
    content()->addWidget(m_caption);
    content()->addWidget(m_table);
    content()->addStretch();
    connect(m_table, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        const qint64 id = m_model.idOf(index.row());
        if (id > 0 && id <= m_fields.size())
            emit fieldAsked(m_fields[id - 1]);
    });
}

void MonthsPanel::render(const DriftState& state)
{
    m_chart->setStale(state.reading && state.report ? tr("Before the newest change; being read again")
                                                    : QString());
    if (state.report == m_shown || !state.report)
        return;
    m_shown = state.report;
    if (!m_shown->windows.empty())
        renderReport(*m_shown);
}

void MonthsPanel::renderReport(const WatchReport& report)
{
    m_plot->setData(recallData(report));
    m_chart->setTexts(drift::recallTitle(report), drift::recallCaption(report));
    m_title->setText(drift::fieldsTitle(report));
    m_caption->setText(drift::fieldsCaption(report));
    m_fields = driftFields(report);
    const DriftTable table = heatTable(report);
    m_model.setTable(table.columns, table.rows);
    const auto windows = static_cast<int>(report.windows.size());
    QList<int> widths { 0 };
    for (int i = 0; i < windows; ++i) {
        widths.append(68);
        m_table->setItemDelegateForColumn(i + 1, new HeatCellDelegate(m_table));
    }
    widths << 122 << 126;
    m_table->setItemDelegateForColumn(windows + 1, new CellDelegate(m_table));
    m_table->setItemDelegateForColumn(windows + 2, new ScoreBarDelegate(m_table));
    m_table->setColumnWidths(widths);
}

} // namespace casebench::ui
