// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/AgreementView.h"

#include "ui/pages/labels/AgreementRows.h"
#include "ui/text/Format.h"
#include "ui/widgets/Delegates.h"

#include <cmath>

namespace casebench::ui {

namespace {

QString intervalNote(const Interval& interval)
{
    if (std::isnan(interval.value))
        return AgreementView::tr("undefined, n = %1").arg(format::count(interval.n));
    return AgreementView::tr("%1, n = %2 cases")
        .arg(format::range(interval.low, interval.high, 2), format::count(interval.n));
}

Glyph glyphOf(const Interval& interval)
{
    return std::isnan(interval.value)      ? Glyph::None
        : interval.value < kAgreementAlarm ? Glyph::Alarm
        : interval.low < kAgreementAlarm   ? Glyph::Watch // it holds, but chance could have done that
                                           : Glyph::Good;
}

} // namespace

AgreementView::AgreementView(Session& session, QWidget* parent)
    : QStackedWidget(parent)
    , m_presenter(session)
    , m_empty(new EmptyState)
    , m_banner(new Banner)
    , m_kappa(new StatTile(tr("Kappa")))
    , m_alpha(new StatTile(tr("Krippendorff's alpha")))
    , m_same(new StatTile(tr("Same verdict")))
    , m_sealed((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
    , m_plot(new LineWithIntervals)
    , m_chart(new ChartFrame(tr("Agreement by month"), m_plot))
    , m_pairsNote((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
    , m_pairTable(new TableView(tr("Agreement of each pair")))
    , m_heat(new HeatCellDelegate(this))
    , m_reasonTable(new TableView(tr("Agreement by reason")))
    , m_peopleTable(new TableView(tr("People")))
    , m_personNote((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
    , m_confusionTable(new TableView(tr("What one person says")))
{
    addWidget(m_empty);
    addWidget(buildBody());
    connect(&m_presenter, &AgreementPresenter::changed, this, &AgreementView::render);
    render();
}

QWidget* AgreementView::buildBody()
{
    auto* body = new QWidget;
    auto* layout = column(0);
    body->setLayout(layout);
    layout->addWidget(m_banner);
    auto* split = new PaneSplitter(Qt::Horizontal, QStringLiteral("labels.agreement"), body);
    split->addPane(buildMeasures(), 1, 780, tr("Measures of agreement"));
    split->addPane(buildPeople(), 0, 400, tr("People"));
    layout->addWidget(split, 1);
    return body;
}

Pane* AgreementView::buildMeasures()
{
    auto* pane = new Pane(space::kPage);
    auto* tiles = row(space::kWide);
    for (StatTile* tile : { m_kappa, m_alpha, m_same })
        tiles->addWidget(tile);
    tiles->addStretch();
    pane->content()->addLayout(tiles);
    pane->content()->addWidget(m_sealed);
    pane->addHairline();
    pane->content()->addWidget(m_chart);
    pane->addHairline();
    pane->addSection(tr("Pairs"), tr("Cohen's kappa on the cases both judged"));
    pane->content()->addWidget(m_pairsNote);
    m_pairTable->setModel(&m_pairs);
    m_pairTable->setFitsRows(true);
    m_pairTable->setSelectionBehavior(QAbstractItemView::SelectItems);
    pane->content()->addWidget(m_pairTable);
    pane->addHairline();
    pane->addSection(tr("Reasons"), tr("Krippendorff's alpha on the cases with that reason"));
    m_reasonTable->setModel(&m_reasons);
    m_reasonTable->setFitsRows(true);
    m_reasonTable->setColumnWidths({ 0, 90, 120, 110, 80 });
    pane->content()->addWidget(m_reasonTable);
    pane->content()->addStretch();
    return pane;
}

Pane* AgreementView::buildPeople()
{
    auto* pane = new Pane(space::kBetween);
    pane->addSection(tr("People"), tr("by everybody's verdicts together"));
    m_peopleTable->setModel(&m_people);
    m_peopleTable->setFitsRows(true);
    m_peopleTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_peopleTable->setItemDelegateForColumn(3, new ScoreBarDelegate(m_peopleTable));
    m_peopleTable->setColumnWidths({ 0, 72, 64, 108 });
    pane->content()->addWidget(m_peopleTable);
    pane->addHairline();
    pane->addSection(tr("What this person says"));
    pane->content()->addWidget(m_personNote);
    m_confusionTable->setModel(&m_confusion);
    m_confusionTable->setFitsRows(true);
    m_confusionTable->setSelectionBehavior(QAbstractItemView::SelectItems);
    pane->content()->addWidget(m_confusionTable);
    pane->content()->addStretch();
    connect(m_peopleTable, &TableView::currentRowChanged, this, [this](int row) {
        if (const qint64 id = m_people.idOf(row); id > 0)
            m_presenter.choosePerson(static_cast<int>(id) - 1);
    });
    return pane;
}

QString AgreementView::sentence() const
{
    const AgreementState& state = m_presenter.state();
    if (!state.agreement || state.agreement->report.table.verdicts.empty())
        return tr("Who agrees with whom, and what each person's verdicts are worth.");
    const AgreementReport& report = state.agreement->report;
    return tr("%1 verdicts of %2 people on %3 cases, %4 judged by several.")
        .arg(format::count(static_cast<qint64>(report.table.verdicts.size())),
             format::count(static_cast<qint64>(report.table.people.size())),
             format::count(static_cast<qint64>(report.table.cases.size())), format::count(report.alpha.n));
}

void AgreementView::render()
{
    using Face = AgreementState::Face;
    const AgreementState& state = m_presenter.state();
    switch (state.face) {
    case Face::Closed:
        m_empty->showNothingYet(IconId::Project, tr("No project is open"),
                                tr("Open a project first; who agrees with whom will stand here."));
        break;
    case Face::Loading:
        m_empty->showNothingYet(IconId::Labels, tr("Measuring agreement"), {});
        break;
    case Face::Nothing:
        m_empty->showNothingYet(IconId::Labels, tr("Nothing to agree on yet"),
                                state.sentence + (state.sealed.isEmpty() ? QString() : u' ' + state.sealed));
        break;
    case Face::Failed:
        m_empty->showCannot(tr("Agreement cannot be measured"), state.failure, state.details);
        break;
    case Face::Ready:
        if (state.agreement != m_shown) {
            m_shown = state.agreement;
            renderReport(*m_shown);
        }
        renderPerson();
        break;
    }
    m_chart->setStale(state.reading && m_shown ? tr("Before the newest verdicts; being measured again")
                                               : QString());
    setCurrentIndex(state.face == Face::Ready ? 1 : 0);
    emit changed();
}

void AgreementView::renderReport(const ProjectAgreement& agreement)
{
    const AgreementReport& report = agreement.report;
    if (m_presenter.state().alarm)
        m_banner->showMessage(Glyph::Alarm, m_presenter.state().sentence);
    else
        m_banner->clear();
    m_sealed->setText(m_presenter.state().sealed);
    m_sealed->setVisible(!m_presenter.state().sealed.isEmpty());
    renderTiles(report);
    m_plot->setData(monthsData(report));
    m_chart->setTexts(
        monthsFinding(report),
        tr("By the month of the case. 95 % percentile bootstrap over cases, %1 draws, seed %2")
            .arg(format::count(report.bootstrap.draws), QString::number(report.bootstrap.seed)));
    renderPairs(report);
    const LabelTable reasons = reasonRows(report);
    m_reasons.setTable(reasons.columns, reasons.rows);
    const LabelTable people = peopleRows(report);
    m_people.setTable(people.columns, people.rows);
    m_peopleTable->selectRow(m_people.rowOf(m_presenter.state().person + 1));
}

void AgreementView::renderTiles(const AgreementReport& report)
{
    const QString method = report.kappaMethod == KappaMethod::Cohen ? tr("Cohen, two people")
        : report.kappaMethod == KappaMethod::Fleiss                 ? tr("Fleiss, equal numbers of verdicts")
                                                                    : QString();
    if (method.isEmpty())
        m_kappa->setValue(format::undefined(), tr("the cases differ in their number of verdicts"));
    else
        m_kappa->setValue(format::decimal(report.kappa.value, 2),
                          tr("%1, %2").arg(intervalNote(report.kappa), method), glyphOf(report.kappa));
    m_alpha->setValue(format::decimal(report.alpha.value, 2), intervalNote(report.alpha),
                      glyphOf(report.alpha));
    m_same->setValue(format::percent(report.agreement),
                     tr("of pairs of verdicts, n = %1 cases").arg(format::count(report.alpha.n)));
}

void AgreementView::renderPairs(const AgreementReport& report)
{
    const bool fits = report.table.people.size() <= kMatrixPeople;
    const LabelTable pairs = fits ? pairMatrix(report) : pairList(report);
    m_pairs.setTable(pairs.columns, pairs.rows);
    for (int column = 0; column < static_cast<int>(kMatrixPeople) + 1; ++column)
        m_pairTable->setItemDelegateForColumn(column, nullptr);
    QList<int> widths { 0, 90, 120, 110, 80 };
    if (fits) {
        widths = { 0 };
        for (int column = 1; column < static_cast<int>(pairs.columns.size()); ++column) {
            m_pairTable->setItemDelegateForColumn(column, m_heat);
            widths.append(std::max(72, 560 / static_cast<int>(pairs.columns.size())));
        }
    }
    m_pairTable->setColumnWidths(widths);
    m_pairsNote->setText(fits ? tr("The stronger the colour, the more they agree; ■ below %1, ▲ below it on "
                                   "fewer than 20 cases.")
                                    .arg(format::decimal(kAgreementAlarm, 1))
                              : tr("The weakest of %1 pairs; ■ below %2, ▲ below it on fewer than 20 cases.")
                                    .arg(format::count(static_cast<qint64>(report.pairs.size())),
                                         format::decimal(kAgreementAlarm, 1)));
}

void AgreementView::renderPerson()
{
    const AgreementReport& report = m_shown->report;
    const auto person = static_cast<std::size_t>(m_presenter.state().person);
    if (person >= report.people.size())
        return;
    const LabelTable confusion = confusionRows(report, person);
    m_confusion.setTable(confusion.columns, confusion.rows);
    QList<int> widths { 0 };
    for (int column = 1; column < static_cast<int>(confusion.columns.size()); ++column) {
        m_confusionTable->setItemDelegateForColumn(column, m_heat);
        widths.append(94);
    }
    m_confusionTable->setColumnWidths(widths);
    m_personNote->setText(tr("%1, %2 verdicts. How often each verdict is given where the truth likely is "
                             "another: Dawid-Skene, %3 rounds%4.")
                              .arg(format::harmless(format::text(report.table.people[person])),
                                   format::count(report.people[person].verdicts),
                                   format::count(report.consensus.rounds),
                                   report.consensus.converged ? QString() : tr(", not converged")));
}

} // namespace casebench::ui
