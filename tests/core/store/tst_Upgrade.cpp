// SPDX-License-Identifier: GPL-3.0-or-later
// Promise P13: upgrades are safe, and newer files are left alone. tests/data/projects holds one tiny project
// per version that was ever released, made by the program of that version.
#include "RichProject.h"
#include "tests/support/Where.h"

#include "core/crypto/Digest.h"
#include "core/store/AuditLog.h"
#include "core/store/Migrations.h"

#include <csignal>
#include <map>
#include <sys/wait.h>
#include <unistd.h>

using namespace casebench;
using namespace casebench::test;
namespace fs = std::filesystem;

namespace {

int g_statementsLeft = 0;

int dieAtStatement(unsigned, void*, void*, void*)
{
    if (--g_statementsLeft == 0)
        ::kill(::getpid(), SIGKILL);
    return 0;
}

int traceStatements(sqlite3* database, char**, const void*)
{
    return sqlite3_trace_v2(database, SQLITE_TRACE_STMT, dieAtStatement, nullptr);
}

std::int64_t g_steps = 0;

/// What SQLite did, in steps of its virtual machine: the same on every machine and under every load.
int countSteps(unsigned, void*, void* statement, void*)
{
    g_steps += sqlite3_stmt_status(static_cast<sqlite3_stmt*>(statement), SQLITE_STMTSTATUS_VM_STEP, 1);
    return 0;
}

int traceSteps(sqlite3* database, char**, const void*)
{
    return sqlite3_trace_v2(database, SQLITE_TRACE_PROFILE, countSteps, nullptr);
}

fs::path fixture(int version)
{
    return casebench::test::sourceDirectory() / "tests/data/projects"
        / ("v" + std::to_string(version) + ".casebench");
}

/// Name and SHA-256 of every file of a folder, but for lock files.
std::map<std::string, std::string> digestsIn(const fs::path& folder)
{
    std::map<std::string, std::string> digests;
    for (const auto& entry : fs::directory_iterator(folder))
        digests[entry.path().filename().string()] = hex(sha256(StoreFixture::bytesOf(entry.path())));
    return digests;
}

std::int64_t userVersion(const fs::path& file)
{
    const std::string bytes = StoreFixture::bytesOf(file).substr(60, 4);
    return static_cast<unsigned char>(bytes[3]);
}

} // namespace

class tst_Upgrade : public QObject
{
    Q_OBJECT

private slots:
    void anOldProjectBecomesAFreshOne();
    void killedAtEveryStatementItIsOldOrNew_data();
    void killedAtEveryStatementItIsOldOrNew();
    void theWorkGrowsWithTheLabelsOnly();
    void referencesAreKeptAfterwards();
    void aNewerProjectIsLeftAlone();
    void anOldProjectThatCannotBeWrittenSaysSo();

private:
    QTemporaryDir m_state;

    /// A copy of the fixture in a folder of its own.
    static fs::path copyOf(const StoreFixture& store, int version)
    {
        fs::copy_file(fixture(version), store.path(), fs::copy_options::overwrite_existing);
        fs::permissions(store.path(), fs::perms::owner_write, fs::perm_options::add);
        return store.path();
    }
};

void tst_Upgrade::anOldProjectBecomesAFreshOne()
{
    qputenv("XDG_STATE_HOME", m_state.path().toUtf8());
    for (int version = 1; version < currentSchemaVersion(); ++version) {
        const StoreFixture store;
        const fs::path file = copyOf(store, version);
        QCOMPARE(userVersion(file), version);
        auto project = Project::open(file);
        CB_VERIFY(project);
        QCOMPARE(project->schemaVersion(), currentSchemaVersion());
        QCOMPARE(qs(hex(*schemaDigest(project->database()))), qs(migrations().back().pin));
        QCOMPARE(faultsOf(file), std::string());
        // What the old program put in is what there is.
        QCOMPARE(*CaseStore(*project).rowCount(), std::size_t { 480 });
        QCOMPARE(*LabelStore(*project).count(), 482);
        QCOMPARE(SnapshotStore(*project).list()->size(), std::size_t { 1 });
        CB_VERIFY(SnapshotStore(*project).verifyChunks(1));
        const auto champion = RunStore(*project).champion();
        CB_VERIFY(champion);
        QVERIFY(champion->has_value());
        QVERIFY(RunStore(*project).loadModel(**champion)->size() > 100);
        const auto newest = AuditLog(*project).newest(1)->front();
        QCOMPARE(newest.act, std::string("project.migrate"));
        int backups = 0;
        for (const auto& entry : fs::directory_iterator(file.parent_path())) {
            if (entry.path().extension() != ".bak")
                continue;
            ++backups;
            QCOMPARE(userVersion(entry.path()), version);
            QCOMPARE(hex(sha256(StoreFixture::bytesOf(entry.path()))),
                     newest.body["result"]["backup_sha256"].get<std::string>());
        }
        QCOMPARE(backups, 1);
        CB_VERIFY(project->beginWrite(StoreFixture::anna()));
    }
}

void tst_Upgrade::killedAtEveryStatementItIsOldOrNew_data()
{
    QTest::addColumn<int>("version");
    for (int version = 1; version < currentSchemaVersion(); ++version)
        QTest::addRow("from version %d", version) << version;
}

