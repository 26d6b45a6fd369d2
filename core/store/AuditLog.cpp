// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/AuditLog.h"

#include "core/crypto/DomainSignature.h"
#include "core/store/AuditChain.h"
#include "core/store/SignedHead.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

std::string textIn(const Json& object, const char* key)
{
    const auto at = object.is_object() ? object.find(key) : object.end();
    return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

Json memberOf(const Json& object, const char* key)
{
    const auto at = object.find(key);
    return at == object.end() ? Json() : *at;
}

Result<AuditRecord> readRecord(const Statement& row)
{
    AuditRecord record;
    record.seq = row.integer(0);
    auto body = parseJson(row.blob(1));
    if (!body || !body->is_object())
        return Error { ErrorCode::Corrupt, "An audit record cannot be read.",
                       fmt::format("audit event {}", record.seq), "E_DAMAGED", "Run \"audit verify\"." };
    record.body = std::move(*body);
    const auto wall = parseIso(textIn(record.body, "wall"));
    record.wall = wall ? wall->instant : kNoTime;
    const Json actor = memberOf(record.body, "actor");
    const Json object = memberOf(record.body, "obj");
    record.person = textIn(actor, "name");
    record.role = textIn(actor, "role");
    record.act = textIn(record.body, "act");
    record.objType = textIn(object, "type");
    record.objId = textIn(object, "id");
    record.reason = textIn(record.body, "reason");
    for (const Json& flag : memberOf(record.body, "flags")) {
        if (flag.is_string())
            record.flags.push_back(flag.get<std::string>());
    }
    const auto digest = digestFromBytes(row.blob(2));
    record.hash = digest ? hex(*digest) : std::string();
    return record;
}

Result<std::vector<AuditRecord>> readRecords(Statement rows)
{
    std::vector<AuditRecord> records;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return records;
        CB_TRY(AuditRecord record, readRecord(rows));
        records.push_back(std::move(record));
    }
}

} // namespace

AuditLog::AuditLog(const Project& project)
    : m_project(&project)
{
}

Result<std::vector<AuditRecord>> AuditLog::list(std::int64_t from, std::int64_t limit) const
{
    CB_TRY(Statement rows,
           m_project->database().query(
               "SELECT seq, body, hash FROM audit WHERE seq >= ?1 ORDER BY seq LIMIT ?2", from, limit));
    return readRecords(std::move(rows));
}

Result<std::vector<AuditRecord>> AuditLog::newest(std::int64_t limit) const
{
    CB_TRY(
        Statement rows,
        m_project->database().query("SELECT seq, body, hash FROM audit ORDER BY seq DESC LIMIT ?1", limit));
    return readRecords(std::move(rows));
}

Result<AuditHead> AuditLog::head() const
{
    CB_TRY(const ChainEnd end, readChainEnd(m_project->database()));
    return AuditHead { end.seq, hex(end.hash), end.wall };
}

Result<AuditVerdict> AuditLog::verify(Progress& progress) const
{
    CB_TRY(AuditVerdict verdict, verifyAuditChain(m_project->database(), progress));
    CB_TRY(const std::int64_t lastSigned, m_project->database().integer("SELECT max(seq) FROM audit_head"));
    verdict.unsignedEvents = std::max<std::int64_t>(0, verdict.events - lastSigned);
    const Anchor& anchor = m_project->anchor();
    if (verdict.ok && anchor.contradicts()) {
        verdict.ok = false;
        verdict.firstBad = std::min(anchor.seq, verdict.events + 1);
        verdict.what = anchor.text;
    }
    return verdict;
}

Result<AuditVerdict>
AuditLog::verifyAgainst(std::string_view headText, const PublicKey& key, Progress& progress) const
{
    CB_TRY(const Json document, parseJson(headText));
    CB_TRY(const Json* statement, jsonMember(document, "statement", Json::value_t::object));
    CB_TRY(const std::string signature, jsonText(document, "signature"));
    CB_CHECK(verifyStatement(key, kHeadDomain, *statement, signature));
    CB_TRY(const std::string project, jsonText(*statement, "project"));
    CB_TRY(const std::int64_t anchored, jsonInteger(*statement, "seq"));
    CB_TRY(const std::string hash, jsonText(*statement, "hash"));
    if (project != m_project->uuid())
        return Error { ErrorCode::Refused,
                       "This head was made for another project.",
                       {},
                       "E_OTHER_PROJECT",
                       "Choose the head of this project." };
    bool held = anchored == 0;
    CB_TRY(AuditVerdict verdict,
           verifyAuditChain(m_project->database(), progress,
                            [&](std::int64_t seq, const Json&, const Digest& digest) {
                                held = held || (seq == anchored && hex(digest) == hash);
                                return Result<void>();
                            }));
    if (verdict.ok && !held) {
        verdict.ok = false;
        verdict.firstBad = std::min(anchored, verdict.events + 1);
        verdict.what = verdict.events < anchored ? "The history is shorter than when the head was signed."
                                                 : "The history is not the one the head was signed for.";
    }
    return verdict;
}

Result<AuditVerdict> AuditLog::verifyAgainst(std::string_view headText, Progress& progress) const
{
    CB_TRY(const Json document, parseJson(headText));
    CB_TRY(const SignedHead head, readHead(document));
    CB_TRY(const std::string pem, jsonText(head.statement, "key"));
    CB_TRY(const PublicKey key, PublicKey::fromPem(pem));
    return verifyAgainst(headText, key, progress);
}

Result<std::string> AuditLog::exportHead(const PrivateKey& key) const
{
    Database& database = m_project->database();
    CB_TRY(const ReadScope scope, ReadScope::begin(database));
    CB_TRY(const ChainEnd end, readChainEnd(database));
    CB_TRY(const SignedHead head, signHead(database, end, 1, key));
    return prettyJson(headJson(head));
}

} // namespace casebench
