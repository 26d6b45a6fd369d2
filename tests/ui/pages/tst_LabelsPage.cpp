// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageChecks.h"
#include "SampleProject.h"

#include "core/store/CaseStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/LabelQueue.h"
#include "core/workflow/ManagePersons.h"
#include "ui/pages/labels/LabelsPage.h"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QShortcut>
#include <QSignalSpy>

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

    /// Investigators bea and cem.
    void addPeople()
    {
        auto project = Project::open(sample.path("p.casebench").toStdString(), OpenOptions {});
        for (const char* name : { "bea", "cem" })
            expects(addPerson(*project, sample.session().actor(), { name, Role::Investigator, {}, {} })
                        .has_value(),
                    "Opened: no people");
        sample.session().announce(Change::Persons);
    }

    /// Bea and cem say otherwise on the first case; gives its id.
    QString disagree()
    {
        addPeople();
        auto project = Project::open(sample.path("p.casebench").toStdString(), OpenOptions {});
        const std::string id = CaseStore(*project).ids()->front();
        const VerdictRequest scam { id, Verdict::Scam, "Money sent", "Money_Asked says it all", 1 };
        const VerdictRequest otherwise { id, Verdict::NotScam, "Caller known and named", {} };
        const bool both = giveVerdict(*project, *resolveActor(*project, "bea"), scam).has_value()
            && giveVerdict(*project, *resolveActor(*project, "cem"), otherwise).has_value();
        expects(both, "Opened: no conflict");
        sample.session().announce(Change::Labels);
        return QString::fromStdString(id);
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
    void chipsNarrowTheQueueAsTheCommandLineDoes();
    void theModeCountsBeforeItIsVisited();
    void factsStandUnderTheirTopics();
    void skippedCaseWaitsAtTheEnd();
    void modelStaysHiddenUntilTheOwnVerdict();
    void nothingIsSavedWithoutAVerdict();
    void importsVerdictsAndSaysWhatWasOdd();
    void exportsVerdictsAsItsEndingSaysAndTakesThemBack();
    void keysLabelButTheNoteTakesLetters();
    void keyboardReachesEverythingByName();
    void aHundredCasesByKeyboardAndOneMistakeUndone();
    void undoAndRedoReachBackOverSessions();
    void aBulkVerdictIsSaidFirstAndUndoneAtOnce();
    void aThirdPersonSettlesAConflictByKeys();
    void whatAnotherHoldsIsNotShown();
    void evidenceIsKeptAndListed();
    void myWorkTellsSpeedAndAgreement();
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

void TestLabelsPage::chipsNarrowTheQueueAsTheCommandLineDoes()
{
    Opened opened;
    opened.addPeople(); // the work is shared, so a part of it is each one's
    QVERIFY(opened.sample.session().actAs("bea"));
    LabelsPage page(opened.sample.session());
    opened.start(page);
    auto* presenter = page.findChild<LabelsPresenter*>();
    QTRY_COMPARE_WITH_TIMEOUT(presenter->state().face, LabelsState::Face::Ready, 30000);
    settle(*presenter);
    const int all = presenter->queue()->caseCount();
    FilterChip* mine = nullptr;
    for (FilterChip* chip : page.findChildren<FilterChip*>()) {
        if (chip->text() == QString("Mine"))
            mine = chip;
    }
    QVERIFY(mine != nullptr && mine->isVisible());
    QTest::keyClick(mine, Qt::Key_Space);
    QVERIFY(mine->isChecked());
    auto project = Project::open(opened.sample.path("p.casebench").toStdString(), OpenOptions {});
    QueueRequest request;
    request.mine = true;
    const auto same = labelQueue(*project, opened.sample.session().actor(), request);
    CB_VERIFY(same);
    QCOMPARE(presenter->queue()->caseCount(), static_cast<int>(same->size()));
    QVERIFY(presenter->queue()->caseCount() > 0 && presenter->queue()->caseCount() < all);
    QCOMPARE(presenter->state().waiting, qint64 { all }); // a filter takes no work away
    for (const QString& id : presenter->queue()->caseIds())
        QVERIFY(std::ranges::find(*same, id.toStdString(), &QueueItem::caseId) != same->end());
    presenter->setFind("nobody is called so");
    QCOMPARE(presenter->queue()->caseCount(), 0);
    QVERIFY(page.escape()); // search and chips at once
    QCOMPARE(presenter->queue()->caseCount(), all);
    QVERIFY(!mine->isChecked());
}

void TestLabelsPage::theModeCountsBeforeItIsVisited()
{
    Opened opened;
    opened.addPeople();
    LabelsPage page(opened.sample.session());
    QSignalSpy badge(&page, &Page::badgeChanged);
    opened.sample.session().announce(Change::Cases);
    QTRY_VERIFY_WITH_TIMEOUT(page.badge().count > 0, 30000);
    QCOMPARE(page.badge().meaning, QString("cases to label"));
    // Looking takes nothing on anybody's desk.
    auto project = Project::open(opened.sample.path("p.casebench").toStdString(), OpenOptions {});
    const auto bea = resolveActor(*project, "bea");
    QCOMPARE(static_cast<int>(labelQueue(*project, *bea, {})->size()), page.badge().count);
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
    presenter.actions().importFile(opened.sample.path("v.csv"));
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().noticeGlyph, Glyph::Watch, 30000);
    QVERIFY2(presenter.state().notice.contains("1 of 2"), qPrintable(presenter.state().notice));
    QVERIFY(presenter.state().notice.contains("Line 3"));
    QCOMPARE(opened.eventsOf(known).size(), std::size_t { 1 });
}

