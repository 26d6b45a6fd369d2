// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "core/base/Random.h"
#include "core/stats/Sequential.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

using namespace casebench;

class tst_Sequential : public QObject
{
    Q_OBJECT

private slots:

    void ddmLearnsForThirtyCases()
    {
        DriftDetectionMethod watch;
        QVERIFY(std::isnan(watch.errorRate()));
        for (int i = 0; i < 29; ++i)
            QVERIFY(watch.add(i % 2 == 0) == StreamState::Learning);
        QVERIFY(watch.add(false) == StreamState::Stable);
    }

    void ddmFollowsGamasInequalities()
    {
        Random random(11);
        DriftDetectionMethod watch;
        double wrong = 0;
        double best = std::numeric_limits<double>::infinity();
        double rate = 0;
        double spread = 0;
        std::vector<StreamState> seen;
        for (int i = 1; i <= 600; ++i) {
            const bool miss = random.chance(i < 300 ? .1 : .5);
            wrong += miss ? 1 : 0;
            const double p = wrong / i;
            const double s = std::sqrt(p * (1 - p) / i);
            if (i >= 30 && p + s < best) {
                best = p + s;
                rate = p;
                spread = s;
            }
            const StreamState expected = i < 30 ? StreamState::Learning
                : p + s > rate + 3 * spread     ? StreamState::Drift
                : p + s > rate + 2 * spread     ? StreamState::Warning
                                                : StreamState::Stable;
            seen.push_back(watch.add(miss));
            QVERIFY(seen.back() == expected);
        }
        QVERIFY(std::ranges::find(seen, StreamState::Warning) != seen.end());
        QVERIFY(seen.back() == StreamState::Drift);
        watch.reset();
        QCOMPARE(watch.count(), 0);
    }

    void pageHinkleyFollowsItsSum()
    {
        // x = 0 0 0 1 1 1, delta .1: running means 0 0 0 1/4 2/5 1/2; m = -.1 -.2 -.3 .35 .85 1.25, lowest
        // -.3
        PageHinkley watch(.1, 1.2);
        const double expected[] = { 0, 0, 0, .65, 1.15, 1.55 };
        const double x[] = { 0, 0, 0, 1, 1, 1 };
        for (int i = 0; i < 6; ++i) {
            QCOMPARE(watch.add(x[i]), i == 5);
            QVERIFY(std::abs(watch.evidence() - expected[i]) < 1e-12);
        }
        watch.reset();
        QCOMPARE(watch.evidence(), 0.0);
    }

    void pageHinkleyStaysCalmOnASteadyStream()
    {
        Random random(5);
        PageHinkley watch(.25, 20);
        for (int i = 0; i < 5000; ++i)
            QVERIFY(!watch.add(random.normal()));
    }
};

QTEST_APPLESS_MAIN(tst_Sequential)
#include "tst_Sequential.moc"
