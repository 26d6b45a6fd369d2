// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/ChangedCells.h"
#include "core/importing/FileProfile.h"
#include "core/importing/ImportPlan.h"

namespace casebench {

/// Some rows, typed as planned. At most 65,536 rows, about 32 MiB of text or four million cells.
struct TypedBatch
{
    std::vector<Column> columns; ///< one per plan entry; text(row) is the file's text byte for byte
    std::vector<std::uint64_t> lines; ///< line in the file, one per row
    std::vector<RowIssue> issues; ///< quarantined since the batch before, raw bytes complete
};

/// A cell that could not be read as its field's kind and became missing (its raw text is kept).
struct CoercedCell
{
    std::uint64_t line = 0;
    std::string oldText;
    std::string newText; ///< "" = missing
};

struct CoercedField
{
    std::string field;
    std::int64_t count = 0;
    std::vector<CoercedCell> examples; ///< the first five
};

/// What the second pass did.
struct TableRead
{
    std::int64_t rows = 0;
    std::int64_t quarantined = 0;
    std::vector<CoercedField> coerced; ///< what could not be read; only fields with count > 0
    std::vector<ChangedCells> changed; ///< every field and reason with count > 0, in the order of the plan
};

/// Takes the batches one after the other, not always in the calling thread: the next one is made meanwhile.
using BatchSink = std::function<Result<void>(TypedBatch&&)>;

/// Looks through a file: header, types with their evidence, notes, quarantine, digest. Changes nothing.
/// Takes:  path: the name chooses the reader (.csv .tsv and their .gz), the content must agree.
/// Fails:  with the token of the import contract as Error.kind: unsupported-format encoding-unknown
/// encoding-unsupported not-text
///         looks-like-html empty-file too-many-columns name-too-long nul-in-header not-gzip gzip-corrupt ...;
///         NotFound; Unreadable; Cancelled.
/// Cost:   one streamed pass; memory does not grow with the rows.
[[nodiscard]] Result<FileProfile>
profileFile(const std::filesystem::path& path, const ReadOptions& options, Progress& progress);

/// The first 4 MiB of a large file of few columns, as if it ended there: what the whole of it nearly always
/// says too.
/// Gives:  nothing when the file is shorter or has more than 256 columns, or its format shows the header only
/// as one goes: then a look through all of it is as good.
/// Fails:  as profileFile.
[[nodiscard]] Result<std::optional<FileProfile>> profileBeginning(const std::filesystem::path& path,
                                                                  const ReadOptions& options);

/// Reads the profiled file again and delivers its rows, typed.
/// Takes:  plan: from planFields or by hand; every column index lies in the profile's header; columns not
/// named are not delivered. Fails:  as profileFile; Corrupt, kind "changed-while-reading", when the bytes
/// differ from the first pass (after the last batch was
///         delivered: the sink's transaction must not be kept then); whatever the sink fails with.
/// Cost:   one streamed pass; two batches in memory.
[[nodiscard]] Result<TableRead> readTable(const FileProfile& profile,
                                          std::span<const FieldPlan> plan,
                                          const BatchSink& sink,
                                          Progress& progress);

/// The same, and every changed cell is handed to `changes` as well: the list behind the counts.
[[nodiscard]] Result<TableRead> readTable(const FileProfile& profile,
                                          std::span<const FieldPlan> plan,
                                          const BatchSink& sink,
                                          const ChangeSink& changes,
                                          Progress& progress);

struct ProfiledRead
{
    TableRead read;
    FileProfile profile; ///< of the whole file
};

/// Reads a file of which only the beginning was looked at, and profiles all of it on the way. The rows are of
/// use only when the whole file asks for the same plan.
/// Takes:  beginning: from profileBeginning. Fails: as readTable.
/// Cost:   one streamed pass, about two thirds of profileFile and readTable.
[[nodiscard]] Result<ProfiledRead> readAndProfile(const FileProfile& beginning,
                                                  std::span<const FieldPlan> plan,
                                                  const BatchSink& sink,
                                                  Progress& progress);

/// Both passes and one table, for small files (scoring, label files): ids are those of the plan's id field,
/// or the row numbers. Cost:   the whole table in memory.
[[nodiscard]] Result<CaseTablePtr>
readWholeTable(const FileProfile& profile, std::span<const FieldPlan> plan, Progress& progress);

} // namespace casebench
