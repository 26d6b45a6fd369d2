// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundling/Statement.h"

#include "core/bundling/Members.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace casebench {

namespace {

constexpr std::string_view kStatementType = "https://in-toto.io/Statement/v1";
constexpr std::string_view kPredicateType = "https://model_signing/signature/v1.0";
constexpr int kMaxDepth = 16;

Result<Resource> parseResource(const Json& item, bool alone)
{
    Resource file;
    CB_TRY(const std::string algorithm, withKind(jsonText(item, "algorithm"), kind::kPredicate));
    if (algorithm != "sha256")
        return Error { ErrorCode::Unsupported,
                       "Files are hashed with \"" + algorithm + "\"; only sha256 is read.",
                       {},
                       kind::kUnsupported };
    CB_TRY(file.name, withKind(jsonText(item, "name"), kind::kPredicate));
    // A model that is one file is named "." by the reference implementation.
    if (!isCanonicalName(file.name) && !(alone && file.name == "."))
        return corrupt(kind::kPredicate, "A signed name is not a plain relative name.");
    CB_TRY(const std::string digest, withKind(jsonText(item, "digest"), kind::kPredicate));
    const auto parsed = parseDigest(digest);
    if (!parsed)
        return corrupt(kind::kPredicate, "A digest is not 64 lower-case hexadecimal digits.");
    file.digest = *parsed;
    return file;
}

Result<std::vector<Resource>> parseResources(const Json& predicate, Policy policy)
{
    CB_TRY(const Json* list,
           withKind(jsonMember(predicate, "resources", Json::value_t::array), kind::kPredicate));
    if (list->empty())
        return corrupt(kind::kPredicate, "The signature covers no file.");
    std::vector<Resource> files;
    std::unordered_set<std::string> names;
    for (const Json& item : *list) {
        CB_TRY(Resource file, parseResource(item, list->size() == 1 && policy == Policy::ReferenceVectors));
        if (!names.insert(file.name).second)
            return corrupt(kind::kPredicate, "The file \"" + file.name + "\" is signed twice.");
        files.push_back(std::move(file));
    }
    return files;
}

/// How the files were hashed, and what was left out.
Result<void> parseSerialization(const Json& predicate, Statement& statement)
{
    CB_TRY(const Json* how,
           withKind(jsonMember(predicate, "serialization", Json::value_t::object), kind::kPredicate));
    CB_TRY(const std::string method, withKind(jsonText(*how, "method"), kind::kPredicate));
    CB_TRY(const std::string hash, withKind(jsonText(*how, "hash_type"), kind::kPredicate));
    if (method != "files" || hash != "sha256")
        return Error { ErrorCode::Unsupported,
                       "Signed by \"" + method + "\" with \"" + hash + "\"; only files with sha256 are read.",
                       {},
                       kind::kUnsupported };
    CB_TRY(const Json* links,
           withKind(jsonMember(*how, "allow_symlinks", Json::value_t::boolean), kind::kPredicate));
    statement.allowSymlinks = links->get<bool>();
    if (how->contains("ignore_paths")) {
        CB_TRY(statement.ignorePaths, textList(*how, "ignore_paths", kind::kPredicate));
    }
    return {};
}

Result<void> parseSubject(const Json& root, Statement& statement)
{
    CB_TRY(const Json* subjects,
           withKind(jsonMember(root, "subject", Json::value_t::array), kind::kStatement));
    if (subjects->size() != 1)
        return corrupt(kind::kStatement, "Exactly one subject is expected.");
    CB_TRY(statement.subject, withKind(jsonText(subjects->front(), "name"), kind::kStatement));
    if (statement.subject.empty())
        return corrupt(kind::kStatement, "The subject has no name.");
    CB_TRY(const Json* digests,
           withKind(jsonMember(subjects->front(), "digest", Json::value_t::object), kind::kStatement));
    CB_TRY(const std::string digest, withKind(jsonText(*digests, "sha256"), kind::kStatement));
    const auto parsed = parseDigest(digest);
    if (!parsed)
        return corrupt(kind::kStatement, "The subject's digest is not 64 lower-case hexadecimal digits.");
    statement.root = *parsed;
    return {};
}

/// What only our own bundles must keep, so that no byte of one is free.
Result<void> checkOwnRules(const Statement& statement, std::string_view payload)
{
    std::vector<std::string> ignored = statement.ignorePaths;
    std::sort(ignored.begin(), ignored.end());
    std::vector<std::string> expected(kIgnorePaths.begin(), kIgnorePaths.end());
    std::sort(expected.begin(), expected.end());
    if (ignored != expected)
        return corrupt(kind::kPredicate,
                       "The signature leaves out other files than the signatures themselves.");
    if (statement.allowSymlinks)
        return corrupt(kind::kPredicate, "The signature allows symbolic links.");
    if (encodeStatement(statement) != payload)
        return corrupt(kind::kStatement, "The signed statement is not in Casebench's own form.");
    return {};
}

} // namespace

std::string encodeStatement(const Statement& statement)
{
    Json resources = Json::array();
    for (const Resource& file : statement.files)
        resources.push_back(
            Json { { "name", file.name }, { "algorithm", "sha256" }, { "digest", hex(file.digest) } });
    Json serialization = { { "method", "files" },
                           { "hash_type", "sha256" },
                           { "allow_symlinks", statement.allowSymlinks } };
    serialization["ignore_paths"] = Json(statement.ignorePaths);
    Json subject = Json::object();
    subject["name"] = statement.subject;
    subject["digest"]["sha256"] = hex(statement.root);
    Json root = Json::object();
    root["_type"] = kStatementType;
    root["subject"] = Json::array({ std::move(subject) });
    root["predicateType"] = kPredicateType;
    root["predicate"]["serialization"] = std::move(serialization);
    root["predicate"]["resources"] = std::move(resources);
    return root.dump();
}

Result<Statement> parseStatement(std::string_view payload, Policy policy)
{
    CB_TRY(const Json root, withKind(parseJson(payload, kMaxDepth), kind::kJson));
    Statement statement;
    CB_TRY(const std::string type, withKind(jsonText(root, "_type"), kind::kStatement));
    if (type != kStatementType)
        return corrupt(kind::kStatement, "Not an in-toto statement of version 1.");
    CB_TRY(const std::string predicateType, withKind(jsonText(root, "predicateType"), kind::kPredicate));
    if (predicateType != kPredicateType)
        return corrupt(kind::kPredicate, "Not a model signature of version 1.0.");
    CB_CHECK(parseSubject(root, statement));
    CB_TRY(const Json* predicate,
           withKind(jsonMember(root, "predicate", Json::value_t::object), kind::kPredicate));
    CB_CHECK(parseSerialization(*predicate, statement));
    CB_TRY(statement.files, parseResources(*predicate, policy));
    if (rootDigest(statement.files) != statement.root)
        return corrupt(kind::kRootDigest, "The root digest is not that of the listed files.");
    if (policy == Policy::Casebench)
        CB_CHECK(checkOwnRules(statement, payload));
    return statement;
}

} // namespace casebench
