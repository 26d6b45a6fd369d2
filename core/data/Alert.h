// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"
#include "core/data/Field.h"

#include <vector>

namespace casebench {

enum class AlertState
{
    Open,
    Taken,
    Snoozed,
    Closed
};

inline constexpr std::array<std::pair<AlertState, std::string_view>, 4> kAlertStateNames { {
    { AlertState::Open, "open" },
    { AlertState::Taken, "taken" },
    { AlertState::Snoozed, "snoozed" },
    { AlertState::Closed, "closed" },
} };

[[nodiscard]] inline std::string_view name(AlertState state)
{
    return nameIn(kAlertStateNames, state);
}

/// A finding someone must answer. One per (run, kind, window, first field): monitoring again does not
/// raise it twice.
struct Alert
{
    std::int64_t id = 0;
    std::int64_t runId = 0;
    std::string kind; ///< "schema", "drift", "harm"
    std::string severity; ///< "alarm" or "watch"
    std::vector<std::string> fields;
    std::string text;
    Instant windowFrom = kNoTime;
    Instant windowTo = kNoTime;
    AlertState state = AlertState::Open;
    std::string owner;
    Instant raisedAt = kNoTime;
    std::string answer; ///< the reason given when it was closed or snoozed
};

} // namespace casebench
