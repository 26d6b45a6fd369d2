// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/ExpectData.h"

#include "core/base/Text.h"
#include "core/data/Filter.h"
#include "core/privacy/Masking.h"
#include "core/store/CaseStore.h"
#include "core/store/ExpectationStore.h"
#include "core/store/RunStore.h"
#include "core/store/SourceStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/PersonalExpectations.h"
#include "core/workflow/SettleLabels.h"
#include "core/workflow/TakeSnapshot.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace casebench {

namespace {

/// The cases of a scope, with what else the checks look at.
struct Scoped
{
    CaseTablePtr table;
    std::vector<Truth> truth;
    std::vector<std::string> present;
    std::string name;
};

std::vector<std::string> fieldNames(const Schema& schema)
{
    std::vector<std::string> names;
    for (const Field& field : schema.fields())
        names.push_back(field.name);
    return names;
}

Result<Scoped> allCases(Project& project, Progress& progress)
{
    Scoped scoped;
    CB_TRY(scoped.table, CaseStore(project).loadTable({}, progress));
    CB_TRY(const auto settled, settledCases(project, LabelPolicy::Confirmed));
    for (const CaseRow row : scoped.table->rows)
        scoped.truth.push_back(row < settled.size() ? settled[row].truth : kUndecided);
    scoped.present = fieldNames(scoped.table->schema);
    scoped.name = "all cases";
    return scoped;
}

void choose(Scoped& scoped, std::span<const std::uint32_t> positions)
{
    scoped.table = scoped.table->select(positions);
    std::vector<Truth> truth;
    for (const std::uint32_t position : positions)
        truth.push_back(scoped.truth[position]);
    scoped.truth = std::move(truth);
}

/// Rows an import brought, and those it changed.
Result<std::vector<std::uint32_t>> rowsOfSource(Project& project, const Source& source)
{
    const SourceStore sources(project);
    CB_TRY(const auto all, sources.list());
    std::int64_t first = 0; // imports append, one after the other
    for (const Source& earlier : all) {
        if (earlier.id < source.id && earlier.kind == "cases")
            first += earlier.rowsAccepted;
    }
    std::vector<std::uint32_t> rows;
    const CaseStore cases(project);
    if (source.rowsUpdated > 0) {
        CB_TRY(const std::int64_t last, cases.lastChangeSeq());
        CB_TRY(const auto changes, cases.changesBetween(0, last));
        for (const CellChange& change : changes) {
            if (change.sourceId == source.id)
                rows.push_back(change.row);
        }
    }
    for (std::int64_t row = first; row < first + source.rowsAccepted; ++row)
        rows.push_back(static_cast<std::uint32_t>(row));
    std::ranges::sort(rows);
    rows.erase(std::ranges::unique(rows).begin(), rows.end());
    return rows;
}

Result<Scoped> casesOfSource(Project& project, std::int64_t id, Progress& progress)
{
    CB_TRY(const Source source, SourceStore(project).find(id));
    if (source.kind != "cases")
        return Error { ErrorCode::InvalidInput, fmt::format("{} is a file of verdicts.", source.name) };
    CB_TRY(Scoped scoped, allCases(project, progress));
    CB_TRY(const auto rows, rowsOfSource(project, source));
    choose(scoped, rows);
    scoped.present.clear();
    for (const Json& column : source.header) {
        if (column.is_string())
            scoped.present.push_back(column.get<std::string>());
    }
    scoped.name = source.name;
    return scoped;
}

Result<Scoped> casesOf(Project& project, const ExpectScope& scope, Progress& progress)
{
    if (scope.source != 0)
        return casesOfSource(project, scope.source, progress);
    if (!scope.snapshot.empty()) {
        CB_TRY(SnapshotData data, loadSnapshot(project, scope.snapshot, progress));
        auto present = fieldNames(data.table->schema);
        return Scoped { data.table, std::move(data.truth), std::move(present),
                        "snapshot " + data.snapshot.name };
    }
    CB_TRY(Scoped scoped, allCases(project, progress));
    if (trimmed(scope.where).empty())
        return scoped;
    CB_TRY(const Filter filter, Filter::parse(scope.where));
    CB_CHECK(requireShown(filter, scoped.table->schema));
    CB_TRY(const auto mask, filter.mask(*scoped.table, scoped.truth));
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < mask.size(); ++row) {
        if (mask[row] != 0)
            rows.push_back(row);
    }
    choose(scoped, rows);
    scoped.name = scope.where;
    return scoped;
}

