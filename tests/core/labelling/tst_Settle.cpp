// SPDX-License-Identifier: GPL-3.0-or-later
// The label policies of statistics.md 2: what a history of verdicts amounts to.
#include "tests/support/TestMain.h"

#include "core/base/Random.h"
#include "core/labelling/SettleHistory.h"

using namespace casebench;

namespace {

/// A history written down one event a line; seq and recording time count up by one.
class History
{
public:
    History& says(const std::string& person, Verdict verdict, CaseRow row = 0)
    {
        return add(person, verdict, row, LabelOrigin::Person);
    }

    History& adjudicates(const std::string& person, Verdict verdict)
    {
        return add(person, verdict, 0, LabelOrigin::Adjudication);
    }

    History& because(std::string reason)
    {
        m_events.back().reason = std::move(reason);
        return *this;
    }

    History& retracts(std::int64_t seq)
    {
        LabelEvent event = m_events[static_cast<std::size_t>(seq - 1)];
        event.retracts = seq;
        return put(std::move(event));
    }

    [[nodiscard]] SettledCase settled(LabelPolicy policy, Instant asOf = kNoTime) const
    {
        return settleLabels(m_events, 1, policy, asOf).front();
    }

    [[nodiscard]] const std::vector<LabelEvent>& events() const { return m_events; }

private:
    History& add(const std::string& person, Verdict verdict, CaseRow row, LabelOrigin origin)
    {
        LabelEvent event;
        event.person = person;
        event.verdict = verdict;
        event.row = row;
        event.origin = origin;
        return put(std::move(event));
    }

    History& put(LabelEvent event)
    {
        event.seq = static_cast<std::int64_t>(m_events.size()) + 1;
        event.recordedAt = event.seq * 100;
        event.decidedAt = event.seq * 10;
        m_events.push_back(std::move(event));
        return *this;
    }

    std::vector<LabelEvent> m_events;
};

constexpr Verdict kScam = Verdict::Scam;
constexpr Verdict kNot = Verdict::NotScam;

} // namespace

class TestSettle : public QObject
{
    Q_OBJECT

private slots:

    void blocksAreSettledAsTheirEventsAre()
    {
        Random random(23);
        constexpr std::size_t kCases = 40;
        const std::vector<std::string> people { "ana", "ben", "import:a.csv" };
        for (int round = 0; round < 300; ++round) {
            LabelHistory history;
            std::int64_t seq = 1;
            std::vector<LabelEvent> all;
            for (int group = 0; group < 6; ++group) {
                if (random.chance(0.5)) {
                    LabelBlock block;
                    block.shared.seq = seq;
                    block.shared.person = people[random.below(people.size())];
                    block.shared.origin =
                        random.chance(0.2) ? LabelOrigin::Adjudication : LabelOrigin::Imported;
                    block.shared.recordedAt = 100 * group;
                    for (CaseRow row = 0; row < kCases + 3; ++row) { // three beyond the cases asked for
                        if (random.chance(0.6))
                            continue;
                        block.rows.push_back(row);
                        block.verdicts.push_back(kVerdictNames[random.below(4)].first);
                        block.decidedAt.push_back(random.chance(0.1) ? kNoTime : seq);
                        all.push_back(block.event(block.rows.size() - 1));
                        ++seq;
                    }
                    if (!block.rows.empty())
                        history.blocks.push_back(std::move(block));
                    continue;
                }
                for (std::size_t i = random.below(8); i > 0; --i) {
                    LabelEvent event;
                    event.seq = seq++;
                    event.person = people[random.below(people.size())];
                    event.row = static_cast<CaseRow>(random.below(kCases));
                    event.verdict = kVerdictNames[random.below(4)].first;
                    event.reason = random.chance(0.2) ? kAuditReason : "";
                    event.confidence = random.chance(0.5) ? 0.5 : std::nan("");
                    event.decidedAt = event.seq * 10;
                    event.recordedAt = 100 * group;
                    if (!all.empty() && random.chance(0.3)) {
                        const LabelEvent& target = all[random.below(all.size())];
                        event.row = target.row;
                        event.retracts = target.seq;
                    }
                    history.single.push_back(event);
                    all.push_back(event);
                }
            }
            QVERIFY(history.events([](const LabelBlock&, std::size_t) { return true; }).size() == all.size());
            std::vector<Code> complaints;
            for (std::size_t row = 0; row < kCases; ++row)
                complaints.push_back(static_cast<Code>(random.below(3)) - 1);
            for (const auto& [policy, word] : kLabelPolicyNames) {
                for (const Instant asOf : { kNoTime, Instant { 250 } }) {
                    const auto slow = settleLabels(all, kCases, policy, asOf, complaints);
                    const auto fast = settleHistory(history, kCases, policy, asOf, complaints);
                    QCOMPARE(fast.size(), slow.size());
                    for (std::size_t row = 0; row < kCases; ++row) {
                        QCOMPARE(fast[row].truth, slow[row].truth);
                        QCOMPARE(fast[row].state, slow[row].state);
                        QCOMPARE(fast[row].decidedAt, slow[row].decidedAt);
                        QCOMPARE(fast[row].audited, slow[row].audited);
                        QCOMPARE(fast[row].persons, slow[row].persons);
                        QVERIFY(fast[row].confidence == slow[row].confidence
                                || (std::isnan(fast[row].confidence) && std::isnan(slow[row].confidence)));
                    }
                }
            }
        }
    }

