// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/ImportCases.h"

#include "core/base/Text.h"
#include "core/store/CaseStore.h"
#include "core/store/CaseWriter.h"
#include "core/store/LabelStore.h"
#include "core/store/SchemaStore.h"
#include "core/store/SourceStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/ReadFile.h"
#include "core/workflow/RecordVerdict.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <set>
#include <unordered_map>

namespace casebench {

namespace {

/// Words that mean scam, and those that stand for its contrary in the same files.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kLabelWords { {
    { "1", "0" },
    { "yes", "no" },
    { "y", "n" },
    { "true", "false" },
    { "scam", "not-scam" },
    { "fraud", "legitimate" },
    { "positive", "negative" },
    { "bad", "good" },
} };

/// Which value of the label field means scam. Fails: InvalidInput when the words do not say it.
Result<std::string>
positiveValue(const FileProfile& profile, const FieldPlan& plan, const std::string& wanted)
{
    const ColumnProfile& column = profile.columns[plan.column];
    if (!wanted.empty())
        return wanted;
    std::string_view contrary; // of a column that holds no scam at all
    for (const LevelCount& level : column.levels) {
        const std::string word = toLowerAscii(trimmed(level.text));
        for (const auto& [positive, negative] : kLabelWords) {
            if (word == positive)
                return level.text;
            if (word == negative && column.levels.size() == 1)
                contrary = positive;
        }
    }
    if (!contrary.empty())
        return std::string(contrary);
    return Error { ErrorCode::InvalidInput, "It is not clear which value of the label means scam.",
                   plan.sourceName, "label-positive", "Name it: --label " + plan.sourceName + "=VALUE." };
}

/// One verdict per row from the file's label field.
class LabelCollector
{
public:
    LabelCollector(std::string field, std::string positive, std::string person)
        : m_person(std::move(person))
    {
        m_labels.field = std::move(field);
        m_labels.positive = std::move(positive);
    }

    /// Verdicts that the same source name gave before, so that importing again adds only what changed.
    Result<void> knowEarlier(Project& project)
    {
        CB_TRY(const auto events, LabelStore(project).allEvents());
        for (const LabelEvent& event : events) {
            if (event.person == m_person && event.retracts == 0)
                m_earlier[event.row] = event.verdict;
        }
        return {};
    }

    void take(const Column& labels, const Column* times, std::size_t position, CaseRow row)
    {
        const std::string text = labels.text(position);
        if (labels.isMissing(position)) {
            ++m_labels.missing;
            return;
        }
        const bool positive = text == m_labels.positive;
        ++(positive ? m_labels.positives : m_labels.negatives);
        const Verdict verdict = positive ? Verdict::Scam : Verdict::NotScam;
        if (const auto earlier = m_earlier.find(row);
            earlier != m_earlier.end() && earlier->second == verdict)
            return;
        LabelEvent event;
        event.row = row;
        event.verdict = verdict;
        event.origin = LabelOrigin::Imported;
        event.person = m_person;
        event.decidedAt = times != nullptr && !times->isMissing(position) ? times->times()[position] : now();
        event.decidedAssumed = true;
        m_events.push_back(std::move(event));
    }

    [[nodiscard]] const std::vector<LabelEvent>& events() const { return m_events; }

    [[nodiscard]] const ImportedLabels& labels() const { return m_labels; }

private:
    std::string m_person;
    ImportedLabels m_labels;
    std::unordered_map<CaseRow, Verdict> m_earlier;
    std::vector<LabelEvent> m_events;
};

/// The second pass: sorts the rows of each batch into new and known cases and writes them.
class CaseIntake
{
public:
    CaseIntake(Project& project, WriteTransaction& tx, std::int64_t sourceId, ImportSummary& summary)
        : m_cases(project)
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
            if (field.role == FieldRole::Id)
                m_id = i;
            else if (field.role == FieldRole::Time)
                m_time = i;
            else if (field.role == FieldRole::Label)
                m_label = i;
        }
        CB_TRY(const std::size_t rows, m_cases.rowCount());
        m_nextRow = static_cast<CaseRow>(rows);
        m_firstNewRow = m_nextRow;
        if (m_id) {
            CB_TRY(m_index, m_cases.idIndex());
        }
        CB_TRY(CaseWriter writer, CaseWriter::begin(m_tx, m_sourceId, m_fields));
        m_writer.emplace(std::move(writer));
        return {};
    }

    void collectLabels(LabelCollector* collector) { m_labels = collector; }

    Result<void> take(TypedBatch&& batch)
    {
        for (RowIssue& issue : batch.issues)
            m_summary.quarantine.push_back(std::move(issue));
        std::vector<std::uint32_t> fresh;
        std::vector<std::uint32_t> known;
        std::vector<CaseRow> knownRows;
        std::vector<std::string> ids;
        sortRows(batch, fresh, ids, known, knownRows);
        CB_CHECK(append(batch, fresh, ids));
        return update(batch, known, knownRows);
    }

    Result<void> finish()
    {
        CB_CHECK(m_writer->finish());
        m_summary.rowsAccepted = m_summary.rowsNew + m_knownRows;
        return {};
    }

