// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/RunRows.h"

#include "core/evaluation/Evaluate.h"
#include "ui/itemmodels/RunWords.h"
#include "ui/text/Format.h"
#include "ui/widgets/Delegates.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace casebench::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("RunRows", text);
}

QString said(const std::string& text)
{
    return format::harmless(format::text(text));
}

QString intervalText(const Interval& interval, int decimals)
{
    return std::isnan(interval.low) ? format::undefined()
                                    : format::range(interval.low, interval.high, decimals);
}

/// Value over its interval, sorted by the value.
Cell figureCell(const Interval& interval)
{
    Cell cell { format::decimal(interval.value, 3), interval.value };
    if (std::isnan(interval.value))
        return cell;
    cell.roles.insert(NoteRole, intervalText(interval, 3));
    cell.roles.insert(
        Qt::ToolTipRole,
        tr("95 % interval %1, n = %2").arg(intervalText(interval, 3), format::count(interval.n)));
    return cell;
}

QString snapshotName(const std::vector<Snapshot>& snapshots, std::int64_t id)
{
    const auto at = std::ranges::find(snapshots, id, &Snapshot::id);
    return at == snapshots.end() ? format::undefined() : said(at->name);
}

} // namespace

QList<CellColumn> leaderboardColumns()
{
    return { { tr("Run") },
             { tr("Snapshot") },
             { tr("State") },
             { words::metric("roc_auc"), true, tr("On the hold-out, DeLong's interval") },
             { words::metric("recall"), true, tr("Share of the scams that are found") },
             { words::metric("precision"), true, tr("Share of the flagged cases that are scams") },
             { words::metric("specificity"), true, tr("Share of the others that are left alone") },
             { tr("n"), true, tr("Cases held out") },
             { tr("Time"), true } };
}

QList<CellRow>
leaderboardRows(const std::vector<Run>& runs, const std::vector<Snapshot>& snapshots, qint64 champion)
{
    QList<CellRow> rows;
    for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
        const QString name = said(run->name);
        const QString family = words::family(run->recipe.family);
        const QString snapshot = snapshotName(snapshots, run->snapshotId);
        Cell title { name, name };
        title.roles = { { NoteRole, family } };
        if (run->id == champion)
            title.roles.insert(ChipRole, tr("champion"));
        const Cell state { words::runState(run->state),
                           static_cast<int>(run->state),
                           { { GlyphRole, int(words::glyph(run->state)) } } };
        rows.append(
            { run->id,
              words::isBaseline(run->recipe.family),
              { title, Cell { snapshot, snapshot }, state, figureCell(metricOf(run->metrics, "roc_auc")),
                figureCell(metricOf(run->metrics, "recall")), figureCell(metricOf(run->metrics, "precision")),
                figureCell(metricOf(run->metrics, "specificity")),
                Cell { format::count(run->rowsHoldout), static_cast<double>(run->rowsHoldout) },
                Cell { format::duration(run->seconds), run->seconds } } });
    }
    return rows;
}

QString listSentence(const std::vector<Snapshot>& snapshots, const std::vector<Run>& runs, qint64 champion)
{
    if (runs.empty())
        return snapshots.empty()
            ? tr("A snapshot freezes cases and labels; a run is trained on it.")
            : tr("No run yet. A run is trained on a snapshot and measured on cases held out.");
    const auto known = std::ranges::find(runs, champion, &Run::id);
    const QString of =
        runs.size() == 1 ? tr("One run") : tr("%1 runs").arg(format::count(static_cast<qint64>(runs.size())));
    const QString on = snapshots.size() == 1
        ? tr("one snapshot")
        : tr("%1 snapshots").arg(format::count(static_cast<qint64>(snapshots.size())));
    if (known == runs.end())
        return tr("%1 on %2, no champion yet.").arg(of, on);
    const Interval recall = metricOf(known->metrics, "recall");
    return tr("%1 on %2. Champion is %3, recall %4 on %5 scams held out.")
        .arg(of, on, said(known->name), format::estimate(recall.value, recall.low, recall.high, 2),
             format::count(recall.n));
}

QString trainedSentence(const Run& run)
{
    const Interval recall = metricOf(run.metrics, "recall");
    const Interval specificity = metricOf(run.metrics, "specificity");
    QString sentence =
        tr("%1 took %2. Of %3 scams held out it finds %4; of %5 other cases it leaves %6 alone.")
            .arg(said(run.name), format::duration(run.seconds), format::count(recall.n),
                 format::percent(recall.value), format::count(specificity.n),
                 format::percent(specificity.value));
    if (!run.warnings.empty())
        sentence += u' '
            + (run.warnings.size() == 1 ? tr("One warning.") : tr("%1 warnings.").arg(run.warnings.size()));
    return sentence;
}

