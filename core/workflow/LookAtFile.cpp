// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/LookAtFile.h"

#include "core/base/Text.h"
#include "core/privacy/Masking.h"
#include "core/store/CaseStore.h"
#include "core/store/SourceStore.h"
#include "core/workflow/ReadFile.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

Result<void> checkIdentity(const Project& project, const ImportSummary& summary, const Schema& known)
{
    const bool fileHasId = std::ranges::any_of(
        summary.plan, [](const FieldPlan& plan) { return plan.field.role == FieldRole::Id; });
    if (const auto id = known.firstOf(FieldRole::Id); id && !fileHasId) {
        return Error { ErrorCode::InvalidInput,
                       "This project knows its cases by \"" + known[*id].name
                           + "\", and the file has no such column.",
                       {},
                       "missing-id-column",
                       "Name the column with --id, or import into a new project." };
    }
    if (!fileHasId) {
        CB_TRY(const auto earlier, SourceStore(project).findByDigest(summary.profile.sha256, "cases"));
        if (earlier) {
            return Error { ErrorCode::Refused,
                           "This very file was imported on " + formatInstant(earlier->importedAt)
                               + ", and its cases have no id.",
                           {},
                           "already-imported",
                           "Importing it again would double every case; give the cases an id first." };
        }
    }
    return {};
}

bool isIn(const FileProfile& profile, std::string_view field)
{
    const std::string key = caseFold(trimmed(field));
    return std::ranges::any_of(profile.header,
                               [&](const std::string& column) { return caseFold(trimmed(column)) == key; });
}

/// Levels or range of a stored column: what a renamed column is compared by.
void describeValues(const Column& column, MappedField& mapped)
{
    if (mapped.field.kind == FieldKind::Category) {
        mapped.levels = column.dictionary();
        std::ranges::sort(mapped.levels);
        return;
    }
    for (const double value : column.numbers()) {
        if (std::isnan(value))
            continue;
        const bool first = mapped.low == 0 && mapped.high == 0;
        mapped.low = first ? value : std::min(mapped.low, value);
        mapped.high = first ? value : std::max(mapped.high, value);
    }
}

/// The project's fields as if they were a mapping. Only fields that are gone from the file need their values.
Result<Mapping> mappingOfProject(const Project& project, const Schema& known, const FileProfile& profile)
{
    Mapping mapping;
    const CaseStore cases(project);
    for (const Field& field : known.fields()) {
        MappedField mapped;
        mapped.field = field;
        mapped.columns = { field.name };
        const bool values = field.role == FieldRole::Feature || field.role == FieldRole::Group;
        const bool telling = field.kind == FieldKind::Category || field.kind == FieldKind::Number;
        if (values && telling && !isIn(profile, field.name)) {
            CB_TRY(const Column column, cases.loadColumn(field.name));
            describeValues(column, mapped);
        }
        mapping.fields.push_back(std::move(mapped));
    }
    return mapping;
}

/// An answer as the command line takes it: "--date-order received=dmy (2026-04-03)".
std::string optionFor(const ImportQuestion& question, const QuestionAnswer& answer)
{
    if (answer.reads.empty())
        return fmt::format("--read type.{}=text", question.column);
    if (question.about == ImportQuestion::About::DateOrder)
        return fmt::format("--date-order {}={} ({})", question.column, answer.word, answer.reads);
    std::string options;
    for (const std::string_view part : split(answer.word, ' ')) {
        const auto equals = part.find('=');
        if (equals != std::string_view::npos)
            options += fmt::format("{}--{} \"{}{}\"", options.empty() ? "" : " ", part.substr(0, equals),
                                   question.column, part.substr(equals));
    }
    return fmt::format("{} ({})", options, answer.reads);
}

} // namespace

Result<KnownCases>
knownCases(const Project& project, const ImportRequest& request, const FileProfile& profile)
{
    KnownCases known;
    CB_TRY(known.schema, CaseStore(project).schema());
    if (!request.mapping && known.schema.size() > 0) {
        CB_TRY(known.fields, mappingOfProject(project, known.schema, profile));
    }
    return known;
}

