// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/RunDetailView.h"

#include "core/evaluation/Evaluate.h"
#include "ui/itemmodels/RunWords.h"
#include "ui/pages/training/RunRows.h"
#include "ui/text/Format.h"
#include "ui/widgets/Banner.h"
#include "ui/widgets/Delegates.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/TableView.h"

#include <QHeaderView>

#include <cmath>

namespace casebench::ui {

namespace {

QString capitalised(const QString& word)
{
    return word.left(1).toUpper() + word.mid(1);
}

} // namespace

RunDetailView::RunDetailView(QWidget* parent)
    : QWidget(parent)
    , m_title(new Label({}, TextRole::Section))
    , m_subtitle(new Label({}, TextRole::Body, ColorRole::Muted))
    , m_warnings(column(space::kGroup))
    , m_metricNote(nullptr)
    , m_lineage(new KeyValueList)
    , m_decisions(new KeyValueList)
    , m_noDecision(new Label(tr("Nobody decided on this run yet."), TextRole::Body, ColorRole::Muted))
{
    auto* layout = row(0);
    setLayout(layout);
    auto* split = new PaneSplitter(Qt::Horizontal, QStringLiteral("training.run"), this);
    split->addPane(buildFindings(), 1, 900, tr("Findings of the run"));
    split->addPane(buildLineage(), 0, 320, tr("What the run was made of"));
    layout->addWidget(split);
}

TableView* RunDetailView::table(const QString& name, CellTable* model, const QList<int>& widths)
{
    auto* view = new TableView(name);
    view->setModel(model);
    view->setColumnWidths(widths);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setFitsRows(true);
    return view;
}

QWidget* RunDetailView::buildFindings()
{
    auto* pane = new Pane(space::kPage);
    QVBoxLayout* content = pane->content();
    m_title->setIndent(0);
    m_subtitle->wrapping();
    content->addWidget(m_title);
    content->addWidget(m_subtitle);
    content->addLayout(m_warnings);
    using Kind = SquareCurves::Kind;
    const std::array kinds { std::pair { Kind::Roc, tr("ROC curve") },
                             std::pair { Kind::PrecisionRecall, tr("Precision and recall") },
                             std::pair { Kind::Calibration, tr("Calibration") } };
    auto* squares = new SquareRow;
    auto* charts = row(space::kBetween);
    squares->setLayout(charts);
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        m_plots[i] = new SquareCurves(kinds[i].first);
        m_frames[i] = new ChartFrame(kinds[i].second, m_plots[i]);
        charts->addWidget(m_frames[i], 1);
    }
    content->addWidget(squares);
    pane->addHairline();
    m_metricNote = pane->addSection(tr("Measures"));
    content->addWidget(table(tr("Measures of the run"), &m_metrics, { 0, 90, 130, 70, 190 }));
    auto* lower = row(space::kPage);
    auto* errors = column(space::kGroup);
    errors->addWidget(new Label(tr("Right and wrong"), TextRole::Section));
    m_confusionNote = new Label({}, TextRole::Caption, ColorRole::Muted);
    errors->addWidget(m_confusionNote);
    auto* confusion = table(tr("Right and wrong at the threshold"), &m_confusion, { 0, 90, 90, 70 });
    confusion->setRowPixels(40);
    errors->addWidget(confusion);
    errors->addStretch();
    auto* weights = column(space::kGroup);
    weights->addWidget(new Label(tr("What it relies on"), TextRole::Section));
    m_importanceNote = new Label({}, TextRole::Caption, ColorRole::Muted);
    weights->addWidget(m_importanceNote);
    auto* importance = table(tr("Loss of recall by field"), &m_importance, { 0, 150, 70 });
    importance->setItemDelegateForColumn(1, new ScoreBarDelegate(importance));
    weights->addWidget(importance);
    weights->addStretch();
    lower->addLayout(errors, 1);
    lower->addLayout(weights, 1);
    content->addSpacing(space::kGroup);
    content->addLayout(lower);
    content->addStretch();
    return pane;
}

QWidget* RunDetailView::buildLineage()
{
    auto* pane = new Pane(space::kBetween);
    pane->addSection(tr("Lineage"));
    pane->content()->addWidget(m_lineage);
    pane->addHairline();
    pane->addSection(tr("Decisions"));
    m_noDecision->wrapping();
    pane->content()->addWidget(m_noDecision);
    pane->content()->addWidget(m_decisions);
    pane->content()->addStretch();
    return pane;
}

