// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreFixture.h"

#include "core/base/Random.h"
#include "core/store/AuditLog.h"
#include "core/store/LabelStore.h"
#include "core/store/Migrations.h"
#include "core/store/PersonStore.h"
#include "core/store/ProjectCheck.h"
#include "core/store/ProjectUpgrade.h"
#include "core/store/SettingStore.h"

#include <csignal>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace casebench;
using namespace casebench::test;

class tst_Project : public QObject
{
    Q_OBJECT

private slots:
    void createsAndReopens();
    void aFreshSchemaEqualsItsPin();
    void refusesToOverwrite();
    void refusesANewerVersionAndTouchesNothing();
    void refusesWhatIsNoProject();
    void refusesLinks();
    void refusesAPlantedTrigger();
    void refusesACutFile();
    void aReadOnlyFileOpensToLookAt();
    void tellsWhoHoldsTheLock();
    void twoWritersAlternate();
    void rollbackLeavesNothing();
    void noticesOtherWriters();
    void knowsItsOpenFiles();
    void aSecondDesktopIsViewOnly();
    void anOlderProjectIsMigratedAfterABackup();
    void damageIsReportedOrHarmless();
    void whatWasSavedSurvivesAKill();
};

void tst_Project::createsAndReopens()
{
    const StoreFixture store;
    std::string uuid;
    {
        auto project = store.create();
        CB_VERIFY(project);
        uuid = project->uuid();
        QCOMPARE(project->name(), std::string("Test"));
        QCOMPARE(project->schemaVersion(), currentSchemaVersion());
        QVERIFY(!project->viewOnly());
        auto tx = project->beginWrite(StoreFixture::anna());
        CB_VERIFY(tx);
        CB_VERIFY(SettingStore(*project).set(*tx, "threshold", 0.25));
        CB_VERIFY(PersonStore(*project).add(*tx, { "Bea", Role::Compliance, {}, {} }));
        const auto seq = tx->commit(StoreFixture::entry("person.add"));
        CB_VERIFY(seq);
        QCOMPARE(*seq, 1);
    }
    auto project = Project::open(store.path());
    CB_VERIFY(project);
    QCOMPARE(project->uuid(), uuid);
    QCOMPARE(PersonStore(*project).list()->size(), std::size_t { 2 });
    QCOMPARE(PersonStore(*project).find("Bea")->role, Role::Compliance);
    QCOMPARE(SettingStore(*project).value("threshold")->get<double>(), 0.25);
    QVERIFY(SettingStore(*project).value("never set")->is_null());
    Progress progress;
    const auto check = checkProject(*project, progress);
    CB_VERIFY(check);
    QVERIFY2(check->ok(), check->ok() ? "" : check->problems.front().text.c_str());
    for (const auto& file : std::filesystem::directory_iterator(store.path().parent_path()))
        QVERIFY2(file.path().extension() != ".cbtmp", file.path().c_str());
}

void tst_Project::aFreshSchemaEqualsItsPin()
{
    const StoreFixture store;
    auto project = store.create();
    CB_VERIFY(project);
    const auto digest = schemaDigest(project->database());
    CB_VERIFY(digest);
    QCOMPARE(qs(hex(*digest)), qs(migrations().back().pin));
}

void tst_Project::refusesToOverwrite()
{
    const StoreFixture store;
    StoreFixture::writeBytes(store.path(), "precious");
    const auto project = store.create();
    QVERIFY(!project);
    QCOMPARE(project.error().code, ErrorCode::Refused);
    QCOMPARE(StoreFixture::bytesOf(store.path()), std::string("precious"));
}

void tst_Project::refusesANewerVersionAndTouchesNothing()
{
    const StoreFixture store;
    CB_VERIFY(store.create());
    QVERIFY(StoreFixture::rawSql(store.path(), "PRAGMA user_version=2147483647"));
    const std::string before = StoreFixture::bytesOf(store.path());
    const auto filesBefore =
        std::distance(std::filesystem::directory_iterator(store.path().parent_path()), {});
    const auto project = Project::open(store.path());
    QVERIFY(!project);
    QCOMPARE(project.error().kind, std::string("E_NEWER_VERSION"));
    QVERIFY(StoreFixture::bytesOf(store.path()) == before);
    QCOMPARE(std::distance(std::filesystem::directory_iterator(store.path().parent_path()), {}), filesBefore);
}

