// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/ChartFrame.h"
#include "ui/charts/HistogramPair.h"
#include "ui/charts/LearningCurve.h"
#include "ui/charts/LineWithIntervals.h"
#include "ui/charts/SquareCurves.h"
#include "ui/charts/Waterfall.h"
#include "ui/pages/Page.h"
#include "ui/widgets/Delegates.h"
#include "ui/widgets/FilterHeader.h"
#include "ui/widgets/GlyphLabel.h"
#include "ui/widgets/KeyValueList.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/ProgressPanel.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/StatTile.h"
#include "ui/widgets/TableView.h"

#include <QCheckBox>
#include <QComboBox>
#include <QSlider>
#include <QSpinBox>
#include <QStandardItemModel>

#include <cmath>

/// Charts and pages with made-up numbers of the right shape; only for looking at widgets and for testing the
/// shell.
namespace casebench::ui::test {

inline LineWithIntervals::Data harmData(bool compact)
{
    LineWithIntervals::Data data;
    data.measure = "Recall";
    data.points = { { "Apr 2026", .94, .91, .96, "n = 446", .94, Glyph::Good, "trusted" },
                    { "May 2026", .88, .77, .95, "n = 52", .915, Glyph::Alarm, "not trusted" },
                    { "Jun 2026", .80, .68, .89, "n = 51", .89, Glyph::Alarm, "not trusted" },
                    { "Jul 2026", .69, .64, .73, "n = 438", .83, Glyph::Alarm, "not trusted" },
                    { "Aug 2026", .60, .45, .72, "n = 47", .78, Glyph::Alarm, "not trusted" } };
    data.seriesLabel = "Audited recall";
    data.reference = .93;
    data.band = .03;
    data.referenceLabel = "Reference 0.93";
    data.estimateLabel = "Label-free estimate";
    data.estimateNote = "withdrawn since May";
    data.nLabel = "scams, label settled";
    data.wordLabel = "estimate";
    data.compact = compact;
    if (compact) {
        for (auto& point : data.points) {
            point.estimate = NAN;
            point.label = point.label.left(3);
        }
    }
    return data;
}

inline Waterfall::Data waterfallData()
{
    using Kind = Waterfall::RowKind;
    Waterfall::Data data;
    data.base = 1.71;
    data.rows = { { "Opened_Bank_Website", "No", -1.71 },
                  { "Money_Asked", "2,353", 1.01 },
                  { "Asked_Remote_Access", "No", -.88 },
                  { "Asked_OTP", "No", -.50 },
                  { "Number_Masked", "Not asked", -.19, Kind::NotAsked },
                  { "Location_Of_Call", "voip", -.04 },
                  { "UPI_PAYMENTS", "Yes", 0, Kind::NotInModel,
                    "Champion v1 has no such field: no contribution" } };
    data.result = -.60;
    data.resultScore = "0.35";
    data.startName = "Starting point";
    data.resultName = "Result";
    data.axisTitle = "Margin (log-odds of scam). Right of 0: scam at threshold 0.50";
    return data;
}

inline QList<SquareCurves::Curve> rocCurves()
{
    const auto curve = [](double power) {
        QList<QPointF> points;
        for (int i = 0; i <= 60; ++i)
            points.append({ i / 60.0, std::pow(i / 60.0, power) });
        return points;
    };
    SquareCurves::Curve champion { "champion v1", curve(.35) };
    champion.reference = true;
    champion.mark = QPointF(.22, .59);
    SquareCurves::Curve run { "run 14", curve(.08) };
    run.mark = QPointF(.28, .9);
    return { champion, run };
}

inline QStandardItem* cell(const QString& text, bool right = false)
{
    auto* item = new QStandardItem(text);
    item->setTextAlignment(Qt::AlignVCenter | (right ? Qt::AlignRight : Qt::AlignLeft));
    return item;
}

/// Cases, as on the page of cases.
inline QStandardItemModel* caseModel(QObject* parent)
{
    auto* model = new QStandardItemModel(parent);
    model->setHorizontalHeaderLabels({ "Case", "Received", "Asked_Remote_Access", "Opened_Bank_Website",
                                       "Money_Asked", "UPI_PAYMENTS", "Label", "Champion v1 score" });
    for (int i = 0; i < 40; ++i) {
        const double score = std::fmod(.82 + i * .37, 1.0);
        auto* label = cell(i % 5 == 2 ? "Scam" : i % 7 == 3 ? "Disputed" : "–");
        if (label->text() != "–")
            label->setData(static_cast<int>(label->text() == "Scam" ? Glyph::Good : Glyph::Watch), GlyphRole);
        auto* scoreCell = cell(QString::number(score, 'f', 2));
        scoreCell->setData(score, AmountRole);
        auto* upi = cell("Yes");
        upi->setData(i == 12, StrongRole);
        model->appendRow({ cell(QString("C08-%1").arg(600 - i, 4, 10, QChar('0'))), cell("31 Aug"),
                           cell(i % 5 ? "No" : "Yes"), cell("No"), cell(QString::number(700 + i * 137), true),
                           upi, label, scoreCell });
    }
    model->setHeaderData(4, Qt::Horizontal, static_cast<int>(Qt::AlignRight | Qt::AlignVCenter),
                         Qt::TextAlignmentRole);
    return model;
}

class DemoCases : public Page
{
    Q_OBJECT

public:
    explicit DemoCases(QWidget* parent = nullptr)
        : Page(PageId::Cases, "Cases", parent)
        , m_search(new SearchField("Find in all fields"))
    {
        addView("table", "Table");
        addView("states", "States");
        header()->setSentence("4,800 cases from 11 imports, 3,210 decided. 906 match the filter.");
        header()->addSecondary(
            addAction({ "cases.schema", "Schema card", IconId::None, {}, "Fields and kinds" }, [] {}));
        header()->setPrimary(
            addAction({ "cases.import", "Import files", IconId::Import, QKeySequence("Ctrl+I"),
                        "Reads files of cases", "import PROJECT FILE" },
                      [this] { ++imports; }));
        auto* split = new PaneSplitter(Qt::Horizontal, "demo.cases", this);
        split->addPane(buildTable(), 1, 900, "Cases");
        split->addPane(buildDetail(), 0, 316, "Case in short");
        setBody(split);
        setBadge({ 43, false, "cases to label" });
    }

