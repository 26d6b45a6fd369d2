// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/SettleLabels.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace casebench::ui {

/// Why a case stands in the queue, as far as a labeller may know it.
enum class LabelGroup
{
    Asked, ///< another page wanted it
    Disputed,
    Routine, ///< flagged by the model and drawn for the audit alike: nobody can tell which
    Undecided, ///< no queue: whatever has no verdict yet
    Skipped
};

struct LabelQueueLine
{
    QString caseId {};
    Instant received = kNoTime;
    LabelGroup group = LabelGroup::Routine;
    QString why {};

    bool operator==(const LabelQueueLine&) const = default;
};

/// What waits for one person.
struct LabelQueueData
{
    QList<LabelQueueLine> lines {};
    qint64 cases = 0; ///< of the project
    qint64 decided = 0;
    qint64 today = 0; ///< verdicts of this person today that stand
    QStringList reasons {}; ///< nine at most
};

/// The nine reasons of scam calls that a project starts with.
[[nodiscard]] QStringList defaultReasons();
inline constexpr const char* kReasonsSetting = "label.reasons";
inline constexpr qsizetype kMostReasons = 9;

/// The queue without what the person decided already; without any queue, every undecided case, oldest first.
[[nodiscard]] Result<LabelQueueData>
loadLabelQueue(Project& project, const std::string& person, Progress& progress);

} // namespace casebench::ui
