// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Alert.h"
#include "core/data/DriftReport.h"
#include "core/data/Run.h"

namespace casebench {

/// What monitoring is decided by (statistics.md 2); printed with the result.
struct WatchOptions
{
    std::int64_t minimumWindow = 100; ///< smaller months are rolled up into the next
    double harmMargin = 0.03; ///< harm: Wilson upper bound below reference recall minus this
    double domainAucLimit = 0.65;
    double newFieldShare = 0.05; ///< an unmodelled new field filled this much turns the trust light red
    double outsideShare = 0.05; ///< points of rows outside the training range above the hold-out's share
    double alpha = 0.05;
    std::uint64_t seed = 1;
    int bootstrapWindows = 200; ///< of the hold-out, for the CBPE band with fewer than six reference windows
};

/// Recall among the audited cases of one or more windows.
struct AuditedRecall
{
    Interval recall; ///< Wilson; NaN when no audited scam is there
    std::int64_t audited = 0; ///< decided cases used
    bool randomSlice = true; ///< false: no case was marked as audit slice, so all decided ones were used
};

/// One month (or several small ones) since the reference.
struct WatchWindow
{
    MonthIndex first = 0;
    MonthIndex last = 0;
    Instant from = kNoTime;
    Instant to = kNoTime; ///< exclusive
    std::int64_t rows = 0;
    std::int64_t flagged = 0;
    AuditedRecall audited;
    AuditedRecall pooled; ///< this window and those before it back to the first with a new field or drift
    Interval estimate; ///< CBPE recall; low and high are the assumed band
    bool trusted = true; ///< the trust light
    std::vector<std::string> whyNot; ///< "new column UPI_PAYMENTS", "unseen region" ...
    DriftReport drift;
};

/// A field value under which scams are missed more often (Fisher's exact test, BH).
struct ErrorSlice
{
    std::string field;
    std::string value;
    std::int64_t missed = 0; ///< missed scams with the value
    std::int64_t caught = 0;
    std::int64_t missedAll = 0;
    std::int64_t caughtAll = 0;
    double p = 0;
    double pAdjusted = 0;
    bool usedByModel = false;
};

struct WatchReport
{
    std::int64_t runId = 0;
    std::string runName;
    Interval referenceRecall;
    std::vector<WatchWindow> windows;
    std::vector<ErrorSlice> slices; ///< fields the model does not use first
    std::vector<Alert> alerts; ///< all that stand for this run, newest first
    std::vector<Alert> raised; ///< those this call raised
    std::vector<Suspect> suspects;
    WatchOptions options;
};

} // namespace casebench
