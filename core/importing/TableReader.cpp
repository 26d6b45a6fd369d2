// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Parallel.h"
#include "core/importing/ColumnBuilder.h"
#include "core/importing/Importer.h"
#include "core/importing/Importers.h"

#include <algorithm>

namespace casebench {

namespace {

constexpr std::size_t kManyCells = 20'000; // from here on a second thread pays (ours)
constexpr std::size_t kBatchRows = 65'536;
constexpr std::size_t kBatchBytes = 32 * 1024 * 1024;
constexpr std::size_t kBatchCells = 4'000'000;

Error changed(const FileProfile& profile)
{
    return { ErrorCode::Corrupt, "The file changed while it was read.", profile.path.string(),
             "changed-while-reading",
             "Wait until the program that writes it has finished, then import it again." };
}

/// Collects rows into typed batches and hands them on when they are full.
class BatchMaker
{
public:
    BatchMaker(const FileProfile& profile,
               std::span<const FieldPlan> plan,
               const BatchSink& sink,
               const ChangeSink& changes)
        : m_sink(sink)
        , m_listsChanges(static_cast<bool>(changes))
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
        }
    }

    [[nodiscard]] Result<void> add(RawBatch& raw)
    {
        m_read.quarantined += static_cast<std::int64_t>(raw.issues.size());
        std::ranges::move(raw.issues, std::back_inserter(m_batch.issues));
        for (std::size_t from = 0; from < raw.rowCount();) {
            const std::size_t to = std::min(raw.rowCount(), from + m_maxRows - m_batch.lines.size());
            build(raw, from, to);
            m_batch.lines.insert(m_batch.lines.end(), raw.lines.begin() + static_cast<std::ptrdiff_t>(from),
                                 raw.lines.begin() + static_cast<std::ptrdiff_t>(to));
            m_bytes += raw.bytes * (to - from) / raw.rowCount();
            from = to;
            if (m_batch.lines.size() >= m_maxRows || m_bytes >= kBatchBytes)
                CB_CHECK(flush());
        }
        return {};
    }

    [[nodiscard]] Result<void> flush()
    {
        if (m_batch.lines.empty() && m_batch.issues.empty())
            return {};
        m_read.rows += static_cast<std::int64_t>(m_batch.lines.size());
        for (const auto& builder : m_builders)
            m_batch.columns.push_back(builder->take());
        m_bytes = 0;
        return m_sink(std::exchange(m_batch, {}));
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
    /// The columns know nothing of each other, but for the sink of changed cells, which is told row by row.
    void build(const RawBatch& raw, std::size_t from, std::size_t to)
    {
        const auto add = [&](std::size_t column) { m_builders[column]->add(raw, from, to); };
        if (!m_listsChanges && (to - from) * m_builders.size() >= kManyCells)
            return inTwoThreads(m_builders.size(), add);
        for (std::size_t column = 0; column < m_builders.size(); ++column)
            add(column);
    }

    const BatchSink& m_sink;
    bool m_listsChanges;
    std::size_t m_maxRows;
    std::vector<std::unique_ptr<ColumnBuilder>> m_builders;
    TypedBatch m_batch;
    std::size_t m_bytes = 0;
    TableRead m_read;
};

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
    BatchMaker maker(profile, plan, sink, changes);
    RawBatch raw;
    Progress reading = progress.part(kPrepared, 1);
    for (bool more = true; more;) {
        CB_CHECK(progress.checkpoint());
        CB_TRY(more, source->next(raw));
        CB_CHECK(maker.add(raw));
        reading.report(source->fraction(), "reading rows");
    }
    CB_CHECK(maker.flush());
    if (source->fingerprint() != profile.fingerprint)
        return changed(profile);
    return maker.finish();
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
