// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "core/base/SecondThread.h"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <vector>

using namespace casebench;

class tst_SecondThread : public QObject
{
    Q_OBJECT

private slots:

    void everyNumberIsCalledOnce()
    {
        SecondThread threads;
        for (int round = 0; round < 2'000; ++round) {
            std::vector<int> calls(static_cast<std::size_t>(round % 40));
            threads.share(calls.size(), [&](std::size_t i) { ++calls[i]; });
            QCOMPARE(std::accumulate(calls.begin(), calls.end(), 0), static_cast<int>(calls.size()));
            QVERIFY(std::ranges::all_of(calls, [](int count) { return count == 1; }));
        }
    }

    void roundsGoOnWhileATaskRuns()
    {
        if (std::thread::hardware_concurrency() < 2)
            QSKIP("needs two processors");
        SecondThread threads;
        std::atomic<bool> go { false };
        std::atomic<bool> over { false };
        threads.start([&] {
            while (!go)
                std::this_thread::yield();
            over = true;
        });
        std::vector<int> calls(10);
        threads.share(calls.size(), [&](std::size_t i) { ++calls[i]; });
        QCOMPARE(calls, std::vector<int>(10, 1));
        QVERIFY(!over);
        go = true;
        threads.finish();
        QVERIFY(over);
        threads.finish(); // nothing is left to wait for
    }

    void tasksComeInOrderAndLeaveNothingBehind()
    {
        SecondThread threads;
        std::vector<int> done;
        auto held = std::make_shared<int>(0);
        for (int i = 0; i < 100; ++i) {
            threads.start([&done, i, held] { done.push_back(i); });
            threads.finish();
            QCOMPARE(held.use_count(), 1L);
        }
        std::vector<int> wanted(100);
        std::iota(wanted.begin(), wanted.end(), 0);
        QCOMPARE(done, wanted);
    }

    void whatIsThrownComesOutAndTheThreadGoesOn()
    {
        SecondThread threads;
        for (int round = 0; round < 50; ++round) {
            const auto fail = [&](std::size_t i) {
                if (i == static_cast<std::size_t>(round))
                    throw std::runtime_error("no");
            };
            QVERIFY_EXCEPTION_THROWN(threads.share(50, fail), std::runtime_error);
            threads.start([] { throw std::logic_error("neither"); });
            QVERIFY_EXCEPTION_THROWN(threads.finish(), std::logic_error);
        }
        int calls = 0;
        threads.share(1, [&](std::size_t) { ++calls; });
        QCOMPARE(calls, 1);
    }

    void theEndWaitsForTheTask()
    {
        std::atomic<bool> over { false };
        {
            SecondThread threads;
            threads.start([&] {
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
                over = true;
            });
        }
        QVERIFY(over);
    }
};

QTEST_APPLESS_MAIN(tst_SecondThread)
#include "tst_SecondThread.moc"