QString reproductionSentence(const QString& name, const Reproduction& again)
{
    if (again.identical)
        return tr("%1 was trained again from its recipe and snapshot: the model is the same, byte for byte.")
            .arg(name);
    QStringList why;
    for (const std::string& reason : again.why)
        why.append(said(reason));
    return tr("%1 was trained again and the model differs; scores differ by at most %2. %3")
        .arg(name, format::number(again.maxDifference), why.join(QStringLiteral(" ")));
}

QList<CellColumn> metricColumns()
{
    return { { tr("Measure") },
             { tr("Value"), true },
             { tr("95 % interval"), true },
             { tr("n"), true },
             { tr("of") } };
}

QList<CellRow> metricRows(const Run& run)
{
    QList<CellRow> rows;
    for (const Metric& metric : run.metrics) {
        Cell name { words::metric(metric.name) };
        if (words::lowerIsBetter(metric.name))
            name.roles.insert(ChipRole, tr("lower is better"));
        rows.append(
            { rows.size(),
              false,
              { name, Cell { format::decimal(metric.value.value, 3) }.with(StrongRole, true),
                Cell { intervalText(metric.value, 3) }, Cell { format::count(metric.value.n) },
                Cell { words::metricCounts(metric.name) }.with(ColorRoleRole, int(ColorRole::Muted)) } });
    }
    return rows;
}

QList<CellColumn> confusionColumns()
{
    return { {}, { tr("Flagged"), true }, { tr("Left alone"), true }, { tr("All"), true } };
}

QList<CellRow> confusionRows(const Confusion& confusion)
{
    const auto cell = [](double count, const QString& note) {
        return Cell { format::count(std::llround(count)) }.with(NoteRole, note);
    };
    return { { 1,
               false,
               { Cell { tr("Scams") }, cell(confusion.tp, tr("found")), cell(confusion.fn, tr("missed")),
                 cell(confusion.tp + confusion.fn, {}) } },
             { 2,
               false,
               { Cell { tr("Not scams") }, cell(confusion.fp, tr("false alarms")),
                 cell(confusion.tn, tr("rightly")), cell(confusion.fp + confusion.tn, {}) } } };
}

QList<CellColumn> importanceColumns()
{
    return { { tr("Field") }, { tr("Loss of recall") }, { tr("± sd"), true } };
}

QList<CellRow> importanceRows(const Run& run)
{
    QList<CellRow> rows;
    const double most = run.importance.empty() ? 0 : run.importance.front().drop;
    for (const FieldImportance& field : run.importance) {
        const double amount = most > 0 ? std::clamp(field.drop / most, 0.0, 1.0) : 0;
        rows.append({ rows.size(),
                      false,
                      { Cell { said(field.field) },
                        Cell { format::signedDecimal(field.drop, 3) }.with(AmountRole, amount),
                        Cell { format::decimal(field.sd, 3) } } });
    }
    return rows;
}

QList<KeyValueList::Row> lineageRows(const RunDetail& detail)
{
    const Run& run = detail.run;
    const Recipe& recipe = run.recipe;
    const auto hash = [](const QString& key, const std::string& hex) {
        return KeyValueList::Row {
            key, format::shortHash(format::text(hex)), {}, Glyph::None, false, false, format::text(hex)
        };
    };
    QList<KeyValueList::Row> rows {
        { tr("Snapshot"), said(detail.snapshot.name) },
        hash(tr("Its digest"), run.snapshotDigest),
        { tr("Labels"), words::policy(detail.snapshot.policy) },
        { tr("Trained on"), tr("%1 cases").arg(format::count(run.rowsTrained)) },
        { tr("Held out"), tr("%1 cases").arg(format::count(run.rowsHoldout)) },
        { tr("Split"), words::split(recipe.split) },
        { tr("Seed"), QString::number(recipe.seed) },
        { tr("Threads"), QString::number(recipe.threads) },
        { tr("Threshold"), format::decimal(run.threshold, 2) },
        { tr("Calibration"),
          run.calibration.fitted ? tr("Platt, n = %1").arg(format::count(run.calibration.n))
                                 : tr("none, the model's own link") },
        { tr("Trained by"), said(run.trainedBy) },
        { tr("Trained at"), format::dateTime(run.trainedAt) },
        hash(tr("Model SHA-256"), run.modelSha256),
        hash(tr("Model digest"), run.modelDigest),
    };
    for (const auto& [parameter, value] : recipe.parameters)
        rows.append({ said(parameter), said(value) });
    for (const auto& [library, version] : run.versions)
        rows.append({ said(library), said(version) });
    return rows;
}

QList<KeyValueList::Row> decisionRows(const RunDetail& detail)
{
    QList<KeyValueList::Row> rows;
    for (const RunDecision& decision : detail.decisions) {
        const QString reason = decision.reason.empty() ? QString() : tr("“%1”").arg(said(decision.reason));
        rows.append({ words::decision(decision.decision),
                      tr("%1, %2").arg(said(decision.person), format::dateTime(decision.at)),
                      {},
                      Glyph::None,
                      false,
                      false,
                      reason });
    }
    return rows;
}

} // namespace casebench::ui
