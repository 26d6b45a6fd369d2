// SPDX-License-Identifier: GPL-3.0-or-later
// The views fields and expectations of the page Cases.
#include "PageChecks.h"
#include "SampleProject.h"

#include "app/CliRunner.h"
#include "core/base/AtomicFile.h"
#include "core/workflow/ExpectData.h"
#include "core/workflow/ManagePersons.h"
#include "ui/pages/cases/CasesPage.h"
#include "ui/text/Format.h"
#include "ui/widgets/TableView.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;
using casebench::test::qs;

namespace {

int rowOf(QAbstractItemModel* model, const QString& text, int column = 0)
{
    for (int row = 0; row < model->rowCount(); ++row) {
        if (model->index(row, column).data().toString() == text)
            return row;
    }
    return -1;
}

template<typename Widget>
Widget* named(const QWidget& page, const char* name)
{
    for (Widget* widget : page.findChildren<Widget*>()) {
        if (widget->accessibleName() == QLatin1String(name))
            return widget;
    }
    return nullptr;
}

QPushButton* button(const QWidget& page, const char* text)
{
    for (auto* candidate : page.findChildren<QPushButton*>()) {
        if (candidate->text() == QLatin1String(text) && candidate->isVisibleTo(&page))
            return candidate;
    }
    return nullptr;
}

} // namespace

class TestCasesData : public QObject
{
    Q_OBJECT

private slots:
    void everyFieldStandsOnTheCardWithItsHistory();
    void quarantineKindsAreSaidInWords();
    void aFieldIsChangedByKeyboardWithAReason();
    void takingPersonalAwaySaysWhatItMeansAndAsksWhy();
    void whoMayNotChangeAFieldIsToldWhy();
    void suggestionsAreSavedRunAndTheirCasesOpened();
    void editsAreCheckedCountedAndDropped();
    void anotherProjectKeepsNothingOfTheOneBefore();
    void desktopAndCommandLineFindTheSameFailures();
    void everythingHasAName();
    void bothViewsLookDifferentInTheDark();
};

void TestCasesData::everyFieldStandsOnTheCardWithItsHistory()
{
    SampleProject sample;
    sample.create();
    FieldsPresenter presenter(sample.session());
    const QAbstractItemModelTester tester(presenter.model(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    presenter.setVisible(true);
    settle(presenter);
    QCOMPARE(presenter.state().face, FieldsState::Face::Empty);
    QVERIFY(!presenter.state().sentence.contains("reference of")); // there is none to name
    sample.import();
    settle(presenter);
    QCOMPARE(presenter.state().face, FieldsState::Face::Ready);
    QCOMPARE(presenter.model()->rowCount(), 9);
    const int money = rowOf(presenter.model(), "Money_Asked");
    QVERIFY(money >= 0);
    QCOMPARE(presenter.model()->index(money, FieldsPresenter::Kind).data().toString(), QString("number"));
    QCOMPARE(presenter.model()->index(money, FieldsPresenter::Filled).data().toString(),
             QString("100\u00A0%"));
    QCOMPARE(presenter.model()->index(money, FieldsPresenter::Drift).data().toString(), QString("–"));
    QVERIFY(presenter.state().sentence.contains("Drift is undefined"));
    presenter.select("Money_Asked");
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().history.size(), 1, 30000);
    QCOMPARE(qs(presenter.state().history.front().what), QString("came with calls-2026-01.csv"));
}

/// What files and commands call "ragged", people read; the tip has the token for whoever looks it up.
void TestCasesData::quarantineKindsAreSaidInWords()
{
    QuarantineModel model(true);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QList<QuarantineLine> lines;
    for (const char* kind : { "ragged", "nul-byte", "duplicate-id", "unterminated-quote", "unknown-case",
                              "from-a-newer-program" })
        lines.append({ "calls.csv", 7, {}, kind, "The reason.", "a;b" });
    model.setLines(lines);
    const auto shown = [&model](int row) { return model.index(row, 3).data().toString(); };
    QCOMPARE(shown(0), QString("Number of fields"));
    QCOMPARE(model.index(0, 3).data(Qt::ToolTipRole).toString(), QString("ragged"));
    for (int row = 1; row < 5; ++row)
        QVERIFY2(shown(row) != lines[row].kind && !shown(row).contains(u'-'), qPrintable(shown(row)));
    QCOMPARE(shown(5), QString("from-a-newer-program")); // nothing is hidden that is not known here

    // The panel shows the words, its export keeps the tokens.
    SampleProject sample;
    sample.create();
    sample.directory().write("calls-2026-09.csv", "case_id,received\nC1,2026-09-01,more\nC2,2026-09-01\n");
    sample.import("09");
    QuarantinePresenter presenter(sample.session());
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.model()->rowCount(), 1, 30000);
    QCOMPARE(presenter.model()->index(0, 3).data().toString(), QString("Number of fields"));
    presenter.exportTo(sample.path("quarantine.csv"));
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().noticeGlyph, Glyph::Good, 30000);
    const auto exported = readFile(sample.directory() / "quarantine.csv");
    CB_VERIFY(exported);
    QVERIFY(exported->find("ragged") != std::string::npos);
}

