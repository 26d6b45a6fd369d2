// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/MainWindow.h"

#include "ui/shell/CommandPalette.h"
#include "ui/shell/JobTray.h"
#include "ui/shell/KeySheet.h"
#include "ui/shell/ModeBar.h"
#include "ui/shell/PageModes.h"
#include "ui/shell/SettingsDialog.h"
#include "ui/shell/StatusBar.h"
#include "ui/shell/WelcomeView.h"
#include "ui/text/Format.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/ViewStack.h"

#include <QApplication>
#include <QCloseEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMessageBox>
#include <QSettings>

namespace casebench::ui {

MainWindow::MainWindow(ShellHost& host, Theme& theme)
    : m_host(host)
    , m_theme(theme)
    , m_actions(new Actions(this))
    , m_outer(new ViewStack(this))
    , m_stack(new ViewStack(this))
    , m_modes(new ModeBar(this))
    , m_status(new StatusBar(host, this))
{
    buildActions();
    m_welcome = new WelcomeView(*m_actions, host, this);
    m_palette = new CommandPalette(*m_actions, host, this);
    m_tray = new JobTray(host.jobs(), this);
    buildMenus();
    buildFrame();
    connect(&host, &ShellHost::projectChanged, this, &MainWindow::projectChanged);
    connect(&host, &ShellHost::statusChanged, this, &MainWindow::statusChanged);
    connect(&host, &ShellHost::failed, m_welcome, &WelcomeView::showFailure);
    connect(&host, &ShellHost::damaged, m_welcome, &WelcomeView::showDamaged);
    connect(&host, &ShellHost::salvaged, m_welcome, &WelcomeView::showSalvaged);
    connect(&host, &ShellHost::wants, this, &MainWindow::showPage);
    connect(m_palette, &CommandPalette::wants, this, &MainWindow::showPage);
    connect(m_modes, &ModeBar::chosen, this, [this](PageId id) { showPage(id); });
    connect(m_status->jobsButton(), &QToolButton::clicked, this,
            [this] { m_tray->openAt(m_status->jobsButton()); });
    connect(&host.jobs(), &JobRunner::finished, this,
            [this](JobId, const QString& title, bool cancelled) { jobEnded(title, cancelled); });
    const QByteArray geometry = QSettings().value(QStringLiteral("window/geometry")).toByteArray();
    if (geometry.isEmpty() || !restoreGeometry(geometry))
        resize(1440, 900);
    setMinimumSize(960, 600);
    projectChanged();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildFrame()
{
    auto* inside = new QWidget(this);
    auto* across = row(0);
    inside->setLayout(across);
    across->addWidget(m_modes);
    across->addWidget(m_stack, 1);
    m_outer->addWidget(m_welcome);
    m_outer->addWidget(inside);
    auto* whole = new QWidget(this);
    auto* down = column(0);
    whole->setLayout(down);
    down->addWidget(new Hairline);
    down->addWidget(m_outer, 1);
    down->addWidget(m_status);
    setCentralWidget(whole);
}

void MainWindow::addPage(std::unique_ptr<Page> page)
{
    Page* added = page.release(); // the stack owns it from here
    m_stack->addWidget(added);
    m_pages[added->id()] = added;
    m_modes->addMode(added->id(), added->title());
    m_modes->setBadge(added->id(), added->badge());
    connect(added, &Page::wants, this, &MainWindow::showPage);
    connect(added, &Page::badgeChanged, this,
            [this, added](const Badge& badge) { m_modes->setBadge(added->id(), badge); });
    connect(added, &Page::actionsChanged, this, [this, added] { takeActions(added); });
    takeActions(added);
    const int number = static_cast<int>(added->id()) + 1;
    QAction* go = m_actions->add(tr("Go to"),
                                 { QStringLiteral("go.") + slugOf(added->id()),
                                   added->title(),
                                   iconOf(added->id()),
                                   QKeySequence(QStringLiteral("Ctrl+%1").arg(number)),
                                   tr("Shows %1").arg(added->title()),
                                   {} },
                                 [this, added] { showPage(added->id()); });
    go->setEnabled(m_host.hasProject());
    m_modeMenu->addAction(go);
    if (m_pages.size() == 1) {
        m_modes->setCurrent(added->id());
        m_stack->setCurrentWidget(added);
    }
}

void MainWindow::takeActions(Page* page)
{
    for (QAction* action : page->pageActions())
        m_actions->adopt(page->title(), action);
}

Page* MainWindow::page(PageId id) const
{
    const auto it = m_pages.find(id);
    return it == m_pages.end() ? nullptr : it->second;
}

QList<PageId> MainWindow::pages() const
{
    QList<PageId> result;
    for (const auto& [id, page] : m_pages)
        result.append(id);
    return result;
}

Page* MainWindow::currentPage() const
{
    return m_outer->currentIndex() == 0 ? nullptr : qobject_cast<Page*>(m_stack->currentWidget());
}

void MainWindow::showPage(PageId id, const Selection& selection)
{
    Page* wanted = page(id);
    if (!wanted || !m_host.hasProject())
        return;
    Page* before = currentPage();
    const QWidget* focused = QApplication::focusWidget();
    const bool focusStays =
        m_modes->isAncestorOf(focused) || (before == wanted && wanted->isAncestorOf(focused));
    if (before && before != wanted)
        before->deactivate();
    m_outer->setCurrentIndex(1);
    m_stack->setCurrentWidget(wanted);
    m_modes->setCurrent(id);
    // The keys of the page act at once; Tab goes to its first control. Who came by the mode bar stays there.
    if (!focusStays)
        wanted->setFocus(Qt::OtherFocusReason);
    wanted->activate(selection);
    QSettings().setValue(settingsKey(QStringLiteral("page")), slugOf(id));
}

QString MainWindow::settingsKey(const QString& what) const
{
    // A project opens where it was left.
    const QString project = QString::number(qHash(m_host.projectName(), 0), 16);
    return QStringLiteral("projects/%1/%2").arg(project, what);
}

void MainWindow::projectChanged()
{
    const bool open = m_host.hasProject();
    setWindowTitle(open ? tr("%1 – Casebench").arg(format::harmless(m_host.projectName())) : tr("Casebench"));
    for (const Actions::Entry& entry : m_actions->all()) {
        if (entry.action->objectName().startsWith(QStringLiteral("go."))
            || entry.action->objectName() == QStringLiteral("project.close"))
            entry.action->setEnabled(open);
    }
    statusChanged();
    if (!open) {
        m_welcome->refresh();
        m_outer->setCurrentIndex(0);
        m_welcome->setFocus();
        return;
    }
    if (m_pages.empty()) {
        m_outer->setCurrentIndex(1);
        return;
    }
    const QString left = QSettings().value(settingsKey(QStringLiteral("page"))).toString();
    PageId first = m_pages.begin()->first;
    for (const auto& [id, page] : m_pages) {
        if (slugOf(id) == left)
            first = id;
    }
    showPage(first);
}

void MainWindow::statusChanged()
{
    QAction* undo = m_actions->find(QStringLiteral("edit.undo"));
    const QString what = m_host.hasProject() ? m_host.undoText() : QString();
    undo->setEnabled(!what.isEmpty());
    undo->setText(what.isEmpty() ? tr("Undo") : tr("Undo %1").arg(what));
}

void MainWindow::triggerPrimary()
{
    if (!currentPage()) {
        m_actions->find(QStringLiteral("project.sample"))->trigger();
        return;
    }
    if (QAction* primary = currentPage()->primaryAction())
        primary->trigger();
}

void MainWindow::focusSearch()
{
    if (Page* page = currentPage(); page && page->searchField())
        page->searchField()->setFocus(Qt::ShortcutFocusReason);
}

void MainWindow::nextPane()
{
    // The panes of a page are its splitters' children; the next one is the first after the pane that has the
    // focus.
    Page* page = currentPage();
    if (!page)
        return;
    QList<QWidget*> panes { m_modes };
    for (const PaneSplitter* splitter : page->findChildren<PaneSplitter*>()) {
        for (int i = 0; i < splitter->count(); ++i) {
            if (splitter->widget(i)->isVisible() && !splitter->widget(i)->findChild<PaneSplitter*>())
                panes.append(splitter->widget(i));
        }
    }
    if (panes.size() == 1)
        panes.append(page);
    const QWidget* focused = QApplication::focusWidget();
    qsizetype now = -1;
    for (qsizetype i = 0; i < panes.size(); ++i) {
        if (focused && (panes.at(i) == focused || panes.at(i)->isAncestorOf(focused)))
            now = i;
    }
    for (qsizetype step = 1; step <= panes.size(); ++step) {
        QWidget* pane = panes.at((now + step) % panes.size());
        QList<QWidget*> candidates = pane->findChildren<QWidget*>();
        candidates.prepend(pane);
        for (QWidget* candidate : candidates) {
            if (candidate->isVisible() && candidate->isEnabled()
                && (candidate->focusPolicy() & Qt::TabFocus)) {
                candidate->setFocus(Qt::ShortcutFocusReason);
                return;
            }
        }
    }
}

void MainWindow::jobEnded(const QString& title, bool cancelled)
{
    const QString text = cancelled ? tr("%1 stopped").arg(title) : tr("%1 ended").arg(title);
    announce(m_status, text);
    if (!isActiveWindow()) {
        m_status->notice(text);
        QApplication::alert(this);
    }
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && currentPage() && currentPage()->escape())
        return;
    QMainWindow::keyPressEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    const QList<JobInfo> jobs = m_host.jobs().jobs();
    if (!jobs.isEmpty() && !m_quitAsked) {
        event->ignore();
        QStringList titles;
        for (const JobInfo& job : jobs)
            titles.append(job.title);
        auto* box = new QMessageBox(QMessageBox::NoIcon, tr("Quit"),
                                    tr("%1 is still running. Quitting stops it and leaves nothing half done.")
                                        .arg(format::list(titles)),
                                    QMessageBox::NoButton, this);
        box->setTextFormat(Qt::PlainText);
        box->setAttribute(Qt::WA_DeleteOnClose);
        const QAbstractButton* stop = box->addButton(tr("Stop and quit"), QMessageBox::DestructiveRole);
        box->addButton(tr("Keep working"), QMessageBox::RejectRole);
        connect(box, &QMessageBox::buttonClicked, this, [this, stop](const QAbstractButton* pressed) {
            if (pressed == stop) {
                m_quitAsked = true;
                m_host.jobs().cancelAll();
                close();
            }
        });
        box->open();
        return;
    }
    QSettings().setValue(QStringLiteral("window/geometry"), saveGeometry());
    QMainWindow::closeEvent(event);
}

} // namespace casebench::ui
