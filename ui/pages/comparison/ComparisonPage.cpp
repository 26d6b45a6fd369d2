// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/comparison/ComparisonPage.h"

#include "ui/pages/comparison/ComparisonRows.h"
#include "ui/text/Format.h"
#include "ui/widgets/Delegates.h"
#include "ui/widgets/FixedWidth.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/ProgressPanel.h"
#include "ui/widgets/TableView.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QSignalBlocker>

#include <algorithm>

namespace casebench::ui {

namespace {

/// Two things side by side, or below each other where the window or the size of the text leaves no room.
class FoldingRow : public QWidget
{
public:
    /// leastFirst: what the first wants at least beside the second, in pixels at a 13 px font.
    FoldingRow(QWidget* first, int leastFirst, QWidget* second, int spacing)
        : m_layout(new QBoxLayout(QBoxLayout::LeftToRight, this))
        , m_leastFirst(leastFirst)
    {
        m_layout->setContentsMargins(0, 0, 0, 0);
        m_layout->setSpacing(spacing);
        m_layout->addWidget(first, 1);
        m_layout->addWidget(second);
        m_layout->setSizeConstraint(QLayout::SetNoConstraint);
    }

    [[nodiscard]] QSize minimumSizeHint() const override
    {
        return { std::max(least(0), least(1)), m_layout->minimumSize().height() };
    }

protected:
    void resizeEvent(QResizeEvent* event) override
    {
        QWidget::resizeEvent(event);
        const int first = std::max(least(0), scaled(this, m_leastFirst));
        const bool fits = first + m_layout->spacing() + least(1) <= width();
        const auto wanted = fits ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom;
        if (m_layout->direction() != wanted)
            m_layout->setDirection(wanted);
    }

private:
    [[nodiscard]] int least(int at) const { return m_layout->itemAt(at)->minimumSize().width(); }

