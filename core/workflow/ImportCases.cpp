// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/ImportCases.h"

#include "core/store/CaseStore.h"
#include "core/store/CaseWriter.h"
#include "core/store/SchemaStore.h"
#include "core/store/SourceStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/LookAtFile.h"
#include "core/workflow/RecordVerdict.h"
#include "core/workflow/SortRows.h"

#include <algorithm>
#include <numeric>

namespace casebench {

namespace {

/// The second pass: sorts the rows of each batch into new and known cases and writes them.
class CaseIntake
{
public:
    CaseIntake(Project& project, WriteTransaction& tx, std::int64_t sourceId, ImportSummary& summary)
        : m_project(project)
        , m_cases(project)
        , m_tx(tx)
        , m_sourceId(sourceId)
        , m_summary(summary)
    {
    }

    Result<void> begin()
    {
        for (std::size_t i = 0; i < m_summary.plan.size(); ++i) {
            const Field& field = m_summary.plan[i].field;
            m_fields.push_back(field.name);
            if (field.role == FieldRole::Time)
                m_time = i;
            else if (field.role == FieldRole::Label)
                m_label = i;
        }
        CB_TRY(m_sorter,
               RowSorter::begin(m_project, m_summary.plan, static_cast<std::size_t>(m_summary.profile.rows)));
        CB_TRY(CaseWriter writer, CaseWriter::begin(m_tx, m_sourceId, m_fields));
        m_writer.emplace(std::move(writer));
        return {};
    }

    void collectLabels(LabelCollector* collector) { m_labels = collector; }

    Result<void> take(TypedBatch&& batch)
    {
        for (RowIssue& issue : batch.issues)
            m_summary.quarantine.push_back(std::move(issue));
        SortedRows rows = m_sorter.sort(batch);
        std::ranges::move(rows.refused, std::back_inserter(m_summary.quarantine));
        CB_CHECK(update(batch, rows.known, rows.knownRows));
        CB_CHECK(append(std::move(batch), rows.fresh, rows.ids));
        return storeLabels();
    }

    Result<void> finish()
    {
        CB_CHECK(m_writer->finish());
        CB_CHECK(storeLabels());
        m_summary.rowsAccepted = m_summary.rowsNew + m_knownRows;
        return {};
    }

private:
    static std::vector<Column> chosen(const TypedBatch& batch, std::span<const std::uint32_t> rows)
    {
        std::vector<Column> columns;
        for (const Column& column : batch.columns)
            columns.push_back(column.select(rows));
        return columns;
    }

    Result<void>
    append(TypedBatch&& batch, std::span<const std::uint32_t> rows, std::span<const std::string> ids)
    {
        if (rows.empty())
            return {};
        const auto first =
            static_cast<CaseRow>(m_sorter.firstNewRow() + static_cast<CaseRow>(m_summary.rowsNew));
        std::vector<CaseRow> projectRows(rows.size());
        std::iota(projectRows.begin(), projectRows.end(), first);
        takeLabels(batch, rows, projectRows);
        const bool all = rows.size() == batch.lines.size();
        CB_CHECK(m_writer->append(ids, all ? std::move(batch.columns) : chosen(batch, rows)));
        m_summary.rowsNew += static_cast<std::int64_t>(rows.size());
        return {};
    }

    Result<void>
    update(const TypedBatch& batch, std::span<const std::uint32_t> rows, std::span<const CaseRow> projectRows)
    {
        if (rows.empty())
            return {};
        m_knownRows += static_cast<std::int64_t>(rows.size());
        CB_TRY(const UpdateSummary updated,
               m_cases.updateRows(m_tx, m_sourceId, projectRows, m_fields, chosen(batch, rows)));
        m_summary.rowsUpdated += updated.rowsChanged;
        m_summary.cellsChanged += updated.cellsChanged;
        takeLabels(batch, rows, projectRows);
        return {};
    }

