// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Split.h"

namespace casebench {

/// A field whose AUC by itself is above this gives the answer away (ours; training warns at the same limit).
inline constexpr double kLeakAuc = 0.98;

/// Why a field may know the outcome before it should.
enum class LeakKind
{
    TooGood, ///< its AUC by itself is above kLeakAuc
    BeatsTheRest, ///< by itself it ranks cases better than all other fields together
    AfterOutcome, ///< it is filled, or dated, only once a case is decided
};

inline constexpr std::array<std::pair<LeakKind, std::string_view>, 3> kLeakKindNames { {
    { LeakKind::TooGood, "too-good" },
    { LeakKind::BeatsTheRest, "beats-the-rest" },
    { LeakKind::AfterOutcome, "after-outcome" },
} };

[[nodiscard]] inline std::string_view name(LeakKind kind)
{
    return nameIn(kLeakKindNames, kind);
}

struct LeakHint
{
    LeakKind kind = LeakKind::TooGood;
    std::string text; ///< the evidence as a sentence, with n
};

/// What one field by itself says about the verdict.
struct FieldSignal
{
    std::string field;
    double auc = 0; ///< cross-validated; NaN when it cannot be said
    std::int64_t n = 0; ///< decided cases it was measured on
    std::vector<LeakHint> hints {};
};

struct SignalOptions
{
    std::size_t sample = 50'000; ///< decided cases looked at, at most; drawn with the seed
    std::size_t modelSample = 20'000; ///< of these, for the model of all other fields
    std::size_t decidedMinimum =
        100; ///< fewer decided cases, or fewer than 20 of a class: nothing is said (ours)
    std::uint64_t seed = 1;
};

/// Measures every field that has a role a model may read (feature, sensitive, group) or is ignored.
///
/// AUC: the share of positives at each level (numbers: 50 quantile bins; missing is a level) is learnt on
/// four folds and ranks the cases of the fifth; linked cases stay in one fold. Free texts count by being
/// there. Hints, for features only:
///  - too good: AUC > .98.
///  - beats the rest: AUC >= .75, and significantly (DeLong, 95 %) above that of a logistic model, out of
///  fold,
///    of all other features on the same cases. What is known before the outcome hardly ever does.
///  - after the outcome: in months that have both, at least half of the decided cases and at most one in
///  twenty
///    of the undecided ones have a value (50 of each at least); or at least half of its times lie after the
///    decision.
/// Takes:  input.rows: the decided positions; decidedAt: table-long, kNoTime where assumed or unknown; may be
///         empty.
/// Gives:  one entry per measured field, in schema order.
/// Fails:  Cancelled.
/// Cost:   O(sample x fields), and five logistic fits per field that may beat the rest (three at most).
/// Source: the limits are ours.
[[nodiscard]] Result<std::vector<FieldSignal>> measureSignals(const CaseTable& table,
                                                              const SplitInput& input,
                                                              std::span<const Instant> decidedAt,
                                                              const SignalOptions& options,
                                                              Progress& progress);

} // namespace casebench
