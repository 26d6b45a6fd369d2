// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/base/Time.h"
#include "core/data/Field.h"

#include <limits>
#include <vector>

namespace casebench {

/// What an expectation demands of the data.
enum class CheckKind
{
    ColumnExists,
    Kind,
    NotMissing,
    InSet,
    Between,
    Unique,
    Matches,
    NoNewLevels,
    MeanBetween,
    QuantileBetween,
    PositiveRateBetween,
    RowCountBetween,
    NoUnknownColumns
};

inline constexpr std::array<std::pair<CheckKind, std::string_view>, 13> kCheckKindNames { {
    { CheckKind::ColumnExists, "column-exists" },
    { CheckKind::Kind, "kind" },
    { CheckKind::NotMissing, "not-missing" },
    { CheckKind::InSet, "in-set" },
    { CheckKind::Between, "between" },
    { CheckKind::Unique, "unique" },
    { CheckKind::Matches, "matches" },
    { CheckKind::NoNewLevels, "no-new-levels" },
    { CheckKind::MeanBetween, "mean-between" },
    { CheckKind::QuantileBetween, "quantile-between" },
    { CheckKind::PositiveRateBetween, "positive-rate-between" },
    { CheckKind::RowCountBetween, "row-count-between" },
    { CheckKind::NoUnknownColumns, "no-unknown-columns" },
} };

[[nodiscard]] inline std::string_view name(CheckKind kind)
{
    return nameIn(kCheckKindNames, kind);
}

/// A failed critical check is a finding (exit code 3); a failed warning is worth a look.
enum class CheckSeverity
{
    Warning,
    Critical
};

inline constexpr std::array<std::pair<CheckSeverity, std::string_view>, 2> kCheckSeverityNames { {
    { CheckSeverity::Warning, "warning" },
    { CheckSeverity::Critical, "critical" },
} };

[[nodiscard]] inline std::string_view name(CheckSeverity severity)
{
    return nameIn(kCheckSeverityNames, severity);
}

/// A data test: one demand on one field, or on the whole table.
struct Expectation
{
    std::string name; ///< unique within its list: "Money_Asked between"
    CheckKind check = CheckKind::ColumnExists;
    std::string field; ///< "" for what speaks of the table
    CheckSeverity severity = CheckSeverity::Warning;
    double mostly = 1; ///< share of the filled rows (not-missing: of all rows) that must hold, above 0 to 1
    double low = std::numeric_limits<double>::quiet_NaN(); ///< inclusive; NaN = open; times in microseconds
    double high = std::numeric_limits<double>::quiet_NaN();
    bool ofTime = false; ///< low and high are times, written as such
    double quantile = 0.5;
    std::vector<std::string> values; ///< allowed values, known levels or columns, or the kind's word
    std::string pattern; ///< a regular expression (ICU), searched anywhere in the text

    bool operator==(const Expectation& other) const { return same(other); }

private:
    [[nodiscard]] bool same(const Expectation& other) const; // NaN bounds are equal here
};

/// What a kind of check asks to be told.
[[nodiscard]] bool speaksOfField(CheckKind kind);
[[nodiscard]] bool speaksOfRows(CheckKind kind); ///< has failing rows and a `mostly`
[[nodiscard]] bool hasBounds(CheckKind kind);
[[nodiscard]] bool hasValues(CheckKind kind);
/// Holds what a field's values are against something the author wrote, so that what fails, and how many,
/// tells of the values; the other checks only say whether there is one, of which kind, and whether it comes
/// twice.
[[nodiscard]] bool comparesValues(CheckKind kind);

/// The demand in short, as a grid shows it and a person edits it: "0 to 5000", "to 100", "local | intl",
/// "0.5: 10 to 20", "number", the pattern; "" where there is nothing to say. A bar within a value is "\|".
[[nodiscard]] std::string demandText(const Expectation& expectation);
/// The reverse. Fails: InvalidInput saying what was expected; the expectation stays as it is.
[[nodiscard]] Result<void> setDemand(Expectation& expectation, std::string_view text);

/// That names are there and unique, `mostly` and bounds make sense and patterns compile. Fails: InvalidInput.
[[nodiscard]] Result<void> validate(const std::vector<Expectation>& expectations);

/// {"format": "casebench-expectations", "version": 1, "expectations": [{name check field severity mostly
/// ...}]}
[[nodiscard]] Json toJson(const std::vector<Expectation>& expectations);
/// Fails: InvalidInput for another format, a newer version, an unknown key or word; as validate().
[[nodiscard]] Result<std::vector<Expectation>> expectationsFromJson(const Json& json);

} // namespace casebench
