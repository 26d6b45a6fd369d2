// SPDX-License-Identifier: GPL-3.0-or-later
#include "DemoHost.h"
#include "DemoPages.h"
#include "tests/support/Where.h"

#include "ui/shell/CommandPalette.h"
#include "ui/shell/KeySheet.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/ModeBar.h"
#include "ui/shell/Pictures.h"
#include "ui/shell/SettingsDialog.h"
#include "ui/shell/StatusBar.h"
#include "ui/shell/WelcomeView.h"
#include "ui/text/Format.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QClipboard>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;

class tst_Shell : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void welcomeIsShownWithoutAProject();
    void aDamagedProjectIsOfferedForSalvage();
    void recentProjectsOpenByNumber();
    void onlyModesWithAPageAreShown();
    void controlAndANumberChangesThePage();
    void pageIsToldAndReopenedWhereItWasLeft();
    void pagesMeetOnlyThroughTheShell();
    void paletteOpensActsAndCloses();
    void paletteFindsWhatTheHostKnows();
    void paletteCopiesACommand();
    void fuzzyMatchPrefersRunsAndWordStarts();
    void controlEnterIsThePrimary();
    void controlFGoesToTheSearch();
    void escapeReachesThePage();
    void f6GoesRoundThePanes();
    void theButtonOfJobsGrowsWithTheText();
    void badgesAreSpoken();
    void badgesLeaveTheIconFree_data();
    void badgesLeaveTheIconFree();
    void runningJobAsksBeforeQuitting();
    void everyActionHasIdAndText();
    void keySheetAndSettingsOpen();
    void picturesOfEveryView();

private:
    QTemporaryDir m_settings;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<DemoHost> m_host;
    std::unique_ptr<MainWindow> m_window;
    DemoCases* m_cases = nullptr;
    DemoDrift* m_drift = nullptr;
};

void tst_Shell::initTestCase()
{
    QCoreApplication::setOrganizationName("casebench-test");
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
}

