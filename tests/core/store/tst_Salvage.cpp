// SPDX-License-Identifier: GPL-3.0-or-later
// A damaged project is read as far as it goes into a new one; the damaged file is never touched.
#include "RichProject.h"
#include "tests/support/Where.h"

#include "core/base/AtomicFile.h"
#include "core/store/AuditLog.h"
#include "core/store/Salvage.h"

#include <QScopeGuard>

using namespace casebench;
using namespace casebench::test;
namespace fs = std::filesystem;

class tst_Salvage : public QObject
{
    Q_OBJECT

private slots:
    void nothingLostKeepsIdentityAndHistory();
    void anOldProjectIsWholeToo();
    void aBrokenPageCostsItsRowsOnly();
    void everyBrokenPageIsSurvived();
    void aCutFileGivesWhatIsLeft();
    void refusesAnExistingTargetAndAnOpenProject();
    void whatIsNoProjectIsSaid();

private:
    static constexpr std::size_t kPage = 4096;

    static const SalvagedTable& table(const SalvageReport& report, const char* name)
    {
        return *std::ranges::find(report.tables, name, &SalvagedTable::name);
    }
};

void tst_Salvage::nothingLostKeepsIdentityAndHistory()
{
    const StoreFixture store;
    CB_VERIFY(makeRichProject(store, 300, 12));
    std::string uuid;
    std::int64_t events = 0;
    {
        auto project = Project::open(store.path());
        uuid = project->uuid();
        events = AuditLog(*project).head()->seq;
    }
    // A planted trigger: the project is refused, though every row is there.
    QVERIFY(
        StoreFixture::rawSql(store.path(), "CREATE TRIGGER evil AFTER INSERT ON label BEGIN SELECT 1; END"));
    QCOMPARE(Project::open(store.path()).error().kind, std::string("E_DAMAGED"));
    const std::string before = StoreFixture::bytesOf(store.path());
    Progress silent;
    const auto report = salvageInto(store.path(), store.path("new.casebench"), silent);
    CB_VERIFY(report);
    QVERIFY(report->whole);
    QVERIFY(report->notes.empty());
    QCOMPARE(table(*report, "label").kept, 12);
    QVERIFY(StoreFixture::bytesOf(store.path()) == before);
    QCOMPARE(faultsOf(store.path("new.casebench")), std::string());
    auto project = Project::open(store.path("new.casebench"));
    CB_VERIFY(project);
    QCOMPARE(project->uuid(), uuid);
    QCOMPARE(AuditLog(*project).head()->seq, events + 1);
    QCOMPARE(AuditLog(*project).newest(1)->front().act, std::string("project.salvage"));
    QCOMPARE(*CaseStore(*project).rowCount(), std::size_t { 300 });
    for (const auto& file : fs::directory_iterator(store.path().parent_path()))
        QVERIFY2(file.path().extension() != ".cbtmp", file.path().c_str());
}

void tst_Salvage::anOldProjectIsWholeToo()
{
    // Its schema lacks tables that later ones have; that is no loss.
    for (const char* version : { "v1", "v2" }) {
        const StoreFixture store;
        fs::copy_file(sourceDirectory() / "tests/data/projects" / (std::string(version) + ".casebench"),
                      store.path());
        fs::permissions(store.path(), fs::perms::owner_write, fs::perm_options::add);
        QVERIFY(StoreFixture::rawSql(store.path(),
                                     "CREATE TRIGGER evil AFTER INSERT ON label BEGIN SELECT 1; END"));
        Progress silent;
        const auto report = salvageInto(store.path(), store.path("new.casebench"), silent);
        CB_VERIFY(report);
        QVERIFY2(report->whole, report->notes.empty() ? version : report->notes.front().c_str());
        QCOMPARE(faultsOf(store.path("new.casebench")), std::string());
        auto project = Project::open(store.path("new.casebench"));
        CB_VERIFY(project);
        QCOMPARE(*LabelStore(*project).count(), 482);
    }
}

void tst_Salvage::aBrokenPageCostsItsRowsOnly()
{
    const StoreFixture store;
    CB_VERIFY(makeRichProject(store, 300, 200));
    std::string bytes = StoreFixture::bytesOf(store.path());
    // The page that holds the note of one label in the middle.
    const std::size_t at = bytes.find("note 100");
    QVERIFY(at != std::string::npos);
    const std::size_t page = at / kPage * kPage;
    std::size_t inPage = 0;
    for (std::size_t i = bytes.find("called back", page); i < page + kPage;
         i = bytes.find("called back", i + 1))
        ++inPage;
    bytes.replace(page, kPage, kPage, '\xA5');
    StoreFixture::writeBytes(store.path(), bytes);
    QVERIFY(!Project::open(store.path()));
    Progress silent;
    const auto report = salvageInto(store.path(), store.path("new.casebench"), silent);
    CB_VERIFY(report);
    QVERIFY(!report->whole);
    QVERIFY(!report->notes.empty());
    for (const std::string& told : report->notes)
        qInfo("%s", told.c_str());
    QCOMPARE(table(*report, "label").kept, 200 - static_cast<std::int64_t>(inPage));
    QCOMPARE(table(*report, "label").lost, static_cast<std::int64_t>(inPage));
    QCOMPARE(table(*report, "chunk").lost, 0);
    QVERIFY(StoreFixture::bytesOf(store.path()) == bytes);
    QCOMPARE(faultsOf(store.path("new.casebench")), std::string());
    auto project = Project::open(store.path("new.casebench"));
    CB_VERIFY(project);
    QVERIFY(project->uuid() != report->oldProject);
    QCOMPARE(*LabelStore(*project).count(), table(*report, "label").kept);
    QCOMPARE(CaseStore(*project).loadColumn("place")->text(5), std::string("place 5"));
    const auto history = readFile(report->history);
    CB_VERIFY(history);
    QVERIFY(history->find("\"label.add\"") != std::string::npos);
    const auto record = AuditLog(*project).newest(1)->front();
    QCOMPARE(record.act, std::string("project.salvage"));
    QCOMPARE(record.body["result"]["tables"]["label"]["lost"].get<std::size_t>(), inPage);
}

