// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/Desktop.h"
#include "app/gui/DesktopHost.h"
#include "app/gui/Pages.h"
#include "app/gui/PersonMenu.h"

#include <QMenuBar>

namespace {

using namespace casebench::ui;

void addPages(MainWindow& window, ShellHost& shell)
{
    auto& host = static_cast<DesktopHost&>(shell); // makeHost below made it
    for (auto& page : makePages(host.session()))
        window.addPage(std::move(page));
    QObject::connect(&host, &DesktopHost::importAsked, &window,
                     [&window](const QStringList& paths) { importInto(window.page(PageId::Cases), paths); });
    if (const QList<QAction*> menus = window.menuBar()->actions(); !menus.isEmpty()) {
        QMenu* project = menus.first()->menu();
        const QList<QAction*> entries = project->actions();
        project->insertMenu(entries.isEmpty() ? nullptr : entries.last(), new PersonMenu(host, &window));
    }
}

} // namespace

int main(int argc, char** argv)
{
    passiveOpenMp(argv);
    return runDesktop(argc, argv, { [] { return std::make_unique<DesktopHost>(); }, addPages });
}
