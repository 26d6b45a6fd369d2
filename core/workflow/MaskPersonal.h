// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Person.h"
#include "core/store/Actor.h"

#include <string>
#include <string_view>

namespace casebench {

/// Whether what this person takes out of the project shows personal fields masked: only who may release
/// (cli.md, "Who acts") gets them in the clear.
[[nodiscard]] bool masksPersonal(const Actor& actor);

/// Dots, and the last four characters of a text long enough that they do not tell it. "" stays "".
[[nodiscard]] std::string maskedText(std::string_view text);

} // namespace casebench
