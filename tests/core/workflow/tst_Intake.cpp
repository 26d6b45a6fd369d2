// SPDX-License-Identifier: GPL-3.0-or-later
// Mappings, the preview, coerced cells and asking for personal values, as workflows.
#include "tests/core/workflow/WorkflowFixture.h"
#include "tests/support/SharedData.h"

#include "core/store/AuditLog.h"
#include "core/workflow/BrowseCases.h"
#include "core/workflow/CoercedCells.h"
#include "core/workflow/LookAtCases.h"
#include "core/workflow/Mappings.h"
#include "core/workflow/PreviewImport.h"
#include "core/workflow/RevealPersonal.h"

#include <algorithm>
#include <map>

using namespace casebench;
using namespace casebench::test;

namespace {

std::string sampleMonth(const std::string& month)
{
    for (const SampleFile& file : makeSample({ .seed = 1, .casesPerMonth = 60 }).files) {
        if (file.name == "calls-2026-" + month + ".csv")
            return file.bytes;
    }
    return {};
}

std::string replaced(std::string text, const std::string& from, const std::string& to)
{
    const auto at = text.find(from);
    expects(at != std::string::npos, "the text to replace is not there");
    return text.replace(at, from.size(), to);
}

constexpr std::string_view kTrouble = "case_id,received,Asked_OTP,Money,Age,phone\n"
                                      "c1,2026-01-01,Yes,100,31,+91 98765 43210\n"
                                      "c2,2026-01-02,,1.50,0,+91 98765 43211\n"
                                      "c3,2026-01-03,No,NA,44,+91 98765 43212\n"
                                      "c1,2026-01-04,No,3,45,+91 98765 43213\n"
                                      "c5,2026-01-05,No,3,46,+91 98765 43214,too many\n"
                                      "c6,2026-01-06,YES,7,47,+91 98765 43215\n"
                                      ",2026-01-07,No,8,48,+91 98765 43216\n";

ImportRequest withRoles()
{
    ImportRequest request;
    request.choices.id = "case_id";
    request.choices.time = "received";
    request.choices.roles["phone"] = FieldRole::Personal;
    request.choices.kinds["Asked_OTP"] = FieldKind::YesNo;
    return request;
}

std::int64_t eventsOf(Project& project, std::string_view act)
{
    const auto records = AuditLog(project).list(0, 10'000);
    expects(static_cast<bool>(records), "the log cannot be read");
    return std::ranges::count(*records, act, &AuditRecord::act);
}

} // namespace

class TestIntake : public QObject
{
    Q_OBJECT

private slots:

    void thePreviewSaysWhatTheImportWillDo()
    {
        WorkflowFixture f;
        ImportRequest request = withRoles();
        request.path = f.folder().write("a.csv", kTrouble);
        const std::string before = f.state();
        const auto preview = previewImport(f.project(), request, f.silent());
        CB_VERIFY(preview);
        QCOMPARE(f.state(), before);
        const auto done = importCases(f.project(), f.actor("ana"), request, f.silent());
        CB_VERIFY(done);
        const ImportSummary& seen = preview->summary;
        QCOMPARE(seen.rowsAccepted, done->rowsAccepted);
        QCOMPARE(seen.rowsAccepted, std::int64_t { 4 });
        QCOMPARE(seen.rowsNew, done->rowsNew);
        QCOMPARE(seen.rowsQuarantined, done->rowsQuarantined);
        QCOMPARE(seen.rowsQuarantined, std::int64_t { 3 }); // ragged, id twice, id missing
        QCOMPARE(seen.changed.size(), done->changed.size());
        for (std::size_t i = 0; i < seen.changed.size(); ++i) {
            QCOMPARE(seen.changed[i].field, done->changed[i].field);
            QCOMPARE(seen.changed[i].count, done->changed[i].count);
        }
        // Again: the four cases are known now.
        const auto again = previewImport(f.project(), request, f.silent());
        CB_VERIFY(again);
        QCOMPARE(again->rowsKnown, std::int64_t { 4 });
        QCOMPARE(again->summary.rowsNew, std::int64_t { 0 });
        QVERIFY(!again->firstImport);
    }

