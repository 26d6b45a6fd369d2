// SPDX-License-Identifier: GPL-3.0-or-later
// The limits of statistics.md 2, "Schema event": on either side of each.
#include "tests/support/CaseTableBuilder.h"
#include "tests/support/TestMain.h"

#include "core/drift/SchemaEvents.h"

using namespace casebench;
using namespace casebench::test;

namespace {

std::vector<std::string> mix(std::size_t yes, std::size_t no, std::size_t missing = 0)
{
    std::vector<std::string> values(yes, "Yes");
    values.insert(values.end(), no, "No");
    values.insert(values.end(), missing, "");
    return values;
}

std::vector<SchemaEvent> events(const std::vector<std::string>& before,
                                const std::vector<std::string>& now,
                                const std::vector<std::string>& modelFields = {})
{
    return findSchemaEvents(*CaseTableBuilder().yesNo("f", before).build(),
                            *CaseTableBuilder().yesNo("f", now).build(), modelFields);
}

std::string onlyEvent(const std::vector<SchemaEvent>& found)
{
    return found.empty() ? "" : found.size() == 1 ? found.front().event : "several";
}

} // namespace

class TestSchemaEvents : public QObject
{
    Q_OBJECT

private slots:

    void aNewFieldCountsFromTwoPercent()
    {
        const auto reference = mix(0, 0, 100);
        QCOMPARE(onlyEvent(events(reference, mix(2, 98))), std::string("new"));
        QCOMPARE(onlyEvent(events(reference, mix(1, 99))), std::string());
    }

    void orFromTenRows()
    {
        const auto reference = mix(0, 0, 100);
        QCOMPARE(onlyEvent(events(reference, mix(10, 9990))), std::string("new"));
        QCOMPARE(onlyEvent(events(reference, mix(9, 9991))), std::string());
    }

    void filledMeansNeitherMissingNorNo()
    {
        const auto reference = mix(0, 0, 100);
        QCOMPARE(onlyEvent(events(reference, mix(0, 600))), std::string()); // all No
        const auto found = events(reference, mix(60, 240, 300));
        QCOMPARE(onlyEvent(found), std::string("new"));
        QCOMPARE(found[0].rows, std::int64_t { 60 });
        QCOMPARE(found[0].share, 0.1);
        QVERIFY(!found[0].seenByModel);
        QVERIFY(found[0].text.find("cannot see") != std::string::npos);
    }

    void theModelsOwnFieldIsSaidToBeSeen()
    {
        const std::vector<std::string> fields { "f" };
        QVERIFY(events(mix(0, 0, 50), mix(25, 25), fields)[0].seenByModel);
    }

    void aFieldWithoutAnyValueIsGone()
    {
        const auto found = events(mix(50, 40, 10), mix(0, 0, 60));
        QCOMPARE(onlyEvent(found), std::string("gone"));
        QCOMPARE(found[0].share, 0.9);
        QCOMPARE(onlyEvent(events(mix(0, 0, 100), mix(0, 0, 60))), std::string()); // never was there
    }

    void aFieldThatIsNotInTheWindowAtAllIsGoneToo()
    {
        const CaseTablePtr before =
            CaseTableBuilder().yesNo("kept", mix(50, 50)).yesNo("lost", mix(50, 50)).build();
        const CaseTablePtr now = CaseTableBuilder().yesNo("kept", mix(50, 50)).build();
        const auto found = findSchemaEvents(*before, *now, {});
        QCOMPARE(onlyEvent(found), std::string("gone"));
        QCOMPARE(found[0].field, std::string("lost"));
    }

    void aYesNoFieldThatIsAskedButNeverAnsweredYesIsQuiet()
    {
        QCOMPARE(onlyEvent(events(mix(300, 700), mix(0, 600))), std::string("quiet"));
        QCOMPARE(onlyEvent(events(mix(1, 999), mix(0, 600))), std::string()); // hardly ever Yes before
    }

    void twentyPointsOfFillLostAreAnEvent()
    {
        const auto reference = mix(500, 400, 100); // 90 % present
        QCOMPARE(onlyEvent(events(reference, mix(390, 310, 300))), std::string("fill")); // 70 %
        QCOMPARE(onlyEvent(events(reference, mix(395, 315, 290))), std::string()); // 71 %
    }

    void theYesRateMustHalveWithASmallP()
    {
        const auto reference = mix(800, 1000); // 44.4 %
        QCOMPARE(onlyEvent(events(reference, mix(130, 470))), std::string("positive-rate")); // 21.7 %
        QCOMPARE(onlyEvent(events(reference, mix(140, 460))), std::string()); // 23.3 %
        QCOMPARE(onlyEvent(events(reference, mix(2, 8))), std::string()); // halved, but of ten
    }

    void aNewLevelIsAlwaysListedFromTwoPercentOrTenRows()
    {
        const auto found = [](std::size_t fresh, std::size_t rows) {
            std::vector<std::string> now(rows - fresh, "local");
            now.insert(now.end(), fresh, "satellite");
            const CaseTablePtr before =
                CaseTableBuilder().category("c", std::vector<std::string>(100, "local")).build();
            return findSchemaEvents(*before, *CaseTableBuilder().category("c", now).build(), {});
        };
        QCOMPARE(onlyEvent(found(2, 100)), std::string("level"));
        QVERIFY(found(2, 100)[0].text.find("satellite") != std::string::npos);
        QCOMPARE(onlyEvent(found(1, 100)), std::string());
        QCOMPARE(onlyEvent(found(10, 5000)), std::string("level"));
        QCOMPARE(onlyEvent(found(9, 5000)), std::string());
    }

    void fieldsTheModelCannotSeeComeFirst()
    {
        CaseTableBuilder before, now;
        before.yesNo("gone", mix(90, 10)).yesNo("small", mix(0, 0, 100)).yesNo("large", mix(0, 0, 100));
        now.yesNo("gone", mix(0, 0, 100)).yesNo("small", mix(5, 95)).yesNo("large", mix(30, 70));
        const auto found =
            findSchemaEvents(*before.build(), *now.build(), std::vector<std::string> { "gone" });
        QCOMPARE(found.size(), std::size_t { 3 });
        QCOMPARE(found[0].field, std::string("large"));
        QCOMPARE(found[1].field, std::string("small"));
        QCOMPARE(found[2].field, std::string("gone"));
    }

    void identifiersPersonalFieldsAndTimesAreNotWatched()
    {
        CaseTableBuilder before, now;
        before.category("id", { "", "" })
            .as(FieldRole::Id)
            .category("phone", { "", "" })
            .as(FieldRole::Personal);
        now.category("id", { "a", "b" })
            .as(FieldRole::Id)
            .category("phone", { "1", "2" })
            .as(FieldRole::Personal);
        before.time("at", { "", "" });
        now.time("at", { "2026-01-01", "2026-01-02" });
        QVERIFY(findSchemaEvents(*before.build(), *now.build(), {}).empty());
    }
};

QTEST_APPLESS_MAIN(TestSchemaEvents)
#include "tst_SchemaEvents.moc"
