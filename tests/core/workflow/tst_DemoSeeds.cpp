// SPDX-License-Identifier: GPL-3.0-or-later
// The rates that the scenarios promise over forty seeds of the fixture.
#include "tests/support/TemporaryDirectory.h"
#include "tests/support/TestMain.h"

#include "core/workflow/RunDemo.h"
#include "core/workflow/SampleFixture.h"

#include <algorithm>
#include <array>

using namespace casebench;
using namespace casebench::test;

class TestDemoSeeds : public QObject
{
    Q_OBJECT

private slots:

    void theRatesOfFortySeeds()
    {
        constexpr int kSeeds = 40;
        int targets = 0;
        int harmInJune = 0;
        int upiFirst = 0;
        int noticed = 0;
        std::array<double, 5> recall {};
        for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
            TemporaryDirectory folder;
            Progress silent;
            const auto report = runDemo(folder / "demo", seed, silent);
            CB_VERIFY(report);
            const DemoFigures& july = report->months[3].challenger;
            const bool held = july.recall >= .90 && july.specificity >= .68 && july.auc >= .90;
            targets += held ? 1 : 0;
            const bool harm = std::ranges::any_of(report->alerts, [](const Alert& alert) {
                return alert.kind == "harm" && alert.windowTo <= monthStart(sampleMonth(6));
            });
            harmInJune += harm ? 1 : 0;
            upiFirst +=
                report->steps[1].text.find("Missed scams concentrate in UPI_PAYMENTS") != std::string::npos
                ? 1
                : 0;
            noticed += report->steps[0].ok ? 1 : 0;
            for (std::size_t i = 0; i < recall.size(); ++i)
                recall[i] += report->months[i].champion.recall / kSeeds;
            qInfo("seed %d: challenger %.3f %.3f %.3f, harm %d; held %d, harm %d, first %d, noticed %d",
                  static_cast<int>(seed), july.recall, july.specificity, july.auc, harm ? 1 : 0, targets,
                  harmInJune, upiFirst, noticed);
        }
        const double expected[] = { .94, .88, .79, .68, .575 }; // mean of forty seeds +-.03
        for (std::size_t i = 0; i < recall.size(); ++i)
            QVERIFY2(std::abs(recall[i] - expected[i]) <= .03, qPrintable(QString::number(recall[i])));
        QVERIFY2(targets >= 38, qPrintable(QString::number(targets)));
        QVERIFY2(harmInJune >= 20, qPrintable(QString::number(harmInJune)));
        QVERIFY2(upiFirst == kSeeds, qPrintable(QString::number(upiFirst)));
        // At a share of .15 the fall of Opened_Bank_Website (9 points, 600 cases against 1,800) has a power
        // of about .87 after correction, and UPI_PAYMENTS must also lead seven new columns. The seeds are
        // fixed, so the rate is a figure and no draw: 30 of 40 were measured, and a change that loses one has
        // to say why. The shipped seed has to show it (tst_Demo).
        QVERIFY2(noticed >= 30, qPrintable(QString::number(noticed)));
    }
};

QTEST_APPLESS_MAIN(TestDemoSeeds)
#include "tst_DemoSeeds.moc"
