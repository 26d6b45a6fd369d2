// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/LabelQueue.h"
#include "core/workflow/LabelReasons.h"
#include "core/workflow/SettleLabels.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace casebench::ui {

/// Why a case stands in the queue, as far as a labeller may know it; in the order of the list. Disputes have
/// a view of their own.
enum class LabelGroup
{
    Asked, ///< another page wanted it
    Returned, ///< decided by this person, a reason is wanted
    NewAnswer, ///< it carries an answer that was not asked before
    Second, ///< somebody decided it, this person's view is wanted; what was said is sealed
    Routine, ///< chosen by the model and drawn for the audit alike: nobody can tell which
    Undecided, ///< no queue: whatever has no verdict yet
    Skipped
};

inline constexpr std::size_t kLabelGroups = 7;

struct LabelQueueLine
{
    QString caseId {};
    Instant received = kNoTime;
    LabelGroup group = LabelGroup::Routine;
    QString why {};
    bool ownShare = true; ///< by the rotation; else it is another person's turn

    bool operator==(const LabelQueueLine&) const = default;
};

/// What waits for one person.
struct LabelQueueData
{
    QList<LabelQueueLine> lines {};
    qint64 cases = 0; ///< of the project
    qint64 decided = 0; ///< as far as this person may know
    qint64 ownShare = 0; ///< waiting lines that are this person's by the rotation
    bool shared = false; ///< others label too, so cases are taken on a desk
    qint64 disputes = 0; ///< that this person may settle
    QString warning {}; ///< sealed verdicts that cannot be read; "" when all can
    qint64 today = 0; ///< verdicts of this person today that stand
    QStringList reasons {}; ///< nine at most
};

/// The nine reasons of scam calls that a project starts with.
[[nodiscard]] QStringList defaultReasons();
/// Those of the project, or the nine it starts with.
[[nodiscard]] Result<QStringList> readLabelReasons(Project& project);
inline constexpr qsizetype kMostReasons = kMostLabelReasons;

/// The queue without what the person decided already; without any queue, every undecided case, oldest first.
[[nodiscard]] Result<LabelQueueData> loadLabelQueue(Project& project, const Actor& actor, Progress& progress);

} // namespace casebench::ui
