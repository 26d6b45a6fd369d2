// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/TestMain.h"

#include "core/base/Random.h"
#include "core/labelling/Agreement.h"

#include <algorithm>
#include <cmath>

using namespace casebench;

namespace {

/// A history written down one verdict a line.
class History
{
public:
    History& says(const std::string& person,
                  CaseRow row,
                  Verdict verdict,
                  const std::string& reason = {},
                  LabelOrigin origin = LabelOrigin::Person)
    {
        LabelEvent event;
        event.seq = static_cast<std::int64_t>(m_events.size()) + 1;
        event.recordedAt = event.seq;
        event.person = person;
        event.row = row;
        event.verdict = verdict;
        event.reason = reason;
        event.origin = origin;
        event.decidedAt = monthStart(2026 * 12) + event.seq;
        m_events.push_back(event);
        return *this;
    }

    History& takesBack(std::int64_t seq)
    {
        LabelEvent event = m_events[static_cast<std::size_t>(seq - 1)];
        event.seq = static_cast<std::int64_t>(m_events.size()) + 1;
        event.retracts = seq;
        m_events.push_back(event);
        return *this;
    }

    [[nodiscard]] VerdictTable table() const { return verdictTable(m_events); }

    [[nodiscard]] AgreementReport report(std::span<const Instant> times = {}) const
    {
        Progress silent;
        return measureAgreement(table(), times, { 200, 1 }, silent).value();
    }

private:
    std::vector<LabelEvent> m_events;
};

constexpr Verdict kScam = Verdict::Scam;
constexpr Verdict kOther = Verdict::NotScam;

} // namespace

class TestAgreementReport : public QObject
{
    Q_OBJECT

private slots:

    void theLatestStandingVerdictOfEachPersonCounts()
    {
        History history;
        history.says("ina", 5, kScam).says("ina", 5, kOther).says("ben", 5, kOther).says("ben", 2, kScam);
        history.says("eva", 5, kScam, "settled", LabelOrigin::Adjudication)
            .says("dan", 5, kScam)
            .takesBack(6);
        const VerdictTable table = history.table();
        QCOMPARE(table.people, (std::vector<std::string> { "ben", "ina" }));
        QCOMPARE(table.cases, (std::vector<CaseRow> { 2, 5 }));
        QCOMPARE(table.verdicts.size(), std::size_t { 3 });
        QCOMPARE(table.verdicts[2].verdict, kOther); // ina on 5
        QCOMPARE(table.categories, (std::vector<Verdict> { kScam, kOther }));
    }

    void twoPeopleGetCohensKappa()
    {
        History history;
        CaseRow row = 0;
        const auto add = [&](int n, Verdict a, Verdict b) {
            for (int i = 0; i < n; ++i, ++row)
                history.says("a", row, a).says("b", row, b);
        };
        add(40, kScam, kScam);
        add(9, kScam, kOther);
        add(6, kOther, kScam);
        add(45, kOther, kOther);
        history.says("a", row, kScam); // judged by one: agrees with nobody
        const AgreementReport report = history.report();
        QVERIFY(report.kappaMethod == KappaMethod::Cohen);
        QVERIFY(std::abs(report.kappa.value - .6995) < 5e-5); // statistics.md 1
        QCOMPARE(report.kappa.n, 100);
        QVERIFY(std::abs(report.agreement - .85) < 1e-12);
        QVERIFY(!report.alarm());
        QCOMPARE(report.pairs.size(), std::size_t { 1 });
        QCOMPARE(report.pairs[0].table, (std::vector<std::int64_t> { 40, 9, 6, 45 }));
        QCOMPARE(report.people[0].verdicts, 101);
        QCOMPARE(report.people[0].shared, 100);
        QVERIFY(std::abs(report.people[1].agreement - .85) < 1e-12);
        QCOMPARE(report.consensus.posterior.size(), std::size_t { 202 });
    }

    void equalNumbersGetFleissAndUnequalOnesAlphaOnly()
    {
        History history;
        for (CaseRow row = 0; row < 12; ++row)
            history.says("a", row, kScam).says(row % 2 ? "b" : "c", row, row % 3 ? kScam : kOther);
        QVERIFY(history.report().kappaMethod == KappaMethod::Fleiss);
        history.says("d", 3, kScam);
        const AgreementReport report = history.report();
        QVERIFY(report.kappaMethod == KappaMethod::None);
        QVERIFY(std::isnan(report.kappa.value));
        QVERIFY(std::isfinite(report.alpha.value));
        QCOMPARE(report.alpha.n, 12);
    }

