// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageChecks.h"
#include "SampleProject.h"
#include "support/CaseTableBuilder.h"

#include "ui/pages/cases/CaseColumnChooser.h"
#include "ui/pages/cases/CasesPage.h"
#include "ui/pages/cases/ImportWords.h"
#include "ui/widgets/Delegates.h"
#include "ui/widgets/FactList.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QSignalSpy>

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;
using casebench::test::CaseTableBuilder;
using casebench::test::qs;

namespace {

CaseTablePtr smallTable()
{
    return CaseTableBuilder()
        .time("received", { "2026-01-05", "2026-02-01", "" })
        .number("Money_Asked", { 20, 40, std::nan("") })
        .yesNo("Asked_OTP", { "Yes", "No", "" })
        .category("Place", { "local", "intl", "o'hara" })
        .build();
}

CaseFilter filterOf(const QString& search, const QHash<QString, QString>& filters)
{
    const CaseTablePtr table = smallTable();
    const Schema& schema = table->schema;
    return readFilter(schema, caseColumns(schema, {}), search, filters);
}

QString expressionOf(const QString& key, const QString& text)
{
    return filterOf({}, { { key, text } }).expression;
}

std::vector<std::uint32_t> found(const CaseFilter& filter)
{
    const auto parsed = Filter::parse(filter.expression.toStdString());
    const auto mask =
        parsed ? parsed->mask(*smallTable(), {}) : Result<std::vector<std::uint8_t>>(parsed.error());
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; mask && row < mask->size(); ++row) {
        if ((*mask)[row] != 0)
            rows.push_back(row);
    }
    return mask ? rows : std::vector<std::uint32_t> { 999 };
}

CaseTableModel::Marks smallMarks()
{
    auto marks = std::make_shared<CaseMarks>();
    marks->rows = { 1 };
    marks->settled = { SettledCase { kUndecided, CaseState::Disputed } };
    marks->score = { 0.9, 0.1, std::nan("") };
    marks->scoredBy = 1;
    return marks;
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
    void modelHoldsTheItemModelContract();
    void columnChooserHidesAndFinds();
    void emptyProjectOffersImportOnly();
    void importsAFileByPreview();
    void cancelledPreviewLeavesNothing();
    void showsEveryCaseAndSaysHowMany();
    void anotherProjectShowsNothingOfTheFirst();
    void factsAreARowEachAndFoundByTyping();
    void savesWhatIsShownAsSnapshot();
    void keyboardReachesEverythingByName();
    void enterAsksForTheLabelsOfAnOpenCase();
    void findsWithoutHiding();
    void correctsAndTakesBack();
    void staleOrdersNeverAppear();
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
    const auto rows = [&](const QString& key, const QString& text) {
        return found(filterOf({}, { { key, text } }));
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
    const CaseFilter filter = filterOf({}, { { "Money_Asked", "much" } });
    QVERIFY(filter.problem.contains("much") && filter.problem.contains("Money_Asked"));
    QVERIFY(filter.isEmpty());
    QVERIFY(filterOf("Money_Asked >", {}).problem.contains("filter"));
}

void TestCasesPage::searchTakesWordsAndExpressions()
{
    QCOMPARE(found(filterOf("Money_Asked > 30 OR Place = 'local'", {})),
             (std::vector<std::uint32_t> { 0, 1 }));
    QCOMPARE(found(filterOf("intl", {})), std::vector<std::uint32_t> { 1 });
    QCOMPARE(found(filterOf("o'hara", {})), std::vector<std::uint32_t> { 2 });
    QCOMPARE(found(filterOf("40", {})), std::vector<std::uint32_t> { 1 });
}

void TestCasesPage::filtersByScoreAndStateBesideTheExpression()
{
    const CaseFilter score = filterOf({}, { { "score", ">=0.5" } });
    QCOMPARE(score.query("received", true).scoreFrom, 0.5);
    QVERIFY(!score.isExpression());
    const CaseFilter label = filterOf({}, { { "label", "disp" } });
    QVERIFY(label.query({}, false).state == CaseState::Disputed);
    QVERIFY(filterOf({}, { { "Place", "x" } }).isExpression());
}

void TestCasesPage::modelHoldsTheItemModelContract()
{
    CaseTableModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy wanted(&model, &CaseTableModel::blocksWanted);
    const auto table = smallTable();
    model.setCases(caseColumns(table->schema, "run-1"), smallMarks(), { 2, 0 });
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.positionOf(0), 1);
    QCOMPARE(model.positionOf(1), -1);
    // What was not read yet is empty, and asked for once.
    QCOMPARE(model.index(0, 2).data().toString(), QString());
    QCOMPARE(model.caseId(0), QString());
    QVERIFY(wanted.wait(5000));
    const auto blocks = model.takeWanted();
    QCOMPARE(blocks, (QList<CaseBlock> { { 0, 0 } }));
    QVERIFY(model.takeWanted().isEmpty());
    QCOMPARE(model.rowsOf(blocks.first()), (CaseTableModel::Rows { 0, 2 }));
    QCOMPARE(model.fieldsOf(blocks.first()).size(), table->schema.size());
    model.setBlock(blocks.first(), table->select(std::vector<std::uint32_t> { 0, 2 }));
    QCOMPARE(model.caseId(0), QString("c2"));
    QCOMPARE(model.caseId(2), QString());
    QStringList row;
    for (int i = 0; i < model.columnCount(); ++i)
        row.append(model.index(0, i).data().toString());
    QCOMPARE(row.join('|'), QString("c2|–|–|Not asked|o'hara|–|–"));
    QVERIFY(model.index(0, 3).data(Qt::ToolTipRole).toString().contains("not No"));
    const quint64 before = model.generation();
    model.setOrder(smallMarks(), { 1 });
    QVERIFY(model.generation() != before); // a block of the older order would be refused
    QCOMPARE(model.index(0, 5).data().toString(), QString("Disputed"));
    QCOMPARE(model.index(0, 6).data(AmountRole).toDouble(), 0.1);
    model.setOrder(smallMarks(), { 2, 1, 0 });
    model.setOrder(smallMarks(), {});
    QCOMPARE(model.rowCount(), 0);
}

