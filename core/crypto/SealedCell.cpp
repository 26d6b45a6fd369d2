// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/SealedCell.h"

#include "core/base/Contract.h"
#include "core/crypto/OpenSsl.h"
#include "core/crypto/RandomBytes.h"

#include <openssl/crypto.h>

#include <climits>

namespace casebench {

namespace {

constexpr char kFormat = 1;
constexpr std::size_t kVersionBytes = 4;
constexpr std::size_t kNonceBytes = 12;
constexpr std::size_t kTagBytes = 16;
constexpr std::size_t kHeadBytes = 1 + kVersionBytes + kNonceBytes;

void appendU32(std::string& out, std::uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        out.push_back(static_cast<char>((value >> shift) & 0xff));
}

/// What is authenticated beside the content; lengths before the parts, so that no two places read alike.
std::string boundTo(const CellPlace& place, std::uint32_t version)
{
    std::string bytes = "cb1";
    for (const std::string_view part : { place.project, place.table, place.column, place.row }) {
        appendU32(bytes, static_cast<std::uint32_t>(part.size()));
        bytes += part;
    }
    appendU32(bytes, version);
    return bytes;
}

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, openssl::Deleter<&EVP_CIPHER_CTX_free>>;

const unsigned char* raw(std::string_view bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

unsigned char* raw(std::string& bytes, std::size_t at)
{
    return reinterpret_cast<unsigned char*>(bytes.data()) + at;
}

int length(std::string_view bytes)
{
    expects(bytes.size() <= INT_MAX, "a cell too long to seal");
    return static_cast<int>(bytes.size());
}

Error brokenSeal()
{
    return { ErrorCode::Corrupt,
             "A sealed cell does not open: it, its place or its key is not the one it was sealed with.",
             {},
             "E_SEAL",
             "Run \"check\", and restore the newest backup of the project and of its key file." };
}

} // namespace

CellKey::CellKey(std::uint32_t version, std::string bytes)
    : m_version(version)
    , m_bytes(std::move(bytes))
{
}

CellKey::~CellKey()
{
    OPENSSL_cleanse(m_bytes.data(), m_bytes.size());
}

CellKey CellKey::generate(std::uint32_t version)
{
    return { version, randomBytes(kBytes) };
}

Result<CellKey> CellKey::fromBytes(std::uint32_t version, std::string_view bytes)
{
    if (bytes.size() != kBytes || version == 0)
        return Error { ErrorCode::Corrupt, "A key has 32 bytes and a version from 1." };
    return CellKey(version, std::string(bytes));
}

std::string sealCell(const CellKey& key, std::string_view plain, const CellPlace& place)
{
    std::string cell(1, kFormat);
    appendU32(cell, key.version());
    cell += randomBytes(kNonceBytes);
    cell.resize(kHeadBytes + plain.size() + kTagBytes);
    const std::string bound = boundTo(place, key.version());
    const CipherContext context(EVP_CIPHER_CTX_new());
    int written = 0;
    int last = 0;
    const bool done = context != nullptr
        && EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, raw(key.bytes()),
                              raw(cell, 1 + kVersionBytes))
            == 1
        && EVP_EncryptUpdate(context.get(), nullptr, &written, raw(bound), length(bound)) == 1
        && EVP_EncryptUpdate(context.get(), raw(cell, kHeadBytes), &written, raw(plain), length(plain)) == 1
        && EVP_EncryptFinal_ex(context.get(), raw(cell, kHeadBytes + plain.size()), &last) == 1
        && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes,
                               raw(cell, kHeadBytes + plain.size()))
            == 1;
    expects(done, "AES-256-GCM of the crypto library does not answer");
    return cell;
}

std::optional<std::uint32_t> keyVersionOfCell(std::string_view cell)
{
    if (cell.size() < kHeadBytes + kTagBytes || cell.front() != kFormat)
        return std::nullopt;
    std::uint32_t version = 0;
    for (std::size_t i = 1; i <= kVersionBytes; ++i)
        version = (version << 8) | static_cast<unsigned char>(cell[i]);
    return version;
}

Result<std::string> openCell(const CellKey& key, std::string_view cell, const CellPlace& place)
{
    if (keyVersionOfCell(cell) != key.version())
        return brokenSeal();
    const std::string_view nonce = cell.substr(1 + kVersionBytes, kNonceBytes);
    const std::string_view content = cell.substr(kHeadBytes, cell.size() - kHeadBytes - kTagBytes);
    std::string tag(cell.substr(cell.size() - kTagBytes));
    std::string plain(content.size(), '\0');
    const std::string bound = boundTo(place, key.version());
    const CipherContext context(EVP_CIPHER_CTX_new());
    int written = 0;
    int last = 0;
    const bool holds = context != nullptr
        && EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, raw(key.bytes()), raw(nonce)) == 1
        && EVP_DecryptUpdate(context.get(), nullptr, &written, raw(bound), length(bound)) == 1
        && EVP_DecryptUpdate(context.get(), raw(plain, 0), &written, raw(content), length(content)) == 1
        && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes, tag.data()) == 1
        && EVP_DecryptFinal_ex(context.get(), raw(plain, plain.size()), &last) == 1;
    if (!holds) {
        OPENSSL_cleanse(plain.data(), plain.size());
        ERR_clear_error();
        return brokenSeal();
    }
    return plain;
}

} // namespace casebench
