// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/CommandPalette.h"
#include "ui/shell/KeySheet.h"
#include "ui/shell/MainWindow.h"
#include "ui/shell/SettingsDialog.h"
#include "ui/theme/StylePaint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Layouts.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QMessageBox>
#include <QPainter>

// What the window can do, and where it is shown: menus and the palette's field.
namespace casebench::ui {

namespace {

/// Looks like a field, is a button: the palette opens where one would type.
class PaletteField : public QAbstractButton
{
public:
    explicit PaletteField(QWidget* parent)
        : QAbstractButton(parent)
    {
        setText(MainWindow::tr("Find any action, field or case"));
        setAccessibleName(text());
        setFocusPolicy(Qt::TabFocus);
        setAttribute(Qt::WA_Hover);
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        return { scaled(this, 280), std::max(22, fontMetrics().height() + 7) };
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        const QColor ink = color(ColorRole::Muted, this);
        paint::roundRect(painter, rect(), kRadius, color(ColorRole::Base, this),
                         color(hasFocus()         ? ColorRole::Accent
                                   : underMouse() ? ColorRole::ControlEdge
                                                  : ColorRole::Hairline,
                               this),
                         hasFocus() ? 2 : 1);
        paintIcon(painter, QRectF(10, (height() - 14) / 2.0, 14, 14), IconId::Search, ink);
        paint::keyCap(painter, rect().adjusted(0, 0, -space::kGroup, 0), QStringLiteral("Ctrl+K"), ink,
                      color(ColorRole::Hairline, this));
        painter.setFont(ui::font(TextRole::Caption));
        painter.setPen(ink);
        painter.drawText(rect().adjusted(32, 0, -60, 0), Qt::AlignVCenter, text());
    }
};

QString projectFilter()
{
    return MainWindow::tr("Casebench projects (*.casebench)");
}

} // namespace

void MainWindow::buildActions()
{
    buildProjectActions();
    buildViewActions();
}

void MainWindow::buildProjectActions()
{
    const QString group = tr("Project");
    m_actions->add(group,
                   { QStringLiteral("project.new"), tr("New project"), IconId::Plus, QKeySequence::New,
                     tr("Makes an empty project file"),
                     QStringLiteral("casebench-cli new PROJECT.casebench") },
                   [this] { createProject(); });
    m_actions->add(group,
                   { QStringLiteral("project.open"),
                     tr("Open project"),
                     IconId::Folder,
                     QKeySequence::Open,
                     tr("Opens a project file"),
                     {} },
                   [this] { openProject(); });
    m_actions->add(group,
                   { QStringLiteral("project.sample"),
                     tr("Open the sample"),
                     IconId::Play,
                     {},
                     tr("Opens a copy of the sample project"),
                     QStringLiteral("casebench-cli demo --out FOLDER") },
                   [this] { m_host.openSample(); });
    m_actions->add(group,
                   { QStringLiteral("project.import"),
                     tr("Import files…"),
                     IconId::Import,
                     {},
                     tr("Reads files of cases into the project"),
                     QStringLiteral("import FILE") },
                   [this] { importFiles(); });
    m_actions->add(group,
                   { QStringLiteral("project.close"),
                     tr("Close project"),
                     IconId::Close,
                     QKeySequence::Close,
                     tr("Back to the welcome view"),
                     {} },
                   [this] { m_host.closeProject(); });
    m_actions->add(group,
                   { QStringLiteral("app.quit"),
                     tr("Quit"),
                     IconId::None,
                     QKeySequence::Quit,
                     tr("Ends Casebench"),
                     {} },
                   [this] { close(); });
    m_actions->add(tr("Edit"),
                   { QStringLiteral("edit.undo"),
                     tr("Undo"),
                     IconId::Undo,
                     QKeySequence::Undo,
                     tr("Undoes the last label or choice"),
                     {} },
                   [this] { m_host.undo(); });
}

void MainWindow::buildViewActions()
{
    const QString view = tr("View");
    QAction* find = m_actions->add(view,
                                   { QStringLiteral("app.palette"),
                                     tr("Find any action, field or case"),
                                     IconId::Search,
                                     QKeySequence(QStringLiteral("Ctrl+K")),
                                     tr("Opens the palette"),
                                     {} },
                                   [this] { m_palette->open(); });
    find->setProperty("cbNoPalette", true);
    QAction* primary = m_actions->add(
        view, { QStringLiteral("page.primary"), tr("The page's filled button"), IconId::None, {}, {}, {} },
        [this] { triggerPrimary(); });
    primary->setShortcuts(
        { QKeySequence(QStringLiteral("Ctrl+Return")), QKeySequence(QStringLiteral("Ctrl+Enter")) });
    primary->setProperty("cbNoPalette", true);
    m_actions->add(view,
                   { QStringLiteral("page.search"),
                     tr("Search in this page"),
                     IconId::Search,
                     QKeySequence::Find,
                     tr("Goes to the page's search field"),
                     {} },
                   [this] { focusSearch(); });
    m_actions->add(view,
                   { QStringLiteral("page.nextPane"),
                     tr("Next pane"),
                     IconId::None,
                     QKeySequence(Qt::Key_F6),
                     tr("Moves the focus to the next pane"),
                     {} },
                   [this] { nextPane(); });
    m_actions->add(view,
                   { QStringLiteral("app.settings"),
                     tr("Settings…"),
                     IconId::Settings,
                     QKeySequence(QStringLiteral("Ctrl+,")),
                     tr("Theme, text size and motion"),
                     {} },
                   [this] { (new SettingsDialog(m_theme, this))->open(); });
    m_actions->add(view, { QStringLiteral("look.light"), tr("Light theme"), IconId::None, {}, {}, {} },
                   [this] { m_theme.choose(ThemeChoice::Light); });
    m_actions->add(view, { QStringLiteral("look.dark"), tr("Dark theme"), IconId::None, {}, {}, {} },
                   [this] { m_theme.choose(ThemeChoice::Dark); });
    m_actions->add(view,
                   { QStringLiteral("look.system"), tr("Theme of the system"), IconId::None, {}, {}, {} },
                   [this] { m_theme.choose(ThemeChoice::System); });
    const QString help = tr("Help");
    m_actions->add(help,
                   { QStringLiteral("help.keys"),
                     tr("Keys"),
                     IconId::Keyboard,
                     QKeySequence(QStringLiteral("?")),
                     tr("All keys on one sheet"),
                     {} },
                   [this] { (new KeySheet(*m_actions, currentPage(), this))->open(); });
    m_actions->add(help,
                   { QStringLiteral("help.about"),
                     tr("About Casebench…"),
                     IconId::Info,
                     {},
                     {},
                     QStringLiteral("casebench-cli --version") },
                   [this] {
                       auto* box =
                           new QMessageBox(QMessageBox::NoIcon, tr("About Casebench"),
                                           tr("Casebench %1. Cases in, decisions you can explain, models you "
                                              "can sign. It works without a network. GPL-3.0-or-later.")
                                               .arg(QStringLiteral(CASEBENCH_VERSION)),
                                           QMessageBox::Close, this);
                       box->setAttribute(Qt::WA_DeleteOnClose);
                       box->open();
                   });
}

void MainWindow::buildMenus()
{
    const auto fill = [this](QMenu* menu, const QStringList& ids) {
        for (const QString& id : ids) {
            if (id.isEmpty())
                menu->addSeparator();
            else
                menu->addAction(m_actions->find(id));
        }
    };
    const auto s = [](const char* id) { return QString::fromLatin1(id); };
    fill(menuBar()->addMenu(tr("&Project")),
         { s("project.new"),
           s("project.open"),
           s("project.sample"),
           {},
           s("project.import"),
           {},
           s("project.close"),
           s("app.quit") });
    fill(menuBar()->addMenu(tr("&Edit")), { s("edit.undo"), {}, s("page.search") });
    m_modeMenu = menuBar()->addMenu(tr("&Go"));
    QMenu* here = menuBar()->addMenu(tr("P&age"));
    connect(here, &QMenu::aboutToShow, here, [this, here] {
        here->clear();
        qDeleteAll(
            here->findChildren<QMenu*>(QString(), Qt::FindDirectChildrenOnly)); // clear() leaves submenus
        if (Page* page = currentPage())
            here->addActions(page->pageActions());
        addCopies(here, currentPage());
        here->setDisabled(here->isEmpty());
    });
    fill(menuBar()->addMenu(tr("&View")),
         { s("app.palette"),
           s("page.nextPane"),
           {},
           s("look.system"),
           s("look.light"),
           s("look.dark"),
           {},
           s("app.settings") });
    fill(menuBar()->addMenu(tr("&Help")), { s("help.keys"), s("help.about") });
    buildPaletteField();
}

/// The page's actions once more, as command lines for a terminal.
void MainWindow::addCopies(QMenu* menu, const Page* page)
{
    QMenu* copies = nullptr;
    for (const QAction* action : page ? page->pageActions() : QList<QAction*> {}) {
        const QString command = commandOf(action);
        if (command.isEmpty())
            continue;
        if (!copies) {
            menu->addSeparator();
            copies = menu->addMenu(icon(IconId::Copy), tr("Copy as command"));
        }
        const QString line = m_host.commandLine(command);
        QAction* copy = copies->addAction(QString(action->text()).replace(u'&', QStringLiteral("&&")), this,
                                          [line] { QGuiApplication::clipboard()->setText(line); });
        copy->setToolTip(line);
        copy->setStatusTip(line);
    }
}

void MainWindow::buildPaletteField()
{
    auto* corner = new QWidget(this);
    auto* layout = new QHBoxLayout(corner);
    layout->setContentsMargins(space::kGroup, 3, space::kInner, 3);
    auto* field = new PaletteField(corner);
    layout->addWidget(field);
    connect(field, &QAbstractButton::clicked, this, [this] { m_palette->open(); });
    menuBar()->setCornerWidget(corner, Qt::TopRightCorner);
}

void MainWindow::createProject()
{
    auto* dialog = new QFileDialog(this, tr("New project"), {}, projectFilter());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("casebench"));
    connect(dialog, &QFileDialog::fileSelected, &m_host, &ShellHost::createProject);
    dialog->open();
}

void MainWindow::openProject()
{
    auto* dialog = new QFileDialog(this, tr("Open project"), {}, projectFilter());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, &m_host, &ShellHost::openProject);
    dialog->open();
}

void MainWindow::importFiles()
{
    auto* dialog = new QFileDialog(this, tr("Import files"), {},
                                   tr("Files of cases (*.csv *.tsv *.txt);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    connect(dialog, &QFileDialog::filesSelected, &m_host, &ShellHost::importFiles);
    dialog->open();
}

} // namespace casebench::ui
