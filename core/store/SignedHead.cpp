// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/SignedHead.h"

#include "core/crypto/DomainSignature.h"

namespace casebench {

namespace {

Result<std::string> rootOf(Database& database, std::int64_t first, std::int64_t last)
{
    CB_TRY(Statement rows,
           database.query("SELECT hash FROM audit WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq", first, last));
    std::vector<Digest> hashes;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return hex(merkleRoot(hashes));
        const auto hash = digestFromBytes(rows.blob(0));
        if (!hash)
            return Error { ErrorCode::Corrupt,
                           "The audit log holds a hash of the wrong length.",
                           {},
                           "E_DAMAGED",
                           "Run \"audit verify\"." };
        hashes.push_back(*hash);
    }
}

Error notGenuine(std::string what)
{
    return { ErrorCode::Corrupt, std::move(what), {}, "E_SIGNATURE", "Use the head as it was saved." };
}

Result<void> readStatement(SignedHead& head)
{
    CB_TRY(head.project, jsonText(head.statement, "project"));
    CB_TRY(head.seq, jsonInteger(head.statement, "seq"));
    CB_TRY(head.hash, jsonText(head.statement, "hash"));
    CB_TRY(head.first, jsonInteger(head.statement, "first"));
    CB_TRY(head.root, jsonText(head.statement, "root"));
    CB_TRY(const std::string wall, jsonText(head.statement, "wall"));
    const auto parsed = parseIso(wall);
    if (!parsed)
        return notGenuine("The head carries no time.");
    head.wall = parsed->instant;
    return {};
}

} // namespace

Result<SignedHead>
signHead(Database& database, const ChainEnd& end, std::int64_t first, const PrivateKey& key)
{
    SignedHead head;
    head.project = end.project;
    head.seq = end.seq;
    head.hash = hex(end.hash);
    head.first = first;
    CB_TRY(head.root, rootOf(database, first, end.seq));
    head.wall = now();
    head.statement = { { "project", head.project },     { "seq", head.seq },
                       { "hash", head.hash },           { "first", head.first },
                       { "root", head.root },           { "wall", formatInstantMicros(head.wall) },
                       { "key", key.publicKey().pem() } };
    CB_TRY(head.signature, signStatement(key, kHeadDomain, head.statement));
    head.fingerprint = key.publicKey().fingerprint();
    return head;
}

Json headJson(const SignedHead& head)
{
    Json document { { "statement", head.statement },
                    { "signature", head.signature },
                    { "fingerprint", head.fingerprint } };
    if (head.unexplained)
        document["unexplained"] = headJson(*head.unexplained);
    return document;
}

Result<SignedHead> readHead(const Json& document)
{
    SignedHead head;
    CB_TRY(const Json* statement, jsonMember(document, "statement", Json::value_t::object));
    head.statement = *statement;
    CB_TRY(head.signature, jsonText(document, "signature"));
    CB_TRY(head.fingerprint, jsonText(document, "fingerprint"));
    CB_CHECK(readStatement(head));
    CB_TRY(const std::string pem, jsonText(head.statement, "key"));
    CB_TRY(const PublicKey key, PublicKey::fromPem(pem));
    if (key.fingerprint() != head.fingerprint)
        return notGenuine("The head names another key than the one that signed it.");
    CB_CHECK(verifyStatement(key, kHeadDomain, head.statement, head.signature));
    if (const auto older = document.find("unexplained"); older != document.end()) {
        if (older->contains("unexplained")) // carried on, never nested: a hostile file would recurse
            return notGenuine("The head carries a chain of older heads.");
        CB_TRY(SignedHead unexplained, readHead(*older));
        head.unexplained = std::make_shared<const SignedHead>(std::move(unexplained));
    }
    return head;
}

} // namespace casebench
