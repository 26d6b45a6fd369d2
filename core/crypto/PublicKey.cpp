// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/AtomicFile.h"
#include "core/crypto/Digest.h"
#include "core/crypto/KeyState.h"

#include <openssl/core_names.h>
#include <openssl/pem.h>

#include <array>
#include <string>

namespace casebench {

namespace openssl {

Result<Curve> curveOf(EVP_PKEY* key)
{
    if (EVP_PKEY_get_base_id(key) != EVP_PKEY_EC)
        return keyError(ErrorCode::Unsupported, "Only elliptic curve keys are supported.");
    // A key with explicit parameters could carry a generator of the sender's choice (CVE-2020-0601), so only
    // the curve's name counts.
    std::array<char, 32> encoding {};
    if (EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_EC_ENCODING, encoding.data(), encoding.size(),
                                       nullptr)
            != 1
        || std::string_view(encoding.data()) != OSSL_PKEY_EC_ENCODING_GROUP)
        return keyError(ErrorCode::Unsupported, "The key spells out its curve instead of naming it.");
    std::array<char, 64> name {};
    if (EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr) != 1)
        return keyError(ErrorCode::Unsupported, "The curve of the key is not known.");
    const std::string_view curve(name.data());
    if (curve == "prime256v1")
        return Curve::P256;
    if (curve == "secp384r1")
        return Curve::P384;
    if (curve == "secp521r1")
        return Curve::P521;
    return keyError(ErrorCode::Unsupported, "Unsupported key for curve \"" + std::string(curve) + "\".");
}

const EVP_MD* hashOf(Curve curve)
{
    switch (curve) {
    case Curve::P384:
        return EVP_sha384();
    case Curve::P521:
        return EVP_sha512();
    case Curve::P256:
        break;
    }
    return EVP_sha256();
}

Result<std::string> canonicalPublicPem(EVP_PKEY* key)
{
    if (EVP_PKEY_set_utf8_string_param(key, OSSL_PKEY_PARAM_EC_POINT_CONVERSION_FORMAT,
                                       OSSL_PKEY_EC_POINT_CONVERSION_FORMAT_UNCOMPRESSED)
        != 1)
        return libraryError("The key could not be put into its standard form");
    const Bio memory(BIO_new(BIO_s_mem()));
    if (!memory || PEM_write_bio_PUBKEY(memory.get(), key) != 1)
        return libraryError("The public key could not be written");
    return textOf(memory.get());
}

} // namespace openssl

PublicKey::PublicKey(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}

PublicKey::~PublicKey() = default;
PublicKey::PublicKey(PublicKey&& other) noexcept = default;
PublicKey& PublicKey::operator=(PublicKey&& other) noexcept = default;

Result<PublicKey> PublicKey::fromPem(std::string_view pem)
{
    if (pem.size() > kMaxKeyFileBytes)
        return openssl::keyError(ErrorCode::Corrupt, "The key is larger than any key.");
    const openssl::Bio memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    auto state = std::make_unique<State>();
    state->key.reset(memory ? PEM_read_bio_PUBKEY(memory.get(), nullptr, nullptr, nullptr) : nullptr);
    if (!state->key)
        return openssl::keyError(ErrorCode::Corrupt,
                                 "There is no readable public key in it (\"-----BEGIN PUBLIC KEY-----\").");
    CB_TRY(state->curve, openssl::curveOf(state->key.get()));
    const openssl::KeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, state->key.get(), nullptr));
    if (!check || EVP_PKEY_public_check(check.get()) != 1)
        return openssl::keyError(ErrorCode::Corrupt,
                                 "The key is damaged: its point does not lie on its curve.");
    CB_TRY(state->pem, openssl::canonicalPublicPem(state->key.get()));
    state->fingerprint = hex(sha256(state->pem));
    return PublicKey(std::move(state));
}

Result<PublicKey> PublicKey::load(const std::filesystem::path& path)
{
    CB_TRY(const std::string pem, readFile(path, kMaxKeyFileBytes));
    auto key = fromPem(pem);
    if (!key)
        return key.error().in(path.string());
    return key;
}

Curve PublicKey::curve() const
{
    return m_state->curve;
}

const std::string& PublicKey::pem() const
{
    return m_state->pem;
}

const std::string& PublicKey::fingerprint() const
{
    return m_state->fingerprint;
}

std::string PublicKey::fingerprintWords() const
{
    return casebench::fingerprintWords(m_state->fingerprint);
}

Result<void> PublicKey::verify(std::string_view bytes, std::string_view signature) const
{
    const openssl::MdContext context(EVP_MD_CTX_new());
    if (!context
        || EVP_DigestVerifyInit(context.get(), nullptr, openssl::hashOf(m_state->curve), nullptr,
                                m_state->key.get())
            != 1)
        return openssl::libraryError("The signature could not be checked");
    const int answer = EVP_DigestVerify(
        context.get(), reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
        reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    ERR_clear_error();
    if (answer != 1) // 0: does not hold; negative: not even a signature
        return Error { ErrorCode::Corrupt,
                       "The signature does not hold: the content was changed or signed with another key.",
                       {},
                       "E_SIGNATURE",
                       "Ask the sender for the file and the key again, by another way." };
    return {};
}

} // namespace casebench
