// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/PersonalExpectations.h"

#include "core/privacy/Masking.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace casebench {

std::vector<std::string> hiddenFields(const std::vector<Schema>& schemas,
                                      const std::vector<std::string>& revealed)
{
    std::vector<std::string> hidden;
    for (const Schema& schema : schemas) {
        for (const Field& field : schema.fields()) {
            if (isMasked(field.role) && std::ranges::find(revealed, field.name) == revealed.end())
                hidden.push_back(field.name);
        }
    }
    return hidden;
}

bool isWithheld(const Expectation& expectation, const std::vector<std::string>& hidden)
{
    return comparesValues(expectation.check) && std::ranges::find(hidden, expectation.field) != hidden.end();
}

std::vector<Expectation> withoutHiddenValues(std::vector<Expectation> expectations,
                                             const std::vector<std::string>& hidden)
{
    for (Expectation& expectation : expectations) {
        if (hasValues(expectation.check) && isWithheld(expectation, hidden))
            expectation.values = { masked("a value") };
    }
    return expectations;
}

CheckResult withheldResult(const Expectation& expectation)
{
    CheckResult result;
    result.status = CheckStatus::Skipped;
    result.observed = std::nan("");
    result.text =
        fmt::format("{} is personal, and what passes would tell its values, so they are not compared. "
                    "An admin asks with expect run --reveal and --reason; that is kept in the audit "
                    "log.",
                    expectation.field);
    return result;
}

Result<void> requireNoPersonalValues(const std::vector<Expectation>& expectations, const Schema& schema)
{
    const auto hidden = hiddenFields({ schema });
    for (const Expectation& expectation : expectations) {
        if (hasValues(expectation.check) && isWithheld(expectation, hidden))
            return Error { ErrorCode::Refused,
                           fmt::format("The expectation \"{}\" lists values of {}, which is personal.",
                                       expectation.name, expectation.field),
                           expectation.name, "personal-field",
                           "Take it out; that values are there, of their kind and unique may be asked, and "
                           "their form with \"matches\"." };
    }
    return {};
}

} // namespace casebench
