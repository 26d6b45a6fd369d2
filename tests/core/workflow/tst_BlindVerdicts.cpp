// SPDX-License-Identifier: GPL-3.0-or-later
// Scenario 11: who labels second sees nothing of the first, by no way, until both have decided.
#include "WorkflowFixture.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/store/AuditLog.h"
#include "core/store/CaseKeys.h"
#include "core/workflow/Blinding.h"
#include "core/workflow/BrowseCases.h"
#include "core/workflow/BulkVerdict.h"
#include "core/workflow/CaseNotes.h"
#include "core/workflow/LabelQueue.h"
#include "core/workflow/LookAtCases.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sqlite3.h>
#include <sys/stat.h>

using namespace casebench;
using namespace casebench::test;

namespace {

constexpr const char* kReason = "caneyreason posed as the bank";
constexpr const char* kNote = "caneynote the receipt is forged";
constexpr double kSureness = 0.40625; // no time of day has these digits

VerdictRequest verdict(const std::string& caseId, Verdict said)
{
    return { caseId, said, kReason, kNote, kSureness };
}

void importSix(WorkflowFixture& f)
{
    CB_VERIFY(f.import("c.csv",
                       "case_id,received,a\nc1,2026-01-01,1\nc2,2026-01-02,2\nc3,2026-01-03,3\n"
                       "c4,2026-01-04,4\nc5,2026-01-05,5\nc6,2026-01-06,6\n"));
    for (const char* name : { "bea", "cem" })
        CB_VERIFY(addPerson(f.project(), f.actor("ada"), { name, Role::Investigator, {}, {} }));
}

/// Every byte that lies in the folder of the project, but for the key file.
std::string everything(WorkflowFixture& f)
{
    std::string bytes;
    for (const auto& entry : std::filesystem::directory_iterator(f.folder().path())) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with("p.casebench") && !name.ends_with(".casekeys")) {
            std::ifstream in(entry.path(), std::ios::binary);
            bytes.append(std::istreambuf_iterator<char>(in), {});
        }
    }
    return bytes;
}

bool holds(const std::string& haystack, std::string_view needle)
{
    return haystack.find(needle) != std::string::npos || haystack.find(toBase64(needle)) != std::string::npos
        || haystack.find(toHex(needle)) != std::string::npos;
}

/// What another tool would do to the file; the append-only triggers are no obstacle to it.
void sqlBehindItsBack(const std::filesystem::path& file, const char* sql)
{
    sqlite3* handle = nullptr;
    QCOMPARE(sqlite3_open(file.c_str(), &handle), SQLITE_OK);
    char* message = nullptr;
    QVERIFY2(sqlite3_exec(handle, sql, nullptr, nullptr, &message) == SQLITE_OK, message);
    sqlite3_close(handle);
}

constexpr const char* kNoFence = "DROP TRIGGER label_no_UPDATE;";
/// Puts the trigger back as it was, so that the schema is the known one again.
constexpr const char* kFence =
    "CREATE TRIGGER label_no_UPDATE BEFORE UPDATE ON label BEGIN SELECT RAISE(ABORT, 'The "
    "table label is append-only'); END;";

} // namespace

class TestBlindVerdicts : public QObject
{
    Q_OBJECT

private slots:

    void theFirstVerdictIsNowhereInTheFile()
    {
        WorkflowFixture f;
        importSix(f);
        const auto given = giveVerdict(f.project(), f.actor("bea"), verdict("c1", Verdict::Unresolvable));
        CB_VERIFY(given);
        QVERIFY(given->sealed.contains(given->events.front().seq));
        CB_VERIFY(undoVerdict(f.project(), f.actor("bea")));
        CB_VERIFY(redoVerdict(f.project(), f.actor("bea")));
        CB_VERIFY(explainDifference(f.project(), f.actor("bea"), "c1", "caneydiffers because"));
        const std::string bytes = everything(f);
        for (const char* canary : { "caneyreason", "caneynote", "caneydiffers", "0.40625" })
            QVERIFY2(!holds(bytes, canary), canary);
        // The word stands in the schema; the log and the rows must not have it: count it before and after.
        const auto words = [&](const std::string& text) {
            std::size_t count = 0;
            for (std::size_t at = text.find("unresolvable"); at != std::string::npos;
                 at = text.find("unresolvable", at + 1))
                ++count;
            return count;
        };
        const std::size_t before = words(bytes);
        CB_VERIFY(giveVerdict(f.project(), f.actor("bea"), verdict("c2", Verdict::Unresolvable)));
        QCOMPARE(words(everything(f)), before);
        CB_VERIFY(giveVerdict(f.project(), f.actor("cem"), verdict("c1", Verdict::Scam)));
        const std::string opened = everything(f);
        QVERIFY(holds(opened, "caneyreason"));
        QVERIFY(holds(opened, "caneydiffers"));
        QCOMPARE(f.problems(), std::string());
    }

