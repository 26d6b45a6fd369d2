// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/crypto only: what both key classes hold and share.

#include "core/base/Result.h"
#include "core/crypto/OpenSsl.h"
#include "core/crypto/Signature.h"

#include <cstddef>

namespace casebench {

inline constexpr std::size_t kMaxKeyFileBytes = std::size_t { 64 } << 10;

struct PublicKey::State
{
    openssl::Key key;
    Curve curve = Curve::P256;
    std::string pem;
    std::string fingerprint;
};

namespace openssl {

[[nodiscard]] inline Error keyError(ErrorCode code, const std::string& what)
{
    ERR_clear_error();
    return Error { code, what, {}, "E_KEY", "Use an EC P-256 key as \"key new\" makes it." };
}

/// The curve of an EC key with a named curve; E_KEY otherwise.
[[nodiscard]] Result<Curve> curveOf(EVP_PKEY* key);
[[nodiscard]] const EVP_MD* hashOf(Curve curve);
/// Curve, canonical PEM and fingerprint of the public half.
[[nodiscard]] Result<std::string> canonicalPublicPem(EVP_PKEY* key);

} // namespace openssl
} // namespace casebench
