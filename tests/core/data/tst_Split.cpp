// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/models/Cases.h"
#include "tests/support/TestMain.h"

#include "core/data/Split.h"

#include <set>

using namespace casebench;
using namespace casebench::test;

namespace {

struct Input
{
    std::vector<std::uint32_t> rows;
    std::vector<Truth> truth;
    std::vector<Instant> times;
    std::vector<Code> groups;

    [[nodiscard]] SplitInput view() const { return { rows, truth, times, groups }; }
};

/// Every third case is positive; times run backwards, so that row order is not time order.
Input input(std::size_t n)
{
    Input result;
    result.rows = allRows(n);
    for (std::size_t i = 0; i < n; ++i) {
        result.truth.push_back(i % 3 == 0 ? kPositive : kNegative);
        result.times.push_back(static_cast<Instant>(1000 - i));
        result.groups.push_back(i % 10 == 9 ? kMissingCode : static_cast<Code>(i % 20));
    }
    return result;
}

void verifyCovers(const Split& split, const Input& data)
{
    std::set<std::uint32_t> seen(split.train.begin(), split.train.end());
    seen.insert(split.holdout.begin(), split.holdout.end());
    QCOMPARE(seen.size(), data.rows.size());
    QCOMPARE(split.train.size() + split.holdout.size(), data.rows.size());
    QVERIFY(std::ranges::is_sorted(split.train) && std::ranges::is_sorted(split.holdout));
}

} // namespace

class TestSplit : public QObject
{
    Q_OBJECT

private slots:

    void timeHoldsOutTheLatest()
    {
        const Input data = input(100);
        const auto split = splitRows(SplitKind::Time, data.view(), 0.25, 1);
        CB_VERIFY(split);
        verifyCovers(*split, data);
        QCOMPARE(split->holdout.size(), std::size_t { 25 });
        QCOMPARE(split->holdout.back(), 24U); // times run backwards: the first rows are the latest
    }

    void undatedCasesStayInTraining()
    {
        Input data = input(100);
        data.times[3] = kNoTime;
        const auto split = splitRows(SplitKind::Time, data.view(), 0.25, 1);
        QVERIFY(std::ranges::find(split->train, 3U) != split->train.end());
    }

    void stratifiedKeepsTheSharesAndFollowsTheSeed()
    {
        const Input data = input(300);
        const auto a = splitRows(SplitKind::Stratified, data.view(), 0.25, 1);
        CB_VERIFY(a);
        verifyCovers(*a, data);
        const auto positives = std::ranges::count_if(
            a->holdout, [&](std::uint32_t row) { return data.truth[row] == kPositive; });
        QCOMPARE(positives, std::ptrdiff_t { 25 });
        QVERIFY(splitRows(SplitKind::Stratified, data.view(), 0.25, 1)->holdout == a->holdout);
        QVERIFY(splitRows(SplitKind::Stratified, data.view(), 0.25, 2)->holdout != a->holdout);
    }

    void groupsAreNeverTornApart()
    {
        const Input data = input(400);
        const auto split = splitRows(SplitKind::Group, data.view(), 0.25, 3);
        CB_VERIFY(split);
        verifyCovers(*split, data);
        std::set<Code> train;
        for (const std::uint32_t row : split->train)
            train.insert(data.groups[row]);
        for (const std::uint32_t row : split->holdout)
            QVERIFY(data.groups[row] == kMissingCode || !train.contains(data.groups[row]));
        QVERIFY(split->holdout.size() >= 100 && split->holdout.size() <= 130);
    }

    void stratifiedKeepsSmallGroupsWholeAndTheSharesToo()
    {
        Input data = input(400);
        for (std::size_t i = 0; i < 400; ++i)
            data.groups[i] = i < 300 ? static_cast<Code>(i / 4) : kMissingCode;
        const auto split = splitRows(SplitKind::Stratified, data.view(), 0.25, 3);
        CB_VERIFY(split);
        verifyCovers(*split, data);
        QCOMPARE(groupsOnBothSides(*split, data.groups).groups, 0);
        const auto positives = std::ranges::count_if(
            split->holdout, [&](std::uint32_t row) { return data.truth[row] == kPositive; });
        QCOMPARE(split->holdout.size(), std::size_t { 101 });
        QVERIFY(positives >= 31 && positives <= 34); // a quarter of 134, and of 266 others
    }

