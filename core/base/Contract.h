// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace casebench {

/// Thrown for what only a bug can cause. Job runner and main() turn it into ErrorCode::Internal.
class ContractViolation : public std::logic_error
{
public:
    using std::logic_error::logic_error;
};

[[noreturn]] inline void contractViolated(const std::string& what)
{
    throw ContractViolation(what);
}

/// A precondition that callers must keep.
inline void expects(bool condition, std::string_view what)
{
    if (!condition)
        contractViolated(std::string(what));
}

} // namespace casebench