void TestCasesData::aFieldIsChangedByKeyboardWithAReason()
{
    ImportedProject sample;
    CasesPage page(sample.session());
    page.resize(1196, 664);
    page.show();
    page.activate(Selection { .view = "fields" });
    page.showView("fields");
    settle(page);
    auto* table = named<TableView>(page, "Fields");
    QVERIFY(table != nullptr);
    table->setCurrentIndex(table->model()->index(rowOf(table->model(), "Location_Of_Call"), 0));
    QApplication::setActiveWindow(&page);
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Return);
    auto* kind = named<QComboBox>(page, "Kind of the field");
    QTRY_VERIFY_WITH_TIMEOUT(kind->hasFocus(), 60000);
    QTest::keyClick(kind, Qt::Key_Tab);
    auto* role = named<QComboBox>(page, "Role of the field");
    QTRY_VERIFY_WITH_TIMEOUT(role->hasFocus(), 60000);
    QTest::keyClicks(role, "g"); // group
    QCOMPARE(role->currentText(), QString("group"));
    auto* save = button(*page.findChild<FieldDetailPane*>(), "Change field");
    QVERIFY(save != nullptr && !save->isEnabled()); // no reason yet
    auto* reason = named<QLineEdit>(page, "Reason of the change");
    reason->setFocus();
    QTest::keyClicks(reason, "call centres");
    QVERIFY(save->isEnabled());
    QTest::keyClick(reason, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(
        table->model()
            ->index(rowOf(table->model(), "Location_Of_Call"), FieldsPresenter::RoleColumn)
            .data()
            .toString(),
        QString("group"), 30000);
    auto project = Project::open(sample.directory() / "p.casebench", OpenOptions { .readOnly = true });
    CB_VERIFY(project);
    const auto history = fieldHistory(*project, "Location_Of_Call");
    CB_VERIFY(history);
    QCOMPARE(qs(history->back().what), QString("role feature -> group"));
    QCOMPARE(qs(history->back().reason), QString("call centres"));
}

