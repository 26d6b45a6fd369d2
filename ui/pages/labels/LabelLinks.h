// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/labelling/Settle.h"
#include "core/store/Project.h"
#include "ui/itemmodels/CellTable.h"

#include <QList>
#include <QString>

namespace casebench::ui {

/// A case that shares a number, an account or a group with the one on view.
struct LabelLink
{
    QString caseId {};
    QString link {}; ///< "same Caller"; "through another case"
    CaseState state = CaseState::Alleged; ///< as this person may know it

    bool operator==(const LabelLink&) const = default;
};

struct LabelLinks
{
    bool possible = false; ///< a field of the project can link cases
    qint64 total = 0;
    QList<LabelLink> links {}; ///< the first few

    bool operator==(const LabelLinks&) const = default;
};

/// Cost: reads the linking fields of all cases; for a job.
[[nodiscard]] Result<LabelLinks>
loadLabelLinks(Project& project, const std::string& person, const std::string& caseId, Progress& progress);

/// As a table: case, link, state.
void fillLinks(CellTable& table, const LabelLinks& links);

/// What stands instead of the table, or "" when there are links.
[[nodiscard]] QString noLinksText(const LabelLinks& links);

} // namespace casebench::ui
