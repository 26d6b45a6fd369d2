// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/MappingStore.h"
#include "core/workflow/ImportCases.h"

namespace casebench {

/// A mapping with the digest that names its content.
struct SavedMapping
{
    Mapping mapping;
    std::string sha256; ///< hex, of the canonical body
    Instant createdAt = kNoTime; ///< kNoTime: from a file
    std::string createdBy;
};

/// What an import decided, as a mapping that next month's file can be held against. Renames of the mapping
/// used live on.
[[nodiscard]] SavedMapping
mappingOfImport(const ImportSummary& summary, const ImportRequest& request, std::string name);

/// Stores a mapping in the project under its name; the same content again adds nothing.
/// Takes:  actor allowed Intake.
[[nodiscard]] Result<void> saveMapping(Project& project, const Actor& actor, const SavedMapping& mapping);
/// All names, newest first. Fails: Corrupt when a stored body does not match its digest.
[[nodiscard]] Result<std::vector<SavedMapping>> savedMappings(Project& project);

/// The file of a mapping: its body and the body's digest.
[[nodiscard]] Result<void> writeMappingFile(const std::filesystem::path& path, const SavedMapping& mapping);
/// Takes:  a file of writeMappingFile; without "sha256" (edited by hand) it is read too.
/// Fails:  Unreadable; Corrupt, kind "bad-mapping"; Refused, kind "mapping-changed", when body and digest
/// differ.
[[nodiscard]] Result<SavedMapping> readMappingFile(const std::filesystem::path& path);
/// A file of that name, or else the mapping that the project saved under it.
[[nodiscard]] Result<SavedMapping> findMapping(Project& project, const std::string& fileOrName);

} // namespace casebench
