// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/Importers.h"

#include "core/base/Text.h"
#include "core/importing/readers/DelimitedReader.h"
#include "core/importing/readers/JsonlReader.h"
#include "core/importing/readers/SqliteReader.h"
#include "core/importing/readers/XlsxReader.h"

#include <array>

namespace casebench {

namespace {

// The list: one line a format.
constexpr std::array<Importer, 8> kImporters { {
    { "csv", "Comma-separated text", ".csv", true, true, openCsv },
    { "tsv", "Tab-separated text", ".tsv", true, true, openTsv },
    { "jsonl", "JSON, one object a line", ".jsonl", true, false, openJsonl },
    { "jsonl", "JSON, one object a line", ".ndjson", true, false, openJsonl },
    { "xlsx", "Excel workbook", ".xlsx", false, false, openXlsx },
    { "sqlite", "SQLite database", ".sqlite", false, false, openSqlite },
    { "sqlite", "SQLite database", ".sqlite3", false, false, openSqlite },
    { "sqlite", "SQLite database", ".db", false, false, openSqlite },
} };

std::string known()
{
    std::string names;
    for (const Importer& importer : kImporters) {
        names += (names.empty() ? "" : ", ") + std::string(importer.extension);
        if (importer.gzip)
            names += ", " + std::string(importer.extension) + ".gz";
    }
    return names;
}

} // namespace

std::span<const Importer> importers()
{
    return kImporters;
}

Result<const Importer*> importerFor(const std::filesystem::path& path)
{
    const std::string name = toLowerAscii(path.filename().string());
    for (const Importer& importer : kImporters) {
        const bool packed = importer.gzip && name.ends_with(std::string(importer.extension) + ".gz");
        if (packed || name.ends_with(importer.extension))
            return &importer;
    }
    return Error { ErrorCode::Unsupported, "No reader knows files with this name.", path.string(),
                   "unsupported-format",
                   "Read are: " + known()
                       + ". Save the cases as one of these, or rename the file if it is one." };
}

Result<std::unique_ptr<RowSource>> openPrepared(const Importer& importer,
                                                const std::filesystem::path& path,
                                                const ReadOptions& options,
                                                Progress& progress)
{
    CB_TRY(auto source, importer.open(path, options));
    Progress preparing = progress.part(0, kPrepared);
    CB_CHECK(source->prepare(preparing));
    return source;
}

} // namespace casebench