    [[nodiscard]] QWidget* searchField() const override { return m_search; }

    void activate(const Selection& selection) override
    {
        Page::activate(selection);
        last = selection;
        ++activations;
    }

    bool escape() override
    {
        ++escapes;
        return true;
    }

    Selection last;
    int imports = 0;
    int activations = 0;
    int escapes = 0;

protected:
    void onView(const QString& view) override
    {
        empty()->showNothingYet(IconId::Comparison, "No runs to compare",
                                "Two runs on the same cases will stand here.", "Train a first run");
        showEmpty(view == "states");
    }

private:
    QWidget* buildTable()
    {
        auto* side = new QWidget;
        auto* layout = column(0);
        side->setLayout(layout);
        auto* tools = row(space::kGroup);
        tools->setContentsMargins(space::kPage, space::kGroup, space::kBetween, space::kGroup);
        m_search->setFixedWidth(264);
        tools->addWidget(m_search);
        tools->addWidget(new Chip("UPI_PAYMENTS = Yes", ColorRole::Text, true));
        tools->addWidget(linkButton("Clear filter"));
        tools->addStretch();
        tools->addWidget(new Label("906 of 4,800 cases", TextRole::Body, ColorRole::Muted));
        tools->addWidget(textButton("Save as snapshot"));
        layout->addLayout(tools);
        auto* table = new TableView("Cases");
        auto* filters = new FilterHeader(table);
        table->setHorizontalHeader(filters);
        table->setModel(caseModel(table));
        for (int i = 0; i < 8; ++i)
            filters->setPlaceholder(i, i == 4 || i == 7 ? "min – max" : "any");
        filters->setFilter(5, "Yes");
        filters->setSortIndicatorShown(true);
        filters->setSortIndicator(1, Qt::DescendingOrder);
        table->setItemDelegateForColumn(7, new ScoreBarDelegate(table));
        table->setColumnWidths({ 92, 84, 110, 120, 90, 88, 96, 0 });
        table->selectRow(12);
        layout->addWidget(table, 1);
        return side;
    }

