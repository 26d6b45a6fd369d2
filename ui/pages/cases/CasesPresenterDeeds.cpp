// SPDX-License-Identifier: GPL-3.0-or-later
// What the presenter of the table hands out and writes: snapshots, files, copies, corrections.
#include "core/workflow/LookAtCases.h"
#include "core/workflow/TakeSnapshot.h"
#include "ui/pages/cases/CasesPresenter.h"
#include "ui/text/Format.h"

#include <algorithm>

namespace casebench::ui {

namespace {

using Rows = std::vector<CaseRow>;

QString tsvCell(QString text)
{
    return text.replace(u'\t', u' ').replace(u'\n', u' ').replace(u'\r', u' ');
}

/// The rows as people read them, under a header.
Result<QString> tsvOf(Project& project,
                      const CaseLister& lister,
                      const QList<CaseColumn>& columns,
                      const Rows& rows,
                      Progress& progress)
{
    std::vector<std::size_t> fields;
    QStringList cells;
    for (const CaseColumn& column : columns) {
        cells.append(tsvCell(column.title));
        if (column.field >= 0)
            fields.push_back(static_cast<std::size_t>(column.field));
    }
    QStringList lines { cells.join(u'\t') };
    for (std::size_t from = 0; from < rows.size(); from += CaseBlock::kRows) {
        CB_CHECK(progress.checkpoint());
        progress.report(static_cast<double>(from) / static_cast<double>(rows.size()), "copying");
        Rows block(rows.begin() + static_cast<std::ptrdiff_t>(from),
                   rows.begin()
                       + static_cast<std::ptrdiff_t>(std::min(rows.size(), from + CaseBlock::kRows)));
        const Rows shown = block;
        std::ranges::sort(block);
        CB_TRY(const CaseTablePtr table, lister.browser().page(project, block, fields));
        for (const CaseRow row : shown) {
            const auto at = static_cast<std::size_t>(std::ranges::lower_bound(block, row) - block.begin());
            std::size_t field = 0;
            cells.clear();
            for (const CaseColumn& column : columns)
                cells.append(tsvCell(column.field >= 0
                                         ? cellText(column, table->columns[field++], at)
                                         : besideText(column, lister.marks(), row, table->ids[at])));
            lines.append(cells.join(u'\t'));
        }
    }
    return lines.join(u'\n');
}

} // namespace

void CasesPresenter::saveSnapshot(const QString& name, LabelPolicy policy)
{
    if (!m_state.whyNoSnapshot.isEmpty()) {
        say(Glyph::Watch, m_state.whyNoSnapshot);
        return;
    }
    SnapshotRequest request;
    request.name = name.trimmed().toStdString();
    request.where = m_state.filter.expression.toStdString();
    request.policy = policy;
    m_session.write(
        tr("Saving snapshot %1").arg(name), this, Change::Snapshots,
        [request](Project& project, const Actor& actor, Progress& progress) {
            return takeSnapshot(project, actor, request, progress);
        },
        [this](Result<Snapshot> snapshot) {
            if (!snapshot) {
                refuse(snapshot.error());
                return;
            }
            say(Glyph::Good,
                tr("Snapshot %1 keeps %2 cases as they are now. Training can use it.")
                    .arg(format::isolate(format::text(snapshot->name)), format::count(m_state.shown)));
            emit snapshotSaved();
        });
}

Rows CasesPresenter::rowsOf(const QList<RowSpan>& rows) const
{
    const Rows& order = m_model.order();
    if (rows.isEmpty())
        return order;
    Rows chosen;
    for (const RowSpan& span : rows)
        chosen.insert(chosen.end(), order.begin() + span.first, order.begin() + span.last + 1);
    return chosen;
}

void CasesPresenter::exportTo(const QString& path, const QList<RowSpan>& rows)
{
    if (!m_lister)
        return;
    m_session.read(
        tr("Exporting cases"), this,
        [lister = m_lister, chosen = rowsOf(rows), file = path.toStdString()](Project& project,
                                                                              Progress& progress) {
            return exportCases(project, {}, lister->browser(), chosen, file, progress);
        },
        [this, path](Result<std::int64_t> written) {
            if (written)
                say(Glyph::Good,
                    tr("%1 cases stand in %2.").arg(format::count(*written), format::isolate(path)));
            else
                refuse(written.error());
        },
        JobShow::InTray);
}

void CasesPresenter::copy(const QList<RowSpan>& rows, const QStringList& keys)
{
    constexpr qint64 kMostCopied = 100'000; // other programs choke on more (ours)
    qint64 count = 0;
    for (const RowSpan& span : rows)
        count += span.count();
    if (count > kMostCopied) {
        say(Glyph::Watch,
            tr("%1 cases are too many to copy; %2 are the most. Export them as a file instead.")
                .arg(format::count(count), format::count(kMostCopied)));
        return;
    }
    if (!m_lister || count == 0)
        return;
    QList<CaseColumn> columns;
    for (const CaseColumn& column : m_columns) {
        if (keys.contains(column.key))
            columns.append(column);
    }
    m_session.read(
        tr("Copying cases"), this,
        [lister = m_lister, columns, chosen = rowsOf(rows)](Project& project, Progress& progress) {
            return tsvOf(project, *lister, columns, chosen, progress);
        },
        [this](Result<QString> tsv) {
            if (tsv)
                emit copied(*tsv);
            else
                refuse(tsv.error());
        });
}

void CasesPresenter::correct(const QString& caseId,
                             const QString& field,
                             const QString& value,
                             const QString& reason)
{
    const Correction correction { caseId.toStdString(), field.toStdString(), value.toStdString(),
                                  reason.toStdString() };
    m_session.write(
        tr("Correcting %1").arg(caseId), this, Change::Cases,
        [correction](Project& project, const Actor& actor, Progress&) -> Result<bool> {
            CB_CHECK(correctCell(project, actor, correction));
            return true;
        },
        [this, caseId, field](Result<bool> done) {
            if (!done) {
                refuse(done.error());
                return;
            }
            m_correctedCase = caseId;
            say(Glyph::Good,
                tr("%1 of %2 is corrected; the value before stays in its history.")
                    .arg(format::isolate(field), format::isolate(caseId)));
            m_state.canUndo = true;
            update();
            emit corrected();
        });
}

void CasesPresenter::undoCorrection()
{
    if (m_correctedCase.isEmpty())
        return;
    const QString caseId = std::exchange(m_correctedCase, QString());
    m_session.write(
        tr("Taking back a correction of %1").arg(caseId), this, Change::Cases,
        [id = caseId.toStdString()](Project& project, const Actor& actor, Progress&) {
            return takeBackCorrection(project, actor, id, "");
        },
        [this, caseId](Result<CellChange> done) {
            if (!done) {
                refuse(done.error());
                return;
            }
            say(Glyph::Good,
                tr("%1 of %2 has its value from before; both changes stay in its history.")
                    .arg(format::isolate(format::text(done->field)), format::isolate(caseId)));
            emit corrected();
        });
}

} // namespace casebench::ui