void TestCasesData::takingPersonalAwaySaysWhatItMeansAndAsksWhy()
{
    FieldCard card;
    card.field = { "caller", FieldKind::Text, FieldRole::Personal, ValueType::Text, false };
    FieldsState state;
    state.face = FieldsState::Face::Ready;
    state.mayEdit = true;
    state.selected = "caller";
    SchemaCard all;
    all.fields = { card };
    state.card = std::make_shared<const SchemaCard>(all);
    FieldDetailPane pane;
    pane.render(state);
    const auto said = [&pane] {
        return std::ranges::any_of(pane.findChildren<QLabel*>(), [&pane](const QLabel* label) {
            return label->isVisibleTo(&pane) && label->text().contains("shown to everybody");
        });
    };
    auto* role = named<QComboBox>(pane, "Role of the field");
    auto* reason = named<QLineEdit>(pane, "Reason of the change");
    auto* save = button(pane, "Change field");
    QVERIFY(!said());
    QCOMPARE(pane.command(), QString("fields set caller --role ROLE --reason TEXT"));
    role->setCurrentText("group");
    QVERIFY(said() && !save->isEnabled());
    reason->setText("no names in it");
    QVERIFY(save->isEnabled());
    QCOMPARE(pane.command(), QString("fields set caller --role group --reason 'no names in it'"));
    role->setCurrentText("personal");
    QVERIFY(!said());
}

void TestCasesData::whoMayNotChangeAFieldIsToldWhy()
{
    ImportedProject sample;
    {
        auto project = Project::open(sample.directory() / "p.casebench", OpenOptions {});
        CB_VERIFY(addPerson(*project, sample.session().actor(), { "ina", Role::Investigator, {}, {} }));
    }
    CB_VERIFY(sample.session().actAs("ina"));
    FieldsPresenter presenter(sample.session());
    presenter.setVisible(true);
    settle(presenter);
    QVERIFY(!presenter.state().mayEdit);
    QVERIFY(presenter.state().whyNotEdit.contains("analyst"));
    ExpectationsPresenter checks(sample.session());
    checks.setVisible(true);
    settle(checks);
    QVERIFY(!checks.state().mayEdit);
}

void TestCasesData::suggestionsAreSavedRunAndTheirCasesOpened()
{
    ImportedProject sample;
    CasesPage page(sample.session());
    visit(page);
    page.showView("expectations");
    settle(page);
    auto* suggest = button(page, "Suggest expectations");
    QVERIFY(suggest != nullptr); // the empty view's one button
    suggest->click();
    settle(page);
    auto* table = named<TableView>(page, "Expectations");
    QVERIFY(table->model()->rowCount() > 10);
    const int range = rowOf(table->model(), "between", ExpectationsModel::Check);
    QVERIFY(table->model()->setData(table->model()->index(range, ExpectationsModel::Asked), "0 to 500"));
    QVERIFY(table->model()->setData(table->model()->index(range, ExpectationsModel::Mostly), "100"));
    QVERIFY(page.primaryAction()->text().startsWith("Save "));
    page.primaryAction()->trigger();
    settle(page);
    QVERIFY2(page.primaryAction()->text().startsWith("Run "), qPrintable(page.primaryAction()->text()));
    page.primaryAction()->trigger();
    settle(page);
    QCOMPARE(table->model()->index(range, ExpectationsModel::ResultColumn).data().toString(),
             QString("fails"));
    const int failing = table->model()->index(range, ExpectationsModel::Failing).data().toInt();
    QVERIFY(failing > 5);
    table->setCurrentIndex(table->model()->index(range, 0));
    QToolButton* open = nullptr;
    for (auto* candidate : page.findChildren<QToolButton*>()) {
        if (candidate->text() == QString("Open %1 cases").arg(failing))
            open = candidate;
    }
    QVERIFY(open != nullptr);
    open->click();
    QCOMPARE(page.currentView(), QString("table"));
    auto* cases = page.findChild<TableView*>("caseTable");
    QTRY_COMPARE_WITH_TIMEOUT(cases->model()->rowCount(), failing, 30000);
}

