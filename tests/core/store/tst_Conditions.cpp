// SPDX-License-Identifier: GPL-3.0-or-later
// Promises P10 and P11, and promises.md 2.1 step 6: what cannot be written opens to look at; two who write
// take turns; a large file is read-only until it is checked.
#include "RichProject.h"
#include "tests/support/LongRun.h"

#include <csignal>
#include <map>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace casebench;
using namespace casebench::test;
namespace fs = std::filesystem;

namespace {

constexpr uid_t kNobody = 65534;
constexpr int kSkipped = 77;

std::map<std::string, std::string> filesIn(const fs::path& folder)
{
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(folder))
        files[entry.path().filename().string()] = StoreFixture::bytesOf(entry.path());
    return files;
}

/// Runs a check in a child, so that it may give up its rights. Gives: what the child says, "" = all good.
template<typename Check>
std::string inChild(Check check)
{
    int ends[2];
    if (::pipe(ends) != 0)
        return "no pipe";
    const pid_t child = ::fork();
    if (child == 0) {
        const std::string said = check();
        [[maybe_unused]] const auto written = ::write(ends[1], said.data(), said.size());
        ::_exit(said == "skipped" ? kSkipped : 0);
    }
    ::close(ends[1]);
    std::string said;
    char buffer[4096];
    for (ssize_t count = 0; (count = ::read(ends[0], buffer, sizeof buffer)) > 0;)
        said.append(buffer, static_cast<std::size_t>(count));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) ? said : "killed by signal " + std::to_string(WTERMSIG(status));
}

/// What opening a project that cannot be written has to be like.
std::string lookAtIt(const fs::path& file, bool interrupted, const OpenOptions& options)
{
    auto project = Project::open(file, options);
    if (interrupted) {
        if (project)
            return "opened in the middle of a change";
        return project.error().kind == "E_READ_ONLY" && !project.error().advice.empty()
            ? ""
            : project.error().sentence();
    }
    if (!project)
        return project.error().sentence();
    if (!project->viewOnly() || project->viewOnlyReason().size() < 20)
        return "it does not say that it is view-only";
    const auto rows = CaseStore(*project).rowCount();
    if (!rows || *rows != 300)
        return "the cases cannot be looked at";
    const auto tx = project->beginWrite(StoreFixture::anna());
    return !tx && tx.error().kind == "E_READ_ONLY" ? "" : "a write was not refused";
}

} // namespace

class tst_Conditions : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void whatCannotBeWrittenOpensToLookAt_data();
    void whatCannotBeWrittenOpensToLookAt();
    void twoWritersTakeTurnsAroundAThird();
    void whoWaitsTooLongIsToldWhoHoldsIt();
    void aLargeFileIsCheckedByAnotherConnection();
    void aWriteIntoALargeFileChecksItFirst();
    void aDamagedLargeFileStaysReadOnly();
    void aDesktopsWindowWaitsForNoLongCheck_data();
    void aDesktopsWindowWaitsForNoLongCheck();

private:
    StoreFixture m_store;
    std::string m_bytes;
    std::string m_hotBytes;
    std::string m_hotJournal;
};

void tst_Conditions::initTestCase()
{
    CB_VERIFY(makeRichProject(m_store, 300, 3));
    m_bytes = StoreFixture::bytesOf(m_store.path());
    // The state of a file whose writer died in the middle: more pages changed than its cache holds.
    sqlite3* writer = nullptr;
    QCOMPARE(sqlite3_open(m_store.path().c_str(), &writer), SQLITE_OK);
    QCOMPARE(
        sqlite3_exec(
            writer,
            "PRAGMA cache_size=1; BEGIN; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
            "WHERE i < 2000) INSERT INTO setting(key, value) SELECT 'k' || i, hex(randomblob(50)) FROM n",
            nullptr, nullptr, nullptr),
        SQLITE_OK);
    m_hotBytes = StoreFixture::bytesOf(m_store.path());
    m_hotJournal = StoreFixture::bytesOf(m_store.path("p.casebench-journal"));
    sqlite3_exec(writer, "ROLLBACK", nullptr, nullptr, nullptr);
    sqlite3_close(writer);
    QVERIFY(m_hotBytes != m_bytes && !m_hotJournal.empty());
}

void tst_Conditions::whatCannotBeWrittenOpensToLookAt_data()
{
    QTest::addColumn<QString>("where");
    QTest::addColumn<QString>("how");
    for (const char* where : { "file", "folder", "owner", "mount" }) {
        for (const char* how : { "clean", "interrupted", "asked to look only" })
            QTest::newRow(qPrintable(QString("%1, %2").arg(where, how))) << where << how;
    }
}

