// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/models/Cases.h"
#include "tests/support/TestMain.h"

#include "core/evaluation/Compare.h"

using namespace casebench;
using namespace casebench::test;

namespace {

/// Two models on 1,000 cases: the second finds every scam that the first finds, and most of those over UPI,
/// which the first misses.
struct Story
{
    CaseTablePtr table;
    ComparedModel champion { 1, "Champion", 0.5, {} };
    ComparedModel challenger { 2, "Challenger", 0.5, {} };
};

Story story()
{
    Random random(8);
    Story result;
    std::vector<Code> upi;
    for (std::uint32_t i = 0; i < 1000; ++i) {
        const bool scam = i % 2 == 0;
        const bool viaUpi = scam && i % 4 == 0;
        upi.push_back(i % 50 == 1 ? kMissingCode : viaUpi ? kYesCode : kNoCode);
        const double noise = random.uniform() * 0.3;
        const double caught = random.chance(0.9) ? 0.65 : 0.05;
        const double cleared = random.chance(0.85) ? 0.1 : 0.6;
        const double first = viaUpi ? 0.1 : scam ? caught : cleared;
        const double second = viaUpi ? caught : scam ? caught : cleared;
        for (auto [model, p] :
             { std::pair { &result.champion, first }, std::pair { &result.challenger, second } }) {
            model->predictions.rows.push_back(i);
            model->predictions.truth.push_back(i % 100 == 99 ? kUndecided : scam ? kPositive : kNegative);
            model->predictions.margin.push_back(p + noise);
            model->predictions.probability.push_back(p + noise);
        }
    }
    TableBuilder builder(1000);
    result.table = builder.yesNo("UPI_PAYMENTS", upi)
                       .number("Money", std::vector<double>(upi.begin(), upi.end()))
                       .build();
    return result;
}

Comparison compared(const Story& s, const ComparisonOptions& options = { 400, 1, {} })
{
    const ComparedModel models[] = { s.champion, s.challenger };
    Progress silent;
    return *compareModels(models, *s.table, options, silent);
}

const PairedDifference& pairOf(const Comparison& comparison, std::string_view metric)
{
    return *std::ranges::find(comparison.pairs, metric, &PairedDifference::metric);
}

} // namespace

class TestCompare : public QObject
{
    Q_OBJECT

private slots:

    void tellsTheFinding()
    {
        const Comparison comparison = compared(story());
        QCOMPARE(comparison.cases, std::int64_t { 990 });
        QCOMPARE(comparison.models.size(), std::size_t { 2 });
        QCOMPARE(comparison.pairs.size(), kMetricNames.size());
        const Interval recall = pairOf(comparison, "recall").delta;
        QVERIFY2(recall.value > 0.35 && recall.value < 0.55, qPrintable(QString::number(recall.value)));
        QVERIFY(recall.low > 0.3 && recall.low < recall.value && recall.value < recall.high);
        QVERIFY2(comparison.sentence.find("Challenger finds 4") == 0, comparison.sentence.c_str());
        QVERIFY2(comparison.sentence.find("about as many false alarms") != std::string::npos,
                 comparison.sentence.c_str());
        QVERIFY2(comparison.sentence.find("p < 0.001") != std::string::npos, comparison.sentence.c_str());
        const PairedDifference auc = pairOf(comparison, "roc_auc");
        QVERIFY(auc.p < 1e-6 && auc.delta.low > 0);
        QCOMPARE(auc.mcnemar.b, std::int64_t { 0 });
        QVERIFY(auc.mcnemar.c > 200);
    }

    void turnedRoundTheDifferencesChangeSign()
    {
        Story s = story();
        const Comparison forth = compared(s);
        std::swap(s.champion, s.challenger);
        const Comparison back = compared(s);
        for (const std::string_view metric : kMetricNames)
            QVERIFY(std::abs(pairOf(forth, metric).delta.value + pairOf(back, metric).delta.value) < 1e-12);
        QVERIFY2(back.sentence.find("fewer of the scams (interval 4") != std::string::npos,
                 back.sentence.c_str());
    }

