// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageChecks.h"
#include "SampleProject.h"

#include "core/workflow/AuditSubject.h"
#include "ui/pages/audit/AuditPage.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QSignalSpy>

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;

class TestAuditPage : public QObject
{
    Q_OBJECT

private slots:
    void modelFiltersByColumnAndByAny();
    void manyLabelsAtOnceNameTheirCases();
    void verifyFindsTheChainWhole();
    void addsAPersonWithARole();
    void anOlderCopyIsToldAndAccepted();
    void aLargeProjectIsCheckedByAJob();
    void everyControlHasAName();
    void looksDifferentInTheDark();
};

void TestAuditPage::modelFiltersByColumnAndByAny()
{
    AuditRecord first;
    first.seq = 1;
    first.person = "ana";
    first.act = "project.create";
    AuditRecord second;
    second.seq = 2;
    second.person = "omar";
    second.act = "run.approve";
    second.reason = "as ana asked";
    AuditLogModel model;
    QAbstractItemModelTester tester(&model);
    model.setRecords(std::make_shared<const std::vector<AuditRecord>>(std::vector { second, first }));
    QCOMPARE(model.rowCount(), 2);
    model.setFilters({ { AuditLogModel::Who, "ana" } });
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.record(0)->seq, 1);
    model.setFilters({ { -1, "ana" } });
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.rowOf(1), 1);
    model.setFilters({ { AuditLogModel::Who, "nobody" } });
    QCOMPARE(model.rowOf(1), -1);
}

void TestAuditPage::manyLabelsAtOnceNameTheirCases()
{
    const auto label = [](const char* id, const char* verdict) {
        return Json { { "case", id }, { "person", "ina" }, { "verdict", verdict } };
    };
    AuditRecord bulk;
    bulk.seq = 1;
    bulk.act = "label.bulk";
    bulk.objType = "case";
    bulk.objId = "3"; // how many there were
    bulk.body = { { "after",
                    { label("C-07", "scam"), label("C-11", "not-scam"),
                      Json { { "case", "C-19" }, { "person", "ina" }, { "sealed", true } } } } };
    AuditRecord claimed;
    claimed.seq = 2;
    claimed.act = "label.claim";
    claimed.objType = "case";
    claimed.objId = "C-07";
    claimed.body = { { "after", { { "cases", { "C-07", "C-11" } } } },
                     { "result", { { "rows", { { "claim", "23d2" } } } } } };
    AuditRecord bare; // as a version before the list was kept would have it
    bare.seq = 3;
    bare.act = "label.bulk";
    bare.objType = "case";
    bare.objId = "12";
    AuditLogModel model;
    model.setRecords(std::make_shared<const std::vector<AuditRecord>>(std::vector { bare, claimed, bulk }));
    const auto cell = [&](int row, int column) { return model.index(row, column).data().toString(); };
    QCOMPARE(cell(0, AuditLogModel::Subject), QString("12 cases"));
    QCOMPARE(cell(1, AuditLogModel::Subject), QString("2 cases: C-07, C-11"));
    QCOMPARE(cell(1, AuditLogModel::Why), QString());
    QCOMPARE(cell(2, AuditLogModel::Subject), QString("3 cases: C-07, C-11, C-19"));
    QCOMPARE(cell(2, AuditLogModel::Why), QString("1 scam, 1 not scam, 1 sealed until a second verdict"));
    QCOMPARE(QString::fromStdString(subjectOf(bulk, 2)), QString("3 cases: C-07, C-11 and 1 more"));
    model.setFilters({ { -1, "C-19" } }); // who looks for a case finds what was done to it
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.record(0)->seq, 1);
}

