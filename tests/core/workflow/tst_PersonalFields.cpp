// SPDX-License-Identifier: GPL-3.0-or-later
// The role personal: it is taken away with a reason only, and a field that gets it has it in everything
// frozen before.
#include "tests/core/workflow/WorkflowFixture.h"

#include "core/data/Encoder.h"
#include "core/store/RunStore.h"
#include "core/workflow/CompareRuns.h"
#include "core/workflow/EditFields.h"
#include "core/workflow/ExplainCases.h"
#include "core/workflow/ExportBundle.h"
#include "core/workflow/LookAtCases.h"
#include "core/workflow/SchemaCard.h"
#include "core/workflow/WriteDossier.h"

#include <algorithm>

using namespace casebench;
using namespace casebench::test;

namespace {

constexpr const char* kField = "Location_Of_Call"; // a category of the sample that models read

FieldChange roleOf(const char* role, const char* reason = "")
{
    return { {}, role, {}, reason };
}

FieldRole roleIn(const Schema& schema)
{
    return schema[*schema.indexOf(kField)].role;
}

bool reads(const Run& run)
{
    const auto encoder = Encoder::fromJson(run.encoder);
    return encoder
        && std::ranges::find(encoder->fields(), kField, &EncodedField::name) != encoder->fields().end();
}

} // namespace

class TestPersonalFields : public QObject
{
    Q_OBJECT

private slots:
    void takingAGuardingRoleAwayNeedsAReason();
    void theReasonStandsInTheLog();
    void whatIsPersonalNowIsSoInOlderSnapshots();
    void aModelOfBeforeTellsNoValue();
    void whatWasPersonalThenStaysSoInItsSnapshot();

private:
    static Result<void> change(WorkflowFixture& f, const FieldChange& what)
    {
        return changeField(f.project(), f.actor("ana"), kField, what);
    }
};

void TestPersonalFields::takingAGuardingRoleAwayNeedsAReason()
{
    for (const char* role : { "personal", "sensitive" }) {
        WorkflowFixture f;
        CB_VERIFY(f.import("a.csv", "case_id,Location_Of_Call\nA1,home\nA2,work\n"));
        CB_VERIFY(change(f, roleOf(role)));
        const std::string before = f.state();
        for (const char* other : { "feature", "group", "ignore" }) {
            for (const char* reason : { "", "  " }) {
                const auto refused = change(f, roleOf(other, reason));
                QVERIFY(!refused);
                QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
                QCOMPARE(refused.error().kind, std::string("usage"));
                QVERIFY2(refused.error().what.starts_with("Location_Of_Call is " + std::string(role)),
                         refused.error().what.c_str());
            }
        }
        QCOMPARE(f.state(), before);
        CB_VERIFY(change(f, { {}, role, "yes", {} })); // what guards stays
        CB_VERIFY(change(f, roleOf("feature", "call centres, no homes")));
        CB_VERIFY(change(f, roleOf("ignore"))); // guards nothing
    }
}

void TestPersonalFields::theReasonStandsInTheLog()
{
    WorkflowFixture f;
    CB_VERIFY(f.import("a.csv", "case_id,Location_Of_Call\nA1,home\nA2,work\n"));
    CB_VERIFY(change(f, roleOf("personal")));
    CB_VERIFY(change(f, roleOf("sensitive", " asked for by fairness ")));
    const AuditRecord record = AuditLog(f.project()).newest(1)->front();
    QCOMPARE(record.act, std::string("field.set"));
    QCOMPARE(record.reason, std::string("asked for by fairness"));
    QCOMPARE(record.body["before"]["role"].get<std::string>(), std::string("personal"));
    const auto history = fieldHistory(f.project(), kField);
    CB_VERIFY(history);
    QCOMPARE(history->back().reason, std::string("asked for by fairness"));
}

