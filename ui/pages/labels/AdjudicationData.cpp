// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/AdjudicationData.h"

#include "core/store/LabelStore.h"
#include "core/store/RunStore.h"
#include "core/workflow/CaseEvidence.h"
#include "core/workflow/ExplainCases.h"
#include "core/workflow/LabelQueue.h"
#include "ui/itemmodels/CaseWords.h"
#include "ui/text/Format.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace casebench::ui {

namespace {

constexpr std::size_t kReasonsShown = 3;

QString say(const char* text)
{
    return QCoreApplication::translate("Adjudication", text);
}

/// The latest standing verdict of each person, in the order of the first.
std::vector<const LabelEvent*> sidesOf(const std::vector<LabelEvent>& events)
{
    std::vector<const LabelEvent*> sides;
    for (const LabelEvent* event : standingEvents(events)) {
        const auto known =
            std::ranges::find(sides, event->person, [](const LabelEvent* e) { return e->person; });
        if (known == sides.end())
            sides.push_back(event);
        else
            *known = event;
    }
    return sides;
}

DisputeSide sideOf(const LabelEvent& event, const QList<CaseFact>& facts)
{
    DisputeSide side { format::text(event.person),
                       event.recordedAt,
                       event.verdict,
                       format::harmless(format::text(event.reason)),
                       surenessText(event.confidence),
                       format::harmless(format::text(event.note)),
                       {} };
    for (const CaseFact& fact : facts) {
        if (side.note.contains(fact.field, Qt::CaseInsensitive)
            || side.reason.contains(fact.field, Qt::CaseInsensitive))
            side.cited.append(fact.field);
    }
    return side;
}

Result<DisputeModel> modelOf(Project& project, const std::string& caseId, Progress& progress)
{
    DisputeModel model;
    const RunStore runs(project);
    CB_TRY(const auto champion, runs.champion());
    if (!champion)
        return model;
    CB_TRY(const Run run, runs.find(*champion));
    const std::vector<std::string> ids { caseId };
    CB_TRY(const auto explanations, explainCases(project, std::to_string(*champion), ids, progress));
    const Explanation& why = explanations.front();
    const bool scam = why.probability >= why.threshold;
    model.name = format::text(run.name);
    model.says = QStringLiteral("%1, %2").arg(format::decimal(why.probability, 2),
                                              scam ? say(QT_TRANSLATE_NOOP("Adjudication", "scam"))
                                                   : say(QT_TRANSLATE_NOOP("Adjudication", "not scam")));
    for (const std::string& field : why.unseenFields)
        model.cannotSee.append(format::harmless(format::text(field)));
    for (std::size_t i = 0; i < why.contributions.size() && i < kReasonsShown; ++i) {
        const Contribution& part = why.contributions[i];
        const QString value = part.missing ? say(QT_TRANSLATE_NOOP("Adjudication", "not asked"))
                                           : format::harmless(format::text(part.value));
        model.reasons.append(
            { QStringLiteral("%1 = %2").arg(format::harmless(format::text(part.field)), value),
              QStringLiteral("%1 %2").arg(format::signedDecimal(part.amount, 2), format::text(why.unit)) });
    }
    return model;
}

} // namespace

QString surenessText(double confidence)
{
    if (std::isnan(confidence))
        return format::undefined();
    return confidence < 1.0 / 3 ? say(QT_TRANSLATE_NOOP("Adjudication", "Unsure"))
        : confidence < 2.0 / 3  ? say(QT_TRANSLATE_NOOP("Adjudication", "Fairly"))
                                : say(QT_TRANSLATE_NOOP("Adjudication", "Sure"));
}

Result<QList<DisputeLine>> loadDisputes(Project& project, const Actor& actor)
{
    CB_TRY(const auto queue, labelQueue(project, actor, { { QueueKind::Disputed }, 0 }));
    const LabelStore labels(project);
    QList<DisputeLine> lines;
    for (const QueueItem& item : queue) {
        CB_TRY(const auto events, labels.eventsFor(actor.name, item.entry.row));
        DisputeLine line { format::text(item.caseId) };
        QStringList said;
        for (const LabelEvent* side : sidesOf(events)) {
            said.append(words::verdict(side->verdict).toLower());
            line.since = std::max(line.since, side->recordedAt);
        }
        line.verdicts = said.join(QStringLiteral(" | "));
        lines.append(line);
    }
    return lines;
}

Result<DisputeCase>
loadDispute(Project& project, const Actor& actor, const std::string& caseId, Progress& progress)
{
    DisputeCase dispute;
    CB_TRY(dispute.facts, loadCaseFacts(project, actor.name, caseId, progress));
    CB_TRY(const auto events, LabelStore(project).eventsFor(actor.name, dispute.facts.row));
    for (const LabelEvent* event : sidesOf(events))
        dispute.sides.append(sideOf(*event, dispute.facts.facts));
    CB_TRY(dispute.model, modelOf(project, caseId, progress));
    CB_TRY(dispute.evidence, caseEvidence(project, caseId));
    CB_TRY(dispute.links, loadLabelLinks(project, actor.name, caseId, progress));
    return dispute;
}

} // namespace casebench::ui
