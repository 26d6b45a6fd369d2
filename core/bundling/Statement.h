// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundling/FileManifest.h"

#include <string>
#include <string_view>
#include <vector>

namespace casebench {

/// The in-toto statement that a model signature carries: which files with which digests.
/// Source: in-toto Statement v1, predicate https://model_signing/signature/v1.0.
struct Statement
{
    std::string subject; ///< base name of the directory; tells people, binds nothing
    Digest root {};
    bool allowSymlinks = false;
    std::vector<std::string> ignorePaths;
    std::vector<Resource> files;

    bool operator==(const Statement&) const = default;
};

/// Compact JSON in a fixed order of members. Equal statements, equal bytes.
[[nodiscard]] std::string encodeStatement(const Statement& statement);

/// Takes: payload whose signature has been checked before.
/// Fails: Corrupt with kind E_JSON, E_STATEMENT, E_PREDICATE, E_ROOT_DIGEST; Unsupported with E_UNSUPPORTED
/// (shards, other hashes).
///        Under Casebench also unknown members, any ignore list but kIgnorePaths, allow_symlinks, and bytes
///        that encodeStatement would not write.
[[nodiscard]] Result<Statement> parseStatement(std::string_view payload, Policy policy);

} // namespace casebench
