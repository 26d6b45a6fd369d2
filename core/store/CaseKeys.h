// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/crypto/SealedCell.h"
#include "core/store/Project.h"

#include <optional>
#include <vector>

namespace casebench {

/// The keys of sealed verdicts, in a file of its own beside the project (promises.md 2.5): whoever has the
/// project file alone can read none of them. It protects against a look into the project with another tool,
/// a copy or a backup of it; it does not protect against somebody who holds both files.
class CaseKeys
{
public:
    /// "calls.casebench.casekeys" for "calls.casebench".
    [[nodiscard]] static std::filesystem::path pathFor(const std::filesystem::path& project);

    /// Gives:  nothing when there is no such file.
    /// Fails:  Corrupt "E_KEY_FILE" when it cannot be read as one, "E_KEY_FOREIGN" when it was made for
    /// another
    ///         project; Unreadable.
    [[nodiscard]] static Result<std::optional<CaseKeys>> read(const Project& project);

    /// Adds a key of that version to the file (mode 0600, replaced as a whole) and keeps what else stands in
    /// it. The transaction stands for the write lock: two processes never make two files.
    [[nodiscard]] static Result<CaseKeys>
    addKey(const Project& project, WriteTransaction& tx, std::uint32_t version);

    /// Borrowed; null when that key is not in the file.
    [[nodiscard]] const CellKey* find(std::uint32_t version) const;
    /// The one that seals; null when there is none.
    [[nodiscard]] const CellKey* newest() const;

private:
    std::vector<CellKey> m_keys; ///< ascending by version
};

} // namespace casebench
