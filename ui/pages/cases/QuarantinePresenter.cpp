// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/QuarantinePresenter.h"

#include "core/base/AtomicFile.h"
#include "core/importing/CsvWriter.h"
#include "core/privacy/Masking.h"
#include "core/store/SchemaStore.h"
#include "core/store/SourceStore.h"
#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"

#include <algorithm>
#include <map>

namespace casebench::ui {

namespace {

constexpr std::int64_t kMostLines = 100'000; // ours: what a person can look through at the very most

struct Held
{
    QList<QuarantineLine> lines;
    QList<QuarantineState::Choice> sources;
    qint64 all = 0;
    qsizetype files = 0; ///< that were imported at all
};

Result<Held> readHeld(Project& project, qint64 source)
{
    Held held;
    const SourceStore store(project);
    CB_TRY(const auto sources, store.list());
    held.files = static_cast<qsizetype>(sources.size());
    CB_TRY(held.all, store.quarantinedCount());
    std::map<std::int64_t, QString> names;
    for (const Source& entry : sources) {
        names[entry.id] = format::text(entry.name);
        if (entry.rowsQuarantined > 0)
            held.sources.append({ entry.id,
                                  QStringLiteral("%1 (%2)").arg(format::harmless(format::text(entry.name)),
                                                                format::count(entry.rowsQuarantined)) });
    }
    CB_TRY(auto rows, store.quarantined(source, kMostLines));
    CB_TRY(const Schema schema, SchemaStore(project).schema());
    const bool hidden =
        schema.firstOf(FieldRole::Personal).has_value(); // nobody knows which piece is personal
    std::ranges::stable_sort(rows, {}, [](const QuarantinedRow& row) {
        return std::pair(row.sourceId, row.line); // as the file has them; the import found them by reason
    });
    for (const QuarantinedRow& row : rows)
        held.lines.append({ names[row.sourceId], row.line, format::text(row.column), format::text(row.kind),
                            format::text(row.reason), readableBytes(hidden ? maskedRow(row.raw) : row.raw) });
    return held;
}

std::string csvOf(const QList<QuarantineLine>& lines)
{
    std::string text;
    CsvWriter writer(text);
    for (const char* name : { "source", "line", "column", "kind", "reason", "raw" })
        writer.field(name);
    writer.endRow();
    for (const QuarantineLine& line : lines) {
        for (const QString& cell :
             { line.source, QString::number(line.line), line.column, line.kind, line.reason, line.raw })
            writer.field(cell.toStdString());
        writer.endRow();
    }
    return text;
}

} // namespace

QuarantinePresenter::QuarantinePresenter(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_reading(session,
                { Change::Cases, Change::Labels },
                { .forget = [this] { forget(); }, .read = [this] { read(); } })
{
}

void QuarantinePresenter::forget()
{
    m_state = {};
    m_model.setLines({});
    update();
}

void QuarantinePresenter::setSource(qint64 source)
{
    if (source == m_state.source)
        return;
    m_state.source = source;
    m_reading.again();
}

void QuarantinePresenter::read()
{
    if (m_state.face != QuarantineState::Face::Ready) {
        m_state.face = QuarantineState::Face::Loading;
        update();
    }
    m_reading.start(
        tr("Reading the quarantine"),
        [source = m_state.source](Project& project, Progress&) { return readHeld(project, source); },
        [this](Result<Held> held) {
            if (!held) {
                m_state.face = QuarantineState::Face::Failed;
                m_state.failure = errorText(held.error()).line();
                update();
                return;
            }
            m_state.face = held->all == 0 ? QuarantineState::Face::Empty : QuarantineState::Face::Ready;
            m_state.sources = { { 0, tr("All files (%1)").arg(format::count(held->all)) } };
            m_state.sources += held->sources;
            m_state.sentence = held->files == 0 ? tr("No file was imported yet.")
                : held->all == 0                ? tr("Every row of every file was taken.")
                : held->all == 1
                ? tr("One row was not taken and is kept with its text and reason. Mend it in its file and "
                     "import that again.")
                : tr("%1 rows were not taken and are kept with their text and reason. Mend them in their "
                     "files and import those again.")
                      .arg(format::count(held->all));
            m_model.setLines(std::move(held->lines));
            update();
        });
}

void QuarantinePresenter::exportTo(const QString& path)
{
    m_session.run(
        tr("Exporting the quarantine"), this,
        [lines = m_model.lines(), file = path.toStdString()](Progress&) -> Result<qint64> {
            CB_CHECK(writeFileAtomically(file, csvOf(lines)));
            return static_cast<qint64>(lines.size());
        },
        [this, path](Result<qint64> written) {
            m_state.noticeGlyph = written ? Glyph::Good : Glyph::Alarm;
            m_state.notice = written
                ? tr("%1 rows stand in %2.").arg(format::count(*written), format::isolate(path))
                : errorText(written.error()).line();
            update();
        });
}

} // namespace casebench::ui
