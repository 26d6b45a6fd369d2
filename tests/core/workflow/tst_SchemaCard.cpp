// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/workflow/WorkflowFixture.h"
#include "tests/support/Where.h"

#include "core/base/Random.h"
#include "core/workflow/EditFields.h"
#include "core/workflow/SchemaCard.h"

#include <QTest>

#include <fmt/format.h>

using namespace casebench;
using namespace casebench::test;

namespace {

const FieldCard& fieldOf(const SchemaCard& card, std::string_view name)
{
    const auto at =
        std::ranges::find_if(card.fields, [&](const FieldCard& field) { return field.field.name == name; });
    expects(at != card.fields.end(), "no such field");
    return *at;
}

QStringList hintsOf(const SchemaCard& card)
{
    QStringList hints;
    for (const FieldCard& field : card.fields) {
        for (const FieldHint& hint : field.hints)
            hints.append(qs(field.field.name + " " + hint.kind));
    }
    return hints;
}

QStringList told(const std::vector<FieldEvent>& events)
{
    QStringList lines;
    for (const FieldEvent& event : events)
        lines.append(
            qs(event.person + ": " + event.what + (event.reason.empty() ? "" : " because " + event.reason)));
    return lines;
}

} // namespace

class TestSchemaCard : public QObject
{
    Q_OBJECT

private slots:
    void emptyProjectHasAnEmptyCard();
    void tellsWhatIsKnownOfEachField();
    void driftIsUndefinedWithoutAReference();
    void measuresDriftSinceTheReferenceOfTheNewestRun();
    void durationOfBankMarketingIsTooGood();
    void aFieldFilledOnlyOnceDecidedIsHinted();
    void aFieldThatGivesTheAnswerAwayIsHinted();
    void anUnremarkableFieldIsNotHinted();
    void countsLinkedEqualAndNearlyEqualCases();
    void historyNamesWhoWhenAndWhy();
    void changingAFieldTakesARole();
};

void TestSchemaCard::emptyProjectHasAnEmptyCard()
{
    WorkflowFixture fixture;
    const auto card = schemaCard(fixture.project(), fixture.silent());
    CB_VERIFY(card);
    QCOMPARE(card->rows, 0);
    QVERIFY(card->fields.empty());
}

void TestSchemaCard::tellsWhatIsKnownOfEachField()
{
    WorkflowFixture fixture;
    CB_VERIFY(fixture.import("a.csv",
                             "case_id,received,place,money\n"
                             "A1,2026-01-05,local,10\nA2,2026-01-09,intl,\nA3,2026-02-01,local,30\n"));
    CB_VERIFY(fixture.import("b.csv",
                             "case_id,received,place,money,new_one\n"
                             "B1,2026-03-05,local,40,5\n"));
    const auto card = schemaCard(fixture.project(), fixture.silent());
    CB_VERIFY(card);
    QCOMPARE(card->rows, 4);
    const FieldCard& money = fieldOf(*card, "money");
    QCOMPARE(money.summary.fill(), 0.75);
    QCOMPARE(qs(money.firstSource), QStringLiteral("a.csv"));
    QCOMPARE(qs(money.lastSource), QStringLiteral("b.csv"));
    QCOMPARE(qs(formatDate(money.summary.lastSeen)), QStringLiteral("2026-03-05"));
    QVERIFY(!money.seenByChampion); // there is none
    QVERIFY(std::isnan(money.auc));
    const FieldCard& fresh = fieldOf(*card, "new_one");
    QCOMPARE(qs(fresh.firstSource), QStringLiteral("b.csv"));
    QCOMPARE(qs(formatDate(fresh.summary.firstSeen)), QStringLiteral("2026-03-05"));
}

void TestSchemaCard::driftIsUndefinedWithoutAReference()
{
    WorkflowFixture fixture;
    CB_VERIFY(fixture.import("a.csv", "case_id,money\nA1,10\nA2,20\n"));
    const auto card = schemaCard(fixture.project(), fixture.silent());
    CB_VERIFY(card);
    QVERIFY(!fieldOf(*card, "money").drift);
    QVERIFY(!card->whyNoDrift.empty());
}

