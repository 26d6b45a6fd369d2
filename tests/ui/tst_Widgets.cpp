// SPDX-License-Identifier: GPL-3.0-or-later
#include "DemoPages.h"

#include "ui/theme/Style.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ParameterForm.h"

#include <QApplication>
#include <QClipboard>
#include <QDoubleSpinBox>
#include <QHeaderView>
#include <QHelpEvent>
#include <QScopeGuard>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextDocument>
#include <QTextDocumentFragment>
#include <QToolTip>

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;

class tst_Widgets : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }

    void init()
    {
        m_theme->choose(ThemeChoice::Light);
        QCoreApplication::processEvents();
    }

    void cleanupTestCase() { m_theme.reset(); }

    void threeFacesOfEmptyDiffer();
    void onlyNothingYetHoldsThePrimary();
    void bannerShowsSentenceAndOneButton();
    void labelsNeverBecomeMarkup();
    void mutedLabelsStayMutedInBothThemes();
    void everyDelegatePaintsInBothThemes();
    void tipsOfTablesAreNeverMarkup();
    void tableCopiesSelectionAsTsv();
    void tableGoesOnWithTab();
    void fittingTableIsAsHighAsItsRows();
    void filterHeaderSaysWhatActs();
    void searchWaitsForAPauseAndEscClears();
    void switchIsMovedByArrows();
    void actionButtonFollowsItsAction();
    void panesFollowTheTextSize();
    void parameterFormGivesOnlyWhatDiffers();
    void keyValuesAreSpokenTogether();
    void everythingFocusableHasAName();

private:
    /// Grabs the widget in both themes; they must show something and differ.
    void holdsInBothThemes(QWidget& widget, const QSize& size);

    std::unique_ptr<Theme> m_theme;
};

namespace {

bool isBlank(const QImage& image)
{
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixel(x, y) != image.pixel(0, 0))
                return false;
        }
    }
    return true;
}

} // namespace

void tst_Widgets::holdsInBothThemes(QWidget& widget, const QSize& size)
{
    widget.resize(size);
    m_theme->choose(ThemeChoice::Light);
    QCoreApplication::processEvents(); // Qt tells widgets of a palette through the loop
    const QImage light = widget.grab().toImage();
    m_theme->choose(ThemeChoice::Dark);
    QCoreApplication::processEvents(); // Qt tells widgets of a palette through the loop
    const QImage dark = widget.grab().toImage();
    m_theme->choose(ThemeChoice::Light);
    QCoreApplication::processEvents(); // Qt tells widgets of a palette through the loop
    QVERIFY(!isBlank(light));
    QVERIFY(!isBlank(dark));
    QVERIFY(light != dark);
    QCOMPARE(widget.grab().toImage(), light); // and back again
}

void tst_Widgets::threeFacesOfEmptyDiffer()
{
    EmptyState empty;
    empty.showNothingYet(IconId::Comparison, "No runs to compare",
                         "Two runs on the same cases will stand here.", "Train a first run");
    holdsInBothThemes(empty, { 400, 300 });
    const QImage first = empty.grab().toImage();
    empty.showNothingMatches("No case matches", "Filter: UPI_PAYMENTS = Yes", "Clear filter");
    holdsInBothThemes(empty, { 400, 300 });
    const QImage second = empty.grab().toImage();
    empty.showCannot("Drift cannot be computed", "The window holds 38 cases; at least 100 are needed.",
                     "n = 38", "Roll into August");
    holdsInBothThemes(empty, { 400, 300 });
    QVERIFY(first != second && second != empty.grab().toImage());
}

void tst_Widgets::onlyNothingYetHoldsThePrimary()
{
    EmptyState empty;
    QSignalSpy acted(&empty, &EmptyState::acted);
    empty.showNothingYet(IconId::Cases, "No cases", "Cases will stand here.", "Import files");
    QVERIFY(empty.button()->property(kPrimaryProperty).toBool());
    empty.button()->click();
    QCOMPARE(acted.count(), 1);
    empty.showCannot("Cannot", "Why.", {}, "Again");
    QVERIFY(!empty.button()->property(kPrimaryProperty).toBool());
}

void tst_Widgets::bannerShowsSentenceAndOneButton()
{
    Banner banner(true);
    QVERIFY(banner.isHidden());
    banner.showMessage(Glyph::Alarm, "Row 1,204 has 9 fields, the header has 8.", "Open list");
    QVERIFY(!banner.isHidden());
    QVERIFY(banner.accessibleDescription().startsWith("alarm: Row 1,204"));
    QSignalSpy acted(&banner, &Banner::acted);
    banner.button()->click();
    QCOMPARE(acted.count(), 1);
    holdsInBothThemes(banner, { 600, 44 });
    banner.clear();
    QVERIFY(banner.isHidden());
}

