// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Label.h"
#include "core/store/Project.h"

#include <optional>
#include <set>
#include <span>
#include <vector>

namespace casebench {

class LabelBlocks;
struct LabelBlock;
struct LabelHistory;

/// Sealed verdicts that cannot be read because their key is not there; they count as not given.
struct UnreadableLabels
{
    std::int64_t count = 0;
    std::string why; ///< a sentence with what to do; "" when the count is 0
};

/// Verdicts and their retractions; append-only. What a person says alone about a case is stored sealed
/// (CaseKeys); opening adds a line and changes none, so a verdict keeps its sequence number for ever.
/// Two ways to read: the plain functions read through the key and are for what the program works out
/// (settling, queue, agreement); those that end in `For` give one person what that person may see, and
/// nothing else may be shown to people or written into their files.
class LabelStore
{
public:
    explicit LabelStore(const Project& project);

    /// `seq` is given, `recordedAt` comes from the transaction, an unknown person is added without a role.
    /// Gives:  the sequence number.
    /// Fails:  InvalidInput (row, confidence outside 0..1, retracts an unknown event of this case); Refused
    ///         "E_KEY_MISSING" (something is sealed and its key file is not there).
    [[nodiscard]] Result<std::int64_t> append(WriteTransaction& tx, const LabelEvent& event) const;
    /// Many at once, in order. What says no more than what and when is stored by the block (LabelBlocks).
    /// Takes:  seal: beside the events (or empty: none), 1 = only its person may read it for the time being.
    /// Gives:  the first sequence number (0 for none).
    [[nodiscard]] Result<std::int64_t> appendAll(WriteTransaction& tx,
                                                 std::span<const LabelEvent> events,
                                                 std::span<const std::uint8_t> seal = {}) const;
    /// Verdicts that say no more than what and when, already as columns. Takes: block: its seq does not
    /// count. Cost:   13 bytes each.
    [[nodiscard]] Result<void> appendBlock(WriteTransaction& tx, LabelBlock block) const;
    /// Opens all that is sealed of a case, for everybody and for good.
    /// Gives:  the events it opened; those without a key stay sealed.
    /// Fails:  Corrupt "E_SEAL".
    [[nodiscard]] Result<std::vector<LabelEvent>>
    open(WriteTransaction& tx, CaseRow row, std::string_view why) const;

    /// Of one case, oldest first.
    [[nodiscard]] Result<std::vector<LabelEvent>> events(CaseRow row) const;
    [[nodiscard]] Result<std::vector<LabelEvent>> eventsFor(std::string_view person, CaseRow row) const;
    /// Ascending by seq, up to maxSeq (nothing = all).
    [[nodiscard]] Result<std::vector<LabelEvent>> allEvents(std::optional<std::int64_t> maxSeq = {}) const;
    [[nodiscard]] Result<std::vector<LabelEvent>> allEventsFor(std::string_view person) const;
    /// The same events in the form that is read fast and takes little memory.
    [[nodiscard]] Result<LabelHistory> history(std::optional<std::int64_t> maxSeq = {}) const;
    [[nodiscard]] Result<LabelHistory> historyFor(std::string_view person) const;
    /// All that one person recorded, ascending by seq.
    [[nodiscard]] Result<std::vector<LabelEvent>> eventsBy(std::string_view person) const;
    /// The newest event of that person that is no retraction and not taken back: what undo means.
    [[nodiscard]] Result<std::optional<LabelEvent>> lastStanding(std::string_view person) const;
    /// The events of a case that are sealed still, by number.
    [[nodiscard]] Result<std::set<std::int64_t>> sealedOf(CaseRow row) const;
    /// Cases with something that is sealed still, ascending.
    [[nodiscard]] Result<std::vector<CaseRow>> sealedRows() const;
    /// Among the events up to maxSeq (nothing = all).
    [[nodiscard]] Result<UnreadableLabels> unreadable(std::optional<std::int64_t> maxSeq = {}) const;
    [[nodiscard]] Result<std::int64_t> count() const;
    /// Of one case, sealed ones too.
    [[nodiscard]] Result<std::int64_t> countOf(CaseRow row) const;
    /// 0 when there is none.
    [[nodiscard]] Result<std::int64_t> lastSeq() const;

private:
    [[nodiscard]] LabelBlocks blocks() const;
    [[nodiscard]] Result<std::vector<LabelEvent>> singleEvents(std::int64_t maxSeq) const;
    [[nodiscard]] Result<std::vector<LabelEvent>> singleEventsFor(std::string_view person) const;

    const Project* m_project;
};

/// Holds every sealed verdict against its key and every opening against its seal.
/// Gives:  one sentence per fault.
[[nodiscard]] Result<std::vector<std::string>> checkSealedLabels(const Project& project);

} // namespace casebench
