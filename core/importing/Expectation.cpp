// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/Expectation.h"

#include "core/base/Text.h"
#include "core/importing/Pattern.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace casebench {

namespace {

constexpr std::string_view kFormat = "casebench-expectations";
constexpr int kVersion = 1;
constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

bool sameNumber(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b));
}

Error invalid(std::string what, std::string advice = {})
{
    return { ErrorCode::InvalidInput, std::move(what), {}, "expectation", std::move(advice) };
}

std::string boundText(const Expectation& expectation, double bound)
{
    if (std::isnan(bound))
        return {};
    if (!expectation.ofTime)
        return shortestNumber(bound);
    const auto instant = static_cast<Instant>(bound);
    return instant % kMicrosPerDay == 0 ? formatDate(instant) : formatInstant(instant);
}

/// A number, a time, or nothing for an open end.
Result<double> boundOf(std::string_view text, bool& ofTime)
{
    text = trimmed(text);
    if (text.empty())
        return kUndefined;
    if (const auto number = parseFiniteNumber(text))
        return *number;
    if (const auto time = parseIso(text)) {
        ofTime = true;
        return static_cast<double>(time->instant);
    }
    return invalid(fmt::format("\"{}\" is neither a number nor a date.", text),
                   "Write bounds like \"0 to 100\".");
}

Result<void> setBounds(Expectation& expectation, std::string_view text)
{
    const std::string padded = " " + std::string(text) + " ";
    const auto at = padded.find(" to ");
    if (at == std::string::npos)
        return invalid(fmt::format("\"{}\" names no bounds.", text),
                       "Write them like \"0 to 100\", \"0 to\" or \"to 100\".");
    Expectation changed = expectation;
    changed.ofTime = false;
    CB_TRY(changed.low, boundOf(std::string_view(padded).substr(0, at), changed.ofTime));
    CB_TRY(changed.high, boundOf(std::string_view(padded).substr(at + 4), changed.ofTime));
    if (changed.low > changed.high)
        return invalid("The lower bound lies above the upper one.");
    expectation = std::move(changed);
    return {};
}

std::vector<std::string> splitValues(std::string_view text)
{
    std::vector<std::string> values(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == '|')
            values.back() += text[++i];
        else if (text[i] == '|')
            values.emplace_back();
        else
            values.back() += text[i];
    }
    for (std::string& value : values)
        value = std::string(trimmed(value));
    std::erase(values, std::string());
    return values;
}

std::string joinValues(const std::vector<std::string>& values)
{
    std::string text;
    for (const std::string& value : values) {
        text += text.empty() ? "" : " | ";
        for (const char c : value)
            text += c == '|' ? std::string("\\|") : std::string(1, c);
    }
    return text;
}

Result<void> validateOne(const Expectation& expectation)
{
    if (trimmed(expectation.name).empty())
        return invalid("An expectation has no name.");
    const auto wrong = [&](std::string_view what) {
        return invalid(fmt::format("The expectation \"{}\" {}.", expectation.name, what));
    };
    if (speaksOfField(expectation.check) && expectation.field.empty())
        return wrong("names no field");
    if (!(expectation.mostly > 0 && expectation.mostly <= 1))
        return wrong("has a share (mostly) that is not above 0 and at most 1");
    if (hasBounds(expectation.check) && std::isnan(expectation.low) && std::isnan(expectation.high))
        return wrong("has no bounds");
    if (expectation.low > expectation.high)
        return wrong("has a lower bound above the upper one");
    if (expectation.check == CheckKind::QuantileBetween
        && !(expectation.quantile >= 0 && expectation.quantile <= 1))
        return wrong("has a quantile outside 0 to 1");
    if (hasValues(expectation.check) && expectation.values.empty())
        return wrong("names no values");
    if (expectation.check == CheckKind::Kind) {
        if (expectation.values.size() != 1)
            return wrong("names no kind");
        CB_TRY(const FieldKind kind, valueIn(kFieldKindNames, expectation.values.front()));
        (void)kind;
    }
    if (expectation.check == CheckKind::Matches) {
        const auto pattern = Pattern::compile(expectation.pattern);
        if (!pattern)
            return pattern.error().in(expectation.name);
    }
    return {};
}

