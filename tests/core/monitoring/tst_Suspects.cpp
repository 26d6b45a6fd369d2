// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/CaseTableBuilder.h"
#include "tests/support/TestMain.h"

#include "core/monitoring/Suspects.h"

using namespace casebench;
using namespace casebench::test;

namespace {

SchemaEvent newField(std::string name, double share, bool seen = false)
{
    return { std::move(name), "new", share, static_cast<std::int64_t>(share * 600), seen, "is new." };
}

FieldDrift drifted(std::string name, DriftVerdict verdict, double impact)
{
    FieldDrift drift;
    drift.name = std::move(name);
    drift.kind = FieldKind::YesNo;
    drift.verdict = verdict;
    drift.direction = "falling";
    drift.impact = impact;
    drift.pAdjusted = 1e-6;
    return drift;
}

ErrorSlice slice(std::string name, double pAdjusted, bool used)
{
    ErrorSlice found { std::move(name), "Yes", 30, 5, 40, 60, pAdjusted, pAdjusted, used };
    return found;
}

} // namespace

class TestSuspects : public QObject
{
    Q_OBJECT

private slots:

    void harmOutranksShapeAndShapeOutranksDrift()
    {
        DriftReport drift;
        drift.events = { newField("Gift_Card", .5) };
        drift.fields = { drifted("Opened_Bank_Website", DriftVerdict::Drift, .3) };
        const std::vector<ErrorSlice> slices { slice("UPI_PAYMENTS", 1e-8, false) };
        const auto suspects = rankSuspects(drift, slices, {});
        QCOMPARE(suspects.size(), std::size_t { 3 });
        QCOMPARE(suspects[0].field, std::string("UPI_PAYMENTS"));
        QCOMPARE(suspects[0].why, std::string("error-slice"));
        QCOMPARE(suspects[1].field, std::string("Gift_Card"));
        QCOMPARE(suspects[1].why, std::string("schema"));
        QCOMPARE(suspects[2].field, std::string("Opened_Bank_Website"));
        QCOMPARE(suspects[2].why, std::string("drift"));
        for (std::size_t i = 0; i < suspects.size(); ++i)
            QCOMPARE(suspects[i].rank, static_cast<int>(i + 1));
    }

    void aFieldTheModelUsesIsTheSymptom()
    {
        const std::vector<ErrorSlice> slices { slice("Opened_Bank_Website", 1e-20, true),
                                               slice("UPI_PAYMENTS", 1e-4, false) };
        QCOMPARE(rankSuspects({}, slices, {})[0].field, std::string("UPI_PAYMENTS"));
    }

    void oneLineAFieldTellsAllItsReasons()
    {
        DriftReport drift;
        drift.events = { newField("UPI_PAYMENTS", .1) };
        const std::vector<ErrorSlice> slices { slice("UPI_PAYMENTS", 1e-8, false) };
        const auto suspects = rankSuspects(drift, slices, {});
        QCOMPARE(suspects.size(), std::size_t { 1 });
        QCOMPARE(suspects[0].why, std::string("error-slice, schema"));
        QVERIFY(suspects[0].text.find("is new.") != std::string::npos);
        QVERIFY(suspects[0].text.find("30 of 40 missed scams") != std::string::npos);
    }

    void anInsignificantSliceAndAWatchedFieldAreNoSuspects()
    {
        DriftReport drift;
        drift.fields = { drifted("a", DriftVerdict::Watch, 9), drifted("b", DriftVerdict::Steady, 9) };
        const std::vector<ErrorSlice> slices { slice("c", .06, false) };
        QVERIFY(rankSuspects(drift, slices, {}).empty());
    }

    void aNewFieldThatGoesAlongWithLostFlagsComesBeforeAnUnrelatedOne()
    {
        // 600 cases; where UPI is filled 20 of 80 are flagged, elsewhere 416 of 520. Weekend is filled more
        // and says nothing.
        std::vector<std::string> upi, weekend;
        std::vector<std::uint8_t> flagged;
        for (int i = 0; i < 600; ++i) {
            upi.emplace_back(i < 80 ? "Yes" : "No");
            weekend.emplace_back(i % 2 == 0 ? "Yes" : "No");
            flagged.push_back(i < 80 ? i % 4 == 0 : i % 5 != 0);
        }
        const CaseTablePtr window =
            CaseTableBuilder().yesNo("Weekend_Call", weekend).yesNo("UPI_PAYMENTS", upi).build();
        DriftReport drift;
        drift.events = { newField("Weekend_Call", .5), newField("UPI_PAYMENTS", .13),
                         newField("Known", .2, true) };
        const auto fields = newFieldsOf(drift);
        QCOMPARE(fields.size(), std::size_t { 2 });
        const auto links = associateWithScore(*window, flagged, fields);
        QCOMPARE(links.size(), std::size_t { 2 });
        const auto link = std::ranges::find(links, std::string("UPI_PAYMENTS"), &ScoreAssociation::field);
        QCOMPARE(link->flaggedFilled, .25);
        QCOMPARE(link->flaggedOther, .8);
        QCOMPARE(link->n, std::int64_t { 80 });
        QVERIFY(link->pAdjusted < 1e-10 && link->pAdjusted >= link->p);
        const auto suspects = rankSuspects(drift, {}, links);
        QCOMPARE(suspects[0].field, std::string("UPI_PAYMENTS"));
        QVERIFY(suspects[0].text.find("flags 25") != std::string::npos);
        QCOMPARE(rankSuspects(drift, {}, {})[0].field,
                 std::string("Weekend_Call")); // by share alone it would be the other
    }

    void aFieldThatIsFilledNowhereOrEverywhereSaysNothing()
    {
        const CaseTablePtr window =
            CaseTableBuilder().yesNo("all", { "Yes", "Yes" }).yesNo("none", { "No", "" }).build();
        const std::vector<std::string> fields { "all", "none", "absent" };
        QVERIFY(associateWithScore(*window, std::vector<std::uint8_t> { 0, 1 }, fields).empty());
    }
};

QTEST_APPLESS_MAIN(TestSuspects)
#include "tst_Suspects.moc"
