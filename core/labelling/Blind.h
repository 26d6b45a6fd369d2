// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Label.h"

#include <span>
#include <string_view>

namespace casebench {

/// Whether the verdicts of a case may be read by everybody: two people have one that stands, or a third has
/// settled it. Until then each person's verdict is for that person only.
/// Takes:  the events of one case, ascending by seq.
[[nodiscard]] bool isOpenToAll(std::span<const LabelEvent> caseEvents);

/// How many people have a verdict that stands (who settled it is not counted).
[[nodiscard]] int personsDecided(std::span<const LabelEvent> caseEvents);

/// Whether that person has a verdict that stands, settling included.
[[nodiscard]] bool hasDecided(std::span<const LabelEvent> caseEvents, std::string_view person);

} // namespace casebench
