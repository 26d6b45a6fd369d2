// SPDX-License-Identifier: GPL-3.0-or-later
#include "CrowdData.h"
#include "tests/support/TestMain.h"

#include "core/base/Random.h"
#include "core/stats/Agreement.h"

#include <cmath>

using namespace casebench;
using namespace casebench::test;

namespace {

CrowdConsensus consensusOf(const CrowdData& data)
{
    Progress silent;
    return dawidSkene(data.answers, data.items.size(), data.people.size(), 2, silent).value();
}

double majorityAccuracy(const CrowdData& data)
{
    std::vector<double> ones(data.items.size(), 0);
    std::vector<double> all(data.items.size(), 0);
    for (const CrowdAnswer& answer : data.answers) {
        ones[answer.item] += answer.category;
        all[answer.item] += 1;
    }
    return data.accuracy([&](std::size_t i) { return ones[i] / all[i]; });
}

double fleissOf(const CrowdData& data)
{
    ItemCounts items { 2, std::vector<std::int64_t>(data.items.size() * 2, 0) };
    for (const CrowdAnswer& answer : data.answers)
        ++items.counts[answer.item * 2 + answer.category];
    return fleissKappa(items);
}

double accuracyOf(const CrowdData& data)
{
    const CrowdConsensus consensus = consensusOf(data);
    return data.accuracy([&](std::size_t i) { return consensus.probability(i, 1); });
}

bool near(double value, double expected, double tolerance)
{
    if (!(std::abs(value - expected) <= tolerance))
        qWarning("%.6f is not %.6f", value, expected);
    return std::abs(value - expected) <= tolerance;
}

} // namespace

class TestDawidSkene : public QObject
{
    Q_OBJECT

private slots:

    void tweetsGainWhatThePublishedFiguresSay()
    {
        const CrowdData data = mozafari();
        QCOMPARE(data.answers.size(), std::size_t { 5000 });
        QCOMPARE(data.people.size(), std::size_t { 83 });
        QVERIFY(near(majorityAccuracy(data), .696, .01));
        QVERIFY(near(accuracyOf(data), .712, .01));
        QVERIFY(near(fleissOf(data), .406, .001));
    }

    void bluebirdsGainWhatThePublishedFiguresSay()
    {
        if (!std::filesystem::exists(sharedCrowd("duck_answers.csv")))
            QSKIP("The bluebirds state no licence and stay outside the project; their folder is not here.");
        const CrowdData data = duck();
        QCOMPARE(data.answers.size(), std::size_t { 4212 });
        QVERIFY(near(majorityAccuracy(data), .759, .01));
        QVERIFY(near(accuracyOf(data), .898, .01));
        QVERIFY(near(fleissOf(data), .125, .001));
    }

    /// A person who always says the opposite is worth as much as one who is always right.
    void findsTheLiarAmongMany()
    {
        CrowdData data;
        Random random(3);
        data.people = { "a", "b", "c", "liar", "coin" };
        for (std::uint32_t item = 0; item < 400; ++item) {
            data.items.push_back(std::to_string(item));
            data.truth.push_back(random.chance(.3) ? 1 : 0);
            for (std::uint32_t person = 0; person < 5; ++person) {
                const double right = person < 3 ? .85 : person == 3 ? .1 : .5;
                const int said = random.chance(right) ? data.truth.back() : 1 - data.truth.back();
                data.answers.push_back({ item, person, static_cast<std::uint8_t>(said) });
            }
        }
        const CrowdConsensus consensus = consensusOf(data);
        QVERIFY(consensus.converged);
        QVERIFY(accuracyOf(data) > majorityAccuracy(data) + .05);
        QVERIFY(near(consensus.prior[1], .3, .06));
        QVERIFY(near(consensus.said(0, 0, 0), .85, .06));
        QVERIFY(near(consensus.said(3, 1, 0), .9, .09));
        QVERIFY(near(consensus.said(4, 1, 1), .5, .12));
    }

    void everyRowIsADistribution()
    {
        const CrowdConsensus consensus = consensusOf(mozafari());
        for (std::size_t cell = 0; cell < consensus.confusion.size(); cell += 2)
            QVERIFY(near(consensus.confusion[cell] + consensus.confusion[cell + 1], 1, 1e-12));
        for (std::size_t cell = 0; cell < consensus.posterior.size(); cell += 2)
            QVERIFY(near(consensus.posterior[cell] + consensus.posterior[cell + 1], 1, 1e-12));
        QVERIFY(near(consensus.prior[0] + consensus.prior[1], 1, 1e-12));
    }

    void anItemWithoutAnAnswerHasThePrior()
    {
        Progress silent;
        const std::vector<CrowdAnswer> answers { { 0, 0, 1 }, { 1, 0, 1 }, { 2, 0, 0 } };
        const auto consensus = dawidSkene(answers, 4, 1, 2, silent);
        CB_VERIFY(consensus);
        QVERIFY(near(consensus->probability(3, 1), consensus->prior[1], 1e-5));
        const auto nothing = dawidSkene({}, 0, 0, 1, silent);
        CB_VERIFY(nothing);
        QVERIFY(nothing->posterior.empty());
    }

    void stopsBetweenRounds()
    {
        const CrowdData data = mozafari();
        for (const int k : { 0, 1, 5 }) {
            StopAt stop(k);
            const auto consensus =
                dawidSkene(data.answers, data.items.size(), data.people.size(), 2, stop.progress());
            QVERIFY(!consensus && consensus.error().code == ErrorCode::Cancelled);
        }
    }
};

QTEST_GUILESS_MAIN(TestDawidSkene)
#include "tst_DawidSkene.moc"
