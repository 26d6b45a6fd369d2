// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/today/ChampionPane.h"

#include "ui/itemmodels/AuditWords.h"
#include "ui/itemmodels/RunWords.h"
#include "ui/itemmodels/WatchWords.h"
#include "ui/pages/today/TodayWords.h"
#include "ui/text/Format.h"
#include "ui/widgets/Buttons.h"

#include <algorithm>
#include <limits>

namespace casebench::ui {

namespace {

constexpr std::size_t kMostWindows = 8; ///< what the small chart can label; the Drift page shows all

QString clean(const std::string& text)
{
    return format::harmless(format::text(text));
}

/// Clock today, else the day.
QString whenOf(Instant instant)
{
    return instant / kMicrosPerDay == now() / kMicrosPerDay ? format::clock(instant)
                                                            : format::shortDate(instant);
}

/// The newest windows after the training, with or without a recall.
std::vector<TodayMonth> windowsOf(const TodayReport& report)
{
    std::vector<TodayMonth> windows;
    for (const TodayMonth& month : report.months) {
        if (month.word != MonthWord::Training && month.word != MonthWord::NoModel)
            windows.push_back(month);
    }
    if (windows.size() > kMostWindows)
        windows.erase(windows.begin(), windows.end() - kMostWindows);
    return windows;
}

} // namespace

ChampionPane::ChampionPane(JobRunner& jobs, QWidget* parent)
    : Pane(space::kPage, parent)
    , m_since(new Chip({}, ColorRole::Good))
    , m_health((new GlyphLabel)->wrapping())
    , m_facts(new KeyValueList)
    , m_line(new LineWithIntervals)
    , m_chart(new ChartFrame(tr("Recall of the champion by month"), m_line))
    , m_open(linkButton({}))
    , m_events(new KeyValueList)
{
    LineWithIntervals::Data small;
    small.compact = true; // before the pane is measured for the first time
    m_line->setData(small);
    content()->addWidget(buildChampion());
    addHairline();
    addSection(tr("Running"));
    content()->addWidget(new JobPanels(jobs));
    addHairline();
    auto* head = row(space::kGroup);
    head->addWidget(new Label(tr("Last events"), TextRole::Section));
    head->addStretch();
    auto* log = linkButton(tr("Audit log"));
    head->addWidget(log);
    content()->addLayout(head);
    content()->addWidget(m_events);
    content()->addStretch();
    connect(log, &QToolButton::clicked, this, &ChampionPane::logAsked);
    connect(m_open, &QToolButton::clicked, this,
            [this] { m_hasChampion ? emit modelAsked() : emit trainingAsked(); });
}

QWidget* ChampionPane::buildChampion()
{
    auto* whole = new QWidget;
    auto* lines = column(space::kGroup);
    whole->setLayout(lines);
    auto* head = row(space::kGroup);
    head->addWidget(new Label(tr("Champion"), TextRole::Section));
    head->addStretch();
    head->addWidget(m_since);
    lines->addLayout(head);
    lines->addWidget(m_health);
    lines->addWidget(m_facts);
    lines->addWidget(m_chart);
    lines->addWidget(m_open, 0, Qt::AlignLeft);
    return whole;
}

void ChampionPane::render(const TodayReport& report)
{
    renderChampion(report);
    renderChart(report);
    QList<KeyValueList::Row> events;
    for (const AuditRecord& event : report.events)
        events.append({ whenOf(event.wall), audit::sentence(event) });
    m_events->setRows(events);
}

void ChampionPane::renderChampion(const TodayReport& report)
{
    m_hasChampion = report.champion.has_value();
    m_since->setVisible(m_hasChampion);
    m_facts->setVisible(m_hasChampion);
    m_open->setText(m_hasChampion ? tr("Open the months") : tr("Train a model"));
    if (!m_hasChampion) {
        m_health->setGlyph(Glyph::Ring);
        m_health->setText(tr("No model is in use yet. A second person makes a trained run the champion."));
        return;
    }
    const TodayChampion& champion = *report.champion;
    const today::Health health = today::health(report);
    m_health->setGlyph(health.glyph);
    m_health->setText(health.sentence);
    m_since->setText(tr("In use since %1").arg(format::shortDate(champion.since)));
    m_facts->setRows({ { tr("Model"),
                         tr("%1, run %2, %3, threshold %4")
                             .arg(clean(champion.run.name), QString::number(champion.run.id),
                                  words::family(champion.run.recipe.family).toLower(),
                                  format::decimal(champion.run.threshold, 2)) },
                       { tr("Trained on"), today::trainedOn(report) },
                       { tr("Approved by"),
                         champion.approvedBy.empty() ? format::undefined()
                                                     : tr("%1, %2").arg(clean(champion.approvedBy),
                                                                        format::date(champion.since)) } });
}

void ChampionPane::renderChart(const TodayReport& report)
{
    const std::vector<TodayMonth> windows = windowsOf(report);
    const bool any = std::ranges::any_of(windows, [](const TodayMonth& month) { return month.recall.n > 0; });
    m_chart->setVisible(m_hasChampion && any);
    if (!m_hasChampion || !any)
        return;
    const TodayChampion& champion = *report.champion;
    LineWithIntervals::Data given;
    given.compact = true;
    given.measure = tr("Recall");
    given.reference = champion.run.referenceRecall.value;
    given.band = champion.harmMargin;
    QStringList counts;
    for (const TodayMonth& month : windows) {
        const Interval& recall = month.recall;
        given.points.append(
            { month.first == month.last ? format::shortMonth(month.first)
                                        : words::shortMonths(month.first, month.last),
              recall.value, recall.low, recall.high, QStringLiteral("n = %1").arg(format::count(recall.n)),
              std::numeric_limits<double>::quiet_NaN(), today::glyph(month.word), today::word(month.word) });
        counts.append(format::count(recall.n));
    }
    m_line->setData(given);
    m_chart->setTexts(tr("Audited recall since %1").arg(format::month(windows.front().first)),
                      tr("95 % Wilson interval, n = %1. Reference %2, band ± %3 points.")
                          .arg(counts.join(QStringLiteral(", ")),
                               format::decimal(champion.run.referenceRecall.value, 2),
                               format::decimal(champion.harmMargin * 100, 0)));
}

} // namespace casebench::ui
