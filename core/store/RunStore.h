// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Run.h"
#include "core/store/Project.h"

#include <optional>
#include <vector>

namespace casebench {

/// What happens to a run on its way.
enum class Decision
{
    Submit,
    Approve,
    Promote,
    Reject,
    Retire
};

inline constexpr std::array<std::pair<Decision, std::string_view>, 5> kDecisionNames { {
    { Decision::Submit, "submit" },
    { Decision::Approve, "approve" },
    { Decision::Promote, "promote" }, // becomes champion; the one before is retired in the same breath
    { Decision::Reject, "reject" },
    { Decision::Retire, "retire" },
} };

[[nodiscard]] inline std::string_view name(Decision decision)
{
    return nameIn(kDecisionNames, decision);
}

/// One line of the append-only decisions on runs.
struct RunDecision
{
    std::int64_t seq = 0;
    std::int64_t runId = 0;
    Decision decision = Decision::Submit;
    std::string person; ///< from the transaction when recorded
    std::string reason;
    Instant at = kNoTime;
    Json statement = nullptr; ///< what was signed, for approvals
    std::string signature; ///< base64, or ""
    std::string fingerprint; ///< of the key that signed, or ""
};

/// The registry at a moment.
struct RegistryEntry
{
    std::int64_t runId = 0;
    std::string run;
    RunState state = RunState::Trained;
    std::string trainedBy;
    std::string approvedBy; ///< or ""
    Instant since = kNoTime; ///< of that state
    std::string modelDigest;
    std::vector<std::int64_t> decisions; ///< seqs that led there: the evidence
};

/// Runs with their evidence, which is never changed; only the state moves, by recorded decisions.
class RunStore
{
public:
    explicit RunStore(const Project& project);

    /// Takes:  a trained run (id and state ignored); an empty name becomes "run-N".  Gives: the id.
    /// Fails:  Refused when the name is taken.
    [[nodiscard]] Result<std::int64_t>
    insert(WriteTransaction& tx, const Run& run, const RunPredictions& predictions) const;
    /// By exact name, else by number; without model bytes. Fails: NotFound.
    [[nodiscard]] Result<Run> find(std::string_view nameOrId) const;
    [[nodiscard]] Result<Run> find(std::int64_t id) const;
    /// Oldest first, without model bytes.
    [[nodiscard]] Result<std::vector<Run>> list() const;
    /// Fails: Corrupt when the bytes are not those of the run's SHA-256.
    [[nodiscard]] Result<std::string> loadModel(std::int64_t id) const;
    [[nodiscard]] Result<RunPredictions> loadPredictions(std::int64_t id) const;

    /// Records the decision and moves the state: submit trained->submitted; approve submitted->approved;
    /// promote approved|retired->champion; reject submitted->rejected; retire approved|champion->retired.
    /// Fails:  Refused: a step the state does not allow, or approval by the trainer (the database refuses it
    /// too).
    [[nodiscard]] Result<std::int64_t> decide(WriteTransaction& tx, const RunDecision& decision) const;
    /// Oldest first.
    [[nodiscard]] Result<std::vector<RunDecision>> decisions(std::int64_t runId) const;
    /// asOf kNoTime = now. Only runs that were ever submitted by then.
    [[nodiscard]] Result<std::vector<RegistryEntry>> registry(Instant asOf = kNoTime) const;
    [[nodiscard]] Result<std::optional<std::int64_t>> champion(Instant asOf = kNoTime) const;

    /// Fails: Refused when it was ever submitted, has stored scores or alerts, or another run names it as
    /// parent.
    [[nodiscard]] Result<void> remove(WriteTransaction& tx, std::int64_t id) const;

private:
    const Project* m_project;
};

} // namespace casebench