void tst_Widgets::labelsNeverBecomeMarkup()
{
    DemoCases page;
    DemoDrift drift;
    for (const QWidget* widget : std::initializer_list<const QWidget*> { &page, &drift }) {
        const auto labels = widget->findChildren<QLabel*>();
        QVERIFY(labels.size() > 5);
        for (const QLabel* label : labels)
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }
}

void tst_Widgets::mutedLabelsStayMutedInBothThemes()
{
    QWidget window;
    window.setBackgroundRole(QPalette::Base);
    auto* layout = new QVBoxLayout(&window);
    auto* label = new Label("muted", TextRole::Body, ColorRole::Muted);
    layout->addWidget(label);
    for (const auto choice : { ThemeChoice::Dark, ThemeChoice::Light, ThemeChoice::Dark }) {
        m_theme->choose(choice);

        QCoreApplication::processEvents(); // Qt tells widgets of a palette through the loop
        QCOMPARE(label->palette().color(label->foregroundRole()), color(ColorRole::Muted, m_theme->scheme()));
    }
}

void tst_Widgets::everyDelegatePaintsInBothThemes()
{
    TableView table("Table");
    QStandardItemModel model;
    auto* item = cell("0.45", true);
    item->setData(.45, AmountRole);
    item->setData(.1, ValueRole);
    item->setData(.05, LowRole);
    item->setData(.2, HighRole);
    item->setData("second line", NoteRole);
    item->setData("new", ChipRole);
    item->setData(static_cast<int>(Glyph::Alarm), GlyphRole);
    model.appendRow(item);
    table.setModel(&model);
    table.horizontalHeader()->hide();
    const QList<CellDelegate*> delegates { new CellDelegate(&table), new ScoreBarDelegate(&table),
                                           new HeatCellDelegate(&table),
                                           new DotIntervalDelegate(-1, 1, &table),
                                           new TwoLineDelegate(&table) };
    QList<QImage> seen;
    for (CellDelegate* delegate : delegates) {
        table.setItemDelegate(delegate);
        table.resizeColumnsToContents();
        holdsInBothThemes(table, { 240, 60 });
        const QImage image = table.grab().toImage();
        QVERIFY(!seen.contains(image));
        seen.append(image);
        item->setData(qQNaN(), AmountRole); // a missing amount is painted as text, never as an empty bar
        QVERIFY(!isBlank(table.grab().toImage()));
        item->setData(.45, AmountRole);
    }
}

/// A case that says "<img src=...>" is shown saying so.
void tst_Widgets::tipsOfTablesAreNeverMarkup()
{
    TableView table("Table");
    QStandardItemModel model;
    const QString hostile = "<img src='file:///etc/hostname'><h1>Approved</h1> & \n more";
    const QString harmless = "5 < 6 & 7";
    for (const QString& tip : { hostile, harmless }) {
        auto* item = cell("x", false);
        item->setToolTip(tip);
        model.appendRow(item);
    }
    table.setModel(&model);
    model.setHeaderData(0, Qt::Horizontal, hostile, Qt::ToolTipRole);
    table.resize(300, 200);
    table.show();
    const auto tipAt = [](QWidget* viewport, const QPoint& at) {
        QHelpEvent help(QEvent::ToolTip, at, viewport->mapToGlobal(at));
        QApplication::sendEvent(viewport, &help);
        const QString text = QToolTip::text();
        QToolTip::hideText();
        return Qt::mightBeRichText(text) ? QTextDocumentFragment::fromHtml(text).toPlainText() : text;
    };
    const auto seen = [](QString text) { return text.simplified(); };
    const auto centre = [&](int row) { return table.visualRect(model.index(row, 0)).center(); };
    QCOMPARE(seen(tipAt(table.viewport(), centre(0))), seen(hostile));
    QCOMPARE(seen(tipAt(table.viewport(), centre(1))), seen(harmless));
    QCOMPARE(seen(tipAt(table.horizontalHeader()->viewport(), { 10, 10 })), seen(hostile));
}

