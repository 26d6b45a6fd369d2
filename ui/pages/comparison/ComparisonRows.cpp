// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/comparison/ComparisonRows.h"

#include "core/evaluation/Evaluate.h"
#include "ui/itemmodels/RunWords.h"
#include "ui/text/Format.h"
#include "ui/widgets/Delegates.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace casebench::ui {

namespace {

/// What people ask first, first.
constexpr std::array<std::string_view, 10> kOrder {
    "recall", "precision", "specificity", "roc_auc", "average_precision",
    "brier",  "ece",       "f1",          "mcc",     "log_loss"
};

QString tr(const char* text)
{
    return QCoreApplication::translate("ComparisonRows", text);
}

Interval deltaOf(const Comparison& comparison, qint64 run, std::string_view metric)
{
    const auto at = std::ranges::find_if(comparison.pairs, [&](const PairedDifference& pair) {
        return pair.runB == run && pair.metric == metric;
    });
    return at == comparison.pairs.end() ? Interval {} : at->delta;
}

/// +1 better, -1 worse, 0 not shown: the interval holds zero.
int readingOf(std::string_view metric, const Interval& delta)
{
    const bool shown = delta.low > 0 || delta.high < 0;
    if (!shown)
        return 0;
    const bool higher = delta.low > 0;
    return higher != words::lowerIsBetter(metric) ? 1 : -1;
}

Cell figureCell(const Interval& value)
{
    Cell cell { format::decimal(value.value, 3) };
    if (!std::isnan(value.low))
        cell.roles.insert(NoteRole, format::range(value.low, value.high, 3));
    return cell;
}

Cell deltaCell(const Interval& delta)
{
    Cell cell { format::signedDecimal(delta.value, 3) };
    if (std::isnan(delta.value))
        cell.text = format::undefined();
    if (!std::isnan(delta.low))
        cell.roles.insert(NoteRole, format::signedRange(delta.low, delta.high, 3));
    return cell;
}

Cell readingCell(std::string_view metric, const Interval& delta)
{
    if (std::isnan(delta.value))
        return { format::undefined() };
    const int reading = readingOf(metric, delta);
    if (reading == 0)
        return Cell { tr("– not shown") }.with(ColorRoleRole, int(ColorRole::Muted));
    return Cell { reading > 0 ? tr("better") : tr("worse") }.with(
        GlyphRole, int(reading > 0 ? Glyph::Good : Glyph::Watch));
}

Cell dotCell(std::string_view metric, const Interval& delta)
{
    // Log loss has no upper end, so its difference has no place on a range of shares.
    if (metric == "log_loss" || std::isnan(delta.value))
        return {};
    Cell cell;
    cell.roles = { { ValueRole, delta.value },
                   { LowRole, delta.low },
                   { HighRole, delta.high },
                   { Qt::AccessibleTextRole, format::signedDecimal(delta.value, 3) } };
    return cell;
}

QString counted(double count)
{
    return format::count(std::llround(count));
}

double totalCost(const Confusion& confusion, const Costs& costs)
{
    return confusion.fn * costs.missedPositive + confusion.fp * costs.falseAlarm;
}

} // namespace

Glyph findingGlyph(const Comparison& comparison)
{
    if (comparison.models.size() < 2)
        return Glyph::None;
    const qint64 run = comparison.models[1].runId;
    const int recall = readingOf("recall", deltaOf(comparison, run, "recall"));
    const int specificity = readingOf("specificity", deltaOf(comparison, run, "specificity"));
    if (recall < 0 || (recall == 0 && specificity < 0))
        return Glyph::Watch;
    return recall > 0 || specificity > 0 ? Glyph::Good : Glyph::Ring;
}

QString priceSentence(const Comparison& comparison)
{
    if (comparison.models.size() < 2)
        return {};
    const ModelFigures& a = comparison.models[0];
    const ModelFigures& b = comparison.models[1];
    return tr("%1 misses %2 scams, %3 misses %4. False alarms: %5 and %6 among %7 other cases.")
        .arg(format::harmless(format::text(a.name)), counted(a.confusion.fn),
             format::harmless(format::text(b.name)), counted(b.confusion.fn), counted(a.confusion.fp),
             counted(b.confusion.fp), counted(a.confusion.fp + a.confusion.tn));
}

QList<CellColumn> differenceColumns(const ComparisonData& data)
{
    const bool pair = data.runs.size() == 2;
    return { { tr("Measure") },
             { tr("Reference"), true, data.runs.empty() ? QString() : data.runs[0].name },
             { tr("Challenger"), true, pair ? data.runs[1].name : QString() },
             { tr("Δ (95 %)"), true, tr("Challenger minus reference, with its 95 % interval") },
             { tr("lower ← → higher") },
             { tr("Reading") } };
}