void tst_Shell::init()
{
    QSettings().clear();
    m_theme = std::make_unique<Theme>(*qApp);
    m_theme->choose(ThemeChoice::Light);
    m_host = std::make_unique<DemoHost>();
    m_window = std::make_unique<MainWindow>(*m_host, *m_theme);
    auto drift = std::make_unique<DemoDrift>();
    auto cases = std::make_unique<DemoCases>();
    m_drift = drift.get();
    m_cases = cases.get();
    m_window->addPage(std::move(drift));
    m_window->addPage(std::move(cases));
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void tst_Shell::cleanup()
{
    m_window.reset();
    m_host.reset();
    m_theme.reset();
}

void tst_Shell::welcomeIsShownWithoutAProject()
{
    QVERIFY(!m_window->currentPage());
    QVERIFY(!m_window->actions().find("go.cases")->isEnabled());
    m_window->showPage(PageId::Cases);
    QVERIFY(!m_window->currentPage());
    QTest::keyClick(m_window.get(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(m_host->asked, QStringList { "sample" });
    QVERIFY(m_window->currentPage());
    m_host->closeProject();
    QVERIFY(!m_window->currentPage());
}

void tst_Shell::aDamagedProjectIsOfferedForSalvage()
{
    emit m_host->damaged("The project file is damaged.\nSQLite says: Page 7.", "/p/scam.casebench");
    auto* welcome = m_window->findChild<WelcomeView*>();
    auto* banner = welcome->findChild<Banner*>();
    QVERIFY(banner->isVisible() && banner->sentence().contains("damaged"));
    QVERIFY(!banner->sentence().contains("SQLite")); // its words are a detail below ours
    QStringList said;
    for (const QLabel* label : banner->findChildren<QLabel*>())
        said.append(label->text());
    QVERIFY(said.join(u' ').contains("SQLite says: Page 7."));
    banner->button()->click();
    QCOMPARE(m_host->asked, QStringList { "salvage /p/scam.casebench" });
    emit m_host->salvaged("What could be read is in scam-salvaged.casebench.", "Kept: 12 verdicts.", false,
                          "/p/scam-salvaged.casebench");
    QCOMPARE(banner->glyph(), Glyph::Watch);
    banner->button()->click();
    QCOMPARE(m_host->asked.last(), QString("/p/scam-salvaged.casebench"));
}

void tst_Shell::recentProjectsOpenByNumber()
{
    QTest::keyClick(QApplication::focusWidget() ? QApplication::focusWidget() : m_window.get(), Qt::Key_2);
    QCOMPARE(m_host->asked, QStringList { "/p/vehicle.casebench" });
}

void tst_Shell::onlyModesWithAPageAreShown()
{
    m_host->openSample();
    const auto buttons = m_window->findChildren<ModeButton*>();
    QCOMPARE(buttons.size(), 2);
    QVERIFY(!m_window->actions().find("go.labels"));
    // In the order of the story, though drift was added first.
    const auto* cases = buttons.at(0)->page() == PageId::Cases ? buttons.at(0) : buttons.at(1);
    const auto* drift = cases == buttons.at(0) ? buttons.at(1) : buttons.at(0);
    QVERIFY(cases->y() < drift->y());
}

void tst_Shell::controlAndANumberChangesThePage()
{
    m_host->openSample();
    QTest::keyClick(m_window.get(), Qt::Key_7, Qt::ControlModifier);
    QCOMPARE(m_window->currentPage(), m_drift);
    QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(m_window->currentPage(), m_cases);
    QTest::keyClick(m_window.get(), Qt::Key_3, Qt::ControlModifier);
    QCOMPARE(m_window->currentPage(), m_cases);
}

void tst_Shell::pageIsToldAndReopenedWhereItWasLeft()
{
    m_host->openSample();
    QCOMPARE(m_cases->activations, 1); // the first of the story
    m_window->showPage(PageId::Drift);
    m_host->closeProject();
    m_host->openSample();
    QCOMPARE(m_window->currentPage(), m_drift);
}

void tst_Shell::pagesMeetOnlyThroughTheShell()
{
    m_host->openSample();
    Selection selection;
    selection.caseId = "C08-0581";
    emit m_cases->wants(PageId::Drift, selection);
    QCOMPARE(m_window->currentPage(), m_drift);
    QCOMPARE(m_drift->last.caseId, QString("C08-0581"));
    selection.view = "states";
    m_window->showPage(PageId::Cases, selection);
    QCOMPARE(m_cases->currentView(), QString("states"));
}

void tst_Shell::paletteOpensActsAndCloses()
{
    m_host->openSample();
    QWidget* before = m_cases->searchField();
    before->setFocus();
    QTest::keyClick(before, Qt::Key_K, Qt::ControlModifier);
    CommandPalette* palette = m_window->palette();
    QVERIFY(palette->isVisible());
    QVERIFY(palette->field()->hasFocus());
    QTest::keyClick(palette->field(), Qt::Key_Escape);
    QVERIFY(!palette->isVisible());
    QVERIFY(before->hasFocus());
    palette->open();
    QTest::keyClicks(palette->field(), "import fi");
    QTest::keyClick(palette->field(), Qt::Key_Down);
    QTest::keyClick(palette->field(), Qt::Key_Up);
    QCOMPARE(palette->list()->currentIndex().data().toString().left(12), QString("Import files"));
    palette->field()->setText("propose");
    QTest::keyClick(palette->field(), Qt::Key_Return);
    QVERIFY(!palette->isVisible());
    QCOMPARE(m_drift->proposals, 1);
}

void tst_Shell::paletteFindsWhatTheHostKnows()
{
    m_host->openSample();
    CommandPalette* palette = m_window->palette();
    palette->open();
    palette->field()->setText("upi");
    const QDir pictures(QString::fromStdString((casebench::test::binaryDirectory() / "pictures").string()));
    QVERIFY(pictures.mkpath("."));
    m_window->resize(1280, 720);
    QVERIFY(m_window->grab().save(pictures.filePath("palette-light.png")));
    QTest::keyClick(palette->field(), Qt::Key_Return);
    QCOMPARE(m_window->currentPage(), m_drift);
    QCOMPARE(m_drift->last.field, QString("UPI_PAYMENTS"));
    palette->open();
    palette->field()->setText("zzzzqq");
    QCOMPARE(palette->list()->model()->rowCount(), 0);
    palette->close();
}

void tst_Shell::paletteCopiesACommand()
{
    m_host->openSample();
    CommandPalette* palette = m_window->palette();
    palette->open();
    palette->field()->setText("import files");
    while (palette->list()->currentIndex().isValid()
           && palette->list()->currentIndex().data().toString() != "Import files")
        QTest::keyClick(palette->field(), Qt::Key_Down);
    QTest::keyClick(palette->field(), Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QApplication::clipboard()->text().startsWith("casebench-cli import PROJECT"));
    palette->close();
}

void tst_Shell::fuzzyMatchPrefersRunsAndWordStarts()
{
    QVERIFY(fuzzyMatch("train", "Train challenger").score > fuzzyMatch("train", "Propose retraining").score);
    QVERIFY(fuzzyMatch("tc", "Train challenger").score > 0);
    QCOMPARE(fuzzyMatch("tc", "Train challenger").hits, (QList<int> { 0, 6 }));
    QCOMPARE(fuzzyMatch("xyz", "Train challenger").score, -1);
    QCOMPARE(fuzzyMatch("", "Train challenger").score, 0);
}

void tst_Shell::controlEnterIsThePrimary()
{
    m_host->openSample();
    QTest::keyClick(m_window.get(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(m_cases->imports, 1);
    m_window->showPage(PageId::Drift);
    QTest::keyClick(m_window.get(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(m_drift->proposals, 1);
}

void tst_Shell::controlFGoesToTheSearch()
{
    m_host->openSample();
    QTest::keyClick(m_window.get(), Qt::Key_F, Qt::ControlModifier);
    QVERIFY(m_cases->searchField()->hasFocus());
}

void tst_Shell::escapeReachesThePage()
{
    m_host->openSample();
    QTest::keyClick(m_cases, Qt::Key_Escape);
    QCOMPARE(m_cases->escapes, 1);
}

void tst_Shell::f6GoesRoundThePanes()
{
    m_host->openSample();
    QList<QWidget*> seen;
    for (int i = 0; i < 4; ++i) {
        QTest::keyClick(m_window.get(), Qt::Key_F6);
        QVERIFY(QApplication::focusWidget());
        seen.append(QApplication::focusWidget());
    }
    QVERIFY(seen.at(0) != seen.at(1) && seen.at(1) != seen.at(2));
    QCOMPARE(seen.at(3), seen.at(0)); // two panes and the mode bar
}

void tst_Shell::badgesLeaveTheIconFree_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("percent");
    for (const int count : { 3, 888, 4'800, 250'000 }) {
        for (const int percent : { 100, 200 })
            QTest::addRow("%d at %d %%", count, percent) << count << percent;
    }
}

/// A badge stands beside the icon, inside the bar.
void tst_Shell::badgesLeaveTheIconFree()
{
    QFETCH(const int, count);
    QFETCH(const int, percent);
    const QFont before = QApplication::font();
    QFont font = before;
    font.setPointSizeF(font.pointSizeF() * percent / 100);
    QApplication::setFont(font);
    {
        ModeBar bar;
        bar.addMode(PageId::Labels, "Labels");
        bar.adjustSize();
        bar.show();
        auto* button = bar.findChild<ModeButton*>();
        const QImage bare = button->grab().toImage();
        bar.setBadge(PageId::Labels, { count, false, "cases to label" });
        const QImage marked = button->grab().toImage();
        QVERIFY(bare != marked);
        const int middle = bare.width() / 2;
        for (int y = 0; y < bare.height(); ++y) {
            for (int x = middle - 12; x < middle + 12 - 3; ++x)
                QVERIFY2(bare.pixel(x, y) == marked.pixel(x, y), qPrintable(QString("%1, %2").arg(x).arg(y)));
            QCOMPARE(bare.pixel(bare.width() - 2, y), marked.pixel(bare.width() - 2, y)); // nothing cut
        }
        QVERIFY(button->accessibleName().contains(format::count(count)));
    }
    QApplication::setFont(before);
}

void tst_Shell::theButtonOfJobsGrowsWithTheText()
{
    const auto* bar = m_window->findChild<StatusBar*>();
    QVERIFY(bar && bar->jobsButton());
    const int before = QFontMetrics(bar->jobsButton()->font()).height();
    m_theme->setTextScale(2);
    const int grown = QFontMetrics(bar->jobsButton()->font()).height();
    m_theme->setTextScale(1);
    QVERIFY2(grown > 1.8 * before, qPrintable(QString("%1, was %2").arg(grown).arg(before)));
    QCOMPARE(QFontMetrics(bar->jobsButton()->font()).height(), before);
}

void tst_Shell::badgesAreSpoken()
{
    m_host->openSample();
    QStringList names;
    for (const ModeButton* button : m_window->findChildren<ModeButton*>())
        names.append(button->accessibleName());
    QVERIFY(names.contains("Cases, 43 cases to label"));
    QVERIFY(names.contains("Drift, 3 open alerts"));
}

void tst_Shell::runningJobAsksBeforeQuitting()
{
    m_host->openSample();
    m_host->runner.start(
        "Training run 14", this,
        [](Progress& progress) -> Result<int> {
            for (;;) {
                CB_CHECK(progress.checkpoint());
                QThread::msleep(1);
            }
        },
        [](Result<int>) {});
    QVERIFY(!m_window->close());
    QVERIFY(m_window->isVisible());
    m_host->runner.cancelAll();
    QTRY_VERIFY_WITH_TIMEOUT(m_host->runner.jobs().isEmpty(), 60000);
    QVERIFY(m_window->close());
}

void tst_Shell::everyActionHasIdAndText()
{
    QSet<QString> ids;
    for (const Actions::Entry& entry : m_window->actions().all()) {
        QVERIFY(!entry.action->objectName().isEmpty());
        QVERIFY(!entry.action->text().isEmpty());
        QVERIFY(!entry.group.isEmpty());
        QVERIFY(!ids.contains(entry.action->objectName()));
        ids.insert(entry.action->objectName());
    }
    QVERIFY(ids.contains("cases.import") && ids.contains("drift.propose") && ids.contains("app.settings"));
}

void tst_Shell::keySheetAndSettingsOpen()
{
    m_host->openSample();
    const QDir pictures(QString::fromStdString((casebench::test::binaryDirectory() / "pictures").string()));
    QVERIFY(pictures.mkpath("."));
    m_window->actions().find("help.keys")->trigger();
    auto* sheet = m_window->findChild<KeySheet*>();
    QVERIFY(sheet);
    QVERIFY(sheet->grab().save(pictures.filePath("keys-light.png")));
    delete sheet;
    m_window->actions().find("app.settings")->trigger();
    auto* settings = m_window->findChild<SettingsDialog*>();
    QVERIFY(settings);
    QVERIFY(settings->grab().save(pictures.filePath("settings-light.png")));
    auto* look = settings->findChild<SegmentedSwitch*>();
    QTest::keyClick(look, Qt::Key_Right);
    QCOMPARE(m_theme->choice(), ThemeChoice::Dark);
    delete settings;
    m_theme->choose(ThemeChoice::Light);
    restoreSettings(*m_theme);
    QCOMPARE(m_theme->choice(), ThemeChoice::Dark);
}

void tst_Shell::picturesOfEveryView()
{
    m_host->openSample();
    QTemporaryDir directory;
    PictureSpec spec;
    spec.directory = directory.filePath("pictures");
    spec.sizes = { { 1280, 720 } };
    spec.first = { { "drift", "drift.propose" } };
    QSignalSpy proposed(m_window->actions().find("drift.propose"), &QAction::triggered);
    std::optional<QStringList> files;
    takePictures(*m_window, *m_theme, spec, [&](const QStringList& taken) { files = taken; });
    QTRY_VERIFY_WITH_TIMEOUT(files.has_value(), 60000);
    QCOMPARE(files->size(), 6); // cases-table, cases-states, drift; light and dark
    QCOMPARE(proposed.count(), 1); // a view that stands empty is filled before it is drawn, once
    QVERIFY(QFile::exists(directory.filePath("pictures/cases-table-light-1280x720.png")));
    const QImage light(directory.filePath("pictures/drift-light-1280x720.png"));
    const QImage dark(directory.filePath("pictures/drift-dark-1280x720.png"));
    QCOMPARE(light.size(), QSize(1280, 720));
    QVERIFY(light != dark);
}

QTEST_MAIN(tst_Shell)
#include "tst_Shell.moc"
