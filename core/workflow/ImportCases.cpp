// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/ImportCases.h"

#include "core/store/SchemaStore.h"
#include "core/store/SourceStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/CaseIntake.h"
#include "core/workflow/LookAtFile.h"
#include "core/workflow/RecordVerdict.h"

#include <algorithm>

namespace casebench {

namespace {

/// Field -> texts that were taken for "no value", for the list of coerced cells.
Json declaredMissing(const ImportSummary& summary)
{
    Json missing = Json::object();
    for (const FieldPlan& plan : summary.plan) {
        const ColumnReading reading = readingFor(summary.profile.options, plan.sourceName);
        if (!reading.missing.empty())
            missing[plan.field.name] = reading.missing;
    }
    return missing;
}

Source sourceOf(const ImportRequest& request, const ImportSummary& summary, std::int64_t id)
{
    Source source;
    source.id = id;
    source.name = request.path.filename().string();
    source.kind = "cases";
    std::error_code ignored;
    source.bytes = static_cast<std::int64_t>(std::filesystem::file_size(request.path, ignored));
    source.sha256 = summary.profile.sha256;
    source.rowsRead = summary.profile.rowsRead();
    source.rowsAccepted = summary.rowsNew;
    source.rowsUpdated = summary.rowsUpdated;
    source.rowsQuarantined = summary.rowsQuarantined;
    source.header = summary.profile.header;
    source.notes = summary.profile.notes;
    source.options = { { "encoding", summary.profile.encoding },
                       { "reader", summary.profile.reader },
                       { "renames", summary.choices.renames },
                       { "missing", declaredMissing(summary) },
                       { kMissingStays, true } };
    if (request.mapping)
        source.options["mapping"] = { { "name", request.mapping->name },
                                      { "sha256", request.mappingSha256 } };
    return source;
}

std::vector<QuarantinedRow> quarantineOf(const ImportSummary& summary, std::int64_t sourceId)
{
    std::vector<QuarantinedRow> rows;
    for (const RowIssue& issue : summary.quarantine) {
        const bool named = issue.column > 0 && issue.column <= summary.profile.header.size();
        rows.push_back({ sourceId, static_cast<std::int64_t>(issue.line),
                         named ? summary.profile.header[issue.column - 1] : "", issue.kind, issue.reason,
                         issue.raw });
    }
    return rows;
}

/// What the label field's value for scam is, and the field; nothing without a label field.
Result<std::optional<std::pair<std::string, std::string>>> labelOf(const ImportRequest& request,
                                                                   const ImportSummary& summary)
{
    std::optional<std::pair<std::string, std::string>> label;
    for (const FieldPlan& plan : summary.plan) {
        if (plan.field.role != FieldRole::Label)
            continue;
        const std::string told =
            request.positive.empty() && request.mapping ? request.mapping->positive : request.positive;
        CB_TRY(std::string positive, positiveValue(summary.profile, plan, told));
        label.emplace(plan.field.name, std::move(positive));
    }
    return label;
}

/// One way to bring a file in: what its summary plans, in a transaction of its own, which is rolled back
/// unless it is committed.
class ImportTry
{
public:
    ImportTry(Project& project, const ImportRequest& request, WriteTransaction tx, ImportSummary summary)
        : m_project(project)
        , m_request(request)
        , m_tx(std::move(tx))
        , m_summary(std::move(summary))
        , m_intake(project, m_tx, m_summary)
    {
    }

    Result<void> begin()
    {
        CB_TRY(m_sourceId, SourceStore(m_project).nextId());
        std::vector<Field> fields;
        for (const FieldPlan& plan : m_summary.plan)
            fields.push_back(plan.field);
        CB_CHECK(SchemaStore(m_project).merge(m_tx, Schema(std::move(fields)), m_sourceId));
        CB_TRY(m_label, labelOf(m_request, m_summary));
        if (m_label) {
            m_labels.emplace(m_label->first, m_label->second, "import:" + m_request.path.filename().string());
            CB_CHECK(m_labels->knowEarlier(m_project));
        }
        return m_intake.begin(m_sourceId, m_labels ? &*m_labels : nullptr);
    }

