// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Label.h"

#include <algorithm>
#include <vector>

namespace casebench {

/// Verdicts that were recorded together and say nothing but what and when, as columns.
struct LabelBlock
{
    LabelEvent shared; ///< what they have in common; seq is that of the first, the others count on
    std::vector<CaseRow> rows; ///< ascending
    std::vector<Verdict> verdicts; ///< one per row
    std::vector<Instant> decidedAt; ///< one per row

    [[nodiscard]] LabelEvent event(std::size_t i) const
    {
        LabelEvent event = shared;
        event.seq += static_cast<std::int64_t>(i);
        event.row = rows[i];
        event.verdict = verdicts[i];
        event.decidedAt = decidedAt[i];
        return event;
    }
};

/// The events of a project without a text for each of those that came by the million: 13 bytes instead of
/// some 170.
struct LabelHistory
{
    std::vector<LabelEvent> single; ///< ascending by seq
    std::vector<LabelBlock> blocks; ///< ascending by seq

    /// The single events and those in blocks that `wanted` chooses, ascending by seq.
    /// Takes: wanted: (const LabelBlock&, position in it) -> bool.
    template<typename Wanted>
    [[nodiscard]] std::vector<LabelEvent> events(Wanted wanted) const
    {
        std::vector<LabelEvent> chosen = single;
        for (const LabelBlock& block : blocks) {
            for (std::size_t i = 0; i < block.rows.size(); ++i) {
                if (wanted(block, i))
                    chosen.push_back(block.event(i));
            }
        }
        std::ranges::inplace_merge(chosen, chosen.begin() + static_cast<std::ptrdiff_t>(single.size()), {},
                                   &LabelEvent::seq);
        return chosen;
    }
};

} // namespace casebench
