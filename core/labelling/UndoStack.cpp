// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/labelling/UndoStack.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace casebench {

namespace {

/// What each event is: a verdict, its taking back, its restoring ... and which of them stand.
class History
{
public:
    explicit History(std::span<const LabelEvent> own)
        : m_own(own)
    {
        for (auto at = own.rbegin(); at != own.rend(); ++at) {
            if (!m_takenBack.contains(at->seq) && at->retracts != 0)
                m_takenBack.insert(at->retracts);
        }
        for (const LabelEvent& event : own) {
            const auto target = m_depth.find(event.retracts);
            m_depth[event.seq] = event.retracts == 0 ? 0 : target == m_depth.end() ? 1 : target->second + 1;
        }
    }

    [[nodiscard]] bool stands(const LabelEvent& event) const { return !m_takenBack.contains(event.seq); }

    /// A verdict given by hand; a file of verdicts is not taken back by a key.
    [[nodiscard]] static bool isVerdict(const LabelEvent& event)
    {
        return event.retracts == 0
            && (event.origin == LabelOrigin::Person || event.origin == LabelOrigin::Adjudication);
    }

    /// Odd: takes a verdict away; even (and not 0): gives it back.
    [[nodiscard]] bool takesAway(const LabelEvent& event) const { return m_depth.at(event.seq) % 2 == 1; }

    /// The events that were recorded in one deed with `event` and pass the test: one transaction, hence one
    /// time (transactions of a project follow each other, and each is longer than the clock's step).
    template<typename Passes>
    [[nodiscard]] std::vector<const LabelEvent*> deedOf(const LabelEvent& event, Passes passes) const
    {
        std::vector<const LabelEvent*> deed;
        for (const LabelEvent& other : m_own) {
            if (other.recordedAt == event.recordedAt && passes(other))
                deed.push_back(&other);
        }
        return deed;
    }

private:
    std::span<const LabelEvent> m_own;
    std::unordered_set<std::int64_t> m_takenBack;
    std::unordered_map<std::int64_t, int> m_depth;
};

} // namespace

std::vector<const LabelEvent*> nextUndo(std::span<const LabelEvent> own)
{
    const History history(own);
    const auto undoable = [&](const LabelEvent& event) {
        return History::isVerdict(event) && history.stands(event);
    };
    for (auto at = own.rbegin(); at != own.rend(); ++at) {
        if (undoable(*at))
            return history.deedOf(*at, undoable);
    }
    return {};
}

std::vector<const LabelEvent*> nextRedo(std::span<const LabelEvent> own)
{
    const History history(own);
    const auto redoable = [&](const LabelEvent& event) {
        return event.retracts != 0 && history.takesAway(event) && history.stands(event);
    };
    for (auto at = own.rbegin(); at != own.rend(); ++at) {
        if (redoable(*at))
            return history.deedOf(*at, redoable);
        if (History::isVerdict(*at) && history.stands(*at))
            return {}; // a new verdict ends what could be restored
    }
    return {};
}

} // namespace casebench
