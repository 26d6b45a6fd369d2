// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands/IntakeText.h"

#include "core/base/Text.h"
#include "core/importing/CsvWriter.h"
#include "core/privacy/Masking.h"

#include <fmt/format.h>

namespace casebench::cli {

namespace {

std::string shown(const std::string& text)
{
    return text.empty() ? std::string("blank") : "\"" + escapedForTerminal(text) + "\"";
}

std::string afterText(const ChangedCell& cell)
{
    if (!cell.newText.empty())
        return shown(cell.newText);
    return cell.why == ChangeReason::NotAsked ? std::string("Not asked") : std::string("missing");
}

std::string named(const std::vector<std::string>& names)
{
    return escapedForTerminal(join(names, ", "));
}

} // namespace

Json changedJson(const ImportSummary& summary)
{
    Json changed = Json::array();
    for (const ChangedCells& group : summary.changed) {
        Json examples = Json::array();
        for (const ChangedCell& cell : group.examples)
            examples.push_back({ { "line", cell.line }, { "old", cell.oldText }, { "new", cell.newText } });
        changed.push_back({ { "field", summary.plan[group.field].field.name },
                            { "why", name(group.why) },
                            { "count", group.count },
                            { "examples", std::move(examples) } });
    }
    return changed;
}

Json differenceJson(const MappingDifference& difference)
{
    Json renamed = Json::array();
    for (const RenameSuggestion& rename : difference.renamed)
        renamed.push_back({ { "column", rename.column },
                            { "field", rename.field },
                            { "name_likeness", rename.nameLikeness },
                            { "value_overlap", jsonNumber(rename.valueOverlap) },
                            { "why", rename.why } });
    Json retyped = Json::array();
    for (const Retyped& entry : difference.retyped)
        retyped.push_back({ { "field", entry.field }, { "was", name(entry.was) }, { "why", entry.why } });
    Json levels = Json::array();
    for (const NewLevels& entry : difference.newLevels)
        levels.push_back({ { "field", entry.field }, { "levels", entry.levels } });
    return { { "matches", difference.matches() }, { "new", difference.newColumns },
             { "gone", difference.goneFields },   { "renamed", std::move(renamed) },
             { "retyped", std::move(retyped) },   { "new_levels", std::move(levels) } };
}

Json questionsJson(const std::vector<ImportQuestion>& questions)
{
    Json list = Json::array();
    for (const ImportQuestion& question : questions) {
        Json answers = Json::array();
        for (const QuestionAnswer& answer : question.answers)
            answers.push_back({ { "answer", answer.word },
                                { "reads", answer.reads.empty() ? Json(nullptr) : Json(answer.reads) } });
        list.push_back(
            { { "column", question.column },
              { "about",
                question.about == ImportQuestion::About::DateOrder ? "date-order" : "number-format" },
              { "example", question.example },
              { "answers", std::move(answers) } });
    }
    return list;
}

Json missingSuggestedJson(const ImportSummary& summary)
{
    Json list = Json::array();
    for (const FieldPlan& plan : summary.plan) {
        for (const HiddenMissing& hidden : summary.profile.columns[plan.column].missingSuggested)
            list.push_back({ { "field", plan.field.name },
                             { "text", shownText(plan.field.role, hidden.text) },
                             { "rows", hidden.rows },
                             { "why", hidden.why } });
    }
    return list;
}

std::string changedText(const ImportSummary& summary)
{
    std::string text;
    for (const ChangedCells& group : summary.changed) {
        text += fmt::format("  {}: {} cell{} {}", escapedForTerminal(summary.plan[group.field].field.name),
                            countText(group.count), group.count == 1 ? "" : "s", name(group.why));
        if (!group.examples.empty())
            text += fmt::format(", as {} -> {} in line {}", shown(group.examples[0].oldText),
                                afterText(group.examples[0]),
                                countText(static_cast<long long>(group.examples[0].line)));
        text += "\n";
    }
    return text;
}

std::string differenceText(const ImportSummary& summary)
{
    if (!summary.difference || summary.comparedWith.empty())
        return {};
    const MappingDifference& difference = *summary.difference;
    const std::string name = escapedForTerminal(summary.comparedWith);
    if (difference.matches())
        return fmt::format("  matches the mapping \"{}\"\n", name);
    std::string text = fmt::format("  differs from the mapping \"{}\":\n", name);
    if (!difference.newColumns.empty())
        text += "    new: " + named(difference.newColumns) + "\n";
    if (!difference.goneFields.empty())
        text += "    gone: " + named(difference.goneFields) + "\n";
    for (const RenameSuggestion& rename : difference.renamed)
        text += escapedForTerminal(
                    fmt::format("    renamed? {} may be {}: {}; --rename \"{}={}\" takes it so",
                                rename.column, rename.field, rename.why, rename.column, rename.field))
            + "\n";
    for (const Retyped& entry : difference.retyped)
        text += escapedForTerminal(fmt::format("    retyped: {} was {}; {}", entry.field,
                                               casebench::name(entry.was), entry.why))
            + "\n";
    for (const NewLevels& entry : difference.newLevels)
        text +=
            fmt::format("    new levels of {}: {}\n", escapedForTerminal(entry.field), named(entry.levels));
    return text;
}

std::string questionText(const ImportQuestion& question)
{
    std::vector<std::string> ways;
    for (const QuestionAnswer& answer : question.answers) {
        if (!answer.reads.empty())
            ways.push_back(answer.reads + " (" + answer.word + ")");
    }
    const bool dates = question.about == ImportQuestion::About::DateOrder;
    return fmt::format("{}: \"{}\" is {}; it stays text until {} says which.", question.column,
                       question.example, ways.empty() ? std::string("ambiguous") : join(ways, " or "),
                       dates ? "--date-order" : "--decimal and --thousands");
}

std::string missingSuggestedText(const ImportSummary& summary)
{
    std::string text;
    for (const FieldPlan& plan : summary.plan) {
        for (const HiddenMissing& hidden : summary.profile.columns[plan.column].missingSuggested) {
            const std::string value = shownText(plan.field.role, hidden.text);
            text += escapedForTerminal(
                        fmt::format("  {}: {} may mean \"no value\" ({}); --missing \"{}={}\" takes it so",
                                    plan.field.name, shown(value), hidden.why, plan.sourceName, value))
                + "\n";
        }
    }
    return text;
}

ChangedCellsCsv::ChangedCellsCsv()
{
    CsvWriter csv(m_bytes);
    for (const char* header : { "line", "field", "why", "old", "new" })
        csv.field(header);
    csv.endRow();
}

void ChangedCellsCsv::add(const ChangedCell& cell, const std::string& field)
{
    CsvWriter csv(m_bytes);
    for (const std::string& text :
         { std::to_string(cell.line), field, std::string(name(cell.why)), cell.oldText, cell.newText })
        csv.field(text);
    csv.endRow();
}

} // namespace casebench::cli