void RunDetailView::render(const RunDetail& detail)
{
    const Run& run = detail.run;
    m_title->setText(
        tr("%1, %2").arg(format::harmless(format::text(run.name)), words::family(run.recipe.family)));
    const Interval& reference = run.referenceRecall;
    m_subtitle->setText(tr("%1. Reference recall %2, out of fold, n = %3 scams.")
                            .arg(capitalised(words::runState(run.state)),
                                 format::estimate(reference.value, reference.low, reference.high, 2),
                                 format::count(reference.n)));
    renderWarnings(run);
    renderCurves(detail);
    m_metricNote->setText(tr("On %1 cases held out, at threshold %2")
                              .arg(format::count(run.rowsHoldout), format::decimal(run.threshold, 2)));
    m_metrics.setTable(metricColumns(), metricRows(run));
    m_confusionNote->setText(tr("Cases held out, at threshold %1").arg(format::decimal(run.threshold, 2)));
    m_confusion.setTable(confusionColumns(), confusionRows(detail.confusion));
    m_importanceNote->setText(run.importance.empty()
                                  ? tr("Not measured for this run")
                                  : tr("Loss of recall when the field is shuffled among the cases held out"));
    m_importance.setTable(importanceColumns(), importanceRows(run));
    m_lineage->setRows(lineageRows(detail));
    m_decisions->setRows(decisionRows(detail));
    m_decisions->setVisible(!detail.decisions.empty());
    m_noDecision->setVisible(detail.decisions.empty());
}

void RunDetailView::renderWarnings(const Run& run)
{
    while (QLayoutItem* item = m_warnings->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const std::string& warning : run.warnings) {
        auto* note = new Banner(true, this);
        note->showMessage(Glyph::Watch, format::harmless(format::text(warning)));
        m_warnings->addWidget(note);
    }
}

void RunDetailView::renderCurves(const RunDetail& detail)
{
    const Run& run = detail.run;
    const QString name = format::harmless(format::text(run.name));
    const bool champion = run.id == detail.championId;
    const auto curve = [&](const QList<QPointF>& points, const std::optional<QPointF>& mark) {
        return SquareCurves::Curve { name, points, {}, mark, champion, 0, {} };
    };
    m_plots[0]->setCurves({ curve(detail.curves.roc, detail.marks.roc) });
    m_plots[1]->setCurves({ curve(detail.curves.precisionRecall, detail.marks.precisionRecall) });
    SquareCurves::Curve calibration = curve(detail.curves.calibration, std::nullopt);
    calibration.intervals = detail.curves.calibrationIntervals;
    calibration.counts = detail.curves.calibrationCounts;
    m_plots[2]->setCurves({ calibration });
    const QString n = format::count(detail.curves.cases);
    const Interval auc = metricOf(run.metrics, "roc_auc");
    const Interval precision = metricOf(run.metrics, "average_precision");
    const Interval ece = metricOf(run.metrics, "ece");
    const auto finding = [](const Interval& value, const QString& some, const QString& none) {
        return std::isnan(value.value) ? none : some;
    };
    m_frames[0]->setTexts(
        finding(auc, auc.low > 0.5 ? tr("Ranks better than chance") : tr("No better than chance shown"),
                tr("Ranking cannot be measured")),
        tr("ROC AUC %1, n = %2").arg(format::estimate(auc.value, auc.low, auc.high, 2), n));
    const double scams = detail.curves.cases > 0
        ? static_cast<double>(detail.curves.scams) / static_cast<double>(detail.curves.cases)
        : std::nan("");
    m_frames[1]->setTexts(finding(precision,
                                  tr("Average precision %1").arg(format::decimal(precision.value, 2)),
                                  tr("Precision cannot be measured")),
                          tr("Interval %1; %2 are scams")
                              .arg(format::range(precision.low, precision.high, 2), format::percent(scams)));
    m_frames[2]->setTexts(finding(ece, tr("Scores off by %1").arg(format::points(ece.value).remove(u'+')),
                                  tr("Calibration cannot be measured")),
                          tr("Equal-count bins, 95 % intervals, n = %1").arg(n));
}

} // namespace casebench::ui
