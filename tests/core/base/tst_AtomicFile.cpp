// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TemporaryDirectory.h"
#include "support/TestMain.h"

#include "core/base/AtomicFile.h"

#include <csignal>
#include <optional>
#include <sys/resource.h>
#include <sys/stat.h>
#include <thread>

using namespace casebench;
using namespace casebench::test;
using namespace std::string_literals;
namespace fs = std::filesystem;

namespace {

unsigned modeOf(const fs::path& path)
{
    struct stat info = {};
    return ::lstat(path.c_str(), &info) == 0 ? info.st_mode & 0777U : 0U;
}

using Names = std::vector<std::string>;

} // namespace

class tst_AtomicFile : public QObject
{
    Q_OBJECT

private slots:

    void init() { ::umask(022); }

    void writesAndReadsWholeFiles()
    {
        const TemporaryDirectory folder;
        const std::string bytes("a\0b\xff\n", 5);
        CB_VERIFY(writeFileAtomically(folder / "new", bytes));
        QCOMPARE(*readFile(folder / "new"), bytes);
        CB_VERIFY(writeFileAtomically(folder / "new", ""));
        QCOMPARE(*readFile(folder / "new"), ""s);
        QCOMPARE(folder.names(), Names { "new" });
    }

    void saysWhyAFileCannotBeRead()
    {
        const TemporaryDirectory folder;
        folder.write("large", std::string(100, 'x'));
        QCOMPARE(readFile(folder / "absent").error().code, ErrorCode::NotFound);
        QCOMPARE(readFile(folder.path()).error().code, ErrorCode::Unreadable);
        QCOMPARE(readFile(folder / "large", 99).error().kind, "too-large"s);
        CB_VERIFY(readFile(folder / "large", 100));
    }

    /// A named pipe that nobody writes to would hold a blocking open for ever.
    void aPipeIsRefusedAtOnce()
    {
        const TemporaryDirectory folder;
        QCOMPARE(::mkfifo((folder / "pipe").c_str(), 0600), 0);
        QCOMPARE(readFile(folder / "pipe").error().code, ErrorCode::Unreadable);
    }

    void whatIsNoFileIsNotReplaced()
    {
        const TemporaryDirectory folder;
        QCOMPARE(::mkfifo((folder / "pipe").c_str(), 0600), 0);
        fs::create_directory(folder / "directory");
        for (const char* name : { "pipe", "directory" })
            QCOMPARE(writeFileAtomically(folder / name, "x").error().code, ErrorCode::Refused);
        QVERIFY(fs::is_fifo(folder / "pipe") && fs::is_directory(folder / "directory"));
        QCOMPARE(folder.names(), (Names { "directory", "pipe" }));
    }

    void aLinkStaysAndItsTargetIsReplaced()
    {
        const TemporaryDirectory folder;
        folder.write("real/file", "old");
        fs::create_symlink("real/file", folder / "link");
        CB_VERIFY(writeFileAtomically(folder / "link", "new"));
        QVERIFY(fs::is_symlink(folder / "link"));
        QCOMPARE(*readFile(folder / "real/file"), "new"s);
        QCOMPARE(folder.names(), (Names { "link", "real", "real/file" }));
    }

    void permissionsAreThoseAskedForAndNeverWidened()
    {
        const TemporaryDirectory folder;
        CB_VERIFY(writeFileAtomically(folder / "key", "x", 0600));
        QCOMPARE(modeOf(folder / "key"), 0600U);
        CB_VERIFY(writeFileAtomically(folder / "key", "y"));
        QCOMPARE(modeOf(folder / "key"), 0600U);
        CB_VERIFY(writeFileAtomically(folder / "page", "x"));
        QCOMPARE(modeOf(folder / "page"), 0644U);
        CB_VERIFY(writeFileAtomically(folder / "page", "y", 0600));
        QCOMPARE(modeOf(folder / "page"), 0600U);
    }

