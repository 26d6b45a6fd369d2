// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/AuditHeads.h"

#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::int64_t kRecordsPerHead = 256; // promises.md 2.3
constexpr Instant kTimePerHead = 15 * 60 * kMicrosPerSecond; // promises.md 2.3
constexpr double kCloseWaitSeconds = 0.2; // ours: closing must not make anybody wait

AnchorFolder folderOf(const ProjectState& state)
{
    return AnchorFolder(state.options.stateFolder);
}

/// The hash of an event, or "" when the history ends before it.
Result<std::string> hashAt(Database& database, std::int64_t seq)
{
    CB_TRY(Statement row, database.query("SELECT hash FROM audit WHERE seq = ?1", seq));
    CB_TRY(const bool found, row.step());
    const auto digest = found ? digestFromBytes(row.blob(0)) : std::nullopt;
    return digest ? hex(*digest) : std::string();
}

Result<Anchor::State> stateOf(Database& database, const SignedHead& head)
{
    if (head.seq == 0)
        return Anchor::State::Holds;
    CB_TRY(const std::string hash, hashAt(database, head.seq));
    if (hash.empty())
        return Anchor::State::Shorter;
    return hash == head.hash ? Anchor::State::Holds : Anchor::State::Different;
}

std::string sentence(Anchor::State state, const SignedHead& head)
{
    const std::string date = formatInstant(head.wall / kMicrosPerSecond * kMicrosPerSecond);
    if (state == Anchor::State::Shorter)
        return fmt::format("The history is shorter than on {}: it had event {} then. An older copy was put "
                           "back, or the end was cut off.",
                           date, head.seq);
    if (state == Anchor::State::Different)
        return fmt::format("The history is different than on {}: event {} is not the one that was seen then. "
                           "It was rewritten, or the project went on from another copy.",
                           date, head.seq);
    return {};
}

Anchor anchorOf(Anchor::State state, const SignedHead& head)
{
    return { state, head.seq, head.hash, head.wall, sentence(state, head), {} };
}

Result<void> compare(ProjectState& state, Anchor& anchor)
{
    CB_TRY(auto newest, folderOf(state).newest(state.uuid));
    state.unexplained.reset();
    if (!newest)
        return {};
    const auto witness = std::make_shared<const SignedHead>(std::move(*newest));
    for (const auto& head : { witness->unexplained, witness }) {
        if (!head)
            continue;
        CB_TRY(const Anchor::State found, stateOf(*state.database, *head));
        anchor = anchorOf(found, *head);
        if (anchor.contradicts()) {
            state.unexplained = head;
            return {};
        }
    }
    return {};
}

struct LastHead
{
    std::int64_t seq = 0;
    Instant wall = kNoTime;
};

Result<LastHead> lastHead(Database& database)
{
    LastHead last;
    CB_TRY(Statement row, database.query("SELECT seq, statement FROM audit_head ORDER BY seq DESC LIMIT 1"));
    CB_TRY(const bool found, row.step());
    if (!found)
        return last;
    last.seq = row.integer(0);
    if (const auto statement = parseJson(row.text(1))) {
        const auto wall = jsonText(*statement, "wall");
        const auto parsed = wall ? parseIso(*wall) : std::nullopt;
        last.wall = parsed ? parsed->instant : kNoTime;
    }
    return last;
}

bool isDue(const LastHead& last, std::int64_t seq)
{
    const Instant time = now();
    return last.wall == kNoTime || seq - last.seq >= kRecordsPerHead || time - last.wall >= kTimePerHead
        || time < last.wall; // a clock that was set back must not put the next head off
}

void unavailable(ProjectState& state, const Error& why)
{
    if (!state.anchor.contradicts())
        state.anchor = { Anchor::State::Unavailable, 0, {}, kNoTime, why.what, state.anchor.file };
}

Result<std::optional<SignedHead>> sign(ProjectState& state, const ChainEnd& end, std::int64_t first)
{
    const auto key = folderOf(state).key();
    if (!key) {
        unavailable(state, key.error());
        return std::optional<SignedHead>();
    }
    // Another connection may have signed or accepted meanwhile; what is unexplained now is carried on.
    compareWithAnchor(state);
    Database& database = *state.database;
    CB_TRY(SignedHead head, signHead(database, end, first, *key));
    CB_CHECK(
        database.run("INSERT INTO audit_head(seq, statement, signature, fingerprint) VALUES(?1, ?2, ?3, ?4)",
                     head.seq, canonicalJson(head.statement), head.signature, head.fingerprint));
    return std::optional<SignedHead>(std::move(head));
}

