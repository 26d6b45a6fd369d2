// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever pages and views there are, now or later: each has names for a screen reader, is visited whole by
// Tab, shows where the focus is, and is drawn at scale 1 and 2, light and dark, with text of 100 and 200 %.
#include "Desk.h"
#include "Looks.h"
#include "tests/ui/pages/PageChecks.h"

#include "ui/shell/JobTray.h"
#include "ui/shell/KeySheet.h"
#include "ui/shell/PageModes.h"
#include "ui/shell/SettingsDialog.h"
#include "ui/shell/StatusBar.h"
#include "ui/widgets/Layouts.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QThread>

#include <memory>

using namespace casebench;
using namespace casebench::ui;
using namespace casebench::ui::test;

namespace {

/// A page with one of its views; "" where it has none.
struct Place
{
    PageId page;
    QString view;
};

QList<Place> placesOf(const MainWindow& window)
{
    QList<Place> places;
    for (const PageId id : window.pages()) {
        const auto views = window.page(id)->views();
        if (views.isEmpty())
            places.append({ id, {} });
        for (const Page::View& view : views)
            places.append({ id, view.id });
    }
    return places;
}

QString nameOf(const Place& place)
{
    return place.view.isEmpty() ? slugOf(place.page)
                                : QStringLiteral("%1-%2").arg(slugOf(place.page), place.view);
}

bool isStop(const QWidget* widget)
{
    if (!widget->isVisible() || !widget->isEnabled() || !(widget->focusPolicy() & Qt::TabFocus)
        || widget->focusProxy() != nullptr)
        return false;
    // Of buttons that exclude each other Tab visits one; arrows move on.
    const auto* button = qobject_cast<const QAbstractButton*>(widget);
    const bool exclusive =
        button && (button->autoExclusive() || (button->group() != nullptr && button->group()->exclusive()));
    return !exclusive || button->isChecked();
}

/// The innermost pane that holds it; the page's own header counts as one.
const QWidget* paneOf(const QWidget* widget, const Page& page)
{
    for (const QWidget* at = widget; at != nullptr && at != &page; at = at->parentWidget()) {
        if (qobject_cast<const PaneSplitter*>(at->parentWidget()))
            return at;
    }
    return &page;
}

bool holds(const QImage& image, QRgb colour)
{
    for (int y = 0; y < image.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            if (line[x] == colour)
                return true;
        }
    }
    return false;
}

} // namespace

class TestEveryView : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Desk> m_desk;
    QList<Place> m_places;
    std::optional<bool> m_full; ///< which project is open

    void rows()
    {
        QTest::addColumn<bool>("full");
        QTest::addColumn<int>("place");
        for (const bool full : { false, true }) {
            for (int i = 0; i < m_places.size(); ++i)
                QTest::addRow("%s %s", full ? "full" : "empty", qPrintable(nameOf(m_places.at(i))))
                    << full << i;
        }
    }

    /// Opens the project of the row and shows its view. Gives: the page, settled; nullptr when it never is.
    [[nodiscard]] Page* show(bool full, int place)
    {
        if (m_full != full) {
            m_desk->host.openProject(m_desk->path(full ? "full/project.casebench" : "empty.casebench"));
            if (!m_desk->host.hasProject())
                return nullptr;
            m_full = full;
        }
        Selection selection;
        selection.view = m_places.at(place).view;
        m_desk->window.showPage(m_places.at(place).page, selection);
        return m_desk->settle() ? m_desk->window.currentPage() : nullptr;
    }

    [[nodiscard]] QList<const QWidget*> stopsOf(const Page& page)
    {
        QList<const QWidget*> stops;
        for (const QWidget* widget : page.findChildren<QWidget*>()) {
            if (isStop(widget))
                stops.append(widget);
        }
        return stops;
    }

    /// The stops of the page in the order of Tab, once round.
    [[nodiscard]] QList<QWidget*> order(Page& page)
    {
        QList<QWidget*> visited;
        page.setFocus(Qt::OtherFocusReason);
        for (int i = 0; i < 500; ++i) {
            QWidget* at = QApplication::focusWidget();
            QTest::keyClick(at ? at : &page, Qt::Key_Tab);
            at = QApplication::focusWidget();
            if (at == nullptr || visited.contains(at))
                break;
            visited.append(at);
        }
        visited.removeIf([&](const QWidget* widget) { return !page.isAncestorOf(widget); });
        return visited;
    }