    void theOldFileStandsWhenTheNewOneDoesNotFit()
    {
        const TemporaryDirectory folder;
        folder.write("file", "old");
        rlimit before = {};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
        const auto handler = std::signal(SIGXFSZ, SIG_IGN);
        const rlimit small { 10, before.rlim_max };
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
        const auto written = writeFileAtomically(folder / "file", std::string(100'000, 'x'));
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &before), 0);
        (void)std::signal(SIGXFSZ, handler);
        QVERIFY(!written);
        QCOMPARE(written.error().where, (folder / "file").string());
        QCOMPARE(*readFile(folder / "file"), "old"s);
        QCOMPARE(folder.names(), Names { "file" });
    }

    void aDirectoryThatIsNotThereIsSaid()
    {
        const TemporaryDirectory folder;
        const auto written = writeFileAtomically(folder / "no/such/file", "x");
        QCOMPARE(written.error().code, ErrorCode::NotFound);
        QVERIFY(!written.error().advice.empty());
    }

    void manyWritersLeaveOneWholeFile()
    {
        const TemporaryDirectory folder;
        std::vector<std::thread> writers;
        for (char c = 'a'; c < 'e'; ++c)
            writers.emplace_back([&folder, c] {
                for (int i = 0; i < 20; ++i)
                    (void)writeFileAtomically(folder / "file", std::string(10'000, c));
            });
        for (std::thread& writer : writers)
            writer.join();
        const auto bytes = readFile(folder / "file");
        CB_VERIFY(bytes);
        QCOMPARE(*bytes, std::string(10'000, bytes->front()));
        QCOMPARE(folder.names(), Names { "file" });
    }

    void aStagedDirectoryAppearsWholeOrNotAtAll()
    {
        const TemporaryDirectory folder;
        {
            auto staged = StagedDirectory::create(folder / "bundle");
            CB_VERIFY(staged);
            CB_VERIFY(staged->write("model/weights", "1"));
            QVERIFY(!fs::exists(folder / "bundle"));
        }
        QCOMPARE(folder.names(), Names {});
        {
            auto staged = StagedDirectory::create(folder / "bundle/");
            CB_VERIFY(staged);
            CB_VERIFY(staged->write("model/weights", "1"));
            StagedDirectory moved = std::move(*staged);
            CB_VERIFY(moved.write("card.md", "2"));
            CB_VERIFY(moved.commit());
        }
        QCOMPARE(folder.names(),
                 (Names { "bundle", "bundle/card.md", "bundle/model", "bundle/model/weights" }));
    }

    void aStagedDirectoryReplacesNothing()
    {
        const TemporaryDirectory folder;
        folder.write("bundle/old", "x");
        fs::create_symlink("nowhere", folder / "dangling");
        QCOMPARE(StagedDirectory::create(folder / "bundle").error().code, ErrorCode::Refused);
        QCOMPARE(StagedDirectory::create(folder / "dangling").error().code, ErrorCode::Refused);
        QCOMPARE(StagedDirectory::create(folder / "no/parent").error().code, ErrorCode::NotFound);
        {
            auto staged = StagedDirectory::create(folder / "late");
            CB_VERIFY(staged);
            folder.write("late/first", "x");
            QCOMPARE(staged->commit().error().code, ErrorCode::Refused);
        }
        QCOMPARE(folder.names(), (Names { "bundle", "bundle/old", "dangling", "late", "late/first" }));
    }

    void aStagedDirectoryKeepsItsFilesWithin()
    {
        const TemporaryDirectory folder;
        auto staged = StagedDirectory::create(folder / "bundle");
        CB_VERIFY(staged);
        for (const char* name : { "", ".", "..", "../out", "a/../../out", "/tmp/casebench-out", "a/" })
            QVERIFY2(!staged->write(name, "x"), name);
        CB_VERIFY(staged->write("a/b", "x"));
        QVERIFY(!staged->write("a/b", "y")); // nothing is written twice
        QVERIFY(!fs::exists(folder / "out"));
    }
};

QTEST_APPLESS_MAIN(tst_AtomicFile)
#include "tst_AtomicFile.moc"
