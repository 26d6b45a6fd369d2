// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/ScorerOfRun.h"

#include "core/store/RunStore.h"

namespace casebench {

Result<LoadedRun> loadRun(Project& project, std::string_view name)
{
    const RunStore runs(project);
    Run run;
    if (name.empty()) {
        CB_TRY(const auto champion, runs.champion());
        if (!champion)
            return Error { ErrorCode::NotFound,
                           "There is no champion yet.",
                           {},
                           "no-champion",
                           "Approve a run, or name one." };
        CB_TRY(run, runs.find(*champion));
    } else {
        CB_TRY(run, runs.find(name));
    }
    CB_TRY(run.modelBytes, runs.loadModel(run.id));
    CB_TRY(Scorer scorer, Scorer::fromRun(run));
    return LoadedRun { std::move(run), std::move(scorer) };
}

std::vector<std::string> modelFields(const Scorer& scorer)
{
    std::vector<std::string> names;
    for (const EncodedField& field : scorer.encoder().fields())
        names.push_back(field.name);
    return names;
}

} // namespace casebench