void TestCasesPage::columnChooserHidesAndFinds()
{
    CaseColumnsModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setColumns(caseColumns(smallTable()->schema, {}), { "Place" });
    QCOMPARE(model.rowCount(), 6); // all but the case itself
    QCOMPARE(model.hidden(), QStringList { "Place" });
    QSignalSpy changed(&model, &CaseColumnsModel::hiddenChanged);
    QVERIFY(model.setData(model.index(1), Qt::Unchecked, Qt::CheckStateRole));
    QCOMPARE(model.hidden(), (QStringList { "Money_Asked", "Place" }));
    model.setAll(true);
    QVERIFY(model.hidden().isEmpty());
    QCOMPARE(changed.count(), 2);
}

void TestCasesPage::emptyProjectOffersImportOnly()
{
    SampleProject sample;
    sample.create();
    CasesPage page(sample.session());
    visit(page);
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
    ImportedProject sample;
    CasesPresenter presenter(sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().face, CasesState::Face::Ready, 30000);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().shown, qint64 { SampleProject::kCases }, 30000);
    QVERIFY(presenter.state().sentence.contains(QString::number(SampleProject::kCases)));
}

void TestCasesPage::anotherProjectShowsNothingOfTheFirst()
{
    ImportedProject sample;
    CasesPage page(sample.session());
    page.resize(1280, 720);
    page.show();
    page.activate({});
    auto* table = page.findChild<TableView*>("caseTable");
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), SampleProject::kCases, 30000);
    settle(page);
    static_cast<QLineEdit*>(page.searchField())->setText("2601");
    QTest::qWait(250);
    settle(page);
    CB_VERIFY(sample.session().create(sample.path("other.casebench")));
    // At once: to read rows and columns of the one in the other's file ended the program.
    QCOMPARE(table->model()->rowCount(), 0);
    QCOMPARE(table->model()->columnCount(), 0);
    QCOMPARE(static_cast<QLineEdit*>(page.searchField())->text(), QString());
    settle(page);
    QCOMPARE(table->model()->rowCount(), 0);
}

