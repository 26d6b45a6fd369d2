// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageChecks.h"
#include "SampleProject.h"
#include "support/CaseTableBuilder.h"

#include "ui/pages/cases/CasesPage.h"
#include "ui/pages/cases/ImportWords.h"
#include "ui/widgets/Delegates.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QSignalSpy>

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;
using casebench::test::CaseTableBuilder;
using casebench::test::qs;

namespace {

std::shared_ptr<const CaseView> smallView()
{
    auto view = std::make_shared<CaseView>();
    view->table = CaseTableBuilder()
                      .time("received", { "2026-01-05", "2026-02-01", "" })
                      .number("Money_Asked", { 20, 40, std::nan("") })
                      .yesNo("Asked_OTP", { "Yes", "No", "" })
                      .category("Place", { "local", "intl", "o'hara" })
                      .build();
    view->labels.resize(3);
    view->labels[1].state = CaseState::Disputed;
    view->score = { 0.9, 0.1, std::nan("") };
    view->scoredBy = 1;
    return view;
}

QString expressionOf(const QString& key, const QString& text)
{
    const auto view = smallView();
    return readFilter(caseColumns(*view, {}), {}, { { key, text } }).expression;
}

std::vector<std::uint32_t> found(const CaseFilter& filter, const QString& sort = {}, bool down = false)
{
    const auto order = orderCases(*smallView(), filter, sort, down);
    return order ? *order : std::vector<std::uint32_t> { 999 };
}

void waitFor(const Page& page)
{
    QTRY_VERIFY_WITH_TIMEOUT(!page.isBusy(), 30000);
}

} // namespace

class TestCasesPage : public QObject
{
    Q_OBJECT

private slots:
    void translatesHeaderFiltersToExpressions_data();
    void translatesHeaderFiltersToExpressions();
    void translatedFiltersFindTheirCases();
    void saysWhichTextIsNoFilter();
    void searchTakesWordsAndExpressions();
    void filtersByScoreAndStateBesideTheExpression();
    void sortsMissingLast();
    void modelHoldsTheItemModelContract();
    void emptyProjectOffersImportOnly();
    void importsAFileByPreview();
    void cancelledPreviewLeavesNothing();
    void showsEveryCaseAndSaysHowMany();
    void savesWhatIsShownAsSnapshot();
    void keyboardReachesEverythingByName();
    void enterAsksForTheLabelsOfAnOpenCase();
    void looksDifferentInTheDark();
};

void TestCasesPage::translatesHeaderFiltersToExpressions_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expression");
    QTest::newRow("greater") << "Money_Asked"
                             << ">30"
                             << R"("Money_Asked" > 30)";
    QTest::newRow("range") << "Money_Asked"
                           << "10 – 30"
                           << R"("Money_Asked" >= 10 AND "Money_Asked" <= 30)";
    QTest::newRow("from") << "Money_Asked"
                          << "1,000 –"
                          << R"("Money_Asked" >= 1000)";
    QTest::newRow("equal") << "Money_Asked"
                           << "20"
                           << R"("Money_Asked" = 20)";
    QTest::newRow("negative") << "Money_Asked"
                              << "-5"
                              << R"("Money_Asked" = -5)";
    QTest::newRow("missing") << "Money_Asked"
                             << "–"
                             << R"("Money_Asked" IS NULL)";
    QTest::newRow("yes") << "Asked_OTP"
                         << "y"
                         << R"("Asked_OTP" = 'Yes')";
    QTest::newRow("no") << "Asked_OTP"
                        << "No"
                        << R"("Asked_OTP" = 'No')";
    QTest::newRow("not asked") << "Asked_OTP"
                               << "not asked"
                               << R"("Asked_OTP" IS NULL)";
    QTest::newRow("contains") << "Place"
                              << "o'h"
                              << R"("Place" LIKE '%o''h%')";
    QTest::newRow("exact") << "Place"
                           << "=local"
                           << R"("Place" = 'local')";
    QTest::newRow("month") << "received"
                           << "2026-01"
                           << R"("received" = '2026-01')";
    QTest::newRow("case") << "case"
                          << "c1"
                          << R"(case_id LIKE '%c1%')";
    QTest::newRow("no number") << "Money_Asked"
                               << "much"
                               << "";
}

void TestCasesPage::translatesHeaderFiltersToExpressions()
{
    QFETCH(QString, key);
    QFETCH(QString, text);
    QFETCH(QString, expression);
    QCOMPARE(expressionOf(key, text), expression);
}