void tst_Project::refusesWhatIsNoProject()
{
    const StoreFixture store;
    QCOMPARE(Project::open(store.path()).error().code, ErrorCode::NotFound);
    for (const std::string& bytes : { std::string(), std::string("hello"), std::string(4096, '\0') }) {
        StoreFixture::writeBytes(store.path(), bytes);
        QCOMPARE(Project::open(store.path()).error().kind, std::string("E_NOT_A_PROJECT"));
    }
    std::filesystem::remove(store.path());
    QVERIFY(StoreFixture::rawSql(store.path(), "CREATE TABLE t(a)"));
    QCOMPARE(Project::open(store.path()).error().kind, std::string("E_NOT_A_PROJECT"));
}

void tst_Project::refusesLinks()
{
    const StoreFixture store;
    CB_VERIFY(store.create());
    std::filesystem::create_symlink(store.path(), store.path("link.casebench"));
    QCOMPARE(Project::open(store.path("link.casebench")).error().kind, std::string("E_SYMLINK"));
    std::filesystem::create_hard_link(store.path(), store.path("hard.casebench"));
    QCOMPARE(Project::open(store.path()).error().kind, std::string("E_SPECIAL_FILE"));
    QCOMPARE(::mkfifo(store.path("fifo").c_str(), 0600), 0);
    QCOMPARE(Project::open(store.path("fifo")).error().kind, std::string("E_SPECIAL_FILE"));
}

void tst_Project::refusesAPlantedTrigger()
{
    const StoreFixture store;
    CB_VERIFY(store.create());
    QVERIFY(StoreFixture::rawSql(store.path(),
                                 "CREATE TRIGGER evil AFTER INSERT ON label BEGIN DELETE FROM setting; END"));
    QCOMPARE(Project::open(store.path()).error().kind, std::string("E_DAMAGED"));
}

void tst_Project::refusesACutFile()
{
    const StoreFixture store;
    CB_VERIFY(store.create());
    const std::string whole = StoreFixture::bytesOf(store.path());
    for (std::size_t size = 0; size < whole.size(); size += 4096) {
        StoreFixture::writeBytes(store.path(), whole.substr(0, size));
        QVERIFY2(!Project::open(store.path()), qPrintable(QString::number(size)));
    }
}

void tst_Project::aReadOnlyFileOpensToLookAt()
{
    const StoreFixture store;
    CB_VERIFY(store.create());
    std::filesystem::permissions(store.path(), std::filesystem::perms::owner_read);
    auto project = Project::open(store.path());
    CB_VERIFY(project);
    QVERIFY(project->viewOnly());
    QCOMPARE(PersonStore(*project).list()->size(), std::size_t { 1 });
    const auto tx = project->beginWrite(StoreFixture::anna());
    QVERIFY(!tx);
    QCOMPARE(tx.error().code, ErrorCode::Refused);
    QCOMPARE(tx.error().kind, std::string("E_READ_ONLY"));
    QVERIFY(!std::filesystem::exists(store.path("p.casebench.lock")));
}

void tst_Project::tellsWhoHoldsTheLock()
{
    const StoreFixture store;
    CB_VERIFY(store.create());
    int ready[2];
    QCOMPARE(::pipe(ready), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        auto project = Project::open(store.path());
        auto tx = project->beginWrite(StoreFixture::anna());
        [[maybe_unused]] const auto told = ::write(ready[1], tx ? "y" : "n", 1);
        ::pause();
        ::_exit(0);
    }
    char answer = 0;
    QCOMPARE(::read(ready[0], &answer, 1), ssize_t { 1 });
    QCOMPARE(answer, 'y');
    OpenOptions options;
    options.waitSeconds = 0.1;
    auto project = Project::open(store.path(), options);
    CB_VERIFY(project);
    const auto tx = project->beginWrite(StoreFixture::anna());
    QVERIFY(!tx);
    QCOMPARE(tx.error().kind, std::string("E_LOCKED"));
    QVERIFY2(tx.error().what.find("process " + std::to_string(child)) != std::string::npos,
             tx.error().what.c_str());
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    CB_VERIFY(project->beginWrite(StoreFixture::anna())); // the kernel gave the lock back
}