void TestAuditPage::verifyFindsTheChainWhole()
{
    ImportedProject sample;
    AuditPresenter presenter(sample.session());
    presenter.setVisible(true);
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.isBusy() && presenter.state().records, 30000);
    presenter.verify();
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.isBusy() && presenter.state().verdict, 30000);
    QVERIFY(presenter.state().verdict->ok);
    QCOMPARE(presenter.state().verdict->events, std::int64_t(presenter.state().records->size()));
    sample.session().announce(Change::Labels);
    settle(presenter);
    QVERIFY(presenter.state().verdict != nullptr); // nothing was added: it still holds
}

void TestAuditPage::addsAPersonWithARole()
{
    SampleProject sample;
    sample.create();
    AuditPresenter presenter(sample.session());
    presenter.setVisible(true);
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.isBusy() && presenter.state().persons, 30000);
    QVERIFY2(presenter.state().whyNotPersons.isEmpty(), qPrintable(presenter.state().whyNotPersons));
    const auto before = presenter.state().persons->size();
    presenter.addPerson("omar", Role::Compliance, {});
    QTRY_VERIFY_WITH_TIMEOUT(presenter.state().persons->size() == before + 1, 30000);
    QVERIFY(presenter.state().noticeGood);
}

void TestAuditPage::anOlderCopyIsToldAndAccepted()
{
    SampleProject sample;
    sample.create();
    const QString path = sample.path("p.casebench");
    Session& session = sample.session();
    session.close();
    QFile::copy(path, path + ".backup");
    QVERIFY(session.open(path).has_value());
    sample.import();
    session.close(); // signs what was done
    QVERIFY(QFile::remove(path) && QFile::rename(path + ".backup", path));
    QVERIFY(session.open(path).has_value());
    QVERIFY(session.anchor().contradicts());
    AuditPage page(session);
    visit(page);
    auto* banner = page.findChild<Banner*>();
    QVERIFY2(banner->sentence().contains("shorter"), qPrintable(banner->sentence()));
    QCOMPARE(banner->glyph(), Glyph::Alarm);
    QVERIFY(banner->button()->isVisible() && banner->button()->isEnabled());
    QVERIFY(page.badge().alarm);
    AuditPresenter presenter(session);
    presenter.acceptHistory({}); // never without a reason
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.state().notice.isEmpty(), 30000);
    QVERIFY(!presenter.state().noticeGood && session.anchor().contradicts());
    presenter.acceptHistory("restored the backup of Monday");
    QTRY_VERIFY_WITH_TIMEOUT(!session.anchor().contradicts(), 30000);
    QTRY_VERIFY_WITH_TIMEOUT(presenter.state().noticeGood, 30000);
    QVERIFY(!presenter.state().anchor.contradicts());
    QTRY_VERIFY_WITH_TIMEOUT(!page.badge().alarm, 30000);
}

void TestAuditPage::aLargeProjectIsCheckedByAJob()
{
    ImportedProject sample;
    const QString path = sample.path("p.casebench");
    Session& session = sample.session();
    session.close();
    OpenOptions options;
    options.quickCheckBytes = 10'000; // stands for 256 MiB
    session.setOpenOptions(options);
    QSignalSpy jobs(&session.jobs(), &JobRunner::finished);
    QVERIFY(session.open(path).has_value());
    QTRY_VERIFY_WITH_TIMEOUT(!jobs.isEmpty(), 30000);
    AuditPresenter presenter(session);
    QVERIFY(presenter.state().whyNotPersons.isEmpty());
    presenter.addPerson("omar", Role::Compliance, {});
    QTRY_VERIFY_WITH_TIMEOUT(presenter.state().noticeGood, 30000);
}

void TestAuditPage::everyControlHasAName()
{
    SampleProject sample;
    sample.create();
    AuditPage page(sample.session());
    visit(page);
    QCOMPARE(namelessInAnyView(page), QStringList {});
}

void TestAuditPage::looksDifferentInTheDark()
{
    Theme theme(*qApp);
    SampleProject sample;
    sample.create();
    AuditPage page(sample.session());
    visit(page);
    differsInTheDark(page, theme);
}

QTEST_MAIN(TestAuditPage)
#include "tst_AuditPage.moc"
