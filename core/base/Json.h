// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace casebench {

/// Keeps the order in which members were put. The only door to the JSON library.
using Json = nlohmann::ordered_json;

/// Strict RFC 8259: valid UTF-8, no duplicate keys, nesting at most maxDepth, nothing after the value.
/// Fails: Corrupt with kind "invalid-utf8" or "json-syntax" and the byte offset as place, "duplicate-key"
///         or
/// "too-deep".
[[nodiscard]] Result<Json> parseJson(std::string_view text, int maxDepth = 64);

/// Canonical bytes: keys sorted by bytes, no spaces, UTF-8 unescaped but for what RFC 8259 demands. Equal
/// values, equal bytes.
[[nodiscard]] std::string canonicalJson(const Json& value);
/// For people and bundle members: indented by two, keys in their own order, one LF at the end.
[[nodiscard]] std::string prettyJson(const Json& value);

/// A double as JSON: null when it is undefined (NaN) or infinite, since JSON has neither.
[[nodiscard]] Json jsonNumber(double value);
/// The reverse: NaN for null.
[[nodiscard]] double numberOrNan(const Json& value);

/// Member access that fails with words instead of throwing.
[[nodiscard]] Result<std::string> jsonText(const Json& object, std::string_view key);
[[nodiscard]] Result<double> jsonDouble(const Json& object, std::string_view key);
[[nodiscard]] Result<long long> jsonInteger(const Json& object, std::string_view key);
/// All 64 bits, as seeds have them; below zero fails.
[[nodiscard]] Result<std::uint64_t> jsonUnsigned(const Json& object, std::string_view key);
/// Borrowed from the object.
[[nodiscard]] Result<const Json*> jsonMember(const Json& object, std::string_view key, Json::value_t type);

} // namespace casebench