void tst_Project::twoWritersAlternate()
{
    const StoreFixture store;
    {
        auto project = store.create();
        CB_VERIFY(project);
        CB_VERIFY(StoreFixture::importNumbers(*project, 10));
    }
    constexpr int kEach = 25;
    std::vector<pid_t> children;
    for (int writer = 0; writer < 2; ++writer) {
        const pid_t child = ::fork();
        if (child == 0) {
            OpenOptions options;
            options.waitSeconds = 60;
            auto project = Project::open(store.path(), options);
            bool good = project.has_value();
            for (int i = 0; good && i < kEach; ++i) {
                auto tx = project->beginWrite(StoreFixture::anna());
                LabelEvent event;
                event.person = "anna";
                event.row = static_cast<CaseRow>(writer);
                good = tx && LabelStore(*project).append(*tx, event)
                    && tx->commit(StoreFixture::entry("label.add"));
            }
            ::_exit(good ? 0 : 1);
        }
        children.push_back(child);
    }
    for (const pid_t child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        QCOMPARE(WEXITSTATUS(status), 0);
    }
    auto project = Project::open(store.path());
    CB_VERIFY(project);
    QCOMPARE(*LabelStore(*project).count(), 2 * kEach);
    Progress progress;
    QVERIFY(checkProject(*project, progress)->ok());
}

void tst_Project::rollbackLeavesNothing()
{
    const StoreFixture store;
    auto project = store.create();
    CB_VERIFY(project);
    {
        auto tx = project->beginWrite(StoreFixture::anna());
        CB_VERIFY(tx);
        CB_VERIFY(SettingStore(*project).set(*tx, "a", 1));
    }
    QVERIFY(SettingStore(*project).value("a")->is_null());
    QCOMPARE(AuditLog(*project).head()->seq, 0);
    auto tx = project->beginWrite(StoreFixture::anna());
    CB_VERIFY(tx);
    CB_VERIFY(tx->commit(StoreFixture::entry("nothing")));
    QCOMPARE(AuditLog(*project).head()->seq, 1);
}

void tst_Project::noticesOtherWriters()
{
    const StoreFixture store;
    auto one = store.create();
    auto two = Project::open(store.path());
    CB_VERIFY(one);
    CB_VERIFY(two);
    const auto before = one->changeCount();
    CB_VERIFY(StoreFixture::importNumbers(*one, 3));
    QCOMPARE(*one->changeCount(), *before);
    CB_VERIFY(StoreFixture::importNumbers(*two, 3));
    QVERIFY(*one->changeCount() != *before);
    QCOMPARE(*CaseStore(*one).rowCount(), std::size_t { 6 });
}

void tst_Project::knowsItsOpenFiles()
{
    const StoreFixture store;
    {
        auto one = store.create();
        CB_VERIFY(one);
        {
            auto two = Project::open(store.path());
            CB_VERIFY(two);
        }
        QVERIFY(isOpenProject(store.path()));
    }
    QVERIFY(!isOpenProject(store.path()));
}

void tst_Project::aSecondDesktopIsViewOnly()
{
    const StoreFixture store;
    CB_VERIFY(store.create());
    OpenOptions desktop;
    desktop.desktop = true;
    {
        auto one = Project::open(store.path(), desktop);
        CB_VERIFY(one);
        QVERIFY(!one->viewOnly());
        auto two = Project::open(store.path(), desktop);
        CB_VERIFY(two);
        QVERIFY(two->viewOnly());
        QVERIFY2(two->viewOnlyReason().find("process " + std::to_string(::getpid())) != std::string::npos,
                 two->viewOnlyReason().c_str());
        CB_VERIFY(Project::open(store.path())
                      ->beginWrite(StoreFixture::anna())); // the command line is not shut out
    }
    QVERIFY(!Project::open(store.path(), desktop)->viewOnly());
}

void tst_Project::anOlderProjectIsMigratedAfterABackup()
{
    // A made-up version above the newest exercises the way every later one takes.
    const StoreFixture store;
    auto project = store.create();
    CB_VERIFY(project);
    CB_VERIFY(StoreFixture::importNumbers(*project, 5));
    const int above = currentSchemaVersion() + 1;
    std::vector<Migration> steps(migrations().begin(), migrations().end());
    steps.push_back(
        { above, "a made-up table",
          [](Database& database) { return database.execute("CREATE TABLE extra(a INTEGER) STRICT"); }, "" });
    CB_VERIFY(upgradeProject(project->state(), steps));
    QCOMPARE(*project->database().integer("PRAGMA user_version"), above);
    QCOMPARE(AuditLog(*project).newest(1)->front().act, std::string("project.migrate"));
    Progress progress;
    QVERIFY(AuditLog(*project).verify(progress)->ok);
    int backups = 0;
    for (const auto& file : std::filesystem::directory_iterator(store.path().parent_path())) {
        if (file.path().extension() != ".bak")
            continue;
        ++backups;
        CB_VERIFY(Project::open(file.path()));
    }
    QCOMPARE(backups, 1);
    const std::array<Migration, 1> failing { Migration {
        above + 1, "fails half-way",
        [](Database& database) { return database.execute("CREATE TABLE half(a INTEGER) STRICT; nonsense"); },
        "" } };
    QVERIFY(!upgradeProject(project->state(), failing));
    QCOMPARE(*project->database().integer("PRAGMA user_version"), above);
    QCOMPARE(*project->database().integer("SELECT count(*) FROM sqlite_schema WHERE name = 'half'"), 0);
}