QList<CellRow> differenceRows(const ComparisonData& data)
{
    QList<CellRow> rows;
    const auto& models = data.comparison.models;
    for (const std::string_view metric : kOrder) {
        for (std::size_t m = 1; m < models.size(); ++m) {
            const Interval delta = deltaOf(data.comparison, models[m].runId, metric);
            Cell name { words::metric(metric) };
            if (models.size() > 2)
                name.roles.insert(NoteRole, data.runs[m].name);
            rows.append({ rows.size(),
                          false,
                          { name, figureCell(metricOf(models[0].metrics, metric)),
                            figureCell(metricOf(models[m].metrics, metric)), deltaCell(delta),
                            dotCell(metric, delta), readingCell(metric, delta) } });
        }
    }
    return rows;
}

double differenceRange(const ComparisonData& data)
{
    double most = 0.05;
    for (const PairedDifference& pair : data.comparison.pairs) {
        if (pair.metric == "log_loss" || std::isnan(pair.delta.low))
            continue;
        most = std::max({ most, std::abs(pair.delta.low), std::abs(pair.delta.high) });
    }
    return most * 1.05;
}

QList<CellColumn> mcnemarColumns(const ComparisonData& data)
{
    const QString name = data.runs.size() < 2 ? QString() : data.runs[1].name;
    return { {},
             { tr("right"), true, tr("%1 right").arg(name) },
             { tr("wrong"), true, tr("%1 wrong").arg(name) } };
}

QList<CellRow> mcnemarRows(const ComparisonData& data)
{
    if (data.runs.size() < 2)
        return {};
    std::array<std::array<qint64, 2>, 2> counts {};
    const ComparedRun& a = data.runs[0];
    const ComparedRun& b = data.runs[1];
    for (std::size_t i = 0; i < data.truth.size(); ++i) {
        const bool scam = data.truth[i] == kPositive;
        const std::size_t aWrong = (a.probability[i] >= a.threshold) == scam ? 0 : 1;
        const std::size_t bWrong = (b.probability[i] >= b.threshold) == scam ? 0 : 1;
        ++counts[aWrong][bWrong];
    }
    const auto cell = [](qint64 count, bool differs) {
        return differs
            ? Cell { format::count(count) }.with(StrongRole, true).with(ColorRoleRole, int(ColorRole::Accent))
            : Cell { format::count(count) };
    };
    return { { 1,
               false,
               { Cell { tr("Reference right") }.with(Qt::ToolTipRole, a.name), cell(counts[0][0], false),
                 cell(counts[0][1], true) } },
             { 2,
               false,
               { Cell { tr("Reference wrong") }.with(Qt::ToolTipRole, a.name), cell(counts[1][0], true),
                 cell(counts[1][1], false) } } };
}

double mcnemarP(const ComparisonData& data, std::size_t challenger)
{
    if (challenger >= data.runs.size())
        return std::nan("");
    const auto at =
        std::ranges::find(data.comparison.pairs, data.runs[challenger].id, &PairedDifference::runB);
    return at == data.comparison.pairs.end() ? std::nan("") : at->mcnemar.p;
}

QString furtherTests(const ComparisonData& data)
{
    QStringList lines;
    for (std::size_t m = 2; m < data.runs.size(); ++m) {
        const auto at = std::ranges::find(data.comparison.pairs, data.runs[m].id, &PairedDifference::runB);
        if (at != data.comparison.pairs.end())
            lines.append(tr("%1: right alone %2, wrong alone %3, %4")
                             .arg(data.runs[m].name, format::count(at->mcnemar.c),
                                  format::count(at->mcnemar.b), format::pValue(at->mcnemar.p)));
    }
    return lines.join(u'\n');
}

QList<CellColumn> sliceColumns()
{
    return { { tr("Slice") }, { tr("Recall"), true } };
}

QList<CellRow> sliceRows(const ComparisonData& data)
{
    QList<CellRow> rows;
    if (data.runs.size() < 2)
        return rows;
    const auto& slices = data.comparison.slices;
    for (const SliceFigure& a : slices) {
        if (a.metric != "recall" || a.runId != data.runs[0].id || a.value.n == 0)
            continue;
        const auto b = std::ranges::find_if(slices, [&](const SliceFigure& other) {
            return other.metric == a.metric && other.field == a.field && other.level == a.level
                && other.runId == data.runs[1].id;
        });
        if (b == slices.end())
            continue;
        const QString field = format::harmless(format::text(a.field));
        const QString level = format::harmless(format::text(a.level));
        Cell name { level };
        name.roles = { { NoteRole, field }, { Qt::ToolTipRole, tr("%1 = %2").arg(field, level) } };
        Cell recall { tr("%1 → %2").arg(format::decimal(a.value.value, 2),
                                        format::decimal(b->value.value, 2)) };
        recall.roles.insert(NoteRole, tr("n = %1").arg(format::count(a.value.n)));
        recall.roles.insert(Qt::ToolTipRole,
                            tr("95 % intervals %1 and %2")
                                .arg(format::range(a.value.low, a.value.high, 2),
                                     format::range(b->value.low, b->value.high, 2)));
        rows.append({ rows.size(), false, { name, recall } });
    }
    return rows;
}

