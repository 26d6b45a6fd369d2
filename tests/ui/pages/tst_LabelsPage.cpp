// SPDX-License-Identifier: GPL-3.0-or-later
// One person at one case: the queue, the keys, what is shown and what is not.
#include "LabelsFixture.h"

#include <QAbstractItemModelTester>
#include <QShortcut>

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;

class TestLabelsPage : public QObject
{
    Q_OBJECT

private slots:
    void queueModelPutsHeadingsBeforeGroups();
    void newProjectOffersUndecidedCases();
    void savesAndGoesToTheNext();
    void undoKeepsBothEvents();
    void factsStandUnderTheirTopics();
    void skippedCaseWaitsAtTheEnd();
    void modelStaysHiddenUntilTheOwnVerdict();
    void nothingIsSavedWithoutAVerdict();
    void keysLabelButTheNoteTakesLetters();
    void keyboardReachesEverythingByName();
    void aHundredCasesByKeyboardAndOneMistakeUndone();
    void undoAndRedoReachBackOverSessions();
    void looksDifferentInTheDark();
};

void TestLabelsPage::queueModelPutsHeadingsBeforeGroups()
{
    LabelQueueModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setQueue({ { "a", kNoTime, LabelGroup::Second, "x" },
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
    model.setQueue({ { "a", kNoTime, LabelGroup::Second, "x" }, { "b", kNoTime, LabelGroup::Routine, "y" } },
                   "B");
    QCOMPARE(model.caseCount(), 1);
}

void TestLabelsPage::newProjectOffersUndecidedCases()
{
    Opened opened;
    LabelsPresenter presenter(opened.sample.session());
    visit(presenter);
    QVERIFY(presenter.queue()->caseCount() > 0);
    QCOMPARE(presenter.state().position, 1);
    QVERIFY(!presenter.facts().facts.isEmpty());
    QCOMPARE(presenter.state().reasons.size(), kMostReasons);
}

void TestLabelsPage::savesAndGoesToTheNext()
{
    Opened opened;
    LabelsPresenter presenter(opened.sample.session());
    visit(presenter);
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
    visit(presenter);
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

void TestLabelsPage::factsStandUnderTheirTopics()
{
    Opened opened;
    LabelsPage page(opened.sample.session());
    opened.start(page);
    auto* topics = page.findChild<FactTopicsView*>();
    QVERIFY(topics != nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(!topics->titles().isEmpty(), 30000);
    QCOMPARE(topics->titles(), QStringList({ "What was asked", "What was done", "The call", "The report" }));
    auto* pane = page.findChild<LabelCasePane*>();
    for (const int width : { 1196, 1836 }) { // a window of 1280 and of 1920; nothing may be cut
        page.resize(width, 664);
        QTRY_VERIFY_WITH_TIMEOUT(pane->widget()->width() <= pane->viewport()->width(), 5000);
    }
}

void TestLabelsPage::skippedCaseWaitsAtTheEnd()
{
    Opened opened;
    LabelsPresenter presenter(opened.sample.session());
    visit(presenter);
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
    visit(presenter);
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
    visit(presenter);
    QVERIFY(!presenter.maySave());
    presenter.save();
    QVERIFY(presenter.state().notice.contains("S, N, D or U"));
    QVERIFY(opened.eventsOf(presenter.state().caseId).empty());
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
    qsizetype reached = 0;
    for (const ChoiceButton* button : page.findChild<LabelCasePane*>()->findChildren<ChoiceButton*>()) {
        QVERIFY2(visited.contains(button), qPrintable(button->text()));
        ++reached;
    }
    QCOMPARE(reached, 4 + kMostReasons);
    QVERIFY(visited.contains(page.findChild<LabelCasePane*>()->note()));
}

/// Scenario 12: no mouse, 100 cases with verdict and reason, one mistake taken back; both events stay.
void TestLabelsPage::aHundredCasesByKeyboardAndOneMistakeUndone()
{
    Opened opened;
    for (const char* month : { "02", "03" })
        opened.sample.import(month);
    LabelsPage page(opened.sample.session());
    // Ctrl+Enter is the shell's key for the page's filled button (tst_Shell, controlEnterIsThePrimary).
    QShortcut primary(QKeySequence(QStringLiteral("Ctrl+Return")), &page);
    connect(&primary, &QShortcut::activated, &page, [&page] { page.primaryAction()->trigger(); });
    opened.start(page);
    auto* presenter = page.findChild<LabelsPresenter*>();
    QVERIFY(presenter != nullptr);
    QTRY_COMPARE_WITH_TIMEOUT(presenter->state().face, LabelsState::Face::Ready, 30000);
    settle(*presenter);
    const Qt::Key verdicts[] = { Qt::Key_S, Qt::Key_N, Qt::Key_U, Qt::Key_D };
    QStringList order;
    const auto press = [&](Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QWidget* at = QApplication::focusWidget();
        QTest::keyClick(at != nullptr ? at : &page, key, modifiers);
    };
    constexpr int kCasesToDo = 100;
    for (int i = 0; i < kCasesToDo; ++i) {
        const QString caseId = presenter->state().caseId;
        order.append(caseId);
        press(verdicts[i % 4]);
        press(static_cast<Qt::Key>(Qt::Key_1 + i % 9));
        press(Qt::Key_Return, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(presenter->state().caseId != caseId && !presenter->state().saving, 30000);
        if (i == 49) { // a mistake: taken back and given again
            press(Qt::Key_Z, Qt::ControlModifier);
            QTRY_COMPARE_WITH_TIMEOUT(presenter->state().caseId, caseId, 30000);
            QTRY_VERIFY_WITH_TIMEOUT(!presenter->state().saving, 30000);
            press(Qt::Key_N);
            press(Qt::Key_2);
            press(Qt::Key_Return, Qt::ControlModifier);
            QTRY_VERIFY_WITH_TIMEOUT(presenter->state().caseId != caseId && !presenter->state().saving,
                                     30000);
        }
    }
    QCOMPARE(QSet<QString>(order.begin(), order.end()).size(), kCasesToDo);
    for (int i = 0; i < kCasesToDo; ++i) {
        const auto events = opened.eventsOf(order[i]);
        const bool mistake = i == 49;
        QCOMPARE(events.size(), std::size_t { mistake ? 3U : 1U });
        QVERIFY(!events.front().reason.empty());
        if (mistake) {
            QCOMPARE(events[1].retracts, events[0].seq);
            QCOMPARE(events[2].verdict, Verdict::NotScam);
        } else {
            QCOMPARE(static_cast<int>(events.front().verdict),
                     i % 4 == 0       ? static_cast<int>(Verdict::Scam)
                         : i % 4 == 1 ? static_cast<int>(Verdict::NotScam)
                         : i % 4 == 2 ? static_cast<int>(Verdict::Unresolvable)
                                      : static_cast<int>(Verdict::Disputed));
        }
    }
}

void TestLabelsPage::undoAndRedoReachBackOverSessions()
{
    Opened opened;
    QStringList order;
    {
        LabelsPresenter presenter(opened.sample.session());
        presenter.setVisible(true);
        QTRY_COMPARE_WITH_TIMEOUT(presenter.state().face, LabelsState::Face::Ready, 30000);
        settle(presenter);
        for (int i = 0; i < 3; ++i) {
            order.append(presenter.state().caseId);
            presenter.choose(Verdict::Scam);
            presenter.save();
            QTRY_VERIFY_WITH_TIMEOUT(presenter.state().caseId != order.last() && !presenter.state().saving,
                                     30000);
            settle(presenter);
        }
    }
    LabelsPresenter later(opened.sample.session()); // another sitting
    later.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(later.state().face, LabelsState::Face::Ready, 30000);
    settle(later);
    for (int i = 2; i >= 0; --i) {
        later.undo();
        QTRY_COMPARE_WITH_TIMEOUT(later.state().caseId, order[i], 30000);
        settle(later);
        QCOMPARE(opened.eventsOf(order[i]).size(), std::size_t { 2 });
    }
    for (int i = 0; i < 3; ++i) {
        later.redo();
        QTRY_COMPARE_WITH_TIMEOUT(opened.eventsOf(order[i]).size(), std::size_t { 3 }, 30000);
        settle(later);
    }
    later.redo();
    QTRY_COMPARE_WITH_TIMEOUT(later.state().noticeGlyph, Glyph::Alarm, 30000);
}

void TestLabelsPage::looksDifferentInTheDark()
{
    Theme theme(*qApp);
    Opened opened;
    LabelsPage page(opened.sample.session());
    opened.start(page);
    differsInTheDark(page, theme);
}

QTEST_MAIN(TestLabelsPage)
#include "tst_LabelsPage.moc"
