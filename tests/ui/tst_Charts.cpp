// SPDX-License-Identifier: GPL-3.0-or-later
#include "DemoPages.h"

#include "ui/theme/Theme.h"

#include <QApplication>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace casebench::ui;
using namespace casebench::ui::test;

class tst_Charts : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }

    void cleanupTestCase() { m_theme.reset(); }

    void everyChartPaintsInBothThemes_data();
    void everyChartPaintsInBothThemes();

    void everyChartHasATableTwin_data() { everyChartPaintsInBothThemes_data(); }

    void everyChartHasATableTwin();

    void everyChartIsSavedAsSvg_data() { everyChartPaintsInBothThemes_data(); }

    void everyChartIsSavedAsSvg();

    void emptyDataDoesNotHarm_data() { everyChartPaintsInBothThemes_data(); }

    void emptyDataDoesNotHarm();
    void findingIsSpoken();
    void staleChartSaysFromWhat();
    void waterfallRowsAreReadByKeys();
    void longCurvesAreThinned();
    void gapsBreakTheLine();
    void valuesStandOffTheLine_data();
    void valuesStandOffTheLine();

private:
    std::unique_ptr<Theme> m_theme;
};

namespace {

using Maker = std::function<PlotWidget*(bool withData)>;

const QMap<QString, Maker>& makers()
{
    static const QMap<QString, Maker> kMakers {
        { "line",
          [](bool full) {
              auto* plot = new LineWithIntervals;
              plot->setData(full ? harmData(false) : LineWithIntervals::Data {});
              return static_cast<PlotWidget*>(plot);
          } },
        { "curves",
          [](bool full) {
              auto* plot = new SquareCurves(SquareCurves::Kind::Roc);
              plot->setCurves(full ? rocCurves() : QList<SquareCurves::Curve> {});
              return static_cast<PlotWidget*>(plot);
          } },
        { "waterfall",
          [](bool full) {
              auto* plot = new Waterfall;
              plot->setData(full ? waterfallData() : Waterfall::Data {});
              return static_cast<PlotWidget*>(plot);
          } },
        { "histogram",
          [](bool full) {
              auto* plot = new HistogramPair;
              plot->setData(full ? HistogramPair::Data { { "a", "b" },
                                                         { .4, .6 },
                                                         { .7, .3 },
                                                         "reference",
                                                         "window",
                                                         "field" }
                                 : HistogramPair::Data {});
              return static_cast<PlotWidget*>(plot);
          } },
        { "learning",
          [](bool full) {
              auto* plot = new LearningCurve;
              LearningCurve::Data data;
              if (full)
                  data.lines = { { "held out", { { 100, .6 }, { 400, .78 }, { 900, .86 } } } };
              plot->setData(data);
              return static_cast<PlotWidget*>(plot);
          } },
    };
    return kMakers;
}

int inkedPixels(const QImage& image)
{
    int inked = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            inked += image.pixel(x, y) != image.pixel(0, 0) ? 1 : 0;
    }
    return inked;
}

} // namespace

void tst_Charts::everyChartPaintsInBothThemes_data()
{
    QTest::addColumn<QString>("chart");
    for (const QString& name : makers().keys())
        QTest::newRow(qPrintable(name)) << name;
}

void tst_Charts::everyChartPaintsInBothThemes()
{
    QFETCH(QString, chart);
    ChartFrame frame(chart, makers()[chart](true));
    frame.setTexts("Recall falls after March", "n = 600");
    frame.resize(700, 420);
    m_theme->choose(ThemeChoice::Light);
    QCoreApplication::processEvents(); // Qt tells widgets of a palette through the loop
    const QImage light = frame.grab().toImage();
    m_theme->choose(ThemeChoice::Dark);
    QCoreApplication::processEvents(); // Qt tells widgets of a palette through the loop
    const QImage dark = frame.grab().toImage();
    m_theme->choose(ThemeChoice::Light);
    QCoreApplication::processEvents(); // Qt tells widgets of a palette through the loop
    QVERIFY(light != dark);
    // More than its texts: the plot itself has ink, in the colour of a mark.
    const QImage plot = frame.plot()->grab().toImage();
    QVERIFY2(inkedPixels(plot) > 500, qPrintable(QString::number(inkedPixels(plot))));
    QVERIFY(inkedPixels(frame.picture()) > 1000);
}

void tst_Charts::everyChartHasATableTwin()
{
    QFETCH(QString, chart);
    ChartFrame frame(chart, makers()[chart](true));
    const ChartTable table = frame.plot()->table();
    QVERIFY(!table.rows.isEmpty());
    for (const QStringList& row : table.rows)
        QCOMPARE(row.size(), table.header.size());
    QVERIFY(!frame.showsTable());
    frame.showTable(true);
    QVERIFY(frame.showsTable());
    QCOMPARE(frame.findChild<TableView*>()->model()->rowCount(), static_cast<int>(table.rows.size()));
}

void tst_Charts::everyChartIsSavedAsSvg()
{
    QFETCH(QString, chart);
    QTemporaryDir directory;
    ChartFrame frame(chart, makers()[chart](true));
    frame.setTexts("A finding", "n = 600");
    frame.resize(700, 420);
    const QString path = directory.filePath("chart.svg");
    QVERIFY(frame.saveSvg(path));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray svg = file.readAll();
    QVERIFY(svg.contains("<title>A finding</title>"));
    QVERIFY(svg.count("<path") + svg.count("<rect") + svg.count("<polyline") > 5);
    QVERIFY(!frame.saveSvg(directory.filePath("no/such/place.svg")));
}