    QWidget* buildDetail()
    {
        auto* pane = new Pane(space::kBetween);
        pane->addSection("C08-0581", "import 11, row 582");
        auto* list = new KeyValueList;
        list->setRows({ { "Asked_Remote_Access", "No" },
                        { "Location_Of_Call", "intl" },
                        { "Money_Asked", "701" },
                        { "UPI_PAYMENTS", "Yes", "new", Glyph::None, true } });
        pane->content()->addWidget(list);
        pane->addHairline();
        pane->content()->addWidget(new GlyphLabel(Glyph::Alarm, "It cannot see UPI_PAYMENTS."));
        auto* link = linkButton("Explain this case");
        connect(link, &QToolButton::clicked, this, [this] {
            Selection selection;
            selection.caseId = "C08-0581";
            emit wants(PageId::Drift, selection);
        });
        pane->content()->addWidget(link);
        pane->addHairline();
        auto* progress = new ProgressPanel;
        progress->setTitle("Scoring 4,800 cases");
        progress->setStop("Cancel", "Stops after this block; nothing half done is kept.");
        progress->setState(.58, "Step 2 of 3", "12 s passed, about 9 s left");
        pane->content()->addWidget(progress);
        pane->addHairline();
        auto* box = new QCheckBox("Confirmed labels only");
        box->setChecked(true);
        auto* combo = new QComboBox;
        combo->addItems({ "July 2026, held out", "August 2026" });
        combo->setAccessibleName("Data set");
        auto* spin = new QDoubleSpinBox;
        spin->setValue(.5);
        spin->setAccessibleName("Threshold");
        auto* slider = new QSlider(Qt::Horizontal);
        slider->setValue(50);
        slider->setAccessibleName("Threshold");
        for (QWidget* widget : std::initializer_list<QWidget*> { box, combo, spin, slider })
            pane->content()->addWidget(widget);
        auto* tile = new StatTile("Recall");
        tile->setValue("0.60", "0.45–0.72, n = 47", Glyph::Alarm);
        pane->content()->addWidget(tile);
        auto* off = textButton("Score not permitted");
        off->setEnabled(false);
        pane->content()->addWidget(off);
        pane->content()->addStretch();
        return pane;
    }

    SearchField* m_search;
};

class DemoDrift : public Page
{
    Q_OBJECT

public:
    explicit DemoDrift(QWidget* parent = nullptr)
        : Page(PageId::Drift, "Drift", parent)
    {
        header()->setSentence(
            "Champion v1 against its reference, January–March 2026. Five windows of 600 cases.");
        header()->setPrimary(
            addAction({ "drift.propose", "Propose retraining", IconId::None, {}, "Opens the proposal" },
                      [this] { ++proposals; }));
        banner()->showMessage(Glyph::Alarm,
                              "Recall fell to about 60 % in August. Scammers now use UPI_PAYMENTS, which the "
                              "champion cannot see.",
                              {}, true);
        banner()->setAside("Policy “2 of 3 windows” is met since 3 August");
        setBadge({ 3, true, "open alerts" });
        auto* split = new PaneSplitter(Qt::Horizontal, "demo.drift", this);
        auto* left = new Pane(space::kPage);
        auto* line = new LineWithIntervals;
        line->setData(harmData(false));
        auto* frame = new ChartFrame("Recall by month", line);
        frame->setTexts(
            "Recall leaves the reference band in June and keeps falling",
            "Audited recall of champion v1 with 95 % Wilson interval. Grey band: reference 0.93 ± 3 points.");
        left->content()->addWidget(frame);
        auto* table = new TableView("Fields by month");
        table->setItemDelegateForColumn(1, new HeatCellDelegate(table));
        table->setItemDelegateForColumn(2, new HeatCellDelegate(table));
        table->setItemDelegateForColumn(3, new DotIntervalDelegate(-.3, .4, table));
        table->setModel(heatModel(table));
        table->setColumnWidths({ 0, 92, 92, 140, 120 });
        table->setFitsRows(true);
        left->content()->addWidget(table);
        left->content()->addStretch();
        split->addPane(left, 1, 800, "Months");
        auto* right = new Pane(space::kPage);
        auto* small = new LineWithIntervals;
        small->setData(harmData(true));
        auto* compact = new ChartFrame("Recall", small);
        compact->setTexts("Audited recall since April",
                          "95 % Wilson interval, n = 446, 52, 51, 438, 47. Band: ± 3 points.");
        right->content()->addWidget(compact);
        right->addHairline();
        auto* roc = new SquareCurves(SquareCurves::Kind::Roc);
        roc->setCurves(rocCurves());
        auto* rocFrame = new ChartFrame("ROC", roc);
        rocFrame->setTexts("Run 14 ranks better", "ROC. AUC 0.931 against 0.807, n = 600");
        right->content()->addWidget(rocFrame);
        right->content()->addStretch();
        split->addPane(right, 0, 412, "Suspects");
        setBody(split);
    }

    void activate(const Selection& selection) override { last = selection; }

