// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/FileProfile.h"

#include "core/base/Parallel.h"
#include "core/base/Text.h"
#include "core/importing/ColumnScan.h"
#include "core/importing/CsvWriter.h"
#include "core/importing/Importer.h"
#include "core/importing/Importers.h"
#include "core/importing/RoleInference.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <unordered_set>

namespace casebench {

namespace {

constexpr std::size_t kManyCells = 20'000; // of a batch: from here on a second thread pays (ours)
constexpr std::size_t kKeptIssues = 100'000;
constexpr std::size_t kKeptRawBytes = 16 * 1024 * 1024;
constexpr std::size_t kManyColumns =
    256; // beyond, ids are looked for among the first only: the watch costs memory

/// Keeps issues within bounds; the counts are always complete.
class Quarantine
{
public:
    void take(std::vector<RowIssue>& issues, FileProfile& profile)
    {
        profile.quarantined += static_cast<std::int64_t>(issues.size());
        for (RowIssue& issue : issues) {
            if (profile.quarantine.size() >= kKeptIssues)
                return;
            m_rawBytes += issue.raw.size();
            if (m_rawBytes > kKeptRawBytes)
                issue.raw.clear();
            profile.quarantine.push_back(std::move(issue));
        }
    }

private:
    std::size_t m_rawBytes = 0;
};

std::vector<ColumnScan> scansFor(const std::vector<std::string>& header, const ReadOptions& options)
{
    std::vector<ColumnScan> scans;
    scans.reserve(header.size());
    for (std::size_t i = 0; i < header.size(); ++i)
        scans.emplace_back(header[i], readingFor(options, header[i]),
                           i < kManyColumns && looksLikeIdName(header[i]));
    return scans;
}

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

struct NoteSentence
{
    std::string_view token;
    std::string_view sentence; ///< {} = what the token names
};

constexpr std::array<NoteSentence, 47> kNoteSentences { {
    { "bom", "The file starts with a byte order mark." },
    { "utf-16", "The text is UTF-16." },
    { "sep", "Its first line names the delimiter: {}" },
    { "eol-mixed", "Lines end in different ways." },
    { "blank-lines", "Blank lines were skipped: {}" },
    { "header-empty", "A column has no name; it is called by its number." },
    { "header-duplicate", "A column name comes twice; the later one got a number." },
    { "header-space", "A column name has spaces around it or a line end inside." },
    { "header-looks-like-data", "The first line looks like data: there may be no header." },
    { "no-data-rows", "There are no rows under the header." },
    { "huge-field", "A cell is longer than a spreadsheet could hold." },
    { "control-char", "Some texts hold control characters." },
    { "bidi-control", "Some texts hold characters that turn the reading direction." },
    { "formula-like", "Some texts start as a spreadsheet formula does; exports guard them." },
    { "leading-zero", "{} has leading zeros and stays text." },
    { "long-number", "{} has more digits than a number holds; they are kept as text." },
    { "non-finite", "{} has values that are no finite numbers and stays text." },
    { "number-locale", "{} has numbers in the manner of some country: tell decimal and thousands." },
    { "date-ambiguous", "{}: nothing tells days from months; give the date order." },
    { "date-invalid", "{} has dates that do not exist and stays text." },
    { "date-order=dmy", "{} is read as day/month/year." },
    { "date-order=mdy", "{} is read as month/day/year." },
    { "date-order=ymd", "{} is read as year/month/day." },
    { "two-digit-year", "{} has years of two digits and stays text." },
    { "maybe-date", "{} is a number that may be a date (yyyymmdd)." },
    { "mixed-boolean", "{} spells yes and no in several ways and stays text." },
    { "no-timezone", "{} has times without a zone; UTC is assumed for comparing." },
    { "mixed-timezone", "{} has times with and without a zone." },
    { "all-missing", "{} has no value in any row." },
    { "missing-key", "Some objects lack some keys; those cells are empty." },
    { "type-varies", "{} holds values of several sorts." },
    { "json-kinds", "The sorts of values, by rows: {}" },
    { "nested", "{} holds objects or lists; they are kept as JSON text." },
    { "sheet", "The sheet that was read: {}" },
    { "other-sheets", "The workbook has other sheets, which were not read: {}" },
    { "hidden-sheets", "The workbook has hidden sheets: {}" },
    { "date-1904", "The workbook counts days from 1904." },
    { "date-serial", "{} has numbers shown as dates; they are read as dates." },
    { "time-serial", "{} has numbers shown as times of the day; they are read as numbers." },
    { "display-format", "{} is shown with leading zeros that its numbers do not have." },
    { "error-cell", "Cells with an error, kept as their text: {}" },
    { "merged-cells", "Some cells are merged; only the first of each has a value." },
    { "formula-cells", "Some cells hold formulas; their last values were read, nothing was calculated." },
    { "blob", "{} holds bytes that are no text; they are kept as X'..'." },
    { "null-and-empty", "{} has both NULL and empty texts; both are empty here." },
    { "computed-columns", "Generated columns that are not stored were left out: {}" },
    { "unparsed", "Cells that did not fit the type told became missing: {}" },
} };

} // namespace

std::string noteText(std::string_view token)
{
    for (const NoteSentence& note : kNoteSentences) {
        if (!token.starts_with(note.token))
            continue;
        const std::string_view rest = token.substr(note.token.size());
        if (rest.empty() || rest[0] == ':' || rest[0] == '=')
            return fmt::format(fmt::runtime(note.sentence), rest.empty() ? rest : rest.substr(1));
    }
    return std::string(token);
}

Result<FileProfile>
profileFile(const std::filesystem::path& path, const ReadOptions& options, Progress& progress)
{
    CB_TRY(const Importer* const importer, importerFor(path));
    CB_TRY(const auto source, openPrepared(*importer, path, options, progress));
    FileProfile profile;
    profile.path = path;
    profile.options = options;
    profile.reader = importer->id;
    profile.header = source->header();
    CB_CHECK(checkForcedTypes(options, profile.header, path.string()));
    std::vector<ColumnScan> scans = scansFor(profile.header, options);
    Quarantine quarantine;
    RawBatch batch;
    Progress reading = progress.part(kPrepared, 1);
    for (bool more = true; more;) {
        CB_CHECK(progress.checkpoint());
        CB_TRY(more, source->next(batch));
        const auto scan = [&](std::size_t column) { scans[column].add(batch, column); };
        if (batch.fields.size() >= kManyCells)
            inTwoThreads(scans.size(), scan);
        else
            for (std::size_t column = 0; column < scans.size(); ++column)
                scan(column);
        profile.rows += static_cast<std::int64_t>(batch.rowCount());
        quarantine.take(batch.issues, profile);
        reading.report(source->fraction(), "looking through the file");
    }
    profile.encoding = source->encoding();
    profile.fingerprint = source->fingerprint();
    if (options.digest)
        profile.sha256 = profile.fingerprint;
    profile.notes = source->notes();
    const auto isFormula = [](const std::string& name) { return looksLikeFormula(name); };
    if (std::ranges::any_of(profile.header, isFormula) || std::ranges::any_of(scans, &ColumnScan::sawFormula))
        profile.notes.emplace_back("formula-like");
    profile.columns.reserve(scans.size());
    std::vector<std::string> columnNotes;
    for (ColumnScan& scan : scans)
        profile.columns.push_back(scan.finish(columnNotes, forcedType(options, scan.name())));
    addNew(profile.notes, columnNotes);
    return profile;
}

} // namespace casebench
