// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/importing/CsvWriter.h"
#include "core/importing/JsonKinds.h"
#include "core/store/CaseStore.h"
#include "core/store/LabelStore.h"
#include "core/store/PersonStore.h"
#include "core/store/SourceStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/CaseTimes.h"
#include "core/workflow/FirstRecords.h"
#include "core/workflow/LabelLines.h"
#include "core/workflow/ReadFile.h"
#include "core/workflow/RecordVerdict.h"
#include "core/workflow/SettleLabels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace casebench {

namespace {

constexpr std::array kColumns { "case",       "verdict", "person", "reason",  "time",
                                "confidence", "note",    "origin", "recorded" };

constexpr std::array kJsonRules {
    JsonKeyRule { .key = "case", .text = true, .number = true },
    JsonKeyRule { .key = "verdict", .text = true },
    JsonKeyRule { .key = "person", .text = true },
    JsonKeyRule { .key = "reason", .text = true },
    JsonKeyRule { .key = "time", .text = true },
    JsonKeyRule { .key = "confidence", .number = true },
    JsonKeyRule { .key = "note", .text = true },
    JsonKeyRule { .key = "origin", .text = true },
    JsonKeyRule { .key = "recorded", .text = true },
};

/// Verdicts known already, so that importing a file twice adds nothing.
class KnownVerdicts
{
public:
    explicit KnownVerdicts(std::span<const LabelEvent> events)
    {
        for (const LabelEvent* event : standingEvents(events))
            add(*event);
    }

    bool add(const LabelEvent& event)
    {
        if (event.origin != LabelOrigin::Adjudication)
            m_parties.insert({ event.row, event.person });
        return m_known.insert({ event.row, event.person, event.verdict, event.decidedAt }).second;
    }

    /// Nobody settles a conflict that they are a party of, by hand or by file.
    [[nodiscard]] bool isParty(const LabelEvent& event) const
    {
        return m_parties.contains({ event.row, event.person });
    }

private:
    std::set<std::tuple<CaseRow, std::string, Verdict, Instant>> m_known;
    std::set<std::pair<CaseRow, std::string>> m_parties;
};

/// Lines whose JSON has another kind of value than a label may have are refused with that, whatever their
/// text would be taken for.
Result<void> refuseWrongKinds(const std::filesystem::path& path,
                              std::vector<LabelLine>& lines,
                              std::vector<LabelIssue>& issues,
                              Progress& progress)
{
    CB_TRY(const auto wrong, wrongKinds(path, {}, kJsonRules, progress));
    for (const RowIssue& issue : wrong) {
        const auto isHere = [&](const auto& one) { return one.line == issue.line; };
        std::erase_if(lines, isHere);
        std::erase_if(issues, isHere);
        issues.push_back({ issue.line, issue.kind, issue.reason });
    }
    return {};
}

/// What is new among the lines; the others are counted as repeated or refused.
std::vector<LabelLine>
newVerdicts(std::vector<LabelLine> lines, std::span<const LabelEvent> earlier, LabelImportSummary& summary)
{
    KnownVerdicts known(earlier);
    std::vector<LabelLine> fresh;
    std::vector<std::uint8_t> isNew;
    for (const LabelLine& line : lines)
        isNew.push_back(known.add(line.event) ? 1 : 0);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].event.origin == LabelOrigin::Adjudication && known.isParty(lines[i].event))
            summary.issues.push_back(
                { lines[i].line, "own-verdict",
                  fmt::format("{} has an own verdict on this case, so {} cannot settle it.",
                              lines[i].event.person, lines[i].event.person) });
        else if (isNew[i] != 0)
            fresh.push_back(std::move(lines[i]));
        else
            ++summary.repeated;
    }
    return fresh;
}

Result<void> appendVerdicts(Project& project,
                            WriteTransaction& tx,
                            std::span<const LabelLine> lines,
                            Source& source,
                            LabelImportSummary& summary)
{
    std::vector<LabelEvent> events;
    std::vector<FirstRecord> first;
    std::set<std::string> people;
    for (const LabelLine& line : lines) {
        events.push_back(line.event);
        first.push_back(line.first);
        people.insert(line.event.person);
    }
    for (const std::string& person : people) {
        CB_TRY(const bool added, PersonStore(project).ensure(tx, person));
        if (added)
            summary.personsAdded.push_back(person);
    }
    CB_TRY(const std::int64_t firstSeq, LabelStore(project).appendAll(tx, events));
    if (const Json records = firstRecordsJson(firstSeq, first); !records.is_null())
        source.options = records;
    return {};
}

} // namespace

