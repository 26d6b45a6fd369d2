// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/Parameters.h"

#include "core/base/Text.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

std::string knownNames(std::span<const ParameterSpec> specs)
{
    std::vector<std::string> names;
    for (const ParameterSpec& spec : specs)
        names.push_back(spec.name);
    return names.empty() ? "It has no parameters." : "It knows: " + join(names, ", ") + ".";
}

Error wrong(const ParameterSpec& spec, const std::string& text, const std::string& expected)
{
    return { ErrorCode::InvalidInput,
             fmt::format("\"{}\" is not a value of {}.", text, spec.name),
             {},
             "parameter",
             "Give " + expected + "." };
}

/// The value as it is kept: numbers in their shortest spelling, so that "0.10" and "0.1" are one recipe.
Result<std::string> checkedValue(const ParameterSpec& spec, const std::string& text)
{
    if (spec.kind == ParameterKind::Choice) {
        if (std::ranges::find(spec.choices, text) == spec.choices.end())
            return wrong(spec, text, "one of: " + join(spec.choices, ", "));
        return text;
    }
    const std::string range =
        fmt::format("{} from {} to {}", spec.kind == ParameterKind::Integer ? "a whole number" : "a number",
                    shortestNumber(spec.low), shortestNumber(spec.high));
    if (spec.kind == ParameterKind::Integer) {
        const auto value = parseInteger(text);
        if (!value || static_cast<double>(*value) < spec.low || static_cast<double>(*value) > spec.high)
            return wrong(spec, text, range);
        return std::to_string(*value);
    }
    const auto value = parseFiniteNumber(text);
    if (!value || *value < spec.low || *value > spec.high)
        return wrong(spec, text, range);
    return shortestNumber(*value);
}

} // namespace

Result<ParameterValues> ParameterValues::resolve(std::span<const ParameterSpec> specs,
                                                 const std::map<std::string, std::string>& given)
{
    for (const auto& [name, text] : given) {
        if (std::ranges::find(specs, name, &ParameterSpec::name) == specs.end())
            return Error { ErrorCode::InvalidInput,
                           "There is no parameter \"" + name + "\".",
                           {},
                           "parameter",
                           knownNames(specs) };
    }
    ParameterValues values;
    for (const ParameterSpec& spec : specs) {
        const auto at = given.find(spec.name);
        CB_TRY(values.m_texts[spec.name],
               checkedValue(spec, at == given.end() ? spec.defaultValue : at->second));
    }
    return values;
}

long long ParameterValues::integer(const std::string& name) const
{
    const auto value = parseInteger(choice(name));
    expects(value.has_value(), "ParameterValues::integer of something else: " + name);
    return *value;
}

double ParameterValues::real(const std::string& name) const
{
    const auto value = parseFiniteNumber(choice(name));
    expects(value.has_value(), "ParameterValues::real of something else: " + name);
    return *value;
}

const std::string& ParameterValues::choice(const std::string& name) const
{
    const auto at = m_texts.find(name);
    expects(at != m_texts.end(), "ParameterValues: no such parameter: " + name);
    return at->second;
}

} // namespace casebench
