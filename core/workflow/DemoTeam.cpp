// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/DemoTeam.h"

#include "core/base/AtomicFile.h"
#include "core/base/Random.h"
#include "core/base/Text.h"
#include "core/store/CaseStore.h"
#include "core/store/SourceStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/CaseEvidence.h"
#include "core/workflow/ExpectData.h"
#include "core/workflow/ImportCases.h"
#include "core/workflow/ManagePersons.h"
#include "core/workflow/SettleLabels.h"

#include <algorithm>
#include <array>
#include <optional>

namespace casebench {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMonthFile = "calls-2026-08.csv";
constexpr std::string_view kLateFile = "late-calls-2026-08.csv";
constexpr std::string_view kMonthPrefix = "C2608-";

/// How often a person is right: good, fair, and one in training, so that agreement has something to tell.
struct Judge
{
    const char* person;
    double right;
};

constexpr std::array<Judge, 3> kJudges {
    { { "investigator-1", .97 }, { "investigator-2", .90 }, { "investigator-3", .84 } }
};

constexpr std::size_t kByAll = 12; ///< cases that the three judge, and the one who opens the sample as well
constexpr std::size_t kByTwo = 48;
constexpr std::size_t kByOne = 9; ///< sealed until a second person decides
constexpr std::size_t kSettled = 2; ///< conflicts that somebody has settled already

/// What a judge looks at.
struct Facts
{
    Column upi;
    Column remote;
    Column otp;
    Column website;
};

bool isYes(const Column& column, CaseRow row)
{
    return column.isFilled(row) && column.text(row) == "Yes";
}

/// The reason in the words of the desktop's list, and a note that names the field it was read from.
std::pair<std::string, std::string> reasonFor(const Facts& facts, CaseRow row, bool scam)
{
    if (!scam)
        return isYes(facts.upi, row)
            ? std::pair<std::string, std::string> { "Caller known and named",
                                                    "UPI_PAYMENTS went to a shop used before" }
            : std::pair<std::string, std::string> { "Facts too thin", "" };
    if (isYes(facts.upi, row))
        return { "Money sent", "UPI_PAYMENTS to a handle given on the call" };
    if (isYes(facts.website, row))
        return { "False bank website", "Opened_Bank_Website by a link in the message" };
    if (isYes(facts.remote, row))
        return { "Took remote access", "" };
    if (isYes(facts.otp, row))
        return { "Asked for a code", "" };
    return { "Posed as an official", "Money_Asked for a fee that does not exist" };
}

class TeamWork
{
public:
    TeamWork(Project& project, const DemoTeam& team, Progress& progress)
        : m_project(project)
        , m_team(team)
        , m_progress(progress)
        , m_random(Random::forPurpose(team.seed, "demo-team"))
    {
    }

    /// Known cases once more, and rows that no import can take.
    Result<void> importLateFile(const fs::path& directory)
    {
        CB_TRY(const std::string month, readFile(directory / kMonthFile));
        const auto lines = split(month, '\n');
        std::string text = std::string(lines[0]) + "\n";
        for (std::size_t i = 0; i < 12; ++i) {
            std::string line(trimmed(lines[1 + 31 * i]));
            if (i == 2 || i == 7)
                line += ",second call"; // a value too many
            else if (i == 4)
                line.erase(0, line.find(',')); // nobody's case
            else if (i == 6)
                line = std::string(trimmed(lines[1])); // the first case again
            else if (i == 9)
                line.erase(line.rfind(',')); // a value short
            text += line + "\n";
        }
        CB_CHECK(writeFileAtomically(directory / kLateFile, text));
        CB_TRY(const Actor analyst, resolveActor(m_project, m_team.analyst));
        ImportRequest request;
        request.path = directory / kLateFile;
        CB_CHECK(importCases(m_project, analyst, request, m_progress));
        return {};
    }

    /// What January to March would have us expect; August does not hold to it.
    Result<void> expectData(std::string_view snapshot)
    {
        CB_TRY(const Actor analyst, resolveActor(m_project, m_team.analyst));
        CB_TRY(const SuggestedExpectations suggested, suggestFor(m_project, snapshot, m_progress));
        CB_CHECK(saveExpectations(m_project, analyst, suggested.expectations,
                                  "suggested from " + suggested.reference));
        ExpectScope scope;
        CB_TRY(const auto sources, SourceStore(m_project).list());
        for (const Source& source : sources) {
            if (source.name == kMonthFile)
                scope.source = source.id;
        }
        CB_CHECK(runExpectations(m_project, analyst, scope, m_progress));
        return {};
    }