Json oneJson(const Expectation& expectation)
{
    Json json = { { "name", expectation.name }, { "check", name(expectation.check) } };
    if (speaksOfField(expectation.check))
        json["field"] = expectation.field;
    json["severity"] = name(expectation.severity);
    if (speaksOfRows(expectation.check))
        json["mostly"] = expectation.mostly;
    const auto bound = [&](double value) -> Json {
        return expectation.ofTime && !std::isnan(value) ? Json(boundText(expectation, value))
                                                        : jsonNumber(value);
    };
    if (hasBounds(expectation.check)) {
        json["low"] = bound(expectation.low);
        json["high"] = bound(expectation.high);
    }
    if (expectation.check == CheckKind::QuantileBetween)
        json["quantile"] = expectation.quantile;
    if (hasValues(expectation.check))
        json["values"] = expectation.values;
    if (expectation.check == CheckKind::Kind)
        json["kind"] = expectation.values.empty() ? std::string() : expectation.values.front();
    if (expectation.check == CheckKind::Matches)
        json["pattern"] = expectation.pattern;
    return json;
}

Result<double> boundFromJson(const Json& value, bool& ofTime)
{
    if (value.is_null())
        return kUndefined;
    if (value.is_number())
        return value.get<double>();
    if (value.is_string())
        return boundOf(value.get<std::string>(), ofTime);
    return invalid("A bound is neither a number, a date nor null.");
}

Result<void> readMember(Expectation& expectation, const std::string& key, const Json& value)
{
    const auto text = [&]() -> Result<std::string> {
        return value.is_string() ? Result<std::string>(value.get<std::string>())
                                 : Result<std::string>(invalid("\"" + key + "\" is no text."));
    };
    const auto number = [&]() -> Result<double> {
        return value.is_number() ? Result<double>(value.get<double>())
                                 : Result<double>(invalid("\"" + key + "\" is no number."));
    };
    if (key == "name") {
        CB_TRY(expectation.name, text());
    } else if (key == "check") {
        CB_TRY(const std::string word, text());
        CB_TRY(expectation.check, valueIn(kCheckKindNames, word));
    } else if (key == "field") {
        CB_TRY(expectation.field, text());
    } else if (key == "severity") {
        CB_TRY(const std::string word, text());
        CB_TRY(expectation.severity, valueIn(kCheckSeverityNames, word));
    } else if (key == "mostly") {
        CB_TRY(expectation.mostly, number());
    } else if (key == "low") {
        CB_TRY(expectation.low, boundFromJson(value, expectation.ofTime));
    } else if (key == "high") {
        CB_TRY(expectation.high, boundFromJson(value, expectation.ofTime));
    } else if (key == "quantile") {
        CB_TRY(expectation.quantile, number());
    } else if (key == "pattern") {
        CB_TRY(expectation.pattern, text());
    } else if (key == "kind") {
        CB_TRY(std::string word, text());
        expectation.values = { std::move(word) };
    } else if (key == "values") {
        if (!value.is_array()
            || !std::ranges::all_of(value, [](const Json& entry) { return entry.is_string(); }))
            return invalid("\"values\" is no list of texts.");
        expectation.values = value.get<std::vector<std::string>>();
    } else {
        return invalid("\"" + key + "\" is not a part of an expectation.",
                       "Write the file as \"expect export\" does.");
    }
    return {};
}

} // namespace

bool Expectation::same(const Expectation& other) const
{
    return name == other.name && check == other.check && field == other.field && severity == other.severity
        && mostly == other.mostly && sameNumber(low, other.low) && sameNumber(high, other.high)
        && ofTime == other.ofTime && quantile == other.quantile && values == other.values
        && pattern == other.pattern;
}

bool speaksOfField(CheckKind kind)
{
    return kind != CheckKind::RowCountBetween && kind != CheckKind::NoUnknownColumns
        && kind != CheckKind::PositiveRateBetween;
}

bool speaksOfRows(CheckKind kind)
{
    using enum CheckKind;
    return kind == NotMissing || kind == InSet || kind == Between || kind == Unique || kind == Matches
        || kind == NoNewLevels;
}

