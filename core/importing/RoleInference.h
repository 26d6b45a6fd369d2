// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/FileProfile.h"

namespace casebench {

/// A guess about one column, with its reason in words.
struct FieldGuess
{
    FieldKind kind = FieldKind::Text;
    FieldRole role = FieldRole::Feature;
    std::string reason;
};

/// Whether a name speaks of an identifier: the words id, number, no, nr, ref, key, uuid, or an ending in id.
[[nodiscard]] bool looksLikeIdName(std::string_view name);

/// Kinds from types and levels; roles from names and values. At most one id, one time and one label.
/// Gives:  one guess per column of the profile.
[[nodiscard]] std::vector<FieldGuess> guessFields(const FileProfile& profile);

} // namespace casebench