void TestSchemaCard::measuresDriftSinceTheReferenceOfTheNewestRun()
{
    WorkflowFixture fixture;
    SampleOptions options;
    options.casesPerMonth = 200;
    CB_VERIFY(fixture.takeSampleSnapshot(options));
    CB_VERIFY(fixture.train("q1", "logistic", "first"));
    auto card = schemaCard(fixture.project(), fixture.silent());
    CB_VERIFY(card);
    QVERIFY(card->whyNoDrift.find("nothing came since") != std::string::npos);
    for (const SampleFile& file : makeSample(options).files) {
        if (file.name == "calls-2026-07.csv" || file.name == "calls-2026-08.csv")
            CB_VERIFY(fixture.import(file.name, file.bytes));
    }
    card = schemaCard(fixture.project(), fixture.silent());
    CB_VERIFY(card);
    QCOMPARE(qs(card->referenceRun), QStringLiteral("first"));
    QCOMPARE(card->referenceRows, 600);
    QCOMPARE(card->windowRows, 400);
    QVERIFY(fieldOf(*card, "Opened_Bank_Website").drift->verdict == DriftVerdict::Drift);
    QCOMPARE(qs(fieldOf(*card, "UPI_PAYMENTS").driftText), QStringLiteral("new since the reference"));
    QVERIFY(!fieldOf(*card, "Opened_Bank_Website").seenByChampion); // trained, but not a champion
    QCOMPARE(hintsOf(*card), QStringList());
}