void TestLabelsPage::exportsVerdictsAsItsEndingSaysAndTakesThemBack()
{
    Opened opened;
    LabelsPresenter presenter(opened.sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().face, LabelsState::Face::Ready, 30000);
    settle(presenter);
    const QString known = presenter.state().caseId;
    opened.sample.directory().write(
        "v.jsonl",
        R"({"case":")" + known.toStdString()
            + R"(","verdict":"scam","person":"Ann","confidence":0.75,"note":"sure"})"
              "\n");
    presenter.actions().importFile(opened.sample.path("v.jsonl"));
    QTRY_VERIFY_WITH_TIMEOUT(presenter.state().notice.contains("1 of 1"), 30000);
    for (const char* name : { "out.csv", "out.jsonl" }) {
        presenter.actions().exportFile(opened.sample.path(name));
        QTRY_VERIFY_WITH_TIMEOUT(presenter.state().notice.contains(name), 30000);
        QCOMPARE(presenter.state().noticeGlyph, Glyph::Good);
        QFile file(opened.sample.path(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY2(bytes.contains("0.75") && bytes.contains("sure") && bytes.contains("Ann"),
                 bytes.constData());
        QCOMPARE(bytes.startsWith('{'), QString(name).endsWith("jsonl"));
        presenter.actions().importFile(opened.sample.path(name));
        QTRY_VERIFY_WITH_TIMEOUT(presenter.state().notice.contains("1 were there already"), 30000);
    }
    presenter.actions().exportFile(opened.sample.path("out.txt"));
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().noticeGlyph, Glyph::Alarm, 30000);
    QVERIFY(!QFile::exists(opened.sample.path("out.txt")));
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

void TestLabelsPage::aBulkVerdictIsSaidFirstAndUndoneAtOnce()
{
    Opened opened;
    LabelsPresenter presenter(opened.sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().face, LabelsState::Face::Ready, 30000);
    settle(presenter);
    presenter.choose(Verdict::Scam);
    presenter.saveAll(); // without a search it would be everything
    QVERIFY(presenter.state().notice.contains("Search first"));
    presenter.setFind(QStringLiteral("-000"));
    settle(presenter);
    presenter.choose(Verdict::Scam);
    const QStringList listed = presenter.queue()->caseIds();
    QVERIFY(listed.size() > 1 && listed.size() < 40);
    presenter.saveAll();
    QVERIFY(presenter.state().notice.contains(QString::number(listed.size())));
    QVERIFY(opened.eventsOf(listed.first()).empty());
    presenter.saveAll();
    for (const QString& id : listed)
        QTRY_COMPARE_WITH_TIMEOUT(opened.eventsOf(id).size(), std::size_t { 1 }, 30000);
    settle(presenter);
    presenter.undo();
    for (const QString& id : listed)
        QTRY_COMPARE_WITH_TIMEOUT(opened.eventsOf(id).size(), std::size_t { 2 }, 30000);
}

void TestLabelsPage::aThirdPersonSettlesAConflictByKeys()
{
    Opened opened;
    const QString id = opened.disagree();
    LabelsPage page(opened.sample.session());
    opened.start(page);
    page.showView(QStringLiteral("adjudication"));
    auto* presenter = page.findChild<AdjudicationPresenter*>();
    QTRY_COMPARE_WITH_TIMEOUT(presenter->state().face, AdjudicationState::Face::Ready, 30000);
    QTRY_COMPARE_WITH_TIMEOUT(presenter->state().sides.size(), 2, 30000);
    QCOMPARE(presenter->state().caseId, id);
    QCOMPARE(presenter->state().lines.front().verdicts, QString("scam | not scam"));
    QCOMPARE(presenter->state().sides[0].note, QString("Money_Asked says it all"));
    QCOMPARE(presenter->state().sides[0].cited, QStringList { "Money_Asked" });
    QVERIFY(!page.primaryAction()->isEnabled());
    QVERIFY(page.findChild<AdjudicationPanel*>()->isVisible());
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_D); // no settlement
    QVERIFY(!presenter->state().verdict);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_N);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_3);
    QCOMPARE(presenter->state().verdict, std::optional(Verdict::NotScam));
    QCOMPARE(page.primaryAction()->text(), QString("Settle as not scam"));
    page.primaryAction()->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(presenter->state().face, AdjudicationState::Face::Nothing, 30000);
    QTRY_VERIFY_WITH_TIMEOUT(!page.isBusy(), 30000);
    const auto events = opened.eventsOf(id);
    QCOMPARE(events.size(), std::size_t { 3 });
    QCOMPARE(events.back().origin, LabelOrigin::Adjudication);
    QCOMPARE(namelessWidgets(page), QStringList {});
}