void tst_Upgrade::killedAtEveryStatementItIsOldOrNew()
{
    QFETCH(int, version);
    const std::string old = StoreFixture::bytesOf(fixture(version));
    int kills = 0;
    int oldOnes = 0;
    for (int statement = 1;; ++statement) {
        const StoreFixture store;
        const fs::path file = copyOf(store, version);
        const pid_t child = ::fork();
        if (child == 0) {
            g_statementsLeft = statement;
            sqlite3_auto_extension(reinterpret_cast<void (*)()>(traceStatements));
            ::_exit(Project::open(file) ? 0 : 1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        if (WIFEXITED(status)) {
            QCOMPARE(WEXITSTATUS(status), 0);
            break;
        }
        ++kills;
        const bool interrupted =
            fs::exists(file.string() + "-journal") && fs::file_size(file.string() + "-journal") > 0;
        if (!interrupted && userVersion(file) == version) {
            QVERIFY(StoreFixture::bytesOf(file) == old);
            ++oldOnes;
        }
        // Whatever was left: it opens, is new then, and lacks nothing.
        auto project = Project::open(file);
        QVERIFY2(project.has_value(), project ? "" : project.error().sentence().c_str());
        QCOMPARE(project->schemaVersion(), currentSchemaVersion());
        QCOMPARE(faultsOf(file), std::string());
        QCOMPARE(*LabelStore(*project).count(), 482);
        int backups = 0;
        for (const auto& entry : fs::directory_iterator(file.parent_path())) {
            QVERIFY2(entry.path().extension() != ".cbtmp", entry.path().c_str());
            if (entry.path().extension() != ".bak")
                continue;
            ++backups; // and none that is not whole, though the killed upgrade may have begun one
            QCOMPARE(fs::file_size(entry.path()), old.size());
            QCOMPARE(userVersion(entry.path()), version);
        }
        QVERIFY(backups > 0);
    }
    qInfo("%d kills during the upgrade, %d left the old file byte for byte", kills, oldOnes);
    QVERIFY(kills >= (version == 1 ? 50 : 30));
    QVERIFY(oldOnes > 0);
}

void tst_Upgrade::theWorkGrowsWithTheLabelsOnly()
{
    const auto stepsWith = [](int more) -> std::int64_t {
        const StoreFixture store;
        const fs::path file = copyOf(store, 1);
        const bool filled = StoreFixture::rawSql(
            file,
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(more)
                + ") INSERT INTO label(case_row, verdict, origin, person, reason, note, decided_assumed, "
                  "recorded_at) SELECT i % 480, 'scam', 'person', person, reason, '', 0, recorded_at FROM n, "
                  "(SELECT * FROM label WHERE seq = 1)");
        sqlite3_auto_extension(reinterpret_cast<void (*)()>(traceSteps));
        g_steps = 0;
        const auto project = Project::open(file);
        sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(traceSteps));
        const bool complete = filled && project && *LabelStore(*project).count() == 482 + more;
        return complete ? g_steps : -1;
    };
    const std::int64_t one = stepsWith(2000);
    const std::int64_t two = stepsWith(4000);
    const std::int64_t four = stepsWith(8000);
    qInfo("steps for 2,000, 4,000 and 8,000 labels more: %lld, %lld, %lld", static_cast<long long>(one),
          static_cast<long long>(two), static_cast<long long>(four));
    QVERIFY(one > 0);
    QVERIFY(two > one);
    QVERIFY(four - two < (two - one) * 5 / 2); // twice the labels, twice the work
}

void tst_Upgrade::referencesAreKeptAfterwards()
{
    const StoreFixture store;
    auto project = Project::open(copyOf(store, 1));
    CB_VERIFY(project);
    QCOMPARE(*project->database().integer("PRAGMA foreign_keys"), 1);
    QVERIFY(!project->database().execute(
        "INSERT INTO claim(case_row, person, claimed_at, until) VALUES(1, 'nobody of that name', 1, 2)"));
}

void tst_Upgrade::aNewerProjectIsLeftAlone()
{
    const StoreFixture store;
    CB_VERIFY(makeRichProject(store, 20, 2));
    QVERIFY(StoreFixture::rawSql(store.path(),
                                 "PRAGMA user_version=" + std::to_string(currentSchemaVersion() + 1)));
    const auto before = digestsIn(store.path().parent_path());
    for (const OpenOptions& options :
         { OpenOptions {}, OpenOptions { .readOnly = true }, OpenOptions { .desktop = true } }) {
        const auto project = Project::open(store.path(), options);
        QVERIFY(!project);
        QCOMPARE(project.error().kind, std::string("E_NEWER_VERSION"));
        QVERIFY(digestsIn(store.path().parent_path()) == before);
    }
}

void tst_Upgrade::anOldProjectThatCannotBeWrittenSaysSo()
{
    const StoreFixture store;
    const fs::path file = copyOf(store, 1);
    fs::permissions(file, fs::perms::owner_read);
    const auto before = digestsIn(file.parent_path());
    const auto project = Project::open(file);
    QVERIFY(!project);
    QCOMPARE(project.error().kind, std::string("E_READ_ONLY"));
    QVERIFY(!project.error().advice.empty());
    QVERIFY(digestsIn(file.parent_path()) == before);
}

QTEST_APPLESS_MAIN(tst_Upgrade)
#include "tst_Upgrade.moc"
