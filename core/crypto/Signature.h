// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace casebench {

/// Curves a key may lie on. Casebench makes P-256 only; the larger ones verify what others signed.
enum class Curve
{
    P256,
    P384,
    P521
};

/// Kinds of the errors below: "E_KEY" (not a usable EC key: other algorithm, other curve, explicit
/// parameters, damaged), "passphrase-needed", "wrong-passphrase" (or damaged: the two cannot be told apart),
/// "E_SIGNATURE".
class PublicKey
{
public:
    ~PublicKey();
    PublicKey(PublicKey&& other) noexcept;
    PublicKey& operator=(PublicKey&& other) noexcept;
    PublicKey(const PublicKey&) = delete;
    PublicKey& operator=(const PublicKey&) = delete;

    /// Takes: PEM "PUBLIC KEY"; compressed points and CRLF are read.
    /// Fails: Corrupt or Unsupported, kind "E_KEY".
    [[nodiscard]] static Result<PublicKey> fromPem(std::string_view pem);
    /// fromPem of a file of at most 64 KiB. Fails also: NotFound, Unreadable.
    [[nodiscard]] static Result<PublicKey> load(const std::filesystem::path& path);

    [[nodiscard]] Curve curve() const;
    /// SubjectPublicKeyInfo, named curve, uncompressed point, LF line ends: the same text however the key
    /// came in.
    [[nodiscard]] const std::string& pem() const;
    /// Hex SHA-256 of pem(): the "hint" of a signature file. Source: OpenSSF Model Signing 1.0.
    [[nodiscard]] const std::string& fingerprint() const;
    /// The fingerprint for reading aloud: see casebench::fingerprintWords.
    [[nodiscard]] std::string fingerprintWords() const;

    /// Takes: bytes that were signed, signature as DER ECDSA. Hash by curve: SHA-256, -384, -512.
    /// Fails: Corrupt with kind "E_SIGNATURE" when it does not hold.
    [[nodiscard]] Result<void> verify(std::string_view bytes, std::string_view signature) const;

private:
    struct State;
    explicit PublicKey(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
    friend class PrivateKey;
};

class PrivateKey
{
public:
    ~PrivateKey();
    PrivateKey(PrivateKey&& other) noexcept;
    PrivateKey& operator=(PrivateKey&& other) noexcept;
    PrivateKey(const PrivateKey&) = delete;
    PrivateKey& operator=(const PrivateKey&) = delete;

    /// A new EC P-256 key.
    [[nodiscard]] static Result<PrivateKey> generate();

    /// Takes: PEM "ENCRYPTED PRIVATE KEY" (PKCS#8), "PRIVATE KEY" (PKCS#8) or "EC PRIVATE KEY" (SEC1); the
    /// passphrase is asked for
    ///        by the first only and ignored by the others.
    /// Fails: InvalidInput "passphrase-needed"; Refused "wrong-passphrase"; Corrupt or Unsupported "E_KEY"
    /// (not EC P-256/384/521, public part
    ///        that does not belong to the private one, costlier key derivation than we ever write times
    ///        eight).
    /// Cost:  0.2 s for an encrypted key (scrypt), by intention.
    [[nodiscard]] static Result<PrivateKey> fromPem(std::string_view pem, std::string_view passphrase = {});
    /// fromPem of a file of at most 64 KiB. Fails also: NotFound, Unreadable.
    [[nodiscard]] static Result<PrivateKey> load(const std::filesystem::path& path,
                                                 std::string_view passphrase = {});

    /// PKCS#8; with a passphrase PBES2 of scrypt (N=16384, r=8, p=5) and AES-256-CBC, without one plain.
    [[nodiscard]] Result<std::string> toPem(std::string_view passphrase) const;
    /// toPem into a new file of mode 0600. Fails: Refused when the file exists; Unreadable.
    [[nodiscard]] Result<void> save(const std::filesystem::path& path, std::string_view passphrase) const;

    [[nodiscard]] const PublicKey& publicKey() const;
    /// DER ECDSA over the hash of the curve. Two signatures of the same bytes differ.
    [[nodiscard]] Result<std::string> sign(std::string_view bytes) const;

private:
    struct State;
    explicit PrivateKey(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// Six short English words for the first six bytes of a fingerprint ("able-mint-..."), for two people on the
/// telephone. 48 bits: enough to notice a mix-up, not a replacement for comparing the fingerprint. Takes: 64
/// hex digits; anything else gives "".
[[nodiscard]] std::string fingerprintWords(std::string_view fingerprint);

} // namespace casebench