void TestCasesPage::factsAreARowEachAndFoundByTyping()
{
    FactList list("Facts");
    QList<KeyValueList::Row> rows;
    for (int i = 0; i < 400; ++i)
        rows.append({ .key = QString("field_%1").arg(i), .value = QString("value %1").arg(i % 10) });
    rows[7].value = QString(500, u'x');
    list.setRows(rows);
    list.resize(280, 500);
    list.show();
    QApplication::setActiveWindow(&list);
    const auto* model = list.table()->model();
    QCOMPARE(model->rowCount(), 400);
    QVERIFY(list.findChildren<QWidget*>().size() < 40); // no widget per fact
    QVERIFY(list.height() < 600 && list.table()->height() < 500); // it scrolls
    list.table()->setFocus();
    QTest::keyClicks(list.table(), "_");
    QCOMPARE(QApplication::focusWidget(), list.search());
    QTest::keyClicks(list.search(), "399");
    QTRY_COMPARE(model->rowCount(), 1);
    QCOMPARE(model->index(0, 0).data().toString(), QString("field_399"));
    list.search()->setText("nowhere");
    QTRY_COMPARE(model->rowCount(), 0);
    QTest::keyClick(list.search(), Qt::Key_Escape);
    QTRY_COMPARE(model->rowCount(), 400);
    // What a row cuts stands whole below, and the next case keeps the place.
    list.table()->setCurrentIndex(model->index(7, 0));
    const auto shows = [&list](const QString& text) {
        const auto labels = list.findChildren<Label*>();
        return std::ranges::any_of(
            labels, [&](const Label* label) { return label->isVisible() && label->text().contains(text); });
    };
    QVERIFY(shows(QString(500, u'x')));
    rows[7].value = "short";
    list.setRows(rows);
    QCOMPARE(list.table()->currentIndex().row(), 7);
    QVERIFY(!shows("short"));
    list.setRows(rows.mid(0, 5));
    QVERIFY(list.search()->isHidden());
    QCOMPARE(model->rowCount(), 5);
}

void TestCasesPage::savesWhatIsShownAsSnapshot()
{
    ImportedProject sample;
    CasesPresenter presenter(sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().shown, qint64 { SampleProject::kCases }, 30000);
    presenter.setFilters({ { "score", ">0.5" } });
    settle(presenter);
    presenter.saveSnapshot("no", LabelPolicy::Confirmed);
    QVERIFY(presenter.state().notice == presenter.state().whyNoSnapshot);
    presenter.clearFilter();
    settle(presenter);
    QSignalSpy saved(&presenter, &CasesPresenter::snapshotSaved);
    presenter.saveSnapshot("all", LabelPolicy::Confirmed);
    QTRY_VERIFY_WITH_TIMEOUT(saved.count() == 1 || presenter.state().noticeGlyph == Glyph::Alarm, 30000);
    QVERIFY2(saved.count() == 1, qPrintable(presenter.state().notice));
}

