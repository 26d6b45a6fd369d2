// SPDX-License-Identifier: GPL-3.0-or-later
// Signed heads inside the project and their witness outside: promise P4 and promises.md 2.3.
#include "StoreFixture.h"

#include "core/base/AtomicFile.h"
#include "core/store/AuditLog.h"
#include "core/store/ProjectCheck.h"
#include "core/store/SettingStore.h"
#include "core/store/Sqlite.h"

#include <filesystem>

using namespace casebench;
using namespace casebench::test;
namespace fs = std::filesystem;

class tst_Anchors : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void theFirstRecordMakesKeyAndWitness();
    void closingSignsWhatCameSince();
    void aLongSessionSignsEvery256Records();
    void aShorterHistoryIsToldUntilAccepted();
    void workingOnDoesNotCoverItUp();
    void aDifferentHistoryIsTold();
    void acceptingNeedsAWitness();
    void withoutAStateFolderItWorksAndSaysSo();
    void aHalfWrittenWitnessLineIsPassedOver();
    void aChangedWitnessIsNotTrusted();
    void aRemovedHeadIsNoticed();
    void theWitnessIsAHeadThatVerifies();
    void twoProgramsShareOneKey();

private:
    QTemporaryDir m_state;
    int m_account = 0;

    /// The state folder of another account of this computer.
    void anotherAccount()
    {
        qputenv("XDG_STATE_HOME", (m_state.path() + QString::number(++m_account)).toUtf8());
    }

    static fs::path folder() { return fs::path(qgetenv("XDG_STATE_HOME").toStdString()) / "casebench"; }

    static Result<std::int64_t> set(Project& project, const char* key)
    {
        CB_TRY(WriteTransaction tx, project.beginWrite(StoreFixture::anna()));
        CB_CHECK(SettingStore(project).set(tx, key, 1));
        return tx.commit(StoreFixture::entry("setting.set"));
    }

    /// Opens, writes so many records and closes again.
    static void work(const StoreFixture& store, int records)
    {
        auto project = Project::open(store.path());
        CB_VERIFY(project);
        for (int i = 0; i < records; ++i)
            CB_VERIFY(set(*project, "key"));
    }

    static std::string problems(const Project& project)
    {
        Progress silent;
        const auto check = checkProject(project, silent);
        std::string text = check ? "" : check.error().sentence();
        for (const ProjectProblem& problem : check ? check->problems : std::vector<ProjectProblem> {})
            text += problem.kind + ": " + problem.text + "\n";
        return text;
    }
};

namespace {

std::int64_t headsIn(const Project& project)
{
    return *project.database().integer("SELECT count(*) FROM audit_head");
}

} // namespace

void tst_Anchors::init()
{
    anotherAccount();
}

void tst_Anchors::theFirstRecordMakesKeyAndWitness()
{
    const StoreFixture store;
    {
        auto project = store.create();
        CB_VERIFY(project);
        QCOMPARE(project->anchor().state, Anchor::State::None);
        QVERIFY(!fs::exists(folder())); // looking writes nothing
        CB_VERIFY(set(*project, "key"));
        QCOMPARE(project->anchor().state, Anchor::State::Holds);
        QCOMPARE(headsIn(*project), 1);
        QCOMPARE(project->anchor().file, folder() / "anchors" / project->uuid());
        using fs::perms;
        const auto mine = perms::owner_read | perms::owner_write;
        QCOMPARE(fs::status(folder() / "anchor-key.pem").permissions(), mine);
        QCOMPARE(fs::status(project->anchor().file).permissions(), mine);
        QCOMPARE(fs::status(folder()).permissions(), perms::owner_all);
        QCOMPARE(fs::status(folder() / "anchors").permissions(), perms::owner_all);
    }
    auto project = Project::open(store.path());
    CB_VERIFY(project);
    QCOMPARE(project->anchor().state, Anchor::State::Holds);
    QCOMPARE(project->anchor().seq, 1);
    QVERIFY(project->anchor().text.empty());
    QCOMPARE(problems(*project), std::string());
}

void tst_Anchors::closingSignsWhatCameSince()
{
    const StoreFixture store;
    CB_VERIFY(store.create());
    work(store, 5);
    auto project = Project::open(store.path());
    CB_VERIFY(project);
    QCOMPARE(project->anchor().seq, 5);
    QCOMPARE(headsIn(*project), 2); // with the first record, and at closing
    const auto key = readFile(folder() / "anchor-key.pem");
    project = Project::open(store.path()); // closes the first one, which has not written
    QCOMPARE(headsIn(*project), 2);
    {
        OpenOptions job;
        job.signAtClose = false;
        auto other = Project::open(store.path(), job);
        CB_VERIFY(set(*other, "key"));
    }
    QCOMPARE(headsIn(*project), 2);
    project->signHead();
    QCOMPARE(headsIn(*project), 3);
    QCOMPARE(project->anchor().seq, 6);
    project->signHead();
    QCOMPARE(headsIn(*project), 3); // nothing came since
    QCOMPARE(problems(*project), std::string());
    QCOMPARE(*readFile(folder() / "anchor-key.pem"), *key);
}

