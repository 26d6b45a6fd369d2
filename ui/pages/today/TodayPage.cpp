// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/today/TodayPage.h"

#include "ui/itemmodels/WatchWords.h"
#include "ui/pages/today/TodayWords.h"
#include "ui/text/CellRoles.h"
#include "ui/text/Format.h"

#include <algorithm>

namespace casebench::ui {

namespace {

int yearOf(MonthIndex month)
{
    return month / 12;
}

constexpr std::size_t kMostMonths = 24; ///< two years; older ones stand in the case table

Cell figure(qint64 value, bool known = true)
{
    return known ? Cell { format::count(value), double(value) } : Cell { format::undefined() };
}

/// The year all months lie in; 0 when there are several.
int commonYear(const TodayReport& report)
{
    if (report.months.empty())
        return 0;
    const int year = yearOf(report.months.front().first);
    return std::ranges::all_of(report.months,
                               [year](const TodayMonth& month) {
                                   return yearOf(month.first) == year && yearOf(month.last) == year;
                               })
        ? year
        : 0;
}

/// "August", with its year where they differ; "Apr–May" for months rolled up.
QString monthTitle(const TodayMonth& month, bool oneYear)
{
    if (!oneYear)
        return words::shortMonths(month.first, month.last);
    if (month.first != month.last)
        return QStringLiteral("%1–%2").arg(format::shortMonth(month.first), format::shortMonth(month.last));
    return format::locale().standaloneMonthName(month.first % 12 + 1);
}

CellRow monthRow(const TodayMonth& month, bool withField, bool oneYear, qint64 id)
{
    CellRow row { id, false, {} };
    row.cells = { { monthTitle(month, oneYear), qint64(month.first) },
                  figure(month.cases),
                  figure(month.decided),
                  figure(month.audited, month.audited > 0) };
    if (withField)
        row.cells.append({ format::percent(month.newFieldShare), month.newFieldShare });
    const Interval& recall = month.recall;
    row.cells.append(
        { recall.n > 0 ? format::estimate(recall.value, recall.low, recall.high, 2) : format::undefined(),
          recall.value });
    row.cells.append(figure(recall.n, recall.n > 0));
    row.cells.append(
        Cell { today::word(month.word), int(month.word) }.with(GlyphRole, int(today::glyph(month.word))));
    return row;
}

QList<CellColumn> monthColumns(const TodayReport& report)
{
    const int year = commonYear(report);
    QList<CellColumn> columns {
        { year == 0 ? TodayPage::tr("Month") : QString::number(year) },
        { TodayPage::tr("Cases"), true },
        { TodayPage::tr("Decided"), true, TodayPage::tr("With a verdict that settles the case") },
        { TodayPage::tr("Audited"), true, TodayPage::tr("Of the random audit slice") }
    };
    if (!report.newField.empty())
        columns.append({ today::newFieldTitle(report), true,
                         TodayPage::tr("Came after the training; the champion cannot see it") });
    columns.append(
        { TodayPage::tr("Recall, 95 %"), true,
          TodayPage::tr("Share of the audited scams that the champion flagged, Wilson interval") });
    columns.append({ TodayPage::tr("Scams"), true, TodayPage::tr("The n of the recall") });
    columns.append(CellColumn {});
    return columns;
}

} // namespace

TodayPage::TodayPage(Session& session, QWidget* parent)
    : Page(PageId::Today, tr("Today"), parent)
    , m_session(session)
    , m_presenter(session)
    , m_needs(new NeedsPanel)
    , m_table(new TableView(tr("Months")))
    , m_noMonths((new Label({}, TextRole::Body, ColorRole::Muted))->wrapping())
    , m_champion(new ChampionPane(session.jobs()))
{
    m_first = addAction({ QStringLiteral("today.first"),
                          tr("Open the first need"),
                          IconId::None,
                          {},
                          tr("Goes where the first thing that needs you is answered"),
                          QStringLiteral("today") },
                        [this] {
                            if (const Need* need = m_presenter.first())
                                openNeed(need->kind);
                        });
    auto* split = new PaneSplitter(Qt::Horizontal, QStringLiteral("today.main"), this);
    split->addPane(buildLeft(), 1, 900, tr("Needs and months"));
    split->addPane(m_champion, 0, 376, tr("Champion"));
    setBody(split);
    connect(&m_presenter, &TodayPresenter::changed, this, &TodayPage::render);
    connect(m_needs, &NeedsPanel::opened, this, &TodayPage::openNeed);
    connect(m_table, &TableView::activated, this, &TodayPage::openMonth);
    connect(m_champion, &ChampionPane::logAsked, this, [this] { emit wants(PageId::Audit, {}); });
    connect(m_champion, &ChampionPane::trainingAsked, this, [this] { emit wants(PageId::Training, {}); });
    connect(m_champion, &ChampionPane::modelAsked, this, [this] {
        Selection selection;
        selection.view = QStringLiteral("months");
        emit wants(PageId::Drift, selection);
    });
    connect(empty(), &EmptyState::acted, this, [this] {
        Selection selection;
        selection.view = QStringLiteral("import");
        emit wants(PageId::Cases, selection);
    });
    render();
}

QWidget* TodayPage::buildLeft()
{
    auto* pane = new Pane(space::kPage);
    pane->addSection(tr("Needs you"));
    pane->content()->addWidget(m_needs);
    pane->content()->addSpacing(space::kBetween);
    m_monthsNote = pane->addSection(tr("Months"));
    m_table->setModel(&m_months);
    m_table->setFitsRows(true);
    pane->content()->addWidget(m_table);
    pane->content()->addWidget(m_noMonths);
    pane->content()->addStretch();
    return pane;
}

void TodayPage::activate(const Selection& selection)
{
    Page::activate(selection);
    m_presenter.setVisible(true);
    render();
}

void TodayPage::openNeed(NeedKind kind)
{
    const auto& report = m_presenter.state().report;
    if (!report)
        return;
    const auto need = std::ranges::find(report->needs, kind, &Need::kind);
    if (need == report->needs.end())
        return;
    const today::NeedText told = today::text(*need);
    emit wants(told.page, told.selection);
}

void TodayPage::openMonth()
{
    const qint64 id = m_months.idOf(m_table->currentIndex().row());
    const auto& report = m_presenter.state().report;
    if (!report || id < 0 || id >= std::ssize(report->months))
        return;
    const TodayMonth& month = report->months[static_cast<std::size_t>(id)];
    Selection selection;
    selection.view = QStringLiteral("months");
    selection.month = month.last;
    const bool watched = month.word != MonthWord::Training && month.word != MonthWord::NoModel;
    emit wants(watched ? PageId::Drift : PageId::Cases, watched ? selection : Selection {});
}

void TodayPage::render()
{
    using Face = TodayState::Face;
    const TodayState& state = m_presenter.state();
    const Need* first = m_presenter.first();
    header()->setPrimary(first != nullptr && state.face == Face::Ready ? m_first : nullptr);
    m_first->setEnabled(first != nullptr);
    m_first->setText(first != nullptr ? today::text(*first).primary : tr("Open the first need"));
    header()->setSentence(state.report && state.face == Face::Ready
                              ? today::sentence(*state.report, state.day)
                              : tr("What needs you now, and whether the champion is well."));
    if (state.face == Face::Closed)
        empty()->showNothingYet(IconId::Project, tr("No project is open"),
                                tr("Open a project first; what needs you stands here."));
    else if (state.face == Face::Loading)
        empty()->showNothingYet(IconId::Today, tr("Looking at the project"), {});
    else if (state.face == Face::NoCases)
        empty()->showNothingYet(IconId::Cases, tr("No cases yet"),
                                tr("Once files are imported, what needs you and how the champion does stand "
                                   "here."),
                                tr("Import files"));
    else if (state.face == Face::Failed)
        empty()->showCannot(tr("The project cannot be read"), state.failure, state.details);
    showEmpty(state.face != Face::Ready);
    if (state.face != Face::Ready)
        return;
    m_needs->render(state.report->needs);
    renderMonths(*state.report);
    m_champion->render(*state.report);
}

void TodayPage::renderMonths(const TodayReport& report)
{
    const bool withField = !report.newField.empty();
    const std::size_t from = report.months.size() > kMostMonths ? report.months.size() - kMostMonths : 0;
    const bool oneYear = commonYear(report) != 0;
    QList<CellRow> rows;
    for (std::size_t i = from; i < report.months.size(); ++i)
        rows.append(monthRow(report.months[i], withField, oneYear, static_cast<qint64>(i)));
    m_months.setTable(monthColumns(report), rows);
    m_table->setColumnWidths(withField ? QList<int> { 0, 60, 72, 72, 168, 134, 62, 100 }
                                       : QList<int> { 0, 70, 80, 80, 150, 70, 116 });
    m_table->setVisible(!rows.isEmpty());
    m_noMonths->setVisible(rows.isEmpty());
    m_noMonths->setText(tr("No field has the role time, so there are no months."));
    QString note =
        tr("%1 cases, %2 decided (%3)")
            .arg(format::count(report.cases), format::count(report.decided),
                 format::percent(static_cast<double>(report.decided) / static_cast<double>(report.cases)));
    if (from > 0)
        note += tr("; the last %1 of %2 months").arg(rows.size()).arg(report.months.size());
    if (report.withoutMonth > 0 && !rows.isEmpty())
        note += tr("; %1 without a time").arg(format::count(report.withoutMonth));
    m_monthsNote->setText(note);
}

} // namespace casebench::ui