    void aCaseWithoutVerdictIsAllegedAndTrainsNothing()
    {
        for (const auto& [policy, word] : kLabelPolicyNames) {
            if (policy == LabelPolicy::Complaints)
                continue;
            const SettledCase settled = History().settled(policy);
            QCOMPARE(settled.truth, kUndecided);
            QCOMPARE(settled.state, CaseState::Alleged);
            QCOMPARE(settled.persons, 0);
            QVERIFY(settled.decidedAt == kNoTime && !settled.audited);
        }
    }

    void oneUndisputedPersonConfirms()
    {
        const SettledCase scam = History().says("ana", kScam).settled(LabelPolicy::Confirmed);
        QCOMPARE(scam.truth, kPositive);
        QCOMPARE(scam.state, CaseState::Confirmed);
        QCOMPARE(scam.decidedAt, Instant { 10 });
        const SettledCase honest = History().says("ana", kNot).settled(LabelPolicy::Confirmed);
        QCOMPARE(honest.truth, kNegative);
        QCOMPARE(honest.state, CaseState::NotScam);
    }

    void agreementOfAllConfirmsAndOneDissentDisputes()
    {
        History history;
        history.says("ana", kScam).says("ben", kScam);
        QCOMPARE(history.settled(LabelPolicy::Confirmed).truth, kPositive);
        history.says("cho", kNot);
        const SettledCase settled = history.settled(LabelPolicy::Confirmed);
        QCOMPARE(settled.truth, kUndecided);
        QCOMPARE(settled.state, CaseState::Disputed);
        QCOMPARE(settled.persons, 3);
    }

    void latestTakesTheNewestVerdictWhoeverGaveIt()
    {
        History history;
        history.says("ana", kScam).says("ben", kNot);
        QCOMPARE(history.settled(LabelPolicy::Latest).truth, kNegative);
        history.says("ana", kScam);
        QCOMPARE(history.settled(LabelPolicy::Latest).truth, kPositive);
    }

    void majorityCountsPersonsAndATieIsUndecided()
    {
        History history;
        history.says("ana", kScam).says("ben", kNot);
        QCOMPARE(history.settled(LabelPolicy::Majority).truth, kUndecided);
        QCOMPARE(history.settled(LabelPolicy::Majority).state, CaseState::Disputed);
        history.says("ana", kScam).says("ana", kScam); // one person stays one voice
        QCOMPARE(history.settled(LabelPolicy::Majority).truth, kUndecided);
        history.says("cho", kScam);
        QCOMPARE(history.settled(LabelPolicy::Majority).truth, kPositive);
    }

    void complaintsCallEveryComplaintAScamWhateverPeopleSaid()
    {
        History history;
        history.says("ana", kNot, 0);
        const std::vector<Code> complaints { kYesCode, kNoCode, kMissingCode };
        const auto settled = settleLabels(history.events(), 3, LabelPolicy::Complaints, kNoTime, complaints);
        QCOMPARE(settled[0].truth, kPositive);
        QCOMPARE(settled[1].truth, kNegative); // nobody complained; else the policy had nothing to tell apart
        QCOMPARE(settled[2].truth, kUndecided);
        for (const SettledCase& all : settleLabels(history.events(), 3, LabelPolicy::Complaints))
            QCOMPARE(all.truth, kPositive);
    }