void TestCasesPage::translatedFiltersFindTheirCases()
{
    const auto columns = caseColumns(*smallView(), {});
    const auto rows = [&](const QString& key, const QString& text) {
        return found(readFilter(columns, {}, { { key, text } }));
    };
    using Rows = std::vector<std::uint32_t>;
    QCOMPARE(rows("Money_Asked", ">30"), Rows { 1 });
    QCOMPARE(rows("Asked_OTP", "yes"), Rows { 0 });
    QCOMPARE(rows("Asked_OTP", "missing"), Rows { 2 });
    QCOMPARE(rows("Place", "o'h"), Rows { 2 });
    QCOMPARE(rows("received", "2026-01 – 2026-01"), Rows { 0 });
    QCOMPARE(rows("case", "C1"), Rows { 1 });
}

void TestCasesPage::saysWhichTextIsNoFilter()
{
    const auto columns = caseColumns(*smallView(), {});
    const CaseFilter filter = readFilter(columns, {}, { { "Money_Asked", "much" } });
    QVERIFY(filter.problem.contains("much") && filter.problem.contains("Money_Asked"));
    QVERIFY(filter.isEmpty());
    QVERIFY(readFilter(columns, "Money_Asked >", {}).problem.contains("filter"));
}

void TestCasesPage::searchTakesWordsAndExpressions()
{
    const auto columns = caseColumns(*smallView(), {});
    QCOMPARE(found(readFilter(columns, "Money_Asked > 30 OR Place = 'local'", {})),
             (std::vector<std::uint32_t> { 0, 1 }));
    QCOMPARE(found(readFilter(columns, "intl", {})), std::vector<std::uint32_t> { 1 });
    QCOMPARE(found(readFilter(columns, "o'hara", {})), std::vector<std::uint32_t> { 2 });
}

void TestCasesPage::filtersByScoreAndStateBesideTheExpression()
{
    const auto columns = caseColumns(*smallView(), {});
    const CaseFilter score = readFilter(columns, {}, { { "score", ">=0.5" } });
    QCOMPARE(found(score), std::vector<std::uint32_t> { 0 });
    QVERIFY(!score.isExpression());
    QCOMPARE(found(readFilter(columns, {}, { { "label", "disp" } })), std::vector<std::uint32_t> { 1 });
    QVERIFY(readFilter(columns, {}, { { "Place", "x" } }).isExpression());
}

void TestCasesPage::sortsMissingLast()
{
    QCOMPARE(found({}, "Money_Asked", true), (std::vector<std::uint32_t> { 1, 0, 2 }));
    QCOMPARE(found({}, "score", false), (std::vector<std::uint32_t> { 1, 0, 2 }));
}

void TestCasesPage::modelHoldsTheItemModelContract()
{
    CaseTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const auto view = smallView();
    model.setView(view, caseColumns(*view, "run-1"), { 2, 0 });
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.caseId(0), QString("c2"));
    QCOMPARE(model.rowOfCase("c0"), 1);
    QCOMPARE(model.rowOfCase("c1"), -1);
    QStringList row;
    for (int i = 0; i < model.columnCount(); ++i)
        row.append(model.index(0, i).data().toString());
    QCOMPARE(row.join('|'), QString("c2|–|–|Not asked|o'hara|–|–"));
    QVERIFY(model.index(0, 3).data(Qt::ToolTipRole).toString().contains("not No"));
    model.setOrder({ 1 });
    QCOMPARE(model.index(0, 5).data().toString(), QString("Disputed"));
    QCOMPARE(model.index(0, 6).data(AmountRole).toDouble(), 0.1);
}

void TestCasesPage::emptyProjectOffersImportOnly()
{
    SampleProject sample;
    sample.create();
    CasesPage page(sample.session());
    page.show();
    page.activate({});
    waitFor(page);
    auto* empty = page.findChild<EmptyState*>();
    QVERIFY(empty->isVisible());
    QCOMPARE(empty->face(), EmptyState::Face::NothingYet);
    QVERIFY(page.primaryAction() == nullptr); // the empty page holds the one primary
}

void TestCasesPage::importsAFileByPreview()
{
    SampleProject sample;
    sample.create();
    ImportPresenter presenter(sample.session());
    const QAbstractItemModelTester mapping(presenter.mapping(),
                                           QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QAbstractItemModelTester rows(presenter.rows(),
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy imported(&presenter, &ImportPresenter::imported);
    presenter.open({ sample.path("calls-2026-01.csv") });
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().step, ImportState::Step::Preview, 30000);
    QCOMPARE(presenter.state().button, QString("Import %1 cases").arg(SampleProject::kCases));
    presenter.showRows(ImportRowsModel::Show::First);
    QCOMPARE(presenter.rows()->rowCount(), SampleProject::kCases);
    QVERIFY(presenter.mapping()->rowCount() > 3);
    const QModelIndex kind =
        presenter.mapping()->index(presenter.mapping()->rowCount() - 1, MappingModel::Kind);
    QVERIFY(presenter.mapping()->setData(kind, static_cast<int>(FieldKind::Text), Qt::EditRole));
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().step, ImportState::Step::Preview, 30000);
    QCOMPARE(presenter.mapping()->index(kind.row(), MappingModel::Kind).data().toString(), QString("text"));
    presenter.importNow();
    QVERIFY(imported.wait(30000));
    QCOMPARE(presenter.state().step, ImportState::Step::Nothing);
    QVERIFY2(presenter.state().notice.contains(QString::number(SampleProject::kCases)),
             qPrintable(presenter.state().notice));
}