Result<ExpectationReport> check(Project& project,
                                const std::vector<Expectation>& expectations,
                                const ExpectScope& scope,
                                Progress& progress)
{
    Progress reading = progress.part(0, 0.6);
    CB_TRY(const Scoped scoped, casesOf(project, scope, reading));
    CB_TRY(const Schema now, CaseStore(project).schema());
    const auto hidden = hiddenFields({ now, scoped.table->schema }, scope.revealed);
    std::vector<Expectation> asked;
    std::ranges::remove_copy_if(expectations, std::back_inserter(asked), [&](const Expectation& expectation) {
        return isWithheld(expectation, hidden);
    });
    Progress checking = progress.part(0.6, 1);
    CB_TRY(auto results, checkExpectations(asked, { *scoped.table, scoped.truth, scoped.present }, checking));
    ExpectationReport report;
    report.scope = scoped.name;
    report.source = scope.source;
    report.rows = static_cast<std::int64_t>(scoped.table->rowCount());
    auto next = results.begin();
    for (const Expectation& expectation : withoutHiddenValues(expectations, hidden)) {
        const bool withheld = isWithheld(expectation, hidden);
        ExpectationOutcome outcome { expectation,
                                     withheld ? withheldResult(expectation) : std::move(*next),
                                     {} };
        next += withheld ? 0 : 1;
        for (const std::uint32_t row : outcome.result.failingRows)
            outcome.failingCases.push_back(scoped.table->ids[row]);
        report.checks.push_back(std::move(outcome));
    }
    return report;
}

/// The report as everybody may see it later.
void withhold(ExpectationReport& report, const std::vector<std::string>& hidden)
{
    for (ExpectationOutcome& outcome : report.checks) {
        if (!isWithheld(outcome.expectation, hidden))
            continue;
        outcome.expectation = withoutHiddenValues({ outcome.expectation }, hidden).front();
        outcome.result = withheldResult(outcome.expectation);
        outcome.failingCases.clear();
    }
}

Result<StoredSuite> suiteOf(Project& project)
{
    CB_TRY(auto suite, ExpectationStore(project).current());
    if (!suite)
        return Error {
            ErrorCode::NotFound,
            "The project has no expectations yet.",
            {},
            "no-expectations",
            "\"expect suggest --save\" makes some from a reference; \"expect import\" reads a file."
        };
    return std::move(*suite);
}

/// Checks and records under one audit entry. What was revealed to the actor is told to them and not recorded.
Result<ExpectationReport> checkAndRecord(Project& project,
                                         const Actor& actor,
                                         const StoredSuite& suite,
                                         const ExpectScope& scope,
                                         Progress& progress)
{
    CB_TRY(const auto expectations, expectationsFromJson(suite.body));
    CB_TRY(ExpectationReport report, check(project, expectations, scope, progress));
    ExpectationReport recorded = report;
    withhold(recorded, scope.revealed);
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    report.at = tx.time();
    const std::int64_t critical = recorded.failed(CheckSeverity::Critical);
    CB_TRY(
        const std::int64_t id,
        ExpectationStore(project).addRun(tx, { 0, suite.id, scope.source, 0, critical, toJson(recorded) }));
    CB_CHECK(
        tx.commit({ .act = "expect.run",
                    .objType = "expectation_run",
                    .objId = std::to_string(id),
                    .result = { { "scope", report.scope },
                                { "cases", report.rows }, // "rows" is where the log seals what was written
                                { "checks", report.checks.size() },
                                { "failed_critical", critical },
                                { "failed_warning", recorded.failed(CheckSeverity::Warning) } } }));
    return report;
}

