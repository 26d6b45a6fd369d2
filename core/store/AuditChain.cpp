// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/AuditChain.h"

#include "core/base/Text.h"

#include <cmath>
#include <fmt/format.h>

namespace casebench {

namespace {

using namespace std::string_view_literals;

constexpr long long kMaxExact = (1LL << 53) - 1; // promises.md 2.3
constexpr std::int64_t kCheckpointEvery = 1000;

void updateU32(Sha256& hash, std::uint32_t value)
{
    const char bytes[4] = { static_cast<char>(value >> 24U & 0xFFU), static_cast<char>(value >> 16U & 0xFFU),
                            static_cast<char>(value >> 8U & 0xFFU), static_cast<char>(value & 0xFFU) };
    hash.update({ bytes, sizeof bytes });
}

/// The log holds no floats: decimals and over-long integers become texts.
Json withoutFloats(const Json& value)
{
    if (value.is_number_float())
        return std::isfinite(value.get<double>()) ? Json(shortestNumber(value.get<double>())) : Json(nullptr);
    if (value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(kMaxExact))
        return std::to_string(value.get<std::uint64_t>());
    if (value.is_number_integer()
        && (value.get<long long>() > kMaxExact || value.get<long long>() < -kMaxExact))
        return std::to_string(value.get<long long>());
    if (!value.is_structured())
        return value;
    Json copy = value.is_array() ? Json::array() : Json::object();
    for (const auto& [key, member] : value.items()) {
        if (value.is_array())
            copy.push_back(withoutFloats(member));
        else
            copy[key] = withoutFloats(member);
    }
    return copy;
}

Result<std::string> canonicalBody(const Json& body)
{
    try {
        return canonicalJson(withoutFloats(body));
    } catch (const nlohmann::json::exception&) {
        return Error { ErrorCode::InvalidInput, "A text that is not UTF-8 cannot stand in the audit log." };
    }
}

Json programVersions()
{
    return { { "version", CASEBENCH_VERSION },
             { "build", "gcc " __VERSION__ },
             { "sqlite", sqliteVersion() } };
}

/// What makes a record stand in the wrong place, or "".
std::string faultOf(const Json& body, std::string_view bytes, std::int64_t seq, std::string_view project)
{
    if (canonicalJson(body) != bytes)
        return "The record is not in canonical form.";
    if (!body.is_object() || body.value("seq", Json()) != Json(seq))
        return "The record stands at another place than it was written for.";
    if (body.value("project", Json()) != Json(project))
        return "The record belongs to another project.";
    return {};
}

struct Walk
{
    std::string project;
    std::int64_t seq = 0;
    Digest hash {};
};

AuditVerdict broken(AuditVerdict verdict, std::int64_t seq, std::string what)
{
    verdict.ok = false;
    verdict.firstBad = seq;
    verdict.what = std::move(what);
    return verdict;
}

/// Checks the records after walk.seq.
Result<AuditVerdict> walkOn(Database& database, Walk walk, Progress& progress, const AuditVisitor& visitor)
{
    AuditVerdict verdict;
    verdict.events = walk.seq;
    CB_TRY(Statement rows,
           database.query("SELECT seq, body, hash FROM audit WHERE seq > ?1 ORDER BY seq", walk.seq));
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            break;
        const std::int64_t seq = walk.seq + 1;
        if (rows.integer(0) != seq)
            return broken(std::move(verdict), seq, "A record is missing from the history.");
        const std::string_view bytes = rows.blob(1);
        const Digest hash = auditHash(seq, walk.hash, bytes);
        if (rows.blob(2) != bytesOf(hash))
            return broken(std::move(verdict), seq,
                          "The record, or one before it, was changed after it was written.");
        const auto body = parseJson(bytes);
        if (!body)
            return broken(std::move(verdict), seq, "The record cannot be read.");
        if (std::string fault = faultOf(*body, bytes, seq, walk.project); !fault.empty())
            return broken(std::move(verdict), seq, std::move(fault));
        if (visitor)
            CB_CHECK(visitor(seq, *body, hash));
        walk.seq = seq;
        walk.hash = hash;
        verdict.events = seq;
        if (seq % kCheckpointEvery == 0)
            CB_CHECK(progress.checkpoint());
    }
    verdict.headHash = hex(walk.hash);
    return verdict;
}

/// The start of the chain, with the creation body checked against the project's own line.
Result<Walk> startOfChain(Database& database)
{
    CB_TRY(Statement row,
           database.query("SELECT uuid, creation, name, zone, created_at FROM project WHERE id = 1"));
    CB_TRY(const bool found, row.step());
    if (!found)
        return Error { ErrorCode::Corrupt,
                       "The project has lost its own name.",
                       {},
                       "E_DAMAGED",
                       "Restore the newest backup." };
    const auto creation = parseJson(row.blob(1));
    const Json told { { "name", row.string(2) },
                      { "zone", row.string(3) },
                      { "wall", formatInstantMicros(row.integer(4)) } };
    for (const auto& [key, value] : told.items()) {
        if (!creation || !creation->is_object() || creation->value(key, Json()) != value)
            return Error { ErrorCode::Corrupt,
                           "The project's own line is not the one it was created with.",
                           {},
                           "E_DAMAGED",
                           "Somebody changed the file with another tool. Restore the newest backup." };
    }
    return Walk { row.string(0), 0, auditGenesis(row.text(0), row.blob(1)) };
}

} // namespace