void TestCasesPage::cancelledPreviewLeavesNothing()
{
    SampleProject sample;
    sample.create();
    ImportPresenter presenter(sample.session());
    QVERIFY(!presenter.cancel());
    presenter.open({ sample.path("calls-2026-01.csv") });
    QVERIFY(presenter.cancel());
    QCOMPARE(presenter.state().step, ImportState::Step::Nothing);
    QTest::qWait(300);
    QCOMPARE(presenter.state().step, ImportState::Step::Nothing); // the late answer is dropped
    presenter.open({ sample.path("no-such-file.csv") });
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().step, ImportState::Step::Failed, 30000);
    QVERIFY(!presenter.state().problem.isEmpty() && !presenter.state().advice.isEmpty());
}

void TestCasesPage::showsEveryCaseAndSaysHowMany()
{
    SampleProject sample;
    sample.create();
    sample.import();
    CasesPresenter presenter(sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().face, CasesState::Face::Ready, 30000);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().shown, qint64 { SampleProject::kCases }, 30000);
    QVERIFY(presenter.state().sentence.contains(QString::number(SampleProject::kCases)));
}

void TestCasesPage::savesWhatIsShownAsSnapshot()
{
    SampleProject sample;
    sample.create();
    sample.import();
    CasesPresenter presenter(sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().shown, qint64 { SampleProject::kCases }, 30000);
    presenter.setFilters({ { "score", ">0.5" } });
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.isBusy(), 30000);
    presenter.saveSnapshot("no", LabelPolicy::Confirmed);
    QVERIFY(presenter.state().notice == presenter.state().whyNoSnapshot);
    presenter.clearFilter();
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.isBusy(), 30000);
    QSignalSpy saved(&presenter, &CasesPresenter::snapshotSaved);
    presenter.saveSnapshot("all", LabelPolicy::Confirmed);
    QTRY_VERIFY_WITH_TIMEOUT(saved.count() == 1 || presenter.state().noticeGlyph == Glyph::Alarm, 30000);
    QVERIFY2(saved.count() == 1, qPrintable(presenter.state().notice));
}

void TestCasesPage::keyboardReachesEverythingByName()
{
    SampleProject sample;
    sample.create();
    sample.import();
    CasesPage page(sample.session());
    page.resize(1200, 700);
    page.show();
    page.activate({});
    waitFor(page);
    QTest::qWait(100);
    QCOMPARE(namelessWidgets(page), QStringList {});
    for (const char* view : { "import", "quarantine" }) {
        page.showView(view);
        waitFor(page);
        QCOMPARE(namelessWidgets(page), QStringList {});
    }
    page.showView("table");
    QApplication::setActiveWindow(&page);
    page.searchField()->setFocus();
    const auto visited = visitedByTab(page);
    QVERIFY(visited.contains(page.findChild<TableView*>("caseTable")));
    QVERIFY(visited.contains(page.searchField()));
}

void TestCasesPage::enterAsksForTheLabelsOfAnOpenCase()
{
    SampleProject sample;
    sample.create();
    sample.import();
    CasesPage page(sample.session());
    page.resize(1200, 700);
    page.show();
    page.activate({});
    waitFor(page);
    auto* table = page.findChild<TableView*>("caseTable");
    QTRY_VERIFY(table->model()->rowCount() == SampleProject::kCases);
    table->selectRow(3);
    QSignalSpy wants(&page, &Page::wants);
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(wants.count(), 1);
    QCOMPARE(wants.first().at(0).value<PageId>(), PageId::Labels);
    QCOMPARE(wants.first().at(1).value<Selection>().caseId, table->model()->index(3, 0).data().toString());
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text().count('\n'), 1); // header and one case
}

void TestCasesPage::looksDifferentInTheDark()
{
    Theme theme(*qApp);
    SampleProject sample;
    sample.create();
    sample.import();
    CasesPage page(sample.session());
    page.resize(1196, 664);
    page.show();
    page.activate({});
    waitFor(page);
    const QImage light = picture(page, theme, ThemeChoice::Light);
    const QImage dark = picture(page, theme, ThemeChoice::Dark);
    QVERIFY(!isBlank(light) && !isBlank(dark));
    QVERIFY(light != dark);
}

QTEST_MAIN(TestCasesPage)
#include "tst_CasesPage.moc"
