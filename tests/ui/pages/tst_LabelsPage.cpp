// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageChecks.h"
#include "SampleProject.h"

#include "ui/pages/labels/LabelsPage.h"

#include <QAbstractItemModelTester>

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;

namespace {

struct Opened
{
    Opened()
    {
        sample.create();
        sample.import();
    }

    void start(Page& page)
    {
        page.resize(1200, 700);
        page.show();
        page.activate({});
        QTRY_VERIFY_WITH_TIMEOUT(!page.isBusy(), 30000);
        QApplication::setActiveWindow(&page);
    }

    std::vector<LabelEvent> eventsOf(const QString& caseId)
    {
        auto project =
            Project::open(sample.path("p.casebench").toStdString(), OpenOptions { .readOnly = true });
        const auto labels = caseLabels(*project, caseId.toStdString());
        return labels ? labels->events : std::vector<LabelEvent> {};
    }

    SampleProject sample;
};

void settle(const LabelsPresenter& presenter)
{
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.isBusy(), 30000);
}

} // namespace

class TestLabelsPage : public QObject
{
    Q_OBJECT

private slots:
    void queueModelPutsHeadingsBeforeGroups();
    void newProjectOffersUndecidedCases();
    void savesAndGoesToTheNext();
    void undoKeepsBothEvents();
    void skippedCaseWaitsAtTheEnd();
    void modelStaysHiddenUntilTheOwnVerdict();
    void nothingIsSavedWithoutAVerdict();
    void importsVerdictsAndSaysWhatWasOdd();
    void keysLabelButTheNoteTakesLetters();
    void keyboardReachesEverythingByName();
    void looksDifferentInTheDark();
};

void TestLabelsPage::queueModelPutsHeadingsBeforeGroups()
{
    LabelQueueModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setQueue({ { "a", kNoTime, LabelGroup::Disputed, "x" },
                     { "b", kNoTime, LabelGroup::Routine, "y" },
                     { "c", kNoTime, LabelGroup::Routine, "y" } },
                   {});
    QCOMPARE(model.rowCount(), 5);
    QCOMPARE(model.caseCount(), 3);
    QVERIFY(!(model.flags(model.index(0)) & Qt::ItemIsSelectable));
    QCOMPARE(model.neighbour("a", 1), QString("b"));
    QCOMPARE(model.neighbour("b", -1), QString("a"));
    QCOMPARE(model.neighbour("c", 1), QString());
    QCOMPARE(model.neighbour({}, 1), QString("a"));
    QCOMPARE(model.positionOf("c"), 3);
    model.setQueue(
        { { "a", kNoTime, LabelGroup::Disputed, "x" }, { "b", kNoTime, LabelGroup::Routine, "y" } }, "B");
    QCOMPARE(model.caseCount(), 1);
}

void TestLabelsPage::newProjectOffersUndecidedCases()
{
    Opened opened;
    LabelsPresenter presenter(opened.sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().face, LabelsState::Face::Ready, 30000);
    settle(presenter);
    QVERIFY(presenter.queue()->caseCount() > 0);
    QCOMPARE(presenter.state().position, 1);
    QVERIFY(!presenter.facts().facts.isEmpty());
    QCOMPARE(presenter.state().reasons.size(), kMostReasons);
}

void TestLabelsPage::savesAndGoesToTheNext()
{
    Opened opened;
    LabelsPresenter presenter(opened.sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().face, LabelsState::Face::Ready, 30000);
    settle(presenter);
    const QString first = presenter.state().caseId;
    const QString second = presenter.queue()->neighbour(first, 1);
    presenter.choose(Verdict::Scam);
    presenter.chooseReason(2);
    presenter.setSureness(Sureness::Sure);
    presenter.setNote("seen");
    presenter.save();
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().caseId, second, 30000);
    settle(presenter);
    QCOMPARE(presenter.state().today, 1);
    QVERIFY(!presenter.state().verdict);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().last.said, QString("Scam"), 30000);
    QVERIFY(presenter.state().last.model.contains("no champion"));
    QCOMPARE(presenter.queue()->rowOfCase(first), -1);
    const auto events = opened.eventsOf(first);
    QCOMPARE(events.size(), std::size_t { 1 });
    QCOMPARE(QString::fromStdString(events[0].reason), presenter.state().reasons.at(2));
    QCOMPARE(events[0].note, std::string("seen"));
    QVERIFY(events[0].confidence > 0.5);
}

void TestLabelsPage::undoKeepsBothEvents()
{
    Opened opened;
    LabelsPresenter presenter(opened.sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().face, LabelsState::Face::Ready, 30000);
    settle(presenter);
    const QString first = presenter.state().caseId;
    presenter.choose(Verdict::NotScam);
    presenter.save();
    QTRY_VERIFY_WITH_TIMEOUT(presenter.state().caseId != first, 30000);
    settle(presenter);
    presenter.undo();
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().caseId, first, 30000);
    settle(presenter);
    QTRY_VERIFY_WITH_TIMEOUT(presenter.facts().caseId == first && presenter.history()->rowCount() == 3,
                             30000); // verdict, its end, the import
    QCOMPARE(opened.eventsOf(first).size(), std::size_t { 2 });
    QVERIFY(!presenter.state().ownVerdict);
    presenter.undo();
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().noticeGlyph, Glyph::Alarm,
                              30000); // nothing left to take back
}

