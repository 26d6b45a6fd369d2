// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/base/Result.h"
#include "core/base/Time.h"
#include "core/crypto/Digest.h"
#include "core/crypto/Signature.h"

#include <string>
#include <string_view>

namespace casebench {

enum class ApprovalDecision
{
    Approved,
    Rejected
};

/// What an approver signs on the day of the decision, long before a bundle exists.
struct ApprovalStatement
{
    Digest
        modelDigest {}; ///< SHA-256 of the model's bytes: in a bundle one file must have exactly this digest
    ApprovalDecision decision = ApprovalDecision::Approved;
    std::string reason;
    std::string approver; ///< person's name
    Instant time = 0;

    bool operator==(const ApprovalStatement&) const = default;
};

/// The statement with whose key signed it and how: the content of approval.json, and what a project stores.
struct ApprovalRecord
{
    ApprovalStatement statement;
    std::string fingerprint; ///< of the approver's key; part of what is signed
    std::string publicKey; ///< PEM of that key
    std::string signature; ///< base64 over "casebench.approval.v1\n" + canonical JSON of all but publicKey
                           ///< and signature

    bool operator==(const ApprovalRecord&) const = default;
};

inline constexpr std::string_view kApprovalFile = "approval.json";

/// The exact bytes that are signed.
[[nodiscard]] std::string approvalBytes(const ApprovalStatement& statement, std::string_view fingerprint);
/// Fails: InvalidInput when approver or reason is empty or not UTF-8; Library.
[[nodiscard]] Result<ApprovalRecord> signApproval(const ApprovalStatement& statement, const PrivateKey& key);
/// Does the signature hold, by the given key? Fails: Corrupt with kind E_KEY_MISMATCH or E_SIGNATURE.
[[nodiscard]] Result<void> verifyApproval(const ApprovalRecord& record, const PublicKey& key);
/// The same by the key that the record carries: unchanged since it was signed, by whom is for the caller to
/// know. Gives: that key.
[[nodiscard]] Result<PublicKey> verifyApprovalByItself(const ApprovalRecord& record);

/// JSON object {model_digest, decision, reason, approver, fingerprint, time, public_key, signature},
/// indented, one LF at the end.
[[nodiscard]] std::string encodeApproval(const ApprovalRecord& record);
/// Strict: only what encodeApproval writes. Fails: Corrupt with kind E_APPROVAL. Checks no signature.
[[nodiscard]] Result<ApprovalRecord> parseApproval(std::string_view bytes);

} // namespace casebench
