// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "core/base/OrderedJobs.h"

#include <atomic>
#include <future>
#include <numeric>
#include <stdexcept>
#include <vector>

using namespace casebench;

class tst_OrderedJobs : public QObject
{
    Q_OBJECT

private slots:

    void doesJobsInTheOrderTheyAreGiven_data()
    {
        QTest::addColumn<int>("most");
        for (const int most : { 0, 1, 3, 1000 })
            QTest::addRow("%d may wait", most) << most;
    }

    void doesJobsInTheOrderTheyAreGiven()
    {
        QFETCH(int, most);
        std::vector<int> done;
        OrderedJobs jobs(static_cast<std::size_t>(most));
        for (int i = 0; i < 500; ++i)
            jobs.run([&done, i] { done.push_back(i); });
        jobs.finish();
        std::vector<int> expected(500);
        std::iota(expected.begin(), expected.end(), 0);
        QCOMPARE(done, expected);
        jobs.run([&done] { done.push_back(500); }); // and goes on after that
        jobs.finish();
        QCOMPARE(done.back(), 500);
    }

    void holdsNoMoreJobsThanMayWait()
    {
        constexpr int kMost = 3;
        std::promise<void> go;
        auto gone = go.get_future().share();
        std::atomic<int> given { 0 };
        OrderedJobs jobs(kMost);
        if (std::thread::hardware_concurrency() < 2)
            QSKIP("one processor: jobs are done at once");
        std::jthread giver([&] {
            for (int i = 0; i < 10; ++i) {
                jobs.run([gone] { gone.wait(); });
                ++given;
            }
        });
        QTRY_VERIFY(given >= kMost);
        QTest::qWait(50);
        const int waiting = given; // the first one was taken, the others wait for it
        go.set_value();
        giver.join();
        jobs.finish();
        QVERIFY(waiting <= kMost + 1);
        QCOMPARE(given.load(), 10);
    }

    void tellsWhatAJobThrewAndDoesNoMore_data() { doesJobsInTheOrderTheyAreGiven_data(); }

    void tellsWhatAJobThrewAndDoesNoMore()
    {
        QFETCH(int, most);
        int later = 0;
        bool told = false;
        OrderedJobs jobs(static_cast<std::size_t>(most));
        try {
            jobs.run([] { throw std::runtime_error("no memory"); });
            for (int i = 0; i < 2000; ++i)
                jobs.run([&later] { ++later; });
            jobs.finish();
        } catch (const std::runtime_error& error) {
            told = std::string(error.what()) == "no memory";
        }
        QVERIFY(told);
        QCOMPARE(later, 0);
    }

    void whatWaitsIsDroppedAtTheEnd()
    {
        std::promise<void> go;
        std::atomic<int> done { 0 };
        std::jthread opener;
        {
            OrderedJobs jobs(100);
            if (std::thread::hardware_concurrency() < 2)
                QSKIP("one processor: jobs are done at once");
            std::promise<void> begun;
            jobs.run([&] {
                begun.set_value();
                go.get_future().wait();
                ++done;
            });
            begun.get_future().wait();
            for (int i = 0; i < 50; ++i)
                jobs.run([&] { ++done; });
            opener = std::jthread([&] {
                QTest::qSleep(50);
                go.set_value();
            });
        }
        QCOMPARE(done.load(), 1); // what ran was waited for
    }
};

QTEST_APPLESS_MAIN(tst_OrderedJobs)
#include "tst_OrderedJobs.moc"