void TestSchemaCard::durationOfBankMarketingIsTooGood()
{
    WorkflowFixture fixture;
    ImportRequest request;
    request.path =
        casebench::test::sourceDirectory() / "tests/data/bank_marketing/bank-additional-full.csv.gz";
    request.choices.label = "y";
    request.positive = "yes";
    CB_VERIFY(importCases(fixture.project(), fixture.actor("ana"), request, fixture.silent()));
    const auto card = schemaCard(fixture.project(), fixture.silent());
    CB_VERIFY(card);
    QCOMPARE(card->decided, 41'188);
    const FieldCard& duration = fieldOf(*card, "duration");
    // Mann-Whitney over all rows is .8184 (tests/data/bank_marketing/SOURCE); ours is binned and out of fold.
    QVERIFY2(std::abs(duration.auc - 0.8184) < 0.01, std::to_string(duration.auc).c_str());
    QCOMPARE(hintsOf(*card), QStringList { "duration beats-the-rest" });
    QVERIFY2(duration.hints.front().text.find("Its name speaks of the end") != std::string::npos,
             duration.hints.front().text.c_str());
    QCOMPARE(card->exact.groups, 12);
    QCOMPARE(card->exact.cases, 24);
}

namespace {

/// 600 cases of two months, the first 400 decided; `extra` gives a further column by row and truth.
template<typename Extra>
Result<SchemaCard> cardWith(WorkflowFixture& fixture, Extra extra)
{
    Random random(7);
    std::string cases = "case_id,received,a,b,c,extra\n";
    std::string verdicts = "case,verdict,person,time\n";
    for (int row = 0; row < 600; ++row) {
        const bool scam = random.chance(.4);
        const bool decided = row % 3 != 0;
        const auto noisy = [&] { return scam + 1.5 * random.normal(); };
        cases += fmt::format("C{},2026-0{}-1{}T08:00:00Z,{:.2f},{:.2f},{:.2f},{}\n", row, 1 + row % 2,
                             row % 9, noisy(), noisy(), noisy(), extra(row, scam, decided));
        if (decided)
            verdicts += fmt::format("C{},{},ina,2026-03-01T00:00:00Z\n", row, scam ? "scam" : "not-scam");
    }
    CB_CHECK(fixture.import("c.csv", cases));
    CB_CHECK(fixture.importVerdicts("v.csv", verdicts));
    return schemaCard(fixture.project(), fixture.silent());
}

} // namespace

void TestSchemaCard::aFieldFilledOnlyOnceDecidedIsHinted()
{
    WorkflowFixture fixture;
    const auto card = cardWith(fixture, [](int row, bool, bool decided) {
        return decided ? std::string(row % 2 == 0 ? "x" : "y") : "";
    });
    CB_VERIFY(card);
    QCOMPARE(hintsOf(*card), QStringList { "extra after-outcome" });
}

void TestSchemaCard::aFieldThatGivesTheAnswerAwayIsHinted()
{
    WorkflowFixture fixture;
    const auto card = cardWith(
        fixture, [](int row, bool scam, bool) { return std::string(scam ? "p" : "n") + "qrs"[row % 3]; });
    CB_VERIFY(card);
    QCOMPARE(hintsOf(*card), QStringList { "extra too-good" });
    QVERIFY(fieldOf(*card, "extra").auc > 0.999);
}

void TestSchemaCard::anUnremarkableFieldIsNotHinted()
{
    WorkflowFixture fixture;
    // Filled in half of all cases, decided or not, and only in the second month: nothing to say.
    const auto card = cardWith(fixture, [](int row, bool, bool) {
        return std::string(row % 2 == 0 ? "" : row % 5 == 0 ? "x" : "y");
    });
    CB_VERIFY(card);
    QCOMPARE(hintsOf(*card), QStringList());
    QVERIFY(std::abs(fieldOf(*card, "extra").auc - 0.5) < 0.08);
}

void TestSchemaCard::countsLinkedEqualAndNearlyEqualCases()
{
    WorkflowFixture fixture;
    std::string csv = "case_id,phone,a,b,c,d\n";
    Random random(5);
    for (int row = 0; row < 100; ++row)
        csv += fmt::format("R{},55512{:03},{},{},{},{}\n", row, row, random.below(900), random.below(900),
                           random.below(900), random.below(900));
    csv += "X1,5559990,1,2,3,4\nX2,5559990,1,2,3,4\nX3,5559990,1,2,3,5\n";
    CB_VERIFY(fixture.import("a.csv", csv));
    const auto card = schemaCard(fixture.project(), fixture.silent());
    CB_VERIFY(card);
    QCOMPARE(card->linkedBy, std::vector<std::string> { "phone" });
    QCOMPARE(card->linked.groups, 1);
    QCOMPARE(card->linked.listed.front().caseIds, (std::vector<std::string> { "X1", "X2", "X3" }));
    QCOMPARE(card->exact.listed.front().caseIds, (std::vector<std::string> { "X1", "X2" }));
    QCOMPARE(card->near.listed.front().caseIds, (std::vector<std::string> { "X1", "X3" }));
    QCOMPARE(card->near.listed.front().fields, std::vector<std::string> { "d" });
}

void TestSchemaCard::historyNamesWhoWhenAndWhy()
{
    WorkflowFixture fixture;
    CB_VERIFY(fixture.import("a.csv", "case_id,money\nA1,10\nA2,20\n"));
    CB_VERIFY(fixture.import("b.csv", "case_id,money,place\nB1,10,x\n"));
    FieldChange change;
    change.kind = "category";
    change.role = "ignore";
    change.reason = "codes, not amounts";
    CB_VERIFY(changeField(fixture.project(), fixture.actor("ana"), "money", change));
    change = {};
    change.controllable = "yes";
    CB_VERIFY(changeField(fixture.project(), fixture.actor("ada"), "money", change));
    const auto money = fieldHistory(fixture.project(), "money");
    CB_VERIFY(money);
    QCOMPARE(told(*money),
             (QStringList { "ana: came with a.csv",
                            "ana: kind number -> category, role feature -> ignore because codes, not amounts",
                            "ada: controllable no -> yes" }));
    QCOMPARE(told(*fieldHistory(fixture.project(), "place")), QStringList { "ana: came with b.csv" });
    QVERIFY(!fieldHistory(fixture.project(), "nothing"));
}

void TestSchemaCard::changingAFieldTakesARole()
{
    WorkflowFixture fixture;
    CB_VERIFY(fixture.import("a.csv", "case_id,money\nA1,10\nA2,20\n"));
    FieldChange change;
    change.role = "ignore";
    const auto refused = changeField(fixture.project(), fixture.actor("ina"), "money", change);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Refused);
}

QTEST_APPLESS_MAIN(TestSchemaCard)
#include "tst_SchemaCard.moc"
