// SPDX-License-Identifier: GPL-3.0-or-later
// Promise P1: "saved" means saved. Labelling, importing and training are recorded call by call; then the
// power is cut at any moment, with any part of what was not synced surviving, and what was acknowledged must
// be there. Controls: a disk that lies about syncing, and SQLite settings known to lose, must be caught.
#include "tests/faults/CrashStates.h"
#include "tests/faults/FaultDriver.h"
#include "tests/support/LongRun.h"

#include <cstring>
#include <sqlite3.h>

using namespace casebench;
using namespace casebench::test;
namespace fs = std::filesystem;

namespace {

constexpr int kLabels = 40;
constexpr int kImports = 3;
constexpr int kRuns = 5;

/// A labelling program as SQLite's defaults invite to write it.
int writeCarelessly(const fs::path& folder)
{
    sqlite3* database = nullptr;
    if (sqlite3_open((folder / "careless.db").c_str(), &database) != SQLITE_OK)
        return 1;
    sqlite3_exec(database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; CREATE TABLE t(a)", nullptr,
                 nullptr, nullptr);
    const int ack = ::open((folder / "ack").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0644);
    for (int i = 0; i < kLabels; ++i) {
        if (sqlite3_exec(database, "INSERT INTO t VALUES(randomblob(900))", nullptr, nullptr, nullptr)
                != SQLITE_OK
            || ::write(ack, "x\n", 2) != 2)
            return 1;
    }
    sqlite3_close(database);
    return 0;
}

std::map<std::string, std::string> filesIn(const fs::path& folder)
{
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(folder))
        files[entry.path().filename().string()] = *readFile(entry.path());
    return files;
}

} // namespace

class tst_PowerCut : public QObject
{
    Q_OBJECT

private:
    TemporaryDirectory m_folder;

    /// In memory: thousands of states are written here.
    [[nodiscard]] static fs::path fastFolder()
    {
        std::error_code ignored;
        const bool memory = fs::is_directory("/dev/shm", ignored) && ::access("/dev/shm", W_OK) == 0;
        return memory ? "/dev/shm" : fs::temp_directory_path();
    }

    [[nodiscard]] CrashStates record(const QString& deed, int count)
    {
        const fs::path folder = m_folder / deed.toStdString();
        const fs::path log = m_folder / (deed.toStdString() + ".log");
        auto before = filesIn(folder);
        QProcess process;
        FaultDriver::start(process, { deed, qs(folder.string()), QString::number(count) },
                           QStringLiteral(CASEBENCH_RECORDER),
                           { { "RECORD_DIR", qs(folder.string()) }, { "RECORD_LOG", qs(log.string()) } });
        const bool ended = process.waitForFinished(300'000) && process.exitCode() == 0;
        if (!ended)
            qWarning("the driver failed: %s", process.readAll().constData());
        return { log, folder, ended ? std::move(before) : std::map<std::string, std::string> {} };
    }

    /// Writes a state into a folder of its own and gives what is wrong with it.
    template<typename Check>
    [[nodiscard]] static int
    countFaults(const CrashStates& states, int cuts, Check check, std::string& example)
    {
        Random random(11);
        int faults = 0;
        const fs::path folder = fastFolder() / ("casebench-cuts-" + std::to_string(::getpid()));
        for (int i = 0; i < cuts; ++i) {
            const CrashState state = states.cut(random);
            fs::remove_all(folder);
            fs::create_directories(folder);
            for (const auto& [name, content] : state.files) {
                std::FILE* file = std::fopen((folder / name).c_str(), "wb");
                std::fwrite(content.data(), 1, content.size(), file);
                std::fclose(file);
            }
            const std::string fault = check(folder, state.acknowledged);
            if (fault.empty())
                continue;
            ++faults;
            example = "cut " + std::to_string(i) + ": " + fault;
        }
        fs::remove_all(folder);
        return faults;
    }

private slots:

    void whatWasAcknowledgedSurvives_data()
    {
        QTest::addColumn<QString>("deed");
        QTest::addColumn<int>("count");
        QTest::newRow("labelling") << "drive-label" << kLabels;
        QTest::newRow("import") << "drive-import" << kImports;
        QTest::newRow("training") << "drive-train" << kRuns;
    }

    void whatWasAcknowledgedSurvives()
    {
        QFETCH(QString, deed);
        QFETCH(int, count);
        CB_VERIFY(FaultDriver::prepare(m_folder / deed.toStdString()));
        for (int i = 0; i < kImports; ++i)
            m_folder.write("drive-import-" + std::to_string(i) + ".csv",
                           FaultDriver::csv("n" + std::to_string(i) + "-", FaultDriver::kRowsPerFile));
        CrashStates states = record(deed, count);
        QCOMPARE(states.acknowledged(), count);
        const auto check = [&](const fs::path& folder, int acknowledged) {
            return FaultDriver::faultOf(folder / "p.casebench", deed, acknowledged);
        };
        std::string example;
        const int cuts = countOf(400, 2000);
        const int faults = countFaults(states, cuts, check, example);
        qInfo("%zu calls recorded, %d power cuts, %d faults", states.events(), cuts, faults);
        QVERIFY2(faults == 0, example.c_str());
        // Control: the same program on a disk that lies.
        states.forgetSyncs();
        QVERIFY(countFaults(states, 100, check, example) > 0);
    }

    void aCarelessProgramIsCaught()
    {
        fs::create_directories(m_folder / "drive-careless");
        const CrashStates states = record("drive-careless", 0);
        QCOMPARE(states.acknowledged(), kLabels);
        std::string example;
        const int faults = countFaults(
            states, 200,
            [](const fs::path& folder, int acknowledged) -> std::string {
                sqlite3* database = nullptr;
                sqlite3_stmt* count = nullptr;
                sqlite3_open((folder / "careless.db").c_str(), &database);
                sqlite3_prepare_v2(database, "SELECT count(*) FROM t", -1, &count, nullptr);
                const int rows = sqlite3_step(count) == SQLITE_ROW ? sqlite3_column_int(count, 0) : 0;
                sqlite3_finalize(count);
                sqlite3_close(database);
                return rows < acknowledged ? "lost" : "";
            },
            example);
        qInfo("control, WAL with synchronous NORMAL: %d of 200 cuts lose", faults);
        QVERIFY(faults > 0);
    }
};

int main(int argc, char** argv)
{
    if (argc == 4 && std::strcmp(argv[1], "drive-careless") == 0)
        return writeCarelessly(argv[2]);
    if (const int driven = FaultDriver::run(argc, argv); driven >= 0)
        return driven;
    QCoreApplication app(argc, argv);
    tst_PowerCut test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_PowerCut.moc"