    void equalLengthsHideWhichVerdictItIs()
    {
        WorkflowFixture f;
        importSix(f);
        for (const auto& [id, said] :
             { std::pair("c1", Verdict::Scam), std::pair("c2", Verdict::Unresolvable) })
            CB_VERIFY(giveVerdict(f.project(), f.actor("bea"), { id, said, {}, {} }));
        sqlite3* handle = nullptr;
        QCOMPARE(sqlite3_open(f.project().path().c_str(), &handle), SQLITE_OK);
        sqlite3_stmt* statement = nullptr;
        sqlite3_prepare_v2(handle, "SELECT count(DISTINCT length(sealed)), count(DISTINCT sealed) FROM label",
                           -1, &statement, nullptr);
        QCOMPARE(sqlite3_step(statement), SQLITE_ROW);
        QCOMPARE(sqlite3_column_int(statement, 0), 1);
        QCOMPARE(sqlite3_column_int(statement, 1), 2);
        sqlite3_finalize(statement);
        sqlite3_close(handle);
    }

    void nobodyElseSeesItWhateverTheRole()
    {
        WorkflowFixture f;
        importSix(f);
        CB_VERIFY(giveVerdict(f.project(), f.actor("bea"), verdict("c1", Verdict::Scam)));
        for (const char* person : { "cem", "ina", "ana", "omar", "ada" }) {
            const auto labels = caseLabelsFor(f.project(), person, "c1");
            CB_VERIFY(labels);
            QVERIFY2(labels->events.empty(), person);
            QCOMPARE(labels->hidden, std::int64_t { 1 });
            QCOMPARE(labels->settled.state, CaseState::Alleged);
            const auto view = loadCaseView(f.project(), f.actor(person), f.silent());
            CB_VERIFY(view);
            QCOMPARE((*view)->labels[0].state, CaseState::Alleged);
            const auto lister = openCaseLister(f.project(), f.actor(person));
            CB_VERIFY(lister);
            QVERIFY(
                (*lister)->list(f.project(), CaseQuery { .where = "label = 'scam'" }, f.silent())->empty());
            QCOMPARE(*exportLabels(f.project(), f.actor(person), f.folder() / "out.csv"), std::int64_t { 0 });
            QCOMPARE(caseNotes(f.project(), person, "c1")->size(), std::size_t { 0 });
        }
        const auto own = caseLabelsFor(f.project(), "bea", "c1");
        QCOMPARE(own->events.size(), std::size_t { 1 });
        QCOMPARE(own->events[0].reason, std::string(kReason));
        QCOMPARE(own->settled.state, CaseState::Confirmed);
        QCOMPARE(*exportLabels(f.project(), f.actor("bea"), f.folder() / "out.csv"), std::int64_t { 1 });
        const auto newest = AuditLog(f.project()).newest(50);
        CB_VERIFY(newest);
        for (const AuditRecord& record : *newest)
            QVERIFY(record.body.dump().find("caney") == std::string::npos);
    }

