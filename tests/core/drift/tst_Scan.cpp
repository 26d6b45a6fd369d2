// SPDX-License-Identifier: GPL-3.0-or-later
// Scenarios 14-16 and the verdict logic of statistics.md 2.
#include "tests/support/CaseTableBuilder.h"
#include "tests/support/TestMain.h"

#include "core/base/Random.h"
#include "core/drift/Scan.h"

using namespace casebench;
using namespace casebench::test;

namespace {

std::vector<std::string> answers(Random& random, std::size_t n, double yes)
{
    std::vector<std::string> values(n);
    for (std::string& value : values)
        value = random.chance(yes) ? "Yes" : "No";
    return values;
}

/// Exactly `yes` of n say Yes.
std::vector<std::string> exactly(std::size_t yes, std::size_t n)
{
    std::vector<std::string> values(n, "No");
    std::fill_n(values.begin(), yes, "Yes");
    return values;
}

std::vector<double> money(Random& random, std::size_t n, double mu)
{
    std::vector<double> values(n);
    for (double& value : values)
        value = std::round(std::exp(mu + 0.9 * random.normal()));
    return values;
}

DriftReport scan(const CaseTablePtr& reference, const CaseTablePtr& window)
{
    std::vector<std::string> fields;
    for (const Field& field : reference->schema.fields())
        fields.push_back(field.name);
    Progress silent;
    auto report = scanDrift({ *reference, *window, fields, {} }, silent);
    return report ? *report : DriftReport {};
}

const FieldDrift& field(const DriftReport& report, std::string_view name)
{
    const auto at = std::ranges::find(report.fields, name, &FieldDrift::name);
    expects(at != report.fields.end(), "no such field in the report");
    return *at;
}

DriftReport scanOne(std::vector<std::string> before, std::vector<std::string> now)
{
    return scan(CaseTableBuilder().yesNo("a", before).build(), CaseTableBuilder().yesNo("a", now).build());
}

} // namespace

class TestScan : public QObject
{
    Q_OBJECT

private slots:

    void withoutDriftAtMostOneWindowInTenSaysDrift()
    {
        int alarmed = 0;
        constexpr int kSeeds = 200;
        for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
            Random random(seed);
            CaseTableBuilder before, now;
            for (int i = 0; i < 25; ++i) {
                const double yes = 0.05 + 0.9 * random.uniform();
                const std::string name = "f" + std::to_string(i);
                before.yesNo(name, answers(random, 1800, yes));
                now.yesNo(name, answers(random, 600, yes));
            }
            const DriftReport report = scan(before.build(), now.build());
            QCOMPARE(report.fields.size(), std::size_t { 25 });
            alarmed += std::ranges::any_of(
                report.fields, [](const FieldDrift& f) { return f.verdict == DriftVerdict::Drift; });
        }
        qInfo("%d of %d windows without drift said drift", alarmed, kSeeds);
        QVERIFY2(alarmed <= kSeeds / 10, qPrintable(QString::number(alarmed)));
    }

    void aShiftOfMoneyShowsDespiteOneHugeValue()
    {
        Random random(5);
        std::vector<double> now = money(random, 600, 7.2 + 0.7);
        now[17] = 5'000'000;
        const DriftReport report =
            scan(CaseTableBuilder().number("Money_Asked", money(random, 1800, 7.2)).build(),
                 CaseTableBuilder().number("Money_Asked", now).build());
        const FieldDrift& drift = field(report, "Money_Asked");
        QVERIFY2(drift.psi > 0.2, qPrintable(QString::number(drift.psi)));
        QCOMPARE(drift.verdict, DriftVerdict::Drift);
        QCOMPARE(drift.direction, std::string("rising"));
        QCOMPARE(drift.test, std::string("Kolmogorov-Smirnov"));
    }

    void oneHugeValueAloneIsNoDrift()
    {
        Random random(6);
        std::vector<double> now = money(random, 600, 7.2);
        now[17] = 5'000'000;
        const DriftReport report =
            scan(CaseTableBuilder().number("Money_Asked", money(random, 1800, 7.2)).build(),
                 CaseTableBuilder().number("Money_Asked", now).build());
        QVERIFY(field(report, "Money_Asked").verdict != DriftVerdict::Drift);
        QVERIFY(field(report, "Money_Asked").psi < 0.1);
    }

    void oddColumnsHaveTheirOwnStatusAndLeaveTheOthersAlone()
    {
        Random random(9);
        const std::vector<std::string> reference = answers(random, 1800, .8);
        const std::vector<std::string> window = answers(random, 600, .5);
        const DriftReport alone = scan(CaseTableBuilder().yesNo("moved", reference).build(),
                                       CaseTableBuilder().yesNo("moved", window).build());

        CaseTableBuilder before, now;
        before.yesNo("moved", reference)
            .yesNo("empty", answers(random, 1800, .5))
            .number("was_empty", std::vector<double>(1800, std::nan("")));
        now.yesNo("moved", window)
            .yesNo("empty", std::vector<std::string>(600, ""))
            .number("was_empty", money(random, 600, 7));
        before.number("constant", std::vector<double>(1800, 3))
            .category("levels", std::vector<std::string>(1800, "old"));
        now.number("constant", std::vector<double>(600, 4))
            .category("levels", std::vector<std::string>(600, "new"));
        before.number("type", money(random, 1800, 7))
            .yesNo("gone", answers(random, 1800, .5))
            .text("note", std::vector<std::string>(1800, "x"));
        now.category("type", std::vector<std::string>(600, "many"))
            .text("note", std::vector<std::string>(600, "y"));
        const DriftReport report = scan(before.build(), now.build());

        QCOMPARE(report.fields.size(), std::size_t { 8 });
        QCOMPARE(field(report, "empty").whySkipped, std::string("empty in the window"));
        QCOMPARE(field(report, "was_empty").whySkipped, std::string("empty in the reference"));
        QCOMPARE(field(report, "constant").whySkipped, std::string("constant in the reference"));
        QCOMPARE(field(report, "type").whySkipped, std::string("was number, is category"));
        QCOMPARE(field(report, "gone").whySkipped, std::string("not in the window"));
        QCOMPARE(field(report, "note").whySkipped, std::string("free text"));
        for (const char* name : { "empty", "was_empty", "constant", "type", "gone", "note" }) {
            QCOMPARE(field(report, name).verdict, DriftVerdict::Skipped);
            QVERIFY(std::isnan(field(report, name).p) && std::isnan(field(report, name).pAdjusted));
        }
        QCOMPARE(field(report, "levels").verdict, DriftVerdict::Drift);
        const FieldDrift& moved = field(report, "moved");
        QCOMPARE(moved.verdict, DriftVerdict::Drift);
        QCOMPARE(moved.p, field(alone, "moved").p);
        QCOMPARE(moved.effect, field(alone, "moved").effect);
        QCOMPARE(report.fields.back().verdict, DriftVerdict::Skipped); // what says nothing stands last
    }

    void aConstantColumnOnBothSidesIsSteady()
    {
        const DriftReport report = scanOne(exactly(0, 500), exactly(0, 300));
        QCOMPARE(report.fields[0].verdict, DriftVerdict::Steady);
        QCOMPARE(report.fields[0].p, 1.0);
        QCOMPARE(report.fields[0].effect, 0.0);
    }

    void driftNeedsBothASmallPAndAMaterialEffect()
    {
        // 80 % to 52 %: both.
        const DriftReport both = scanOne(exactly(1440, 1800), exactly(312, 600));
        QCOMPARE(both.fields[0].verdict, DriftVerdict::Drift);
        QCOMPARE(both.fields[0].direction, std::string("falling"));
        QVERIFY(std::abs(both.fields[0].reference - .8) < 1e-12
                && std::abs(both.fields[0].current - .52) < 1e-12);
        QVERIFY(both.fields[0].low < -.28 && both.fields[0].high > -.28 && both.fields[0].high < 0);
        // 30 % to 32 % of 50,000: significant, not material.
        const DriftReport large = scanOne(exactly(15000, 50000), exactly(16000, 50000));
        QVERIFY(large.fields[0].pAdjusted < .05);
        QCOMPARE(large.fields[0].verdict, DriftVerdict::Watch);
        // 8 of 40 to 12 of 40: ten points, not significant.
        const DriftReport small = scanOne(exactly(8, 40), exactly(12, 40));
        QVERIFY(small.fields[0].pAdjusted > .05);
        QCOMPARE(small.fields[0].verdict, DriftVerdict::Watch);
        QCOMPARE(small.fields[0].direction, std::string("rising"));
        // 30 % to 31 % of 600: neither.
        const DriftReport none = scanOne(exactly(540, 1800), exactly(186, 600));
        QCOMPARE(none.fields[0].verdict, DriftVerdict::Steady);
        QCOMPARE(none.fields[0].direction, std::string());
    }

    void theFivePointBandIsInclusive()
    {
        QCOMPARE(scanOne(exactly(1000, 10000), exactly(1510, 10000)).fields[0].verdict, DriftVerdict::Drift);
        QCOMPARE(scanOne(exactly(1000, 10000), exactly(1490, 10000)).fields[0].verdict, DriftVerdict::Watch);
    }

    void theTwoProportionTestIsTheOneOfTheVector()
    {
        // statistics.md 1: 620/1000 vs 460/800 -> p = .05281
        const DriftReport report = scanOne(exactly(460, 800), exactly(620, 1000));
        QVERIFY(std::abs(report.fields[0].p - .05281) < 5e-6);
        QCOMPARE(report.fields[0].nReference, std::int64_t { 800 });
        QCOMPARE(report.fields[0].nCurrent, std::int64_t { 1000 });
    }

    void pIsCorrectedOverTheFieldsThatWereTested()
    {
        CaseTableBuilder before, now;
        before.yesNo("a", exactly(460, 800))
            .yesNo("b", exactly(400, 800))
            .yesNo("empty", std::vector<std::string>(800, ""));
        now.yesNo("a", exactly(500, 800))
            .yesNo("b", exactly(402, 800))
            .yesNo("empty", std::vector<std::string>(800, ""));
        const DriftReport report = scan(before.build(), now.build());
        const FieldDrift& a = field(report, "a");
        const FieldDrift& b = field(report, "b");
        QVERIFY(a.p < b.p);
        QVERIFY(std::abs(a.pAdjusted - std::min(2 * a.p, b.p))
                < 1e-12); // Benjamini-Hochberg with m = 2: the empty one is no test
        QCOMPARE(b.pAdjusted, b.p);
    }

    void missingIsNeitherYesNorNo()
    {
        std::vector<std::string> now = exactly(100, 300);
        now.insert(now.end(), 300, "");
        const DriftReport report = scanOne(exactly(600, 1800), now);
        QCOMPARE(report.fields[0].verdict, DriftVerdict::Steady);
        QCOMPARE(report.fields[0].nCurrent, std::int64_t { 300 });
        QCOMPARE(report.fields[0].missingCurrent, 0.5);
    }

    void categoriesAreComparedByTextWhateverTheirCodes()
    {
        std::vector<std::string> before, now;
        for (const auto& [level, n] : { std::pair("x", 500), std::pair("y", 300), std::pair("z", 200) })
            before.insert(before.end(), static_cast<std::size_t>(n), level);
        for (const auto& [level, n] : { std::pair("z", 300), std::pair("y", 300), std::pair("x", 400) })
            now.insert(now.end(), static_cast<std::size_t>(n), level);
        const DriftReport report = scan(CaseTableBuilder().category("c", before).build(),
                                        CaseTableBuilder().category("c", now).build());
        // statistics.md 1: p = 1.755e-7, V = .12472
        QVERIFY(std::abs(report.fields[0].effect - .12472) < 5e-6);
        QVERIFY(std::abs(report.fields[0].p - 1.755e-7) < 1e-10);
        QCOMPARE(report.fields[0].verdict, DriftVerdict::Drift);
        const auto js =
            std::ranges::find(report.fields[0].measures, std::string("js_distance"), &MeasureValue::name);
        QVERIFY(std::abs(js->statistic - .10620) < 5e-6);
    }

    void impactIsDistanceTimesImportance()
    {
        const CaseTablePtr before =
            CaseTableBuilder().yesNo("a", exactly(800, 1000)).yesNo("b", exactly(800, 1000)).build();
        const CaseTablePtr now =
            CaseTableBuilder().yesNo("a", exactly(500, 1000)).yesNo("b", exactly(500, 1000)).build();
        const std::vector<std::string> fields { "a", "b" };
        const std::vector<FieldImportance> importance { { "a", 0.0, 0.0 }, { "b", 0.2, 0.0 } };
        Progress silent;
        const auto report = scanDrift({ *before, *now, fields, importance }, silent);
        CB_VERIFY(report);
        QCOMPARE(report->fields[0].name, std::string("b")); // weighs more
        const auto js =
            std::ranges::find(report->fields[0].measures, std::string("js_distance"), &MeasureValue::name);
        QCOMPARE(report->fields[0].impact, js->statistic * 0.2);
        QCOMPARE(report->fields[1].impact, 0.0);
    }

    void anEmptySideIsRefusedAndCancellingStops()
    {
        const CaseTablePtr full = CaseTableBuilder().yesNo("a", exactly(1, 2)).build();
        const CaseTablePtr none = CaseTableBuilder().yesNo("a", {}).build();
        const std::vector<std::string> fields { "a" };
        Progress silent;
        QVERIFY(scanDrift({ *full, *none, fields, {} }, silent).error().code == ErrorCode::InvalidInput);
        QVERIFY(scanDrift({ *none, *full, fields, {} }, silent).error().code == ErrorCode::InvalidInput);
        StopAt stop(0);
        QVERIFY(scanDrift({ *full, *full, fields, {} }, stop.progress()).error().code
                == ErrorCode::Cancelled);
    }
};

QTEST_APPLESS_MAIN(TestScan)
#include "tst_Scan.moc"