Result<CheckResult> resultFromJson(const Json& json)
{
    CheckResult result;
    CB_TRY(const std::string status, jsonText(json, "status"));
    CB_TRY(result.status, valueIn(kCheckStatusNames, status));
    CB_TRY(result.text, jsonText(json, "text"));
    CB_TRY(result.checked, jsonInteger(json, "checked"));
    CB_TRY(result.failed, jsonInteger(json, "failed"));
    result.observed = json.contains("observed") ? numberOrNan(json["observed"]) : std::nan("");
    return result;
}

} // namespace

std::int64_t ExpectationReport::failed(CheckSeverity severity) const
{
    return std::ranges::count_if(checks, [&](const ExpectationOutcome& outcome) {
        return outcome.result.status == CheckStatus::Failed && outcome.expectation.severity == severity;
    });
}

std::int64_t ExpectationReport::count(CheckStatus status) const
{
    return std::ranges::count_if(
        checks, [&](const ExpectationOutcome& outcome) { return outcome.result.status == status; });
}

Result<std::vector<Expectation>> currentExpectations(Project& project)
{
    CB_TRY(const auto suite, ExpectationStore(project).current());
    if (!suite)
        return std::vector<Expectation>();
    CB_TRY(auto expectations, expectationsFromJson(suite->body));
    CB_TRY(const Schema schema, CaseStore(project).schema());
    return withoutHiddenValues(std::move(expectations), hiddenFields({ schema }));
}

Result<SuggestedExpectations> suggestFor(Project& project, std::string_view snapshot, Progress& progress)
{
    std::string name(snapshot);
    if (name.empty()) {
        const RunStore runs(project);
        CB_TRY(const auto champion, runs.champion());
        CB_TRY(const auto all, runs.list());
        if (champion) {
            CB_TRY(const Run run, runs.find(*champion));
            name = std::to_string(run.snapshotId);
        } else if (!all.empty()) {
            name = std::to_string(all.back().snapshotId);
        }
    }
    CB_TRY(const Scoped reference, casesOf(project, { 0, name, {} }, progress));
    if (reference.table->rowCount() == 0)
        return Error { ErrorCode::InvalidInput,
                       "There are no cases to learn expectations from.",
                       {},
                       "empty-reference",
                       "Import cases first." };
    SuggestedExpectations suggested { suggestExpectations(*reference.table, reference.truth),
                                      fmt::format(
                                          "{}, {} cases", reference.name,
                                          countText(static_cast<long long>(reference.table->rowCount()))) };
    // A field may have become personal since the reference was frozen.
    CB_TRY(const Schema now, CaseStore(project).schema());
    const auto hidden = hiddenFields({ now, reference.table->schema });
    std::erase_if(suggested.expectations,
                  [&](const Expectation& expectation) { return isWithheld(expectation, hidden); });
    return suggested;
}

Result<void> saveExpectations(Project& project,
                              const Actor& actor,
                              const std::vector<Expectation>& expectations,
                              std::string_view reason)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Analysis));
    CB_CHECK(validate(expectations));
    CB_TRY(const Schema schema, CaseStore(project).schema());
    CB_CHECK(requireNoPersonalValues(expectations, schema));
    const ExpectationStore store(project);
    CB_TRY(const auto before, store.current());
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_TRY(const StoredSuite suite, store.save(tx, toJson(expectations)));
    if (before && before->id == suite.id)
        return {}; // nothing differs, nothing is recorded
    CB_CHECK(tx.commit({ .act = "expect.save",
                         .objType = "expectation_suite",
                         .objId = std::to_string(suite.id),
                         .before = before ? Json({ { "sha256", before->sha256 } }) : Json(nullptr),
                         .after = { { "sha256", suite.sha256 }, { "expectations", expectations.size() } },
                         .reason = std::string(reason) }));
    return {};
}

