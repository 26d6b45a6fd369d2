// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/AtomicFile.h"
#include "core/crypto/KeyDerivationLimits.h"
#include "core/crypto/KeyState.h"

#include <openssl/pem.h>
#include <openssl/pkcs12.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace casebench {

struct PrivateKey::State
{
    openssl::Key key;
    std::optional<PublicKey> publicKey;
};

namespace {

constexpr std::uint64_t kScryptN = 16384; // the most that PKCS#8 readers of OpenSSL take (32 MiB)
constexpr std::uint64_t kScryptR = 8;
constexpr std::uint64_t kScryptP = 5;
constexpr int kSaltBytes = 16;

/// One block of a PEM text. The bytes are wiped when it goes.
struct PemBlock
{
    std::string name;
    bool encryptedOldStyle = false; // "Proc-Type: 4,ENCRYPTED"
    std::string der;

    PemBlock() = default;
    PemBlock(PemBlock&&) = default;
    PemBlock& operator=(PemBlock&&) = default;
    PemBlock(const PemBlock&) = delete;
    PemBlock& operator=(const PemBlock&) = delete;

    ~PemBlock() { OPENSSL_cleanse(der.data(), der.size()); }
};

std::optional<PemBlock> nextBlock(BIO* source)
{
    char* name = nullptr;
    char* header = nullptr;
    unsigned char* data = nullptr;
    long length = 0;
    if (PEM_read_bio(source, &name, &header, &data, &length) != 1)
        return std::nullopt;
    PemBlock block;
    block.name = name;
    block.encryptedOldStyle = std::string_view(header).find("ENCRYPTED") != std::string_view::npos;
    block.der.assign(reinterpret_cast<const char*>(data), static_cast<std::size_t>(length));
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_clear_free(data, static_cast<std::size_t>(length));
    return block;
}

/// The first block that is a private key; "EC PARAMETERS" often stands before it.
Result<PemBlock> privateBlock(std::string_view pem)
{
    const openssl::Bio memory(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    while (memory) {
        auto block = nextBlock(memory.get());
        if (!block)
            break;
        if (block->name.ends_with("PRIVATE KEY"))
            return std::move(*block);
    }
    return openssl::keyError(ErrorCode::Corrupt, "There is no readable private key in it.");
}

const unsigned char* bytes(const PemBlock& block)
{
    return reinterpret_cast<const unsigned char*>(block.der.data());
}

/// The whole block must be one structure; what follows it would be covered by nothing.
bool readToEnd(const PemBlock& block, const unsigned char* at)
{
    return at == bytes(block) + block.der.size();
}

Result<openssl::Key> keyOfInfo(const PKCS8_PRIV_KEY_INFO* info)
{
    openssl::Key key(EVP_PKCS82PKEY(info));
    if (!key)
        return openssl::keyError(ErrorCode::Corrupt,
                                 "The private key is damaged or of a kind not read here.");
    return key;
}

Result<openssl::Key> readEncrypted(const PemBlock& block, std::string_view passphrase)
{
    const unsigned char* at = bytes(block);
    const openssl::EncryptedPkcs8 sealed(d2i_X509_SIG(nullptr, &at, static_cast<long>(block.der.size())));
    if (!sealed || !readToEnd(block, at))
        return openssl::keyError(ErrorCode::Corrupt, "The encrypted key is damaged.");
    CB_CHECK(openssl::withinDerivationLimits(sealed.get()));
    if (passphrase.empty())
        return Error { ErrorCode::InvalidInput,
                       "The key is encrypted and no passphrase was given.",
                       {},
                       "passphrase-needed",
                       "Give the passphrase." };
    const openssl::Pkcs8Info info(
        PKCS8_decrypt(sealed.get(), passphrase.data(), static_cast<int>(passphrase.size())));
    auto key = info ? keyOfInfo(info.get()) : Result<openssl::Key>(Error {});
    ERR_clear_error();
    if (!key) // a wrong passphrase decrypts to noise, as does a damaged file: nobody can tell which
        return Error { ErrorCode::Refused,
                       "The passphrase does not open this key, or the file is damaged.",
                       {},
                       "wrong-passphrase",
                       "Check the passphrase, then the copy of the file." };
    return key;
}

Result<openssl::Key> readPlain(const PemBlock& block)
{
    const unsigned char* at = bytes(block);
    const auto length = static_cast<long>(block.der.size());
    if (block.encryptedOldStyle)
        return openssl::keyError(ErrorCode::Unsupported, "The key is encrypted in the old PEM way.")
            .advise("Convert it with \"openssl pkcs8 -topk8\".");
    if (block.name == "PRIVATE KEY") {
        const openssl::Pkcs8Info info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, length));
        if (!info || !readToEnd(block, at))
            return openssl::keyError(ErrorCode::Corrupt, "The private key is damaged.");
        return keyOfInfo(info.get());
    }
    if (block.name != "EC PRIVATE KEY")
        return openssl::keyError(ErrorCode::Unsupported,
                                 "Only elliptic curve keys are supported, not \"" + block.name + "\".");
    openssl::Key key(d2i_PrivateKey(EVP_PKEY_EC, nullptr, &at, length));
    if (!key || !readToEnd(block, at))
        return openssl::keyError(ErrorCode::Corrupt, "The private key is damaged.");
    return key;
}