void tst_Project::damageIsReportedOrHarmless()
{
    // promises.md P3, with fewer flips: whatever is changed is either reported or is not content.
    const StoreFixture store;
    {
        auto project = store.create();
        CB_VERIFY(project);
        CB_VERIFY(StoreFixture::import(
            *project, Schema({ StoreFixture::number("amount"), StoreFixture::category("channel") }), {},
            { Column::numbers({ 1.5, 2.5, 1e300 }),
              StoreFixture::codes(FieldKind::Category, { 0, 1, -1 }, { "phone", "web" }) }));
        auto tx = project->beginWrite(StoreFixture::anna());
        LabelEvent event;
        event.person = "bea";
        event.reason = "spoke to the victim";
        CB_VERIFY(LabelStore(*project).append(*tx, event));
        CB_VERIFY(tx->commit(StoreFixture::entry("label.add")));
    }
    const auto content = [](Project& project) -> std::string {
        Progress progress;
        const auto table = CaseStore(project).loadTable({}, progress);
        const auto labels = LabelStore(project).allEvents();
        if (!table || !labels)
            return "unreadable";
        std::string text;
        for (const Column& column : (*table)->columns) {
            for (std::size_t row = 0; row < column.size(); ++row)
                text += column.text(row) + ";";
        }
        for (const std::string& id : (*table)->ids)
            text += id + ";";
        for (const LabelEvent& label : *labels)
            text += label.person + label.reason + std::string(name(label.verdict)) + std::to_string(label.row)
                + ";";
        return text + project.name();
    };
    const std::string whole = StoreFixture::bytesOf(store.path());
    std::string expected;
    {
        auto project = Project::open(store.path());
        expected = content(*project);
    }
    Random random(7);
    int reported = 0;
    for (int round = 0; round < 400; ++round) {
        std::string bytes = whole;
        const auto at = static_cast<std::size_t>(random.below(bytes.size()));
        bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << random.below(8)));
        StoreFixture::writeBytes(store.path(), bytes);
        auto project = Project::open(store.path());
        if (!project) {
            ++reported;
            continue;
        }
        Progress progress;
        const auto check = checkProject(*project, progress);
        if (!check || !check->ok()) {
            ++reported;
            continue;
        }
        QVERIFY2(content(*project) == expected, qPrintable(QString("byte %1").arg(at)));
    }
    QVERIFY(reported > 0);
}

void tst_Project::whatWasSavedSurvivesAKill()
{
    // promises.md P1, kill -9 part.
    const StoreFixture store;
    {
        auto project = store.create();
        CB_VERIFY(project);
        CB_VERIFY(StoreFixture::importNumbers(*project, 100));
    }
    Random random(11);
    std::int64_t acknowledged = 0;
    for (int round = 0; round < 50; ++round) {
        int pipes[2];
        QCOMPARE(::pipe(pipes), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            auto project = Project::open(store.path());
            for (;;) {
                auto tx = project->beginWrite(StoreFixture::anna());
                LabelEvent event;
                event.person = "anna";
                const auto seq = LabelStore(*project).append(*tx, event);
                if (!seq || !tx->commit(StoreFixture::entry("label.add")))
                    ::_exit(1);
                const std::int64_t number = *seq;
                if (::write(pipes[1], &number, sizeof number) != sizeof number)
                    ::_exit(2);
            }
        }
        ::close(pipes[1]);
        std::int64_t number = 0;
        if (::read(pipes[0], &number, sizeof number) == sizeof number)
            acknowledged = number; // it works; the kill comes at some moment of a later save
        ::usleep(static_cast<useconds_t>(random.below(40000)));
        ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status));
        while (::read(pipes[0], &number, sizeof number) == sizeof number)
            acknowledged = number;
        ::close(pipes[0]);
    }
    QVERIFY(acknowledged > 0);
    auto project = Project::open(store.path());
    CB_VERIFY(project);
    QVERIFY2(*LabelStore(*project).count() >= acknowledged, "an acknowledged label is gone");
    QVERIFY(*LabelStore(*project).count() <= acknowledged + 50);
    Progress progress;
    const auto check = checkProject(*project, progress);
    QVERIFY2(check->ok(), check->ok() ? "" : check->problems.front().text.c_str());
}

QTEST_APPLESS_MAIN(tst_Project)
#include "tst_Project.moc"