bool hasBounds(CheckKind kind)
{
    using enum CheckKind;
    return kind == Between || kind == MeanBetween || kind == QuantileBetween || kind == PositiveRateBetween
        || kind == RowCountBetween;
}

bool hasValues(CheckKind kind)
{
    using enum CheckKind;
    return kind == InSet || kind == NoNewLevels || kind == NoUnknownColumns;
}

bool comparesValues(CheckKind kind)
{
    using enum CheckKind;
    return kind == InSet || kind == Between || kind == Matches || kind == NoNewLevels || kind == MeanBetween
        || kind == QuantileBetween;
}

std::string demandText(const Expectation& expectation)
{
    if (expectation.check == CheckKind::Matches)
        return expectation.pattern;
    if (hasValues(expectation.check) || expectation.check == CheckKind::Kind)
        return joinValues(expectation.values);
    if (!hasBounds(expectation.check))
        return {};
    const std::string low = boundText(expectation, expectation.low);
    const std::string high = boundText(expectation, expectation.high);
    std::string text = low + (low.empty() ? "to" : " to") + (high.empty() ? "" : " ") + high;
    if (expectation.check == CheckKind::QuantileBetween)
        text = shortestNumber(expectation.quantile) + ": " + text;
    return text;
}

Result<void> setDemand(Expectation& expectation, std::string_view text)
{
    Expectation changed = expectation;
    if (changed.check == CheckKind::Matches) {
        changed.pattern = std::string(text);
    } else if (hasValues(changed.check) || changed.check == CheckKind::Kind) {
        changed.values = splitValues(text);
    } else if (hasBounds(changed.check)) {
        const auto colon = text.find(": ");
        if (changed.check == CheckKind::QuantileBetween && colon != std::string_view::npos) {
            const auto quantile = parseFiniteNumber(trimmed(text.substr(0, colon)));
            if (!quantile)
                return invalid(fmt::format("\"{}\" names no quantile.", text),
                               "Write it like \"0.5: 10 to 20\".");
            changed.quantile = *quantile;
            text.remove_prefix(colon + 2);
        }
        CB_CHECK(setBounds(changed, text));
    } else if (!trimmed(text).empty()) {
        return invalid("This check has nothing to set.");
    }
    CB_CHECK(validateOne(changed));
    expectation = std::move(changed);
    return {};
}

Result<void> validate(const std::vector<Expectation>& expectations)
{
    std::set<std::string> names;
    for (const Expectation& expectation : expectations) {
        CB_CHECK(validateOne(expectation));
        if (!names.insert(expectation.name).second)
            return invalid(fmt::format("Two expectations are called \"{}\".", expectation.name));
    }
    return {};
}

Json toJson(const std::vector<Expectation>& expectations)
{
    Json list = Json::array();
    for (const Expectation& expectation : expectations)
        list.push_back(oneJson(expectation));
    return { { "format", kFormat }, { "version", kVersion }, { "expectations", list } };
}

Result<std::vector<Expectation>> expectationsFromJson(const Json& json)
{
    if (!json.is_object() || json.value("format", "") != kFormat)
        return invalid("This is not a file of expectations.", "\"expect export\" writes one.");
    CB_TRY(const long long version, jsonInteger(json, "version"));
    if (version > kVersion)
        return Error { ErrorCode::Unsupported,
                       fmt::format("The expectations are of version {}; this program knows version {}.",
                                   version, kVersion),
                       {},
                       "newer-version" };
    CB_TRY(const Json* list, jsonMember(json, "expectations", Json::value_t::array));
    std::vector<Expectation> expectations;
    for (const Json& entry : *list) {
        Expectation expectation;
        if (!entry.is_object())
            return invalid("An entry of the list is no expectation.");
        for (const auto& [key, value] : entry.items()) {
            auto read = readMember(expectation, key, value);
            if (!read)
                return read.error().in(fmt::format("expectation {}", expectations.size() + 1));
        }
        expectations.push_back(std::move(expectation));
    }
    CB_CHECK(validate(expectations));
    return expectations;
}

} // namespace casebench
