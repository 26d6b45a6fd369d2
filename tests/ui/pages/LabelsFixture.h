// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "PageChecks.h"
#include "SampleProject.h"

#include "core/store/CaseStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/ManagePersons.h"
#include "ui/pages/labels/LabelsPage.h"

namespace casebench::ui::test {

/// The sample project of the page tests with its cases imported, and people who may label them.
struct Opened
{
    void start(Page& page)
    {
        visit(page);
        QApplication::setActiveWindow(&page);
    }

    std::vector<LabelEvent> eventsOf(const QString& caseId)
    {
        auto project =
            Project::open(sample.path("p.casebench").toStdString(), OpenOptions { .readOnly = true });
        const auto labels = caseLabels(*project, caseId.toStdString());
        return labels ? labels->events : std::vector<LabelEvent> {};
    }

    /// Investigators bea and cem.
    void addPeople()
    {
        auto project = Project::open(sample.path("p.casebench").toStdString(), OpenOptions {});
        for (const char* name : { "bea", "cem" })
            expects(addPerson(*project, sample.session().actor(), { name, Role::Investigator, {}, {} })
                        .has_value(),
                    "Opened: no people");
        sample.session().announce(Change::Persons);
    }

    /// Bea and cem say otherwise on the first case; gives its id.
    QString disagree()
    {
        addPeople();
        auto project = Project::open(sample.path("p.casebench").toStdString(), OpenOptions {});
        const std::string id = CaseStore(*project).ids()->front();
        const VerdictRequest scam { id, Verdict::Scam, "Money sent", "Money_Asked says it all", 1 };
        const VerdictRequest otherwise { id, Verdict::NotScam, "Caller known and named", {} };
        const bool both = giveVerdict(*project, *resolveActor(*project, "bea"), scam).has_value()
            && giveVerdict(*project, *resolveActor(*project, "cem"), otherwise).has_value();
        expects(both, "Opened: no conflict");
        sample.session().announce(Change::Labels);
        return QString::fromStdString(id);
    }

    ImportedProject sample;
};

/// Comes to the queue and has its first case before them.
inline void visit(LabelsPresenter& presenter)
{
    presenter.setVisible(true);
    QTRY_COMPARE_WITH_TIMEOUT(presenter.state().face, LabelsState::Face::Ready, 30000);
    settle(presenter);
}

} // namespace casebench::ui::test
