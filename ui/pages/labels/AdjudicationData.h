// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/EvidenceStore.h"
#include "core/workflow/SettleLabels.h"
#include "ui/itemmodels/CaseFacts.h"
#include "ui/pages/labels/LabelLinks.h"

#include <QList>
#include <QStringList>

namespace casebench::ui {

/// A conflict in the list: whose verdicts disagree is seen only once the case is open to all.
struct DisputeLine
{
    QString caseId {};
    QString verdicts {}; ///< "scam | not scam"
    Instant since = kNoTime; ///< of the newest verdict

    bool operator==(const DisputeLine&) const = default;
};

/// One side of a conflict.
struct DisputeSide
{
    QString person {};
    Instant at = kNoTime;
    Verdict verdict = Verdict::Scam;
    QString reason {};
    QString sureness {};
    QString note {};
    QStringList cited {}; ///< fields that its reason or note names

    bool operator==(const DisputeSide&) const = default;
};

/// What the champion makes of it: an exhibit, not a vote.
struct DisputeModel
{
    QString name {}; ///< "": no champion
    QString says {}; ///< "0.31, not scam"
    QStringList cannotSee {};
    QList<std::pair<QString, QString>> reasons {}; ///< "FIELD = value", "−1.68"

    bool operator==(const DisputeModel&) const = default;
};

struct DisputeCase
{
    CaseFacts facts {};
    QList<DisputeSide> sides {}; ///< in the order given, the first two are A and B
    DisputeModel model {};
    std::vector<Evidence> evidence {};
    LabelLinks links {};
};

/// Conflicts that this person may settle: open to all, and without a verdict of the person.
[[nodiscard]] Result<QList<DisputeLine>> loadDisputes(Project& project, const Actor& actor);
/// Fails: NotFound; what explaining fails with.
[[nodiscard]] Result<DisputeCase>
loadDispute(Project& project, const Actor& actor, const std::string& caseId, Progress& progress);

/// "Unsure", "Fairly", "Sure" of a 0..1 (the thirds), "–" when it was not said.
[[nodiscard]] QString surenessText(double confidence);

} // namespace casebench::ui
