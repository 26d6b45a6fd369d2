// SPDX-License-Identifier: GPL-3.0-or-later
// Verdicts that are stored by the block are the same verdicts as those with a row each: for every question,
// after retractions, in tampered and in damaged files.
#include "RichProject.h"

#include "core/base/Random.h"
#include "core/base/Text.h"
#include "core/data/LabelHistory.h"
#include "core/store/Salvage.h"
#include "core/store/Sqlite.h"

using namespace casebench;
using namespace casebench::test;

namespace {

constexpr std::size_t kCases = 500;
constexpr std::size_t kTooFew = 50; // for a block
constexpr std::size_t kAll = 70'000; // more than one block holds

LabelEvent imported(CaseRow row)
{
    LabelEvent event;
    event.row = row;
    event.verdict = row % 3 == 0 ? Verdict::Scam : Verdict::NotScam;
    event.origin = LabelOrigin::Imported;
    event.person = "import:cases.csv";
    event.decidedAt = row % 7 == 0 ? kNoTime : 1'700'000'000'000'000 + static_cast<Instant>(row) * 1'000'003;
    event.decidedAssumed = true;
    return event;
}

std::vector<LabelEvent> importedRows(std::size_t from, std::size_t to, std::size_t step = 1)
{
    std::vector<LabelEvent> events;
    for (std::size_t row = from; row < to; row += step)
        events.push_back(imported(static_cast<CaseRow>(row)));
    return events;
}

Result<void> append(Project& project, const std::vector<LabelEvent>& events)
{
    CB_TRY(WriteTransaction tx, project.beginWrite(StoreFixture::anna()));
    CB_CHECK(LabelStore(project).appendAll(tx, events));
    CB_CHECK(tx.commit(StoreFixture::entry("label.bulk")));
    return {};
}

Result<Project> withCases(const StoreFixture& store, std::size_t cases)
{
    CB_TRY(Project project, store.create());
    CB_CHECK(StoreFixture::importNumbers(project, cases));
    return project;
}

/// Without what only the store gives, so that both ways of storing compare.
std::vector<LabelEvent> bare(Result<std::vector<LabelEvent>> events)
{
    for (LabelEvent& event : *events) {
        event.recordedAt = 0;
        if (std::isnan(event.confidence))
            event.confidence = -1; // NaN is not equal to itself
    }
    return *events;
}

} // namespace

class tst_LabelBlocks : public QObject
{
    Q_OBJECT

private slots:
    void answersAsSingleRowsDo();
    void aBlockEndsWhereTheNextWouldNotFit();
    void aVerdictInABlockIsTakenBack();
    void aRetractionOfAnotherCaseIsRefused();
    void anEditedBlockIsNoticed_data();
    void anEditedBlockIsNoticed();
    void aDamagedBlockIsNamedNotRead();
    void salvageKeepsBlocksAndDropsDamagedOnes();
    void salvageDropsRetractionsOfLostVerdicts_data();
    void salvageDropsRetractionsOfLostVerdicts();
};