Result<LabelImportSummary>
importLabels(Project& project, const Actor& actor, const std::filesystem::path& path, Progress& progress)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    const std::string fileName = path.filename().string();
    const auto file = readTextFile(path, {}, progress);
    if (!file)
        return file.error().in(fileName);

    LabelImportSummary summary;
    summary.sha256 = file->profile.sha256;
    summary.rowsRead = file->profile.rowsRead();
    for (const RowIssue& issue : file->profile.quarantine)
        summary.issues.push_back({ issue.line, issue.kind, issue.reason });
    CB_TRY(const IdIndex index, CaseStore(project).idIndex());
    CB_TRY(const auto times, caseTimes(project));
    auto lines = readLabelLines(*file, { index, times, now() }, summary.issues);
    if (!lines)
        return lines.error().in(fileName);
    if (file->profile.reader == "jsonl")
        CB_CHECK(refuseWrongKinds(path, *lines, summary.issues, progress));
    const LabelStore labels(project);
    CB_TRY(const auto earlier, labels.allEvents());
    const std::vector<LabelLine> fresh = newVerdicts(std::move(*lines), earlier, summary);
    std::ranges::stable_sort(summary.issues, {}, &LabelIssue::line);
    summary.accepted = static_cast<std::int64_t>(fresh.size());

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

    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_CHECK(appendVerdicts(project, tx, fresh, source, summary));
    CB_TRY(const auto opened, openDecidedCases(project, tx)); // a file may bring the second verdict
    CB_TRY(Json result, openedJson(project, opened));
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

namespace {

enum class LabelFormat
{
    Csv,
    JsonLines
};

Result<LabelFormat> formatOf(const std::filesystem::path& path)
{
    const std::string extension = toLowerAscii(path.extension().string());
    if (extension == ".csv")
        return LabelFormat::Csv;
    if (extension == ".jsonl" || extension == ".ndjson")
        return LabelFormat::JsonLines;
    return Error { ErrorCode::InvalidInput,
                   "Verdicts are written as .csv or as .jsonl (one JSON object a line).",
                   path.filename().string(), "format-unknown", "Give the file one of these endings." };
}

std::string csvOf(const std::vector<Json>& lines)
{
    std::string bytes;
    CsvWriter csv(bytes);
    for (const char* name : kColumns)
        csv.field(name);
    csv.endRow();
    for (const Json& line : lines) {
        for (const char* name : kColumns) {
            const Json& cell = line[name];
            csv.field(cell.is_string()       ? cell.get<std::string>()
                          : cell.is_number() ? shortestNumber(cell.get<double>())
                                             : std::string());
        }
        csv.endRow();
    }
    return bytes;
}

std::string jsonLinesOf(const std::vector<Json>& lines)
{
    std::string bytes;
    for (const Json& line : lines)
        bytes += canonicalJson(line) + "\n";
    return bytes;
}

} // namespace

Result<std::int64_t> exportLabels(Project& project, const Actor& actor, const std::filesystem::path& path)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Look));
    CB_TRY(const LabelFormat format, formatOf(path));
    CB_TRY(const auto events, LabelStore(project).allEventsFor(actor.name));
    CB_TRY(const auto ids, CaseStore(project).ids());
    CB_TRY(const FirstRecords first, firstRecords(project));
    std::vector<Json> lines;
    for (const LabelEvent* event : standingEvents(events)) {
        FirstRecord record { event->origin, event->recordedAt };
        if (const auto told = first.find(event->seq); told != first.end()) {
            record.origin = told->second.origin;
            record.recordedAt =
                told->second.recordedAt == kNoTime ? event->recordedAt : told->second.recordedAt;
        }
        lines.push_back({ { "case", ids[event->row] },
                          { "verdict", name(event->verdict) },
                          { "person", event->person },
                          { "reason", event->reason },
                          { "time", formatInstant(event->decidedAt) },
                          { "confidence", jsonNumber(event->confidence) },
                          { "note", event->note },
                          { "origin", nameIn(kLabelOriginNames, record.origin) },
                          { "recorded", formatInstant(record.recordedAt) } });
    }
    CB_CHECK(writeFileAtomically(path, format == LabelFormat::Csv ? csvOf(lines) : jsonLinesOf(lines)));
    return static_cast<std::int64_t>(lines.size());
}

} // namespace casebench