void tst_Salvage::everyBrokenPageIsSurvived()
{
    const StoreFixture store;
    // A copy in which nothing is lost keeps its identity and continues the log: to the account's witness, two
    // of them would be two histories of one project. So each page is broken in the account as it was before.
    const QTemporaryDir accounts;
    const fs::path before = fs::path(accounts.path().toStdString()) / "before";
    const QByteArray mine = qgetenv("XDG_STATE_HOME");
    qputenv("XDG_STATE_HOME", before.c_str());
    const auto restore = qScopeGuard([&] { qputenv("XDG_STATE_HOME", mine); });
    CB_VERIFY(makeRichProject(store, 300, 12));
    const std::string whole = StoreFixture::bytesOf(store.path());
    int saved = 0;
    int hopeless = 0;
    Progress silent;
    for (std::size_t page = 0; page < whole.size(); page += kPage) {
        std::string bytes = whole;
        bytes.replace(page, kPage, kPage, '\xA5');
        StoreFixture::writeBytes(store.path(), bytes);
        const fs::path account = before.parent_path() / std::to_string(page);
        fs::copy(before, account, fs::copy_options::recursive);
        qputenv("XDG_STATE_HOME", account.c_str());
        const auto out = store.path("new.casebench");
        const auto report = salvageInto(store.path(), out, silent);
        QVERIFY(StoreFixture::bytesOf(store.path()) == bytes);
        if (!report) {
            QCOMPARE(report.error().code, ErrorCode::Corrupt);
            QVERIFY(!fs::exists(out));
            ++hopeless;
            continue;
        }
        ++saved;
        const std::string faults = faultsOf(out);
        QVERIFY2(faults.empty(), qPrintable(QString("page %1: %2").arg(page / kPage + 1).arg(qs(faults))));
        auto project = Project::open(out);
        CB_VERIFY(project);
        CB_VERIFY(CaseStore(*project).loadTable({}, silent));
        fs::remove(out);
        fs::remove(out.string() + ".history.jsonl");
    }
    qInfo("%d broken pages: %d saved, %d beyond salvage", saved + hopeless, saved, hopeless);
    QVERIFY(hopeless <= 3); // the list of tables itself
}

void tst_Salvage::aCutFileGivesWhatIsLeft()
{
    const StoreFixture store;
    CB_VERIFY(makeRichProject(store, 300, 200));
    const std::string whole = StoreFixture::bytesOf(store.path());
    Progress silent;
    for (const double share : { 0.99, 0.75, 0.5 }) {
        StoreFixture::writeBytes(
            store.path(),
            whole.substr(0, static_cast<std::size_t>(share * static_cast<double>(whole.size()))));
        QVERIFY(!Project::open(store.path()));
        const auto out = store.path("new.casebench");
        const auto report = salvageInto(store.path(), out, silent);
        CB_VERIFY(report);
        QVERIFY(!report->whole);
        QCOMPARE(faultsOf(out), std::string());
        fs::remove(out);
        fs::remove(out.string() + ".history.jsonl");
    }
}

void tst_Salvage::refusesAnExistingTargetAndAnOpenProject()
{
    const StoreFixture store;
    auto project = store.create();
    CB_VERIFY(project);
    StoreFixture::writeBytes(store.path("new.casebench"), "precious");
    Progress silent;
    QCOMPARE(salvageInto(store.path(), store.path("new.casebench"), silent).error().kind,
             std::string("E_EXISTS"));
    QCOMPARE(StoreFixture::bytesOf(store.path("new.casebench")), std::string("precious"));
    QCOMPARE(salvageInto(store.path(), store.path("other.casebench"), silent).error().kind,
             std::string("E_LOCKED"));
}

void tst_Salvage::whatIsNoProjectIsSaid()
{
    const StoreFixture store;
    Progress silent;
    for (const std::string& bytes :
         { std::string(), std::string("Dear all,\n"), std::string(8192, '\xA5') }) {
        StoreFixture::writeBytes(store.path(), bytes);
        const auto report = salvageInto(store.path(), store.path("new.casebench"), silent);
        QVERIFY(!report);
        QCOMPARE(report.error().code, ErrorCode::Corrupt);
        QVERIFY(!fs::exists(store.path("new.casebench")));
    }
}

QTEST_APPLESS_MAIN(tst_Salvage)
#include "tst_Salvage.moc"
