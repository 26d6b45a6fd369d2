// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundling/Approval.h"

#include "core/base/Text.h"
#include "core/bundling/Members.h"
#include "core/bundling/Problem.h"
#include "core/crypto/DomainSignature.h"

#include <optional>
#include <utility>

namespace casebench {

namespace {

std::string_view decisionText(ApprovalDecision decision)
{
    return decision == ApprovalDecision::Approved ? "approved" : "rejected";
}

std::optional<ApprovalDecision> parseDecision(std::string_view text)
{
    if (text == "approved")
        return ApprovalDecision::Approved;
    if (text == "rejected")
        return ApprovalDecision::Rejected;
    return std::nullopt;
}

Json approvalJson(const ApprovalStatement& statement, std::string_view fingerprint)
{
    return Json { { "model_digest", hex(statement.modelDigest) },
                  { "decision", decisionText(statement.decision) },
                  { "reason", statement.reason },
                  { "approver", statement.approver },
                  { "fingerprint", fingerprint },
                  { "time", formatInstantMicros(statement.time) } };
}

Result<ApprovalRecord> readMembers(const Json& root)
{
    ApprovalRecord record;
    CB_TRY(const std::string digest, jsonText(root, "model_digest"));
    CB_TRY(const std::string decision, jsonText(root, "decision"));
    CB_TRY(const std::string time, jsonText(root, "time"));
    CB_TRY(record.statement.reason, jsonText(root, "reason"));
    CB_TRY(record.statement.approver, jsonText(root, "approver"));
    CB_TRY(record.fingerprint, jsonText(root, "fingerprint"));
    CB_TRY(record.publicKey, jsonText(root, "public_key"));
    CB_TRY(record.signature, jsonText(root, "signature"));
    const auto parsedDigest = parseDigest(digest);
    const auto parsedDecision = parseDecision(decision);
    const auto parsedTime = parseIso(time);
    if (!parsedDigest || !parsedDecision || !parsedTime)
        return corrupt(kind::kApproval, "Digest, decision or time of the approval make no sense.");
    record.statement.modelDigest = *parsedDigest;
    record.statement.decision = *parsedDecision;
    record.statement.time = parsedTime->instant;
    return record;
}

} // namespace

std::string approvalBytes(const ApprovalStatement& statement, std::string_view fingerprint)
{
    return domainBytes(kApprovalDomain, approvalJson(statement, fingerprint));
}

Result<ApprovalRecord> signApproval(const ApprovalStatement& statement, const PrivateKey& key)
{
    if (statement.approver.empty() || !isValidUtf8(statement.approver))
        return Error {
            ErrorCode::InvalidInput, "An approval needs the approver's name.", {}, {}, "Give a name."
        };
    if (statement.reason.empty() || !isValidUtf8(statement.reason))
        return Error { ErrorCode::InvalidInput, "A decision needs a reason.", {}, {}, "Give a reason." };
    if (statement.time == kNoTime)
        return Error { ErrorCode::InvalidInput, "An approval needs its time." };
    ApprovalRecord record { statement, key.publicKey().fingerprint(), key.publicKey().pem(), {} };
    CB_TRY(record.signature,
           signStatement(key, kApprovalDomain, approvalJson(statement, record.fingerprint)));
    return record;
}

Result<void> verifyApproval(const ApprovalRecord& record, const PublicKey& key)
{
    if (record.fingerprint != key.fingerprint() || record.publicKey != key.pem())
        return corrupt(kind::kKeyMismatch, "The approval was signed with another key than the one given.");
    return verifyStatement(key, kApprovalDomain, approvalJson(record.statement, record.fingerprint),
                           record.signature);
}

Result<PublicKey> verifyApprovalByItself(const ApprovalRecord& record)
{
    CB_TRY(PublicKey key, PublicKey::fromPem(record.publicKey));
    CB_CHECK(verifyApproval(record, key));
    return key;
}

std::string encodeApproval(const ApprovalRecord& record)
{
    Json root = approvalJson(record.statement, record.fingerprint);
    root["public_key"] = record.publicKey;
    root["signature"] = record.signature;
    return prettyJson(root);
}

Result<ApprovalRecord> parseApproval(std::string_view bytes)
{
    CB_TRY(const Json root, withKind(parseJson(bytes, 4), kind::kApproval));
    CB_TRY(ApprovalRecord record, withKind(readMembers(root), kind::kApproval));
    if (encodeApproval(record) != bytes)
        return corrupt(kind::kApproval, "The approval is not in Casebench's own form.");
    return record;
}

} // namespace casebench