    /// Reads the rows of a file that was looked at whole.
    Result<void> readRows(Progress& progress)
    {
        ChangeSink changes;
        if (m_request.changes)
            changes = [&](ChangedCell&& cell) {
                m_request.changes(maskedCell(std::move(cell), m_summary.plan));
            };
        auto read = readTable(m_summary.profile, m_summary.plan, sink(), changes, progress);
        return read ? endRows(std::move(*read)) : placed(read.error());
    }

    /// Reads the rows of a file whose beginning was looked at. Gives: the profile of the whole.
    Result<FileProfile> readWhileLooking(Progress& progress)
    {
        auto read = readAndProfile(m_summary.profile, m_summary.plan, sink(), progress);
        if (!read)
            return placed(read.error());
        CB_CHECK(endRows(std::move(read->read)));
        return std::move(read->profile);
    }

    /// The whole of the file is known now. Gives: false when it plans otherwise than its beginning did.
    Result<bool> agreesWith(const ImportSummary& whole) const
    {
        const auto sameReading = [](const FieldPlan& a, const FieldPlan& b) {
            return a.field == b.field && a.column == b.column && a.dateOrder == b.dateOrder
                && a.noText == b.noText && a.yesText == b.yesText && a.isNew == b.isNew;
        };
        CB_TRY(const auto label, labelOf(m_request, whole));
        return label == m_label && std::ranges::equal(whole.plan, m_summary.plan, sameReading);
    }

    /// Takes over what the whole of the file says; the rows are those that were read.
    void learn(ImportSummary&& whole)
    {
        m_summary.profile = std::move(whole.profile);
        m_summary.plan = std::move(whole.plan);
        m_summary.questions = std::move(whole.questions);
        m_summary.difference = std::move(whole.difference);
    }

    Result<ImportSummary> end(Progress& progress)
    {
        maskExamples(m_summary);
        m_summary.rowsQuarantined = static_cast<std::int64_t>(m_summary.quarantine.size());
        if (m_labels) {
            CB_CHECK(openDecidedCases(m_project, m_tx));
            m_summary.labels = m_labels->labels();
        }
        if (m_request.dryRun) {
            m_tx.rollback();
            return std::move(m_summary);
        }
        CB_CHECK(record(progress));
        m_summary.sourceId = m_sourceId;
        return std::move(m_summary);
    }

private:
    [[nodiscard]] Error placed(const Error& error) const
    {
        return error.in(m_request.path.filename().string());
    }

    BatchSink sink()
    {
        return [this](TypedBatch&& batch) { return m_intake.take(std::move(batch)); };
    }

    Result<void> endRows(TableRead&& read)
    {
        CB_CHECK(m_intake.finish());
        m_summary.coerced = std::move(read.coerced);
        m_summary.changed = std::move(read.changed);
        return {};
    }

    Result<void> record(Progress& progress)
    {
        const SourceStore sources(m_project);
        const Source source = sourceOf(m_request, m_summary, m_sourceId);
        CB_CHECK(sources.add(m_tx, source));
        CB_CHECK(sources.quarantine(m_tx, m_sourceId, quarantineOf(m_summary, m_sourceId)));
        CB_CHECK(progress.checkpoint());
        CB_CHECK(m_tx.commit(
            { .act = "import.cases",
              .objType = "source",
              .objId = std::to_string(m_sourceId),
              .input = { { "name", source.name }, { "bytes", source.bytes }, { "sha256", source.sha256 } },
              .result = { { "new", m_summary.rowsNew },
                          { "updated", m_summary.rowsUpdated },
                          { "cells_changed", m_summary.cellsChanged },
                          { "quarantined", m_summary.rowsQuarantined },
                          { "fields_new", m_summary.fieldsNew } } }));
        return {};
    }

