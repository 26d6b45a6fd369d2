// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/models/Cases.h"
#include "tests/support/TestMain.h"

#include "core/models/Calibration.h"
#include "core/models/Families.h"
#include "core/models/Scorer.h"

using namespace casebench;
using namespace casebench::test;

namespace {

Run trainedRun(const Calls& cases, const std::string& family)
{
    const Family& maker = **findFamily(family);
    const auto fields = modelFieldNames(*cases.table);
    const auto encoder =
        Encoder::fit(*cases.table, allRows(cases.truth.size()), fields, { maker.encodingStyle() });
    Progress silent;
    const auto model = maker.fit(encoder->encode(*cases.table), cases.truth,
                                 *ParameterValues::resolve(maker.parameters(), {}), {}, silent);
    Run run;
    run.recipe.family = family;
    run.encoder = encoder->toJson();
    run.modelBytes = (*model)->serialize();
    return run;
}

Scores scored(const Run& run, const CaseTable& table)
{
    Progress silent;
    return *Scorer::fromRun(run)->score(table, silent);
}

} // namespace

class TestScorer : public QObject
{
    Q_OBJECT

private slots:

    void scoresEveryFamilyFromItsRun()
    {
        const Calls cases = calls(200);
        for (const Family* family : families()) {
            const Run run = trainedRun(cases, std::string(family->id()));
            const Scores scores = scored(run, *cases.table);
            QCOMPARE(scores.size(), std::size_t { 200 });
            for (std::size_t i = 0; i < scores.size(); ++i) {
                QVERIFY(scores.probability[i] > 0 && scores.probability[i] < 1);
                QCOMPARE(scores.positive[i] != 0, scores.probability[i] >= 0.5);
            }
        }
    }

    void matchesFieldsByNameNotByPosition()
    {
        const Calls cases = calls(200);
        const Run run = trainedRun(cases, "boosted");
        CaseTable turned = *cases.table;
        auto fields = turned.schema.fields();
        std::ranges::reverse(fields);
        std::ranges::reverse(turned.columns);
        turned.schema = Schema(fields);
        QVERIFY(scored(run, turned).margin == scored(run, *cases.table).margin);
    }

    void takesAnAbsentOrRetypedFieldAsMissing()
    {
        const Calls cases = calls(200);
        const Run run = trainedRun(cases, "boosted");
        CaseTable lacking = *cases.table;
        auto fields = lacking.schema.fields();
        const std::size_t opened = *lacking.schema.indexOf("Opened_Bank_Website");
        CaseTable empty = lacking;
        empty.columns[opened] = Column::missing(FieldKind::YesNo, 200);
        CaseTable retyped = lacking;
        retyped.columns[opened] = Column::numbers(std::vector<double>(200, 1));
        fields.erase(fields.begin() + static_cast<std::ptrdiff_t>(opened));
        lacking.columns.erase(lacking.columns.begin() + static_cast<std::ptrdiff_t>(opened));
        lacking.schema = Schema(fields);
        const auto expected = scored(run, empty).margin;
        QVERIFY(scored(run, lacking).margin == expected);
        QVERIFY(scored(run, retyped).margin == expected);
        QVERIFY(expected != scored(run, *cases.table).margin);
    }

    void bearsNumbersBeyondFloat()
    {
        Calls cases = calls(200);
        for (const Family* family : families()) {
            const Run run = trainedRun(cases, std::string(family->id()));
            CaseTable wild = *cases.table;
            std::vector<double> money(200, 1e308);
            money[0] = -1e308;
            money[1] = std::numeric_limits<double>::infinity();
            wild.columns[*wild.schema.indexOf("Money_Asked")] = Column::numbers(money);
            const Scores scores = scored(run, wild);
            for (const double p : scores.probability)
                QVERIFY(p >= 0 && p <= 1);
        }
    }

