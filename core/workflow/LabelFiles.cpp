// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/importing/CsvWriter.h"
#include "core/store/CaseStore.h"
#include "core/store/LabelStore.h"
#include "core/store/PersonStore.h"
#include "core/store/SourceStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/ReadFile.h"
#include "core/workflow/RecordVerdict.h"
#include "core/workflow/SettleLabels.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <set>

namespace casebench {

namespace {

/// Where the columns of a label file stand.
struct LabelColumns
{
    const Column* caseId = nullptr;
    const Column* verdict = nullptr;
    const Column* person = nullptr;
    const Column* reason = nullptr;
    const Column* time = nullptr;
};

const Column* columnNamed(const CaseTable& table, std::string_view name)
{
    for (std::size_t i = 0; i < table.schema.size(); ++i) {
        if (equalsIgnoreAsciiCase(trimmed(table.schema[i].name), name))
            return &table.columns[i];
    }
    return nullptr;
}

Result<LabelColumns> findColumns(const CaseTable& table)
{
    const LabelColumns columns { columnNamed(table, "case"), columnNamed(table, "verdict"),
                                 columnNamed(table, "person"), columnNamed(table, "reason"),
                                 columnNamed(table, "time") };
    if (columns.caseId == nullptr || columns.verdict == nullptr || columns.person == nullptr) {
        return Error { ErrorCode::InvalidInput,
                       "A label file has the columns case, verdict and person, and may have reason and time.",
                       {},
                       "label-columns",
                       "Name its columns so in the header." };
    }
    return columns;
}

/// Verdicts known already, so that importing a file twice adds nothing.
class KnownVerdicts
{
public:
    explicit KnownVerdicts(std::span<const LabelEvent> events)
    {
        for (const LabelEvent* event : standingEvents(events))
            m_known.insert(key(*event));
    }

    bool add(const LabelEvent& event) { return m_known.insert(key(event)).second; }

private:
    using Key = std::tuple<CaseRow, std::string, Verdict, Instant>;

    static Key key(const LabelEvent& event)
    {
        return { event.row, event.person, event.verdict, event.decidedAt };
    }

    std::set<Key> m_known;
};

class LabelReader
{
public:
    LabelReader(const LabelColumns& columns,
                const IdIndex& index,
                const Column* caseTimes,
                LabelImportSummary& summary)
        : m_columns(columns)
        , m_index(index)
        , m_caseTimes(caseTimes)
        , m_summary(summary)
    {
    }

    std::optional<LabelEvent> read(std::size_t row, std::uint64_t line)
    {
        const std::string caseId = m_columns.caseId->text(row);
        const auto known = m_index.find(caseId);
        if (!known)
            return refuse(line, "unknown-case", fmt::format("There is no case \"{}\".", caseId));
        const auto verdict = valueIn(kVerdictNames, m_columns.verdict->text(row));
        if (!verdict)
            return refuse(line, "unknown-verdict", verdict.error().sentence());
        LabelEvent event;
        event.row = *known;
        event.verdict = *verdict;
        event.origin = LabelOrigin::Imported;
        event.person = trimmed(m_columns.person->text(row));
        if (event.person.empty())
            return refuse(line, "no-person", "A verdict needs the person who gave it.");
        if (m_columns.reason != nullptr)
            event.reason = m_columns.reason->text(row);
        if (!readTime(row, event))
            return refuse(line, "bad-time", fmt::format("\"{}\" is not a time.", m_columns.time->text(row)));
        return event;
    }

private:
    std::optional<LabelEvent> refuse(std::uint64_t line, std::string kind, std::string reason)
    {
        m_summary.issues.push_back({ line, std::move(kind), std::move(reason) });
        return std::nullopt;
    }

    bool readTime(std::size_t row, LabelEvent& event)
    {
        const std::string text = m_columns.time == nullptr ? std::string() : m_columns.time->text(row);
        if (!text.empty()) {
            const auto parsed = parseIso(text);
            if (!parsed)
                return false;
            event.decidedAt = parsed->instant;
            return true;
        }
        event.decidedAssumed = true;
        const bool hasCaseTime = m_caseTimes != nullptr && !m_caseTimes->isMissing(event.row);
        event.decidedAt = hasCaseTime ? m_caseTimes->times()[event.row] : now();
        return true;
    }

