// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/bundling only: strict reading of JSON objects from strangers.

#include "core/base/Json.h"
#include "core/base/Result.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace casebench {

/// A Corrupt error of the given kind.
[[nodiscard]] Error corrupt(const char* kind, std::string what);

/// The same result, its error given a kind (and, when it names none, the code Corrupt).
template<typename T>
[[nodiscard]] Result<T> withKind(Result<T> result, const char* kind)
{
    if (result)
        return result;
    Error error = result.error();
    error.kind = kind;
    return error;
}

/// Fails when `value` is no object or has a member beyond `known`.
[[nodiscard]] Result<void>
onlyMembers(const Json& value, std::initializer_list<std::string_view> known, const char* kind);
/// A member that must be a list of texts.
[[nodiscard]] Result<std::vector<std::string>>
textList(const Json& object, std::string_view key, const char* kind);

} // namespace casebench
