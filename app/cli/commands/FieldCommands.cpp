// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"
#include "app/cli/commands/Commands.h"
#include "core/base/Text.h"
#include "core/workflow/EditFields.h"
#include "core/workflow/SchemaCard.h"

#include <cmath>
#include <fmt/format.h>

namespace casebench::cli {

namespace {

Json timeOrNull(Instant time)
{
    return time == kNoTime ? Json(nullptr) : Json(formatInstant(time));
}

Json driftJson(const FieldCard& card)
{
    if (!card.drift)
        return nullptr;
    const FieldDrift& drift = *card.drift;
    return { { "verdict", name(drift.verdict) },
             { "direction", drift.direction },
             { "effect", jsonNumber(drift.effect) },
             { "effect_name", drift.effectName },
             { "p_adjusted", jsonNumber(drift.pAdjusted) },
             { "n_reference", drift.nReference },
             { "n_current", drift.nCurrent },
             { "why_skipped", drift.whySkipped.empty() ? Json(nullptr) : Json(drift.whySkipped) } };
}

Json fieldJson(const FieldCard& card)
{
    const FieldSummary& summary = card.summary;
    const bool coded = card.field.kind == FieldKind::Category || card.field.kind == FieldKind::YesNo;
    Json levels = nullptr;
    Json counts = nullptr;
    if (coded && card.field.role != FieldRole::Personal) {
        levels = Json::array();
        counts = Json::array();
        for (const auto& [level, count] : summary.levels) {
            levels.push_back(level);
            counts.push_back(count);
        }
    }
    Json hints = Json::array();
    for (const FieldHint& hint : card.hints)
        hints.push_back({ { "kind", hint.kind }, { "text", hint.text }, { "rule", hintRule(hint.kind) } });
    return { { "name", card.field.name },
             { "kind", name(card.field.kind) },
             { "role", name(card.field.role) },
             { "fill", jsonNumber(summary.fill()) },
             { "levels", levels },
             { "controllable", card.field.controllable },
             { "level_counts", counts },
             { "filled", summary.filled },
             { "distinct", summary.distinct < 0 ? Json(nullptr) : Json(summary.distinct) },
             { "low", jsonNumber(summary.low) },
             { "high", jsonNumber(summary.high) },
             { "mean", jsonNumber(summary.mean) },
             { "first_source", card.firstSource },
             { "last_source", card.lastSource },
             { "first_seen", timeOrNull(summary.firstSeen) },
             { "last_seen", timeOrNull(summary.lastSeen) },
             { "drift", driftJson(card) },
             { "seen_by_champion", card.seenByChampion ? Json(*card.seenByChampion) : Json(nullptr) },
             { "auc", jsonNumber(card.auc) },
             { "hints", hints } };
}

Json pairsJson(const CasePairs& pairs)
{
    Json listed = Json::array();
    for (const CasePairs::Group& group : pairs.listed)
        listed.push_back({ { "size", group.size }, { "cases", group.caseIds }, { "fields", group.fields } });
    return { { "groups", pairs.groups }, { "cases", pairs.cases }, { "listed", listed } };
}

Json cardJson(const SchemaCard& card)
{
    Json fields = Json::array();
    for (const FieldCard& field : card.fields)
        fields.push_back(fieldJson(field));
    Json near = pairsJson(card.near);
    near["note"] = card.nearNote;
    Json linked = pairsJson(card.linked);
    linked["by"] = card.linkedBy;
    return { { "fields", fields },
             { "rows", card.rows },
             { "decided", card.decided },
             { "champion", card.champion.empty() ? Json(nullptr) : Json(card.champion) },
             { "reference",
               card.referenceRun.empty() ? Json(nullptr)
                                         : Json({ { "run", card.referenceRun },
                                                  { "snapshot", card.referenceSnapshot },
                                                  { "rows", card.referenceRows },
                                                  { "rows_since", card.windowRows } }) },
             { "why_no_drift", card.whyNoDrift.empty() ? Json(nullptr) : Json(card.whyNoDrift) },
             { "duplicates", pairsJson(card.exact) },
             { "near_duplicates", near },
             { "linked", linked } };
}

std::string levelsText(const FieldCard& card)
{
    return card.summary.distinct < 0 ? "–" : countText(card.summary.distinct);
}

std::string cardText(const SchemaCard& card)
{
    TextTable table({ "field", "kind", "role", ">fill", ">levels", "first seen", "last seen", "drift",
                      "champion sees", ">AUC" });
    std::string hints;
    for (const FieldCard& field : card.fields) {
        const FieldSummary& summary = field.summary;
        table.add({ field.field.name, std::string(name(field.field.kind)),
                    std::string(name(field.field.role)), percentText(summary.fill()), levelsText(field),
                    summary.firstSeen == kNoTime ? "–" : formatDate(summary.firstSeen),
                    summary.lastSeen == kNoTime ? "–" : formatDate(summary.lastSeen),
                    field.driftText.empty() ? "–" : field.driftText,
                    !field.seenByChampion       ? "–"
                        : *field.seenByChampion ? "yes"
                                                : "no",
                    std::isnan(field.auc) ? "–" : fixedNumber(field.auc, 3) });
        for (const FieldHint& hint : field.hints)
            hints += fmt::format("{}: {}\n", hint.kind, escapedForTerminal(hint.text));
    }
    std::string text = table.text() + hints;
    text += card.whyNoDrift.empty()
        ? fmt::format("Drift: {} cases since {} (snapshot {}, {} cases).\n", countText(card.windowRows),
                      escapedForTerminal(card.referenceRun), escapedForTerminal(card.referenceSnapshot),
                      countText(card.referenceRows))
        : "Drift: undefined. " + escapedForTerminal(card.whyNoDrift) + "\n";
    text += fmt::format("Equal cases: {} in {} groups. Nearly equal: {} in {} groups. {}\n",
                        countText(card.exact.cases), countText(card.exact.groups), countText(card.near.cases),
                        countText(card.near.groups), card.nearNote);
    text += card.linkedBy.empty()
        ? std::string("Linked cases: no field has the role personal or group.\n")
        : fmt::format("Linked cases: {} in {} groups, by {}.\n", countText(card.linked.cases),
                      countText(card.linked.groups), escapedForTerminal(join(card.linkedBy, ", ")));
    return text;
}

class FieldsCommand : public Command
{
public:
    std::string name() const override { return "fields"; }

