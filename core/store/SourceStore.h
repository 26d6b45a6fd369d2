// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/store/Project.h"

#include <optional>
#include <span>
#include <vector>

namespace casebench {

/// Member of a source's options: what its mapping told to be missing is missing under every kind that its
/// fields are seen under later. Sources of before lack it, and their texts go on speaking as they did when
/// snapshots were taken.
inline constexpr const char* kMissingStays = "missing_stays";

/// One imported file.
struct Source
{
    std::int64_t id = 0;
    std::string name; ///< file name without folder
    std::string kind; ///< "cases" or "labels"
    std::int64_t bytes = 0;
    std::string sha256; ///< hex
    Instant importedAt = kNoTime;
    std::string importedBy;
    std::int64_t rowsRead = 0;
    std::int64_t rowsAccepted = 0; ///< new cases (or verdicts)
    std::int64_t rowsUpdated = 0; ///< known cases with a changed value
    std::int64_t rowsQuarantined = 0;
    Json header = Json::array(); ///< column names as the file has them
    Json notes = Json::array();
    Json options = Json::object(); ///< how it was read: encoding, delimiter, roles ...
};

/// Rows that one import brought.
struct SourceSpan
{
    std::uint32_t firstRow = 0;
    std::uint32_t rows = 0;
    std::int64_t sourceId = 0;
};

/// A row that was not taken.
struct QuarantinedRow
{
    std::int64_t sourceId = 0;
    std::int64_t line = 0; ///< first physical line, 1-based
    std::string column; ///< or ""
    std::string kind; ///< token of the import contract ("ragged", "nul-byte" ...)
    std::string reason; ///< a sentence
    std::string raw; ///< bytes as they were, not necessarily UTF-8
};

/// Imported files and their quarantine; append-only.
class SourceStore
{
public:
    explicit SourceStore(const Project& project);

    /// The number the next source gets; cases, fields and changes name it before the source's counts are
    /// known.
    [[nodiscard]] Result<std::int64_t> nextId() const;
    /// Writes the finished source under `source.id` (0 = the next number); importedAt and importedBy come
    /// from the transaction.
    [[nodiscard]] Result<std::int64_t> add(WriteTransaction& tx, const Source& source) const;
    [[nodiscard]] Result<void>
    quarantine(WriteTransaction& tx, std::int64_t sourceId, std::span<const QuarantinedRow> rows) const;

    /// In order of import.
    [[nodiscard]] Result<std::vector<Source>> list() const;
    [[nodiscard]] Result<Source> find(std::int64_t id) const;
    /// Which import brought which rows first, ascending.
    [[nodiscard]] Result<std::vector<SourceSpan>> spans() const;
    /// The source with that digest and kind: somebody imports the same file again.
    [[nodiscard]] Result<std::optional<Source>> findByDigest(std::string_view sha256,
                                                             std::string_view kind) const;
    /// sourceId 0 = of all sources. limit 0 = all.
    [[nodiscard]] Result<std::vector<QuarantinedRow>> quarantined(std::int64_t sourceId,
                                                                  std::int64_t limit = 0) const;
    [[nodiscard]] Result<std::int64_t> quarantinedCount() const;

private:
    const Project* m_project;
};

} // namespace casebench