    void takeLabels(const TypedBatch& batch,
                    std::span<const std::uint32_t> rows,
                    std::span<const CaseRow> projectRows)
    {
        if (m_labels != nullptr && m_label)
            m_labels->take(batch.columns[*m_label], m_time ? &batch.columns[*m_time] : nullptr, rows,
                           projectRows);
    }

    Result<void> storeLabels()
    {
        if (m_labels == nullptr)
            return {};
        CB_TRY(const std::size_t stored, m_cases.rowCount());
        return m_labels->storeOf(LabelStore(m_project), m_tx, stored);
    }

    const Project& m_project;
    CaseStore m_cases;
    WriteTransaction& m_tx;
    std::int64_t m_sourceId;
    ImportSummary& m_summary;
    std::vector<std::string> m_fields;
    std::optional<std::size_t> m_time;
    std::optional<std::size_t> m_label;
    RowSorter m_sorter;
    std::int64_t m_knownRows = 0;
    std::optional<CaseWriter> m_writer;
    LabelCollector* m_labels = nullptr;
};

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
    Progress looking = progress.part(0, 0.4);
    auto looked = lookAtFile(project, request, looking);
    if (!looked)
        return looked.error().in(request.path.filename().string());
    ImportSummary summary = std::move(*looked);
    CB_CHECK(checkQuestions(summary));

    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    const SourceStore sources(project);
    CB_TRY(const std::int64_t sourceId, sources.nextId());
    std::vector<Field> fields;
    for (const FieldPlan& plan : summary.plan)
        fields.push_back(plan.field);
    CB_CHECK(SchemaStore(project).merge(tx, Schema(std::move(fields)), sourceId));

    std::optional<LabelCollector> collector;
    for (const FieldPlan& plan : summary.plan) {
        if (plan.field.role != FieldRole::Label)
            continue;
        const std::string told =
            request.positive.empty() && request.mapping ? request.mapping->positive : request.positive;
        CB_TRY(std::string positive, positiveValue(summary.profile, plan, told));
        collector.emplace(plan.field.name, std::move(positive), "import:" + request.path.filename().string());
        CB_CHECK(collector->knowEarlier(project));
    }
    CaseIntake intake(project, tx, sourceId, summary);
    CB_CHECK(intake.begin());
    intake.collectLabels(collector ? &*collector : nullptr);
    Progress writing = progress.part(0.4, 0.95);
    ChangeSink changes;
    if (request.changes)
        changes = [&](ChangedCell&& cell) { request.changes(maskedCell(std::move(cell), summary.plan)); };
    auto read = readTable(
        summary.profile, summary.plan, [&](TypedBatch&& batch) { return intake.take(std::move(batch)); },
        changes, writing);
    if (!read)
        return read.error().in(request.path.filename().string());
    CB_CHECK(intake.finish());
    summary.coerced = std::move(read->coerced);
    summary.changed = std::move(read->changed);
    maskExamples(summary);
    summary.rowsQuarantined = static_cast<std::int64_t>(summary.quarantine.size());
    if (collector) {
        CB_CHECK(openDecidedCases(project, tx));
        summary.labels = collector->labels();
    }
    if (request.dryRun) {
        tx.rollback();
        return summary;
    }
    const Source source = sourceOf(request, summary, sourceId);
    CB_CHECK(sources.add(tx, source));
    CB_CHECK(sources.quarantine(tx, sourceId, quarantineOf(summary, sourceId)));
    CB_CHECK(progress.checkpoint());
    CB_CHECK(tx.commit(
        { .act = "import.cases",
          .objType = "source",
          .objId = std::to_string(sourceId),
          .input = { { "name", source.name }, { "bytes", source.bytes }, { "sha256", source.sha256 } },
          .result = { { "new", summary.rowsNew },
                      { "updated", summary.rowsUpdated },
                      { "cells_changed", summary.cellsChanged },
                      { "quarantined", summary.rowsQuarantined },
                      { "fields_new", summary.fieldsNew } } }));
    summary.sourceId = sourceId;
    holdToExpectations(project, actor, summary, progress);
    progress.report(1, "imported");
    return summary;
}

} // namespace casebench
