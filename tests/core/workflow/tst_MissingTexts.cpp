// SPDX-License-Identifier: GPL-3.0-or-later
// A text that stands for "no value" stays one: through updates, corrections and snapshots.
#include "tests/core/workflow/WorkflowFixture.h"

#include "core/store/CaseBrowser.h"
#include "core/store/Sqlite.h"
#include "core/workflow/EditFields.h"
#include "core/workflow/LookAtCases.h"

#include <numeric>

using namespace casebench;
using namespace casebench::test;

namespace {

ImportRequest withDeclared()
{
    ImportRequest request;
    request.choices.id = "case_id";
    request.choices.kinds = { { "place", FieldKind::Category }, { "otp", FieldKind::YesNo } };
    request.read.columns["place"].missing = { "N/A", "-" };
    request.read.columns["otp"].missing = { "0" };
    return request;
}

Column stored(WorkflowFixture& f, std::string_view field)
{
    return f.must(CaseStore(f.project()).loadColumn(field));
}

/// "c1 Delhi, c2 (N/A), c3 Goa": what is missing stands in brackets.
QString placesOf(WorkflowFixture& f, std::string_view field = "place")
{
    const Column column = stored(f, field);
    QStringList texts;
    for (std::size_t row = 0; row < column.size(); ++row) {
        const QString text = qs(column.text(row));
        texts.append(column.isMissing(row) ? "(" + text + ")" : text);
    }
    return texts.join(", ");
}

} // namespace

class TestMissingTexts : public QObject
{
    Q_OBJECT

private slots:

    void anUpdateKeepsWhatWasToldToBeMissing()
    {
        WorkflowFixture f;
        CB_VERIFY(f.import("1.csv", "case_id,place,otp\nc1,N/A,1\nc2,Delhi,0\nc3,Goa,1\nc4,Goa,1\n",
                           withDeclared()));
        QCOMPARE(placesOf(f), "(N/A), Delhi, Goa, Goa");
        QCOMPARE(placesOf(f, "otp"), "1, (0), 1, 1");
        const std::string second = "case_id,place,otp\nc1,Delhi,0\nc2,N/A,1\nc3,-,0\n";
        const auto updated = f.import("2.csv", second, withDeclared());
        CB_VERIFY(updated);
        QCOMPARE(updated->cellsChanged, std::int64_t { 6 });
        QCOMPARE(placesOf(f), "Delhi, (N/A), (-), Goa");
        QCOMPARE(placesOf(f, "otp"), "(0), 1, (0), 1");
        const Column column = stored(f, "place");
        const Dictionary& levels = column.dictionary();
        QVERIFY(std::ranges::find(levels, "N/A") == levels.end()
                && std::ranges::find(levels, "-") == levels.end());
        QCOMPARE(f.import("2.csv", second, withDeclared())->cellsChanged, std::int64_t { 0 });

        // A snapshot holds it, whatever comes after.
        const auto snapshot = f.snapshot("s");
        CB_VERIFY(snapshot);
        CB_VERIFY(f.import("3.csv", "case_id,place,otp\nc2,Goa,1\n", withDeclared()));
        QVERIFY(f.must(verifySnapshot(f.project(), "s", f.silent())));
        QVERIFY(f.must(loadSnapshot(f.project(), "s", f.silent())).table->column("place")->isMissing(1));
        QVERIFY(f.problems().empty());
    }

    void aCorrectionTakenBackIsMissingAgain()
    {
        WorkflowFixture f;
        CB_VERIFY(f.import("1.csv", "case_id,place,otp\nc1,N/A,1\nc2,Delhi,0\nc3,Goa,1\n", withDeclared()));
        for (const auto& [field, value] : { std::pair("place", "Goa"), std::pair("otp", "1") }) {
            const std::string id = std::string(field) == "place" ? "c1" : "c2";
            CB_VERIFY(correctCell(f.project(), f.actor("ina"), { id, field, value, "called back" }));
            CB_VERIFY(takeBackCorrection(f.project(), f.actor("ina"), id, "wrong case"));
        }
        QCOMPARE(placesOf(f), "(N/A), Delhi, Goa");
        QCOMPARE(placesOf(f, "otp"), "1, (0), 1");
    }

