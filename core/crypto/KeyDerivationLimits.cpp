// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/KeyDerivationLimits.h"

#include "core/crypto/KeyState.h"

#include <openssl/asn1t.h>
#include <openssl/objects.h>

#include <cstdint>

namespace casebench::openssl {

namespace {

constexpr std::uint64_t kMaxScryptWork = std::uint64_t { 8 } * 16384 * 8 * 5;
constexpr std::uint64_t kMaxRounds = 10'000'000;

using Pbes2 = std::unique_ptr<PBE2PARAM, Deleter<&PBE2PARAM_free>>;
using Scrypt = std::unique_ptr<SCRYPT_PARAMS, Deleter<&SCRYPT_PARAMS_free>>;
using Pbkdf2 = std::unique_ptr<PBKDF2PARAM, Deleter<&PBKDF2PARAM_free>>;

Result<void> refused()
{
    return keyError(ErrorCode::Unsupported,
                    "The key's encryption is damaged, of a kind not read here, or asks for more work than "
                    "any honest key.");
}

/// The parameters of an algorithm as the given structure, or null.
template<typename T>
T* unpack(const X509_ALGOR* algorithm, const ASN1_ITEM* item)
{
    return static_cast<T*>(ASN1_TYPE_unpack_sequence(item, algorithm->parameter));
}

bool read(const ASN1_INTEGER* number, std::uint64_t limit, std::uint64_t& value)
{
    return number != nullptr && ASN1_INTEGER_get_uint64(&value, number) == 1 && value > 0 && value <= limit;
}

bool scryptFits(const X509_ALGOR* derivation)
{
    const Scrypt scrypt(unpack<SCRYPT_PARAMS>(derivation, ASN1_ITEM_rptr(SCRYPT_PARAMS)));
    std::uint64_t n = 0;
    std::uint64_t r = 0;
    std::uint64_t p = 0;
    // Each factor is bounded first, so that the product cannot overflow (2^22 * 2^12 * 2^12).
    return scrypt && read(scrypt->costParameter, std::uint64_t { 1 } << 22, n)
        && read(scrypt->blockSize, 4096, r) && read(scrypt->parallelizationParameter, 4096, p)
        && n * r * p <= kMaxScryptWork;
}

bool pbkdf2Fits(const X509_ALGOR* derivation)
{
    const Pbkdf2 pbkdf2(unpack<PBKDF2PARAM>(derivation, ASN1_ITEM_rptr(PBKDF2PARAM)));
    std::uint64_t rounds = 0;
    return pbkdf2 && read(pbkdf2->iter, kMaxRounds, rounds);
}

} // namespace

Result<void> withinDerivationLimits(const X509_SIG* sealed)
{
    const X509_ALGOR* outer = nullptr;
    X509_SIG_get0(sealed, &outer, nullptr);
    if (outer == nullptr || OBJ_obj2nid(outer->algorithm) != NID_pbes2)
        return refused();
    const Pbes2 pbes2(unpack<PBE2PARAM>(outer, ASN1_ITEM_rptr(PBE2PARAM)));
    if (!pbes2 || pbes2->keyfunc == nullptr)
        return refused();
    const int derivation = OBJ_obj2nid(pbes2->keyfunc->algorithm);
    if ((derivation == NID_id_scrypt && scryptFits(pbes2->keyfunc))
        || (derivation == NID_id_pbkdf2 && pbkdf2Fits(pbes2->keyfunc)))
        return {};
    return refused();
}

} // namespace casebench::openssl
