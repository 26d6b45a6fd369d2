// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labelling/SettleHistory.h"

#include <array>

namespace casebench {

namespace {

/// Per case: nothing, one verdict from a block, or more than that.
enum class Told : std::uint8_t
{
    Nothing,
    OneInBlock,
    More
};

std::vector<Told> toldOf(const LabelHistory& history, std::size_t rowCount)
{
    std::vector<Told> told(rowCount, Told::Nothing);
    for (const LabelBlock& block : history.blocks) {
        for (const CaseRow row : block.rows) {
            if (row < rowCount)
                told[row] = told[row] == Told::Nothing ? Told::OneInBlock : Told::More;
        }
    }
    for (const LabelEvent& event : history.single) {
        if (event.row < rowCount)
            told[event.row] = Told::More;
    }
    return told;
}

/// What each verdict amounts to when it is the only one of its case.
std::array<SettledCase, kVerdictNames.size()> settledAlone(const LabelBlock& block, LabelPolicy policy)
{
    std::array<SettledCase, kVerdictNames.size()> settled;
    for (const auto& [verdict, word] : kVerdictNames) {
        LabelEvent event = block.shared;
        event.row = 0;
        event.verdict = verdict;
        event.decidedAt = kNoTime;
        settled[static_cast<std::size_t>(verdict)] = settleLabels(std::span(&event, 1), 1, policy).front();
    }
    return settled;
}

} // namespace

std::vector<SettledCase> settleHistory(const LabelHistory& history,
                                       std::size_t rowCount,
                                       LabelPolicy policy,
                                       Instant asOf,
                                       std::span<const Code> complaints)
{
    const std::vector<Told> told = toldOf(history, rowCount);
    const auto needsAll = [&](const LabelBlock& block, std::size_t i) {
        return block.rows[i] < rowCount && told[block.rows[i]] == Told::More;
    };
    std::vector<SettledCase> settled =
        settleLabels(history.events(needsAll), rowCount, policy, asOf, complaints);
    for (const LabelBlock& block : history.blocks) {
        if (asOf != kNoTime && block.shared.recordedAt > asOf)
            continue;
        const auto alone = settledAlone(block, policy);
        for (std::size_t i = 0; i < block.rows.size(); ++i) {
            const CaseRow row = block.rows[i];
            if (row >= rowCount || told[row] != Told::OneInBlock)
                continue;
            // Under the policy of complaints a verdict says where the case stands, not what is true.
            const Truth truth = settled[row].truth;
            settled[row] = alone[static_cast<std::size_t>(block.verdicts[i])];
            if (block.verdicts[i] == Verdict::Scam || block.verdicts[i] == Verdict::NotScam)
                settled[row].decidedAt = block.decidedAt[i];
            if (policy == LabelPolicy::Complaints)
                settled[row].truth = truth;
        }
    }
    return settled;
}

} // namespace casebench