    void nullIsMissingInAnUpdateToo()
    {
        WorkflowFixture f;
        ImportRequest request = withDeclared();
        CB_VERIFY(f.import("1.jsonl",
                           R"({"case_id":"c1","place":"Delhi","otp":"1"}
{"case_id":"c2","place":null,"otp":"1"}
)",
                           request));
        CB_VERIFY(f.import("2.jsonl",
                           R"({"case_id":"c1","place":null,"otp":"1"})"
                           "\n",
                           request));
        QVERIFY(stored(f, "place").isMissing(0) && stored(f, "place").isMissing(1));
    }

    /// Under another kind only what could not be read speaks.
    void aKindChosenLaterKeepsItMissing()
    {
        WorkflowFixture f;
        ImportRequest request;
        request.choices.id = "case_id";
        request.choices.kinds = { { "money", FieldKind::Number }, { "when", FieldKind::Time } };
        request.read.columns["money"].missing = { "-999", "n/a" };
        request.read.columns["when"].missing = { "never" };
        CB_VERIFY(f.import("1.csv",
                           "case_id,money,when\nc1,5,2026-01-01\nc2,-999,never\nc3,n/a,2026-01-02\n"
                           "c4,plenty,later\nc5,7,2026-01-03\n",
                           request));
        CB_VERIFY(f.import("2.csv", "case_id,money,when\nc5,-999,never\n", request)); // as a change
        CB_VERIFY(f.import("3.csv", "case_id,money\nc6,8\nc7,9\n")); // and from a file that told nothing
        CB_VERIFY(f.import("4.csv", "case_id,money\nc7,-999\n"));
        QCOMPARE(placesOf(f, "money"), "5, (-999), (n/a), (plenty), (-999), 8, -999");
        CB_VERIFY(f.snapshot("numbers"));

        for (const char* field : { "money", "when" })
            CB_VERIFY(changeField(f.project(), f.actor("ana"), field, { "category", {}, {} }));
        QCOMPARE(placesOf(f, "money"), "5, (-999), (n/a), plenty, (-999), 8, -999");
        QCOMPARE(placesOf(f, "when"), "2026-01-01, (never), 2026-01-02, later, (never), (), ()");
        const auto browser = f.must(CaseBrowser::open(f.project()));
        const std::vector<CaseRow> rows { 0, 1, 2, 3, 4, 6 };
        std::vector<std::size_t> fields(browser->schema().size());
        std::iota(fields.begin(), fields.end(), std::size_t { 0 });
        const auto page = f.must(browser->page(f.project(), rows, fields));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            QCOMPARE(page->column("money")->isMissing(i), rows[i] == 1 || rows[i] == 2 || rows[i] == 4);
            QCOMPARE(page->column("when")->isMissing(i), rows[i] == 1 || rows[i] == 4 || rows[i] == 6);
        }
        CB_VERIFY(f.snapshot("levels"));
        for (const char* snapshot : { "numbers", "levels" })
            QVERIFY(f.must(verifySnapshot(f.project(), snapshot, f.silent())));

        // The other way round, where the text would be a number.
        CB_VERIFY(changeField(f.project(), f.actor("ana"), "money", { "number", {}, {} }));
        QCOMPARE(placesOf(f, "money"), "5, (-999), (n/a), (plenty), (-999), 8, -999");
        QVERIFY(f.problems().empty());
    }

    void nullStaysMissingUnderAnotherKind()
    {
        WorkflowFixture f;
        ImportRequest request;
        request.choices.id = "case_id";
        CB_VERIFY(f.import("1.jsonl",
                           "{\"case_id\":\"c1\",\"money\":5}\n{\"case_id\":\"c2\",\"money\":null}\n"
                           "{\"case_id\":\"c3\",\"money\":7}\n",
                           request));
        CB_VERIFY(changeField(f.project(), f.actor("ana"), "money", { "category", {}, {} }));
        QCOMPARE(placesOf(f, "money"), "5, (null), 7");
    }

    /// A source of before is read as it was when snapshots of then were taken.
    void sourcesOfBeforeReadAsBefore()
    {
        WorkflowFixture f;
        ImportRequest request;
        request.choices.kinds = { { "money", FieldKind::Number } };
        request.read.columns["money"].missing = { "n/a" };
        CB_VERIFY(f.import("1.csv", "case_id,money\nc1,5\nc2,n/a\nc3,7\n", request));
        CB_VERIFY(f.project().database().execute(
            "DROP TRIGGER source_no_UPDATE; "
            "UPDATE source SET options = json_remove(options, '$.missing_stays')"));
        CB_VERIFY(changeField(f.project(), f.actor("ana"), "money", { "category", {}, {} }));
        QCOMPARE(placesOf(f, "money"), "5, n/a, 7");
    }

    /// Changes that the program stored before it knew the difference go on reading as they did, so that
    /// snapshots of then still verify; the next import sets them right.
    void changesOfBeforeReadAsBefore()
    {
        WorkflowFixture f;
        CB_VERIFY(f.import("1.csv", "case_id,place,otp\nc1,Goa,1\nc2,Delhi,1\n", withDeclared()));
        const auto field =
            f.must(f.project().database().integer("SELECT id FROM field WHERE name = 'place'"));
        {
            WriteTransaction tx = f.must(f.project().beginWrite(f.actor("ina")));
            CB_VERIFY(tx.database().run(
                "INSERT INTO cell_change(case_row, field, old, new, source, audit_seq, at, person, reason) "
                "VALUES(0, ?1, '{\"s\":\"Goa\"}', '{\"t\":\"N/A\"}', NULL, ?2, ?3, 'ina', '')",
                field, tx.auditSeq(), tx.time()));
            CB_VERIFY(tx.commit({ .act = "case.set", .objType = "case", .objId = "c1" }));
        }
        QCOMPARE(placesOf(f), "N/A, Delhi");
        CB_VERIFY(f.snapshot("then"));
        CB_VERIFY(f.import("2.csv", "case_id,place,otp\nc1,N/A,1\n", withDeclared()));
        QCOMPARE(placesOf(f), "(N/A), Delhi");
        QVERIFY(f.must(verifySnapshot(f.project(), "then", f.silent())));
    }
};

QTEST_APPLESS_MAIN(TestMissingTexts)
#include "tst_MissingTexts.moc"
