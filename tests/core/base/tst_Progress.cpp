// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "core/base/Progress.h"

#include <cmath>
#include <vector>

using namespace casebench;

class tst_Progress : public QObject
{
    Q_OBJECT

private slots:

    void isSilentAndNeverCancelledByDefault()
    {
        Progress progress;
        progress.report(0.5, "anything");
        QVERIFY(!progress.cancelled());
        CB_VERIFY(progress.checkpoint());
    }

    void fractionsNeverRunBackAndStayWithinOne()
    {
        std::vector<double> told;
        Progress progress({}, [&](double fraction, std::string_view) { told.push_back(fraction); });
        for (const double fraction : { 0.2, 0.5, 0.3, -1.0, 7.0, 0.9 })
            progress.report(fraction, "step");
        QCOMPARE(told, (std::vector<double> { 0.2, 0.5, 0.5, -1.0, 1.0, 1.0 }));
    }

    void aPartFillsItsShareOfTheWhole()
    {
        std::vector<double> told;
        std::string step;
        Progress whole({}, [&](double fraction, std::string_view words) {
            told.push_back(fraction);
            step = words;
        });
        Progress second = whole.part(0.5, 0.75);
        Progress inner = second.part(0.5, 1);
        second.report(0.5, "half of the second");
        inner.report(1, "all of its inner");
        QCOMPARE(told, (std::vector<double> { 0.625, 0.75 }));
        QCOMPARE(step, std::string("all of its inner"));
    }

    void aStopReachesEveryPart()
    {
        std::stop_source source;
        Progress whole(source.get_token());
        Progress part = whole.part(0, 1);
        CB_VERIFY(part.checkpoint());
        source.request_stop();
        QVERIFY(whole.cancelled() && part.cancelled());
        QCOMPARE(part.checkpoint().error().code, ErrorCode::Cancelled);
    }

    void stopAtCancelsAtTheCheckpointNamed()
    {
        StopAt stop(2);
        QVERIFY(!stop.progress().cancelled());
        CB_VERIFY(stop.progress().part(0, 1).checkpoint());
        QVERIFY(!stop.progress().checkpoint());
        QVERIFY(stop.progress().cancelled()); // and stays so
        QCOMPARE(stop.asked(), 4);
        StopAt atOnce(0);
        QVERIFY(atOnce.progress().cancelled());
    }
};

QTEST_APPLESS_MAIN(tst_Progress)
#include "tst_Progress.moc"
