// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/AgreementRows.h"

#include "ui/itemmodels/CaseWords.h"
#include "ui/text/CellRoles.h"
#include "ui/text/Format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace casebench::ui {

namespace {

constexpr std::size_t kListedPairs = 40;
constexpr std::int64_t kFewCases = 20; // ours: below it a kappa is a coin's mood, and no alarm is put on it

QString tr(const char* text)
{
    return QCoreApplication::translate("casebench::ui::Agreement", text);
}

QString clean(const std::string& text)
{
    return format::harmless(format::text(text));
}

QString nOf(const Interval& interval)
{
    return QStringLiteral("n = %1").arg(format::count(interval.n));
}

/// A figure with its interval below it and the alarm before it.
Cell figureCell(const Interval& interval)
{
    Cell cell { format::decimal(interval.value, 2), interval.value };
    cell = cell.with(Qt::ToolTipRole,
                     std::isnan(interval.value) ? tr("Undefined: on these cases nothing could disagree.")
                                                : tr("95 % interval %1, %2 cases")
                                                      .arg(format::range(interval.low, interval.high, 2),
                                                           format::count(interval.n)));
    if (interval.value < kAgreementAlarm)
        cell = cell.with(GlyphRole, int(interval.n < kFewCases ? Glyph::Watch : Glyph::Alarm));
    return cell;
}

Cell intervalCell(const Interval& interval)
{
    return Cell { format::range(interval.low, interval.high, 2), interval.low };
}

const PairAgreement* pairOf(const AgreementReport& report, std::size_t a, std::size_t b)
{
    const auto at = std::ranges::find_if(report.pairs, [&](const PairAgreement& pair) {
        return pair.a == std::min(a, b) && pair.b == std::max(a, b);
    });
    return at == report.pairs.end() ? nullptr : &*at;
}

Cell matrixCell(const AgreementReport& report, std::size_t a, std::size_t b)
{
    if (a == b)
        return Cell {};
    const PairAgreement* pair = pairOf(report, a, b);
    if (pair == nullptr)
        return Cell { format::undefined(), {} }.with(Qt::ToolTipRole, tr("They share no case."));
    const double kappa = pair->kappa.value;
    return figureCell(pair->kappa).with(AmountRole, std::isnan(kappa) ? kappa : std::clamp(kappa, 0.0, 1.0));
}

} // namespace

LabelTable pairMatrix(const AgreementReport& report)
{
    LabelTable table;
    table.columns.append({ tr("Kappa of"), false, {} });
    for (const std::string& person : report.table.people)
        table.columns.append({ clean(person), true, {} });
    for (std::size_t a = 0; a < report.table.people.size(); ++a) {
        CellRow row { static_cast<qint64>(a) + 1, false, { Cell { clean(report.table.people[a]), {} } } };
        for (std::size_t b = 0; b < report.table.people.size(); ++b)
            row.cells.append(matrixCell(report, a, b));
        table.rows.append(row);
    }
    return table;
}

LabelTable pairList(const AgreementReport& report)
{
    LabelTable table;
    table.columns = { { tr("Pair"), false, {} },
                      { tr("Kappa"), true, {} },
                      { tr("95 % interval"), true, {} },
                      { tr("Same verdict"), true, {} },
                      { tr("Cases"), true, {} } };
    for (std::size_t i = 0; i < std::min(report.pairs.size(), kListedPairs); ++i) {
        const PairAgreement& pair = report.pairs[i];
        table.rows.append(
            { static_cast<qint64>(i) + 1,
              false,
              { Cell { tr("%1 and %2")
                           .arg(clean(report.table.people[pair.a]), clean(report.table.people[pair.b])),
                       {} },
                figureCell(pair.kappa), intervalCell(pair.kappa),
                Cell { format::percent(pair.agreement), pair.agreement },
                Cell { format::count(pair.kappa.n), static_cast<qlonglong>(pair.kappa.n) } } });
    }
    return table;
}