    void whatModelsLearnFromReadsThroughTheKey()
    {
        WorkflowFixture f;
        importSix(f);
        CB_VERIFY(giveVerdict(f.project(), f.actor("bea"), verdict("c1", Verdict::Scam)));
        CB_VERIFY(giveVerdict(f.project(), f.actor("bea"), verdict("c2", Verdict::NotScam)));
        const auto snapshot = f.snapshot("alone");
        CB_VERIFY(snapshot);
        QCOMPARE(snapshot->positives, std::int64_t { 1 });
        QCOMPARE(snapshot->negatives, std::int64_t { 1 });
        CB_VERIFY(giveVerdict(f.project(), f.actor("cem"), verdict("c1", Verdict::NotScam)));
        CB_VERIFY(giveVerdict(f.project(), f.actor("cem"), verdict("c2", Verdict::NotScam)));
        QVERIFY(*verifySnapshot(f.project(), "alone", f.silent())); // opening changes no snapshot
    }

    void theSecondVerdictOpensBothInTheSameTransaction()
    {
        WorkflowFixture f;
        importSix(f);
        CB_VERIFY(giveVerdict(f.project(), f.actor("bea"), verdict("c1", Verdict::Scam)));
        const auto before = AuditLog(f.project()).head();
        const auto second = giveVerdict(f.project(), f.actor("cem"), verdict("c1", Verdict::NotScam));
        CB_VERIFY(second);
        QCOMPARE(second->settled.state, CaseState::Disputed);
        QCOMPARE(AuditLog(f.project()).head()->seq, before->seq + 1);
        for (const char* person : { "bea", "cem", "ina" }) {
            const auto labels = caseLabelsFor(f.project(), person, "c1");
            QCOMPARE(labels->events.size(), std::size_t { 2 });
            QVERIFY(labels->sealed.empty());
            QCOMPARE(labels->events[0].note, std::string(kNote));
            QCOMPARE(labels->events[0].confidence, kSureness);
            QCOMPARE(labels->events[0].seq, std::int64_t { 1 });
        }
        QCOMPARE(f.problems(), std::string());
    }

    void anImportedFileIsNotSealedAndCountsAsTheSecondPerson()
    {
        WorkflowFixture f;
        importSix(f);
        CB_VERIFY(giveVerdict(f.project(), f.actor("bea"), verdict("c1", Verdict::Scam)));
        CB_VERIFY(f.importVerdicts("l.csv", "case,verdict,person\nc1,not-scam,guest\nc2,scam,guest\n"));
        QCOMPARE(caseLabelsFor(f.project(), "ina", "c1")->events.size(), std::size_t { 2 });
        QCOMPARE(caseLabelsFor(f.project(), "ina", "c2")->events.size(), std::size_t { 1 });
        const auto second = giveVerdict(f.project(), f.actor("bea"), verdict("c2", Verdict::Scam));
        QVERIFY(second->sealed.empty());
    }

    void aVerdictTakenBackDoesNotCountAsDecided()
    {
        WorkflowFixture f;
        importSix(f);
        CB_VERIFY(giveVerdict(f.project(), f.actor("bea"), verdict("c1", Verdict::Scam)));
        CB_VERIFY(undoVerdict(f.project(), f.actor("bea")));
        const auto second = giveVerdict(f.project(), f.actor("cem"), verdict("c1", Verdict::NotScam));
        QVERIFY(second->sealed.contains(second->events.back().seq)); // it is the only one that stands
        QVERIFY(caseLabelsFor(f.project(), "bea", "c1")->events.size() == 2); // own ones only
        const auto redone = redoVerdict(f.project(), f.actor("bea"));
        CB_VERIFY(redone); // now two people have decided
        QCOMPARE(redone->first.events.size(), std::size_t { 4 });
        QCOMPARE(redone->first.settled.state, CaseState::Disputed);
        QCOMPARE(caseLabelsFor(f.project(), "ina", "c1")->events.size(), std::size_t { 4 });
        QCOMPARE(f.problems(), std::string());
    }

