// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/TestMain.h"

#include "core/labelling/Queue.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

using namespace casebench;

namespace {

/// Cases of some months, so many each, received one second apart.
struct Cases
{
    std::vector<std::string> ids;
    std::vector<Instant> times;
    std::vector<SettledCase> settled;
    std::vector<std::uint8_t> flagged;

    explicit Cases(std::initializer_list<int> perMonth)
    {
        int month = 0;
        for (const int n : perMonth) {
            for (int i = 0; i < n; ++i) {
                ids.push_back("case-" + std::to_string(month) + "-" + std::to_string(i));
                times.push_back(monthStart(2026 * 12 + month) + i * kMicrosPerSecond);
            }
            ++month;
        }
        settled.resize(ids.size());
        flagged.assign(ids.size(), 0);
    }

    [[nodiscard]] std::vector<QueueEntry> queue(std::vector<QueueKind> kinds = {}) const
    {
        return buildQueue({ settled, ids, times, flagged, 7 }, kinds);
    }
};

} // namespace

class TestQueue : public QObject
{
    Q_OBJECT

private slots:

    void theSliceIsFivePercentButAtLeastSixtyAMonth()
    {
        const Cases cases({ 2000, 600, 40, 1201 });
        std::map<MonthIndex, std::size_t> perMonth;
        const auto slice = auditSlice(cases.ids, cases.times, 1);
        for (const CaseRow row : slice)
            ++perMonth[monthOf(cases.times[row])];
        const MonthIndex january = 2026 * 12;
        QCOMPARE(perMonth[january], std::size_t { 100 });
        QCOMPARE(perMonth[january + 1], std::size_t { 60 });
        QCOMPARE(perMonth[january + 2], std::size_t { 40 }); // all there are
        QCOMPARE(perMonth[january + 3], std::size_t { 61 });
        QVERIFY(std::ranges::is_sorted(slice));
        QCOMPARE(std::set<CaseRow>(slice.begin(), slice.end()).size(), slice.size());
    }

    void theSliceDependsOnIdsAndSeedAlone()
    {
        Cases cases({ 600, 600 });
        const auto before = auditSlice(cases.ids, cases.times, 3);
        QVERIFY(auditSlice(cases.ids, cases.times, 3) == before);
        QVERIFY(auditSlice(cases.ids, cases.times, 4) != before);
        // The order of the cases in the project does not matter.
        std::vector<std::string> ids(cases.ids.rbegin(), cases.ids.rend());
        std::vector<Instant> times(cases.times.rbegin(), cases.times.rend());
        std::set<std::string> a, b;
        for (const CaseRow row : before)
            a.insert(cases.ids[row]);
        for (const CaseRow row : auditSlice(ids, times, 3))
            b.insert(ids[row]);
        QVERIFY(a == b);
    }

    void labellingDoesNotChangeWhichCasesAreAudited()
    {
        Cases cases({ 600 });
        const auto entries = cases.queue({ QueueKind::Audit });
        QCOMPARE(entries.size(), std::size_t { 60 });
        std::set<CaseRow> waiting;
        for (const QueueEntry& entry : entries)
            waiting.insert(entry.row);
        const CaseRow done = entries.front().row;
        cases.settled[done].state = CaseState::Confirmed;
        waiting.erase(done);
        std::set<CaseRow> after;
        for (const QueueEntry& entry : cases.queue({ QueueKind::Audit }))
            after.insert(entry.row);
        QVERIFY(after == waiting); // one fewer, and no other case moved up
    }

