// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/FileProfile.h"

#include "core/importing/BatchRounds.h"
#include "core/importing/Importer.h"
#include "core/importing/Importers.h"
#include "core/importing/Profiler.h"

#include <algorithm>

namespace casebench {

namespace {

constexpr std::size_t kBeginning = 4 * 1024 * 1024; // bytes (ours)
constexpr std::size_t kFewColumns = 256; // of wide files the beginning has too few rows to tell (ours)

void scanNear(Profiler& profiler, const RawBatch& batch, std::size_t firstColumn, std::size_t endColumn)
{
    const std::size_t rows = batch.rowCount();
    for (std::size_t from = 0; from < rows; from += kNearRows) {
        const RowRange near { batch, from, std::min(rows, from + kNearRows) };
        for (std::size_t column = firstColumn; column < endColumn; ++column)
            profiler.scan(near, column);
    }
}

} // namespace

Result<FileProfile>
profileFile(const std::filesystem::path& path, const ReadOptions& options, Progress& progress)
{
    CB_TRY(const Importer* const importer, importerFor(path));
    CB_TRY(const auto source, openPrepared(*importer, path, options, progress));
    CB_TRY(Profiler profiler, Profiler::begin(path, options, source->header(), false));
    SecondThread threads;
    BatchWork work;
    work.columns = source->header().size();
    work.look = [&](const RawBatch& batch, std::size_t first, std::size_t end) {
        scanNear(profiler, batch, first, end);
    };
    work.after = [&](RawBatch& batch) -> Result<void> {
        profiler.countRows(batch.rowCount());
        profiler.quarantine(std::move(batch.issues));
        return {};
    };
    work.step = "looking through the file";
    Progress reading = progress.part(kPrepared, 1);
    CB_CHECK(forEachBatch(*source, threads, reading, work));
    return profiler.finish(importer->id, *source);
}

Result<std::optional<FileProfile>> profileBeginning(const std::filesystem::path& path,
                                                    const ReadOptions& options)
{
    CB_TRY(const Importer* const importer, importerFor(path));
    if (!importer->headerFirst)
        return std::optional<FileProfile>();
    CB_TRY(const auto source, importer->open(path, options));
    if (source->header().size() > kFewColumns)
        return std::optional<FileProfile>();
    CB_TRY(Profiler profiler, Profiler::begin(path, options, source->header(), false));
    RawBatch batch;
    std::size_t bytes = 0;
    while (bytes < kBeginning) {
        CB_TRY(const bool more, source->next(batch));
        if (!more)
            return std::optional<FileProfile>();
        scanNear(profiler, batch, 0, source->header().size());
        profiler.countRows(batch.rowCount());
        bytes += batch.bytes;
    }
    FileProfile profile = profiler.finish(importer->id, *source);
    profile.share = source->fraction();
    return std::optional(std::move(profile));
}

} // namespace casebench
