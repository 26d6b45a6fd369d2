// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/ImportCases.h"

#include "core/base/Text.h"
#include "core/store/CaseStore.h"
#include "core/store/CaseWriter.h"
#include "core/store/LabelStore.h"
#include "core/store/SchemaStore.h"
#include "core/store/SourceStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/LookAtFile.h"
#include "core/workflow/RecordVerdict.h"
#include "core/workflow/SortRows.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <numeric>
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
        CB_TRY(const auto events, LabelStore(project).eventsBy(m_person));
        for (const LabelEvent& event : events) {
            if (event.retracts == 0)
                m_earlier[event.row] = event.verdict;
        }
        return {};
    }

    /// Takes: positions: rows of the column; rows: the case of each.
    void take(const Column& labels,
              const Column* times,
              std::span<const std::uint32_t> positions,
              std::span<const CaseRow> rows)
    {
        const std::vector<std::uint8_t> positive = positiveCodes(labels);
        for (std::size_t i = 0; i < positions.size(); ++i) {
            const std::uint32_t position = positions[i];
            if (labels.isMissing(position)) {
                ++m_labels.missing;
                continue;
            }
            const bool isPositive = positive.empty()
                ? labels.text(position) == m_labels.positive
                : positive[static_cast<std::size_t>(labels.codes()[position])] != 0;
            const bool timed = times != nullptr && !times->isMissing(position);
            take(rows[i], isPositive, timed ? times->times()[position] : now());
        }
    }

    /// Writes what was taken, in order. Cost: a block of events in memory.
    Result<void> store(const LabelStore& labels, WriteTransaction& tx) const
    {
        constexpr std::size_t kBlock = 8192; // ours
        LabelEvent event;
        event.origin = LabelOrigin::Imported;
        event.person = m_person;
        event.decidedAssumed = true;
        std::vector<LabelEvent> block;
        for (std::size_t from = 0; from < m_found.size(); from += kBlock) {
            block.clear();
            for (const Found& found :
                 std::span(m_found).subspan(from, std::min(kBlock, m_found.size() - from))) {
                event.row = found.row;
                event.verdict = found.positive ? Verdict::Scam : Verdict::NotScam;
                event.decidedAt = found.decidedAt;
                block.push_back(event);
            }
            CB_CHECK(labels.appendAll(tx, block));
        }
        return {};
    }

    [[nodiscard]] const ImportedLabels& labels() const { return m_labels; }

private:
    /// An event without what all of them share: there may be one for every case of the file.
    struct Found
    {
        Instant decidedAt;
        CaseRow row;
        bool positive;
    };

    /// By code; empty where a cell's text is not that of its code.
    [[nodiscard]] std::vector<std::uint8_t> positiveCodes(const Column& labels) const
    {
        std::vector<std::uint8_t> positive;
        const bool isCoded = labels.kind() != FieldKind::Number && labels.kind() != FieldKind::Time;
        if (!isCoded || labels.rawTexts() != nullptr)
            return positive;
        for (const std::string& text : labels.dictionary())
            positive.push_back(text == m_labels.positive ? 1 : 0);
        return positive;
    }

    void take(CaseRow row, bool positive, Instant decidedAt)
    {
        ++(positive ? m_labels.positives : m_labels.negatives);
        const Verdict verdict = positive ? Verdict::Scam : Verdict::NotScam;
        if (const auto earlier = m_earlier.find(row);
            earlier == m_earlier.end() || earlier->second != verdict)
            m_found.push_back({ decidedAt, row, positive });
    }

    std::string m_person;
    ImportedLabels m_labels;
    std::unordered_map<CaseRow, Verdict> m_earlier;
    std::vector<Found> m_found;
};

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
        CB_TRY(m_sorter, RowSorter::begin(m_project, m_summary.plan));
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
        CB_CHECK(append(batch, rows.fresh, rows.ids));
        return update(batch, rows.known, rows.knownRows);
    }

    Result<void> finish()
    {
        CB_CHECK(m_writer->finish());
        m_summary.rowsAccepted = m_summary.rowsNew + m_knownRows;
        return {};
    }

private:
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
        const auto first =
            static_cast<CaseRow>(m_sorter.firstNewRow() + static_cast<CaseRow>(m_summary.rowsNew));
        std::vector<CaseRow> projectRows(rows.size());
        std::iota(projectRows.begin(), projectRows.end(), first);
        takeLabels(batch, rows, projectRows);
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
                       { "missing", declaredMissing(summary) } };
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
        CB_CHECK(collector->store(LabelStore(project), tx));
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