    void largeGroupsAreTornAndCounted()
    {
        Input data = input(400);
        for (std::size_t i = 0; i < 400; ++i)
            data.groups[i] = static_cast<Code>(i / 100);
        const auto split = splitRows(SplitKind::Stratified, data.view(), 0.25, 3);
        CB_VERIFY(split);
        const TornGroups torn = groupsOnBothSides(*split, data.groups);
        QCOMPARE(torn.groups, 4);
        QCOMPARE(torn.holdoutRows, static_cast<std::int64_t>(split->holdout.size()));
    }

    void withoutGroupsTheStratifiedSplitIsWhatItAlwaysWas()
    {
        // The split of projects made before linked cases were known, so that their runs can be reproduced.
        Input data = input(24);
        data.groups.clear();
        const auto split = splitRows(SplitKind::Stratified, data.view(), 0.25, 1);
        CB_VERIFY(split);
        QCOMPARE(split->holdout, (std::vector<std::uint32_t> { 3, 10, 17, 21, 22, 23 }));
        data.groups.assign(24, kMissingCode);
        QCOMPARE(splitRows(SplitKind::Stratified, data.view(), 0.25, 1)->holdout, split->holdout);
    }

    void refusesWhatCannotBeSplit()
    {
        Input data = input(100);
        for (const double share : { 0.0, 1.0, -1.0, kNan })
            QVERIFY(!splitRows(SplitKind::Stratified, data.view(), share, 1));
        Input bare = data;
        bare.times.clear();
        bare.groups.clear();
        QVERIFY(!splitRows(SplitKind::Time, bare.view(), 0.25, 1));
        QVERIFY(!splitRows(SplitKind::Group, bare.view(), 0.25, 1));
        Input one = input(1);
        QVERIFY(!splitRows(SplitKind::Time, one.view(), 0.25, 1));
        for (std::size_t i = 0; i < 25; ++i)
            data.truth[i] = kNegative;
        const auto single = splitRows(SplitKind::Time, data.view(), 0.25, 1);
        QVERIFY(!single && single.error().kind == "single-class" && !single.error().advice.empty());
    }

    void foldsKeepClassesEvenAndGroupsTogether()
    {
        Input data = input(300);
        const auto grouped = stratifiedFolds(data.view(), 5, 1);
        std::vector<std::set<int>> foldsOf(20);
        for (std::size_t i = 0; i < 300; ++i) {
            QVERIFY(grouped[i] >= 0 && grouped[i] < 5);
            if (data.groups[i] >= 0)
                foldsOf[static_cast<std::size_t>(data.groups[i])].insert(grouped[i]);
        }
        for (const auto& folds : foldsOf)
            QVERIFY(folds.size() <= 1);
        data.groups.clear();
        const auto folds = stratifiedFolds(data.view(), 5, 1);
        int positives[5] = { 0, 0, 0, 0, 0 };
        int all[5] = { 0, 0, 0, 0, 0 };
        for (std::size_t i = 0; i < 300; ++i) {
            ++all[folds[i]];
            positives[folds[i]] += data.truth[i] == kPositive ? 1 : 0;
        }
        for (int f = 0; f < 5; ++f) {
            QCOMPARE(all[f], 60);
            QCOMPARE(positives[f], 20);
        }
        QVERIFY(stratifiedFolds(data.view(), 5, 1) == folds);
        QVERIFY(stratifiedFolds(data.view(), 5, 2) != folds);
    }

    void foldsSpeakOfTheRowsGiven()
    {
        Input data = input(300);
        data.groups.clear();
        data.rows = { 290, 30, 7, 100, 31, 8, 101, 150 };
        QCOMPARE(stratifiedFolds(data.view(), 2, 1).size(), std::size_t { 8 });
    }
};

QTEST_APPLESS_MAIN(TestSplit)
#include "tst_Split.moc"