Result<openssl::Algorithm> scryptAlgorithm()
{
    openssl::Algorithm algorithm(
        PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), nullptr, kSaltBytes, nullptr, kScryptN, kScryptR, kScryptP));
    if (!algorithm)
        return openssl::libraryError("The encryption of the key could not be set up");
    return algorithm;
}

} // namespace

PrivateKey::PrivateKey(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}

PrivateKey::~PrivateKey() = default;
PrivateKey::PrivateKey(PrivateKey&& other) noexcept = default;
PrivateKey& PrivateKey::operator=(PrivateKey&& other) noexcept = default;

Result<PrivateKey> PrivateKey::generate()
{
    auto state = std::make_unique<State>();
    state->key.reset(EVP_EC_gen("P-256"));
    if (!state->key)
        return openssl::libraryError("No key could be made");
    CB_TRY(const std::string pem, openssl::canonicalPublicPem(state->key.get()));
    CB_TRY(state->publicKey, PublicKey::fromPem(pem));
    return PrivateKey(std::move(state));
}

Result<PrivateKey> PrivateKey::fromPem(std::string_view pem, std::string_view passphrase)
{
    if (pem.size() > kMaxKeyFileBytes)
        return openssl::keyError(ErrorCode::Corrupt, "The key is larger than any key.");
    CB_TRY(const PemBlock block, privateBlock(pem));
    auto state = std::make_unique<State>();
    CB_TRY(state->key,
           block.name == "ENCRYPTED PRIVATE KEY" ? readEncrypted(block, passphrase) : readPlain(block));
    CB_TRY([[maybe_unused]] const Curve curve, openssl::curveOf(state->key.get()));
    // A damaged private number would sign without complaint, and nobody could verify it.
    const openssl::KeyContext check(EVP_PKEY_CTX_new_from_pkey(nullptr, state->key.get(), nullptr));
    if (!check || EVP_PKEY_check(check.get()) != 1)
        return openssl::keyError(ErrorCode::Corrupt,
                                 "The key is damaged: its public and private parts do not belong together.");
    CB_TRY(const std::string publicPem, openssl::canonicalPublicPem(state->key.get()));
    CB_TRY(state->publicKey, PublicKey::fromPem(publicPem));
    return PrivateKey(std::move(state));
}

Result<PrivateKey> PrivateKey::load(const std::filesystem::path& path, std::string_view passphrase)
{
    CB_TRY(std::string pem, readFile(path, kMaxKeyFileBytes));
    auto key = fromPem(pem, passphrase);
    OPENSSL_cleanse(pem.data(), pem.size());
    if (!key)
        return key.error().in(path.string());
    return key;
}

Result<std::string> PrivateKey::toPem(std::string_view passphrase) const
{
    const openssl::Pkcs8Info info(EVP_PKEY2PKCS8(m_state->key.get()));
    const openssl::Bio memory(BIO_new(BIO_s_mem()));
    if (!info || !memory)
        return openssl::libraryError("The key could not be written");
    if (passphrase.empty()) {
        if (PEM_write_bio_PKCS8_PRIV_KEY_INFO(memory.get(), info.get()) != 1)
            return openssl::libraryError("The key could not be written");
        return openssl::textOf(memory.get());
    }
    CB_TRY(openssl::Algorithm algorithm, scryptAlgorithm());
    const openssl::EncryptedPkcs8 sealed(
        PKCS8_set0_pbe(passphrase.data(), static_cast<int>(passphrase.size()), info.get(), algorithm.get()));
    if (!sealed)
        return openssl::libraryError("The key could not be encrypted");
    (void)algorithm.release(); // set0: it belongs to `sealed` now
    if (PEM_write_bio_PKCS8(memory.get(), sealed.get()) != 1)
        return openssl::libraryError("The key could not be written");
    return openssl::textOf(memory.get());
}

Result<void> PrivateKey::save(const std::filesystem::path& path, std::string_view passphrase) const
{
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::symlink_status(path, ignored)))
        return Error { ErrorCode::Refused,
                       "It exists already.",
                       path.string(),
                       {},
                       "Choose another name; a key is never overwritten." };
    CB_TRY(std::string pem, toPem(passphrase));
    auto written = writeFileAtomically(path, pem, 0600);
    OPENSSL_cleanse(pem.data(), pem.size());
    return written;
}

const PublicKey& PrivateKey::publicKey() const
{
    return *m_state->publicKey;
}

Result<std::string> PrivateKey::sign(std::string_view bytes) const
{
    const openssl::MdContext context(EVP_MD_CTX_new());
    const EVP_MD* hash = openssl::hashOf(m_state->publicKey->curve());
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    std::size_t length = 0;
    if (!context || EVP_DigestSignInit(context.get(), nullptr, hash, nullptr, m_state->key.get()) != 1
        || EVP_DigestSign(context.get(), nullptr, &length, data, bytes.size()) != 1)
        return openssl::libraryError("Nothing could be signed");
    std::string signature(length, '\0');
    if (EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length, data,
                       bytes.size())
        != 1)
        return openssl::libraryError("Nothing could be signed");
    signature.resize(length); // DER: the first answer was the most it can be
    return signature;
}

} // namespace casebench
