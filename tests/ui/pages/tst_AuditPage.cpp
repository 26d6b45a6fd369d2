// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageChecks.h"
#include "SampleProject.h"

#include "ui/pages/audit/AuditPage.h"

#include <QAbstractItemModelTester>

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;

class TestAuditPage : public QObject
{
    Q_OBJECT

private slots:
    void modelFiltersByColumnAndByAny();
    void verifyFindsTheChainWhole();
    void addsAPersonWithARole();
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

void TestAuditPage::verifyFindsTheChainWhole()
{
    SampleProject sample;
    sample.create();
    sample.import();
    AuditPresenter presenter(sample.session());
    presenter.setVisible(true);
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.isBusy() && presenter.state().records, 30000);
    presenter.verify();
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.isBusy() && presenter.state().verdict, 30000);
    QVERIFY(presenter.state().verdict->ok);
    QCOMPARE(presenter.state().verdict->events, std::int64_t(presenter.state().records->size()));
    sample.session().announce(Change::Labels);
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.isBusy(), 30000);
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

void TestAuditPage::everyControlHasAName()
{
    SampleProject sample;
    sample.create();
    AuditPage page(sample.session());
    page.resize(1200, 700);
    page.show();
    page.activate({});
    QTRY_VERIFY_WITH_TIMEOUT(!page.isBusy(), 30000);
    for (const Page::View& view : page.views()) {
        page.showView(view.id);
        const QStringList nameless = namelessWidgets(page);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(", ")));
    }
}

void TestAuditPage::looksDifferentInTheDark()
{
    Theme theme(*qApp);
    SampleProject sample;
    sample.create();
    AuditPage page(sample.session());
    page.resize(1200, 700);
    page.show();
    page.activate({});
    QTRY_VERIFY_WITH_TIMEOUT(!page.isBusy(), 30000);
    const QImage light = picture(page, theme, ThemeChoice::Light);
    const QImage dark = picture(page, theme, ThemeChoice::Dark);
    QVERIFY(!isBlank(light) && !isBlank(dark));
    QVERIFY(light != dark);
}

QTEST_MAIN(TestAuditPage)
#include "tst_AuditPage.moc"