    void theSliceIsARandomShareOfScamsAndOthers()
    {
        // 60 of 600, every second case marked: the count of marked ones is hypergeometric, sd 3.7; 15 off is
        // beyond 4 sd.
        const Cases cases({ 600 });
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            const auto slice = auditSlice(cases.ids, cases.times, seed);
            const auto even = std::ranges::count_if(slice, [](CaseRow row) { return row % 2 == 0; });
            QVERIFY2(std::abs(even - 30) <= 15, qPrintable(QString::number(even)));
        }
    }

    void disputedComesFirstAndRoutineIsOneHeapByAge()
    {
        Cases cases({ 600 });
        std::ranges::fill(cases.flagged, std::uint8_t { 1 });
        cases.settled[500].state = CaseState::Disputed;
        cases.settled[20].state = CaseState::Disputed;
        const auto queue = cases.queue();
        QCOMPARE(queue.size(), std::size_t { 600 });
        QCOMPARE(queue[0].row, CaseRow { 20 });
        QCOMPARE(queue[1].row, CaseRow { 500 });
        std::set<CaseRow> seen;
        for (std::size_t i = 1; i < queue.size(); ++i) {
            QVERIFY(queue[i - 1].priority >= queue[i].priority);
            if (queue[i - 1].priority == queue[i].priority)
                QVERIFY(cases.times[queue[i - 1].row] < cases.times[queue[i].row]);
        }
        for (const QueueEntry& entry : queue)
            QVERIFY(seen.insert(entry.row).second);
        // The order does not tell what was audited and what was flagged.
        for (std::size_t i = 2; i < queue.size(); ++i)
            QCOMPARE(queue[i].priority, 0.0);
        const auto audited = std::ranges::count(queue, QueueKind::Audit, &QueueEntry::kind);
        QVERIFY(audited > 50 && audited <= 60);
    }

    void decidedCasesDoNotWait()
    {
        Cases cases({ 100 });
        std::ranges::fill(cases.flagged, std::uint8_t { 1 });
        for (SettledCase& settled : cases.settled)
            settled.state = CaseState::NotScam;
        cases.settled[3].state = CaseState::Unresolvable;
        QVERIFY(cases.queue().empty());
    }

    void kindsChooseWhatIsListed()
    {
        Cases cases({ 600 });
        std::ranges::fill(cases.flagged, std::uint8_t { 1 });
        cases.settled[5].state = CaseState::Disputed;
        for (const QueueKind kind : { QueueKind::Flagged, QueueKind::Disputed, QueueKind::Audit }) {
            const auto queue = cases.queue({ kind });
            QVERIFY(!queue.empty());
            for (const QueueEntry& entry : queue)
                QCOMPARE(entry.kind, kind);
        }
        cases.flagged.clear(); // no champion yet
        QVERIFY(cases.queue({ QueueKind::Flagged }).empty());
    }

    void eachKindHasItsCases()
    {
        Cases cases({ 600 });
        std::vector<std::uint8_t> uncertain(600, 0), outside(600, 0), suspected(600, 0), sealed(600, 0);
        uncertain[100] = outside[101] = suspected[102] = 1;
        cases.settled[102].state = CaseState::Confirmed;
        cases.settled[103].state = CaseState::Unresolvable;
        sealed[103] = 1;
        QueueInput input { cases.settled, cases.ids, cases.times, cases.flagged, 7 };
        input.uncertain = uncertain;
        input.outside = outside;
        input.suspected = suspected;
        input.sealed = sealed;
        input.newAnswers[104] = "UPI_PAYMENTS = Yes";
        const std::pair<QueueKind, CaseRow> expected[] = { { QueueKind::Uncertain, 100 },
                                                           { QueueKind::Noise, 102 },
                                                           { QueueKind::Second, 103 } };
        for (const auto& [kind, row] : expected) {
            const auto queue = buildQueue(input, std::array { kind });
            QCOMPARE(queue.size(), std::size_t { 1 });
            QCOMPARE(queue[0].row, row);
        }
        const auto drifted = buildQueue(input, std::array { QueueKind::Drifted });
        QCOMPARE(drifted.size(), std::size_t { 2 });
        QCOMPARE(drifted[0].reason,
                 std::string("UPI_PAYMENTS = Yes")); // a fact of the case, so it may be said
        QCOMPARE(drifted[1].reason, std::string("routine"));
    }

    void aSealedDisputeIsASecondLookAndNothingMore()
    {
        Cases cases({ 100 });
        std::vector<std::uint8_t> sealed(100, 0);
        cases.settled[7].state = CaseState::Disputed;
        cases.settled[7].persons = 1;
        sealed[7] = 1;
        QueueInput input { cases.settled, cases.ids, cases.times, cases.flagged, 7 };
        input.sealed = sealed;
        QVERIFY(buildQueue(input, std::array { QueueKind::Disputed }).empty());
        const auto second = buildQueue(input, std::array { QueueKind::Second });
        QCOMPARE(second.size(), std::size_t { 1 });
        QVERIFY(second[0].reason.find("disput") == std::string::npos);
    }

    void aboutOneInTenSealedCasesWantsASecondVerdict()
    {
        Cases cases({ 2000 });
        const std::vector<std::uint8_t> sealed(2000, 1);
        for (SettledCase& settled : cases.settled)
            settled.state = CaseState::Confirmed;
        QueueInput input { cases.settled, cases.ids, cases.times, cases.flagged, 7 };
        input.sealed = sealed;
        const auto n = buildQueue(input, std::array { QueueKind::Second }).size();
        QVERIFY2(n > 146 && n < 254, std::to_string(n).c_str()); // 200, sd 13.4: four of them
        input.sealed = {};
        QVERIFY(buildQueue(input, std::array { QueueKind::Second }).empty()); // imported ones want none
    }

    void theRotationMovesOnEachDay()
    {
        for (std::int64_t day = 0; day < 9; ++day)
            QCOMPARE(turnOf("c1", 7, 3, day + 1), (turnOf("c1", 7, 3, day) + 1) % 3);
        std::array<int, 3> shares {};
        for (int i = 0; i < 3000; ++i)
            ++shares[turnOf("c" + std::to_string(i), 7, 3, 0)];
        for (const int share : shares)
            QVERIFY2(std::abs(share - 1000) < 104, std::to_string(share).c_str()); // sd 25.8: four of them
    }

    void theReasonNeverTellsWhatTheModelThinks()
    {
        Cases cases({ 600 });
        for (std::size_t i = 0; i < cases.flagged.size(); i += 2)
            cases.flagged[i] = 1;
        cases.settled[5].state = CaseState::Disputed;
        std::set<std::string> auditReasons, flaggedReasons;
        for (const QueueEntry& entry : cases.queue()) {
            for (const char* word : { "model", "score", "flag", "probab", "scam" })
                QVERIFY2(entry.reason.find(word) == std::string::npos, entry.reason.c_str());
            if (entry.kind == QueueKind::Audit)
                auditReasons.insert(entry.reason);
            else if (entry.kind == QueueKind::Flagged)
                flaggedReasons.insert(entry.reason);
        }
        QVERIFY(auditReasons == flaggedReasons); // and the audit slice is unmarked
    }
};

QTEST_APPLESS_MAIN(TestQueue)
#include "tst_Queue.moc"
