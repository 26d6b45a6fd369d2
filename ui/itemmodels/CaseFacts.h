// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Field.h"
#include "core/data/Label.h"
#include "core/labelling/Settle.h"
#include "core/store/Project.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <limits>

namespace casebench::ui {

/// One field of one case, as people read it.
struct CaseFact
{
    QString field {};
    QString value {};
    FieldKind kind = FieldKind::Text;
    FieldRole role = FieldRole::Feature;
    bool missing = false;
    bool yes = false; ///< a yes/no field answered yes
    bool unseen = false; ///< filled, but the champion does not know the field

    bool operator==(const CaseFact&) const = default;
};

/// A line of what happened to a case: a verdict, its retraction, a changed cell, the import.
struct CaseHappening
{
    QString what {};
    QString who {};
    QString note {};
    Instant at = kNoTime;
    bool takenBack = false; ///< a verdict that does not stand any more

    bool operator==(const CaseHappening&) const = default;
};

/// A file that belongs to the case.
struct CaseExhibit
{
    qint64 id = 0;
    QString name {};
    qint64 bytes = 0;
    QString sha256 {};
    QString addedBy {};

    bool operator==(const CaseExhibit&) const = default;
};

/// What the last import that touched the case changed.
struct CaseUpdate
{
    Instant at = kNoTime; ///< kNoTime: no import changed it since it came
    QStringList changes {}; ///< "UPI_PAYMENTS: Not asked → Yes"

    bool operator==(const CaseUpdate&) const = default;
};

/// Everything a person sees of one case.
struct CaseFacts
{
    QString caseId {};
    CaseRow row = 0;
    Instant received = kNoTime;
    QString source {};
    CaseState state = CaseState::Alleged;
    QList<CaseFact> facts {};
    QList<CaseHappening> history {}; ///< newest first
    QList<CaseExhibit> evidence {};
    CaseUpdate update {};
    qint64 sealed = 0; ///< events of others that are hidden until this person has decided
    Instant matures = kNoTime; ///< when its label may be expected to be the last word
    bool maturesAssumed = false;
    double confidence = std::numeric_limits<double>::quiet_NaN(); ///< of the state
    bool ownVerdict = false; ///< the acting person has a verdict that stands
    QString champion {}; ///< its name; "": none
    double score = std::numeric_limits<double>::quiet_NaN();
    double threshold = 0.5;
    bool scoreHidden = false; ///< there is a score, but this person may not see it yet
};

/// Reads one case with its verdicts, changes and the champion's score.
/// Takes:  person: whose verdict counts as the own one.
/// Fails:  NotFound.  Cost: reads the columns' chunks; meant for a job.
[[nodiscard]] Result<CaseFacts>
loadCaseFacts(Project& project, const std::string& person, const std::string& caseId, Progress& progress);

} // namespace casebench::ui
