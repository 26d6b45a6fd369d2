// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageChecks.h"
#include "SampleProject.h"

#include "ui/pages/release/ReleasePage.h"
#include "ui/pages/release/ReleaseRows.h"
#include "ui/text/CellRoles.h"

#include <limits>

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;

class TestReleasePage : public QObject
{
    Q_OBJECT

private slots:
    void undefinedGateShowsADash();
    void problemsNameKindAndFile();
    void digestIsReadInGroups();
    void foreignFolderIsNoBundle();
    void emptyProjectOffersTraining();
};

void TestReleasePage::undefinedGateShowsADash()
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const ReleaseTable table =
        gatesTable({ { "recall", "at least 0.9", { 0.95, 0.92, 0.97, 300 }, true, {} },
                     { "slices", "no gap", { nan, nan, nan, 0 }, false, "too few cases" } });
    QCOMPARE(table.rows[0].cells[0].roles.value(GlyphRole).toInt(), int(Glyph::Good));
    QCOMPARE(table.rows[1].cells[0].roles.value(GlyphRole).toInt(), int(Glyph::Alarm));
    QCOMPARE(table.rows[1].cells[1].text, QString("–"));
    QCOMPARE(table.rows[1].cells[4].text, QString("too few cases"));
}

void TestReleasePage::problemsNameKindAndFile()
{
    VerifyReport report;
    report.problems = { { "E_HASH", "model.json", "The file was changed." } };
    const ReleaseTable table = problemsTable(report);
    QCOMPARE(table.rows.size(), 1);
    QCOMPARE(table.rows[0].cells[0].text, QString("E_HASH"));
    QCOMPARE(table.rows[0].cells[1].text, QString("model.json"));
}

void TestReleasePage::digestIsReadInGroups()
{
    QCOMPARE(grouped("5e1a90c47d"), QString("5e1a 90c4 7d"));
}

void TestReleasePage::foreignFolderIsNoBundle()
{
    SampleProject sample;
    sample.create();
    const auto key = PrivateKey::generate();
    QVERIFY(key.has_value());
    sample.directory().write("pub.pem", key->publicKey().pem());
    ReleasePresenter presenter(sample.session());
    presenter.verify(sample.path("."), sample.path("pub.pem"), {});
    settle(presenter);
    QVERIFY(presenter.state().verified != nullptr);
    QVERIFY(!presenter.state().verified->ok);
    QVERIFY(!presenter.state().verified->problems.empty());
}

void TestReleasePage::emptyProjectOffersTraining()
{
    Theme theme(*qApp);
    SampleProject sample;
    sample.create();
    ReleasePage page(sample.session());
    visit(page, { 1280, 720 });
    QCOMPARE(namelessWidgets(page), QStringList {});
    QVERIFY(page.primaryAction() == nullptr); // the empty page holds the one primary
    differsInTheDark(page, theme);
}

QTEST_MAIN(TestReleasePage)
#include "tst_ReleasePage.moc"
