// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/BatchRounds.h"
#include "core/importing/ColumnBuilder.h"
#include "core/importing/Importer.h"
#include "core/importing/Importers.h"
#include "core/importing/Profiler.h"

#include <algorithm>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace casebench {

namespace {

constexpr std::size_t kBatchRows = 65'536;
constexpr std::size_t kBatchBytes = 32 * 1024 * 1024;
constexpr std::size_t kBatchCells = 4'000'000;

Error changed(const FileProfile& profile)
{
    return { ErrorCode::Corrupt, "The file changed while it was read.", profile.path.string(),
             "changed-while-reading",
             "Wait until the program that writes it has finished, then import it again." };
}

/// What one thread took and the other gave back lies about in pieces, more of it with every batch: a quarter
/// of all memory in the end.
void giveBackMemory()
{
#if defined(__GLIBC__)
    ::malloc_trim(0);
#endif
}

/// Hands batches on in the second thread, one at a time.
class SinkThread
{
public:
    SinkThread(SecondThread& threads, const BatchSink& sink)
        : m_threads(threads)
        , m_sink(sink)
    {
    }

    /// The last batch may still be with the sink when something else failed.
    ~SinkThread()
    {
        try {
            m_threads.finish();
        } catch (...) { // NOLINT(bugprone-empty-catch): another failure is on its way
        }
    }

    SinkThread(const SinkThread&) = delete;
    SinkThread& operator=(const SinkThread&) = delete;

    [[nodiscard]] Result<void> give(TypedBatch&& batch)
    {
        CB_CHECK(wait());
        auto own = std::make_shared<TypedBatch>(std::move(batch));
        m_threads.start([this, own] {
            m_result = m_sink(std::move(*own));
            *own = {};
            giveBackMemory();
        });
        return {};
    }

    /// Gives: what became of the batch given last.
    [[nodiscard]] Result<void> wait()
    {
        m_threads.finish();
        return m_result;
    }

private:
    SecondThread& m_threads;
    const BatchSink& m_sink;
    Result<void> m_result;
};

/// Collects rows into typed batches and hands them on when they are full.
class BatchMaker
{
public:
    BatchMaker(const FileProfile& profile, std::span<const FieldPlan> plan, const ChangeSink& changes)
        : m_listsChanges(static_cast<bool>(changes))
        , m_maxRows(
              std::clamp<std::size_t>(kBatchCells / std::max<std::size_t>(1, plan.size()), 1, kBatchRows))
    {
        for (const FieldPlan& field : plan) {
            expects(field.column < profile.header.size(), "readTable: a plan's column lies outside the file");
            ColumnBuilder::Options options;
            options.position = m_builders.size();
            options.reading = readingFor(profile.options, profile.header[field.column]);
            options.changes = changes ? &changes : nullptr;
            m_builders.push_back(ColumnBuilder::make(field, options));
            m_sources.push_back(field.column);
        }
    }

    [[nodiscard]] std::size_t columns() const { return m_builders.size(); }

    /// The sink of changed cells is told row by row: its columns must not be built in two threads.
    [[nodiscard]] bool needsOneThread() const { return m_listsChanges; }

    /// Decides where the batch is cut: where a typed one is full.
    void plan(const RawBatch& raw)
    {
        m_cuts.clear();
        const std::size_t rows = raw.rowCount();
        for (std::size_t from = 0; from < rows;) {
            const std::size_t to = std::min(rows, from + m_maxRows - m_pending);
            m_pending += to - from;
            m_bytes += raw.bytes * (to - from) / rows;
            if (m_pending >= m_maxRows || m_bytes >= kBatchBytes) {
                m_cuts.push_back(to);
                m_pending = m_bytes = 0;
            }
            from = to;
        }
        m_full.resize(m_cuts.size());
        for (TypedBatch& batch : m_full)
            batch.columns.resize(columns(), Column::missing(FieldKind::Number, 0));
    }

