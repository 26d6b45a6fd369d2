// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/drift/FieldPanel.h"

#include "ui/pages/drift/DriftRows.h"
#include "ui/pages/drift/DriftWords.h"
#include "ui/text/Format.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace casebench::ui {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

QString clean(const std::string& text)
{
    return format::harmless(format::text(text));
}

QList<double> sharesOf(const std::vector<std::int64_t>& counts)
{
    double total = 0;
    for (const std::int64_t count : counts)
        total += static_cast<double>(count);
    QList<double> shares;
    for (const std::int64_t count : counts)
        shares.append(total > 0 ? static_cast<double>(count) / total : 0);
    return shares;
}

} // namespace

FieldPanel::FieldPanel(QWidget* parent)
    : Pane(space::kPage, parent)
    , m_name(new Label({}, TextRole::Section))
    , m_sentence((new Label({}, TextRole::Body, ColorRole::Muted))->wrapping())
    , m_pair(new HistogramPair)
    , m_course(new LineWithIntervals)
    , m_pairFrame(new ChartFrame(tr("Distribution then and now"), m_pair))
    , m_courseFrame(new ChartFrame(tr("Course over the months"), m_course))
    , m_table(new TableView(tr("Windows of the field")))
    , m_facts(new KeyValueList)
    , m_method((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
{
    m_table->setModel(&m_model);
    m_table->setFitsRows(true);
    content()->addWidget(m_name);
    content()->addWidget(m_sentence);
    auto* charts = row(space::kPage);
    charts->addWidget(m_pairFrame, 1);
    charts->addWidget(m_courseFrame, 1);
    content()->addLayout(charts);
    addSection(tr("Windows"));
    content()->addWidget(m_table);
    addSection(tr("Last window"));
    content()->addWidget(m_facts);
    content()->addWidget(m_method);
    content()->addStretch();
}

void FieldPanel::render(const DriftState& state)
{
    if (!state.report || state.report->windows.empty() || (state.report == m_shown && state.field == m_field))
        return;
    m_shown = state.report;
    m_field = state.field;
    const WatchReport& report = *m_shown;
    const WatchWindow& last = report.windows.back();
    const FieldDrift* drift = driftOf(last, m_field);
    m_name->setText(format::harmless(m_field));
    const double share = newShare(last, m_field);
    m_sentence->setText(
        drift ? drift::fieldSentence(*drift, drift::windowName(last))
            : std::isnan(share)
            ? tr("The last window has no such field.")
            : tr("New since the reference: filled in %1 of %2 cases in %3; the model cannot see it.")
                  .arg(format::percent(share, 1), format::count(last.rows), drift::windowName(last)));
    renderPair(report);
    renderCourse(report);
    renderFacts(report);
    const DriftTable table = windowsTable(report, m_field);
    m_model.setTable(table.columns, table.rows);
    m_table->setColumnWidths({ 130, 60, 0, 150, 120, 100, 130 });
}

void FieldPanel::renderPair(const WatchReport& report)
{
    const WatchWindow& last = report.windows.back();
    const FieldDrift* drift = driftOf(last, m_field);
    m_pairFrame->setVisible(drift && !drift->binNames.empty());
    if (!drift || drift->binNames.empty())
        return;
    HistogramPair::Data given;
    for (const std::string& bin : drift->binNames)
        given.bins.append(clean(bin));
    given.reference = sharesOf(drift->referenceCounts);
    given.window = sharesOf(drift->currentCounts);
    given.referenceLabel = tr("Reference, n = %1").arg(format::count(drift->nReference));
    given.windowLabel = tr("%1, n = %2").arg(drift::windowName(last), format::count(drift->nCurrent));
    given.axisTitle = format::harmless(m_field);
    m_pair->setData(given);
    m_pairFrame->setTexts(
        drift->verdict == DriftVerdict::Steady ? tr("The distribution holds")
                                               : tr("The distribution moved: %1").arg(drift::change(*drift)),
        tr("Grey: reference, n = %1. Filled: %2, n = %3.")
            .arg(format::count(drift->nReference), drift::windowName(last), format::count(drift->nCurrent)));
}

void FieldPanel::renderCourse(const WatchReport& report)
{
    LineWithIntervals::Data given;
    const FieldDrift* last = driftOf(report.windows.back(), m_field);
    const bool shares = last && last->kind == FieldKind::YesNo;
    given.compact = true;
    given.measure = !last ? tr("Share filled") : shares ? tr("Share of Yes") : tr("JS distance");
    given.low = 0;
    given.high = 1;
    for (const WatchWindow& window : report.windows) {
        const FieldDrift* drift = driftOf(window, m_field);
        LineWithIntervals::Point point { format::shortMonth(window.last),
                                         kNaN,
                                         kNaN,
                                         kNaN,
                                         QStringLiteral("n = %1").arg(format::count(window.rows)),
                                         kNaN };
        if (drift && shares) {
            point.value = drift->current;
            point.low = std::clamp(drift->reference + drift->low, 0.0, 1.0);
            point.high = std::clamp(drift->reference + drift->high, 0.0, 1.0);
            given.reference = drift->reference;
        } else if (drift) {
            point.value = jsDistance(*drift);
        } else {
            const double share = newShare(window, m_field);
            point.value = std::isnan(share) ? 0 : share;
        }
        given.points.append(point);
    }
    m_course->setData(given);
    m_courseFrame->setTexts(
        !last ? tr("How the field was taken up") : tr("The course since the reference"),
        shares     ? tr("Share of Yes; whisker: 95 % interval of the difference from the reference.")
            : last ? tr("Jensen–Shannon distance from the reference, 0 to 1; no interval is known.")
                   : tr("Share of cases in which the field is filled."));
}

void FieldPanel::renderFacts(const WatchReport& report)
{
    const FieldDrift* drift = driftOf(report.windows.back(), m_field);
    if (!drift) {
        m_facts->setRows({ { tr("Seen by the model"), tr("no"), {}, Glyph::Watch } });
        m_method->setText(tr("A new field is not tested: there is no reference to hold it against."));
        return;
    }
    QList<KeyValueList::Row> rows {
        { tr("Test"), clean(drift->test) },
        { tr("p, corrected p"),
          QStringLiteral("%1, %2").arg(format::pCell(drift->p), format::pCell(drift->pAdjusted)) },
        { tr("Effect"), drift::effectText(*drift, 3) },
        { tr("PSI"), format::decimal(drift->psi, 3) },
        { tr("Missing"),
          QStringLiteral("%1 → %2").arg(format::percent(drift->missingReference, 1),
                                        format::percent(drift->missingCurrent, 1)) },
        { tr("Impact"), tr("%1, distance × importance").arg(format::decimal(drift->impact, 3)) }
    };
    m_facts->setRows(rows);
    m_method->setText(
        tr("Benjamini–Hochberg over the fields of a window at %1. Drift needs corrected p below it and an "
           "effect at least small; watch is one of the two. The reference was frozen with the training.")
            .arg(format::decimal(report.options.alpha, 2)));
}

} // namespace casebench::ui
