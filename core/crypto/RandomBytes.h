// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace casebench {

/// Unpredictable bytes for names, nonces and keys; results that must be repeatable use core/base/Random
/// instead. Fails: never returns weak bytes; a generator that does not answer is a contract violation.
/// Source: OpenSSL RAND_bytes (getrandom).
[[nodiscard]] std::string randomBytes(std::size_t count);

/// A random UUID, version 4, lower case: "3f0c...-....-4...-[89ab]...-............". Source: RFC 9562
/// section 5.4.
[[nodiscard]] std::string uuid4();
/// True for exactly what uuid4() writes.
[[nodiscard]] bool isUuid4(std::string_view text);

} // namespace casebench