    /// Some columns of the planned batch. Takes: profiler: looks at the same cells; may be null.
    void build(const RawBatch& raw, std::size_t firstColumn, std::size_t endColumn, Profiler* profiler)
    {
        std::size_t from = 0;
        for (std::size_t i = 0; i < m_cuts.size(); from = m_cuts[i], ++i) {
            buildNear({ raw, from, m_cuts[i] }, firstColumn, endColumn, profiler);
            for (std::size_t column = firstColumn; column < endColumn; ++column)
                m_full[i].columns[column] = m_builders[column]->take();
        }
        buildNear({ raw, from, raw.rowCount() }, firstColumn, endColumn, profiler);
    }

    /// After all columns: hands on what is full.
    [[nodiscard]] Result<void> hand(RawBatch& raw, SinkThread& sink)
    {
        m_read.quarantined += static_cast<std::int64_t>(raw.issues.size());
        std::ranges::move(raw.issues, std::back_inserter(m_issues));
        std::size_t from = 0;
        for (std::size_t i = 0; i < m_cuts.size(); from = m_cuts[i], ++i) {
            takeLines(raw, from, m_cuts[i]);
            m_full[i].lines = std::exchange(m_lines, {});
            m_full[i].issues = std::exchange(m_issues, {});
            m_read.rows += static_cast<std::int64_t>(m_full[i].lines.size());
            CB_CHECK(sink.give(std::move(m_full[i])));
        }
        m_full.clear();
        takeLines(raw, from, raw.rowCount());
        return {};
    }

    /// The rows since the last full batch; nothing when there are none.
    [[nodiscard]] std::optional<TypedBatch> rest()
    {
        if (m_lines.empty() && m_issues.empty())
            return std::nullopt;
        TypedBatch batch;
        for (const auto& builder : m_builders)
            batch.columns.push_back(builder->take());
        batch.lines = std::move(m_lines);
        batch.issues = std::move(m_issues);
        m_read.rows += static_cast<std::int64_t>(batch.lines.size());
        return batch;
    }

    [[nodiscard]] TableRead finish()
    {
        for (const auto& builder : m_builders) {
            if (CoercedField coerced = builder->coerced(); coerced.count > 0)
                m_read.coerced.push_back(std::move(coerced));
            std::ranges::move(builder->changed(), std::back_inserter(m_read.changed));
        }
        return std::move(m_read);
    }

private:
    void buildNear(const RowRange& rows, std::size_t firstColumn, std::size_t endColumn, Profiler* profiler)
    {
        for (std::size_t from = rows.from; from < rows.to; from += kNearRows) {
            const RowRange near { rows.batch, from, std::min(rows.to, from + kNearRows) };
            for (std::size_t column = firstColumn; column < endColumn; ++column) {
                const std::size_t source = m_sources[column];
                if (profiler != nullptr)
                    profiler->scan(near, source);
                m_builders[column]->add(near, profiler != nullptr ? &profiler->facts(source) : nullptr);
            }
        }
    }

    void takeLines(const RawBatch& raw, std::size_t from, std::size_t to)
    {
        m_lines.insert(m_lines.end(), raw.lines.begin() + static_cast<std::ptrdiff_t>(from),
                       raw.lines.begin() + static_cast<std::ptrdiff_t>(to));
    }

    bool m_listsChanges;
    std::size_t m_maxRows;
    std::vector<std::unique_ptr<ColumnBuilder>> m_builders;
    std::vector<std::size_t> m_sources; ///< the column of the file that each builds from
    std::vector<std::size_t> m_cuts; ///< of the batch in work: rows behind which a typed batch is full
    std::vector<TypedBatch> m_full; ///< one for each
    std::size_t m_pending = 0; ///< rows behind the last cut
    std::size_t m_bytes = 0; ///< and their text
    std::vector<std::uint64_t> m_lines;
    std::vector<RowIssue> m_issues;
    TableRead m_read;
};

/// The pass over the file. Takes: profiler: looks at the same rows; may be null.
Result<TableRead>
readRows(RowSource& source, BatchMaker& maker, Profiler* profiler, const BatchSink& sink, Progress& progress)
{
    SecondThread threads;
    SinkThread sinks(threads, sink);
    BatchWork work;
    work.columns = maker.needsOneThread() ? 1 : maker.columns();
    work.before = [&](const RawBatch& batch) { maker.plan(batch); };
    work.look = [&](const RawBatch& batch, std::size_t first, std::size_t end) {
        if (maker.needsOneThread())
            maker.build(batch, 0, maker.columns(), nullptr);
        else
            maker.build(batch, first, end, profiler);
    };
    work.after = [&](RawBatch& batch) {
        if (profiler != nullptr) {
            profiler->countRows(batch.rowCount());
            profiler->quarantine(batch.issues);
        }
        return maker.hand(batch, sinks);
    };
    work.step = "reading rows";
    CB_CHECK(forEachBatch(source, threads, progress, work));
    CB_CHECK(sinks.wait());
    if (auto rest = maker.rest())
        CB_CHECK(sink(std::move(*rest)));
    return maker.finish();
}

} // namespace

