// SPDX-License-Identifier: GPL-3.0-or-later
// Label noise and agreement against cleanlab, scikit-learn, statsmodels and krippendorff, asked at test time.
#include "OutsideJudge.h"
#include "tests/core/labelling/CrowdData.h"

#include "core/base/Random.h"
#include "core/labelling/Agreement.h"
#include "core/labelling/LabelNoise.h"

using namespace casebench;
using namespace casebench::test;

namespace {

/// Cases with a share of flipped labels; `steps` > 0 rounds the probabilities, so that many are equal.
Predictions noisyPredictions(std::size_t n, double flip, double scams, int steps, std::uint64_t seed)
{
    Random random(seed);
    Predictions predictions;
    for (std::size_t i = 0; i < n; ++i) {
        const bool scam = random.chance(scams);
        double p = 1 / (1 + std::exp(-(scam ? 1.2 : -1.2) - 1.5 * random.normal()));
        if (steps > 0)
            p = std::round(p * steps) / steps;
        predictions.rows.push_back(static_cast<CaseRow>(i));
        predictions.truth.push_back(scam != random.chance(flip) ? kPositive : kNegative);
        predictions.margin.push_back(0);
        predictions.probability.push_back(p);
    }
    return predictions;
}

/// One verdict a person and case, recorded one after the other.
std::vector<LabelEvent> crowdEvents(const CrowdData& data)
{
    std::vector<LabelEvent> events;
    for (const CrowdAnswer& answer : data.answers) {
        LabelEvent event;
        event.seq = static_cast<std::int64_t>(events.size()) + 1;
        event.row = answer.item;
        event.person = data.people[answer.person];
        event.verdict = answer.category == 1 ? Verdict::Scam : Verdict::NotScam;
        event.decidedAt = event.recordedAt = event.seq;
        events.push_back(std::move(event));
    }
    return events;
}

AgreementReport reportOf(std::span<const LabelEvent> events)
{
    Progress silent;
    return measureAgreement(verdictTable(events), {}, { 20, 1 }, silent).value();
}

Json countsOf(const VerdictTable& table)
{
    std::vector<std::vector<int>> counts(table.cases.size(), std::vector<int>(table.categories.size(), 0));
    for (const GivenVerdict& given : table.verdicts)
        ++counts[given.item][table.categoryOf(given.verdict)];
    return counts;
}

} // namespace

class TestLabelJudges : public QObject
{
    Q_OBJECT

private:
    OutsideJudge m_judge;

private slots:

    void initTestCase()
    {
        m_judge.start();
    }

    void confidentLearningIsCleanlabs_data()
    {
        QTest::addColumn<int>("n");
        QTest::addColumn<double>("flip");
        QTest::addColumn<double>("scams");
        QTest::addColumn<int>("steps");
        QTest::newRow("as the sample") << 1800 << .08 << .74 << 0;
        QTest::newRow("few scams") << 3000 << .03 << .06 << 0;
        QTest::newRow("very noisy") << 700 << .35 << .5 << 0;
        QTest::newRow("no noise") << 700 << .0 << .5 << 0;
        QTest::newRow("equal probabilities") << 1500 << .1 << .5 << 20;
        QTest::newRow("a handful") << 12 << .2 << .5 << 0;
    }