Result<void> signAtRest(ProjectState& state)
{
    Database& database = *state.database;
    CB_CHECK(database.execute("BEGIN IMMEDIATE"));
    CB_TRY(const LastHead last, lastHead(database));
    CB_TRY(const ChainEnd end, readChainEnd(database));
    if (end.seq <= last.seq)
        return {};
    CB_TRY(auto head, sign(state, end, last.seq + 1));
    CB_CHECK(database.execute("COMMIT"));
    if (head)
        keepWitness(state, std::move(*head));
    return {};
}

Result<void> checkHead(Database& database, const Statement& row, std::int64_t first, std::string& fault)
{
    const auto statement = parseJson(row.text(1));
    if (!statement || canonicalJson(*statement) != row.text(1)) {
        fault = "cannot be read";
        return {};
    }
    const auto head = readHead(
        { { "statement", *statement }, { "signature", row.string(2) }, { "fingerprint", row.string(3) } });
    if (!head) {
        fault = "is not genuine";
        return {};
    }
    CB_TRY(const std::string hash, hashAt(database, row.integer(0)));
    if (head->seq != row.integer(0) || head->first != first || hash != head->hash)
        fault = "was signed for another history";
    return {};
}

} // namespace

void compareWithAnchor(ProjectState& state)
{
    Anchor anchor;
    if (const auto compared = compare(state, anchor); !compared)
        anchor = { Anchor::State::Unavailable, 0, {}, kNoTime, compared.error().what, {} };
    anchor.file = folderOf(state).fileOf(state.uuid);
    state.anchor = std::move(anchor);
}

Result<std::optional<SignedHead>> signHeadIfDue(ProjectState& state, const ChainEnd& end, bool force)
{
    CB_TRY(const LastHead last, lastHead(*state.database));
    if (!force && !isDue(last, end.seq))
        return std::optional<SignedHead>();
    return sign(state, end, last.seq + 1);
}

void signHeadAtRest(ProjectState& state)
{
    Database& database = *state.database;
    if (!state.viewOnlyReason.empty() || state.writing || database.broken() || database.inTransaction())
        return;
    if (!state.writeLock) {
        auto lock = FileLock::open(state.facts.path.string() + ".lock");
        if (!lock)
            return;
        state.writeLock.emplace(std::move(*lock));
    }
    if (!state.writeLock->take(kCloseWaitSeconds))
        return;
    database.setBusyTimeout(static_cast<int>(kCloseWaitSeconds * 1000));
    // What cannot be signed now is signed with the next record: nothing is lost but this witness.
    [[maybe_unused]] const Result<void> done = signAtRest(state);
    database.rollback();
    database.forgetTouched();
    database.setBusyTimeout(kBusyMilliseconds);
    state.writeLock->release();
}

void keepWitness(ProjectState& state, SignedHead head)
{
    head.unexplained = state.unexplained;
    if (const auto kept = folderOf(state).append(head); !kept)
        unavailable(state, kept.error());
    else if (!state.anchor.contradicts()) {
        const auto file = state.anchor.file;
        state.anchor = anchorOf(Anchor::State::Holds, head);
        state.anchor.file = file;
    }
}

Result<std::vector<std::string>> checkHeads(const ProjectState& state, Progress& progress)
{
    Database& database = *state.database;
    std::vector<std::string> faults;
    CB_TRY(Statement rows,
           database.query("SELECT seq, statement, signature, fingerprint FROM audit_head ORDER BY seq"));
    std::int64_t first = 1;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            break;
        CB_CHECK(progress.checkpoint());
        std::string fault;
        CB_CHECK(checkHead(database, rows, first, fault));
        if (!fault.empty())
            faults.push_back(fmt::format("The signed head of event {} {}.", rows.integer(0), fault));
        first = rows.integer(0) + 1;
    }
    if (state.anchor.contradicts())
        faults.push_back(state.anchor.text);
    else if (state.anchor.state == Anchor::State::Holds && first <= state.anchor.seq)
        faults.push_back(fmt::format("The signed head of event {} is missing; this account made it on {}.",
                                     state.anchor.seq, formatInstant(state.anchor.wall)));
    return faults;
}

} // namespace casebench
