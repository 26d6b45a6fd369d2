// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageChecks.h"
#include "TrainedProject.h"

#include "ui/pages/explanation/ExplanationPage.h"
#include "ui/text/Format.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/TableView.h"

#include <QClipboard>
#include <QSignalSpy>

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;

namespace {

CaseExplanation handMade()
{
    CaseExplanation data;
    data.facts.caseId = QStringLiteral("C1");
    data.facts.state = CaseState::Confirmed;
    Explanation old;
    old.base = 1.5;
    old.margin = -0.5;
    old.probability = 0.35;
    old.unit = "log-odds";
    old.contributions = { { "Opened", "No", false, -2.5 },
                          { "Money", "40", false, 1.0 },
                          { "Masked", "", true, -0.5 } };
    old.unseenFields = { "UPI" };
    Explanation fresh = old;
    fresh.probability = 0.87;
    fresh.contributions.push_back({ "UPI", "Yes", false, 3.0 });
    fresh.unseenFields.clear();
    data.runs = { { 1, QStringLiteral("old"), old, {} }, { 2, QStringLiteral("new"), fresh, {} } };
    return data;
}

} // namespace

class TestExplanationPage : public QObject
{
    Q_OBJECT

private slots:
    void answerNamesTheStrongestReasonForIt();
    void waterfallAddsUpAndShowsWhatIsNotSeen();
    void aProjectWithNothingToExplainOffersWhatComesFirst();
    void explainsEveryListedCase();
    void numbersAreReadLikeElsewhere();
    void thePaneOnTheRightAlwaysSaysSomething();
    void searchFindsCasesById();
    void labellerSeesOnlyOwnCases();
    void keyboardReachesEverythingByName();
    void looksDifferentInTheDark();
};

void TestExplanationPage::answerNamesTheStrongestReasonForIt()
{
    const CaseExplanation data = handMade();
    const QString answer = answerSentence(data.runs[0]);
    QVERIFY(answer.startsWith(QStringLiteral("old says not scam, 0.35")));
    QVERIFY(answer.contains(QStringLiteral("Opened")));
    const QString beside = besideSentence(data, 0);
    QVERIFY(beside.contains(QStringLiteral("missed scam")));
    QVERIFY(beside.contains(QStringLiteral("UPI")) && beside.contains(QStringLiteral("0.87")));
}

void TestExplanationPage::waterfallAddsUpAndShowsWhatIsNotSeen()
{
    const Waterfall::Data chart = waterfallOf(handMade(), 0);
    double sum = chart.base;
    for (const Waterfall::Row& row : chart.rows)
        sum += row.contribution;
    QCOMPARE(sum, chart.result);
    QCOMPARE(chart.rows.last().kind, Waterfall::RowKind::NotInModel);
    QCOMPARE(chart.rows[2].kind, Waterfall::RowKind::NotAsked);
    QCOMPARE(chart.rows[2].value, QStringLiteral("Not asked"));
}

void TestExplanationPage::aProjectWithNothingToExplainOffersWhatComesFirst()
{
    SampleProject sample;
    sample.create();
    ExplanationPage page(sample.session());
    visit(page);
    const auto offered = [&page] {
        QSignalSpy wants(&page, &Page::wants);
        page.findChild<EmptyState*>()->button()->click();
        return wants.first().at(0).value<PageId>();
    };
    QCOMPARE(offered(), PageId::Cases);
    sample.import();
    settle(page);
    QCOMPARE(offered(), PageId::Training);
}

void TestExplanationPage::explainsEveryListedCase()
{
    TrainedProject sample;
    sample.prepare();
    const Run one = sample.train("logistic", "one");
    ExplanationPresenter presenter(sample.session());
    presenter.setVisible(true);
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.isBusy() && presenter.explanation(), 60000);
    QCOMPARE(presenter.cases()->rowCount(), SampleProject::kCases);
    presenter.explainRow(3);
    settle(presenter);
    const CaseExplanationPtr data = presenter.explanation();
    QVERIFY2(data, qPrintable(presenter.state().caseFailure));
    QCOMPARE(data->runs[presenter.shownRun()].runId, one.id);
    const Explanation& explanation = *data->runs[0].explanation;
    double sum = explanation.base;
    for (const Contribution& contribution : explanation.contributions)
        sum += contribution.amount;
    QVERIFY(std::abs(sum - explanation.margin) < 1e-4 * (1 + std::abs(explanation.margin)));
    presenter.explain(QStringLiteral("no such case"));
    settle(presenter);
    QVERIFY(!presenter.state().caseFailure.isEmpty());
}

