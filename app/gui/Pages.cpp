// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/Pages.h"

#include "ui/pages/audit/AuditPage.h"
#include "ui/pages/cases/CasesPage.h"
#include "ui/pages/comparison/ComparisonPage.h"
#include "ui/pages/drift/DriftPage.h"
#include "ui/pages/explanation/ExplanationPage.h"
#include "ui/pages/labels/LabelsPage.h"
#include "ui/pages/release/ReleasePage.h"
#include "ui/pages/training/TrainingPage.h"

namespace casebench::ui {

std::vector<std::unique_ptr<Page>> makePages(Session& session)
{
    std::vector<std::unique_ptr<Page>> pages;
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

void importInto(Page* page, const QStringList& paths)
{
    if (auto* cases = qobject_cast<CasesPage*>(page))
        cases->importFiles(paths);
}

} // namespace casebench::ui