    void theKeyFileIsForTheOwnerOnlyAndBelongsToItsProject()
    {
        WorkflowFixture f;
        importSix(f);
        const auto keys = CaseKeys::pathFor(f.project().path());
        QVERIFY(!std::filesystem::exists(keys));
        CB_VERIFY(giveVerdict(f.project(), f.actor("bea"), verdict("c1", Verdict::Scam)));

        struct stat facts
        {
        };

        QCOMPARE(::stat(keys.c_str(), &facts), 0);
        QCOMPARE(static_cast<unsigned>(facts.st_mode) & 0777U, 0600U);
        WorkflowFixture other;
        importSix(other);
        CB_VERIFY(giveVerdict(other.project(), other.actor("bea"), verdict("c1", Verdict::Scam)));
        std::filesystem::copy_file(keys, CaseKeys::pathFor(other.project().path()),
                                   std::filesystem::copy_options::overwrite_existing);
        const std::string warning = *sealWarning(other.project());
        QVERIFY2(warning.find("another project") != std::string::npos, warning.c_str());
        QCOMPARE(caseLabels(other.project(), "c1")->settled.state, CaseState::Alleged);
        const auto refused = giveVerdict(other.project(), other.actor("bea"), verdict("c2", Verdict::Scam));
        QVERIFY(!refused);
        QCOMPARE(refused.error().kind, std::string("E_KEY_FOREIGN"));
    }

    void withoutItsKeyFileTheProjectWarnsAndRefusesToSealMore()
    {
        WorkflowFixture f;
        importSix(f);
        CB_VERIFY(giveVerdict(f.project(), f.actor("bea"), verdict("c1", Verdict::Scam)));
        CB_VERIFY(f.snapshot("with"));
        const auto keys = CaseKeys::pathFor(f.project().path());
        std::filesystem::rename(keys, keys.string() + ".away");
        QCOMPARE(caseLabels(f.project(), "c1")->settled.state, CaseState::Alleged);
        const std::string warning = *sealWarning(f.project());
        QVERIFY2(warning.find("p.casebench.casekeys") != std::string::npos, warning.c_str());
        const auto refused = giveVerdict(f.project(), f.actor("cem"), verdict("c2", Verdict::Scam));
        QVERIFY(!refused && refused.error().code == ErrorCode::Refused);
        QCOMPARE(refused.error().kind, std::string("E_KEY_MISSING"));
        QVERIFY(!std::filesystem::exists(keys));
        QCOMPARE(f.snapshot("without").error().kind, std::string("E_KEY_MISSING"));
        QCOMPARE(loadSnapshot(f.project(), "with", f.silent()).error().kind, std::string("E_KEY_MISSING"));
        CB_VERIFY(labelQueue(f.project(), f.actor("cem"), {}));
        QCOMPARE(f.problems(), std::string()); // nothing is damaged, something is missing
        std::filesystem::rename(keys.string() + ".away", keys);
        QCOMPARE(caseLabels(f.project(), "c1")->settled.state, CaseState::Confirmed);
        QCOMPARE(*sealWarning(f.project()), std::string());
        // Once all is open a lost key costs nothing: a new one is made, of the next version.
        CB_VERIFY(giveVerdict(f.project(), f.actor("cem"), verdict("c1", Verdict::Scam)));
        std::filesystem::remove(keys);
        CB_VERIFY(giveVerdict(f.project(), f.actor("cem"), verdict("c2", Verdict::Scam)));
        QVERIFY((*CaseKeys::read(f.project()))->find(1) == nullptr);
        QVERIFY((*CaseKeys::read(f.project()))->find(2) != nullptr);
        QCOMPARE(f.problems(), std::string());
    }