void tst_Conditions::whatCannotBeWrittenOpensToLookAt()
{
    QFETCH(QString, where);
    QFETCH(QString, how);
    const bool interrupted = how == "interrupted";
    QTemporaryDir outer;
    fs::permissions(outer.path().toStdString(), fs::perms::all);
    const fs::path folder = fs::path(outer.path().toStdString()) / "desk";
    fs::create_directory(folder);
    const fs::path file = folder / "p.casebench";
    StoreFixture::writeBytes(file, interrupted ? m_hotBytes : m_bytes);
    if (interrupted)
        StoreFixture::writeBytes(file.string() + "-journal", m_hotJournal);
    using fs::perms;
    fs::permissions(file, perms::owner_read | perms::owner_write | perms::group_read | perms::others_read);
    const auto before = filesIn(folder);
    OpenOptions options;
    options.readOnly = how == "asked to look only";
    options.stateFolder = outer.path().toStdString();
    const std::string said = inChild([&]() -> std::string {
        const bool root = ::geteuid() == 0;
        if (where == "file")
            fs::permissions(file, perms::owner_read | perms::group_read | perms::others_read);
        else if (where == "folder")
            fs::permissions(folder,
                            perms::owner_read | perms::owner_exec | perms::group_read | perms::group_exec
                                | perms::others_read | perms::others_exec);
        else if (where == "mount"
                 && (::unshare(CLONE_NEWNS) != 0
                     || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
                     || ::mount(folder.c_str(), folder.c_str(), nullptr, MS_BIND, nullptr) != 0
                     || ::mount(nullptr, folder.c_str(), nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr)
                         != 0))
            return "skipped";
        if (where == "owner" && !root)
            return "skipped"; // nothing here belongs to somebody else
        // The superuser may write everywhere but on the read-only mount.
        if (root && where != "mount" && (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0))
            return "skipped";
        return lookAtIt(file, interrupted, options);
    });
    fs::permissions(folder, perms::owner_all);
    if (said == "skipped")
        QSKIP("this account cannot bring that about");
    QCOMPARE(said, std::string());
    QVERIFY2(filesIn(folder) == before, "something was written");
}

void tst_Conditions::twoWritersTakeTurnsAroundAThird()
{
    const int each = countOf(60, 1000);
    const int heldSeconds = countOf(2, 60);
    const StoreFixture store;
    {
        auto project = store.create();
        CB_VERIFY(StoreFixture::importNumbers(*project, 10));
    }
    OpenOptions patient;
    patient.waitSeconds = heldSeconds + 120;
    std::vector<pid_t> children;
    for (int writer = 0; writer < 2; ++writer) {
        children.push_back(::fork());
        if (children.back() != 0)
            continue;
        auto project = Project::open(store.path(), patient);
        bool good = project.has_value();
        for (int i = 0; good && i < each; ++i) {
            auto tx = project->beginWrite(StoreFixture::anna());
            LabelEvent event;
            event.person = "anna";
            event.row = static_cast<CaseRow>(writer);
            event.note = std::to_string(i);
            good =
                tx && LabelStore(*project).append(*tx, event) && tx->commit(StoreFixture::entry("label.add"));
        }
        ::_exit(good ? 0 : 1);
    }
    ::usleep(200'000);
    {
        auto third = Project::open(store.path(), patient);
        CB_VERIFY(third);
        auto tx = third->beginWrite(StoreFixture::anna());
        CB_VERIFY(tx);
        ::sleep(static_cast<unsigned>(heldSeconds));
    }
    for (const pid_t child : children) {
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFEXITED(status));
        QCOMPARE(WEXITSTATUS(status), 0);
    }
    auto project = Project::open(store.path());
    CB_VERIFY(project);
    for (CaseRow row = 0; row < 2; ++row) {
        const auto events = LabelStore(*project).events(row);
        CB_VERIFY(events);
        QCOMPARE(events->size(), static_cast<std::size_t>(each));
        for (std::size_t i = 0; i < events->size(); ++i)
            QCOMPARE((*events)[i].note, std::to_string(i)); // each once, in the order they were given
    }
    QCOMPARE(faultsOf(store.path()), std::string());
}

void tst_Conditions::whoWaitsTooLongIsToldWhoHoldsIt()
{
    const StoreFixture store;
    auto holder = store.create();
    CB_VERIFY(holder);
    auto tx = holder->beginWrite(StoreFixture::anna());
    CB_VERIFY(tx);
    const std::string said = inChild([&]() -> std::string {
        OpenOptions hasty;
        hasty.waitSeconds = 0.3;
        auto project = Project::open(store.path(), hasty);
        if (!project)
            return project.error().sentence();
        const auto refused = project->beginWrite(StoreFixture::anna());
        if (refused || refused.error().kind != "E_LOCKED")
            return "not refused";
        const std::string sentence = refused.error().sentence();
        const bool names = sentence.find("process " + std::to_string(::getppid())) != std::string::npos;
        return names && sentence.find("database is locked") == std::string::npos ? "" : sentence;
    });
    QCOMPARE(said, std::string());
    // A holder that is stopped, not ended, holds on.
    tx->rollback();
    CB_VERIFY(holder->beginWrite(StoreFixture::anna()));
}

