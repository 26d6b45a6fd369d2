// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/Pages.h"

#include "app/gui/PersonMenu.h"
#include "ui/pages/audit/AuditPage.h"
#include "ui/pages/cases/CasesPage.h"
#include "ui/pages/comparison/ComparisonPage.h"
#include "ui/pages/drift/DriftPage.h"
#include "ui/pages/explanation/ExplanationPage.h"
#include "ui/pages/labels/LabelsPage.h"
#include "ui/pages/release/ReleasePage.h"
#include "ui/pages/today/TodayPage.h"
#include "ui/pages/training/TrainingPage.h"

#include <QMenuBar>

namespace casebench::ui {

std::vector<std::unique_ptr<Page>> makePages(Session& session)
{
    std::vector<std::unique_ptr<Page>> pages;
    pages.push_back(std::make_unique<TodayPage>(session));
    pages.push_back(std::make_unique<CasesPage>(session));
    pages.push_back(std::make_unique<LabelsPage>(session));
    pages.push_back(std::make_unique<TrainingPage>(session));
    pages.push_back(std::make_unique<ComparisonPage>(session));
    pages.push_back(std::make_unique<ExplanationPage>(session));
    pages.push_back(std::make_unique<DriftPage>(session));
    pages.push_back(std::make_unique<ReleasePage>(session));
    pages.push_back(std::make_unique<AuditPage>(session));
    return pages;
}

void addPages(MainWindow& window, DesktopHost& host)
{
    for (auto& page : makePages(host.session()))
        window.addPage(std::move(page));
    QObject::connect(&host, &DesktopHost::importAsked, &window, [&window](const QStringList& paths) {
        if (auto* cases = qobject_cast<CasesPage*>(window.page(PageId::Cases)))
            cases->importFiles(paths);
    });
    if (const QList<QAction*> menus = window.menuBar()->actions(); !menus.isEmpty()) {
        QMenu* project = menus.first()->menu();
        const QList<QAction*> entries = project->actions();
        project->insertMenu(entries.isEmpty() ? nullptr : entries.last(), new PersonMenu(host, &window));
    }
}

} // namespace casebench::ui
