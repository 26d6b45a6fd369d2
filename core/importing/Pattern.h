// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <memory>
#include <string>
#include <string_view>

namespace casebench {

/// A regular expression that cannot hang: matching stops after a number of steps.
class Pattern
{
public:
    /// Fails: InvalidInput "pattern" with the character at which it is wrong.
    [[nodiscard]] static Result<Pattern> compile(std::string_view pattern);

    ~Pattern();
    Pattern(Pattern&&) noexcept;
    Pattern& operator=(Pattern&&) noexcept;

    /// Whether it is found anywhere in the text. Text that is not UTF-8 is not.
    /// Fails: InvalidInput "pattern-too-slow".  Not thread-safe.
    [[nodiscard]] Result<bool> found(std::string_view text);

private:
    struct Engine;
    explicit Pattern(std::unique_ptr<Engine> engine);
    std::unique_ptr<Engine> m_engine;
};

} // namespace casebench
