// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/TestMain.h"

#include "core/monitoring/Windows.h"

#include <algorithm>

using namespace casebench;

namespace {

/// `count` rows in the middle of a month.
void add(std::vector<Instant>& times, MonthIndex month, int count)
{
    times.insert(times.end(), static_cast<std::size_t>(count), monthStart(month) + 14 * kMicrosPerDay);
}

} // namespace

class TestWindows : public QObject
{
    Q_OBJECT

    const MonthIndex m_march = monthOf(*makeDate(2026, 3, 1));

private slots:

    void smallMonthsWaitForTheNext()
    {
        std::vector<Instant> times;
        add(times, m_march, 5);
        add(times, m_march + 1, 2);
        add(times, m_march + 2, 3);
        add(times, m_march + 3, 4);
        std::vector<std::uint8_t> reference(times.size(), 0);
        std::fill_n(reference.begin(), 5, std::uint8_t { 1 });
        const auto spans = windowsAfter(m_march, times, reference, 4);
        QCOMPARE(spans.size(), std::size_t { 2 });
        QCOMPARE(spans[0].first, m_march + 1);
        QCOMPARE(spans[0].last, m_march + 2);
        QCOMPARE(spans[0].rows, (std::vector<std::uint32_t> { 5, 6, 7, 8, 9 }));
        QCOMPARE(spans[1].first, m_march + 3);
        QCOMPARE(spans[1].rows.size(), std::size_t { 4 });
    }

    void theLastMonthIsShownHoweverSmall()
    {
        std::vector<Instant> times;
        add(times, m_march + 1, 1);
        const auto spans = windowsAfter(m_march, times, std::vector<std::uint8_t> { 0 }, 100);
        QCOMPARE(spans.size(), std::size_t { 1 });
        QCOMPARE(spans[0].rows.size(), std::size_t { 1 });
    }

    void rowsOfTheReferenceOfItsMonthsAndWithoutATimeAreLeftOut()
    {
        std::vector<Instant> times { kNoTime };
        add(times, m_march, 2); // the second came late into a month of the reference
        add(times, m_march + 1, 2); // the first was trained on
        const auto spans = windowsAfter(m_march, times, std::vector<std::uint8_t> { 0, 1, 0, 1, 0 }, 1);
        QCOMPARE(spans.size(), std::size_t { 1 });
        QCOMPARE(spans[0].rows, (std::vector<std::uint32_t> { 4 }));
        QVERIFY(windowsAfter(m_march + 1, times, std::vector<std::uint8_t>(5, 0), 1).empty());
    }

    void theLastMonthOfNoTimesIsBeforeEverything()
    {
        QCOMPARE(lastMonth(std::vector<Instant> { kNoTime, monthStart(m_march), monthStart(m_march - 2) }),
                 m_march);
        QVERIFY(lastMonth(std::vector<Instant> { kNoTime }) < monthOf(*makeDate(1, 1, 1)));
    }
};

QTEST_APPLESS_MAIN(TestWindows)
#include "tst_Windows.moc"
