// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"
#include "core/data/CaseTable.h"

#include <array>

namespace casebench {

/// One person's finding on one case.
enum class Verdict
{
    Scam,
    NotScam,
    Disputed,
    Unresolvable
};

inline constexpr std::array<std::pair<Verdict, std::string_view>, 4> kVerdictNames { {
    { Verdict::Scam, "scam" },
    { Verdict::NotScam, "not-scam" },
    { Verdict::Disputed, "disputed" },
    { Verdict::Unresolvable, "unresolvable" },
} };

[[nodiscard]] inline std::string_view name(Verdict verdict)
{
    return nameIn(kVerdictNames, verdict);
}

/// How a verdict came to be.
enum class LabelOrigin
{
    Person,
    Adjudication,
    Imported,
    Complaint
};

inline constexpr std::array<std::pair<LabelOrigin, std::string_view>, 4> kLabelOriginNames { {
    { LabelOrigin::Person, "person" },
    { LabelOrigin::Adjudication, "adjudication" },
    { LabelOrigin::Imported, "imported" },
    { LabelOrigin::Complaint, "complaint" },
} };

/// One line of the append-only label history. A retraction is an event of its own that names what it
/// takes back.
struct LabelEvent
{
    std::int64_t seq = 0; ///< order of recording; 0 = not stored yet
    CaseRow row = 0;
    Verdict verdict = Verdict::Scam;
    LabelOrigin origin = LabelOrigin::Person;
    std::string person;
    std::string reason;
    std::string note;
    double confidence = std::numeric_limits<double>::quiet_NaN(); ///< 0..1; NaN when not given
    Instant decidedAt = kNoTime; ///< business time: drives honest splits
    bool decidedAssumed = false; ///< decidedAt was taken from the case's own time
    Instant recordedAt = kNoTime; ///< system time: drives as-of
    std::int64_t retracts = 0; ///< seq of the event this one takes back; 0 for a verdict

    bool operator==(const LabelEvent&) const = default;
};

/// The rule that turns labels into training truth (statistics.md 2).
enum class LabelPolicy
{
    Confirmed,
    Latest,
    Majority,
    Complaints
};

inline constexpr std::array<std::pair<LabelPolicy, std::string_view>, 4> kLabelPolicyNames { {
    { LabelPolicy::Confirmed, "confirmed" },
    { LabelPolicy::Latest, "latest" },
    { LabelPolicy::Majority, "majority" },
    { LabelPolicy::Complaints, "complaints" },
} };

[[nodiscard]] inline std::string_view name(LabelPolicy policy)
{
    return nameIn(kLabelPolicyNames, policy);
}

/// The reason that marks a verdict as part of the random audit slice, in label files and in the queue
/// alike.
inline constexpr std::string_view kAuditReason = "audit";

/// Training truth of a case.
using Truth = std::int8_t;
inline constexpr Truth kNegative = 0;
inline constexpr Truth kPositive = 1;
inline constexpr Truth kUndecided = -1;

} // namespace casebench
