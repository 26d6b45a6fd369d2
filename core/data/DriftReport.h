// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"
#include "core/data/Field.h"
#include "core/stats/Interval.h"

#include <vector>

namespace casebench {

/// drift = corrected p < .05 and effect at least small; watch = one of the two; steady = neither; skipped
/// = no statement possible.
enum class DriftVerdict
{
    Steady,
    Watch,
    Drift,
    Skipped
};

inline constexpr std::array<std::pair<DriftVerdict, std::string_view>, 4> kDriftVerdictNames { {
    { DriftVerdict::Steady, "steady" },
    { DriftVerdict::Watch, "watch" },
    { DriftVerdict::Drift, "drift" },
    { DriftVerdict::Skipped, "skipped" },
} };

[[nodiscard]] inline std::string_view name(DriftVerdict verdict)
{
    return nameIn(kDriftVerdictNames, verdict);
}

/// One further measure beside the one that decides ("ks", "psi", "js_distance", "w1_over_sd",
/// "cramers_v", "hellinger" ...).
struct MeasureValue
{
    std::string name;
    double statistic = 0;
    double p = 0;
};

/// What happened to one field between reference and window.
struct FieldDrift
{
    std::string name;
    FieldKind kind = FieldKind::Number;
    DriftVerdict verdict = DriftVerdict::Skipped;
    std::string direction; ///< "rising", "falling", "changed", "" when steady
    double reference = 0; ///< share of Yes, mean, or share of the most changed level (named in `level`)
    double current = 0;
    double low = 0; ///< interval of current - reference
    double high = 0;
    std::string level; ///< the level the shares above speak of (categories)
    std::int64_t nReference = 0; ///< rows with a value
    std::int64_t nCurrent = 0;
    double missingReference = 0; ///< shares
    double missingCurrent = 0;
    std::string
        test; ///< "two-proportion z", "Fisher exact", "chi-squared", "permutation", "Kolmogorov-Smirnov"
    double p = 0;
    double pAdjusted = 0; ///< Benjamini-Hochberg over the report's fields
    double effect = 0;
    std::string effectName; ///< "points", "Cramer's V", "PSI", "W1/sd"
    double psi = 0;
    double impact = 0; ///< JS distance x permutation importance: a heuristic
    std::string whySkipped;
    std::vector<MeasureValue> measures;
    std::vector<std::string> binNames; ///< for drawing: levels or bin ranges
    std::vector<std::int64_t> referenceCounts; ///< same length
    std::vector<std::int64_t> currentCounts; ///< same length
};

/// A change of the file's shape: new, gone, quiet, level, fill, positive-rate.
struct SchemaEvent
{
    std::string field;
    std::string event;
    double share = 0; ///< share of rows concerned
    std::int64_t rows = 0;
    bool seenByModel = false;
    std::string text; ///< the sentence for people
};

/// A possible cause, best first. why: schema, drift, error-slice, residual.
struct Suspect
{
    int rank = 0;
    std::string field;
    std::string kind; ///< what is suspected ("new field", "falling", "missed scams concentrate")
    std::string why;
    double score = 0;
    double pAdjusted = 0;
    std::int64_t n = 0;
    std::string text;
};

struct SpanOfRows
{
    Instant from = kNoTime;
    Instant to = kNoTime; ///< exclusive
    std::int64_t rows = 0;
};

struct DriftReport
{
    SpanOfRows reference;
    SpanOfRows window;
    std::vector<FieldDrift> fields;
    std::vector<SchemaEvent> events;
    Interval domainAuc; ///< reference against window, out of fold; NaN when not asked
    std::vector<Suspect> suspects;
};

} // namespace casebench
