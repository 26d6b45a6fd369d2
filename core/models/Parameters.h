// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace casebench {

enum class ParameterKind
{
    Integer,
    Real,
    Choice
};

/// One knob of a family. Forms, command-line options, the manifest and help are drawn from it.
struct ParameterSpec
{
    std::string name; ///< as written after --set and in the manifest: "max_depth"
    std::string title; ///< for people: "Tree depth"
    std::string unit; ///< "rounds", "" when it has none
    std::string defaultValue; ///< as text, in the C locale
    ParameterKind kind = ParameterKind::Real;
    double low = 0; ///< inclusive; numbers only
    double high = 0; ///< inclusive; numbers only
    double step = 1; ///< of a spin box
    std::vector<std::string> choices; ///< Choice only
    std::string help; ///< one sentence

    bool operator==(const ParameterSpec&) const = default;
};

/// The parameters of one training: every one the family has, checked.
class ParameterValues
{
public:
    /// Takes:  specs of a family; given: only what differs from the defaults.
    /// Gives:  all of them, those not given at their default.
    /// Fails:  InvalidInput with a sentence: unknown name, not a number, out of range, not one of the
    /// choices. Cost:   O(specs x given).
    [[nodiscard]] static Result<ParameterValues> resolve(std::span<const ParameterSpec> specs,
                                                         const std::map<std::string, std::string>& given);

    /// Asking for a name or kind that the specs lack is a bug.
    [[nodiscard]] long long integer(const std::string& name) const;
    [[nodiscard]] double real(const std::string& name) const;
    [[nodiscard]] const std::string& choice(const std::string& name) const;

    /// Every parameter as text, for the manifest and the card.
    [[nodiscard]] const std::map<std::string, std::string>& texts() const { return m_texts; }

private:
    std::map<std::string, std::string> m_texts;
};

} // namespace casebench