void tst_Widgets::tableCopiesSelectionAsTsv()
{
    TableView table("Cases");
    table.setModel(caseModel(&table));
    table.selectRow(1);
    QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QApplication::clipboard()->text().split('\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines.at(0).startsWith("Case\tReceived\t"));
    QVERIFY(lines.at(1).startsWith("C08-0599\t31 Aug\t"));
}

void tst_Widgets::tableGoesOnWithTab()
{
    QWidget window;
    auto* layout = new QVBoxLayout(&window);
    auto* table = new TableView("Cases");
    table->setModel(caseModel(table));
    auto* after = textButton("After");
    layout->addWidget(table);
    layout->addWidget(after);
    window.show();
    window.activateWindow();
    table->setFocus();
    QTRY_VERIFY_WITH_TIMEOUT(table->hasFocus(), 60000);
    QSignalSpy activated(table, &QAbstractItemView::activated);
    table->selectRow(0);
    QTest::keyClick(table, Qt::Key_Return);
    QCOMPARE(activated.count(), 1);
    QTest::keyClick(table, Qt::Key_End);
    QCOMPARE(table->currentIndex().row(), 39);
    QTest::keyClick(table, Qt::Key_Tab);
    QVERIFY(after->hasFocus());
}

void tst_Widgets::fittingTableIsAsHighAsItsRows()
{
    TableView table("Fields");
    table.setFitsRows(true);
    QStandardItemModel model(3, 2);
    table.setModel(&model);
    const int three = table.sizeHint().height();
    model.setRowCount(5);
    QCOMPARE(table.sizeHint().height() - three, 2 * table.verticalHeader()->defaultSectionSize());
}

void tst_Widgets::filterHeaderSaysWhatActs()
{
    TableView table("Cases");
    auto* filters = new FilterHeader(&table);
    table.setHorizontalHeader(filters);
    table.setModel(caseModel(&table));
    for (int i = 0; i < 3; ++i)
        filters->setPlaceholder(i, "any");
    QSignalSpy changed(filters, &FilterHeader::filtersChanged);
    filters->setFilter(1, "Aug");
    QCOMPARE(changed.count(), 0);
    QCOMPARE(filters->filters(), (QHash<int, QString> { { 1, "Aug" } }));
    filters->focusFilter(0);
    QTest::keyClicks(filters->findChildren<QLineEdit*>().first(), "x");
    QVERIFY(changed.count() >= 1);
    changed.clear();
    filters->clearFilters();
    QCOMPARE(changed.count(), 1);
    QVERIFY(filters->filters().isEmpty());
    table.resize(600, 300);
    table.grab();
    QVERIFY(filters->findChildren<QLineEdit*>().first()->width() > 20);
    QVERIFY(!filters->findChildren<QLineEdit*>().first()->accessibleName().isEmpty());
}

void tst_Widgets::searchWaitsForAPauseAndEscClears()
{
    SearchField field("Find");
    QSignalSpy searched(&field, &SearchField::searched);
    QTest::keyClicks(&field, "upi");
    QCOMPARE(searched.count(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(searched.count(), 1, 60000);
    QCOMPARE(searched.first().first().toString(), QString("upi"));
    QTest::keyClick(&field, Qt::Key_Escape);
    QVERIFY(field.text().isEmpty());
    QCOMPARE(searched.count(), 2);
    QTest::qWait(200);
    QCOMPARE(searched.count(), 2);
}

void tst_Widgets::switchIsMovedByArrows()
{
    SegmentedSwitch views("View");
    views.setSegments({ { "a", "Table" }, { "b", "Fields" }, { "c", "Quarantine", "12" } });
    QSignalSpy chosen(&views, &SegmentedSwitch::chosen);
    QTest::keyClick(&views, Qt::Key_Right);
    QCOMPARE(views.current(), QString("b"));
    QTest::keyClick(&views, Qt::Key_Left);
    QTest::keyClick(&views, Qt::Key_Left);
    QCOMPARE(views.current(), QString("a"));
    QCOMPARE(chosen.count(), 2);
    views.setCurrent("c");
    QCOMPARE(chosen.count(), 2);
    QCOMPARE(views.accessibleDescription(), QString("Quarantine, 3 of 3"));
    holdsInBothThemes(views, views.sizeHint());
}

void tst_Widgets::actionButtonFollowsItsAction()
{
    QWidget owner;
    int done = 0;
    QAction* action =
        makeAction({ "x.do", "Do it", IconId::Play, QKeySequence("Ctrl+D"), "Does it", "casebench-cli x" },
                   &owner, [&] { ++done; });
    ActionButton button(action, &owner);
    button.click();
    QCOMPARE(done, 1);
    action->setText("Do 14");
    action->setEnabled(false);
    QCOMPARE(button.text(), QString("Do 14"));
    QVERIFY(!button.isEnabled());
    QCOMPARE(commandOf(action), QString("casebench-cli x"));
    QCOMPARE(button.property(kKeyProperty).toString(), QString("Ctrl+D"));
    const ActionButton placeless(action); // its layout shows it; until then it is no window of its own
    QVERIFY(!placeless.isVisible());
}

void tst_Widgets::panesFollowTheTextSize()
{
    const QTemporaryDir settings;
    QCoreApplication::setOrganizationName("casebench-test");
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings.path());
    const auto makePanes = [] {
        auto split = std::make_unique<PaneSplitter>(Qt::Horizontal, "test.panes");
        split->addPane(new QWidget, 1, 900, "Wide");
        split->addPane(new QWidget, 0, 200, "Narrow");
        split->resize(1200, 300);
        split->show();
        return split;
    };
    const auto split = makePanes();
    const int narrow = split->sizes().at(1);
    QCOMPARE(narrow, scaled(split.get(), 200));
    m_theme->setTextScale(2);
    const auto scaleBack = qScopeGuard([this] { m_theme->setTextScale(1); });
    QCoreApplication::processEvents();
    const double factor = scaled(split.get(), 1000) / 1000.0;
    QVERIFY(factor > 1.5);
    QVERIFY(qAbs(split->sizes().at(1) - 200 * factor) <= 2);
    QCOMPARE(split->sizes().at(0) + split->sizes().at(1), 1200 - split->handleWidth());
    emit split->splitterMoved(0, 1); // as a person leaves it, who comes back with smaller text
    m_theme->setTextScale(1);
    QCoreApplication::processEvents();
    QVERIFY(qAbs(split->sizes().at(1) - narrow) <= 2);
    QVERIFY(qAbs(makePanes()->sizes().at(1) - narrow) <= 2);
}

void tst_Widgets::parameterFormGivesOnlyWhatDiffers()
{
    ParameterSpec depth { "max_depth", "Tree depth", "", "6", ParameterKind::Integer,
                          1,           16,           1,  {},  "How deep a tree may grow." };
    ParameterSpec rate { "eta", "Learning rate",          "", "0.05", ParameterKind::Real, 0.001, 1, 0.01,
                         {},    "How much one tree adds." };
    ParameterSpec kernel {
        "kernel", "Kernel", "", "linear", ParameterKind::Choice, 0, 0, 1, { "rbf", "linear" }, "The shape."
    };
    const std::vector<ParameterSpec> specs { depth, rate, kernel };
    ParameterForm form;
    form.setSpecs(specs);
    QVERIFY(form.given().empty());
    QSignalSpy changed(&form, &ParameterForm::changed);
    form.setGiven({ { "max_depth", "4" }, { "eta", "0.1" }, { "kernel", "rbf" }, { "unknown", "1" } });
    QCOMPARE(changed.count(), 1);
    const std::map<std::string, std::string> expected { { "max_depth", "4" },
                                                        { "eta", "0.1" },
                                                        { "kernel", "rbf" } };
    QVERIFY(form.given() == expected);
    form.findChild<QDoubleSpinBox*>()->setValue(99); // the range holds
    QCOMPARE(form.findChild<QDoubleSpinBox*>()->value(), 1.0);
    form.resetToDefaults();
    QVERIFY(form.given().empty());
    for (const QLabel* label : form.findChildren<QLabel*>())
        QVERIFY(label->buddy());
}

void tst_Widgets::keyValuesAreSpokenTogether()
{
    KeyValueList list;
    list.setRows({ { "Money_Asked", "701" }, { "UPI_PAYMENTS", "Yes", "new" } });
    QStringList names;
    for (const QWidget* child : list.findChildren<QWidget*>())
        names.append(child->accessibleName());
    QVERIFY(names.contains("Money_Asked: 701"));
    QVERIFY(names.contains("UPI_PAYMENTS: Yes"));
}

void tst_Widgets::everythingFocusableHasAName()
{
    DemoCases cases;
    DemoDrift drift;
    DemoExplanation explanation;
    for (Page* page : std::initializer_list<Page*> { &cases, &drift, &explanation }) {
        page->resize(1280, 720);
        page->grab();
        for (const QWidget* widget : page->findChildren<QWidget*>()) {
            if (!(widget->focusPolicy() & Qt::TabFocus) || widget->inherits("QLabel")
                || !widget->isVisibleTo(page))
                continue;
            const auto* button = qobject_cast<const QAbstractButton*>(widget);
            const bool named = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty())
                || (widget->parentWidget() && widget->parentWidget()->inherits("QAbstractSpinBox"));
            QVERIFY2(named, widget->metaObject()->className());
        }
    }
}

QTEST_MAIN(tst_Widgets)
#include "tst_Widgets.moc"