void TestLabelsPage::skippedCaseWaitsAtTheEnd()
{
    Opened opened;
    LabelsPresenter presenter(opened.sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().face, LabelsState::Face::Ready, 30000);
    settle(presenter);
    const QString first = presenter.state().caseId;
    const int all = presenter.queue()->caseCount();
    presenter.skip();
    QVERIFY(presenter.state().caseId != first);
    QCOMPARE(presenter.queue()->positionOf(first), all);
    presenter.step(1);
    presenter.step(-1);
    QCOMPARE(presenter.state().position, 1);
}

void TestLabelsPage::modelStaysHiddenUntilTheOwnVerdict()
{
    Opened opened;
    LabelsPresenter presenter(opened.sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().face, LabelsState::Face::Ready, 30000);
    settle(presenter);
    QVERIFY(!presenter.state().ownVerdict);
    QCOMPARE(presenter.state().reveal, LabelReveal {});
    const QString first = presenter.state().caseId;
    presenter.choose(Verdict::Scam);
    presenter.save();
    QTRY_VERIFY_WITH_TIMEOUT(presenter.state().caseId != first, 30000);
    settle(presenter);
    presenter.open(first);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().reveal.said, QString("Scam"), 30000);
}

void TestLabelsPage::nothingIsSavedWithoutAVerdict()
{
    Opened opened;
    LabelsPresenter presenter(opened.sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().face, LabelsState::Face::Ready, 30000);
    settle(presenter);
    QVERIFY(!presenter.maySave());
    presenter.save();
    QVERIFY(presenter.state().notice.contains("S, N, D or U"));
    QVERIFY(opened.eventsOf(presenter.state().caseId).empty());
}

void TestLabelsPage::importsVerdictsAndSaysWhatWasOdd()
{
    Opened opened;
    LabelsPresenter presenter(opened.sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().face, LabelsState::Face::Ready, 30000);
    settle(presenter);
    const QString known = presenter.state().caseId;
    opened.sample.directory().write(
        "v.csv", "case,verdict,person\r\n" + known.toStdString() + ",scam,Ann\r\nnobody,scam,Ann\r\n");
    presenter.importFile(opened.sample.path("v.csv"));
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().noticeGlyph, Glyph::Watch, 30000);
    QVERIFY2(presenter.state().notice.contains("1 of 2"), qPrintable(presenter.state().notice));
    QVERIFY(presenter.state().notice.contains("Line 3"));
    QCOMPARE(opened.eventsOf(known).size(), std::size_t { 1 });
}

void TestLabelsPage::keysLabelButTheNoteTakesLetters()
{
    Opened opened;
    LabelsPage page(opened.sample.session());
    opened.start(page);
    QTRY_VERIFY_WITH_TIMEOUT(!page.isBusy() && page.findChild<LabelCasePane*>()->isVisible(), 30000);
    const auto buttons = page.findChildren<ChoiceButton*>();
    const auto chosen = [&buttons] {
        QStringList texts;
        for (const ChoiceButton* button : buttons) {
            if (button->isChecked())
                texts.append(button->text());
        }
        return texts;
    };
    auto* note = page.findChild<LabelCasePane*>()->note();
    note->setFocus();
    QTest::keyClicks(note, "snd 12");
    QCOMPARE(note->text(), QString("snd 12"));
    QCOMPARE(chosen(), QStringList {});
    QVERIFY(page.escape());
    QVERIFY(!note->hasFocus());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_N);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_2);
    QCOMPARE(chosen().size(), 2);
    QCOMPARE(chosen().first(), QString("Not scam"));
    page.primaryAction()->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(chosen().size(), 0, 30000);
    QCOMPARE(note->text(), QString());
}

void TestLabelsPage::keyboardReachesEverythingByName()
{
    Opened opened;
    LabelsPage page(opened.sample.session());
    opened.start(page);
    QTest::qWait(100);
    QCOMPARE(namelessWidgets(page), QStringList {});
    page.searchField()->setFocus();
    const auto visited = visitedByTab(page);
    for (const ChoiceButton* button : page.findChildren<ChoiceButton*>())
        QVERIFY2(visited.contains(button), qPrintable(button->text()));
    QVERIFY(visited.contains(page.findChild<LabelCasePane*>()->note()));
}

void TestLabelsPage::looksDifferentInTheDark()
{
    Theme theme(*qApp);
    Opened opened;
    LabelsPage page(opened.sample.session());
    opened.start(page);
    const QImage light = picture(page, theme, ThemeChoice::Light);
    const QImage dark = picture(page, theme, ThemeChoice::Dark);
    QVERIFY(!isBlank(light) && !isBlank(dark));
    QVERIFY(light != dark);
}

QTEST_MAIN(TestLabelsPage)
#include "tst_LabelsPage.moc"