    void aTamperedCellIsRefusedAndNamed_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::newRow("one bit") << QByteArray(
            "UPDATE label SET sealed = CAST(substr(sealed, 1, 40) || CASE substr(sealed, 41, 1) WHEN x'00' "
            "THEN x'01' ELSE x'00' END || substr(sealed, 42) AS BLOB) WHERE seq = 1;");
        QTest::newRow("cells swapped") << QByteArray("UPDATE label SET sealed = (SELECT sealed FROM label AS "
                                                     "o WHERE o.seq = 3 - label.seq) WHERE seq < 3;");
        QTest::newRow("moved to another case") << QByteArray("UPDATE label SET case_row = 4 WHERE seq = 1;");
        QTest::newRow("given to another person")
            << QByteArray("UPDATE label SET person = 'cem' WHERE seq = 1;");
        QTest::newRow("cut") << QByteArray("UPDATE label SET sealed = substr(sealed, 1, 20) WHERE seq = 1;");
    }

    void aTamperedCellIsRefusedAndNamed()
    {
        QFETCH(const QByteArray, sql);
        WorkflowFixture f;
        importSix(f);
        CB_VERIFY(giveVerdict(f.project(), f.actor("bea"), verdict("c1", Verdict::Scam)));
        CB_VERIFY(giveVerdict(f.project(), f.actor("bea"), verdict("c2", Verdict::NotScam)));
        sqlBehindItsBack(f.project().path(), (QByteArray(kNoFence) + sql + kFence).constData());
        const auto events = LabelStore(f.project()).allEvents();
        QVERIFY(!events);
        QCOMPARE(events.error().kind, std::string("E_SEAL"));
        QVERIFY(f.problems().find("seal") != std::string::npos);
    }

    void theQueueNeverTellsABlindPersonWhatWasChosenWhy()
    {
        WorkflowFixture f;
        importSix(f);
        for (const QueueKind kind : { QueueKind::Audit, QueueKind::Flagged, QueueKind::Uncertain }) {
            const auto items = labelQueue(f.project(), f.actor("cem"), { { kind }, 0 });
            CB_VERIFY(items);
            QCOMPARE(items->size(), std::size_t { 6 }); // all that is routine, whichever was asked
            for (const QueueItem& item : *items)
                QCOMPARE(item.told, std::string("routine"));
        }
        QCOMPARE(labelQueue(f.project(), f.actor("ana"), { { QueueKind::Flagged }, 0 })->size(),
                 std::size_t { 0 });
        QCOMPARE(labelQueue(f.project(), f.actor("ana"), { { QueueKind::Audit }, 0 })->front().told,
                 std::string("audit"));
    }

    void aClaimKeepsOthersAwayUntilItEnds()
    {
        WorkflowFixture f;
        importSix(f);
        const std::vector<std::string> two { "c1", "c2" };
        QCOMPARE(claimCases(f.project(), f.actor("bea"), two)->size(), std::size_t { 2 });
        const std::vector<std::string> overlap { "c2", "c3" };
        const auto theirs = claimCases(f.project(), f.actor("cem"), overlap);
        CB_VERIFY(theirs);
        QCOMPARE(theirs->size(), std::size_t { 1 });
        QCOMPARE(theirs->front(), std::string("c3"));
        const auto ids = [&](const char* person, Instant at) {
            std::vector<std::string> list;
            const auto queue = WorkflowFixture::must(labelQueue(f.project(), f.actor(person), { {}, 0, at }));
            for (const QueueItem& item : queue)
                list.push_back(item.caseId);
            std::ranges::sort(list);
            return list;
        };
        QVERIFY(ids("cem", now()) == (std::vector<std::string> { "c3", "c4", "c5", "c6" }));
        QVERIFY(ids("bea", now()) == (std::vector<std::string> { "c1", "c2", "c4", "c5", "c6" }));
        QCOMPARE(ids("cem", now() + kClaimFor + kMicrosPerSecond).size(), std::size_t { 6 });
        CB_VERIFY(
            giveVerdict(f.project(), f.actor("bea"), verdict("c1", Verdict::Scam))); // gives the claim up
        CB_VERIFY(undoVerdict(f.project(), f.actor("bea")));
        QVERIFY(std::ranges::count(ids("cem", now()), "c1") == 1);
        QCOMPARE(f.problems(), std::string());
    }

    void theWorkIsSharedAndEverybodyGetsATurn()
    {
        WorkflowFixture f;
        std::string csv = "case_id,received,a\n";
        for (int i = 0; i < 300; ++i)
            csv += "c" + std::to_string(i) + ",2026-01-0" + std::to_string(1 + i % 9) + ",1\n";
        CB_VERIFY(f.import("c.csv", csv));
        for (const char* name : { "bea", "cem" })
            CB_VERIFY(addPerson(f.project(), f.actor("ada"), { name, Role::Investigator, {}, {} }));
        std::map<std::string, int> owners;
        int own = 0;
        for (const char* person : { "ina", "bea", "cem" }) {
            const auto queue = labelQueue(f.project(), f.actor(person), {});
            CB_VERIFY(queue);
            bool sawOther = false;
            for (const QueueItem& item : *queue) {
                QVERIFY(!(item.entry.ownShare && sawOther)); // the own share stands first
                sawOther = sawOther || !item.entry.ownShare;
                owners[item.caseId] += item.entry.ownShare ? 1 : 0;
                own += item.entry.ownShare ? 1 : 0;
            }
        }
        QVERIFY(own > 0);
        for (const auto& [id, count] : owners)
            QVERIFY2(count == 1, id.c_str()); // each case is exactly one person's
    }

    void aThirdPersonSettlesAndThePartiesDoNot()
    {
        WorkflowFixture f;
        importSix(f);
        const VerdictRequest settle { "c1", Verdict::Scam, "the invoice is dated after the call", {}, 0.9 };
        QCOMPARE(adjudicate(f.project(), f.actor("ina"), settle).error().kind, std::string("no-conflict"));
        CB_VERIFY(giveVerdict(f.project(), f.actor("bea"), verdict("c1", Verdict::Scam)));
        // One sealed verdict is no conflict, and the refusal does not tell that there is one.
        QCOMPARE(adjudicate(f.project(), f.actor("ina"), settle).error().kind, std::string("no-conflict"));
        CB_VERIFY(giveVerdict(f.project(), f.actor("cem"), verdict("c1", Verdict::NotScam)));
        QCOMPARE(adjudicate(f.project(), f.actor("bea"), settle).error().kind, std::string("own-verdict"));
        QCOMPARE(adjudicate(f.project(), f.actor("ina"), { "c1", Verdict::Scam, " ", {} }).error().kind,
                 std::string("no-reason"));
        QCOMPARE(adjudicate(f.project(), f.actor("ina"), { "c1", Verdict::Disputed, "x", {} }).error().kind,
                 std::string("not-settling"));
        QVERIFY(adjudicate(f.project(), f.actor("omar"), settle).error().kind == "role");
        const auto settled = adjudicate(f.project(), f.actor("ina"), settle);
        CB_VERIFY(settled);
        QCOMPARE(settled->settled.state, CaseState::Confirmed);
        QCOMPARE(settled->settled.confidence, 0.9);
        QCOMPARE(settled->events.size(), std::size_t { 3 }); // both first verdicts stay
        QCOMPARE(caseLabels(f.project(), "c1")->settled.truth, kPositive);
        QCOMPARE(f.problems(), std::string());
    }

    void aBulkVerdictIsOneDeedAndOneUndo()
    {
        WorkflowFixture f;
        importSix(f);
        CB_VERIFY(giveVerdict(f.project(), f.actor("bea"), verdict("c3", Verdict::NotScam)));
        CB_VERIFY(giveVerdict(f.project(), f.actor("bea"), verdict("c4", Verdict::Scam)));
        const auto preview = previewBulk(f.project(), f.actor("bea"), "a >= 3", Verdict::Scam, f.silent());
        CB_VERIFY(preview);
        QVERIFY(preview->caseIds == (std::vector<std::string> { "c3", "c5", "c6" }));
        QCOMPARE(preview->same, std::int64_t { 1 });
        QCOMPARE(preview->changed, std::int64_t { 1 });
        std::vector<VerdictRequest> requests;
        for (const std::string& id : preview->caseIds)
            requests.push_back(verdict(id, Verdict::Scam));
        QCOMPARE(*giveVerdicts(f.project(), f.actor("bea"), requests), std::int64_t { 3 });
        QCOMPARE(caseLabels(f.project(), "c3")->settled.truth, kPositive);
        const auto undone = undoVerdict(f.project(), f.actor("bea"));
        CB_VERIFY(undone);
        QVERIFY(undone->caseIds == preview->caseIds);
        QCOMPARE(caseLabels(f.project(), "c3")->settled.truth, kNegative);
        QCOMPARE(caseLabels(f.project(), "c5")->settled.state, CaseState::Alleged);
        QCOMPARE(redoVerdict(f.project(), f.actor("bea"))->caseIds.size(), std::size_t { 3 });
        QCOMPARE(caseLabels(f.project(), "c6")->settled.truth, kPositive);
        QCOMPARE(f.problems(), std::string());
    }
};

QTEST_APPLESS_MAIN(TestBlindVerdicts)
#include "tst_BlindVerdicts.moc"
