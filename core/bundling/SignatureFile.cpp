// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundling/SignatureFile.h"

#include "core/base/Text.h"
#include "core/bundling/Members.h"
#include "core/crypto/Digest.h"

#include <fmt/format.h>
#include <utility>

namespace casebench {

namespace {

constexpr std::string_view kMediaType = "application/vnd.dev.sigstore.bundle.v0.3+json";
constexpr int kMaxDepth = 16;

Result<std::string> decoded(const Json& object, std::string_view key)
{
    CB_TRY(const std::string text, withKind(jsonText(object, key), kind::kBundle));
    auto bytes = fromBase64(text);
    if (!bytes)
        return corrupt(kind::kBundle, fmt::format("\"{}\" is not canonical base64.", key));
    return std::move(*bytes);
}

/// Releases before 1.1 carried the whole public key instead of its hash.
Result<std::string> parseHint(const Json& publicKey)
{
    CB_CHECK(onlyMembers(publicKey, { "hint", "rawBytes", "keyDetails" }, kind::kBundle));
    if (publicKey.contains("hint"))
        return withKind(jsonText(publicKey, "hint"), kind::kBundle);
    if (!publicKey.contains("rawBytes"))
        return std::string();
    CB_TRY(const std::string pem, decoded(publicKey, "rawBytes"));
    return hex(sha256(pem));
}

Result<std::string> parseMaterial(const Json& root)
{
    CB_TRY(const Json* material,
           withKind(jsonMember(root, "verificationMaterial", Json::value_t::object), kind::kBundle));
    CB_CHECK(onlyMembers(
        *material,
        { "publicKey", "x509CertificateChain", "certificate", "tlogEntries", "timestampVerificationData" },
        kind::kBundle));
    CB_TRY(const std::string mediaType, withKind(jsonText(root, "mediaType"), kind::kMediaType));
    if (mediaType != kMediaType)
        return corrupt(kind::kMediaType, "Not a sigstore bundle of version 0.3.");
    if (!material->contains("publicKey") || material->contains("x509CertificateChain")
        || material->contains("certificate"))
        return corrupt(kind::kMethod,
                       "Signed with a certificate or an identity; only signatures with a key are read.");
    return parseHint((*material)["publicKey"]);
}

Result<void> parseEnvelope(const Json& root, SignatureFile& file)
{
    CB_TRY(const Json* envelope,
           withKind(jsonMember(root, "dsseEnvelope", Json::value_t::object), kind::kBundle));
    CB_CHECK(onlyMembers(*envelope, { "payload", "payloadType", "signatures" }, kind::kBundle));
    CB_TRY(file.payload, decoded(*envelope, "payload"));
    CB_TRY(file.payloadType, withKind(jsonText(*envelope, "payloadType"), kind::kBundle));
    CB_TRY(const Json* signatures,
           withKind(jsonMember(*envelope, "signatures", Json::value_t::array), kind::kBundle));
    if (signatures->empty())
        return corrupt(kind::kBundle, "There is no signature in it.");
    CB_CHECK(onlyMembers(signatures->front(), { "sig", "keyid" }, kind::kBundle));
    CB_TRY(file.signature, decoded(signatures->front(), "sig"));
    return {};
}

} // namespace

std::string preAuthEncoding(std::string_view payloadType, std::string_view payload)
{
    return fmt::format("DSSEv1 {} {} {} {}", payloadType.size(), payloadType, payload.size(), payload);
}

Result<SignatureFile> signPayload(std::string payload, const PrivateKey& key)
{
    SignatureFile file { key.publicKey().fingerprint(), std::move(payload), std::string(kPayloadType), {} };
    CB_TRY(file.signature, key.sign(preAuthEncoding(file.payloadType, file.payload)));
    return file;
}

std::string encodeSignatureFile(const SignatureFile& file)
{
    Json root = Json::object();
    root["mediaType"] = kMediaType;
    root["verificationMaterial"]["publicKey"]["hint"] = file.hint;
    root["verificationMaterial"]["tlogEntries"] = Json::array();
    Json& envelope = root["dsseEnvelope"];
    envelope["payload"] = toBase64(file.payload);
    envelope["payloadType"] = file.payloadType;
    envelope["signatures"] = Json::array({ Json { { "sig", toBase64(file.signature) }, { "keyid", "" } } });
    return root.dump() + "\n";
}

Result<SignatureFile> parseSignatureFile(std::string_view bytes, Policy policy)
{
    if (bytes.size() > kMaxSignatureFileBytes)
        return corrupt(kind::kBundle, "The signature file is larger than 16 MiB.");
    CB_TRY(const Json root, withKind(parseJson(bytes, kMaxDepth), kind::kJson));
    CB_CHECK(onlyMembers(root, { "mediaType", "verificationMaterial", "dsseEnvelope" }, kind::kBundle));
    SignatureFile file;
    CB_TRY(file.hint, parseMaterial(root));
    CB_CHECK(parseEnvelope(root, file));
    if (policy == Policy::Casebench && encodeSignatureFile(file) != bytes)
        return corrupt(kind::kBundle, "The signature file is not in Casebench's own form.");
    return file;
}

Result<void> checkSignatureFile(const SignatureFile& file, const PublicKey& key, Policy policy)
{
    if (policy == Policy::Casebench && key.curve() != Curve::P256)
        return corrupt(kind::kKey,
                       "The key is not an EC P-256 key, the only kind that signs bundles of Casebench.");
    if ((policy == Policy::Casebench || !file.hint.empty()) && file.hint != key.fingerprint())
        return corrupt(kind::kKeyMismatch, "It was signed with another key than the one given.")
            .advise("Compare the fingerprints with the sender.");
    CB_CHECK(key.verify(preAuthEncoding(file.payloadType, file.payload), file.signature));
    if (file.payloadType != kPayloadType)
        return corrupt(kind::kPayloadType, "What was signed is no statement about a model.");
    return {};
}

} // namespace casebench