    void monthsAndReasonsAreMeasuredApart()
    {
        History history;
        std::vector<Instant> times;
        for (CaseRow row = 0; row < 40; ++row) {
            const bool march = row >= 20;
            times.push_back(monthStart(2026 * 12 + (march ? 2 : 0)));
            const Verdict a = row % 2 ? kScam : kOther;
            // In March they quarrel about the cases with a money reason.
            const Verdict b = march && row % 4 < 2 ? (a == kScam ? kOther : kScam) : a;
            history.says("a", row, a, row % 4 < 2 ? "money moved" : "known number").says("b", row, b);
        }
        const AgreementReport report = history.report(times);
        QCOMPARE(report.months.size(), std::size_t { 2 });
        QCOMPARE(report.months[0].month, 2026 * 12);
        QCOMPARE(report.months[0].alpha.value, 1.0);
        QCOMPARE(report.months[1].month, 2026 * 12 + 2);
        QVERIFY(report.months[1].alpha.value < .2);
        QCOMPARE(report.months[1].alpha.n, 20);
        QCOMPARE(report.reasons.size(), std::size_t { 2 });
        const auto quarrel = std::ranges::find(report.reasons, "money moved", &GroupAgreement::reason);
        const auto peace = std::ranges::find(report.reasons, "known number", &GroupAgreement::reason);
        QCOMPARE(peace->agreement, 1.0);
        QCOMPARE(quarrel->agreement, .5);
        QVERIFY(report.alarm());
    }

    void aCaseWithoutATimeCountsInTheMonthOfItsVerdict()
    {
        History history;
        history.says("a", 0, kScam).says("b", 0, kOther);
        const AgreementReport report = history.report(std::vector<Instant> { kNoTime });
        QCOMPARE(report.months.size(), std::size_t { 1 });
        QCOMPARE(report.months[0].month, 2026 * 12);
    }

    void theWeakestPairStandsFirst()
    {
        History history;
        Random random(5);
        for (CaseRow row = 0; row < 60; ++row) {
            const Verdict truth = random.chance(.5) ? kScam : kOther;
            history.says("a", row, truth).says("b", row, truth);
            history.says("c", row, random.chance(.5) ? kScam : kOther);
            history.says("d", row, kScam);
        }
        const AgreementReport report = history.report();
        QCOMPARE(report.pairs.size(), std::size_t { 6 });
        QVERIFY(
            std::ranges::is_sorted(report.pairs, {}, [](const PairAgreement& p) { return p.kappa.value; }));
        QCOMPARE(report.pairs.back().kappa.value, 1.0);
        const auto& people = report.table.people;
        QCOMPARE(people[report.pairs.back().a] + people[report.pairs.back().b], std::string("ab"));
        // Who says the same of everything is right half the time; who says what the others say is right.
        QVERIFY(report.people[0].accuracy > .95);
        QVERIFY(report.people[3].accuracy < .65);
    }

    void nothingSaidIsNotAnAlarm()
    {
        const AgreementReport report = History().report();
        QVERIFY(report.table.cases.empty() && report.pairs.empty());
        QVERIFY(std::isnan(report.alpha.value) && !report.alarm());
        const AgreementReport alone = History().says("a", 0, kScam).report();
        QVERIFY(!alone.alarm());
        QCOMPARE(alone.scamProbability(0), 1.0);
    }

    void stopsAtEveryStep()
    {
        History history;
        for (CaseRow row = 0; row < 10; ++row)
            history.says("a", row, kScam, "r").says("b", row, row % 2 ? kScam : kOther);
        for (int k = 0; k < 900; k += 100) {
            StopAt stop(k);
            const auto report = measureAgreement(history.table(), {}, { 200, 1 }, stop.progress());
            QVERIFY(!report && report.error().code == ErrorCode::Cancelled);
        }
    }
};

QTEST_GUILESS_MAIN(TestAgreementReport)
#include "tst_AgreementReport.moc"
