// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/TemporaryDirectory.h"
#include "tests/support/TestMain.h"

#include "core/importing/Importer.h"

#include <fmt/format.h>
#include <random>
#include <set>
#include <thread>

using namespace casebench;
using namespace casebench::test;

namespace {

constexpr int kRows = 150'000;

/// Numbers, categories, yes and no, times, long texts, blanks, quotes and damaged rows.
std::string manyRows()
{
    std::mt19937 random(11);
    std::string csv = "case_id,received,amount,place,asked,story\n";
    for (int i = 0; i < kRows; ++i) {
        csv += fmt::format("c{},2026-0{}-{:02}T10:00:{:02}Z,{}.{:02},\"place, {}\",{},", i, i % 9 + 1,
                           i % 28 + 1, i % 60, random() % 5'000, random() % 100, random() % 40,
                           random() % 9 == 0       ? ""
                               : random() % 2 == 0 ? "Yes"
                                                   : "No");
        csv += random() % 2'000 == 0 ? "one,too many\n" : std::string(random() % 30, 'x') + "\n";
    }
    return csv;
}

std::vector<FieldPlan> planOf(const FileProfile& profile)
{
    auto plan = planFields(profile, {}, {});
    return plan ? std::move(plan->fields) : std::vector<FieldPlan> {};
}

/// All cells, as texts.
struct Rows
{
    std::vector<std::vector<std::string>> columns;
    std::vector<std::uint64_t> lines;
    std::size_t issues = 0;
    std::size_t most = 0; ///< rows of a batch
    std::set<std::thread::id> threads;

    [[nodiscard]] BatchSink sink()
    {
        return [this](TypedBatch&& batch) -> Result<void> {
            threads.insert(std::this_thread::get_id());
            columns.resize(batch.columns.size());
            for (std::size_t i = 0; i < batch.columns.size(); ++i) {
                for (std::size_t row = 0; row < batch.lines.size(); ++row)
                    columns[i].push_back(batch.columns[i].text(row));
            }
            lines.insert(lines.end(), batch.lines.begin(), batch.lines.end());
            issues += batch.issues.size();
            most = std::max(most, batch.lines.size());
            return {};
        };
    }
};

void compareProfiles(const FileProfile& a, const FileProfile& b)
{
    QCOMPARE(a.rows, b.rows);
    QCOMPARE(a.quarantined, b.quarantined);
    QCOMPARE(a.quarantine.size(), b.quarantine.size());
    QCOMPARE(a.notes, b.notes);
    QCOMPARE(a.fingerprint, b.fingerprint);
    QCOMPARE(a.columns.size(), b.columns.size());
    for (std::size_t i = 0; i < a.columns.size(); ++i) {
        QCOMPARE(a.columns[i].reason, b.columns[i].reason);
        QCOMPARE(a.columns[i].filled, b.columns[i].filled);
        QCOMPARE(a.columns[i].missing, b.columns[i].missing);
        QCOMPARE(a.columns[i].distinct, b.columns[i].distinct);
        QCOMPARE(a.columns[i].unique, b.columns[i].unique);
        QCOMPARE(a.columns[i].minimum, b.columns[i].minimum);
        QCOMPARE(a.columns[i].maximum, b.columns[i].maximum);
        QCOMPARE(a.columns[i].examples, b.columns[i].examples);
    }
}

} // namespace

/// One pass by two threads finds and gives what two passes do.
class tst_ReadAndProfile : public QObject
{
    Q_OBJECT

private slots:

    void givesWhatTwoPassesGive()
    {
        const TemporaryDirectory folder;
        const auto path = folder.write("a.csv", manyRows());
        Progress silent;
        const auto beginning = profileBeginning(path, {});
        CB_VERIFY(beginning);
        QVERIFY(beginning->has_value());
        QVERIFY((*beginning)->share > 0.1 && (*beginning)->share < 1);
        Rows one;
        const auto read = readAndProfile(**beginning, planOf(**beginning), one.sink(), silent);
        CB_VERIFY(read);

        const auto whole = profileFile(path, {}, silent);
        CB_VERIFY(whole);
        compareProfiles(read->profile, *whole);
        Rows two;
        const auto second = readTable(*whole, planOf(*whole), two.sink(), silent);
        CB_VERIFY(second);
        QCOMPARE(one.columns, two.columns);
        QCOMPARE(one.lines, two.lines);
        QCOMPARE(one.issues, two.issues);
        QVERIFY(one.issues > 0);
        QCOMPARE(one.most, std::size_t { 65'536 });
        QCOMPARE(read->read.changed.size(), second->changed.size());
        for (std::size_t i = 0; i < second->changed.size(); ++i)
            QCOMPARE(read->read.changed[i].count, second->changed[i].count);
        if (std::thread::hardware_concurrency() > 1)
            QVERIFY(one.threads.size() > 1);
    }

    void shortAndWideFilesAreLookedAtWhole()
    {
        const TemporaryDirectory folder;
        const auto brief = profileBeginning(folder.write("a.csv", "a,b\n1,2\n"), {});
        CB_VERIFY(brief);
        QVERIFY(!brief->has_value());
        std::string wide = "c0";
        for (int i = 1; i < 300; ++i)
            wide += ",c" + std::to_string(i);
        const std::string names = wide + "\n";
        while (wide.size() < 6'000'000)
            wide += "\n" + names.substr(0, names.size() - 1);
        const auto many = profileBeginning(folder.write("b.csv", wide), {});
        CB_VERIFY(many);
        QVERIFY(!many->has_value());
        QVERIFY(!profileBeginning(folder.path() / "none.csv", {}));
    }

    void aSinkThatFailsEndsTheReading()
    {
        const TemporaryDirectory folder;
        const auto path = folder.write("a.csv", manyRows());
        Progress silent;
        const auto beginning = profileBeginning(path, {});
        CB_VERIFY(beginning);
        int calls = 0;
        const BatchSink full = [&](TypedBatch&&) -> Result<void> {
            ++calls;
            return Error { ErrorCode::Unreadable, "The disk is full.", {}, "E_FULL", {} };
        };
        const auto read = readAndProfile(**beginning, planOf(**beginning), full, silent);
        QVERIFY(!read);
        QCOMPARE(read.error().kind, std::string("E_FULL"));
        QCOMPARE(calls, 1);
    }

    void stoppingEndsTheReading()
    {
        const TemporaryDirectory folder;
        const auto path = folder.write("a.csv", manyRows());
        const auto beginning = profileBeginning(path, {});
        CB_VERIFY(beginning);
        for (const int k : { 0, 3, 17 }) {
            StopAt stop(k);
            Rows rows;
            const auto read = readAndProfile(**beginning, planOf(**beginning), rows.sink(), stop.progress());
            QVERIFY(!read);
            QCOMPARE(read.error().code, ErrorCode::Cancelled);
        }
    }
};

QTEST_APPLESS_MAIN(tst_ReadAndProfile)
#include "tst_ReadAndProfile.moc"
