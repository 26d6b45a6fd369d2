// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/SearchIndex.h"

#include "core/store/AlertStore.h"
#include "core/store/CaseStore.h"
#include "core/store/RunStore.h"
#include "ui/text/Format.h"

namespace casebench::ui {

namespace {

constexpr std::size_t kMostIndexedCases = 50'000; // 5 ms a keystroke (ours)

QString clean(std::string_view text)
{
    return format::harmless(format::text(text));
}

PaletteHit fieldHit(const Field& field)
{
    Selection selection;
    selection.field = format::text(field.name);
    return { DesktopHost::tr("Fields"),
             clean(field.name),
             DesktopHost::tr("%1, %2").arg(clean(name(field.kind)), clean(name(field.role))),
             IconId::Columns,
             PageId::Drift,
             selection,
             {} };
}

PaletteHit runHit(const Run& run)
{
    Selection selection;
    selection.runIds = { run.id };
    return { DesktopHost::tr("Alerts and runs"),
             clean(run.name),
             DesktopHost::tr("run %1, %2").arg(run.id).arg(clean(name(run.state))),
             IconId::Training,
             PageId::Training,
             selection,
             {} };
}

PaletteHit alertHit(const Alert& alert)
{
    Selection selection;
    selection.item = alert.id;
    selection.view = QStringLiteral("alerts");
    return { DesktopHost::tr("Alerts and runs"),
             QStringLiteral("A-%1 %2").arg(alert.id).arg(clean(alert.text)),
             DesktopHost::tr("alert, %1").arg(clean(name(alert.state))),
             IconId::Drift,
             PageId::Drift,
             selection,
             {} };
}

} // namespace

Result<SearchIndex> readSearchIndex(const QString& path, Progress& progress)
{
    CB_TRY(const Project project, Project::open(path.toStdString(), OpenOptions { .readOnly = true }));
    const CaseStore cases(project);
    SearchIndex index;
    CB_TRY(const Schema schema, cases.schema());
    for (const Field& field : schema.fields())
        index.fields.append(fieldHit(field));
    CB_CHECK(progress.checkpoint());
    CB_TRY(const auto runs, RunStore(project).list());
    for (const Run& run : runs)
        index.runsAndAlerts.append(runHit(run));
    CB_TRY(const auto alerts, AlertStore(project).list());
    for (const Alert& alert : alerts)
        index.runsAndAlerts.append(alertHit(alert));
    CB_CHECK(progress.checkpoint());
    CB_TRY(const std::size_t rows, cases.rowCount());
    index.cases = static_cast<qint64>(rows);
    // Of more cases than these a keystroke would search too long: they are asked for by their whole id.
    if (rows > kMostIndexedCases)
        return index;
    CB_TRY(const auto ids, cases.ids());
    for (const std::string& id : ids)
        index.caseIds.append(format::text(id));
    return index;
}

} // namespace casebench::ui
