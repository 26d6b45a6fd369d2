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
    void ordersKeysThatAgreeInTheirFirstBits_data();
    void ordersKeysThatAgreeInTheirFirstBits();
    void ordersSomeOfTheKeys();
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

void TestTextRanks::ordersKeysThatAgreeInTheirFirstBits_data()
{
    QTest::addColumn<quint64>("mask"); // bits that a key may have
    QTest::addColumn<quint64>("outlier"); // one key that makes all others agree in the bits before
    QTest::newRow("all bits") << ~quint64 { 0 } << quint64 { 0 };
    QTest::newRow("ends in zeros") << quint64 { 0x0000'0FFF'0000'0000 } << quint64 { 0 };
    QTest::newRow("33 bits") << quint64 { 0x1'FFFF'FFFF } << quint64 { 0 };
    QTest::newRow("low bits and an outlier") << quint64 { 0xFFFF } << ~quint64 { 0 };
    QTest::newRow("32 low bits and an outlier") << quint64 { 0xFFFF'FFFF } << ~quint64 { 0 };
    QTest::newRow("pairs") << quint64 { 0xFF00'0000'0000'0001 } << quint64 { 0 };
    QTest::newRow("long ties of two kinds") << quint64 { 0x8000'0000'0000'00FF } << quint64 { 0 };
}

void TestTextRanks::ordersKeysThatAgreeInTheirFirstBits()
{
    QFETCH(quint64, mask);
    QFETCH(quint64, outlier);
    Random random(23);
    for (const std::size_t size : { 256U, 3'000U, 70'000U }) {
        std::vector<std::uint64_t> keys(size);
        for (std::uint64_t& key : keys)
            key = random.next() & mask;
        if (outlier != 0)
            keys[size / 2] = outlier;
        std::vector<std::uint32_t> expected(size);
        std::iota(expected.begin(), expected.end(), 0U);
        std::ranges::stable_sort(expected, {}, [&](std::uint32_t at) { return keys[at]; });
        QVERIFY(radixOrder(keys) == expected);
    }
}

void TestTextRanks::ordersSomeOfTheKeys()
{
    Random random(29);
    std::vector<std::uint64_t> keys(20'000);
    for (std::uint64_t& key : keys)
        key = random.next() & 0xFFF0'0000'0000'0F00; // which repeat
    for (const double share : { 0.0, 0.005, 0.5, 1.0 }) {
        std::vector<std::uint32_t> positions;
        for (std::uint32_t at = 0; at < keys.size(); ++at) {
            if (random.chance(share))
                positions.push_back(at);
        }
        std::ranges::reverse(positions); // equal keys stay as they are given
        std::vector<std::uint32_t> expected = positions;
        std::ranges::stable_sort(expected, {}, [&](std::uint32_t at) { return keys[at]; });
        QVERIFY(radixOrder(keys, positions) == expected);
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
