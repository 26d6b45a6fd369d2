// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/Mappings.h"

#include "core/base/AtomicFile.h"
#include "core/crypto/Digest.h"
#include "core/workflow/Access.h"

#include <algorithm>

namespace casebench {

namespace {

std::string digestOf(const Json& body)
{
    Sha256 hash;
    hash.update(canonicalJson(body));
    return hex(hash.finish());
}

Error changedByHand(const std::string& where)
{
    return { ErrorCode::Refused, "The mapping does not match its own digest: somebody changed it.", where,
             "mapping-changed", "If the change is meant, remove the line \"sha256\" from the file." };
}

} // namespace

SavedMapping mappingOfImport(const ImportSummary& summary, const ImportRequest& request, std::string name)
{
    SavedMapping saved;
    const std::string positive = !request.positive.empty() ? request.positive
        : summary.labels                                   ? summary.labels->positive
        : request.mapping                                  ? request.mapping->positive
                                                           : std::string();
    saved.mapping = mappingOf(summary.profile, summary.plan, std::move(name), positive);
    // Other names that the earlier mapping knew for the same field are still good.
    for (MappedField& mapped : saved.mapping.fields) {
        if (!request.mapping)
            break;
        const auto before = std::ranges::find(request.mapping->fields, mapped.field.name,
                                              [](const MappedField& other) { return other.field.name; });
        if (before == request.mapping->fields.end())
            continue;
        for (const std::string& column : before->columns) {
            if (std::ranges::find(mapped.columns, column) == mapped.columns.end())
                mapped.columns.push_back(column);
        }
    }
    saved.sha256 = digestOf(toJson(saved.mapping));
    return saved;
}

Result<void> saveMapping(Project& project, const Actor& actor, const SavedMapping& saved)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    const std::string& name = saved.mapping.name;
    if (name.empty() || name.size() > 200)
        return Error { ErrorCode::InvalidInput,
                       "A mapping needs a name of at most 200 characters.",
                       {},
                       "usage",
                       "Name it after the kind of file, for example \"Monthly calls\"." };
    const MappingStore store(project);
    if (const auto known = store.find(name); known && known->sha256 == saved.sha256)
        return {};
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_CHECK(store.add(tx, name, toJson(saved.mapping), saved.sha256));
    CB_CHECK(
        tx.commit({ .act = "mapping.save",
                    .objType = "mapping",
                    .objId = name,
                    .after = { { "sha256", saved.sha256 }, { "fields", saved.mapping.fields.size() } } }));
    return {};
}

Result<std::vector<SavedMapping>> savedMappings(Project& project)
{
    CB_TRY(const auto stored, MappingStore(project).list());
    std::vector<SavedMapping> mappings;
    for (const StoredMapping& entry : stored) {
        if (digestOf(entry.body) != entry.sha256)
            return Error { ErrorCode::Corrupt, "A stored mapping does not match its digest.", entry.name,
                           "bad-mapping", "Run casebench-cli check; save the mapping again." };
        SavedMapping saved;
        CB_TRY(saved.mapping, mappingFromJson(entry.body));
        saved.sha256 = entry.sha256;
        saved.createdAt = entry.createdAt;
        saved.createdBy = entry.createdBy;
        mappings.push_back(std::move(saved));
    }
    return mappings;
}

Result<void> writeMappingFile(const std::filesystem::path& path, const SavedMapping& saved)
{
    return writeFileAtomically(
        path, prettyJson({ { "sha256", saved.sha256 }, { "mapping", toJson(saved.mapping) } }));
}

Result<SavedMapping> readMappingFile(const std::filesystem::path& path)
{
    CB_TRY(const std::string text, readFile(path));
    auto json = parseJson(text);
    if (!json)
        return json.error().in(path.filename().string());
    CB_TRY(const Json* const body, jsonMember(*json, "mapping", Json::value_t::object));
    SavedMapping saved;
    saved.sha256 = digestOf(*body);
    if (json->contains("sha256") && (*json)["sha256"] != saved.sha256)
        return changedByHand(path.string());
    auto mapping = mappingFromJson(*body);
    if (!mapping)
        return mapping.error().in(path.filename().string());
    saved.mapping = std::move(*mapping);
    return saved;
}

Result<SavedMapping> findMapping(Project& project, const std::string& fileOrName)
{
    std::error_code ignored;
    if (std::filesystem::is_regular_file(fileOrName, ignored))
        return readMappingFile(fileOrName);
    CB_TRY(auto all, savedMappings(project));
    for (SavedMapping& saved : all) {
        if (saved.mapping.name == fileOrName)
            return std::move(saved);
    }
    CB_TRY(const StoredMapping missing, MappingStore(project).find(fileOrName)); // says what there is
    return Error { ErrorCode::NotFound, "There is no mapping \"" + missing.name + "\"." };
}

} // namespace casebench