Result<ExpectationReport> checkCases(Project& project, const ExpectScope& scope, Progress& progress)
{
    CB_TRY(const StoredSuite suite, suiteOf(project));
    CB_TRY(const auto expectations, expectationsFromJson(suite.body));
    return check(project, expectations, scope, progress);
}

Result<ExpectationReport>
runExpectations(Project& project, const Actor& actor, const ExpectScope& scope, Progress& progress)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Analysis));
    CB_TRY(const StoredSuite suite, suiteOf(project));
    return checkAndRecord(project, actor, suite, scope, progress);
}

Result<std::optional<ExpectationReport>>
checkImport(Project& project, const Actor& actor, std::int64_t source, Progress& progress)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    CB_TRY(const auto suite, ExpectationStore(project).current());
    if (!suite || suite->body.value("expectations", Json::array()).empty())
        return std::optional<ExpectationReport>();
    CB_TRY(ExpectationReport report, checkAndRecord(project, actor, *suite, { source, {}, {} }, progress));
    return std::optional<ExpectationReport>(std::move(report));
}

Result<std::optional<ExpectationReport>> lastExpectationReport(Project& project)
{
    CB_TRY(const auto run, ExpectationStore(project).latestRun());
    if (!run)
        return std::optional<ExpectationReport>();
    ExpectationReport report;
    CB_TRY(report.scope, jsonText(run->body, "scope"));
    CB_TRY(report.rows, jsonInteger(run->body, "rows"));
    CB_TRY(const Json* suite, jsonMember(run->body, "suite", Json::value_t::object));
    CB_TRY(const auto expectations, expectationsFromJson(*suite));
    CB_TRY(const Json* checks, jsonMember(run->body, "checks", Json::value_t::array));
    report.source = run->source;
    report.at = run->at;
    CB_TRY(const Schema schema, CaseStore(project).schema());
    for (std::size_t i = 0; i < std::min(expectations.size(), checks->size()); ++i) {
        ExpectationOutcome outcome { expectations[i], {}, {} };
        CB_TRY(outcome.result, resultFromJson((*checks)[i]));
        for (const Json& id : (*checks)[i].value("failing_rows", Json::array()))
            outcome.failingCases.push_back(id.is_string() ? id.get<std::string>() : std::string());
        report.checks.push_back(std::move(outcome));
    }
    withhold(report, hiddenFields({ schema }));
    return std::optional<ExpectationReport>(std::move(report));
}

Json toJson(const ExpectationReport& report)
{
    Json checks = Json::array();
    std::vector<Expectation> expectations;
    for (const ExpectationOutcome& outcome : report.checks) {
        const Expectation& expectation = outcome.expectation;
        const CheckResult& result = outcome.result;
        expectations.push_back(expectation);
        checks.push_back(
            { { "name", expectation.name },
              { "check", name(expectation.check) },
              { "field", expectation.field.empty() ? Json(nullptr) : Json(expectation.field) },
              { "severity", name(expectation.severity) },
              { "mostly", speaksOfRows(expectation.check) ? Json(expectation.mostly) : Json(nullptr) },
              { "passed",
                result.status == CheckStatus::Skipped ? Json(nullptr)
                                                      : Json(result.status == CheckStatus::Passed) },
              { "status", name(result.status) },
              { "observed", jsonNumber(result.observed) },
              { "text", result.text },
              { "checked", result.checked },
              { "failed", result.failed },
              { "failing_rows", outcome.failingCases } });
    }
    return { { "scope", report.scope },
             { "source", report.source == 0 ? Json(nullptr) : Json(report.source) },
             { "rows", report.rows },
             { "failed_critical", report.failed(CheckSeverity::Critical) },
             { "failed_warning", report.failed(CheckSeverity::Warning) },
             { "checks", checks },
             { "suite", toJson(expectations) } };
}

} // namespace casebench