    void thePreviewShowsOddRowsAndHidesPersonalValues()
    {
        WorkflowFixture f;
        ImportRequest request = withRoles();
        request.path = f.folder().write("a.csv", kTrouble);
        const auto preview = previewImport(f.project(), request, f.silent());
        CB_VERIFY(preview);
        QCOMPARE(preview->first.size(), std::size_t { 6 });
        std::vector<std::uint64_t> odd;
        for (const PreviewRow& row : preview->odd)
            odd.push_back(row.line);
        QCOMPARE(odd, (std::vector<std::uint64_t> { 3, 4, 5, 6, 7, 8 }));
        const PreviewRow& second = preview->odd.front();
        QCOMPARE(second.changed.size(), std::size_t { 2 }); // Not asked, 1.50
        QCOMPARE(second.cells[5], std::string("•• 3211"));
        const PreviewRow& ragged = preview->odd[3];
        QVERIFY(!ragged.refused.empty() && ragged.cells.empty());
        QVERIFY(preview->odd[2].refused.find("twice") != std::string::npos);
        for (const PreviewRow& row : preview->first)
            QVERIFY(row.cells[5].find("98765") == std::string::npos);
        QCOMPARE(preview->changes.size(), std::size_t { 4 });
    }

    void nextMonthIsHeldAgainstTheMapping()
    {
        WorkflowFixture f;
        const auto first = f.import("01.csv", sampleMonth("01"));
        CB_VERIFY(first);
        const SavedMapping saved = mappingOfImport(*first, {}, "Monthly calls");
        CB_VERIFY(saveMapping(f.project(), f.actor("ina"), saved));
        CB_VERIFY(saveMapping(f.project(), f.actor("ina"), saved)); // the same again adds nothing
        QCOMPARE(eventsOf(f.project(), "mapping.save"), std::int64_t { 1 });
        QVERIFY(!saveMapping(f.project(), f.actor("omar"), saved)); // compliance does not import
        const auto mappings = savedMappings(f.project());
        CB_VERIFY(mappings);
        QCOMPARE(mappings->size(), std::size_t { 1 });
        QCOMPARE(mappings->front().sha256, saved.sha256);

        ImportRequest request;
        request.mapping = mappings->front().mapping;
        request.mappingSha256 = mappings->front().sha256;
        const auto second = f.import("02.csv", sampleMonth("02"), request);
        CB_VERIFY(second);
        QVERIFY(second->difference->matches());
        const auto fifth = f.import("05.csv", sampleMonth("05"), request);
        CB_VERIFY(fifth);
        QCOMPARE(fifth->difference->newColumns.size(), std::size_t { 7 });
        QVERIFY(std::ranges::find(fifth->difference->newColumns, "UPI_PAYMENTS")
                != fifth->difference->newColumns.end());
        QVERIFY(fifth->difference->goneFields.empty() && fifth->difference->renamed.empty());
        const auto sources = SourceStore(f.project()).list();
        CB_VERIFY(sources);
        QCOMPARE(sources->back().options["mapping"]["sha256"].get<std::string>(), saved.sha256);
        QVERIFY(f.problems().empty());
    }

    void aRenamedFieldIsSuggestedAndGoesOnWhenAccepted()
    {
        WorkflowFixture f;
        CB_VERIFY(f.import("05.csv", sampleMonth("05")));
        const std::string sixth = replaced(sampleMonth("06"), "UPI_PAYMENTS", "Upi payments"); // scenarios.md
        ImportRequest request;
        request.path = f.folder().write("06.csv", sixth);
        const auto preview = previewImport(f.project(), request, f.silent());
        CB_VERIFY(preview);
        QCOMPARE(preview->summary.difference->renamed.size(), std::size_t { 1 });
        QCOMPARE(preview->summary.difference->renamed[0].field, std::string("UPI_PAYMENTS"));
        request.choices.renames["Upi payments"] = "UPI_PAYMENTS";
        const auto done = importCases(f.project(), f.actor("ana"), request, f.silent());
        CB_VERIFY(done);
        QVERIFY(done->fieldsNew.empty() && done->fieldsGone.empty());
        QVERIFY(done->difference->matches());
        const auto upi = CaseStore(f.project()).loadColumn("UPI_PAYMENTS");
        CB_VERIFY(upi);
        QCOMPARE(upi->missingCount(), std::size_t { 0 });
        // The mapping of this import knows both names.
        request.mapping = mappingOfImport(*done, request, "Calls").mapping;
        request.choices = {};
        request.path =
            f.folder().write("07.csv", replaced(sampleMonth("07"), "UPI_PAYMENTS", "UPI payments"));
        const auto next = importCases(f.project(), f.actor("ana"), request, f.silent());
        CB_VERIFY(next);
        QVERIFY(next->difference->matches());
        QVERIFY(next->fieldsNew.empty());
    }