void TestCasesData::editsAreCheckedCountedAndDropped()
{
    ImportedProject sample;
    ExpectationsPresenter presenter(sample.session());
    const QAbstractItemModelTester tester(presenter.model(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    presenter.setVisible(true);
    settle(presenter);
    presenter.add("Money_Asked", CheckKind::Between);
    presenter.add("Money_Asked", CheckKind::Between);
    QCOMPARE(presenter.state().edits, 2);
    QVERIFY(presenter.model()->lines()[0].expectation.name != presenter.model()->lines()[1].expectation.name);
    const auto asked = presenter.model()->index(0, ExpectationsModel::Asked);
    presenter.model()->setData(asked, "from here on");
    QVERIFY(presenter.state().notice.contains("bounds"));
    QCOMPARE(asked.data().toString(), QString("0 to")); // unchanged
    presenter.model()->setData(asked, "5 to 90");
    QVERIFY(presenter.state().notice.isEmpty());
    presenter.model()->setData(presenter.model()->index(0, ExpectationsModel::Mostly), "0");
    QVERIFY(presenter.state().notice.contains("share"));
    presenter.model()->setData(presenter.model()->index(0, ExpectationsModel::Severity), 1);
    QCOMPARE(presenter.model()->index(0, ExpectationsModel::Severity).data().toString(), QString("critical"));
    presenter.remove(1);
    QCOMPARE(presenter.state().edits, 1);
    presenter.save();
    settle(presenter);
    QCOMPARE(presenter.state().edits, 0);
    presenter.remove(0);
    QCOMPARE(presenter.state().edits, 1);
    QVERIFY(presenter.discard());
    QVERIFY(!presenter.discard());
    QCOMPARE(presenter.model()->rowCount(), 1);
    QVERIFY(presenter.model()->lines()[0].expectation.severity == CheckSeverity::Critical);
}

void TestCasesData::anotherProjectKeepsNothingOfTheOneBefore()
{
    ImportedProject sample;
    FieldsPresenter fields(sample.session());
    ExpectationsPresenter expectations(sample.session());
    QuarantinePresenter quarantine(sample.session());
    const auto see = [&](bool seen) {
        fields.setVisible(seen);
        expectations.setVisible(seen);
        quarantine.setVisible(seen);
    };
    see(true);
    settle(fields);
    settle(expectations);
    settle(quarantine);
    fields.select("Money_Asked");
    expectations.add("Money_Asked", CheckKind::Between);
    expectations.save();
    settle(expectations);
    sample.directory().write("checks.json", prettyJson(toJson(std::vector<Expectation> {})));
    expectations.add("Money_Asked", CheckKind::Unique);
    quarantine.setSource(1);
    expectations.run(); // both end while the other project is open
    expectations.importFrom(sample.path("checks.json"));
    see(false);
    CB_VERIFY(sample.session().create(sample.path("other.casebench")));
    QVERIFY(fields.state().card == nullptr && fields.state().selected.isEmpty());
    QVERIFY(fields.state().mayEdit && expectations.state().mayEdit && !expectations.state().working);
    QCOMPARE(fields.model()->rowCount(), 0);
    QCOMPARE(expectations.state().edits, 0);
    QCOMPARE(quarantine.state().source, 0); // a number of the other project's file
    see(true);
    settle(fields);
    settle(expectations);
    settle(quarantine);
    QCOMPARE(fields.state().face, FieldsState::Face::Empty);
    QCOMPARE(expectations.model()->rowCount(), 0); // what was being written was for the other project
    QTRY_VERIFY_WITH_TIMEOUT(sample.session().jobs().jobs().isEmpty(), 30000);
    QTest::qWait(50);
    QVERIFY(!expectations.report());
    QCOMPARE(expectations.state().notice, QString());
    QCOMPARE(quarantine.state().face, QuarantineState::Face::Empty);
}

void TestCasesData::desktopAndCommandLineFindTheSameFailures()
{
    // Scenario 28.
    ImportedProject sample;
    const QString folder = QString::fromStdString(sample.directory().path().string());
    CB_VERIFY(
        writeFileAtomically(sample.directory() / "e.json", R"({"format":"casebench-expectations","version":1,
        "expectations":[
        {"name":"money","check":"between","field":"Money_Asked","severity":"warning","mostly":0.9,"low":0,"high":900},
        {"name":"place","check":"in-set","field":"Location_Of_Call","severity":"critical","values":["local","voip"]},
        {"name":"id","check":"unique","field":"case_id","severity":"critical"},
        {"name":"shape","check":"matches","field":"case_id","severity":"warning","pattern":"[02468]$"},
        {"name":"there","check":"column-exists","field":"Nowhere","severity":"warning"}]})"));
    ExpectationsPresenter presenter(sample.session());
    presenter.setVisible(true);
    settle(presenter);
    presenter.importFrom(sample.path("e.json"));
    QTRY_COMPARE_WITH_TIMEOUT(presenter.model()->rowCount(), 5, 30000);
    presenter.save();
    settle(presenter);
    presenter.run();
    settle(presenter);
    QVERIFY(presenter.report().has_value());
    const auto answer = casebench::test::runCli(folder, { "-p", "p.casebench", "--json", "expect", "run" });
    QVERIFY2(answer.code == 3, answer.told().c_str()); // a critical one fails
    const Json& checks = answer.result()["checks"];
    QCOMPARE(checks.size(), presenter.report()->checks.size());
    int failing = 0;
    for (std::size_t i = 0; i < checks.size(); ++i) {
        const ExpectationOutcome& ours = presenter.report()->checks[i];
        QCOMPARE(qs(checks[i]["name"].get<std::string>()), qs(ours.expectation.name));
        QCOMPARE(checks[i]["passed"].get<bool>(), ours.result.status == CheckStatus::Passed);
        QVERIFY(checks[i]["failing_rows"].get<std::vector<std::string>>() == ours.failingCases);
        failing += static_cast<int>(ours.failingCases.size());
    }
    QVERIFY(failing > 10);
    // Only warnings fail: exit code 0.
    presenter.model()->setData(presenter.model()->index(1, ExpectationsModel::Severity), 0);
    presenter.save();
    settle(presenter);
    QCOMPARE(casebench::test::runCli(folder, { "-p", "p.casebench", "--json", "expect", "run" }).code, 0);
    // Neither tells what a personal field holds, one guess after the other.
    const auto set = casebench::test::runCli(
        folder, { "-p", "p.casebench", "fields", "set", "Money_Asked", "--role", "personal" });
    QVERIFY2(set.code == 0, set.told().c_str());
    presenter.run();
    settle(presenter);
    const auto heldBack = casebench::test::runCli(folder, { "-p", "p.casebench", "--json", "expect", "run" });
    QVERIFY(heldBack.result()["checks"][0]["status"] == "skipped");
    QVERIFY(heldBack.result()["checks"][0]["failing_rows"].empty());
    const auto shown = [&](int column) { return presenter.model()->index(0, column).data().toString(); };
    QCOMPARE(shown(ExpectationsModel::ResultColumn), QString("cannot be said"));
    QCOMPARE(shown(ExpectationsModel::Failing), format::undefined());
    presenter.select(0);
    QVERIFY2(presenter.state().resultText.contains("personal"), qPrintable(presenter.state().resultText));
    QVERIFY(presenter.state().failingCases.isEmpty() && presenter.state().openText.isEmpty());
}

void TestCasesData::everythingHasAName()
{
    ImportedProject sample;
    CasesPage page(sample.session());
    visit(page);
    for (const char* view : { "fields", "expectations" }) {
        page.showView(view);
        settle(page);
        QTest::qWait(50);
        QCOMPARE(namelessWidgets(page), QStringList {});
    }
}

void TestCasesData::bothViewsLookDifferentInTheDark()
{
    Theme theme(*qApp);
    ImportedProject sample;
    CasesPage page(sample.session());
    visit(page);
    for (const char* view : { "fields", "expectations" }) {
        page.showView(view);
        settle(page);
        differsInTheDark(page, theme);
    }
}

QTEST_MAIN(TestCasesData)
#include "tst_CasesData.moc"