    void blocksGiveTheSameAsOneRow()
    {
        const Calls cases = calls(200);
        const auto scorer = Scorer::fromRun(trainedRun(cases, "logistic"));
        Progress silent;
        const auto all = scorer->score(*cases.table, silent);
        const std::uint32_t some[] = { 17, 3 };
        const auto two = scorer->score(*cases.table, some, silent);
        QVERIFY(two->margin[0] == all->margin[17] && two->margin[1] == all->margin[3]);
        StopAt stop(0);
        QVERIFY(scorer->score(*cases.table, stop.progress()).error().code == ErrorCode::Cancelled);
    }

    void refusesPartsThatDoNotBelongTogether()
    {
        const Calls cases = calls(200);
        const Run run = trainedRun(cases, "boosted");
        const Run other = trainedRun(cases, "logistic");
        ScorerParts parts = scorerParts(run);
        CB_VERIFY(Scorer::fromParts(parts));
        parts.family = "logistic";
        QVERIFY(!Scorer::fromParts(parts));
        parts = scorerParts(run);
        parts.encoder = other.encoder;
        QVERIFY(!Scorer::fromParts(parts));
        parts = scorerParts(run);
        parts.threshold = 1.5;
        QVERIFY(!Scorer::fromParts(parts));
        parts = scorerParts(run);
        parts.calibration.a = std::nan("");
        QVERIFY(!Scorer::fromParts(parts));
        parts = scorerParts(run);
        parts.encoder = Json::object();
        QVERIFY(!Scorer::fromParts(parts));
    }

    void identityCoversEverythingThatDecides()
    {
        const Run run = trainedRun(calls(100), "majority");
        const std::string bytes = modelIdentityBytes(run);
        QVERIFY(modelIdentityBytes(run) == bytes);
        Run changed = run;
        changed.name = "another name";
        changed.state = RunState::Champion;
        QVERIFY(modelIdentityBytes(changed) == bytes);
        changed = run;
        changed.threshold = 0.4;
        QVERIFY(modelIdentityBytes(changed) != bytes);
        changed = run;
        changed.calibration.b = 1e-9;
        QVERIFY(modelIdentityBytes(changed) != bytes);
        changed = run;
        changed.modelBytes += " ";
        QVERIFY(modelIdentityBytes(changed) != bytes);
        changed = run;
        changed.recipe.family = "one-rule";
        QVERIFY(modelIdentityBytes(changed) != bytes);
        changed = run;
        changed.encoder["style"] = "linear";
        QVERIFY(modelIdentityBytes(changed) != bytes);
    }

    void calibrationNeedsBothClassesAndARisingSlope()
    {
        std::vector<double> margins;
        std::vector<Truth> truth;
        for (int i = 0; i < 200; ++i) {
            margins.push_back(i * 0.05 - 5 + (i % 3) * 0.7);
            truth.push_back(i < 100 ? kNegative : kPositive);
        }
        const Calibration fitted = fitPlatt(margins, truth);
        QVERIFY(fitted.fitted && fitted.a < 0);
        QVERIFY(calibrated(fitted, 3.0) > calibrated(fitted, -3.0));
        std::vector<Truth> scarce(truth);
        std::fill(scarce.begin() + 149, scarce.end(), kNegative);
        QVERIFY(!fitPlatt(margins, scarce).fitted); // 49 positives
        std::vector<Truth> wrong(truth.rbegin(), truth.rend());
        QVERIFY(!fitPlatt(margins, wrong).fitted);
        QVERIFY(!fitPlatt(std::vector<double>(200, 1.0), truth).fitted);
        // The link: a margin of 0 is even odds, and nothing overflows.
        QCOMPARE(calibrated({}, 0.0), 0.5);
        QVERIFY(std::abs(calibrated({}, 2.0) - 0.880797) < 1e-6);
        QCOMPARE(calibrated({}, 1e6), 1.0);
        QCOMPARE(calibrated({}, -1e6), 0.0);
    }
};

QTEST_APPLESS_MAIN(TestScorer)
#include "tst_Scorer.moc"