void tst_LabelBlocks::answersAsSingleRowsDo()
{
    const StoreFixture blocked;
    const StoreFixture single;
    auto inBlocks = withCases(blocked, kCases);
    auto inRows = withCases(single, kCases);
    CB_VERIFY(inBlocks);
    CB_VERIFY(inRows);
    // Mixed: a file, people's words, a file with gaps, one with too few verdicts for a block.
    std::vector<std::vector<LabelEvent>> groups {
        importedRows(0, 300), {}, importedRows(1, kCases, 3), importedRows(10, 20)
    };
    for (CaseRow row = 0; row < 12; ++row) {
        LabelEvent event = imported(row);
        event.person = row % 2 == 0 ? "anna" : "bob";
        event.origin = LabelOrigin::Person;
        event.reason = "called back";
        groups[1].push_back(event);
    }
    for (const auto& group : groups) {
        CB_VERIFY(append(*inBlocks, group));
        for (std::size_t from = 0; from < group.size(); from += kTooFew) {
            const auto some = std::span(group).subspan(from, std::min(kTooFew, group.size() - from));
            CB_VERIFY(append(*inRows, { some.begin(), some.end() }));
        }
    }
    QCOMPARE(*inBlocks->database().integer("SELECT count(*) FROM label_block"), 2);
    QCOMPARE(*inBlocks->database().integer("SELECT count(*) FROM label"), 22);
    QCOMPARE(*inRows->database().integer("SELECT count(*) FROM label_block"), 0);
    const LabelStore a(*inBlocks);
    const LabelStore b(*inRows);
    QCOMPARE(*a.count(), *b.count());
    QCOMPARE(*a.lastSeq(), *b.lastSeq());
    QVERIFY(bare(a.allEvents()) == bare(b.allEvents()));
    for (const std::int64_t most : { 0, 1, 150, 300, 301, 312, 313, 400, 489, 10'000 })
        QVERIFY(bare(a.allEvents(most)) == bare(b.allEvents(most)));
    const auto all = [](const LabelBlock&, std::size_t) { return true; };
    for (const std::int64_t most : { 0, 150, 300, 301, 400, 10'000 }) {
        const auto history = a.history(most);
        CB_VERIFY(history);
        QVERIFY(bare(history->events(all)) == bare(b.allEvents(most)));
    }
    QVERIFY(bare(a.historyFor("bob")->events(all)) == bare(b.allEventsFor("bob")));
    QVERIFY(bare(a.allEventsFor("anna")) == bare(b.allEventsFor("anna")));
    for (const char* person : { "anna", "bob", "import:cases.csv", "nobody" }) {
        QVERIFY(bare(a.eventsBy(person)) == bare(b.eventsBy(person)));
        const auto last = a.lastStanding(person);
        CB_VERIFY(last);
        QCOMPARE(last->has_value(), (*b.lastStanding(person)).has_value());
        if (*last)
            QCOMPARE((*last)->seq, (*b.lastStanding(person))->seq);
    }
    for (CaseRow row = 0; row < kCases; ++row) {
        QVERIFY(bare(a.events(row)) == bare(b.events(row)));
        QVERIFY(bare(a.eventsFor("bob", row)) == bare(b.eventsFor("bob", row)));
        QCOMPARE(*a.countOf(row), *b.countOf(row));
    }
    inBlocks = Error {};
    QCOMPARE(faultsOf(blocked.path()), std::string());
}

void tst_LabelBlocks::aBlockEndsWhereTheNextWouldNotFit()
{
    const StoreFixture store;
    auto project = withCases(store, kAll);
    CB_VERIFY(project);
    const auto all = importedRows(0, kAll);
    CB_VERIFY(append(*project, all));
    QCOMPARE(*project->database().integer("SELECT count(*) FROM label_block"), 2);
    QCOMPARE(*project->database().integer("SELECT max(count) FROM label_block"), 65'536);
    auto events = bare(LabelStore(*project).allEvents());
    QCOMPARE(events.size(), kAll);
    for (std::size_t i = 0; i < kAll; ++i) {
        QCOMPARE(events[i].seq, static_cast<std::int64_t>(i + 1));
        QCOMPARE(events[i].row, all[i].row);
        QCOMPARE(events[i].verdict, all[i].verdict);
        QCOMPARE(events[i].decidedAt, all[i].decidedAt);
    }
    // Rows that do not ascend, another person, a word: each starts anew.
    auto more = importedRows(0, 100);
    const auto append100 = [&](const auto& change) {
        auto some = importedRows(0, 100);
        for (LabelEvent& event : some)
            change(event);
        std::ranges::move(some, std::back_inserter(more));
    };
    append100([](LabelEvent&) {});
    append100([](LabelEvent& event) { event.person = "import:other.csv"; });
    append100([](LabelEvent& event) { event.note = "as told"; });
    append100([](LabelEvent& event) { event.confidence = 0.5; });
    append100([](LabelEvent& event) { event.decidedAssumed = false; });
    CB_VERIFY(append(*project, more));
    QCOMPARE(*project->database().integer("SELECT count(*) FROM label_block"), 6);
    QCOMPARE(*project->database().integer("SELECT count(*) FROM label"), 200);
    QCOMPARE(*LabelStore(*project).countOf(5), 7);
}

void tst_LabelBlocks::aVerdictInABlockIsTakenBack()
{
    const StoreFixture store;
    {
        auto project = withCases(store, kCases);
        CB_VERIFY(project);
        CB_VERIFY(append(*project, importedRows(0, kCases)));
        const LabelStore labels(*project);
        for (const std::int64_t seq : { 500, 499, 3 }) {
            LabelEvent back = imported(static_cast<CaseRow>(seq - 1));
            back.retracts = seq;
            CB_VERIFY(append(*project, { back }));
        }
        QCOMPARE((*labels.lastStanding("import:cases.csv"))->seq, 498);
        QCOMPARE(labels.events(2)->size(), std::size_t { 2 });
        QCOMPARE(labels.events(2)->back().retracts, 3);
        QCOMPARE(*labels.lastSeq(), 503);
    }
    QCOMPARE(faultsOf(store.path()), std::string());
}

void tst_LabelBlocks::aRetractionOfAnotherCaseIsRefused()
{
    const StoreFixture store;
    auto project = withCases(store, kCases);
    CB_VERIFY(project);
    CB_VERIFY(append(*project, importedRows(0, kCases)));
    for (const std::int64_t seq : { 4, 501, 0x7fffffff }) {
        LabelEvent back = imported(2);
        back.retracts = seq; // of case 3, and of none
        const auto refused = append(*project, { back });
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::InvalidInput);
    }
}

void tst_LabelBlocks::anEditedBlockIsNoticed_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::newRow("its verdicts") << QByteArray(
        "UPDATE label_block SET data = CAST(substr(data, 1, 12) || x'00' || substr(data, 14) AS BLOB)");
    QTest::newRow("its person") << QByteArray("UPDATE label_block SET person = 'anna'");
    QTest::newRow("its first case") << QByteArray(
        "UPDATE label_block SET first_row = first_row + 1, last_row = last_row + 1");
    QTest::newRow("its number") << QByteArray("UPDATE label_block SET first_seq = 1000");
    QTest::newRow("gone") << QByteArray("DELETE FROM label_block");
    QTest::newRow("planted row between") << QByteArray(
        "INSERT INTO label VALUES(250, 3, 'scam', 'person', 'anna', '', '', NULL, NULL, 0, 1, NULL, NULL)");
}

void tst_LabelBlocks::anEditedBlockIsNoticed()
{
    QFETCH(QByteArray, sql);
    const StoreFixture store;
    {
        auto project = withCases(store, kCases);
        CB_VERIFY(project);
        CB_VERIFY(append(*project, importedRows(1, kCases)));
        LabelEvent word = imported(3);
        word.person = "anna";
        CB_VERIFY(append(*project, { word }));
    }
    QCOMPARE(faultsOf(store.path()), std::string());
    std::string script;
    for (const char* table : { "label", "label_block" })
        for (const char* deed : { "UPDATE", "DELETE" })
            script += std::string("DROP TRIGGER ") + table + "_no_" + deed + ";";
    script += sql.toStdString() + ";";
    for (const char* table : { "label", "label_block" })
        for (const char* deed : { "UPDATE", "DELETE" })
            script += std::string("CREATE TRIGGER ") + table + "_no_" + deed + " BEFORE " + deed + " ON "
                + table + " BEGIN SELECT RAISE(ABORT, 'The table " + table + " is append-only'); END;";
    QVERIFY(StoreFixture::rawSql(store.path(), script));
    QVERIFY(!faultsOf(store.path()).empty());
}

void tst_LabelBlocks::aDamagedBlockIsNamedNotRead()
{
    const StoreFixture store;
    {
        auto project = withCases(store, kCases);
        CB_VERIFY(project);
        CB_VERIFY(append(*project, importedRows(0, kCases, 2)));
    }
    std::string sound;
    {
        auto project = Project::open(store.path());
        auto rows = project->database().query("SELECT data FROM label_block");
        QVERIFY(*rows->step());
        sound = std::string(rows->blob(0));
    }
    // Whatever a block's bytes are, it is read as it was or refused with a sentence.
    Random random(11);
    for (int i = 0; i < 100; ++i) {
        std::string bytes = sound;
        switch (random.below(3)) {
        case 0:
            bytes[random.below(bytes.size())] ^= static_cast<char>(1U << random.below(8));
            break;
        case 1:
            bytes.resize(random.below(bytes.size()));
            break;
        default:
            bytes.insert(random.below(bytes.size()), 1 + random.below(40),
                         static_cast<char>(random.below(256)));
        }
        const StoreFixture copy;
        StoreFixture::writeBytes(copy.path(), StoreFixture::bytesOf(store.path()));
        sqlite3* handle = nullptr;
        QCOMPARE(sqlite3_open(copy.path().c_str(), &handle), SQLITE_OK);
        sqlite3_exec(handle, "PRAGMA synchronous=OFF; DROP TRIGGER label_block_no_UPDATE", nullptr, nullptr,
                     nullptr);
        sqlite3_stmt* update = nullptr;
        sqlite3_prepare_v2(handle, "UPDATE label_block SET data = ?1", -1, &update, nullptr);
        sqlite3_bind_blob64(update, 1, bytes.data(), bytes.size(), SQLITE_STATIC);
        QCOMPARE(sqlite3_step(update), SQLITE_DONE);
        sqlite3_finalize(update);
        sqlite3_exec(handle,
                     "CREATE TRIGGER label_block_no_UPDATE BEFORE UPDATE ON label_block BEGIN SELECT "
                     "RAISE(ABORT, 'The table label_block is append-only'); END",
                     nullptr, nullptr, nullptr);
        sqlite3_close(handle);
        auto project = Project::open(copy.path());
        CB_VERIFY(project);
        const auto events = LabelStore(*project).allEvents();
        if (events) {
            QCOMPARE(events->size(), kCases / 2);
        } else {
            QCOMPARE(events.error().code, ErrorCode::Corrupt);
            QVERIFY(!events.error().advice.empty());
        }
        Progress silent;
        QVERIFY(!checkProject(*project, silent)->ok());
    }
}

void tst_LabelBlocks::salvageKeepsBlocksAndDropsDamagedOnes()
{
    for (const bool damaged : { false, true }) {
        const StoreFixture store;
        {
            auto project = withCases(store, kAll);
            CB_VERIFY(project);
            CB_VERIFY(append(*project, importedRows(0, kAll)));
        }
        if (damaged)
            QVERIFY(StoreFixture::rawSql(store.path(),
                                         "DROP TRIGGER label_block_no_UPDATE; UPDATE label_block SET data = "
                                         "zeroblob(length(data)) WHERE id = 1"));
        QVERIFY(StoreFixture::rawSql(store.path(),
                                     "CREATE TRIGGER evil AFTER INSERT ON label BEGIN SELECT 1; END"));
        Progress silent;
        const auto report = salvageInto(store.path(), store.path("new.casebench"), silent);
        CB_VERIFY(report);
        QCOMPARE(report->whole, !damaged);
        QCOMPARE(faultsOf(store.path("new.casebench")), std::string());
        auto project = Project::open(store.path("new.casebench"));
        CB_VERIFY(project);
        const auto events = LabelStore(*project).allEvents();
        CB_VERIFY(events);
        QCOMPARE(events->size(), damaged ? kAll - 65'536 : kAll);
        QCOMPARE(events->back().row, static_cast<CaseRow>(kAll - 1));
    }
}

void tst_LabelBlocks::salvageDropsRetractionsOfLostVerdicts_data()
{
    QTest::addColumn<QByteArray>("damage");
    QTest::newRow("its bytes") << QByteArray("data = zeroblob(length(data))");
    QTest::newRow("its last case") << QByteArray("last_row = last_row + 1");
    QTest::newRow("its count") << QByteArray("count = count - 1");
}

void tst_LabelBlocks::salvageDropsRetractionsOfLostVerdicts()
{
    QFETCH(QByteArray, damage);
    const StoreFixture store;
    {
        auto project = withCases(store, kAll);
        CB_VERIFY(project);
        CB_VERIFY(append(*project, importedRows(0, kAll)));
        const auto takeBack = [&](CaseRow row, std::int64_t seq) {
            LabelEvent back = imported(row);
            back.retracts = seq;
            CB_VERIFY(append(*project, { back }));
        };
        takeBack(2, 3);
        takeBack(kAll - 1, kAll); // in the block that stays
        CB_VERIFY(append(*project, { imported(7) }));
        takeBack(7, kAll + 3);
        takeBack(2, kAll + 1); // of the first retraction
    }
    QVERIFY(StoreFixture::rawSql(store.path(),
                                 "DROP TRIGGER label_block_no_UPDATE; UPDATE label_block SET "
                                     + damage.toStdString() + " WHERE id = 1"));
    Progress silent;
    const auto report = salvageInto(store.path(), store.path("new.casebench"), silent);
    CB_VERIFY(report);
    QVERIFY(!report->whole);
    const std::string said = join(report->notes, " ");
    QVERIFY2(said.find("2 retractions named") != std::string::npos, said.c_str());
    QCOMPARE(faultsOf(store.path("new.casebench")), std::string());
    auto project = Project::open(store.path("new.casebench"));
    CB_VERIFY(project);
    const LabelStore labels(*project);
    QCOMPARE(labels.events(2)->size(), std::size_t { 0 });
    QCOMPARE(labels.events(kAll - 1)->size(), std::size_t { 2 });
    QCOMPARE(labels.events(7)->size(), std::size_t { 2 });
    QCOMPARE(*labels.count(), static_cast<std::int64_t>(kAll - 65'536 + 3));
}

QTEST_APPLESS_MAIN(tst_LabelBlocks)
#include "tst_LabelBlocks.moc"