    void aModelDoesNotDifferFromItself()
    {
        Story s = story();
        s.challenger.predictions = s.champion.predictions;
        const Comparison comparison = compared(s);
        for (const PairedDifference& pair : comparison.pairs)
            QVERIFY(pair.delta.value == 0 && pair.delta.low == 0 && pair.delta.high == 0);
        QCOMPARE(comparison.pairs.front().mcnemar.p, 1.0);
        QVERIFY2(comparison.sentence.find("about as many of the scams") != std::string::npos,
                 comparison.sentence.c_str());
    }

    void slicesShowWhereTheyDiffer()
    {
        const Comparison comparison = compared(story());
        QVERIFY(!comparison.slices.empty());
        QVERIFY(comparison.slices.front().field == "UPI_PAYMENTS");
        bool yes = false;
        bool missing = false;
        for (const SliceFigure& slice : comparison.slices) {
            if (slice.field != "UPI_PAYMENTS")
                continue;
            missing = missing || slice.level == "(missing)";
            if (slice.level != "Yes" || slice.metric != "recall")
                continue;
            yes = true;
            QCOMPARE(slice.value.n, std::int64_t { 250 });
            if (slice.runId == 1)
                QCOMPARE(slice.value.value, 0.0);
            else
                QVERIFY(slice.value.value > 0.8 && slice.value.low < slice.value.value);
        }
        QVERIFY(yes && missing);
    }

    void slicesByWhatIsAskedAndRefusesTheUnknown()
    {
        const Story s = story();
        const Comparison comparison = compared(s, { 50, 1, { "Money" } });
        for (const SliceFigure& slice : comparison.slices)
            QVERIFY(slice.field == "Money");
        const ComparedModel models[] = { s.champion, s.challenger };
        Progress silent;
        const auto unknown = compareModels(models, *s.table, { 50, 1, { "Nowhere" } }, silent);
        QVERIFY(!unknown && unknown.error().code == ErrorCode::NotFound);
    }

    void refusesCasesThatDiffer()
    {
        Story s = story();
        s.challenger.predictions.rows[3] = 77777;
        const ComparedModel models[] = { s.champion, s.challenger };
        Progress silent;
        QVERIFY(compareModels(models, *s.table, {}, silent).error().code == ErrorCode::InvalidInput);
        QVERIFY(!compareModels({}, *s.table, {}, silent));
        Story undecided = story();
        std::ranges::fill(undecided.champion.predictions.truth, kUndecided);
        const ComparedModel one[] = { undecided.champion };
        QVERIFY(compareModels(one, *undecided.table, {}, silent).error().code == ErrorCode::InvalidInput);
    }

    void oneModelHasFiguresButNoSentence()
    {
        const Story s = story();
        const ComparedModel one[] = { s.champion };
        Progress silent;
        const auto comparison = compareModels(one, *s.table, { 50, 1, {} }, silent);
        CB_VERIFY(comparison);
        QVERIFY(comparison->sentence.empty() && comparison->pairs.empty());
        QCOMPARE(comparison->models.front().calibration.size(), std::size_t { 10 });
    }

    void stopsAtEveryCheckpoint()
    {
        const Story s = story();
        const ComparedModel models[] = { s.champion, s.challenger };
        for (int k = 0;; ++k) {
            StopAt stop(k);
            const auto result = compareModels(models, *s.table, { 200, 1, {} }, stop.progress());
            if (stop.asked() <= k) {
                CB_VERIFY(result);
                QVERIFY(k >= 3);
                break;
            }
            QVERIFY(result.error().code == ErrorCode::Cancelled);
        }
    }
};

QTEST_APPLESS_MAIN(TestCompare)
#include "tst_Compare.moc"