    Project& m_project;
    const ImportRequest& m_request;
    WriteTransaction m_tx;
    ImportSummary m_summary;
    std::int64_t m_sourceId = 0;
    std::optional<std::pair<std::string, std::string>> m_label;
    std::optional<LabelCollector> m_labels;
    CaseIntake m_intake;
};

/// What became of the try to do with one pass.
struct OnePass
{
    std::optional<ImportSummary> imported;
    std::optional<ImportSummary> looked; ///< the look at the whole, when its rows must be read again
};

/// Types are decided by all of a file, but its beginning nearly always says the same: then the rows can be
/// stored while the rest is looked at. Not where somebody is told of every changed cell: that cannot be
/// taken back.
Result<OnePass>
importWhileLooking(Project& project, const Actor& actor, const ImportRequest& request, Progress& progress)
{
    OnePass pass;
    auto beginning = request.changes ? std::nullopt : profileOfBeginning(request);
    if (!beginning)
        return pass;
    CB_TRY(const KnownCases known, knownCases(project, request, *beginning));
    auto guess = lookAtProfile(project, request, known, std::move(*beginning));
    if (!guess || !checkQuestions(*guess) || !labelOf(request, *guess))
        return pass; // the whole may say otherwise, or says it better
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    ImportTry attempt(project, request, std::move(tx), std::move(*guess));
    CB_CHECK(attempt.begin());
    Progress reading = progress.part(0, 0.6);
    CB_TRY(FileProfile profile, attempt.readWhileLooking(reading));
    auto whole = lookAtProfile(project, request, known, std::move(profile));
    if (!whole)
        return whole.error().in(request.path.filename().string());
    CB_CHECK(checkQuestions(*whole));
    CB_TRY(const bool agrees, attempt.agreesWith(*whole));
    if (!agrees) {
        pass.looked = std::move(*whole);
        return pass;
    }
    attempt.learn(std::move(*whole));
    CB_TRY(pass.imported, attempt.end(progress));
    return pass;
}

/// Looks at all of the file, where that is not done yet, and then reads its rows.
Result<ImportSummary> importAfterLooking(Project& project,
                                         const Actor& actor,
                                         const ImportRequest& request,
                                         std::optional<ImportSummary> looked,
                                         Progress& progress)
{
    if (!looked) {
        Progress looking = progress.part(0, 0.4);
        auto look = lookAtFile(project, request, looking);
        if (!look)
            return look.error().in(request.path.filename().string());
        looked = std::move(*look);
    }
    CB_CHECK(checkQuestions(*looked));
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    ImportTry import(project, request, std::move(tx), std::move(*looked));
    CB_CHECK(import.begin());
    Progress writing = progress.part(0.4, 0.95);
    CB_CHECK(import.readRows(writing));
    return import.end(progress);
}

/// After the commit: what fails here takes nothing back.
void holdToExpectations(Project& project, const Actor& actor, ImportSummary& summary, Progress& progress)
{
    Progress checking = progress.part(0.97, 1);
    if (auto checked = checkImport(project, actor, summary.sourceId, checking))
        summary.expectations = std::move(*checked);
    else
        summary.expectationsFailure = checked.error().sentence();
}

} // namespace

Result<ImportSummary>
importCases(Project& project, const Actor& actor, const ImportRequest& request, Progress& progress)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    CB_TRY(OnePass pass, importWhileLooking(project, actor, request, progress));
    if (!pass.imported) {
        CB_TRY(pass.imported, importAfterLooking(project, actor, request, std::move(pass.looked), progress));
    }
    ImportSummary summary = std::move(*pass.imported);
    if (!request.dryRun)
        holdToExpectations(project, actor, summary, progress);
    progress.report(1, "imported");
    return summary;
}

} // namespace casebench
