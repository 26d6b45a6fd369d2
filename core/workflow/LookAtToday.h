// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Alert.h"
#include "core/data/Run.h"
#include "core/data/Snapshot.h"
#include "core/store/AuditEntry.h"
#include "core/store/Project.h"

#include <optional>

namespace casebench {

/// What may wait, in the order in which it is shown: nobody's, yours, other people's, then work.
enum class NeedKind
{
    AlertsWithoutOwner,
    AlertsYouOwn,
    ApprovalsYouGive, ///< a second person must decide, and this person may
    ApprovalsOfOthers, ///< a second person must decide, and this person may not
    CasesToCheck, ///< came after the champion's training and were never scored by it
    CasesToLabel,
    DisputesToSettle,
};

inline constexpr std::array<std::pair<NeedKind, std::string_view>, 7> kNeedKindNames { {
    { NeedKind::AlertsWithoutOwner, "alerts-without-owner" },
    { NeedKind::AlertsYouOwn, "alerts-you-own" },
    { NeedKind::ApprovalsYouGive, "approvals-you-give" },
    { NeedKind::ApprovalsOfOthers, "approvals-of-others" },
    { NeedKind::CasesToCheck, "cases-to-check" },
    { NeedKind::CasesToLabel, "cases-to-label" },
    { NeedKind::DisputesToSettle, "disputes-to-settle" },
} };

[[nodiscard]] inline std::string_view name(NeedKind kind)
{
    return nameIn(kNeedKindNames, kind);
}

/// A run that waits for a second person.
struct WaitingApproval
{
    std::int64_t runId = 0;
    std::string run;
    std::string trainedBy;
    std::string submittedBy;
    Instant submittedAt = kNoTime;
};

/// One line of what needs somebody. Only the parts of its kind are filled.
struct Need
{
    NeedKind kind = NeedKind::CasesToLabel;
    std::int64_t count = 0;
    bool canAct = false; ///< this person's role allows it
    std::vector<Alert> alerts {}; ///< newest first
    std::vector<WaitingApproval> approvals {}; ///< newest first
    std::vector<std::pair<std::string, std::int64_t>>
        queue {}; ///< how many cases for which reason, as this person may know it (LabelQueue.h)
    Instant oldest = kNoTime; ///< of the cases that wait
};

/// What a month amounts to, in one word.
enum class MonthWord
{
    NoModel, ///< nobody watches it: no champion, or it lies before the training
    Training,
    NotChecked, ///< the champion never scored it
    TooFew, ///< no scam among the decided cases: no statement
    Steady,
    NewField,
    Harm
};

inline constexpr std::array<std::pair<MonthWord, std::string_view>, 7> kMonthWordNames { {
    { MonthWord::NoModel, "no model" },
    { MonthWord::Training, "training" },
    { MonthWord::NotChecked, "not checked" },
    { MonthWord::TooFew, "no verdicts" },
    { MonthWord::Steady, "steady" },
    { MonthWord::NewField, "new field" },
    { MonthWord::Harm, "harm" },
} };

[[nodiscard]] inline std::string_view name(MonthWord word)
{
    return nameIn(kMonthWordNames, word);
}

/// A month of cases; after the champion's training small months are rolled up as monitoring does.
struct TodayMonth
{
    MonthIndex first = 0;
    MonthIndex last = 0;
    std::int64_t cases = 0;
    std::int64_t decided = 0; ///< with a verdict that settles it
    std::int64_t audited = 0; ///< of the random audit slice
    double newFieldShare = std::numeric_limits<double>::quiet_NaN(); ///< filled with anything but No
    Interval recall {}; ///< of the champion on the audited scams, by the scores it stored
    MonthWord word = MonthWord::NoModel;
};

/// The model in use.
struct TodayChampion
{
    Run run; ///< without model bytes
    Snapshot trainedOn;
    std::string approvedBy;
    Instant since = kNoTime;
    double harmMargin = 0;
};

struct TodayReport
{
    std::vector<Need> needs; ///< in order; none with count 0
    std::vector<TodayMonth> months; ///< oldest first; empty without a time field
    std::string newField; ///< filled since the training, unknown to the champion; "" = none
    bool newFieldIsYesNo = false;
    std::optional<TodayChampion> champion;
    std::vector<AuditRecord> events; ///< newest first
    std::int64_t cases = 0;
    std::int64_t decided = 0;
    std::int64_t withoutMonth = 0; ///< cases without a time

    /// The newest month with a recall; nullptr when there is none.
    [[nodiscard]] const TodayMonth* newestRecall() const;
};

/// What needs this person now, how the champion does month by month, and what happened last. Reads stored
/// scores, verdicts and alerts only: nothing is scored or measured anew.
/// Cost: O(cases + label events); reads the time field and the fields the champion does not know.
[[nodiscard]] Result<TodayReport> lookAtToday(Project& project, const Actor& actor, Progress& progress);

} // namespace casebench