    void aMappingFileThatWasChangedIsRefused()
    {
        WorkflowFixture f;
        const auto first = f.import("01.csv", sampleMonth("01"));
        CB_VERIFY(first);
        const auto path = f.folder() / "calls.json";
        CB_VERIFY(writeMappingFile(path, mappingOfImport(*first, {}, "calls")));
        const auto back = readMappingFile(path);
        CB_VERIFY(back);
        QCOMPARE(back->mapping.name, std::string("calls"));
        const std::string text = *readFile(path);
        const auto touched =
            readMappingFile(f.folder().write("touched.json", replaced(text, "\"feature\"", "\"sensitive\"")));
        QVERIFY(!touched);
        QCOMPARE(touched.error().kind, std::string("mapping-changed"));
        QCOMPARE(touched.error().code, ErrorCode::Refused);
        Json edited = *parseJson(text);
        edited.erase("sha256"); // by hand, and meant
        edited["mapping"]["fields"][3]["role"] = "sensitive";
        CB_VERIFY(readMappingFile(f.folder().write("edited.json", prettyJson(edited))));
        QVERIFY(!readMappingFile(f.folder().write("no.json", "{}")));
        QVERIFY(!readMappingFile(f.folder().write("no2.json", "not json")));
    }

    void aKnownTimeFieldIsNeverReadInAGuessedOrder()
    {
        WorkflowFixture f;
        CB_VERIFY(f.import("a.csv", "case_id,received,Money\nc1,2026-01-01,1\nc2,2026-01-02,2\n",
                           withRolesWithoutPhone()));
        const std::string before = f.state();
        const std::string csv = "case_id,received,Money\nc3,03/02/2026,1\nc4,04/02/2026,2\n";
        const auto refused = f.import("b.csv", csv);
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, std::string("date-ambiguous"));
        QVERIFY(refused.error().advice.find("--date-order received=") != std::string::npos);
        QCOMPARE(f.state(), before);
        ImportRequest told;
        told.read.columns["received"].dateOrder = "dmy";
        CB_VERIFY(f.import("b.csv", csv, told));
        QCOMPARE(formatDate(CaseStore(f.project()).loadColumn("received")->times()[2]),
                 std::string("2026-02-03"));
        const auto amount = f.import("c.csv", "case_id,received,Money\nc5,2026-03-01,\"1,440\"\n");
        QVERIFY(!amount);
        QCOMPARE(amount.error().kind, std::string("number-locale"));
    }

    void hiddenMissingValuesOfTheVehicleClaims()
    {
        const auto path = sharedFile("data/vehicle_claims/claims_1994_1995.csv");
        if (path.empty())
            QSKIP("The vehicle claims are not here: set CASEBENCH_SHARED to the folder that holds "
                  "data/vehicle_claims.");
        WorkflowFixture f;
        ImportRequest request;
        request.path = path;
        request.choices.id = "PolicyNumber";
        request.choices.label = "FraudFound_P";
        request.read.columns["Age"].missing = { "0" };
        CB_VERIFY(importCases(f.project(), f.actor("ana"), request, f.silent()));
        const auto age = CaseStore(f.project()).loadColumn("Age");
        CB_VERIFY(age);
        QCOMPARE(age->missingCount(), std::size_t { 250 });
        const auto list = listCoerced(f.project(), { .field = "Age", .limit = 0 }, f.silent());
        CB_VERIFY(list);
        QCOMPARE(list->total, std::int64_t { 250 });
        QVERIFY(std::ranges::all_of(list->cells, [](const CoercedCellOfCase& cell) {
            return cell.why == ChangeReason::DeclaredMissing && cell.oldText == "0" && cell.newText.empty();
        }));
    }