private slots:

    void initTestCase()
    {
        m_desk = std::make_unique<Desk>();
        Progress progress;
        const auto demo = runDemo(m_desk->path("full").toStdString(), kShippedSeed, progress);
        CB_VERIFY(demo);
        m_desk->host.createProject(m_desk->path("empty.casebench"));
        QVERIFY(m_desk->host.hasProject());
        m_full = false;
        m_places = placesOf(m_desk->window);
        QCOMPARE(m_desk->window.pages().size(), qsizetype(kPages.size())); // every mode has its page
        QVERIFY(m_places.size() >= 18);
    }

    void everyControlHasAName_data() { rows(); }

    void everyControlHasAName()
    {
        QFETCH(bool, full);
        QFETCH(int, place);
        Page* page = show(full, place);
        QVERIFY(page);
        const QStringList nameless = namelessWidgets(*page);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(", ")));
    }

    void tabVisitsEverythingPaneByPane_data() { rows(); }

    void tabVisitsEverythingPaneByPane()
    {
        QFETCH(bool, full);
        QFETCH(int, place);
        Page* page = show(full, place);
        QVERIFY(page);
        const QList<QWidget*> visited = order(*page);
        QStringList missed;
        for (const QWidget* stop : stopsOf(*page)) {
            if (!visited.contains(stop))
                missed.append(tell(stop));
        }
        QVERIFY2(missed.isEmpty(), qPrintable(missed.join(", ")));
        // Each pane is left once: who tabs does not jump to and fro.
        QList<const QWidget*> left;
        const QWidget* now = nullptr;
        for (const QWidget* stop : visited) {
            const QWidget* pane = paneOf(stop, *page);
            if (pane != now) {
                QVERIFY2(!left.contains(pane), qPrintable("comes back at " + tell(stop)));
                left.append(now);
                now = pane;
            }
        }
    }

    void theFocusIsSeen_data() { rows(); }

    void theFocusIsSeen()
    {
        QFETCH(bool, full);
        QFETCH(int, place);
        Page* page = show(full, place);
        QVERIFY(page);
        QStringList unseen;
        for (QWidget* stop : order(*page)) {
            if (!stop->isVisible() || stop->visibleRegion().isEmpty())
                continue;
            stop->clearFocus();
            const QImage without = picture(*stop, 1).toImage();
            stop->setFocus(Qt::TabFocusReason);
            if (picture(*stop, 1).toImage() == without)
                unseen.append(tell(stop));
        }
        QVERIFY2(unseen.isEmpty(), qPrintable(unseen.join(", ")));
    }

    void isDrawnInEveryLook_data() { rows(); }

    void isDrawnInEveryLook()
    {
        QFETCH(bool, full);
        QFETCH(int, place);
        QVERIFY(show(full, place));
        const QDir folder = pictureFolder("views");
        QImage looks[2][2];
        for (const bool dark : { false, true }) {
            m_desk->theme.choose(dark ? ThemeChoice::Dark : ThemeChoice::Light);
            QVERIFY(m_desk->settle());
            for (const int scale : { 1, 2 }) {
                const QPixmap shot = picture(m_desk->window, scale);
                QCOMPARE(shot.size(), m_desk->window.size() * scale);
                QImage& look = looks[scale - 1][dark];
                look = shot.toImage().convertToFormat(QImage::Format_RGB32);
                QVERIFY(!isBlank(look));
                QVERIFY2(!holds(look, QColor(Qt::magenta).rgb()), "something is not painted");
                const QString file =
                    QStringLiteral("%1-%2-%3-%4x.png")
                        .arg(nameOf(m_places.at(place)), full ? "full" : "empty", dark ? "dark" : "light")
                        .arg(scale);
                if (scale == 1)
                    QVERIFY(shot.save(folder.filePath(file), "PNG", kQuickly));
            }
        }
        for (const auto& look : looks)
            QVERIFY(look[0] != look[1]);
        m_desk->theme.choose(ThemeChoice::Light);
    }

    void allTextGrowsAtOnce()
    {
        QVERIFY(show(true, 0));
        QHash<const QWidget*, int> before;
        for (const QLabel* label : m_desk->window.findChildren<QLabel*>()) {
            if (label->isVisible()) // the others grow when they are shown, which the next test looks at
                before.insert(label, QFontMetrics(label->font()).height());
        }
        QVERIFY(before.size() > 10);
        m_desk->theme.setTextScale(2.0);
        QStringList small;
        for (const QLabel* label : m_desk->window.findChildren<QLabel*>()) {
            if (before.contains(label) && QFontMetrics(label->font()).height() < 1.8 * before.value(label))
                small.append(QStringLiteral("%1 (%2, was %3)")
                                 .arg(tell(label))
                                 .arg(QFontMetrics(label->font()).height())
                                 .arg(before.value(label)));
        }
        m_desk->theme.setTextScale(1.0);
        QVERIFY2(small.isEmpty(), qPrintable(small.mid(0, 10).join(", ")));
        for (const QLabel* label : m_desk->window.findChildren<QLabel*>()) {
            if (before.contains(label))
                QCOMPARE(QFontMetrics(label->font()).height(), before.value(label));
        }
    }

    void textOfTwiceTheSizeIsNotCut_data() { rows(); }

    void textOfTwiceTheSizeIsNotCut()
    {
        QFETCH(bool, full);
        QFETCH(int, place);
        m_desk->theme.setTextScale(2.0);
        m_desk->window.resize(1920, 1080);
        Page* page = show(full, place);
        const QDir folder = pictureFolder("views");
        if (folder.exists())
            (void)picture(m_desk->window, 1)
                .save(folder.filePath(QStringLiteral("%1-%2-text200.png")
                                          .arg(nameOf(m_places.at(place)), full ? "full" : "empty")),
                      "PNG", kQuickly);
        // After it is drawn, so that every layout has heard of the size.
        const QStringList cut = page ? cutTexts(*page) : QStringList { "never settled" };
        const QSize fits = m_desk->window.size();
        m_desk->theme.setTextScale(1.0);
        m_desk->window.resize(1280, 720);
        QVERIFY2(cut.isEmpty(), qPrintable(cut.join(", ")));
        QVERIFY2(fits.width() <= 1920 && fits.height() <= 1080,
                 qPrintable(QString("needs %1x%2").arg(fits.width()).arg(fits.height())));
    }

    void whatLiesOverThePagesIsDrawnToo()
    {
        QVERIFY(show(true, 0));
        const QDir folder = pictureFolder("views");
        for (const bool dark : { false, true }) {
            m_desk->theme.choose(dark ? ThemeChoice::Dark : ThemeChoice::Light);
            const QString look = dark ? "dark" : "light";
            const auto keep = [&](QWidget& widget, const char* name) {
                QTest::qWait(30);
                const QPixmap shot = picture(widget, 1);
                return !isBlank(shot.toImage().convertToFormat(QImage::Format_RGB32))
                    && shot.save(folder.filePath(QStringLiteral("over-%1-%2.png").arg(name, look)));
            };
            m_desk->press(Qt::Key_K, Qt::ControlModifier);
            QVERIFY(keep(m_desk->window, "palette"));
            m_desk->type("upi");
            QVERIFY(keep(m_desk->window, "palette-found"));
            m_desk->replace("zzzz");
            QVERIFY(keep(m_desk->window, "palette-nothing"));
            m_desk->press(Qt::Key_Escape);
            m_desk->window.showPage(PageId::Drift);
            QVERIFY(m_desk->settle());
            m_desk->window.actions().find("drift.propose")->trigger();
            QVERIFY(m_desk->settle());
            QVERIFY(keep(m_desk->window, "proposal")
                    && namelessWidgets(*m_desk->window.currentPage()).isEmpty());
            // What a training is filled with from there: first its snapshot, then its recipe.
            m_desk->window.actions().find("drift.train")->trigger();
            QVERIFY(m_desk->settle());
            QVERIFY(keep(m_desk->window, "proposed-snapshot")
                    && cutTexts(*m_desk->window.currentPage()).isEmpty());
            m_desk->window.currentPage()->primaryAction()->trigger();
            QVERIFY(m_desk->settle());
            QVERIFY(keep(m_desk->window, "proposed-recipe")
                    && namelessWidgets(*m_desk->window.currentPage()).isEmpty());
            QVERIFY(show(true, 0));
            m_desk->window.actions().find("help.keys")->trigger();
            auto* keys = m_desk->window.findChild<KeySheet*>();
            QVERIFY(keys && keep(*keys, "keys") && namelessWidgets(*keys).isEmpty());
            delete keys;
            m_desk->window.actions().find("app.settings")->trigger();
            auto* settings = m_desk->window.findChild<SettingsDialog*>();
            QVERIFY(settings && keep(*settings, "settings") && namelessWidgets(*settings).isEmpty());
            delete settings;
            const JobId job = m_desk->host.jobs().start(
                "Looking at the months", &m_desk->window,
                [](Progress& progress) -> Result<int> {
                    progress.report(0.62, "looking at June 2026");
                    for (;;) {
                        CB_CHECK(progress.checkpoint());
                        QThread::msleep(5);
                    }
                },
                [](const Result<int>&) {});
            QTest::qWait(200);
            auto* tray = m_desk->window.findChild<JobTray*>();
            QVERIFY(tray);
            tray->openAt(m_desk->window.findChild<StatusBar*>()->jobsButton());
            QVERIFY(keep(*tray, "jobs") && namelessWidgets(*tray).isEmpty());
            QVERIFY(keep(m_desk->window, "today-running"));
            tray->hide();
            m_desk->host.jobs().cancel(job);
            QVERIFY(m_desk->settle());
        }
        m_desk->theme.choose(ThemeChoice::Light);
    }

    void fitsTheSmallestScreen()
    {
        for (const bool full : { false, true }) {
            for (int i = 0; i < m_places.size(); ++i) {
                QVERIFY(show(full, i));
                m_desk->window.resize(1280, 720);
                QVERIFY2(m_desk->window.size() == QSize(1280, 720), qPrintable(nameOf(m_places.at(i))));
                QVERIFY(m_desk->settle());
                const QStringList elided = elidedTexts(*m_desk->window.currentPage());
                QVERIFY2(elided.isEmpty(), qPrintable(nameOf(m_places.at(i)) + ": " + elided.join(", ")));
            }
        }
    }

    void cleanupTestCase() { m_desk.reset(); }
};

QTEST_MAIN(TestEveryView)
#include "tst_EveryView.moc"
