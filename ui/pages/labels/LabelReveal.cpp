// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/LabelReveal.h"

#include "core/store/RunStore.h"
#include "core/workflow/CaseNotes.h"
#include "core/workflow/ExplainCases.h"
#include "core/workflow/SettleLabels.h"
#include "ui/itemmodels/CaseWords.h"
#include "ui/text/Format.h"

#include <QCoreApplication>

#include <algorithm>

namespace casebench::ui {

namespace {

constexpr std::size_t kReasonsShown = 3;

QString say(const char* text)
{
    return QCoreApplication::translate("LabelReveal", text);
}

QString reasonText(const Contribution& part)
{
    const QString value = part.missing ? say(QT_TRANSLATE_NOOP("LabelReveal", "not asked"))
                                       : format::isolate(format::text(part.value));
    const QString towards = part.amount >= 0 ? say(QT_TRANSLATE_NOOP("LabelReveal", "towards scam"))
                                             : say(QT_TRANSLATE_NOOP("LabelReveal", "against scam"));
    return QStringLiteral("%1 = %2: %3 %4")
        .arg(format::isolate(format::text(part.field)), value, format::signedDecimal(part.amount, 2),
             towards);
}

} // namespace

Result<LabelReveal>
loadReveal(Project& project, const std::string& person, const std::string& caseId, Progress& progress)
{
    LabelReveal reveal;
    reveal.caseId = format::text(caseId);
    CB_TRY(const CaseLabels labels, caseLabelsFor(project, person, caseId));
    std::optional<Verdict> own;
    bool noted = false;
    for (const LabelEvent* event : standingEvents(labels.events)) {
        if (event->person == person) {
            own = event->verdict;
            noted = !event->note.empty();
        }
    }
    if (!own)
        return reveal; // nothing is shown before the own verdict
    reveal.said = words::verdict(*own);
    const RunStore runs(project);
    CB_TRY(const auto champion, runs.champion());
    if (!champion) {
        reveal.model = say(QT_TRANSLATE_NOOP(
            "LabelReveal", "There is no champion yet, so no model has an opinion on this case."));
        return reveal;
    }
    CB_TRY(const Run run, runs.find(*champion));
    const std::vector<std::string> ids { caseId };
    CB_TRY(const auto explanations, explainCases(project, std::to_string(*champion), ids, progress));
    const Explanation& why = explanations.front();
    const bool scam = why.probability >= why.threshold;
    reveal.model = say(QT_TRANSLATE_NOOP("LabelReveal", "Champion %1 says %2: %3, threshold %4."))
                       .arg(format::isolate(format::text(run.name)),
                            scam ? say(QT_TRANSLATE_NOOP("LabelReveal", "scam"))
                                 : say(QT_TRANSLATE_NOOP("LabelReveal", "not scam")),
                            format::decimal(why.probability, 2), format::decimal(why.threshold, 2));
    for (std::size_t i = 0; i < why.contributions.size() && i < kReasonsShown; ++i)
        reveal.reasons.append(reasonText(why.contributions[i]));
    CB_TRY(const auto notes, caseNotes(project, person, caseId));
    reveal.answered = noted || std::ranges::any_of(notes, [&](const CaseNote& note) {
                          return note.kind == CaseNoteKind::Differs && note.person == person;
                      });
    reveal.differs = (*own == Verdict::Scam && !scam) || (*own == Verdict::NotScam && scam);
    return reveal;
}

} // namespace casebench::ui