    void coercedCellsAreListedByReasonAndMasked()
    {
        WorkflowFixture f;
        ImportRequest request = withRoles();
        request.read.columns["Age"].missing = { "0" };
        request.read.columns["phone"].missing = { "+91 98765 43212" };
        CB_VERIFY(f.import("a.csv", kTrouble, request));
        const auto list = listCoerced(f.project(), {}, f.silent());
        CB_VERIFY(list);
        std::map<std::string, std::int64_t> counts;
        for (const CoercedCount& count : list->counts)
            counts[count.field + " " + std::string(name(count.why))] = count.cells;
        const std::map<std::string, std::int64_t> expected {
            { "Asked_OTP not-asked", 1 }, { "Asked_OTP respelled", 1 },  { "Money respelled", 1 },
            { "Money missing-word", 1 },  { "Age declared-missing", 1 }, { "phone declared-missing", 1 }
        };
        QVERIFY(counts == expected);
        const auto phone = std::ranges::find(list->cells, "phone", &CoercedCellOfCase::field);
        QCOMPARE(phone->oldText, std::string("•• 3212"));
        QCOMPARE(phone->caseId, std::string("c3"));
        CoercedRequest revealed;
        revealed.field = "phone";
        revealed.revealed = { "phone" };
        QCOMPARE(listCoerced(f.project(), revealed, f.silent())->cells[0].oldText,
                 std::string("+91 98765 43212"));
        QVERIFY(!listCoerced(f.project(), { .source = "nope.csv" }, f.silent()));
        QVERIFY(!listCoerced(f.project(), { .field = "nope" }, f.silent()));
        QCOMPARE(listCoerced(f.project(), { .source = "a.csv" }, f.silent())->total, std::int64_t { 6 });
    }

    void askingForPersonalValuesTakesARoleAndAReasonAndIsRecordedOnce()
    {
        WorkflowFixture f;
        CB_VERIFY(f.import("a.csv", kTrouble, withRoles()));
        const std::string before = f.state();
        for (const char* person : { "ana", "ina" }) {
            const auto refused = revealPersonal(f.project(), f.actor(person), { {}, "c1", "curious" });
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::Refused);
        }
        QVERIFY(!revealPersonal(f.project(), f.actor("omar"), { {}, "c1", "  " }));
        QVERIFY(!revealPersonal(f.project(), f.actor("omar"), { { "Money" }, "c1", "why" }));
        QVERIFY(!revealPersonal(f.project(), f.actor("omar"), { {}, "nobody", "why" }));
        QCOMPARE(f.state(), before);
        const auto fields =
            revealPersonal(f.project(), f.actor("omar"), { { " PHONE " }, "c1", "call back" });
        CB_VERIFY(fields);
        QCOMPARE(*fields, std::vector<std::string> { "phone" });
        QCOMPARE(eventsOf(f.project(), "personal.reveal"), std::int64_t { 1 });
        const auto masked = loadCaseView(f.project(), f.actor("ana"), f.silent());
        const auto shown = loadCaseView(f.project(), f.actor("omar"), f.silent(), *fields);
        CB_VERIFY(masked);
        CB_VERIFY(shown);
        QCOMPARE((*masked)->table->column("phone")->text(0), std::string("•• 3210"));
        QCOMPARE((*shown)->table->column("phone")->text(0), std::string("+91 98765 43210"));
        const auto lister = openCaseLister(f.project(), f.actor("ana"));
        CB_VERIFY(lister);
        const std::vector<CaseRow> all { 0, 1, 2, 3 };
        CB_VERIFY(
            exportCases(f.project(), {}, (*lister)->browser(), all, f.folder() / "out.csv", f.silent()));
        QVERIFY(readFile(f.folder() / "out.csv")->find("98765") == std::string::npos);
        QVERIFY(f.problems().empty());
    }

    void cancellingAPreviewLeavesNothing()
    {
        WorkflowFixture f;
        ImportRequest request;
        request.path = f.folder().write("a.csv", sampleMonth("01"));
        const std::string before = f.state();
        int stops = 0;
        for (int k = 0; k < 100; ++k) {
            StopAt stop(k);
            if (previewImport(f.project(), request, stop.progress()))
                break;
            ++stops;
            QCOMPARE(f.state(), before);
        }
        QVERIFY(stops >= 2);
    }

private:
    static ImportRequest withRolesWithoutPhone()
    {
        ImportRequest request;
        request.choices.id = "case_id";
        request.choices.time = "received";
        return request;
    }
};

QTEST_APPLESS_MAIN(TestIntake)
#include "tst_Intake.moc"
