// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/drift/DriftRows.h"

#include "ui/itemmodels/WatchWords.h"
#include "ui/pages/drift/DriftWords.h"
#include "ui/text/CellRoles.h"
#include "ui/text/Format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <limits>

namespace casebench::ui {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kDarkestDistance = 0.5; // ours: larger distances are rare, and all of them are grave

QString tr(const char* text)
{
    return QCoreApplication::translate("casebench::ui::Drift", text);
}

QString clean(const std::string& text)
{
    return format::harmless(format::text(text));
}

bool isNew(const WatchReport& report, const QString& field)
{
    return std::ranges::any_of(
        report.windows, [&](const WatchWindow& window) { return !std::isnan(newShare(window, field)); });
}

/// What a field is sorted by: filled share of a new one, impact of a known one.
double weightOf(const WatchReport& report, const QString& field)
{
    const WatchWindow& last = report.windows.back();
    if (isNew(report, field)) {
        const double share = newShare(last, field);
        return std::isnan(share) ? 0 : share;
    }
    const FieldDrift* drift = driftOf(last, field);
    return drift && !std::isnan(drift->impact) ? drift->impact : 0;
}

Cell heatCell(const WatchWindow& window, const QString& field, bool isNewField)
{
    if (isNewField) {
        const double share = newShare(window, field);
        const double shown = std::isnan(share) ? 0 : share;
        Cell cell { format::percent(shown), shown };
        return shown >= 0.05 ? cell.with(GlyphRole, int(Glyph::Alarm)) : cell; // the trust light's own limit
    }
    const FieldDrift* drift = driftOf(window, field);
    const double distance = drift ? jsDistance(*drift) : kNaN;
    Cell cell { format::decimal(distance, 2), distance };
    if (std::isnan(distance))
        return cell;
    cell = cell.with(AmountRole, std::clamp(distance / kDarkestDistance, 0.0, 1.0));
    if (drift->verdict == DriftVerdict::Drift || drift->verdict == DriftVerdict::Watch)
        cell = cell.with(GlyphRole, int(drift::glyph(drift->verdict)));
    return cell.with(Qt::ToolTipRole,
                     QStringLiteral("%1, %2, n = %3")
                         .arg(format::text(name(drift->verdict)), format::pValue(drift->pAdjusted),
                              format::count(drift->nCurrent)));
}

QString stateText(const Alert& alert)
{
    return alert.owner.empty()
        ? format::text(name(alert.state))
        : QStringLiteral("%1, %2").arg(format::text(name(alert.state)), clean(alert.owner));
}

} // namespace

const FieldDrift* driftOf(const WatchWindow& window, const QString& field)
{
    const auto at = std::ranges::find(window.drift.fields, field.toStdString(), &FieldDrift::name);
    return at == window.drift.fields.end() ? nullptr : &*at;
}

double newShare(const WatchWindow& window, const QString& field)
{
    const std::string wanted = field.toStdString();
    for (const SchemaEvent& event : window.drift.events) {
        if (event.event == "new" && event.field == wanted)
            return event.share;
    }
    return kNaN;
}

double jsDistance(const FieldDrift& field)
{
    const auto at = std::ranges::find(field.measures, "js_distance", &MeasureValue::name);
    return at == field.measures.end() ? kNaN : at->statistic;
}

QStringList driftFields(const WatchReport& report)
{
    QStringList fields;
    for (const WatchWindow& window : report.windows) {
        for (const SchemaEvent& event : window.drift.events) {
            if (const QString field = format::text(event.field);
                event.event == "new" && !fields.contains(field))
                fields.append(field);
        }
        for (const FieldDrift& drift : window.drift.fields) {
            if (const QString field = format::text(drift.name); !fields.contains(field))
                fields.append(field);
        }
    }
    std::ranges::stable_sort(fields, [&](const QString& a, const QString& b) {
        const bool newA = isNew(report, a);
        const bool newB = isNew(report, b);
        return newA != newB ? newA : weightOf(report, a) > weightOf(report, b);
    });
    return fields;
}