/// "1,297", as the table of cases has it, not "1297".
void TestExplanationPage::numbersAreReadLikeElsewhere()
{
    TrainedProject sample;
    sample.prepare();
    (void)sample.train("logistic", "one");
    ExplanationPresenter presenter(sample.session());
    presenter.setVisible(true);
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.isBusy() && presenter.explanation(), 60000);
    int thousands = 0;
    for (int row = 0; row < presenter.cases()->rowCount(); ++row) {
        presenter.explainRow(row);
        settle(presenter);
        const CaseExplanationPtr data = presenter.explanation();
        QVERIFY(data && data->runs[0].explanation);
        const Explanation& explanation = *data->runs[0].explanation;
        const auto money = std::ranges::find(explanation.contributions, "Money_Asked", &Contribution::field);
        QVERIFY(money != explanation.contributions.end());
        const auto fact =
            std::ranges::find(data->facts.facts, QStringLiteral("Money_Asked"), &CaseFact::field);
        if (money->missing || !fact->value.contains(u','))
            continue;
        ++thousands;
        QCOMPARE(format::text(money->value), fact->value);
        QString bare = fact->value;
        QVERIFY2(!format::text(explanation.text).contains(bare.remove(u',')), explanation.text.c_str());
    }
    QVERIFY(thousands > 5);
}

void TestExplanationPage::thePaneOnTheRightAlwaysSaysSomething()
{
    TrainedProject sample;
    sample.prepare();
    (void)sample.train("logistic", "one");
    ExplanationPage page(sample.session());
    page.resize(1280, 720);
    page.show();
    const auto said = [&page] {
        QString text;
        for (const Pane* pane : page.findChildren<Pane*>()) {
            if (pane->accessibleName() != QLatin1String("Not seen by this run"))
                continue;
            for (const QLabel* label : pane->findChildren<QLabel*>())
                text += label->isVisibleTo(pane) && label->text() != pane->accessibleName() ? label->text()
                                                                                            : QString();
        }
        return text;
    };
    page.activate({});
    QVERIFY(!said().isEmpty()); // while it reads
    settle(page);
    QVERIFY2(said().contains("one has a place for every field"), qPrintable(said()));
    QVERIFY2(said().contains("has an answer in this case"), qPrintable(said()));
    page.activate(Selection { .caseId = "no such case" });
    settle(page);
    QVERIFY2(said().contains("Nothing is known"), qPrintable(said()));
}

void TestExplanationPage::searchFindsCasesById()
{
    TrainedProject sample;
    sample.prepare();
    (void)sample.train("logistic", "one");
    ExplanationPresenter presenter(sample.session());
    presenter.setVisible(true);
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.isBusy() && presenter.explanation(), 60000);
    const QString id = presenter.cases()->index(5, 0).data().toString();
    presenter.setSearch(id);
    QVERIFY(presenter.cases()->rowCount() >= 1);
    QVERIFY(presenter.rowOfCase(id) >= 0);
    presenter.setSearch(QStringLiteral("zzz"));
    QCOMPARE(presenter.cases()->rowCount(), 0);
}

void TestExplanationPage::labellerSeesOnlyOwnCases()
{
    TrainedProject sample;
    sample.prepare();
    (void)sample.train("logistic", "one");
    const auto project = sample.open();
    Progress progress;
    Actor labeller;
    labeller.name = "somebody new";
    labeller.role = Role::Investigator;
    const auto cases = loadExplainable(const_cast<Project&>(*project), labeller, progress);
    CB_VERIFY(cases);
    QVERIFY((*cases)->ownOnly);
    QVERIFY((*cases)->order.empty());
}

void TestExplanationPage::keyboardReachesEverythingByName()
{
    TrainedProject sample;
    sample.prepare();
    (void)sample.train("logistic", "one");
    ExplanationPage page(sample.session());
    visit(page);
    QTest::qWait(50);
    QCOMPARE(namelessWidgets(page), QStringList {});
    QApplication::setActiveWindow(&page);
    page.searchField()->setFocus();
    const auto visited = visitedByTab(page);
    QVERIFY(visited.contains(page.findChild<TableView*>()));
    QVERIFY(visited.contains(page.findChild<Waterfall*>()));
    QVERIFY(page.primaryAction() && page.primaryAction()->isEnabled());
    page.primaryAction()->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(QStringLiteral("Case ")));
}

void TestExplanationPage::looksDifferentInTheDark()
{
    Theme theme(*qApp);
    TrainedProject sample;
    sample.prepare();
    (void)sample.train("logistic", "one");
    ExplanationPage page(sample.session());
    visit(page);
    differsInTheDark(page, theme);
}

QTEST_MAIN(TestExplanationPage)
#include "tst_ExplanationPage.moc"
