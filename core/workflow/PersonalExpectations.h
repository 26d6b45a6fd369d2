// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Schema.h"
#include "core/importing/CheckExpectations.h"

#include <string>
#include <vector>

namespace casebench {

/// Names of the fields whose values no expectation may tell.
/// Takes:  schemas: of now, and of the cases held to the expectations, which may be older; personal in one is
///         personal. revealed: names of fields whose asking was recorded.
[[nodiscard]] std::vector<std::string> hiddenFields(const std::vector<Schema>& schemas,
                                                    const std::vector<std::string>& revealed = {});

/// Whether an expectation would tell values of a hidden field: even the number of cases that fail, or that
/// the check passes, answers whoever guesses one value after the other.
[[nodiscard]] bool isWithheld(const Expectation& expectation, const std::vector<std::string>& hidden);

/// The expectations as they may be shown and exported: those withheld name no value of their field. A field
/// that became personal after they were saved leaves its values in none of them.
[[nodiscard]] std::vector<Expectation> withoutHiddenValues(std::vector<Expectation> expectations,
                                                           const std::vector<std::string>& hidden);

/// What stands in place of the result of a withheld check: skipped, and why.
[[nodiscard]] CheckResult withheldResult(const Expectation& expectation);

/// A list of values of a personal field has no place among expectations, which are exported and never erased.
/// Fails:  Refused "personal-field" with the expectation's name.
[[nodiscard]] Result<void> requireNoPersonalValues(const std::vector<Expectation>& expectations,
                                                   const Schema& schema);

} // namespace casebench