void tst_Conditions::aLargeFileIsCheckedByAnotherConnection()
{
    OpenOptions large;
    large.quickCheckBytes = 10'000; // stands for 256 MiB
    auto project = Project::open(m_store.path(), large);
    CB_VERIFY(project);
    QVERIFY(project->quickCheckPending());
    QVERIFY(!project->viewOnly()); // it is only not yet
    QCOMPARE(*CaseStore(*project).rowCount(), std::size_t { 300 });
    std::stop_source stop;
    stop.request_stop();
    Progress stopped(stop.get_token());
    QCOMPARE(project->quickCheck(stopped).error().code, ErrorCode::Cancelled);
    QVERIFY(project->quickCheckPending());
    {
        // A background job has a connection of its own.
        auto job = Project::open(m_store.path(), large);
        Progress silent;
        CB_VERIFY(job->quickCheck(silent));
    }
    QVERIFY(!project->quickCheckPending());
    CB_VERIFY(project->beginWrite(StoreFixture::anna()));
    CB_VERIFY(Project::open(m_store.path(), large)->beginWrite(StoreFixture::anna()));
}

void tst_Conditions::aWriteIntoALargeFileChecksItFirst()
{
    OpenOptions large;
    large.quickCheckBytes = 10'000;
    auto project = Project::open(m_store.path(), large);
    CB_VERIFY(project);
    QVERIFY(project->quickCheckPending());
    CB_VERIFY(project->beginWrite(StoreFixture::anna()));
    QVERIFY(!project->quickCheckPending());
}

void tst_Conditions::aDamagedLargeFileStaysReadOnly()
{
    const StoreFixture store;
    std::string bytes = m_bytes;
    const std::size_t page = bytes.find("called back") / 4096 * 4096;
    bytes.replace(page, 8, 8, '\xA5');
    StoreFixture::writeBytes(store.path(), bytes);
    const Error refused = Project::open(store.path()).error();
    QCOMPARE(refused.kind, std::string("E_DAMAGED"));
    // Our sentence first; what SQLite says about its pages is a line for the details.
    QVERIFY2(refused.what.starts_with("The project file is damaged.\nSQLite says: ")
                 && refused.what.find("***") == std::string::npos
                 && refused.what.find('\n') == refused.what.rfind('\n'),
             refused.what.c_str());
    OpenOptions large;
    large.quickCheckBytes = 10'000;
    auto project = Project::open(store.path(), large);
    CB_VERIFY(project);
    QCOMPARE(project->beginWrite(StoreFixture::anna()).error().kind, std::string("E_DAMAGED"));
    QVERIFY(project->viewOnly());
    QCOMPARE(project->beginWrite(StoreFixture::anna()).error().kind, std::string("E_READ_ONLY"));
}

void tst_Conditions::aDesktopsWindowWaitsForNoLongCheck_data()
{
    QTest::addColumn<std::uintmax_t>("bytes");
    QTest::addColumn<bool>("atOnce");
    QTest::newRow("the largest that is checked at once") << (std::uintmax_t { 512 } << 10) << true;
    QTest::newRow("one that is not") << (std::uintmax_t { 6 } << 20) << false;
}

/// Verdicts with words are what takes longest to check for its size: many rows, each held against the checks
/// of its table. What counts is the work of the thread, not the clock.
void tst_Conditions::aDesktopsWindowWaitsForNoLongCheck()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    constexpr double kMostMs = 1000;
#else
    constexpr double kMostMs = 100; // what a window may be held up by one event
#endif
    QFETCH(std::uintmax_t, bytes);
    QFETCH(bool, atOnce);
    const StoreFixture store;
    {
        auto project = store.create();
        CB_VERIFY(project);
        CB_VERIFY(StoreFixture::importNumbers(*project, 100));
        const std::size_t some = bytes / 5000;
        while (fs::file_size(store.path()) < bytes - 100 * some) {
            std::vector<LabelEvent> events(some);
            for (std::size_t i = 0; i < some; ++i) {
                events[i].row = static_cast<CaseRow>(i % 100);
                events[i].person = "anna";
                events[i].reason = "-";
            }
            auto tx = project->beginWrite(StoreFixture::anna());
            CB_VERIFY(tx);
            CB_VERIFY(LabelStore(*project).appendAll(*tx, events));
            CB_VERIFY(tx->commit(StoreFixture::entry("label.bulk")));
        }
    }
    QVERIFY(fs::file_size(store.path()) <= bytes && fs::file_size(store.path()) > bytes / 5 * 4);
    OpenOptions desktop;
    desktop.desktop = true;
    const auto workMs = [] {
        timespec time {};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return 1000.0 * static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e6;
    };
    const double before = workMs();
    auto project = Project::open(store.path(), desktop);
    const double work = workMs() - before;
    CB_VERIFY(project);
    QCOMPARE(project->quickCheckPending(), !atOnce);
    qInfo("%.1f ms to open %d KiB", work, static_cast<int>(fs::file_size(store.path()) >> 10));
    QVERIFY2(work < kMostMs, std::to_string(work).c_str());
    CB_VERIFY(project->beginWrite(StoreFixture::anna()));
}

QTEST_APPLESS_MAIN(tst_Conditions)
#include "tst_Conditions.moc"