Digest auditGenesis(std::string_view uuid, std::string_view creation)
{
    Sha256 hash;
    hash.update("casebench.audit.genesis.v1\0"sv);
    hash.update(uuid);
    hash.update(creation);
    return hash.finish();
}

Digest auditHash(std::int64_t seq, const Digest& previous, std::string_view body)
{
    Sha256 hash;
    hash.update("casebench.audit.v1\0"sv);
    hash.updateU64(static_cast<std::uint64_t>(seq));
    hash.update(bytesOf(previous));
    updateU32(hash, static_cast<std::uint32_t>(body.size()));
    hash.update(body);
    return hash.finish();
}

Result<void> writeGenesis(Database& database, const ProjectIdentity& identity)
{
    const Instant created = now();
    const Json body { { "v", 1 },
                      { "project", identity.uuid },
                      { "name", identity.name },
                      { "zone", identity.zone },
                      { "created_by", identity.createdBy },
                      { "wall", formatInstantMicros(created) },
                      { "app", programVersions() } };
    CB_TRY(const std::string bytes, canonicalBody(body));
    return database.run(
        "INSERT INTO project(id, uuid, name, zone, created_at, creation) VALUES(1, ?1, ?2, ?3, ?4, ?5)",
        identity.uuid, identity.name, identity.zone, created, Blob { bytes });
}

Result<ChainEnd> readChainEnd(Database& database)
{
    CB_TRY(const Walk start, startOfChain(database));
    ChainEnd end { start.project, {}, 0, start.hash, kNoTime };
    CB_TRY(Statement project, database.query("SELECT zone FROM project WHERE id = 1"));
    CB_TRY(const bool named, project.step());
    end.zone = named ? project.string(0) : "UTC";
    CB_TRY(Statement last, database.query("SELECT seq, body, hash FROM audit ORDER BY seq DESC LIMIT 1"));
    CB_TRY(const bool found, last.step());
    if (!found)
        return end;
    end.seq = last.integer(0);
    const auto digest = digestFromBytes(last.blob(2));
    CB_TRY(const Json body, parseJson(last.blob(1)));
    CB_TRY(const std::string wall, jsonText(body, "wall"));
    const auto parsed = parseIso(wall);
    if (!digest || !parsed)
        return Error { ErrorCode::Corrupt,
                       "The end of the audit log cannot be read.",
                       {},
                       "E_DAMAGED",
                       "Restore the newest backup." };
    end.hash = *digest;
    end.wall = parsed->instant;
    return end;
}

Result<std::string>
auditBody(const ChainEnd& end, const Actor& actor, const AuditEntry& entry, const AuditStamp& stamp)
{
    Json flags = Json::array();
    for (const std::string& flag : entry.flags)
        flags.push_back(flag);
    if (end.wall != kNoTime && stamp.wall < end.wall)
        flags.push_back(fmt::format("clock_back:{}us", end.wall - stamp.wall));
    const Json body {
        { "v", 1 },
        { "seq", end.seq + 1 },
        { "project", end.project },
        { "wall", formatInstantMicros(stamp.wall) },
        { "zone", end.zone },
        { "mono_ns", std::to_string(monotonicNanoseconds()) },
        { "boot", bootId() },
        { "session", stamp.session },
        { "actor",
          { { "uid", actor.uid },
            { "os_user", actor.osUser },
            { "name", actor.name },
            { "role", name(actor.role) },
            { "key", actor.key } } },
        { "app", programVersions() },
        { "act", entry.act },
        { "obj", { { "type", entry.objType }, { "id", entry.objId } } },
        { "before", entry.before },
        { "after", entry.after },
        { "reason", entry.reason },
        { "input", entry.input },
        { "result", stamp.result },
        { "flags", flags },
    };
    return canonicalBody(body);
}

Result<void> appendAudit(Database& database, const ChainEnd& end, std::string_view body)
{
    const Digest hash = auditHash(end.seq + 1, end.hash, body);
    return database.run("INSERT INTO audit(seq, body, hash) VALUES(?1, ?2, ?3)", end.seq + 1, Blob { body },
                        Blob { bytesOf(hash) });
}

Result<AuditVerdict> verifyAuditChain(Database& database, Progress& progress, const AuditVisitor& visitor)
{
    CB_TRY(const ReadScope scope, ReadScope::begin(database));
    CB_TRY(Walk start, startOfChain(database));
    return walkOn(database, std::move(start), progress, visitor);
}

Result<AuditVerdict> verifyAuditTail(Database& database, std::int64_t count)
{
    CB_TRY(const ReadScope scope, ReadScope::begin(database));
    CB_TRY(Walk start, startOfChain(database));
    CB_TRY(const std::int64_t last, database.integer("SELECT max(seq) FROM audit"));
    if (last > count) {
        CB_TRY(Statement row, database.query("SELECT hash FROM audit WHERE seq = ?1", last - count));
        CB_TRY(const bool found, row.step());
        const auto digest = found ? digestFromBytes(row.blob(0)) : std::nullopt;
        if (!digest)
            return broken({}, last - count, "A record is missing from the history.");
        start.seq = last - count;
        start.hash = *digest;
    }
    Progress silent;
    return walkOn(database, std::move(start), silent, {});
}

} // namespace casebench
