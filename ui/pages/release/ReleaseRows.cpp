// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/release/ReleaseRows.h"

#include "ui/itemmodels/RunWords.h"
#include "ui/text/CellRoles.h"
#include "ui/text/Format.h"
#include "ui/theme/Roles.h"

#include <QCoreApplication>

#include <cmath>

namespace casebench::ui {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("casebench::ui::Release", text);
}

QString clean(const std::string& text)
{
    return format::harmless(format::text(text));
}

ColorRole colorOf(RunState state)
{
    switch (state) {
    case RunState::Champion:
    case RunState::Approved:
        return ColorRole::Good;
    case RunState::Submitted:
        return ColorRole::Watch;
    case RunState::Rejected:
        return ColorRole::Alarm;
    case RunState::Trained:
    case RunState::Retired:
        break;
    }
    return ColorRole::Muted;
}

/// Counts as they are, shares and losses to three digits.
QString gateValue(double value)
{
    return std::floor(value) == value ? format::number(value) : format::decimal(value, 3);
}

} // namespace

ReleaseTable versionsTable(const std::vector<ReleaseVersion>& versions)
{
    ReleaseTable table;
    table.columns = { { tr("Versions") } };
    for (const ReleaseVersion& version : versions) {
        const Run& run = version.run;
        const QString note = tr("run %1, %2, %3")
                                 .arg(QString::number(run.id), words::family(run.recipe.family),
                                      format::isoDate(run.trainedAt));
        table.rows.append({ run.id,
                            false,
                            { Cell { clean(run.name), qint64(run.id) }
                                  .with(NoteRole, note)
                                  .with(ChipRole, format::text(name(run.state)))
                                  .with(ColorRoleRole, int(colorOf(run.state))) } });
    }
    return table;
}

ReleaseTable gatesTable(const std::vector<GateResult>& gates)
{
    ReleaseTable table;
    table.columns = { { tr("Gate and rule") },
                      { tr("Value"), true },
                      { tr("95 % interval"), true },
                      { tr("n"), true },
                      { tr("Result") } };
    qint64 id = 0;
    for (const GateResult& gate : gates) {
        const Glyph glyph = gate.passed ? Glyph::Good : Glyph::Alarm;
        const bool undefined = std::isnan(gate.value.value);
        table.rows.append(
            { ++id,
              false,
              { Cell { clean(gate.name), clean(gate.name) }
                    .with(GlyphRole, int(glyph))
                    .with(NoteRole, clean(gate.rule))
                    .with(Qt::ToolTipRole, clean(gate.rule)),
                { undefined ? format::undefined() : gateValue(gate.value.value), gate.value.value },
                { std::isnan(gate.value.low) ? format::undefined()
                                             : format::range(gate.value.low, gate.value.high, 3),
                  gate.value.low },
                { gate.value.n > 0 ? format::count(gate.value.n) : format::undefined(),
                  qint64(gate.value.n) },
                Cell { gate.passed             ? tr("passed")
                           : gate.text.empty() ? tr("not passed")
                                               : clean(gate.text),
                       gate.passed }
                    .with(Qt::ToolTipRole, clean(gate.text))
                    .with(ColorRoleRole, int(gate.passed ? ColorRole::Text : ColorRole::Alarm)) } });
    }
    return table;
}

ReleaseTable problemsTable(const VerifyReport& report)
{
    ReleaseTable table;
    table.columns = { { tr("Kind") }, { tr("File") }, { tr("What does not hold") } };
    qint64 id = 0;
    for (const Problem& problem : report.problems) {
        table.rows.append(
            { ++id,
              false,
              { Cell { clean(problem.kind), clean(problem.kind) }.with(GlyphRole, int(Glyph::Alarm)),
                { problem.file.empty() ? format::undefined() : clean(problem.file), clean(problem.file) },
                { clean(problem.text), clean(problem.text) } } });
    }
    return table;
}

QString versionSentence(const ReleaseVersion& version)
{
    const Run& run = version.run;
    return tr("%1 (run %2) is %3. Trained by %4 on %5.")
        .arg(clean(run.name), QString::number(run.id), format::text(name(run.state)), clean(run.trainedBy),
             format::date(run.trainedAt));
}

const RunDecision* newest(const ReleaseVersion& version, Decision decision)
{
    for (auto at = version.decisions.rbegin(); at != version.decisions.rend(); ++at) {
        if (at->decision == decision)
            return &*at;
    }
    return nullptr;
}

QString grouped(const std::string& hex)
{
    QString result;
    for (std::size_t i = 0; i < hex.size(); i += 4) {
        if (i > 0)
            result += u' ';
        result += QString::fromStdString(hex.substr(i, 4));
    }
    return result;
}

} // namespace casebench::ui
