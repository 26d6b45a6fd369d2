// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/DomainSignature.h"

#include "core/base/Contract.h"
#include "core/base/Text.h"

namespace casebench {

std::string domainBytes(std::string_view domain, const Json& statement)
{
    expects(domain.starts_with("casebench.") && domain.find('\n') == std::string_view::npos,
            "not a signature domain");
    std::string bytes(domain);
    bytes += '\n';
    bytes += canonicalJson(statement);
    return bytes;
}

Result<std::string> signStatement(const PrivateKey& key, std::string_view domain, const Json& statement)
{
    CB_TRY(const std::string signature, key.sign(domainBytes(domain, statement)));
    return toBase64(signature);
}

Result<void> verifyStatement(const PublicKey& key,
                             std::string_view domain,
                             const Json& statement,
                             std::string_view signatureBase64)
{
    const auto signature = fromBase64(signatureBase64);
    if (!signature)
        return Error { ErrorCode::Corrupt, "The signature is not canonical base64.", {}, "E_SIGNATURE" };
    return key.verify(domainBytes(domain, statement), *signature);
}

} // namespace casebench