void tst_Anchors::aLongSessionSignsEvery256Records()
{
    const StoreFixture store;
    auto project = store.create();
    CB_VERIFY(project);
    for (int i = 0; i < 257; ++i)
        CB_VERIFY(set(*project, "key"));
    QCOMPARE(headsIn(*project), 2); // of 1 and 257
    QCOMPARE(project->anchor().seq, 257);
    QCOMPARE(problems(*project), std::string());
}

void tst_Anchors::aShorterHistoryIsToldUntilAccepted()
{
    const StoreFixture store;
    CB_VERIFY(store.create());
    work(store, 3);
    const std::string backup = StoreFixture::bytesOf(store.path());
    work(store, 2);
    StoreFixture::writeBytes(store.path(), backup);
    Progress silent;
    {
        auto project = Project::open(store.path());
        CB_VERIFY(project);
        QCOMPARE(project->anchor().state, Anchor::State::Shorter);
        QCOMPARE(project->anchor().seq, 5);
        const std::string& text = project->anchor().text;
        QVERIFY2(text.find("shorter than on 2") != std::string::npos
                     && text.find("event 5") != std::string::npos,
                 text.c_str());
        QVERIFY2(problems(*project).find("anchor: The history is shorter") != std::string::npos,
                 problems(*project).c_str());
        const auto verdict = AuditLog(*project).verify(silent);
        QVERIFY(!verdict->ok);
        QCOMPARE(verdict->firstBad, 4);
        auto tx = project->beginWrite(StoreFixture::anna());
        CB_VERIFY(tx);
        tx->acceptHistory();
        auto entry = StoreFixture::entry("audit.accept_rollback");
        entry.reason = "restored the backup of Monday";
        CB_VERIFY(tx->commit(entry));
        QCOMPARE(project->anchor().state, Anchor::State::Holds);
    }
    auto project = Project::open(store.path());
    QCOMPARE(project->anchor().state, Anchor::State::Holds);
    QCOMPARE(project->anchor().seq, 4);
    QCOMPARE(problems(*project), std::string());
    QVERIFY(AuditLog(*project).verify(silent)->ok);
}

void tst_Anchors::workingOnDoesNotCoverItUp()
{
    const StoreFixture store;
    CB_VERIFY(store.create());
    work(store, 3);
    const std::string backup = StoreFixture::bytesOf(store.path());
    work(store, 2);
    const std::string whole = StoreFixture::bytesOf(store.path());
    StoreFixture::writeBytes(store.path(), backup);
    for (int i = 0; i < 3; ++i) {
        work(store, 2);
        auto project = Project::open(store.path());
        CB_VERIFY(project);
        QVERIFY(project->anchor().contradicts());
        QCOMPARE(project->anchor().seq, 5); // what was seen first is what has to be explained
    }
    // The right file comes back: now it is the work on the old copy that is missing from it.
    StoreFixture::writeBytes(store.path(), whole);
    auto project = Project::open(store.path());
    QVERIFY(project->anchor().contradicts());
    QCOMPARE(project->anchor().seq, 9);
}

void tst_Anchors::aDifferentHistoryIsTold()
{
    const StoreFixture store;
    CB_VERIFY(store.create());
    work(store, 3);
    const std::string backup = StoreFixture::bytesOf(store.path());
    const QByteArray mine = qgetenv("XDG_STATE_HOME");
    work(store, 1);
    StoreFixture::writeBytes(store.path(), backup);
    anotherAccount();
    work(store, 4); // goes on from the old copy, on another computer
    QCOMPARE(Project::open(store.path())->anchor().state, Anchor::State::Holds);
    qputenv("XDG_STATE_HOME", mine);
    auto project = Project::open(store.path());
    CB_VERIFY(project);
    QCOMPARE(project->anchor().state, Anchor::State::Different);
    QCOMPARE(project->anchor().seq, 4);
    QVERIFY(project->anchor().text.find("different than on 2") != std::string::npos);
}

void tst_Anchors::acceptingNeedsAWitness()
{
    const StoreFixture store;
    auto project = store.create();
    CB_VERIFY(project);
    qputenv("XDG_STATE_HOME", "/dev/null/nowhere");
    auto tx = project->beginWrite(StoreFixture::anna());
    CB_VERIFY(tx);
    tx->acceptHistory();
    const auto done = tx->commit(StoreFixture::entry("audit.accept_rollback"));
    QVERIFY(!done);
    QCOMPARE(done.error().kind, std::string("E_NO_WITNESS"));
    QCOMPARE(AuditLog(*project).head()->seq, 0);
}