    Result<void> judge(const fs::path& directory)
    {
        CB_TRY(const Actor admin, resolveActor(m_project, {}));
        for (const Judge& judge : kJudges)
            CB_CHECK(addPerson(m_project, admin, { judge.person, Role::Investigator, {}, {} }));
        CB_CHECK(chooseCases());
        CB_CHECK(loadFacts());
        const std::size_t two = kByAll + kByTwo;
        CB_CHECK(judgeCases(kJudges[0], 0, two));
        CB_CHECK(judgeCases(kJudges[1], 0, two));
        CB_CHECK(judgeCases(kJudges[2], 0, kByAll));
        CB_CHECK(judgeCases(kJudges[2], two, two + kByOne));
        CB_CHECK(judgeCases({ m_team.admin.c_str(), .95 }, 0, kByAll));
        CB_CHECK(settleSome(admin));
        return attachReceipt(directory);
    }

private:
    Result<void> loadFacts()
    {
        const CaseStore cases(m_project);
        CB_TRY(Column upi, cases.loadColumn("UPI_PAYMENTS"));
        CB_TRY(Column remote, cases.loadColumn("Asked_Remote_Access"));
        CB_TRY(Column otp, cases.loadColumn("Asked_OTP"));
        CB_TRY(Column website, cases.loadColumn("Opened_Bank_Website"));
        m_facts.emplace(Facts { std::move(upi), std::move(remote), std::move(otp), std::move(website) });
        return {};
    }

    /// Cases of August on which nobody has said anything.
    Result<void> chooseCases()
    {
        CB_TRY(const auto ids, CaseStore(m_project).ids());
        CB_TRY(const auto settled, settledCases(m_project, LabelPolicy::Confirmed));
        for (CaseRow row = 0; row < ids.size(); ++row) {
            if (ids[row].starts_with(kMonthPrefix) && settled[row].persons == 0)
                m_cases.emplace_back(row, ids[row]);
        }
        m_random.shuffle(std::span(m_cases));
        m_cases.resize(std::min(m_cases.size(), kByAll + kByTwo + kByOne));
        std::ranges::sort(m_cases);
        return {};
    }

    Result<void> judgeCases(const Judge& judge, std::size_t from, std::size_t to)
    {
        CB_TRY(const Actor actor, resolveActor(m_project, judge.person));
        std::vector<VerdictRequest> verdicts;
        for (std::size_t i = from; i < std::min(to, m_cases.size()); ++i) {
            const auto& [row, id] = m_cases[i];
            const bool right = m_random.chance(judge.right);
            const bool scam = (m_team.truth.at(id) == kPositive) == right;
            VerdictRequest verdict { id, scam ? Verdict::Scam : Verdict::NotScam, {}, {} };
            std::tie(verdict.reason, verdict.note) = reasonFor(*m_facts, row, scam);
            verdict.confidence = right ? 1.0 : 0.5;
            verdicts.push_back(std::move(verdict));
        }
        CB_CHECK(giveVerdicts(m_project, actor, verdicts));
        return {};
    }

    Result<void> settleSome(const Actor& admin)
    {
        std::size_t done = 0;
        for (std::size_t i = kByAll; i < m_cases.size(); ++i) {
            const std::string& id = m_cases[i].second;
            CB_TRY(const CaseLabels labels, caseLabels(m_project, id));
            if (labels.settled.state != CaseState::Disputed)
                continue;
            if (done++ == kSettled) {
                m_open = id;
                return {};
            }
            const bool scam = m_team.truth.at(id) == kPositive;
            CB_CHECK(adjudicate(m_project, admin,
                                { id, scam ? Verdict::Scam : Verdict::NotScam,
                                  reasonFor(*m_facts, m_cases[i].first, scam).first,
                                  "called back: the caller confirms it" }));
        }
        return {};
    }

    /// Something to look at beside the first conflict that is open.
    Result<void> attachReceipt(const fs::path& directory)
    {
        if (m_open.empty())
            return {};
        const fs::path receipt = directory / "upi-receipt.txt";
        CB_CHECK(
            writeFileAtomically(receipt, "Paid 1,960 by UPI to a handle that was read out on the call.\n"));
        CB_TRY(const Actor finder, resolveActor(m_project, kJudges[0].person));
        CB_CHECK(addEvidence(m_project, finder, m_open, receipt, "sent by the person called", m_progress));
        return {};
    }

    Project& m_project;
    const DemoTeam& m_team;
    Progress& m_progress;
    Random m_random;
    std::optional<Facts> m_facts;
    std::vector<std::pair<CaseRow, std::string>> m_cases;
    std::string m_open; ///< the first conflict that nobody has settled
};

} // namespace

Result<void>
playTeamWork(Project& project, const fs::path& directory, const DemoTeam& team, Progress& progress)
{
    TeamWork work(project, team, progress);
    CB_CHECK(work.importLateFile(directory));
    CB_CHECK(work.expectData("january-march"));
    return work.judge(directory);
}

} // namespace casebench
