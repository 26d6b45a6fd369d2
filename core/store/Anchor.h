// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"

#include <filesystem>
#include <string>

namespace casebench {

/// What the witness outside the project says of its history (promises.md 2.3). It is a signed head in
/// `$XDG_STATE_HOME/casebench/anchors/<project uuid>`, written whenever this account has worked on the
/// project.
struct Anchor
{
    enum class State
    {
        None, ///< this account has not worked on the project before
        Holds, ///< the history still holds what the witness saw
        Shorter, ///< it ends before what the witness saw
        Different, ///< it has another event where the witness saw one
        Unavailable, ///< no witness can be kept or read here
    };

    State state = State::None;
    std::int64_t seq = 0; ///< the event the witness names
    std::string hash {}; ///< hex
    Instant wall = kNoTime; ///< when it was made
    std::string text {}; ///< one sentence for people; "" for None and Holds
    std::filesystem::path file {}; ///< where the witness lies, or would

    /// Somebody has to explain the history: an older copy was put back, or it was cut or rewritten.
    [[nodiscard]] bool contradicts() const { return state == State::Shorter || state == State::Different; }

    bool operator==(const Anchor&) const = default;
};

} // namespace casebench
