// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/itemmodels/CaseFacts.h"

#include "core/privacy/Masking.h"
#include "core/store/CaseStore.h"
#include "core/store/RunStore.h"
#include "core/store/ScoreStore.h"
#include "core/store/SourceStore.h"
#include "core/workflow/SettleLabels.h"
#include "ui/itemmodels/CaseWords.h"
#include "ui/text/Format.h"

#include <QCoreApplication>

#include <algorithm>
#include <set>

namespace casebench::ui {

namespace {

QString say(const char* text)
{
    return QCoreApplication::translate("CaseFacts", text);
}

QString changeText(const CellChange& change, const Schema& schema)
{
    const auto at = schema.indexOf(change.field);
    const FieldKind kind = at ? schema[*at].kind : FieldKind::Text;
    const ValueType type = at ? schema[*at].type : ValueType::Text;
    const FieldRole role = at ? schema[*at].role : FieldRole::Feature;
    const auto cell = [&](const CellValue& value) {
        const QString text = format::text(shownText(role, cellText(value, type)));
        return words::cell(kind, text, text.isEmpty());
    };
    return QStringLiteral("%1: %2 → %3")
        .arg(format::isolate(format::text(change.field)), format::isolate(cell(change.before)),
             format::isolate(cell(change.after)));
}

QString importer(const CellChange& change)
{
    return change.sourceId == 0 ? format::text(change.person)
                                : say(QT_TRANSLATE_NOOP("CaseFacts", "Import %1")).arg(change.sourceId);
}

void addVerdicts(CaseFacts& facts, const std::vector<LabelEvent>& events, const std::string& person)
{
    std::set<std::int64_t> standing;
    for (const LabelEvent* event : standingEvents(events)) {
        standing.insert(event->seq);
        facts.ownVerdict = facts.ownVerdict || event->person == person;
    }
    for (const LabelEvent& event : events) {
        CaseHappening line;
        const QString said = words::verdict(event.verdict);
        line.takenBack = event.retracts == 0 && !standing.contains(event.seq);
        line.what =
            event.retracts != 0 ? say(QT_TRANSLATE_NOOP("CaseFacts", "Took back: %1")).arg(said) : said;
        if (event.retracts == 0 && !event.reason.empty())
            line.what += QStringLiteral(", ") + format::isolate(format::text(event.reason));
        line.who = format::text(event.person);
        line.note = format::text(event.note);
        line.at = event.recordedAt;
        facts.history.append(line);
    }
}

Result<void> addScore(CaseFacts& facts, Project& project, std::set<std::string>& known)
{
    const RunStore runs(project);
    CB_TRY(const auto champion, runs.champion());
    if (!champion)
        return {};
    CB_TRY(const Run run, runs.find(*champion));
    CB_TRY(const CaseScores scores, ScoreStore(project).latest(*champion));
    facts.champion = format::text(run.name);
    facts.threshold = run.threshold;
    const auto at = std::ranges::lower_bound(scores.rows, facts.row);
    if (at != scores.rows.end() && *at == facts.row)
        facts.score = scores.probability[static_cast<std::size_t>(at - scores.rows.begin())];
    for (const FieldImportance& field : run.importance)
        known.insert(field.field);
    return {};
}

} // namespace

Result<CaseFacts>
loadCaseFacts(Project& project, const std::string& person, const std::string& caseId, Progress& progress)
{
    CaseFacts facts;
    facts.caseId = format::text(caseId);
    CB_TRY(const CaseLabels labels, caseLabels(project, caseId));
    facts.row = labels.row;
    facts.state = labels.settled.state;
    const CaseStore cases(project);
    TableRequest request;
    request.rows = std::vector<CaseRow> { labels.row };
    CB_TRY(const CaseTablePtr table, cases.loadTable(request, progress));
    std::set<std::string> known;
    CB_CHECK(addScore(facts, project, known));
    for (std::size_t i = 0; i < table->schema.size(); ++i) {
        const Field& field = table->schema[i];
        const Column& column = table->columns[i];
        if (field.role == FieldRole::Time && column.kind() == FieldKind::Time && facts.received == kNoTime)
            facts.received = column.times()[0];
        const bool missing = column.isMissing(0);
        const bool unseen = !known.empty() && !known.contains(field.name) && field.role == FieldRole::Feature
            && field.kind != FieldKind::Text && field.kind != FieldKind::Time && column.isFilled(0);
        CaseFact fact { format::text(field.name),
                        words::cell(field.kind, format::text(column.text(0)), missing), field.kind,
                        field.role };
        fact.missing = missing;
        fact.yes = column.kind() == FieldKind::YesNo && column.codes()[0] == kYesCode;
        fact.unseen = unseen;
        facts.facts.append(std::move(fact));
    }
    addVerdicts(facts, labels.events, person);
    CB_TRY(const auto changes, cases.caseHistory(labels.row));
    for (const CellChange& change : changes)
        facts.history.append({ changeText(change, table->schema), importer(change),
                               format::text(change.reason), change.at, false });
    CB_TRY(const std::int64_t sourceId, cases.sourceOf(labels.row));
    CB_TRY(const Source source, SourceStore(project).find(sourceId));
    facts.source = format::text(source.name);
    facts.history.append(
        { say(QT_TRANSLATE_NOOP("CaseFacts", "Imported from %1")).arg(format::isolate(facts.source)),
          format::text(source.importedBy),
          {},
          source.importedAt,
          false });
    std::ranges::stable_sort(facts.history, std::ranges::greater {}, &CaseHappening::at);
    return facts;
}

} // namespace casebench::ui
