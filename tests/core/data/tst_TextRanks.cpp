// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "core/base/Random.h"
#include "core/data/TextRanks.h"
#include "core/stats/RadixOrder.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>
#include <string>

using namespace casebench;

class TestTextRanks : public QObject
{
    Q_OBJECT

private slots:
    void ordersKeysAsAStableSortDoes();
    void keepsWhatStandsInOrder();
    void keysOfNumbersKeepTheirOrder();
    void ranksTextsAsASetOfThemDoes();
    void shorterTextsComeFirst();
};

void TestTextRanks::ordersKeysAsAStableSortDoes()
{
    Random random(7);
    for (const std::size_t size : { 0U, 1U, 255U, 256U, 70'000U }) {
        for (const std::uint64_t mask : { ~std::uint64_t { 0 }, std::uint64_t { 0xFF }, std::uint64_t { 0 },
                                          std::uint64_t { 0xF000'0000'0000'0000 } }) {
            std::vector<std::uint64_t> keys(size);
            for (std::uint64_t& key : keys)
                key = random.next() & mask;
            std::vector<std::uint32_t> expected(size);
            std::iota(expected.begin(), expected.end(), 0U);
            std::ranges::stable_sort(expected, {}, [&](std::uint32_t at) { return keys[at]; });
            QVERIFY(radixOrder(keys) == expected);
        }
    }
}

void TestTextRanks::keepsWhatStandsInOrder()
{
    for (const std::size_t size : { 256U, 1000U }) {
        for (const std::uint64_t step : { 0U, 1U, 3U }) { // with step 3 each key stands three times
            std::vector<std::uint64_t> keys(size);
            for (std::size_t i = 0; i < size; ++i)
                keys[i] = step == 3 ? i / 3 : i * step;
            for (int way = 0; way < 4; ++way) {
                if (way % 2 == 1)
                    std::ranges::reverse(keys);
                if (way == 2)
                    std::swap(keys.front(), keys.back()); // nearly in order
                std::vector<std::uint32_t> expected(size);
                std::iota(expected.begin(), expected.end(), 0U);
                std::ranges::stable_sort(expected, {}, [&](std::uint32_t at) { return keys[at]; });
                QVERIFY(radixOrder(keys) == expected);
            }
        }
    }
    const std::vector<std::string_view> texts { "", "a", "a", "aa", "b", "b", "c" };
    QVERIFY(rankTexts(texts) == (std::vector<std::uint32_t> { 0, 1, 1, 2, 3, 3, 4 }));
}

void TestTextRanks::keysOfNumbersKeepTheirOrder()
{
    const std::vector<double> ascending {
        -std::numeric_limits<double>::infinity(), -1e308, -2.5, -1e-310, 0.0, 1e-310, 1.0, 2.0, 1e308,
        std::numeric_limits<double>::infinity()
    };
    for (std::size_t i = 1; i < ascending.size(); ++i)
        QVERIFY(orderKey(ascending[i - 1]) < orderKey(ascending[i]));
    QCOMPARE(orderKey(-0.0), orderKey(0.0));
    QVERIFY(orderKey(std::int64_t { -1 }) < orderKey(std::int64_t { 0 }));
    QVERIFY(orderKey(std::numeric_limits<std::int64_t>::min()) < orderKey(std::int64_t { -5 }));
}

void TestTextRanks::ranksTextsAsASetOfThemDoes()
{
    Random random(11);
    std::vector<std::string> texts;
    for (int i = 0; i < 20'000; ++i) {
        // Long shared beginnings, few letters, zero bytes and bytes above 127, so that keys tie.
        std::string text = random.next() % 2 == 0 ? "case-0000" : "case-0000-of-the-year-";
        const auto length = random.next() % 14;
        for (std::uint64_t k = 0; k < length; ++k)
            text.push_back("\0ab\xC3"[random.next() % 4]);
        texts.push_back(text);
    }
    const std::vector<std::string_view> views(texts.begin(), texts.end());
    const std::set<std::string_view> distinct(views.begin(), views.end());
    const std::vector<std::string_view> sorted(distinct.begin(), distinct.end());
    const auto ranks = rankTexts(views);
    for (std::size_t i = 0; i < views.size(); ++i)
        QVERIFY(sorted[ranks[i]] == views[i]);
}

void TestTextRanks::shorterTextsComeFirst()
{
    using namespace std::string_view_literals;
    const std::vector<std::string_view> texts { "ab"sv, "a"sv, "a\0"sv, ""sv, "a"sv };
    QCOMPARE(rankTexts(texts), (std::vector<std::uint32_t> { 3, 1, 2, 0, 1 }));
    QVERIFY(rankTexts({}).empty());
}

QTEST_APPLESS_MAIN(TestTextRanks)
#include "tst_TextRanks.moc"