DriftTable heatTable(const WatchReport& report)
{
    DriftTable table;
    table.columns.append({ tr("Field, by impact") });
    for (const WatchWindow& window : report.windows)
        table.columns.append(
            { window.first == window.last ? format::shortMonth(window.first) : drift::shortName(window), true,
              drift::windowName(window) });
    table.columns.append({ tr("Reference → last") });
    table.columns.append({ tr("Impact"), false, tr("Distance × importance in the model: a heuristic") });
    const QStringList fields = driftFields(report);
    double most = 0;
    for (const QString& field : fields)
        most = isNew(report, field) ? most : std::max(most, weightOf(report, field));
    qint64 id = 0;
    for (const QString& field : fields) {
        const bool fresh = isNew(report, field);
        CellRow row { ++id, false, {} };
        Cell named { format::harmless(field), field };
        row.cells.append(fresh ? named.with(ChipRole, tr("new")) : named);
        for (const WatchWindow& window : report.windows)
            row.cells.append(heatCell(window, field, fresh));
        const FieldDrift* last = driftOf(report.windows.back(), field);
        row.cells.append({ fresh ? tr("filled") : last ? drift::change(*last) : format::undefined(), field });
        if (fresh) {
            row.cells.append({ tr("not in the model"), 0.0 });
        } else {
            const double impact = weightOf(report, field);
            row.cells.append(
                Cell { format::decimal(impact, 3), impact }.with(AmountRole, most > 0 ? impact / most : 0.0));
        }
        table.rows.append(row);
    }
    return table;
}

DriftTable windowsTable(const WatchReport& report, const QString& field)
{
    DriftTable table;
    table.columns = { { tr("Window") },
                      { tr("n"), true },
                      { tr("Reference → window") },
                      { tr("Difference, 95 %"), true },
                      { tr("Effect"), true },
                      { tr("Corrected p"), true },
                      { tr("Verdict") } };
    qint64 id = 0;
    for (const WatchWindow& window : report.windows) {
        CellRow row { ++id, false, { { drift::windowName(window), id } } };
        const FieldDrift* drift = driftOf(window, field);
        if (!drift) {
            const double share = newShare(window, field);
            row.cells.append({ format::count(window.rows), double(window.rows) });
            row.cells.append(
                { std::isnan(share) ? tr("not there") : tr("filled in %1").arg(format::percent(share, 1)),
                  share });
            for (int i = 0; i < 3; ++i)
                row.cells.append({ format::undefined(), kNaN });
            row.cells.append({ tr("not in the model"), 0.0 });
            table.rows.append(row);
            continue;
        }
        row.cells.append({ format::count(drift->nCurrent), double(drift->nCurrent) });
        row.cells.append({ drift::change(*drift), drift->current });
        row.cells.append({ drift::differenceText(*drift), drift->current - drift->reference });
        row.cells.append({ drift::effectText(*drift, 2), drift->effect });
        row.cells.append({ format::pCell(drift->pAdjusted), drift->pAdjusted });
        row.cells.append(Cell { format::text(name(drift->verdict)), int(drift->verdict) }.with(
            GlyphRole, int(drift::glyph(drift->verdict))));
        table.rows.append(row);
    }
    return table;
}

DriftTable alertsTable(const DriftInbox& inbox)
{
    DriftTable table;
    table.columns = { { tr("Alert") },   { tr("Window") }, { tr("Kind") },
                      { tr("Finding") }, { tr("Raised") }, { tr("State") } };
    for (const Alert& alert : inbox.alerts) {
        const Glyph glyph = words::glyph(alert);
        table.rows.append(
            { alert.id,
              false,
              { Cell { QStringLiteral("A-%1").arg(alert.id), qint64(alert.id) }.with(GlyphRole, int(glyph)),
                { alert.windowFrom == kNoTime ? format::undefined()
                                              : format::monthYear(monthOf(alert.windowFrom)),
                  qint64(alert.windowFrom) },
                { clean(alert.kind), clean(alert.kind) },
                { words::alertFinding(alert), clean(alert.text) },
                { format::shortDate(alert.raisedAt), qint64(alert.raisedAt) },
                { stateText(alert), stateText(alert) } } });
    }
    return table;
}

} // namespace casebench::ui