Result<TableRead> readTable(const FileProfile& profile,
                            std::span<const FieldPlan> plan,
                            const BatchSink& sink,
                            Progress& progress)
{
    return readTable(profile, plan, sink, {}, progress);
}

Result<TableRead> readTable(const FileProfile& profile,
                            std::span<const FieldPlan> plan,
                            const BatchSink& sink,
                            const ChangeSink& changes,
                            Progress& progress)
{
    CB_TRY(const Importer* const importer, importerFor(profile.path));
    CB_TRY(const auto source, openPrepared(*importer, profile.path, profile.options, progress));
    if (source->header() != profile.header)
        return changed(profile);
    BatchMaker maker(profile, plan, changes);
    Progress reading = progress.part(kPrepared, 1);
    CB_TRY(TableRead read, readRows(*source, maker, nullptr, sink, reading));
    if (source->fingerprint() != profile.fingerprint)
        return changed(profile);
    return read;
}

Result<ProfiledRead> readAndProfile(const FileProfile& beginning,
                                    std::span<const FieldPlan> plan,
                                    const BatchSink& sink,
                                    Progress& progress)
{
    CB_TRY(const Importer* const importer, importerFor(beginning.path));
    CB_TRY(const auto source, openPrepared(*importer, beginning.path, beginning.options, progress));
    if (source->header() != beginning.header)
        return changed(beginning);
    expects(plan.size() == beginning.header.size(), "readAndProfile: the plan names every column");
    CB_TRY(Profiler profiler, Profiler::begin(beginning.path, beginning.options, beginning.header, true));
    BatchMaker maker(beginning, plan, {});
    CB_TRY(TableRead read, readRows(*source, maker, &profiler, sink, progress));
    return ProfiledRead { std::move(read), profiler.finish(importer->id, *source) };
}

Result<CaseTablePtr>
readWholeTable(const FileProfile& profile, std::span<const FieldPlan> plan, Progress& progress)
{
    std::vector<std::vector<Column>> pieces(plan.size());
    const BatchSink collect = [&](TypedBatch&& batch) -> Result<void> {
        for (std::size_t i = 0; i < pieces.size(); ++i)
            pieces[i].push_back(std::move(batch.columns[i]));
        return {};
    };
    CB_TRY(const TableRead read, readTable(profile, plan, collect, progress));
    auto table = std::make_shared<CaseTable>();
    std::vector<Field> fields;
    const auto rows = static_cast<std::size_t>(read.rows);
    const Column* ids = nullptr;
    table->columns.reserve(plan.size());
    for (std::size_t i = 0; i < plan.size(); ++i) {
        const Field& field = fields.emplace_back(plan[i].field);
        table->columns.push_back(pieces[i].empty() ? Column::missing(field.kind, 0)
                                                   : joinColumns(pieces[i], field.type));
        pieces[i].clear();
        if (field.role == FieldRole::Id && ids == nullptr)
            ids = &table->columns.back();
    }
    table->schema = Schema(std::move(fields));
    for (std::size_t row = 0; row < rows; ++row) {
        table->ids.push_back(ids != nullptr ? ids->text(row) : std::to_string(row + 1));
        table->rows.push_back(static_cast<CaseRow>(row));
    }
    return CaseTablePtr(std::move(table));
}

} // namespace casebench
