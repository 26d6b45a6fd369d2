// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/Profiler.h"

#include "core/base/Text.h"
#include "core/importing/CsvWriter.h"
#include "core/importing/RoleInference.h"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_set>

namespace casebench {

namespace {

constexpr std::size_t kKeptIssues = 100'000;
constexpr std::size_t kKeptRawBytes = 16 * 1024 * 1024;
constexpr std::size_t kManyColumns =
    256; // beyond, ids are looked for among the first only: the watch costs memory

/// A type told for a column that is not there would be lost without a word.
Result<void>
checkForcedTypes(const ReadOptions& options, const std::vector<std::string>& header, const std::string& where)
{
    for (const auto& [name, type] : options.forcedTypes) {
        const std::string key = caseFold(trimmed(name));
        if (std::ranges::none_of(header,
                                 [&](const std::string& column) { return caseFold(trimmed(column)) == key; }))
            return Error { ErrorCode::NotFound,
                           fmt::format("The file has no column \"{}\", whose type was told.", name), where,
                           "field-not-found", "Check the name in type.COLUMN against the header." };
    }
    return {};
}

/// The reader may have said already what a column's values say.
void addNew(std::vector<std::string>& notes, std::vector<std::string>& more)
{
    const std::unordered_set<std::string> known(notes.begin(), notes.end());
    std::ranges::copy_if(more, std::back_inserter(notes),
                         [&](const std::string& note) { return !known.contains(note); });
}

std::optional<ValueType> forcedType(const ReadOptions& options, std::string_view column)
{
    for (const auto& [name, type] : options.forcedTypes) {
        if (caseFold(trimmed(name)) == caseFold(trimmed(column)))
            return type;
    }
    return std::nullopt;
}

} // namespace

Result<Profiler> Profiler::begin(const std::filesystem::path& path,
                                 const ReadOptions& options,
                                 const std::vector<std::string>& header,
                                 bool keepFacts)
{
    CB_CHECK(checkForcedTypes(options, header, path.string()));
    Profiler profiler;
    profiler.m_profile.path = path;
    profiler.m_profile.options = options;
    profiler.m_profile.header = header;
    profiler.m_scans.reserve(header.size());
    for (std::size_t i = 0; i < header.size(); ++i) {
        profiler.m_scans.emplace_back(header[i], readingFor(options, header[i]),
                                      i < kManyColumns && looksLikeIdName(header[i]));
        if (keepFacts)
            profiler.m_scans.back().keepFacts();
    }
    return profiler;
}

/// Keeps issues within bounds; the counts are always complete.
void Profiler::quarantine(std::vector<RowIssue> issues)
{
    m_profile.quarantined += static_cast<std::int64_t>(issues.size());
    for (RowIssue& issue : issues) {
        if (m_profile.quarantine.size() >= kKeptIssues)
            return;
        m_rawBytes += issue.raw.size();
        if (m_rawBytes > kKeptRawBytes)
            issue.raw.clear();
        m_profile.quarantine.push_back(std::move(issue));
    }
}

FileProfile Profiler::finish(std::string_view reader, RowSource& source)
{
    m_profile.reader = reader;
    m_profile.encoding = source.encoding();
    m_profile.fingerprint = source.fingerprint();
    if (m_profile.options.digest)
        m_profile.sha256 = m_profile.fingerprint;
    m_profile.notes = source.notes();
    const auto isFormula = [](const std::string& name) { return looksLikeFormula(name); };
    if (std::ranges::any_of(m_profile.header, isFormula)
        || std::ranges::any_of(m_scans, &ColumnScan::sawFormula))
        m_profile.notes.emplace_back("formula-like");
    m_profile.columns.reserve(m_scans.size());
    std::vector<std::string> columnNotes;
    for (ColumnScan& scan : m_scans)
        m_profile.columns.push_back(scan.finish(columnNotes, forcedType(m_profile.options, scan.name())));
    addNew(m_profile.notes, columnNotes);
    return std::move(m_profile);
}

} // namespace casebench