    Selection last;
    int proposals = 0;

private:
    static QStandardItemModel* heatModel(QObject* parent)
    {
        auto* model = new QStandardItemModel(parent);
        model->setHorizontalHeaderLabels({ "Field, by impact", "Jul", "Aug", "Difference", "Reading" });
        const QList<double> amounts { .03, .17, .31, .45, .9 };
        for (int i = 0; i < amounts.size(); ++i) {
            auto* name = cell(i == 0 ? "UPI_PAYMENTS" : QString("Field_%1").arg(i));
            if (i == 0) {
                name->setData("new", ChipRole);
                name->setData(static_cast<int>(ColorRole::Alarm), ColorRoleRole);
            }
            auto* a = cell(QString::number(amounts.at(i), 'f', 2), true);
            a->setData(amounts.at(i), AmountRole);
            auto* b = cell(QString::number(amounts.at(i), 'f', 2), true);
            b->setData(1 - amounts.at(i), AmountRole);
            b->setData(static_cast<int>(Glyph::Alarm), GlyphRole);
            auto* c = cell({});
            c->setData(amounts.at(i) - .2, ValueRole);
            c->setData(amounts.at(i) - .27, LowRole);
            c->setData(amounts.at(i) - .13, HighRole);
            auto* d = cell(i % 2 ? "better" : "worse");
            d->setData(static_cast<int>(i % 2 ? Glyph::Good : Glyph::Watch), GlyphRole);
            model->appendRow({ name, a, b, c, d });
        }
        for (const int column : { 1, 2 })
            model->setHeaderData(column, Qt::Horizontal, static_cast<int>(Qt::AlignRight | Qt::AlignVCenter),
                                 Qt::TextAlignmentRole);
        return model;
    }
};

class DemoExplanation : public Page
{
    Q_OBJECT

public:
    explicit DemoExplanation(QWidget* parent = nullptr)
        : Page(PageId::Explanation, "Explanation", parent)
    {
        header()->setSentence("Case C07-0365, decided scam on 31 August.");
        header()->setPrimary(
            addAction({ "explanation.add", "Add reasons to case file", IconId::None, {}, {} }, [] {}));
        auto* pane = new Pane(space::kPage);
        auto* models = new SegmentedSwitch("Model");
        models->setSegments({ { "v1", "Champion v1", "0.35" },
                              { "r12", "Run 12, same fields", "0.34" },
                              { "r14", "Run 14", "0.87" } });
        pane->content()->addWidget(models);
        auto* fall = new Waterfall;
        fall->setData(waterfallData());
        auto* frame = new ChartFrame("Contributions", fall);
        frame->setTexts("Champion v1 says not scam, 0.35, because the bank website was not opened.",
                        "Its decided label is scam. Run 14, which sees UPI_PAYMENTS, says 0.87.");
        pane->content()->addWidget(frame);
        pane->addHairline();
        auto* charts = row(space::kPage);
        auto* pair = new HistogramPair;
        pair->setData({ { "local", "voip", "intl", "unknown", "missing" },
                        { .4, .3, .2, .1, 0 },
                        { .25, .3, .35, .05, .05 },
                        "Reference, n = 1,800",
                        "August, n = 600",
                        "Location_Of_Call" });
        auto* pairFrame = new ChartFrame("Distributions", pair);
        pairFrame->setTexts("More calls from abroad", "Share per value, n = 1,800 and 600");
        charts->addWidget(pairFrame);
        auto* curve = new LearningCurve;
        LearningCurve::Data learning;
        learning.xTitle = "Labelled cases";
        learning.yTitle = "Recall";
        learning.lines = {
            { "held out",
              { { 100, .6 }, { 400, .78 }, { 900, .86 }, { 1800, .9 } },
              { { .5, .7 }, { .72, .83 }, { .83, .89 }, { .88, .92 } } },
            { "training", { { 100, .99 }, { 400, .97 }, { 900, .95 }, { 1800, .94 } }, {}, true }
        };
        curve->setData(learning);
        auto* curveFrame = new ChartFrame("Learning curve", curve);
        curveFrame->setTexts("More labels still help", "Five folds, mean and range, n = 1,800");
        charts->addWidget(curveFrame);
        pane->content()->addLayout(charts);
        auto* note = new Banner(true);
        note->showMessage(Glyph::Watch,
                          "Investigator 2 has this project open. You see it read only, as of 09:12.",
                          "Open again");
        pane->content()->addWidget(note);
        pane->content()->addStretch();
        setBody(pane);
    }
};

} // namespace casebench::ui::test
