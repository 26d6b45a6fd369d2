// SPDX-License-Identifier: GPL-3.0-or-later
// A text that stands for "no value" stays one: through updates, corrections and snapshots.
#include "tests/core/workflow/WorkflowFixture.h"

#include "core/store/Sqlite.h"
#include "core/workflow/EditFields.h"
#include "core/workflow/LookAtCases.h"

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