void TestPersonalFields::whatIsPersonalNowIsSoInOlderSnapshots()
{
    WorkflowFixture f;
    CB_VERIFY(f.takeSampleSnapshot({ 3, 150 }));
    CB_VERIFY(f.snapshot("some", "Location_Of_Call IS NOT NULL AND Location_Of_Call <> 'nowhere'"));
    CB_VERIFY(f.train("q1", "logistic", "before"));
    QVERIFY(reads(*RunStore(f.project()).find("before")));
    CB_VERIFY(change(f, roleOf("personal")));

    const auto data = loadSnapshot(f.project(), "q1", f.silent());
    CB_VERIFY(data);
    QCOMPARE(roleIn(data->table->schema), FieldRole::Personal);
    QVERIFY(*verifySnapshot(f.project(), "q1", f.silent())); // its digest is of then
    QCOMPARE(shownSnapshot(f.project(), "some")->where, std::string("••••"));
    const auto shown = shownSnapshots(f.project());
    CB_VERIFY(shown);
    for (const Snapshot& snapshot : *shown)
        QCOMPARE(roleIn(snapshot.schema), FieldRole::Personal);

    const auto after = f.train("q1", "logistic", "after");
    CB_VERIFY(after);
    QVERIFY(!reads(*RunStore(f.project()).find("after")));
    Recipe nosy;
    nosy.family = "logistic";
    nosy.fields = { kField, "Asked_OTP" };
    const auto refused = trainRun(f.project(), f.actor("ana"), { "q1", nosy, "nosy", 0, 0 }, f.silent());
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, std::string("field-role"));
    const auto again = reproduceRun(f.project(), f.actor("ana"), "before", f.silent());
    CB_VERIFY(again);
    QVERIFY2(again->identical, again->why.empty() ? "" : again->why.front().c_str());
}

void TestPersonalFields::aModelOfBeforeTellsNoValue()
{
    WorkflowFixture f;
    CB_VERIFY(f.takeSampleSnapshot({ 3, 150 }));
    CB_VERIFY(f.snapshot("some", "Location_Of_Call <> 'nowhere'"));
    CB_VERIFY(f.train("some", "logistic", "m"));
    const std::vector<std::string> one { "C2601-0001" };
    const std::string value = f.cell(one.front(), kField);
    const auto told = [&] {
        const auto explained = explainCases(f.project(), "m", one, f.silent());
        const auto& list = explained->front().contributions;
        return std::ranges::find(list, kField, &Contribution::field)->value;
    };
    QCOMPARE(told(), value);
    const CompareRequest slices { { "m" }, "q1", { kField } };
    CB_VERIFY(compareRuns(f.project(), slices, f.silent()));
    CB_VERIFY(correctCell(f.project(), f.actor("ana"), { one.front(), kField, "elsewhere", "misread" }));
    CB_VERIFY(f.snapshot("later"));

    CB_VERIFY(change(f, roleOf("personal")));
    QCOMPARE(told(), std::string("••••"));
    const auto sliced = compareRuns(f.project(), slices, f.silent());
    QVERIFY(!sliced);
    QCOMPARE(sliced.error().kind, std::string("personal-field"));
    const auto differ = diffSnapshots(f.project(), "q1", "later", f.silent());
    CB_VERIFY(differ);
    QCOMPARE(differ->cells.front().field, std::string(kField));
    QCOMPARE(differ->cells.front().a, std::string("••••"));
    QCOMPARE(differ->cells.front().b, std::string("••••"));
    const auto dossier = makeDossier(f.project(), "m", f.silent());
    CB_VERIFY(dossier);
    QVERIFY(dossier->content.dump().find("nowhere") == std::string::npos);
    const auto bundle =
        exportBundle(f.project(), f.actor("omar"), "m", f.approverKey(), f.folder() / "bundle", f.silent());
    QVERIFY(!bundle);
    QCOMPARE(bundle.error().kind, std::string("personal-field"));
}

void TestPersonalFields::whatWasPersonalThenStaysSoInItsSnapshot()
{
    WorkflowFixture f;
    CB_VERIFY(f.takeSampleSnapshot({ 3, 150 }));
    CB_VERIFY(change(f, roleOf("personal")));
    CB_VERIFY(f.snapshot("guarded"));
    CB_VERIFY(change(f, roleOf("feature", "call centres, no homes")));
    CB_VERIFY(f.train("guarded", "logistic", "of the guarded"));
    CB_VERIFY(f.snapshot("open"));
    CB_VERIFY(f.train("open", "logistic", "of the open"));
    QVERIFY(!reads(*RunStore(f.project()).find("of the guarded")));
    QVERIFY(reads(*RunStore(f.project()).find("of the open")));
}

QTEST_APPLESS_MAIN(TestPersonalFields)
#include "tst_PersonalFields.moc"