void TestCasesPage::keyboardReachesEverythingByName()
{
    ImportedProject sample;
    CasesPage page(sample.session());
    visit(page);
    QTest::qWait(100);
    QCOMPARE(namelessWidgets(page), QStringList {});
    for (const char* view : { "import", "quarantine" }) {
        page.showView(view);
        settle(page);
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
    ImportedProject sample;
    CasesPage page(sample.session());
    visit(page);
    auto* table = page.findChild<TableView*>("caseTable");
    QTRY_VERIFY_WITH_TIMEOUT(table->model()->rowCount() == SampleProject::kCases, 60000);
    table->selectRow(3);
    QSignalSpy wants(&page, &Page::wants);
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(wants.count(), 1);
    QCOMPARE(wants.first().at(0).value<PageId>(), PageId::Labels);
    QCOMPARE(wants.first().at(1).value<Selection>().caseId, table->model()->index(3, 0).data().toString());
    QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(QGuiApplication::clipboard()->text().count('\n'), 1,
                              30000); // header and one case
    const QString id = table->model()->index(3, 0).data().toString();
    QVERIFY(!id.isEmpty() && QGuiApplication::clipboard()->text().contains('\n' + id + '\t'));
}

void TestCasesPage::findsWithoutHiding()
{
    ImportedProject sample;
    CasesPresenter presenter(sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().shown, qint64 { SampleProject::kCases }, 30000);
    presenter.setFinding(true);
    presenter.setSearch("voip");
    settle(presenter);
    QCOMPARE(presenter.state().shown, qint64 { SampleProject::kCases });
    QSignalSpy found(&presenter, &CasesPresenter::found);
    presenter.findNext(-1, false);
    QTRY_COMPARE_WITH_TIMEOUT(found.count(), 1, 30000);
    const int first = found.takeFirst().at(0).toInt();
    presenter.findNext(first, false);
    QTRY_COMPARE_WITH_TIMEOUT(found.count(), 1, 30000);
    const int second = found.takeFirst().at(0).toInt();
    QVERIFY(second > first);
    presenter.findNext(second, true);
    QTRY_COMPARE_WITH_TIMEOUT(found.count(), 1, 30000);
    QCOMPARE(found.takeFirst().at(0).toInt(), first);
    presenter.setFinding(false); // the same words filter now
    QTRY_VERIFY_WITH_TIMEOUT(!presenter.isBusy() && presenter.state().shown < SampleProject::kCases, 30000);
    QVERIFY(presenter.state().shown > 1);
}

void TestCasesPage::correctsAndTakesBack()
{
    ImportedProject sample;
    CasesPresenter presenter(sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().shown, qint64 { SampleProject::kCases }, 30000);
    CaseFacts facts;
    connect(&presenter, &CasesPresenter::looked, this, [&](const CaseFacts& looked) { facts = looked; });
    presenter.lookAt(5);
    QTRY_VERIFY_WITH_TIMEOUT(!facts.caseId.isEmpty(), 30000);
    const auto money = [&] {
        for (const CaseFact& fact : facts.facts) {
            if (fact.field == "Money_Asked")
                return fact.value;
        }
        return QString();
    };
    const QString before = money();
    const qsizetype happenings = facts.history.size();
    presenter.correct(facts.caseId, "Money_Asked", "4711", "typing error");
    QTRY_VERIFY_WITH_TIMEOUT(presenter.state().canUndo && facts.history.size() == happenings + 1, 30000);
    QVERIFY(money().contains("4,711") && money() != before);
    presenter.undoCorrection();
    QTRY_VERIFY_WITH_TIMEOUT(facts.history.size() == happenings + 2, 30000);
    QCOMPARE(money(), before);
    QVERIFY(!presenter.state().canUndo);
}

void TestCasesPage::staleOrdersNeverAppear()
{
    ImportedProject sample;
    CasesPresenter presenter(sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().shown, qint64 { SampleProject::kCases }, 30000);
    QSignalSpy ordered(&presenter, &CasesPresenter::ordered);
    for (int i = 0; i < 20; ++i) // typed faster than a filter takes
        presenter.setFilters({ { "Money_Asked", QString(">%1").arg(i) } });
    presenter.setFilters({ { "Money_Asked", ">1000000000" } });
    settle(presenter);
    QTest::qWait(200);
    QCOMPARE(presenter.state().shown, qint64 { 0 });
    QCOMPARE(presenter.model()->rowCount(), 0);
    QCOMPARE(ordered.count(), 1);
}

void TestCasesPage::looksDifferentInTheDark()
{
    Theme theme(*qApp);
    ImportedProject sample;
    CasesPage page(sample.session());
    visit(page);
    differsInTheDark(page, theme);
}

QTEST_MAIN(TestCasesPage)
#include "tst_CasesPage.moc"