Result<ImportSummary> lookAtProfile(const Project& project,
                                    const ImportRequest& request,
                                    const KnownCases& known,
                                    FileProfile profile)
{
    ImportSummary summary;
    summary.profile = std::move(profile);
    summary.choices = request.mapping
        ? withMapping(request.choices, *request.mapping, summary.profile, known.schema)
        : request.choices;
    CB_TRY(ImportPlan plan, planFields(summary.profile, summary.choices, known.schema));
    summary.plan = std::move(plan.fields);
    summary.fieldsNew = std::move(plan.fieldsNew);
    summary.fieldsGone = std::move(plan.fieldsGone);
    summary.rowsAccepted = summary.profile.rows;
    summary.rowsQuarantined = summary.profile.quarantined;
    summary.questions = openQuestions(summary.profile, summary.choices);
    if (request.mapping) {
        summary.comparedWith = request.mapping->name;
        summary.difference = compareWithMapping(summary.profile, *request.mapping, summary.choices.renames);
    } else if (known.fields) {
        summary.difference = compareWithMapping(summary.profile, *known.fields, summary.choices.renames);
    }
    CB_CHECK(checkIdentity(project, summary, known.schema));
    return summary;
}

namespace {

ReadOptions readingOf(const ImportRequest& request)
{
    return request.mapping ? withMapping(request.read, *request.mapping) : request.read;
}

} // namespace

Result<ImportSummary> lookAtFile(Project& project, const ImportRequest& request, Progress& progress)
{
    CB_TRY(FileProfile profile, profileFile(request.path, withSha256(readingOf(request)), progress));
    CB_TRY(const KnownCases known, knownCases(project, request, profile));
    return lookAtProfile(project, request, known, std::move(profile));
}

std::optional<FileProfile> profileOfBeginning(const ImportRequest& request)
{
    auto profile = profileBeginning(request.path, readingOf(request));
    if (!profile || !*profile)
        return std::nullopt; // what is wrong with the file the look at the whole of it says
    (*profile)->options = withSha256(readingOf(request));
    return std::move(**profile);
}

ChangedCell maskedCell(ChangedCell cell, std::span<const FieldPlan> plan)
{
    const FieldRole role = plan[cell.field].field.role;
    if (isMasked(role)) {
        cell.oldText = masked(cell.oldText);
        cell.newText = masked(cell.newText);
    }
    return cell;
}

void maskExamples(ImportSummary& summary)
{
    for (ChangedCells& group : summary.changed) {
        for (ChangedCell& cell : group.examples)
            cell = maskedCell(std::move(cell), summary.plan);
    }
    for (CoercedField& field : summary.coerced) {
        const auto plan =
            std::ranges::find(summary.plan, field.field,
                              [](const FieldPlan& entry) -> const std::string& { return entry.field.name; });
        if (plan == summary.plan.end() || !isMasked(plan->field.role))
            continue;
        for (CoercedCell& cell : field.examples)
            cell.oldText = masked(cell.oldText);
    }
}

Result<void> checkQuestions(const ImportSummary& summary)
{
    for (const ImportQuestion& question : summary.questions) {
        const auto plan = std::ranges::find(summary.plan, question.column, &FieldPlan::sourceName);
        const bool dates = question.about == ImportQuestion::About::DateOrder;
        if (plan == summary.plan.end() || plan->field.kind != (dates ? FieldKind::Time : FieldKind::Number))
            continue; // it comes in as text, with a note
        std::vector<std::string> ways;
        for (const QuestionAnswer& answer : question.answers)
            ways.push_back(optionFor(question, answer));
        const std::string example = shownText(plan->field.role, question.example);
        return Error { ErrorCode::InvalidInput,
                       fmt::format("\"{}\" in the field {} reads in several ways.", example,
                                   plan->field.name),
                       summary.profile.path.filename().string(), dates ? "date-ambiguous" : "number-locale",
                       "Say which: " + join(ways, ", ") + "." };
    }
    return {};
}

} // namespace casebench
