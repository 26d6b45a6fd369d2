// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/CaseTable.h"
#include "core/store/Project.h"

#include <vector>

namespace casebench {

/// A file that belongs to a case; its bytes lie beside the project under their digest.
struct Evidence
{
    std::int64_t id = 0;
    CaseRow row = 0;
    std::string name; ///< as the file was called, without its folder
    std::int64_t bytes = 0;
    std::string sha256; ///< hex
    std::string addedBy;
    Instant addedAt = kNoTime;
    std::string note;

    bool operator==(const Evidence&) const = default;
};

/// What the project says about evidence files; append-only.
class EvidenceStore
{
public:
    explicit EvidenceStore(const Project& project);

    /// "calls.casebench.evidence" for "calls.casebench".
    [[nodiscard]] std::filesystem::path folder() const;
    /// Where the bytes of a digest lie.
    [[nodiscard]] std::filesystem::path pathOf(std::string_view sha256) const;

    /// `id`, `addedBy` and `addedAt` come from the transaction. Fails: InvalidInput (row, name); Refused
    /// "evidence-known" when the case has a file of those bytes.
    [[nodiscard]] Result<std::int64_t> add(WriteTransaction& tx, const Evidence& evidence) const;
    /// Oldest first.
    [[nodiscard]] Result<std::vector<Evidence>> list(CaseRow row) const;
    /// Fails: NotFound.
    [[nodiscard]] Result<Evidence> find(std::int64_t id) const;
    /// Of all cases, by id.
    [[nodiscard]] Result<std::vector<Evidence>> all() const;

private:
    const Project* m_project;
};

} // namespace casebench