    void confidentLearningIsCleanlabs()
    {
        QFETCH(const int, n);
        QFETCH(const double, flip);
        QFETCH(const double, scams);
        QFETCH(const int, steps);
        for (const std::uint64_t seed : { 1U, 2U, 3U }) {
            const Predictions predictions =
                noisyPredictions(static_cast<std::size_t>(n), flip, scams, steps, seed);
            Progress silent;
            const auto noise = estimateLabelNoise(predictions, { 1, false }, silent);
            CB_VERIFY(noise);
            const Json theirs =
                m_judge.ask("confident_learning",
                            { { "labels", predictions.truth }, { "scam", predictions.probability } });
            QVERIFY(theirs.is_object());

            double errors = 0;
            for (const std::size_t given : { 0U, 1U }) {
                for (const std::size_t truth : { 0U, 1U }) {
                    QCOMPARE(noise->counts[given][truth], theirs["counts"][given][truth].get<int>());
                    // cleanlab rounds the calibrated counts to whole cases, we print them as they are.
                    QVERIFY(std::abs(noise->matrix[given][truth]
                                     - theirs["calibrated"][given][truth].get<double>())
                            < 1);
                    errors += given == truth ? 0 : theirs["calibrated"][given][truth].get<double>();
                }
            }
            QVERIFY(std::abs(noise->expectedErrors.value - errors) < 2);

            // The ranking: every case's self-confidence, and the suspects among them, in their order.
            std::vector<double> confidence(predictions.size());
            std::vector<CaseRow> suspects;
            for (const NoiseCase& one : noise->cases) {
                confidence[one.row] = one.selfConfidence;
                if (one.suspected)
                    suspects.push_back(one.row);
            }
            QVERIFY(agrees(confidence, theirs["self_confidence"]));
            auto issues = theirs["issues"].get<std::vector<CaseRow>>();
            QCOMPARE(static_cast<std::size_t>(noise->suspected), issues.size());
            std::ranges::stable_sort(issues, [&](CaseRow a, CaseRow b) {
                return confidence[a] != confidence[b] ? confidence[a] < confidence[b] : a < b;
            }); // equal confidence has no order of its own: ours is by case
            QVERIFY(suspects == issues);
            if (steps == 0)
                QVERIFY(suspects == theirs["issues"].get<std::vector<CaseRow>>());
        }
    }

    void kappaOfTwoIsTheirs()
    {
        Random random(5);
        for (const double same : { 0.0, .5, .8, 1.0 }) {
            std::vector<LabelEvent> events;
            std::vector<int> first;
            std::vector<int> second;
            for (CaseRow row = 0; row < 200; ++row) {
                const auto a = static_cast<int>(random.below(4));
                const int b = random.chance(same) ? a : static_cast<int>(random.below(4));
                first.push_back(a);
                second.push_back(b);
                for (const auto& [person, said] : { std::pair("ann", a), std::pair("bob", b) }) {
                    LabelEvent event;
                    event.seq = static_cast<std::int64_t>(events.size()) + 1;
                    event.row = row;
                    event.person = person;
                    event.verdict = kVerdictNames[static_cast<std::size_t>(said)].first;
                    event.decidedAt = event.recordedAt = event.seq;
                    events.push_back(event);
                }
            }
            const AgreementReport report = reportOf(events);
            QVERIFY(report.kappaMethod == KappaMethod::Cohen);
            const Json theirs = m_judge.ask("kappa", { { "first", first }, { "second", second } });
            QVERIFY(agrees(report.kappa.value, theirs["sklearn"]));
            QVERIFY(agrees(report.kappa.value, theirs["statsmodels"]));
            const Json alpha = m_judge.ask("items", { { "counts", countsOf(report.table) } });
            QVERIFY(agrees(report.alpha.value, alpha["alpha"]));
        }
    }

    void aCrowdsFleissAndAlphaAreTheirs()
    {
        const AgreementReport report = reportOf(crowdEvents(mozafari()));
        QVERIFY(report.kappaMethod == KappaMethod::Fleiss);
        QCOMPARE(report.table.cases.size(), std::size_t { 1000 });
        const Json theirs = m_judge.ask("items", { { "counts", countsOf(report.table) } });
        QVERIFY(agrees(report.kappa.value, theirs["fleiss"]));
        QVERIFY(agrees(report.alpha.value, theirs["alpha"]));
    }

    void alphaWithGapsIsTheirs()
    {
        Random random(9);
        std::vector<LabelEvent> all = crowdEvents(mozafari());
        std::erase_if(all, [&](const LabelEvent&) { return random.chance(.6); });
        const AgreementReport report = reportOf(all);
        QVERIFY(report.kappaMethod == KappaMethod::None); // no kappa for unequal numbers of verdicts
        const Json theirs = m_judge.ask("items", { { "counts", countsOf(report.table) } });
        QVERIFY(theirs["fleiss"].is_null());
        QVERIFY(agrees(report.alpha.value, theirs["alpha"]));
    }
};

QTEST_GUILESS_MAIN(TestLabelJudges)
#include "tst_LabelJudges.moc"
