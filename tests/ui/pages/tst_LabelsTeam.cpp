// SPDX-License-Identifier: GPL-3.0-or-later
// Several people and many cases: whose work it is, files of verdicts, bulk, adjudication, evidence.
#include "LabelsFixture.h"

#include "core/workflow/LabelQueue.h"
#include "ui/pages/labels/AgreementRows.h"
#include "ui/pages/labels/NoiseRows.h"

#include <QFile>
#include <QSignalSpy>

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;

class TestLabelsTeam : public QObject
{
    Q_OBJECT

private slots:
    void chipsNarrowTheQueueAsTheCommandLineDoes();
    void theModeCountsBeforeItIsVisited();
    void importsVerdictsAndSaysWhatWasOdd();
    void exportsVerdictsAsItsEndingSaysAndTakesThemBack();
    void aBulkVerdictIsSaidFirstAndUndoneAtOnce();
    void aThirdPersonSettlesAConflictByKeys();
    void whatAnotherHoldsIsNotShown();
    void evidenceIsKeptAndListed();
    void myWorkTellsSpeedAndAgreement();
    void agreementIsSaidAsFarAsItIsShown();
    void theNoiseMatrixAgreesOnItsDiagonal();
};

void TestLabelsTeam::chipsNarrowTheQueueAsTheCommandLineDoes()
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

void TestLabelsTeam::theModeCountsBeforeItIsVisited()
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

void TestLabelsTeam::importsVerdictsAndSaysWhatWasOdd()
{
    Opened opened;
    LabelsPresenter presenter(opened.sample.session());
    visit(presenter);
    const QString known = presenter.state().caseId;
    opened.sample.directory().write(
        "v.csv", "case,verdict,person\r\n" + known.toStdString() + ",scam,Ann\r\nnobody,scam,Ann\r\n");
    presenter.actions().importFile(opened.sample.path("v.csv"));
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().noticeGlyph, Glyph::Watch, 30000);
    QVERIFY2(presenter.state().notice.contains("1 of 2"), qPrintable(presenter.state().notice));
    QVERIFY(presenter.state().notice.contains("Line 3"));
    QCOMPARE(opened.eventsOf(known).size(), std::size_t { 1 });
}

void TestLabelsTeam::exportsVerdictsAsItsEndingSaysAndTakesThemBack()
{
    Opened opened;
    LabelsPresenter presenter(opened.sample.session());
    visit(presenter);
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

void TestLabelsTeam::aBulkVerdictIsSaidFirstAndUndoneAtOnce()
{
    Opened opened;
    LabelsPresenter presenter(opened.sample.session());
    visit(presenter);
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

void TestLabelsTeam::aThirdPersonSettlesAConflictByKeys()
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
    settle(page);
    const auto events = opened.eventsOf(id);
    QCOMPARE(events.size(), std::size_t { 3 });
    QCOMPARE(events.back().origin, LabelOrigin::Adjudication);
    QCOMPARE(namelessWidgets(page), QStringList {});
}

void TestLabelsTeam::whatAnotherHoldsIsNotShown()
{
    Opened opened;
    opened.addPeople();
    LabelsPresenter presenter(opened.sample.session());
    visit(presenter);
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

void TestLabelsTeam::evidenceIsKeptAndListed()
{
    Opened opened;
    opened.sample.directory().write("receipt.txt", "paid 1,960 by UPI");
    LabelsPresenter presenter(opened.sample.session());
    visit(presenter);
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

void TestLabelsTeam::myWorkTellsSpeedAndAgreement()
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

void TestLabelsTeam::agreementIsSaidAsFarAsItIsShown()
{
    const auto month = [](unsigned of, double alpha, double low) {
        GroupAgreement group;
        group.month = monthOf(*makeDate(2026, of, 1));
        group.alpha = { alpha, low, 0.9, 60 };
        return group;
    };
    AgreementReport report;
    report.months = { month(8, 0.61, 0.42) };
    QCOMPARE(monthsFinding(report),
             QString("Agreement is 0.61 in August 2026; its interval reaches below 0.6"));
    report.months = { month(8, 0.75, 0.66) };
    QCOMPARE(monthsFinding(report), QString("Agreement holds in August 2026: 0.75"));
    report.months.push_back(month(9, 0.71, 0.62));
    QCOMPARE(monthsFinding(report), QString("Agreement holds in every month, lowest 0.71 in September 2026"));
    report.months.push_back(month(10, 0.5, 0.3));
    QCOMPARE(monthsFinding(report), QString("Agreement is lowest in October 2026: 0.50"));
}

void TestLabelsTeam::theNoiseMatrixAgreesOnItsDiagonal()
{
    LabelNoise noise;
    noise.matrix[1] = { 54, 1381 };
    noise.matrix[0] = { 475, 40 };
    const auto columns = matrixColumns();
    const auto rows = matrixRows(noise);
    QCOMPARE(columns[1].title, QString("likely scam"));
    QCOMPARE(rows[0].cells[0].text, QString("Scam"));
    QVERIFY(rows[0].cells[1].text.startsWith("1,381,"));
    QCOMPARE(columns[2].title, QString("likely not scam"));
    QVERIFY(rows[1].cells[2].text.startsWith("475,"));
}

QTEST_MAIN(TestLabelsTeam)
#include "tst_LabelsTeam.moc"
