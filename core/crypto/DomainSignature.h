// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/base/Result.h"
#include "core/crypto/Signature.h"

#include <string>
#include <string_view>

namespace casebench {

/// One key signs bundles, approvals and audit heads. A domain in front of the signed bytes keeps a signature
/// given for one purpose from being shown for another. The bytes are: domain, one LF, canonical JSON of the
/// statement (core/base/Json). "DSSEv1 ..." of bundles starts differently from every domain, since a domain
/// must start with "casebench.".
inline constexpr std::string_view kHeadDomain = "casebench.head.v1";
inline constexpr std::string_view kApprovalDomain = "casebench.approval.v1";

/// The exact bytes that are signed. The domain starts with "casebench." and holds no LF (else a contract
/// violation).
[[nodiscard]] std::string domainBytes(std::string_view domain, const Json& statement);

/// Gives: base64 of the DER ECDSA signature over domainBytes.
[[nodiscard]] Result<std::string>
signStatement(const PrivateKey& key, std::string_view domain, const Json& statement);

/// Fails: Corrupt with kind "E_SIGNATURE" when the base64 is not canonical or the signature does not hold.
[[nodiscard]] Result<void> verifyStatement(const PublicKey& key,
                                           std::string_view domain,
                                           const Json& statement,
                                           std::string_view signatureBase64);

} // namespace casebench