    std::string help() const override
    {
        return "The schema card: kinds, roles, fill, levels, drift, what the champion sees, leak hints; set "
               "changes a field, history tells how it became what it is";
    }

    std::string example() const override
    {
        return "casebench-cli -p calls.casebench fields set Location_Of_Call --role group --reason \"call "
               "centres\"";
    }

    void declare(CLI::App& app) override
    {
        m_set = app.add_subcommand("set", "Changes kind, role or controllable of a field");
        m_set->fallthrough();
        m_set->add_option("FIELD", m_field, "The field")->required();
        m_set->add_option("--kind", m_change.kind, "number, category, yes-no, time or text");
        m_set->add_option("--role", m_change.role,
                          "id, time, label, feature, sensitive, personal, group or ignore");
        m_set->add_option("--controllable", m_change.controllable,
                          "yes or no: the scammer can choose its value");
        m_set->add_option("--reason", m_change.reason,
                          "Why, for the field's history; needed to take personal or sensitive away");
        m_history =
            app.add_subcommand("history", "When a field came, was retyped or given another role, by whom");
        m_history->fallthrough();
        m_history->add_option("FIELD", m_field, "The field")->required();
    }

    Result<Outcome> run(Context& context) override
    {
        CB_TRY(const auto session, context.session(m_set->parsed() ? VerbGroup::Analysis : VerbGroup::Look));
        if (m_history->parsed())
            return history(session.project);
        if (m_set->parsed())
            CB_CHECK(changeField(session.project, session.actor, m_field, m_change));
        CB_TRY(const SchemaCard card, schemaCard(session.project, context.progress()));
        Outcome outcome;
        outcome.result = cardJson(card);
        outcome.text = cardText(card);
        return outcome;
    }

private:
    Result<Outcome> history(Project& project) const
    {
        CB_TRY(const auto events, fieldHistory(project, m_field));
        Outcome outcome;
        outcome.result = { { "field", m_field }, { "events", Json::array() } };
        TextTable table({ "when", "who", "what", "why", ">event" });
        for (const FieldEvent& event : events) {
            outcome.result["events"].push_back({ { "at", formatInstant(event.at) },
                                                 { "person", event.person },
                                                 { "what", event.what },
                                                 { "reason", event.reason },
                                                 { "audit", event.auditSeq } });
            table.add({ formatInstant(event.at), event.person, event.what, event.reason,
                        std::to_string(event.auditSeq) });
        }
        outcome.text = table.empty() ? "Nothing is recorded about this field.\n" : table.text();
        return outcome;
    }

    CLI::App* m_set = nullptr;
    CLI::App* m_history = nullptr;
    std::string m_field;
    FieldChange m_change;
};

} // namespace

CommandPtr makeFieldsCommand()
{
    return std::make_unique<FieldsCommand>();
}

} // namespace casebench::cli