    void aLaterVerdictOfTheSamePersonReplacesTheEarlier()
    {
        const SettledCase settled =
            History().says("ana", kScam).says("ana", kNot).settled(LabelPolicy::Confirmed);
        QCOMPARE(settled.truth, kNegative);
        QCOMPARE(settled.persons, 1);
    }

    void aRetractionTakesBackAndItsRetractionRestores()
    {
        History history;
        history.says("ana", kScam).retracts(1);
        QCOMPARE(history.settled(LabelPolicy::Confirmed).state, CaseState::Alleged);
        QCOMPARE(history.settled(LabelPolicy::Latest).truth, kUndecided);
        history.retracts(2);
        QCOMPARE(history.settled(LabelPolicy::Confirmed).truth, kPositive);
        const auto standing = standingEvents(history.events());
        QCOMPARE(standing.size(), std::size_t { 1 });
        QCOMPARE(standing.front()->seq, std::int64_t { 1 });
        history.retracts(3);
        QCOMPARE(history.settled(LabelPolicy::Confirmed).truth, kUndecided);
    }

    void retractingALaterVerdictBringsTheEarlierBack()
    {
        const SettledCase settled =
            History().says("ana", kScam).says("ana", kNot).retracts(2).settled(LabelPolicy::Confirmed);
        QCOMPARE(settled.truth, kPositive);
    }

    void asOfIgnoresWhatWasRecordedLater()
    {
        History history;
        history.says("ana", kScam).says("ben", kNot).retracts(2);
        QCOMPARE(history.settled(LabelPolicy::Confirmed, 99).state, CaseState::Alleged);
        QCOMPARE(history.settled(LabelPolicy::Confirmed, 100).truth, kPositive);
        QCOMPARE(history.settled(LabelPolicy::Confirmed, 200).state, CaseState::Disputed);
        QCOMPARE(history.settled(LabelPolicy::Confirmed, 300).truth, kPositive);
    }

    void adjudicationSettlesAConflictUnderEveryPolicyOfPeople()
    {
        History history;
        history.says("ana", kScam).says("ben", kNot).adjudicates("cho", kNot);
        for (const LabelPolicy policy :
             { LabelPolicy::Confirmed, LabelPolicy::Latest, LabelPolicy::Majority }) {
            const SettledCase settled = history.settled(policy);
            QCOMPARE(settled.truth, kNegative);
            QCOMPARE(settled.decidedAt, Instant { 30 });
        }
        history.retracts(3);
        QCOMPARE(history.settled(LabelPolicy::Confirmed).state, CaseState::Disputed);
    }

    void disputedAndUnresolvableTrainNothing()
    {
        const SettledCase disputed = History().says("ana", Verdict::Disputed).settled(LabelPolicy::Confirmed);
        QCOMPARE(disputed.truth, kUndecided);
        QCOMPARE(disputed.state, CaseState::Disputed);
        for (const LabelPolicy policy :
             { LabelPolicy::Confirmed, LabelPolicy::Latest, LabelPolicy::Majority }) {
            const SettledCase open = History().says("ana", Verdict::Unresolvable).settled(policy);
            QCOMPARE(open.truth, kUndecided);
            QCOMPARE(open.state, CaseState::Unresolvable);
            QVERIFY(open.decidedAt == kNoTime);
        }
    }

    void theAuditSliceIsKnownByTheReasonOfAStandingVerdict()
    {
        QVERIFY(!History().says("ana", kScam).settled(LabelPolicy::Confirmed).audited);
        QVERIFY(History().says("ana", kScam).because("audit").settled(LabelPolicy::Confirmed).audited);
        const SettledCase second =
            History().says("ana", kScam).because("audit").says("ben", kScam).settled(LabelPolicy::Confirmed);
        QVERIFY(second.audited);
    }

    void casesDoNotTouchEachOtherAndUnknownRowsAreLeftOut()
    {
        History history;
        history.says("ana", kScam, 1).says("ana", kNot, 7);
        const auto settled = settleLabels(history.events(), 3, LabelPolicy::Confirmed);
        QCOMPARE(settled.size(), std::size_t { 3 });
        QCOMPARE(settled[0].truth, kUndecided);
        QCOMPARE(settled[1].truth, kPositive);
        QCOMPARE(settled[2].truth, kUndecided);
    }
};

QTEST_APPLESS_MAIN(TestSettle)
#include "tst_Settle.moc"
