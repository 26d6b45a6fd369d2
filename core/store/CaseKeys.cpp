// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/CaseKeys.h"

#include "core/base/AtomicFile.h"
#include "core/base/Json.h"
#include "core/base/Text.h"

#include <algorithm>

namespace casebench {

namespace {

constexpr std::string_view kFormat = "casebench.casekeys.1";
constexpr std::size_t kMostBytes = std::size_t { 1 } << 20;
constexpr unsigned kOwnerOnly = 0600;
constexpr std::string_view kAdvice =
    "Put the key file that was made with this project back beside it, under its old name.";

Error brokenFile(std::string what)
{
    return { ErrorCode::Corrupt, std::move(what), {}, "E_KEY_FILE", std::string(kAdvice) };
}

/// The whole document; null when there is no file.
Result<Json> readDocument(const Project& project)
{
    const std::filesystem::path path = CaseKeys::pathFor(project.path());
    const auto bytes = readFile(path, kMostBytes);
    if (!bytes && bytes.error().code == ErrorCode::NotFound)
        return Json(nullptr);
    if (!bytes)
        return bytes.error();
    auto document = parseJson(*bytes);
    if (!document || !document->is_object() || document->value("format", "") != kFormat)
        return brokenFile("The key file is damaged or of another kind.").in(path.filename().string());
    if (document->value("project", "") != project.uuid())
        return Error { ErrorCode::Corrupt, "The key file beside the project belongs to another project.",
                       path.filename().string(), "E_KEY_FOREIGN", std::string(kAdvice) };
    return document;
}

Result<std::vector<CellKey>> keysIn(const Json& document)
{
    std::vector<CellKey> keys;
    const auto list = document.find("labels");
    if (list == document.end())
        return keys;
    if (!list->is_array())
        return brokenFile("The list of keys is not a list.");
    for (const Json& entry : *list) {
        if (!entry.is_object())
            return brokenFile("A key is not written as one.");
        CB_TRY(const long long version, jsonInteger(entry, "version"));
        CB_TRY(const std::string text, jsonText(entry, "key"));
        const auto bytes = fromBase64(text);
        if (!bytes || version < 1 || version > std::numeric_limits<std::uint32_t>::max())
            return brokenFile("A key is not written as one.");
        CB_TRY(CellKey key, CellKey::fromBytes(static_cast<std::uint32_t>(version), *bytes));
        keys.push_back(std::move(key));
    }
    std::ranges::sort(keys, {}, &CellKey::version);
    return keys;
}

} // namespace

std::filesystem::path CaseKeys::pathFor(const std::filesystem::path& project)
{
    return project.string() + ".casekeys";
}

Result<std::optional<CaseKeys>> CaseKeys::read(const Project& project)
{
    CB_TRY(const Json document, readDocument(project));
    if (document.is_null())
        return std::optional<CaseKeys> {};
    CaseKeys keys;
    auto list = keysIn(document);
    if (!list)
        return list.error().in(pathFor(project.path()).filename().string());
    keys.m_keys = std::move(*list);
    return std::optional(std::move(keys));
}

Result<CaseKeys> CaseKeys::addKey(const Project& project, WriteTransaction& tx, std::uint32_t version)
{
    CB_TRY(Json document, readDocument(project));
    if (document.is_null())
        document = { { "format", kFormat }, { "project", project.uuid() } };
    const CellKey key = CellKey::generate(version);
    document["labels"].push_back({ { "version", version },
                                   { "created", formatInstant(tx.time()) },
                                   { "cipher", "AES-256-GCM" },
                                   { "key", toBase64(key.bytes()) } });
    CB_CHECK(writeFileAtomically(pathFor(project.path()), prettyJson(document), kOwnerOnly));
    CB_TRY(auto keys, read(project));
    expects(keys.has_value() && keys->find(version) != nullptr, "the key that was written is not there");
    return std::move(*keys);
}

const CellKey* CaseKeys::find(std::uint32_t version) const
{
    const auto at = std::ranges::find(m_keys, version, &CellKey::version);
    return at == m_keys.end() ? nullptr : &*at;
}

const CellKey* CaseKeys::newest() const
{
    return m_keys.empty() ? nullptr : &m_keys.back();
}

} // namespace casebench