void tst_Charts::emptyDataDoesNotHarm()
{
    QFETCH(QString, chart);
    ChartFrame frame(chart, makers()[chart](false));
    frame.resize(400, 300);
    frame.grab();
    frame.resize(60, 50);
    frame.grab();
    frame.showTable(true);
}

void tst_Charts::findingIsSpoken()
{
    ChartFrame frame("Recall by month", makers()["line"](true));
    frame.setTexts("Recall falls after March", "n = 600");
    QCOMPARE(frame.plot()->accessibleName(), QString("Recall by month"));
    QVERIFY(frame.plot()->accessibleDescription().startsWith("Recall falls after March"));
}

void tst_Charts::staleChartSaysFromWhat()
{
    ChartFrame frame("Recall", makers()["line"](true));
    frame.resize(600, 400);
    const QImage fresh = frame.grab().toImage();
    frame.setStale("From run 12; settings changed since");
    QVERIFY(frame.grab().toImage() != fresh);
    frame.setStale({});
    QCOMPARE(frame.grab().toImage(), fresh);
}

void tst_Charts::waterfallRowsAreReadByKeys()
{
    Waterfall fall;
    fall.setData(waterfallData());
    QSignalSpy rows(&fall, &Waterfall::currentRowChanged);
    QTest::keyClick(&fall, Qt::Key_Down);
    QCOMPARE(fall.accessibleDescription(), QString("Opened_Bank_Website, No: −1.71"));
    for (int i = 0; i < 20; ++i)
        QTest::keyClick(&fall, Qt::Key_Down);
    QCOMPARE(fall.currentRow(), 6);
    QVERIFY(fall.accessibleDescription().contains("has no such field"));
    QSignalSpy activated(&fall, &Waterfall::fieldActivated);
    QTest::keyClick(&fall, Qt::Key_Return);
    QCOMPARE(activated.first().first().toString(), QString("UPI_PAYMENTS"));
}

void tst_Charts::longCurvesAreThinned()
{
    SquareCurves plot(SquareCurves::Kind::Roc);
    SquareCurves::Curve curve { "long" };
    for (int i = 0; i <= 20000; ++i)
        curve.points.append({ i / 20000.0, i / 20000.0 });
    plot.setCurves({ curve });
    QVERIFY(plot.wasThinned());
    const ChartTable table = plot.table();
    QCOMPARE(table.rows.first().at(1), QString("0.000"));
    plot.setCurves(rocCurves());
    QVERIFY(!plot.wasThinned());
}

void tst_Charts::gapsBreakTheLine()
{
    LineWithIntervals plot;
    plot.resize(700, 330);
    auto data = harmData(false);
    plot.setData(data);
    const int whole = inkedPixels(plot.grab().toImage());
    data.points[2].value = qQNaN();
    plot.setData(data);
    QVERIFY(inkedPixels(plot.grab().toImage()) < whole);
    QCOMPARE(plot.table().rows.at(2).at(1), QString("–"));
}

void tst_Charts::valuesStandOffTheLine_data()
{
    QTest::addColumn<QList<double>>("values");
    QTest::addRow("falls") << QList<double> { 0.93, 0.8, 0.62, 0.5 };
    QTest::addRow("ends at the top") << QList<double> { 0.62, 0.7, 0.85, 1.0 };
    QTest::addRow("starts at the top") << QList<double> { 1.0, 0.8, 0.9, 0.7 };
    QTest::addRow("stays at the top") << QList<double> { 1.0, 1.0, 1.0 };
    QTest::addRow("alone") << QList<double> { 1.0 };
}

void tst_Charts::valuesStandOffTheLine()
{
    class Probe : public LineWithIntervals
    {
    public:
        using LineWithIntervals::map;
    };

    QFETCH(const QList<double>, values);
    for (const bool compact : { false, true }) {
        Probe plot;
        plot.resize(compact ? QSize(380, 150) : QSize(700, 330));
        LineWithIntervals::Data data;
        data.compact = compact;
        for (const double value : values)
            data.points.append(
                { "Apr", value, value - 0.05, std::min(1.0, value + 0.05), "n = 40", qQNaN(), {}, {} });
        plot.setData(data);
        QVERIFY(inkedPixels(plot.grab().toImage()) > 100);
        const QList<QRectF> labels = plot.valueLabels();
        QCOMPARE(labels.size(), values.size());
        for (qsizetype i = 0; i < labels.size(); ++i) {
            QVERIFY(QRectF(plot.rect()).contains(labels.at(i)));
            for (qsizetype other = 0; other < i; ++other)
                QVERIFY(!labels.at(i).intersects(labels.at(other)));
            for (qsizetype step = 0; step + 1 < values.size(); ++step) {
                // The line as points, closer to each other than a label is high.
                for (double t = 0; t <= 1; t += 0.02) {
                    const double x = static_cast<double>(step) + t;
                    const QPointF on = plot.map(x, values[step] + t * (values[step + 1] - values[step]));
                    QVERIFY2(!labels.at(i).contains(on), qPrintable(QString("label %1 at %2").arg(i).arg(x)));
                }
            }
        }
    }
}

QTEST_MAIN(tst_Charts)
#include "tst_Charts.moc"