void tst_Anchors::withoutAStateFolderItWorksAndSaysSo()
{
    const QByteArray home = qgetenv("HOME");
    for (const char* state : { "/dev/null/nowhere", "/proc/nowhere", "" }) {
        qputenv("XDG_STATE_HOME", state);
        if (*state == '\0')
            qunsetenv("HOME");
        const StoreFixture store;
        {
            auto project = store.create();
            CB_VERIFY(project);
            CB_VERIFY(set(*project, "key"));
            QCOMPARE(project->anchor().state, Anchor::State::Unavailable);
            QVERIFY2(project->anchor().text.find("witness") != std::string::npos,
                     project->anchor().text.c_str());
            QCOMPARE(headsIn(*project), 0);
        }
        auto project = Project::open(store.path());
        CB_VERIFY(project);
        QCOMPARE(AuditLog(*project).head()->seq, 1);
        QCOMPARE(problems(*project), std::string());
    }
    qputenv("HOME", home);
}

void tst_Anchors::aHalfWrittenWitnessLineIsPassedOver()
{
    const StoreFixture store;
    fs::path witness;
    {
        auto project = store.create();
        CB_VERIFY(set(*project, "key"));
        witness = project->anchor().file;
    }
    std::ofstream(witness, std::ios::app) << R"({"fingerprint":"3f)"; // the power went out
    work(store, 2);
    auto project = Project::open(store.path());
    QCOMPARE(project->anchor().state, Anchor::State::Holds);
    QCOMPARE(project->anchor().seq, 3);
    const std::string lines = *readFile(witness);
    QVERIFY(lines.find("{\"fingerprint\":\"3f\n{") != std::string::npos); // nothing was taken away
}

void tst_Anchors::aChangedWitnessIsNotTrusted()
{
    const StoreFixture store;
    fs::path witness;
    {
        auto project = store.create();
        CB_VERIFY(set(*project, "key"));
        witness = project->anchor().file;
    }
    std::string line = *readFile(witness);
    line.replace(line.find("\"seq\":1"), 7, "\"seq\":2");
    StoreFixture::writeBytes(witness, line);
    auto project = Project::open(store.path());
    CB_VERIFY(project);
    QCOMPARE(project->anchor().state, Anchor::State::Unavailable);
    QVERIFY(!project->anchor().text.empty());
}

void tst_Anchors::aRemovedHeadIsNoticed()
{
    const StoreFixture store;
    CB_VERIFY(store.create());
    work(store, 3);
    const std::string fences = "CREATE TRIGGER audit_head_no_DELETE BEFORE DELETE ON audit_head BEGIN "
                               "SELECT RAISE(ABORT, 'The table audit_head is append-only'); END";
    for (const char* seq : { "1", "3" }) {
        const std::string whole = StoreFixture::bytesOf(store.path());
        QVERIFY(StoreFixture::rawSql(
            store.path(),
            std::string("DROP TRIGGER audit_head_no_DELETE; DELETE FROM audit_head WHERE seq = ") + seq + ";"
                + fences));
        {
            auto project = Project::open(store.path());
            CB_VERIFY(project);
            QVERIFY2(problems(*project).find("anchor: The signed head of event") != std::string::npos,
                     problems(*project).c_str());
        }
        StoreFixture::writeBytes(store.path(), whole);
    }
}

void tst_Anchors::theWitnessIsAHeadThatVerifies()
{
    const StoreFixture store;
    CB_VERIFY(store.create());
    work(store, 3);
    auto project = Project::open(store.path());
    const auto key = PrivateKey::load(folder() / "anchor-key.pem");
    CB_VERIFY(key);
    std::string lines = *readFile(project->anchor().file);
    lines.pop_back();
    const std::string newest = lines.substr(lines.rfind('\n') + 1);
    Progress silent;
    QVERIFY(AuditLog(*project).verifyAgainst(newest, key->publicKey(), silent)->ok);
    QVERIFY(AuditLog(*project).verifyAgainst(newest, silent)->ok);
    const auto other = PrivateKey::generate();
    QCOMPARE(AuditLog(*project).verifyAgainst(newest, other->publicKey(), silent).error().kind,
             std::string("E_SIGNATURE"));
}

void tst_Anchors::twoProgramsShareOneKey()
{
    const StoreFixture one;
    const StoreFixture two;
    {
        auto first = one.create();
        auto second = two.create();
        CB_VERIFY(set(*first, "key"));
        CB_VERIFY(set(*second, "key"));
    }
    const auto fingerprint = [](const StoreFixture& store) {
        auto project = Project::open(store.path());
        auto row = project->database().query("SELECT fingerprint FROM audit_head");
        return row->step() ? row->string(0) : std::string();
    };
    QVERIFY(!fingerprint(one).empty());
    QCOMPARE(fingerprint(one), fingerprint(two));
}

QTEST_APPLESS_MAIN(tst_Anchors)
#include "tst_Anchors.moc"
