// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "core/labelling/Blind.h"
#include "core/labelling/Maturity.h"
#include "core/labelling/Work.h"

#include <cmath>

using namespace casebench;

namespace {

struct Said
{
    CaseRow row;
    const char* person;
    Verdict verdict;
    Instant second;
    LabelOrigin origin = LabelOrigin::Person;
};

std::vector<LabelEvent> history(std::initializer_list<Said> lines)
{
    std::vector<LabelEvent> events;
    for (const Said& said : lines) {
        LabelEvent event;
        event.seq = static_cast<std::int64_t>(events.size()) + 1;
        event.row = said.row;
        event.person = said.person;
        event.verdict = said.verdict;
        event.origin = said.origin;
        event.recordedAt = said.second * kMicrosPerSecond;
        events.push_back(event);
    }
    return events;
}

} // namespace

class TestWork : public QObject
{
    Q_OBJECT

private slots:

    void paceLeavesOutPauses()
    {
        const auto events = history({ { 1, "bea", Verdict::Scam, 100 },
                                      { 2, "bea", Verdict::Scam, 130 },
                                      { 3, "bea", Verdict::Scam, 150 },
                                      { 4, "bea", Verdict::Scam, 4000 },
                                      { 5, "bea", Verdict::Scam, 4040 } });
        const WorkRecord work = workOf(events, "bea", 0);
        QCOMPARE(work.today, std::int64_t { 5 });
        QCOMPARE(work.pace, std::int64_t { 3 });
        QCOMPARE(work.secondsPerCase, 30.0);
        QCOMPARE(workOf(events, "bea", 3000 * kMicrosPerSecond).today, std::int64_t { 2 });
        QCOMPARE(workOf(events, "cem", 0).total, std::int64_t { 0 });
    }

    void agreementCountsSecondPersonsAndReturnsWhatWasSeenOtherwise()
    {
        const auto events = history({ { 1, "bea", Verdict::Scam, 1 },
                                      { 1, "cem", Verdict::Scam, 2 },
                                      { 2, "bea", Verdict::Scam, 3 },
                                      { 2, "cem", Verdict::NotScam, 4 },
                                      { 2, "ina", Verdict::NotScam, 5, LabelOrigin::Adjudication },
                                      { 3, "bea", Verdict::NotScam, 6 },
                                      { 3, "cem", Verdict::Scam, 7 },
                                      { 4, "cem", Verdict::Scam, 8 },
                                      { 5, "bea", Verdict::Scam, 9 } });
        const WorkRecord work = workOf(events, "bea", 0);
        QCOMPARE(work.agreement.n, std::int64_t { 3 });
        QCOMPARE(work.agreement.value, 1.0 / 3);
        QVERIFY(work.agreement.low < 1.0 / 3 && work.agreement.high > 1.0 / 3);
        QCOMPARE(work.overruled.size(), std::size_t { 2 });
        QCOMPARE(work.overruled[0].row, CaseRow { 3 }); // the newest first
        QVERIFY(!work.overruled[0].settled);
        QVERIFY(work.overruled[1].settled);
        QCOMPARE(work.overruled[1].by, std::string("ina"));
    }

    void twoPersonsOrAThirdOpenACase()
    {
        QVERIFY(!isOpenToAll(history({ { 1, "bea", Verdict::Scam, 1 } })));
        QVERIFY(!isOpenToAll(history({ { 1, "bea", Verdict::Scam, 1 }, { 1, "bea", Verdict::NotScam, 2 } })));
        QVERIFY(isOpenToAll(history({ { 1, "bea", Verdict::Scam, 1 }, { 1, "cem", Verdict::Scam, 2 } })));
        QVERIFY(isOpenToAll(history({ { 1, "ina", Verdict::Scam, 1, LabelOrigin::Adjudication } })));
        auto undone = history({ { 1, "bea", Verdict::Scam, 1 },
                                { 1, "cem", Verdict::Scam, 2 },
                                { 1, "cem", Verdict::Scam, 3 } });
        undone.back().retracts = 2;
        QVERIFY(!isOpenToAll(undone));
    }

    void aCaseMaturesAfterTheUsualLag()
    {
        std::vector<SettledCase> cases(100);
        std::vector<Instant> times(100, 0);
        QVERIFY(labelLag(cases, times).assumed);
        QCOMPARE(labelLag(cases, times).lag, 30 * kMicrosPerDay);
        for (std::size_t i = 0; i < cases.size(); ++i) {
            cases[i].truth = kPositive;
            cases[i].decidedAt = static_cast<Instant>(i + 1) * kMicrosPerDay;
        }
        const LabelLag lag = labelLag(cases, times);
        QVERIFY(!lag.assumed);
        QCOMPARE(lag.n, std::int64_t { 100 });
        // numpy.quantile(range(1, 101), 0.9) = 90.1 days
        QVERIFY(std::abs(static_cast<double>(lag.lag) / static_cast<double>(kMicrosPerDay) - 90.1) < 1e-6);
        QCOMPARE(maturesAt(kMicrosPerDay, lag), kMicrosPerDay + lag.lag);
        QCOMPARE(maturesAt(kNoTime, lag), kNoTime);
    }

    void confidenceIsOfThoseBehindTheState()
    {
        auto events = history({ { 0, "bea", Verdict::Scam, 1 }, { 0, "cem", Verdict::Scam, 2 } });
        events[0].confidence = 0.5;
        QCOMPARE(settleLabels(events, 1, LabelPolicy::Confirmed)[0].confidence, 0.5);
        events[1].confidence = 1;
        QCOMPARE(settleLabels(events, 1, LabelPolicy::Confirmed)[0].confidence, 0.75);
        events.push_back(history({ { 0, "ina", Verdict::NotScam, 3, LabelOrigin::Adjudication } }).front());
        events.back().seq = 3;
        QVERIFY(std::isnan(settleLabels(events, 1, LabelPolicy::Confirmed)[0].confidence));
    }
};

QTEST_APPLESS_MAIN(TestWork)
#include "tst_Work.moc"
