// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "SampleProject.h"

#include "core/workflow/TakeSnapshot.h"
#include "core/workflow/TrainRun.h"

namespace casebench::ui::test {

/// The sample's first month with its verdicts, frozen as "first", and runs trained on it.
class TrainedProject : public SampleProject
{
public:
    /// Cases, verdicts and the snapshot; no run.
    void prepare()
    {
        create();
        import();
        Progress progress;
        auto project = open();
        const auto labels =
            importLabels(*project, session().actor(), directory() / "verdicts-2026-01.csv", progress);
        expects(static_cast<bool>(labels), "TrainedProject: no verdicts");
        SnapshotRequest request;
        request.name = "first";
        expects(static_cast<bool>(takeSnapshot(*project, session().actor(), request, progress)),
                "TrainedProject: no snapshot");
        session().announce(Change::Snapshots);
    }

    Run train(const std::string& family, const std::string& name, std::vector<std::string> fields = {})
    {
        Progress progress;
        auto project = open();
        TrainRequest request;
        request.snapshot = "first";
        request.name = name;
        request.recipe.family = family;
        request.recipe.fields = std::move(fields);
        request.recipe.split = SplitKind::Stratified;
        request.recipe.folds = 2;
        auto run = trainRun(*project, session().actor(), request, progress);
        expects(static_cast<bool>(run), "TrainedProject: no run");
        session().announce(Change::Runs);
        return std::move(*run);
    }

    [[nodiscard]] Result<Project> open() const
    {
        auto project = Project::open(directory() / "p.casebench", OpenOptions {});
        expects(static_cast<bool>(project), "TrainedProject: cannot open");
        return project;
    }
};

} // namespace casebench::ui::test