    QBoxLayout* m_layout;
    int m_leastFirst;
};

constexpr std::array kKinds { CurveKind::Roc, CurveKind::PrecisionRecall, CurveKind::Calibration };

} // namespace

ComparisonPage::ComparisonPage(Session& session, QWidget* parent)
    : Page(PageId::Comparison, tr("Comparison"), parent)
    , m_session(session)
    , m_presenter(session)
    , m_runs(new TableView(tr("Runs to compare")))
    , m_choiceProblem(new Label({}, TextRole::Caption, ColorRole::Watch))
    , m_on(new QComboBox)
    , m_onNote(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_sliceTable(new TableView(tr("Recall by slice")))
    , m_sliceNote(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_nothing(new EmptyState)
    , m_progress(new ProgressPanel)
    , m_mcnemarP(new Label)
    , m_mcnemarNote(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_mcnemarMore(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_differenceTable(new TableView(tr("Differences")))
    , m_dots(new DotIntervalDelegate(-0.1, 0.1, this))
    , m_threshold(new ThresholdPanel)
{
    buildActions();
    auto* split = new PaneSplitter(Qt::Horizontal, QStringLiteral("comparison.main"), this);
    split->addPane(buildChoice(), 0, 256, tr("Runs and cases"));
    split->addPane(buildProof(), 1, 900, tr("Proof"));
    setBody(split);
    connect(&m_presenter, &ComparisonPresenter::changed, this, &ComparisonPage::render);
    connect(&m_presenter, &ComparisonPresenter::listsChanged, this, &ComparisonPage::renderLists);
    connect(&m_presenter, &ComparisonPresenter::dataChanged, this, &ComparisonPage::renderData);
    connect(m_on, &QComboBox::currentIndexChanged, this,
            [this] { m_presenter.compareOn(m_on->currentData().toString()); });
    connect(m_threshold, &ThresholdPanel::thresholdChanged, this, &ComparisonPage::moveMarks);
    connect(m_progress, &ProgressPanel::stopAsked, this, [this] { (void)escape(); });
    connect(empty(), &EmptyState::acted, this,
            [this] { emit wants(PageId::Training, Selection { .view = QStringLiteral("new") }); });
    renderLists();
    render();
}

void ComparisonPage::buildActions()
{
    m_submit = addAction({ QStringLiteral("comparison.submit"),
                           tr("Submit for approval"),
                           IconId::Release,
                           {},
                           tr("Asks a second person to approve the challenger"),
                           {} },
                         [this] { m_presenter.submit(); });
    setCommand(m_submit, [this] {
        const QString run = m_presenter.state().submitName;
        return run.isEmpty() ? QString() : QStringLiteral("submit ") + shellWord(run);
    });
    m_open = addAction(
        { QStringLiteral("comparison.open"),
          tr("Open the run"),
          IconId::Training,
          {},
          tr("Shows the challenger by itself, with its lineage"),
          {} },
        [this] {
            if (const ComparisonDataPtr compared = m_presenter.data(); compared && compared->runs.size() > 1)
                emit wants(PageId::Training,
                           Selection { .runIds = { compared->runs[1].id }, .view = QStringLiteral("run") });
        });
}

QWidget* ComparisonPage::buildChoice()
{
    auto* pane = new Pane(space::kBetween);
    pane->addSection(tr("Runs"));
    m_runs->setModel(m_presenter.choices());
    m_runs->setColumnWidths({ 0 });
    m_runs->setRowPixels(40);
    m_runs->horizontalHeader()->hide();
    m_runs->setSelectionMode(QAbstractItemView::SingleSelection);
    m_runs->setItemDelegate(new RunChoiceDelegate(m_runs));
    m_runs->setFitsRows(true);
    pane->content()->addWidget(m_runs);
    m_choiceProblem->wrapping();
    m_choiceProblem->hide();
    pane->content()->addWidget(m_choiceProblem);
    pane->addHairline();
    auto* on = new Label(tr("&On"));
    on->setBuddy(m_on);
    m_on->setAccessibleName(tr("Cases to compare on"));
    m_on->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_on->setMinimumContentsLength(10);
    m_onNote->wrapping();
    pane->content()->addWidget(on);
    pane->content()->addWidget(m_on);
    pane->content()->addWidget(m_onNote);
    pane->addHairline();
    m_sliceBox = new QWidget;
    auto* slices = column(space::kGroup);
    m_sliceBox->setLayout(slices);
    slices->addWidget(new Label(tr("Where it differs"), TextRole::Section));
    m_sliceTable->setModel(&m_slices);
    m_sliceTable->setColumnWidths({ 0, 96 });
    m_sliceTable->setRowPixels(36);
    m_sliceTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_sliceTable->setFitsRows(true);
    slices->addWidget(m_sliceTable);
    m_sliceNote->wrapping();
    m_sliceNote->setText(tr("n = scams in the slice. The three fields whose slices differ most were searched "
                            "for; nothing is corrected for that."));
    slices->addWidget(m_sliceNote);
    pane->content()->addWidget(m_sliceBox);
    pane->content()->addStretch();
    return pane;
}

QWidget* ComparisonPage::buildProof()
{
    m_result = new QStackedWidget;
    auto* pane = new Pane(space::kBetween);
    pane->content()->addWidget(new FoldingRow(buildCurves(), 572, buildMcNemar(), space::kBetween));
    pane->addHairline();
    fixWidth(m_threshold, 300);
    pane->content()->addWidget(new FoldingRow(buildDifferences(), 580, m_threshold, space::kPage));
    pane->content()->addStretch();
    auto* waiting = new Pane(space::kPage);
    waiting->content()->addWidget(m_progress);
    waiting->content()->addStretch();
    m_result->addWidget(m_nothing);
    m_result->addWidget(waiting);
    m_result->addWidget(pane);
    return m_result;
}

QWidget* ComparisonPage::buildCurves()
{
    using Kind = SquareCurves::Kind;
    const std::array kinds { std::pair { Kind::Roc, tr("ROC curves") },
                             std::pair { Kind::PrecisionRecall, tr("Precision and recall") },
                             std::pair { Kind::Calibration, tr("Calibration") } };
    auto* box = new SquareRow;
    auto* layout = row(space::kBetween);
    box->setLayout(layout);
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        m_plots[i] = new SquareCurves(kinds[i].first);
        m_frames[i] = new ChartFrame(kinds[i].second, m_plots[i]);
        layout->addWidget(m_frames[i], 1);
    }
    return box;
}

QWidget* ComparisonPage::buildMcNemar()
{
    auto* box = new QWidget;
    fixWidth(box, 232);
    auto* layout = column(space::kGroup);
    box->setLayout(layout);
    auto* head = row(space::kGroup);
    head->addWidget(new Label(tr("McNemar, exact"), TextRole::Section));
    head->addStretch();
    head->addWidget(m_mcnemarP, 0, Qt::AlignBottom);
    layout->addLayout(head);
    m_mcnemarNote->wrapping();
    layout->addWidget(m_mcnemarNote);
    auto* table = new TableView(tr("McNemar table"));
    table->setModel(&m_mcnemar);
    table->setColumnWidths({ 0, 46, 58 });
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setFitsRows(true);
    layout->addWidget(table);
    m_mcnemarMore->wrapping();
    layout->addWidget(m_mcnemarMore);
    layout->addStretch();
    return box;
}

QWidget* ComparisonPage::buildDifferences()
{
    auto* box = new QWidget;
    auto* layout = column(space::kGroup);
    box->setLayout(layout);
    auto* head = row(space::kGroup);
    head->addWidget(new Label(tr("Differences"), TextRole::Section));
    head->addStretch();
    m_differenceNote = new Label({}, TextRole::Caption, ColorRole::Muted);
    head->addWidget(m_differenceNote, 0, Qt::AlignBottom);
    layout->addLayout(head);
    m_differenceTable->setModel(&m_differences);
    m_differenceTable->setColumnWidths({ 134, 86, 86, 112, 0, 96 });
    m_differenceTable->setRowPixels(40);
    m_differenceTable->setItemDelegateForColumn(DifferenceTable::kDots, m_dots);
    m_differenceTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_differenceTable->setFitsRows(true);
    layout->addWidget(m_differenceTable);
    layout->addStretch();
    return box;
}

void ComparisonPage::activate(const Selection& selection)
{
    if (!selection.runIds.isEmpty())
        m_presenter.compareThese(selection.runIds);
    Page::activate(selection);
    m_presenter.setVisible(true);
    render();
}

void ComparisonPage::deactivate()
{
    m_presenter.setVisible(false);
}

bool ComparisonPage::escape()
{
    if (!m_presenter.state().comparing)
        return false;
    m_presenter.stop();
    render();
    return true;
}

bool ComparisonPage::isBusy() const
{
    return m_presenter.isBusy();
}

QList<QPair<QString, QString>> ComparisonPage::keys() const
{
    return { { tr("Space"), tr("Take the run into the comparison, or out of it") },
             { tr("Left, Right"), tr("Move the threshold, when it has the focus") },
             { tr("Esc"), tr("Stop comparing") } };
}

void ComparisonPage::renderLists()
{
    const QSignalBlocker quiet(m_on);
    const QString before = m_on->currentData().toString();
    m_on->clear();
    m_on->addItem(tr("Cases none was trained on"), QString());
    for (const Snapshot& snapshot : m_presenter.snapshots())
        m_on->addItem(format::harmless(format::text(snapshot.name)), format::text(snapshot.name));
    m_on->setCurrentIndex(std::max(0, m_on->findData(before)));
}

void ComparisonPage::renderData()
{
    const ComparisonDataPtr compared = m_presenter.data();
    if (!compared)
        return;
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
        m_plots[i]->setCurves(curvesFor(*compared, kKinds[i]));
        const auto [finding, caption] = curveTexts(*compared, kKinds[i]);
        m_frames[i]->setTexts(finding, caption);
    }
    m_mcnemarP->setText(format::pValue(mcnemarP(*compared, 1)));
    m_mcnemarNote->setText(
        tr("Rows: %1. Columns: %2. Each at its own threshold, n = %3.")
            .arg(compared->runs[0].name, compared->runs[1].name, format::count(compared->comparison.cases)));
    m_mcnemar.setTable(mcnemarColumns(*compared), mcnemarRows(*compared));
    m_mcnemarMore->setText(furtherTests(*compared));
    m_mcnemarMore->setVisible(compared->runs.size() > 2);
    m_dots->setRange(-differenceRange(*compared), differenceRange(*compared));
    m_differences.setTable(differenceColumns(*compared), differenceRows(*compared));
    m_differenceNote->setText(tr("Same %1 cases, paired bootstrap 2,000 times; ROC AUC by DeLong")
                                  .arg(format::count(compared->comparison.cases)));
    m_slices.setTable(sliceColumns(), sliceRows(*compared));
    m_sliceBox->setVisible(m_slices.rowCount() > 0);
    m_threshold->render(compared);
}

void ComparisonPage::moveMarks(double threshold)
{
    const ComparisonDataPtr compared = m_presenter.data();
    if (!compared)
        return;
    QList<std::optional<QPointF>> roc;
    QList<std::optional<QPointF>> precision;
    for (const ComparedRun& run : compared->runs) {
        const CurveMarks marks = marksAt(compared->truth, run.probability, threshold);
        roc.append(marks.roc);
        precision.append(marks.precisionRecall);
    }
    m_plots[0]->setMarks(roc);
    m_plots[1]->setMarks(precision);
}

void ComparisonPage::renderEmpty(const ComparisonState& state)
{
    using Face = ComparisonState::Face;
    if (state.face == Face::TooFewRuns)
        empty()->showNothingYet(IconId::Comparison,
                                state.runs == 0 ? tr("No runs to compare yet")
                                                : tr("One run, nothing to compare it with"),
                                tr("Two runs on the same cases stand here: what one finds that the other "
                                   "misses, with intervals, and the price."),
                                tr("Train a run"));
    else if (state.face == Face::Failed)
        empty()->showCannot(tr("The runs cannot be read"), state.failure, state.details);
    else if (state.face == Face::Loading)
        empty()->showNothingYet(IconId::Comparison, tr("Reading the runs"), {});
    else if (state.face == Face::Closed)
        empty()->showNothingYet(IconId::Project, tr("No project is open"),
                                tr("Open or make a project first; its runs are compared here."));
    showEmpty(state.face != Face::Ready);
}

void ComparisonPage::render()
{
    const ComparisonState& state = m_presenter.state();
    using Face = ComparisonState::Face;
    renderEmpty(state);
    m_choiceProblem->setText(state.choiceProblem);
    m_choiceProblem->setVisible(!state.choiceProblem.isEmpty());
    const ComparisonDataPtr compared = m_presenter.data();
    m_onNote->setText(
        compared && !state.comparing
            ? tr("%1 cases, %2 scams.")
                  .arg(format::count(compared->comparison.cases),
                       format::count(compared->runs.empty() ? 0 : compared->runs[0].curves.scams))
            : QString());
    m_progress->setTitle(tr("Comparing"));
    m_progress->setState(state.fraction, state.step,
                         state.fraction >= 0 ? format::percent(state.fraction) : QString());
    m_progress->setStop(tr("Stop"), tr("Stops at the next step."));
    if (!state.comparing && !compared)
        m_nothing->showCannot(tr("Nothing to compare"), state.whyNothing);
    m_result->setCurrentIndex(state.comparing ? 1 : compared ? 2 : 0);
    m_sliceBox->setVisible(compared && !state.comparing && m_slices.rowCount() > 0);
    header()->setSentence(state.face == Face::Ready ? state.sentence : QString());
    header()->clearSecondary();
    const bool full = state.face == Face::Ready && compared && !state.comparing;
    m_open->setEnabled(full);
    m_submit->setEnabled(full && !state.submitName.isEmpty());
    m_submit->setText(state.submitName.isEmpty() ? tr("Submit for approval")
                                                 : tr("Submit %1 for approval").arg(state.submitName));
    if (full)
        header()->addSecondary(m_open);
    header()->setPrimary(full && !state.submitName.isEmpty() ? m_submit : nullptr);
    if (!state.notice.isEmpty())
        banner()->showMessage(state.noticeGlyph, state.notice);
    else if (full && !state.finding.isEmpty()) {
        banner()->showMessage(state.findingGlyph, state.finding, {}, true);
        banner()->setDetail(state.price);
    } else
        banner()->clear();
}

} // namespace casebench::ui