    const LabelColumns& m_columns;
    const IdIndex& m_index;
    const Column* m_caseTimes;
    LabelImportSummary& m_summary;
};

Result<std::optional<Column>> caseTimeColumn(Project& project)
{
    const CaseStore cases(project);
    CB_TRY(const Schema schema, cases.schema());
    const auto at = schema.firstOf(FieldRole::Time);
    if (!at || schema[*at].kind != FieldKind::Time)
        return std::optional<Column> {};
    CB_TRY(Column column, cases.loadColumn(schema[*at].name));
    return std::optional<Column>(std::move(column));
}

} // namespace

Result<LabelImportSummary>
importLabels(Project& project, const Actor& actor, const std::filesystem::path& path, Progress& progress)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    const std::string fileName = path.filename().string();
    auto file = readTextFile(path, {}, progress);
    if (!file)
        return file.error().in(fileName);
    auto columns = findColumns(*file->table);
    if (!columns)
        return columns.error().in(fileName);

    LabelImportSummary summary;
    summary.sha256 = file->profile.sha256;
    summary.rowsRead = file->profile.rowsRead();
    for (const RowIssue& issue : file->profile.quarantine)
        summary.issues.push_back({ issue.line, issue.kind, issue.reason });
    CB_TRY(const IdIndex index, CaseStore(project).idIndex());
    CB_TRY(const auto times, caseTimeColumn(project));
    const LabelStore labels(project);
    CB_TRY(const auto earlier, labels.allEvents());
    KnownVerdicts known(earlier);
    LabelReader reader(*columns, index, times ? &*times : nullptr, summary);
    std::vector<LabelEvent> events;
    for (std::size_t row = 0; row < file->table->rowCount(); ++row) {
        auto event = reader.read(row, file->lines[row]);
        if (!event)
            continue;
        if (known.add(*event))
            events.push_back(std::move(*event));
        else
            ++summary.repeated;
    }
    summary.accepted = static_cast<std::int64_t>(events.size());

    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    std::set<std::string> people;
    for (const LabelEvent& event : events)
        people.insert(event.person);
    for (const std::string& person : people) {
        CB_TRY(const bool added, PersonStore(project).ensure(tx, person));
        if (added)
            summary.personsAdded.push_back(person);
    }
    CB_CHECK(labels.appendAll(tx, events));
    CB_TRY(const auto opened, openDecidedCases(project, tx)); // a file may bring the second verdict
    CB_TRY(Json result, openedJson(project, opened));
    Source source;
    source.name = fileName;
    source.kind = "labels";
    std::error_code ignored;
    source.bytes = static_cast<std::int64_t>(std::filesystem::file_size(path, ignored));
    source.sha256 = summary.sha256;
    source.rowsRead = summary.rowsRead;
    source.rowsAccepted = summary.accepted;
    source.rowsQuarantined = static_cast<std::int64_t>(summary.issues.size());
    source.header = file->profile.header;
    CB_TRY(const std::int64_t sourceId, SourceStore(project).add(tx, source));
    std::vector<QuarantinedRow> refused;
    for (const LabelIssue& issue : summary.issues)
        refused.push_back(
            { sourceId, static_cast<std::int64_t>(issue.line), {}, issue.kind, issue.reason, {} });
    CB_CHECK(SourceStore(project).quarantine(tx, sourceId, refused));
    result["accepted"] = summary.accepted;
    result["repeated"] = summary.repeated;
    result["refused"] = refused.size();
    CB_CHECK(tx.commit(
        { .act = "label.import",
          .objType = "source",
          .objId = std::to_string(sourceId),
          .input = { { "name", fileName }, { "bytes", source.bytes }, { "sha256", summary.sha256 } },
          .result = std::move(result) }));
    return summary;
}

Result<std::int64_t> exportLabels(Project& project, const Actor& actor, const std::filesystem::path& path)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Look));
    CB_TRY(const auto events, LabelStore(project).allEventsFor(actor.name));
    CB_TRY(const auto ids, CaseStore(project).ids());
    std::string bytes;
    CsvWriter csv(bytes);
    for (const std::string_view name : { "case", "verdict", "person", "reason", "time" })
        csv.field(name);
    csv.endRow();
    std::int64_t rows = 0;
    for (const LabelEvent* event : standingEvents(events)) {
        csv.field(ids[event->row]);
        csv.field(name(event->verdict));
        csv.field(event->person);
        csv.field(event->reason);
        csv.field(formatInstant(event->decidedAt));
        csv.endRow();
        ++rows;
    }
    CB_CHECK(writeFileAtomically(path, bytes));
    return rows;
}

} // namespace casebench