private:
    void refuse(const TypedBatch& batch, std::size_t row, std::string kind, std::string reason)
    {
        std::string raw;
        for (const Column& column : batch.columns)
            raw += (raw.empty() ? "" : ",") + column.text(row);
        m_summary.quarantine.push_back(
            { batch.lines[row], *m_id + 1, std::move(kind), std::move(reason), std::move(raw) });
    }

    void sortRows(const TypedBatch& batch,
                  std::vector<std::uint32_t>& fresh,
                  std::vector<std::string>& ids,
                  std::vector<std::uint32_t>& known,
                  std::vector<CaseRow>& knownRows)
    {
        for (std::uint32_t row = 0; row < batch.lines.size(); ++row) {
            if (!m_id) {
                fresh.push_back(row);
                ++m_nextRow;
                continue;
            }
            std::string id = batch.columns[*m_id].text(row);
            if (id.empty()) {
                refuse(batch, row, "missing-id", "The case has no id.");
            } else if (const auto at = m_index.find(id); !at) {
                m_index.add(id, m_nextRow++);
                fresh.push_back(row);
                ids.push_back(std::move(id));
            } else if (*at >= m_firstNewRow || !m_seen.insert(*at).second) {
                refuse(batch, row, "duplicate-id",
                       fmt::format("The id \"{}\" stands twice in this file.", id));
            } else {
                known.push_back(row);
                knownRows.push_back(*at);
            }
        }
    }

    static std::vector<Column> chosen(const TypedBatch& batch, std::span<const std::uint32_t> rows)
    {
        std::vector<Column> columns;
        for (const Column& column : batch.columns)
            columns.push_back(rows.size() == column.size() ? column : column.select(rows));
        return columns;
    }

    Result<void>
    append(const TypedBatch& batch, std::span<const std::uint32_t> rows, std::span<const std::string> ids)
    {
        if (rows.empty())
            return {};
        CB_CHECK(m_writer->append(ids, chosen(batch, rows)));
        const auto first = static_cast<CaseRow>(m_firstNewRow + static_cast<CaseRow>(m_summary.rowsNew));
        for (std::size_t i = 0; i < rows.size(); ++i)
            takeLabel(batch, rows[i], first + static_cast<CaseRow>(i));
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
        for (std::size_t i = 0; i < rows.size(); ++i)
            takeLabel(batch, rows[i], projectRows[i]);
        return {};
    }

    void takeLabel(const TypedBatch& batch, std::uint32_t position, CaseRow row)
    {
        if (m_labels != nullptr && m_label)
            m_labels->take(batch.columns[*m_label], m_time ? &batch.columns[*m_time] : nullptr, position,
                           row);
    }

    CaseStore m_cases;
    WriteTransaction& m_tx;
    std::int64_t m_sourceId;
    ImportSummary& m_summary;
    std::vector<std::string> m_fields;
    std::optional<std::size_t> m_id;
    std::optional<std::size_t> m_time;
    std::optional<std::size_t> m_label;
    IdIndex m_index;
    std::set<CaseRow> m_seen;
    CaseRow m_firstNewRow = 0;
    CaseRow m_nextRow = 0;
    std::int64_t m_knownRows = 0;
    std::optional<CaseWriter> m_writer;
    LabelCollector* m_labels = nullptr;
};

Result<void> checkIdentity(Project& project, const ImportSummary& summary, const Schema& known)
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
    source.options = { { "encoding", summary.profile.encoding }, { "reader", summary.profile.reader } };
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

Result<ImportSummary> lookAtFile(Project& project, const ImportRequest& request, Progress& progress)
{
    ImportSummary summary;
    CB_TRY(summary.profile, profileFile(request.path, withSha256(request.read), progress));
    CB_TRY(const Schema known, CaseStore(project).schema());
    CB_TRY(ImportPlan plan, planFields(summary.profile, request.choices, known));
    summary.plan = std::move(plan.fields);
    summary.fieldsNew = std::move(plan.fieldsNew);
    summary.fieldsGone = std::move(plan.fieldsGone);
    summary.rowsAccepted = summary.profile.rows;
    summary.rowsQuarantined = summary.profile.quarantined;
    CB_CHECK(checkIdentity(project, summary, known));
    return summary;
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

Result<ImportSummary> previewImport(Project& project, const ImportRequest& request, Progress& progress)
{
    CB_TRY(ImportSummary summary, lookAtFile(project, request, progress));
    summary.quarantine = summary.profile.quarantine;
    return summary;
}

Result<ImportSummary>
importCases(Project& project, const Actor& actor, const ImportRequest& request, Progress& progress)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    Progress looking = progress.part(0, 0.4);
    auto looked = lookAtFile(project, request, looking);
    if (!looked)
        return looked.error().in(request.path.filename().string());
    ImportSummary summary = std::move(*looked);

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
        CB_TRY(std::string positive, positiveValue(summary.profile, plan, request.positive));
        collector.emplace(plan.field.name, std::move(positive), "import:" + request.path.filename().string());
        CB_CHECK(collector->knowEarlier(project));
    }
    CaseIntake intake(project, tx, sourceId, summary);
    CB_CHECK(intake.begin());
    intake.collectLabels(collector ? &*collector : nullptr);
    Progress writing = progress.part(0.4, 0.95);
    auto read = readTable(
        summary.profile, summary.plan, [&](TypedBatch&& batch) { return intake.take(std::move(batch)); },
        writing);
    if (!read)
        return read.error().in(request.path.filename().string());
    CB_CHECK(intake.finish());
    summary.coerced = std::move(read->coerced);
    summary.rowsQuarantined = static_cast<std::int64_t>(summary.quarantine.size());
    if (collector) {
        CB_CHECK(LabelStore(project).appendAll(tx, collector->events()));
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