LabelTable reasonRows(const AgreementReport& report)
{
    LabelTable table;
    table.columns = { { tr("Reason somebody gave"), false, {} },
                      { tr("Alpha"), true, {} },
                      { tr("95 % interval"), true, {} },
                      { tr("Same verdict"), true,
                        tr("Share of pairs of verdicts on these cases that are equal") },
                      { tr("Cases"), true, {} } };
    for (const GroupAgreement& group : report.reasons)
        table.rows.append(
            { table.rows.size() + 1,
              false,
              { Cell { clean(group.reason), {} }, figureCell(group.alpha), intervalCell(group.alpha),
                Cell { format::percent(group.agreement), group.agreement },
                Cell { format::count(group.alpha.n), static_cast<qlonglong>(group.alpha.n) } } });
    return table;
}

LabelTable peopleRows(const AgreementReport& report)
{
    LabelTable table;
    table.columns = {
        { tr("Person"), false, {} },
        { tr("Verdicts"), true, {} },
        { tr("Same"), true, tr("Share of the verdicts of others on the same cases that are equal") },
        { tr("Right"), true,
          tr("Share of right verdicts, as everybody's verdicts together suggest (Dawid-Skene)") }
    };
    for (std::size_t p = 0; p < report.people.size(); ++p) {
        const PersonAgreement& person = report.people[p];
        table.rows.append(
            { static_cast<qint64>(p) + 1,
              false,
              { Cell { clean(report.table.people[p]), clean(report.table.people[p]) },
                Cell { format::count(person.verdicts), static_cast<qlonglong>(person.verdicts) },
                Cell { format::percent(person.agreement), person.agreement },
                Cell { format::percent(person.accuracy), person.accuracy }.with(AmountRole,
                                                                                person.accuracy) } });
    }
    return table;
}

LabelTable confusionRows(const AgreementReport& report, std::size_t person)
{
    LabelTable table;
    table.columns.append({ tr("Likely"), false, {} });
    for (const Verdict said : report.table.categories)
        table.columns.append({ tr("says %1").arg(words::verdict(said).toLower()), true, {} });
    const std::size_t k = report.table.categories.size();
    for (std::size_t truth = 0; truth < k; ++truth) {
        CellRow row { static_cast<qint64>(truth) + 1,
                      false,
                      { Cell { words::verdict(report.table.categories[truth]), {} } } };
        for (std::size_t said = 0; said < k; ++said) {
            const double share = report.consensus.said(person, truth, said);
            row.cells.append(Cell { format::percent(share), share }.with(AmountRole, share));
        }
        table.rows.append(row);
    }
    return table;
}

LineWithIntervals::Data monthsData(const AgreementReport& report)
{
    LineWithIntervals::Data data;
    data.measure = tr("Krippendorff's alpha");
    data.seriesLabel = tr("Alpha");
    data.reference = kAgreementAlarm;
    data.referenceLabel = tr("Alarm below %1").arg(format::decimal(kAgreementAlarm, 1));
    data.nLabel = tr("cases judged twice");
    double low = 0.5;
    for (const GroupAgreement& month : report.months) {
        const Interval& alpha = month.alpha;
        data.points.append({ format::monthYear(month.month),
                             alpha.value,
                             alpha.low,
                             alpha.high,
                             nOf(alpha),
                             NAN,
                             Glyph::None,
                             {} });
        for (const double value : { alpha.value, alpha.low })
            low = std::isnan(value) ? low : std::min(low, value);
    }
    data.low = std::max(std::floor(low * 5) / 5, -1.0);
    data.high = 1;
    return data;
}

QString monthsFinding(const AgreementReport& report)
{
    const GroupAgreement* worst = nullptr;
    for (const GroupAgreement& month : report.months) {
        if (!std::isnan(month.alpha.value) && (worst == nullptr || month.alpha.value < worst->alpha.value))
            worst = &month;
    }
    if (worst == nullptr)
        return tr("No month can be measured");
    if (worst->alpha.value < kAgreementAlarm)
        return tr("Agreement is lowest in %1: %2")
            .arg(format::month(worst->month), format::decimal(worst->alpha.value, 2));
    const QString alpha = format::decimal(worst->alpha.value, 2);
    const QString month = format::month(worst->month);
    if (worst->alpha.low < kAgreementAlarm) // as far as these cases can tell
        return tr("Agreement is %1 in %2; its interval reaches below %3")
            .arg(alpha, month, format::decimal(kAgreementAlarm, 1));
    return report.months.size() == 1
        ? tr("Agreement holds in %1: %2").arg(month, alpha)
        : tr("Agreement holds in every month, lowest %1 in %2").arg(alpha, month);
}

} // namespace casebench::ui