QList<SquareCurves::Curve> curvesFor(const ComparisonData& data, CurveKind kind)
{
    QList<SquareCurves::Curve> curves;
    int series = 0;
    for (const ComparedRun& run : data.runs) {
        SquareCurves::Curve curve;
        curve.label = run.name;
        curve.reference = run.reference;
        curve.series = run.reference ? 0 : series++;
        if (kind == CurveKind::Calibration) {
            curve.points = run.curves.calibration;
            curve.intervals = run.curves.calibrationIntervals;
            curve.counts = run.curves.calibrationCounts;
        } else {
            curve.points = kind == CurveKind::Roc ? run.curves.roc : run.curves.precisionRecall;
        }
        curves.append(curve);
    }
    return curves;
}

std::pair<QString, QString> curveTexts(const ComparisonData& data, CurveKind kind)
{
    if (data.runs.size() < 2)
        return {};
    const std::string_view metric = kind == CurveKind::Roc ? "roc_auc"
        : kind == CurveKind::PrecisionRecall               ? "average_precision"
                                                           : "ece";
    const auto& models = data.comparison.models;
    const int reading = readingOf(metric, deltaOf(data.comparison, models[1].runId, metric));
    const QString a = format::decimal(metricOf(models[0].metrics, metric).value, 3);
    const QString b = format::decimal(metricOf(models[1].metrics, metric).value, 3);
    const QString name = data.runs[1].name;
    const QString n = format::count(data.comparison.cases);
    const auto finding = [&](const QString& better, const QString& worse, const QString& same) {
        return reading > 0 ? better : reading < 0 ? worse : same;
    };
    switch (kind) {
    case CurveKind::Roc:
        return { finding(tr("%1 ranks better").arg(name), tr("%1 ranks worse").arg(name),
                         tr("No difference in ranking shown")),
                 tr("ROC. AUC %1 against %2, n = %3").arg(b, a, n) };
    case CurveKind::PrecisionRecall:
        return { finding(tr("%1 is more precise").arg(name), tr("%1 is less precise").arg(name),
                         tr("No difference in precision shown")),
                 tr("Average precision %1 against %2").arg(b, a) };
    case CurveKind::Calibration:
        return { finding(tr("%1 says truer scores").arg(name), tr("%1 says less true scores").arg(name),
                         tr("No difference in calibration shown")),
                 tr("Calibration error %1 against %2").arg(b, a) };
    }
    return {};
}

QList<CellColumn> thresholdColumns()
{
    return { { tr("Run") },
             { tr("Missed"), true },
             { tr("Alarms"), true, tr("False alarms") },
             { tr("Cost"), true } };
}

QList<CellRow> thresholdRows(const ComparisonData& data, double threshold, const Costs& costs)
{
    QList<CellRow> rows;
    const auto add = [&](const QString& name, const QString& note, const Confusion& confusion) {
        Cell title { name };
        title.roles = { { NoteRole, note }, { Qt::ToolTipRole, name } };
        rows.append({ rows.size(),
                      false,
                      { title, Cell { counted(confusion.fn) }, Cell { counted(confusion.fp) },
                        Cell { format::number(totalCost(confusion, costs)) } } });
    };
    for (const ComparedRun& run : data.runs) {
        if (!run.points.empty())
            add(run.name, tr("at %1").arg(format::decimal(threshold, 2)),
                pointAt(run.points, threshold).confusion);
    }
    for (const ComparedRun& run : data.runs) {
        if (run.reference || run.points.empty())
            continue;
        const ThresholdPoint& best = run.points[cheapest(run.points, costs)];
        add(run.name,
            std::isinf(best.threshold) ? tr("cheapest, flagging none")
                                       : tr("cheapest, at %1").arg(format::decimal(best.threshold, 2)),
            best.confusion);
    }
    return rows;
}

LearningCurve::Data costLines(const ComparisonData& data, double threshold, const Costs& costs)
{
    LearningCurve::Data lines;
    lines.xTitle = tr("Threshold");
    lines.yTitle = tr("Cost of these cases, thousands");
    lines.mark = threshold;
    lines.markLabel = format::decimal(threshold, 2);
    lines.xDecimals = 1;
    lines.yDecimals = 0;
    lines.yFromZero = true;
    int series = 0;
    for (const ComparedRun& run : data.runs) {
        LearningCurve::Line line { run.name, {}, {}, run.reference, run.reference ? 0 : series++ };
        const std::vector<double> mean = costCurve(run.points, costs);
        for (std::size_t i = run.points.size(); i-- > 0;) {
            if (std::isfinite(run.points[i].threshold) && std::isfinite(mean[i]))
                line.points.append(
                    { run.points[i].threshold, mean[i] * static_cast<double>(data.truth.size()) / 1000 });
        }
        lines.lines.append(line);
    }
    return lines;
}

} // namespace casebench::ui