void TestLabelsPage::whatAnotherHoldsIsNotShown()
{
    Opened opened;
    opened.addPeople();
    LabelsPresenter presenter(opened.sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().face, LabelsState::Face::Ready, 30000);
    settle(presenter);
    const int all = presenter.queue()->caseCount();
    const QString third =
        presenter.queue()->neighbour(presenter.queue()->neighbour(presenter.state().caseId, 1), 1);
    // Bea waits for the claims of this desk and asks for what is left.
    std::vector<std::string> held;
    const auto beasQueue = [&]() {
        auto project = Project::open(opened.sample.path("p.casebench").toStdString(), OpenOptions {});
        const auto bea = resolveActor(*project, "bea");
        return labelQueue(*project, *bea, {})->size();
    };
    QTRY_COMPARE_WITH_TIMEOUT(beasQueue(), static_cast<std::size_t>(all - LabelClaims::kAtOnce), 30000);
    QVERIFY(presenter.queue()->rowOfCase(third) >= 0);
}

void TestLabelsPage::evidenceIsKeptAndListed()
{
    Opened opened;
    opened.sample.directory().write("receipt.txt", "paid 1,960 by UPI");
    LabelsPresenter presenter(opened.sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().face, LabelsState::Face::Ready, 30000);
    settle(presenter);
    presenter.actions().attach(presenter.state().caseId, opened.sample.path("receipt.txt"));
    QTRY_COMPARE_WITH_TIMEOUT(presenter.facts().evidence.size(), 1, 30000);
    QCOMPARE(presenter.facts().evidence[0].name, QString("receipt.txt"));
    presenter.actions().flag(presenter.state().caseId);
    QTRY_VERIFY_WITH_TIMEOUT(presenter.facts().history.size() == 3, 30000); // import, evidence, flag
    QSignalSpy openedFile(&presenter.actions(), &LabelActions::opened);
    presenter.actions().openEvidence(presenter.facts().evidence[0].id);
    QTRY_COMPARE_WITH_TIMEOUT(openedFile.count(), 1, 30000);
    QSignalSpy failed(&presenter.actions(), &LabelActions::failed);
    QFile kept(openedFile[0][0].toString());
    QVERIFY(kept.open(QIODevice::Append) && kept.write("!") == 1);
    kept.close();
    presenter.actions().openEvidence(presenter.facts().evidence[0].id);
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 30000); // its bytes are not those that were added
}

void TestLabelsPage::myWorkTellsSpeedAndAgreement()
{
    Opened opened;
    const QString id = opened.disagree();
    QVERIFY(opened.sample.session().actAs("bea"));
    MyWorkPresenter presenter(opened.sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().face, MyWorkState::Face::Ready, 30000);
    QCOMPARE(presenter.state().today, QString("1"));
    QCOMPARE(presenter.state().agreement, QString("0\u00A0%"));
    QVERIFY(presenter.state().agreementNote.contains("n = 1"));
    QCOMPARE(presenter.caseId(0), id);
    QCOMPARE(presenter.state().overruled, 1);
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
