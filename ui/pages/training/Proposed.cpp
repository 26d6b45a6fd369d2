// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/training/Proposed.h"

#include "core/models/Families.h"
#include "ui/itemmodels/RunWords.h"
#include "ui/text/Format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>
#include <set>

namespace casebench::ui::proposed {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Proposed", text);
}

QString named(const std::string& foreign)
{
    return format::harmless(format::text(foreign));
}

QString instead(const QString& what, const QString& shown, const QString& wanted)
{
    return tr("%1 %2, proposed %3").arg(what, shown, wanted);
}

/// The form takes whole per cent; a command may have said otherwise.
QString share(double value)
{
    return format::percent(value, std::abs(value * 100 - std::round(value * 100)) < 1e-9 ? 0 : 1);
}

/// Numbers as they are written, so that 0.1 and 0.10 are one.
bool isSame(const std::string& a, const std::string& b)
{
    if (a == b)
        return true;
    bool isNumberA = false;
    bool isNumberB = false;
    const double numberA = QLocale::c().toDouble(format::text(a), &isNumberA);
    const double numberB = QLocale::c().toDouble(format::text(b), &isNumberB);
    return isNumberA && isNumberB && numberA == numberB;
}

void compareParameters(const Recipe& wanted, const Recipe& shown, QStringList& phrases)
{
    const auto family = findFamily(shown.family);
    std::set<std::string> names;
    for (const Recipe* recipe : { &wanted, &shown }) {
        for (const auto& [name, value] : recipe->parameters)
            names.insert(name);
    }
    for (const std::string& name : names) {
        QString title = named(name);
        std::string standard;
        if (family) {
            const auto specs = (*family)->parameters();
            const auto spec = std::ranges::find(specs, name, &ParameterSpec::name);
            if (spec != specs.end()) {
                title = format::text(spec->title);
                standard = spec->defaultValue;
            }
        }
        const auto valueIn = [&](const Recipe& recipe) {
            const auto at = recipe.parameters.find(name);
            return at == recipe.parameters.end() ? standard : at->second;
        };
        if (!isSame(valueIn(shown), valueIn(wanted)))
            phrases.append(instead(title, named(valueIn(shown)), named(valueIn(wanted))));
    }
}

void compareFields(const Recipe& wanted, const Recipe& shown, const Snapshot* snapshot, QStringList& phrases)
{
    const auto namesOnlyIn = [](const Recipe& here, const Recipe& there) {
        QStringList names;
        for (const std::string& field : here.fields) {
            if (std::ranges::find(there.fields, field) == there.fields.end())
                names.append(named(field));
        }
        return names;
    };
    QStringList absent;
    QStringList unused;
    for (const QString& field : namesOnlyIn(wanted, shown))
        (snapshot && snapshot->schema.indexOf(field.toStdString()) ? unused : absent).append(field);
    if (!absent.isEmpty() && snapshot)
        phrases.append(tr("the snapshot has no %1").arg(format::list(absent)));
    if (!unused.isEmpty())
        phrases.append(tr("without %1").arg(format::list(unused)));
    if (const QStringList more = namesOnlyIn(shown, wanted); !wanted.fields.empty() && !more.isEmpty())
        phrases.append(tr("also learns from %1").arg(format::list(more)));
}

} // namespace

bool holds(const Snapshot& snapshot, const RetrainingProposal& proposal)
{
    return snapshot.createdAt >= proposal.madeAt && snapshot.from == proposal.from
        && snapshot.to == proposal.to && snapshot.policy == proposal.policy && snapshot.where.empty()
        && snapshot.undecided == 0;
}

QString title(const RetrainingProposal& proposal)
{
    return tr("Filled from the proposal of %1").arg(format::dateTime(proposal.madeAt));
}

QString reason(const RetrainingProposal& proposal, const QString& parent)
{
    if (proposal.alert == 0)
        return tr("To replace %1, which is kept with the run.").arg(parent);
    return tr("To replace %1, because of alert A-%2. Both are kept with the run.")
        .arg(parent)
        .arg(proposal.alert);
}

QString snapshotStep(const RetrainingProposal& proposal)
{
    if (proposal.months.empty())
        return tr("No case is decided yet, so there is nothing to freeze.");
    const MonthIndex first = proposal.months.front();
    const MonthIndex last = proposal.months.back();
    const QString months =
        first == last ? format::month(first) : tr("%1 to %2").arg(format::month(first), format::month(last));
    return tr("First, the decided cases of %1 are frozen. The recipe is filled too and comes next.")
        .arg(months);
}

QStringList differences(const RetrainingProposal& proposal, const Recipe& shown, const Snapshot* snapshot)
{
    const Recipe& wanted = proposal.recipe;
    QStringList phrases;
    if (snapshot && !holds(*snapshot, proposal))
        phrases.append(tr("snapshot %1 holds other cases").arg(named(snapshot->name)));
    if (shown.family != wanted.family)
        phrases.append(instead(tr("Family"), words::family(shown.family), words::family(wanted.family)));
    else
        compareParameters(wanted, shown, phrases);
    compareFields(wanted, shown, snapshot, phrases);
    if (shown.split != wanted.split)
        phrases.append(
            instead(tr("Split"), format::text(name(shown.split)), format::text(name(wanted.split))));
    if (std::abs(shown.holdoutShare - wanted.holdoutShare) > 1e-9)
        phrases.append(instead(tr("Held out"), share(shown.holdoutShare), share(wanted.holdoutShare)));
    if (shown.folds != wanted.folds)
        phrases.append(instead(tr("Folds"), format::count(shown.folds), format::count(wanted.folds)));
    if (shown.seed != wanted.seed)
        phrases.append(instead(tr("Seed"), QString::number(shown.seed), QString::number(wanted.seed)));
    if (shown.threads != wanted.threads)
        phrases.append(instead(tr("Threads"), format::count(shown.threads), format::count(wanted.threads)));
    if (!wanted.excludedMonths.empty()) {
        QStringList months;
        for (const std::string& month : wanted.excludedMonths)
            months.append(format::text(month));
        phrases.append(
            tr("the months the champion left out (%1) are asked about again").arg(months.join(", ")));
    }
    return phrases;
}

} // namespace casebench::ui::proposed
