// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/Importers.h"

#include "core/base/Text.h"
#include "core/importing/readers/DelimitedReader.h"

#include <array>

namespace casebench {

namespace {

// The list: one line a format.
constexpr std::array<Importer, 2> kImporters { {
    { "csv", "Comma-separated text", ".csv", true, openCsv },
    { "tsv", "Tab-separated text", ".tsv", true, openTsv },
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

} // namespace casebench
