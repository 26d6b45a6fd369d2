// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundling/Problem.h"
#include "core/crypto/Signature.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace casebench {

/// A DSSE envelope in a sigstore bundle, signed with a plain key: the content of model.sig.
/// Source: DSSE 1.0, sigstore bundle v0.3, OpenSSF Model Signing 1.0.
struct SignatureFile
{
    std::string hint; ///< fingerprint of the signer's key; "" when an older producer left it out
    std::string payload; ///< the statement's bytes, exactly as signed
    std::string payloadType;
    std::string signature; ///< DER ECDSA

    bool operator==(const SignatureFile&) const = default;
};

inline constexpr std::size_t kMaxSignatureFileBytes = std::size_t { 16 } << 20;
inline constexpr std::string_view kPayloadType = "application/vnd.in-toto+json";

/// "DSSEv1 LEN TYPE LEN BODY": the bytes that are signed.
[[nodiscard]] std::string preAuthEncoding(std::string_view payloadType, std::string_view payload);

[[nodiscard]] Result<SignatureFile> signPayload(std::string payload, const PrivateKey& key);
/// Compact JSON in a fixed order of members, one LF at the end.
[[nodiscard]] std::string encodeSignatureFile(const SignatureFile& file);

/// Takes: bytes of a signature file, at most kMaxSignatureFileBytes.
/// Fails: Corrupt with kind E_JSON, E_BUNDLE, E_MEDIA_TYPE, E_METHOD. Under Casebench also bytes that
/// encodeSignatureFile would not write
///        (E_BUNDLE): hint, keyid and white space are not signed, so nothing but one spelling is let pass.
[[nodiscard]] Result<SignatureFile> parseSignatureFile(std::string_view bytes, Policy policy);

/// Fails: E_KEY (Casebench: not P-256), E_KEY_MISMATCH (hint), E_SIGNATURE, E_PAYLOAD_TYPE. The payload is
/// not looked into.
[[nodiscard]] Result<void> checkSignatureFile(const SignatureFile& file, const PublicKey& key, Policy policy);

} // namespace casebench
