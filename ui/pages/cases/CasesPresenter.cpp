// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/CasesPresenter.h"

#include "core/store/CaseStore.h"
#include "core/store/SourceStore.h"
#include "core/workflow/Blinding.h"
#include "core/workflow/LookAtCases.h"
#include "ui/text/Format.h"

#include <algorithm>
#include <cmath>

namespace casebench::ui {

/// One reading of the project.
struct CasesPresenter::Loaded
{
    CaseListerPtr lister;
    qint64 imports = 0;
};

namespace {

using Rows = std::vector<CaseRow>;

/// Work in a job that needs a connection of its own, under a slot that keeps the latest only.
template<typename Work>
auto withProject(const Session& session, Work work)
{
    using Outcome = std::invoke_result_t<Work&, Project&, Progress&>;
    return
        [path = session.path().toStdString(), work = std::move(work)](Progress& progress) mutable -> Outcome {
            CB_TRY(Project project, Project::open(path, OpenOptions { .readOnly = true }));
            return work(project, progress);
        };
}

} // namespace

CasesPresenter::CasesPresenter(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_loading(session.jobs())
    , m_ordering(session.jobs())
    , m_looking(session.jobs())
    , m_finding(session.jobs())
{
    const auto stale = [this] {
        m_dirty = true;
        reload();
    };
    connect(&session, &Session::opened, this, [this] {
        forgetProject(); // its rows and columns say nothing of the other file
        reload();
    });
    connect(&session, &Session::actorChanged, this, stale);
    connect(&session, &Session::changed, this, [stale](Change what) {
        if (what == Change::Cases || what == Change::Labels || what == Change::Runs || what == Change::Scores
            || what == Change::Alerts)
            stale();
    });
    connect(&session, &Session::closed, this, &CasesPresenter::forgetProject);
    connect(&m_model, &CaseTableModel::blocksWanted, this, &CasesPresenter::readBlocks);
}

void CasesPresenter::forgetProject()
{
    for (JobSlot* slot : { &m_loading, &m_ordering, &m_looking, &m_finding })
        slot->cancel();
    m_reading = 0;
    m_lister.reset();
    m_shown.reset();
    m_columns.clear();
    m_columnsAreNew = false;
    m_search.clear();
    m_filters.clear();
    m_case.reset();
    m_correctedCase.clear();
    m_model.setCases({}, std::make_shared<const CaseMarks>(), {});
    m_state = {};
    m_dirty = true;
    emit forgotten();
    update();
}

bool CasesPresenter::isBusy() const
{
    return m_loading.isRunning() || m_ordering.isRunning() || m_looking.isRunning() || m_finding.isRunning()
        || m_reading > 0;
}

void CasesPresenter::setVisible(bool visible)
{
    m_visible = visible;
    reload();
}

void CasesPresenter::reload()
{
    if (!m_visible || !m_dirty || !m_session.isOpen())
        return;
    m_dirty = false;
    if (!m_lister) {
        m_state.face = CasesState::Face::Loading;
        update();
    }
    m_loading.start(tr("Reading the cases"),
                    withProject(m_session,
                                [actor = m_session.actor()](Project& project, Progress&) -> Result<Loaded> {
                                    Loaded loaded;
                                    CB_TRY(loaded.lister, openCaseLister(project, actor));
                                    CB_TRY(const auto sources, SourceStore(project).list());
                                    loaded.imports = std::ranges::count(sources, "cases", &Source::kind);
                                    return loaded;
                                }),
                    [this](Result<Loaded> loaded) {
                        if (loaded) {
                            take(*loaded);
                            return;
                        }
                        const ErrorText text = errorText(loaded.error());
                        m_state.face = CasesState::Face::Failed;
                        m_state.failure = text.line();
                        m_state.details = text.details;
                        update();
                    });
}

void CasesPresenter::listSentence(qint64 imports)
{
    const QString decided = format::count(m_lister->marks().decided());
    m_state.sentence = imports == 1
        ? tr("%1 cases from one import, %2 decided.").arg(format::count(m_state.total), decided)
        : tr("%1 cases from %2 imports, %3 decided.")
              .arg(format::count(m_state.total), format::count(imports), decided);
}

void CasesPresenter::take(const Loaded& loaded)
{
    m_lister = loaded.lister;
    m_state.total = static_cast<qint64>(m_lister->browser().rowCount());
    m_state.face = m_state.total == 0 ? CasesState::Face::Empty : CasesState::Face::Ready;
    listSentence(loaded.imports);
    const auto columns = caseColumns(m_lister->browser().schema(), format::text(m_lister->marks().champion));
    m_columnsAreNew = m_columnsAreNew || columns != m_columns;
    m_columns = columns;
    const bool received = columns.size() > 1 && columns[1].kind == CaseColumn::Kind::Received;
    if (m_state.sortKey.isEmpty() && received) {
        m_state.sortKey = columns[1].key;
        m_state.descending = true;
    }
    order();
    if (m_case)
        lookAt(*m_case);
}

void CasesPresenter::order()
{
    if (!m_lister)
        return;
    m_state.filter = readFilter(m_lister->browser().schema(), m_columns,
                                m_state.finding ? QString() : m_search, m_filters);
    m_state.whyNoSnapshot = m_state.total == 0 ? tr("There is no case to freeze.")
        : m_state.filter.isExpression()        ? QString()
                                        : tr("A filter of label or score cannot be part of a snapshot. Clear "
                                             "it first; the label policy decides about labels.");
    m_state.sorting = true;
    update();
    m_ordering.start(
        tr("Filtering cases"),
        withProject(
            m_session,
            [lister = m_lister, query = m_state.filter.query(m_state.sortKey, m_state.descending)](
                Project& project, Progress& progress) { return lister->list(project, query, progress); }),
        [this](Result<Rows> rows) { takeOrder(std::move(rows)); });
}

void CasesPresenter::takeOrder(Result<Rows> rows)
{
    m_state.sorting = false;
    if (!rows) {
        m_state.filter.problem = errorText(rows.error()).line();
        update();
        return;
    }
    m_state.shown = static_cast<qint64>(rows->size());
    const auto marks = std::shared_ptr<const CaseMarks>(m_lister, &m_lister->marks());
    m_shown = m_lister;
    if (m_columnsAreNew) {
        m_columnsAreNew = false;
        m_model.setCases(m_columns, marks, std::move(*rows));
        emit columnsChanged();
    } else {
        m_model.setOrder(marks, std::move(*rows));
    }
    emit ordered();
    update();
}

void CasesPresenter::readBlocks()
{
    const QList<CaseBlock> wanted = m_model.takeWanted();
    if (wanted.isEmpty() || !m_shown || !m_session.isOpen())
        return;

    struct Asked
    {
        CaseBlock block;
        Rows rows;
        std::vector<std::size_t> fields;
    };

    std::vector<Asked> asked;
    for (const CaseBlock& block : wanted)
        asked.push_back({ block, m_model.rowsOf(block), m_model.fieldsOf(block) });
    using Tables = std::vector<std::pair<CaseBlock, CaseTablePtr>>;
    ++m_reading;
    m_session.read(
        tr("Reading the rows in view"), this,
        [lister = m_shown, asked = std::move(asked)](Project& project, Progress& progress) -> Result<Tables> {
            Tables tables;
            for (const Asked& one : asked) {
                CB_CHECK(progress.checkpoint());
                CB_TRY(CaseTablePtr table, lister->browser().page(project, one.rows, one.fields));
                tables.emplace_back(one.block, std::move(table));
            }
            return tables;
        },
        [this, generation = m_model.generation()](Result<Tables> tables) {
            --m_reading;
            if (generation != m_model.generation())
                return; // of an order that is no more
            if (!tables) {
                refuse(tables.error());
                return;
            }
            for (auto& [block, table] : *tables)
                m_model.setBlock(block, std::move(table));
        });
}

void CasesPresenter::setSearch(const QString& text)
{
    if (m_search == text)
        return;
    m_search = text;
    m_state.hits.clear();
    if (m_state.finding)
        update();
    else
        order();
}

void CasesPresenter::setFilters(const QHash<QString, QString>& textByKey)
{
    if (m_filters == textByKey)
        return;
    m_filters = textByKey;
    order();
}

void CasesPresenter::setFinding(bool finding)
{
    if (m_state.finding == finding)
        return;
    m_state.finding = finding;
    m_state.hits.clear();
    if (m_search.trimmed().isEmpty())
        update();
    else
        order();
}

void CasesPresenter::findNext(int fromRow, bool backwards)
{
    const QString words = m_search.trimmed();
    const Rows& rows = m_model.order();
    if (words.isEmpty() || rows.empty() || !m_lister)
        return;
    const std::size_t count = rows.size();
    const auto from = static_cast<std::size_t>(std::max(0, fromRow)) + (backwards ? count - 1 : 1);
    m_finding.start(
        tr("Finding %1").arg(words),
        withProject(m_session,
                    [lister = m_lister, rows, text = words.toStdString(), from = from % count,
                     backwards](Project& project, Progress& progress) {
                        return lister->find(project, rows, text, from, backwards, progress);
                    }),
        [this, words, generation = m_model.generation()](Result<std::optional<FoundCase>> hit) {
            if (generation != m_model.generation())
                return;
            if (!hit) {
                refuse(hit.error());
                return;
            }
            m_state.hits = !*hit
                ? tr("No case has %1").arg(format::isolate(words))
                : tr("Hit %1 of %2").arg(format::count((*hit)->number), format::count((*hit)->of));
            update();
            if (*hit)
                emit found(static_cast<int>((*hit)->position));
        });
}

void CasesPresenter::clearFilter()
{
    m_search.clear();
    m_filters.clear();
    m_state.hits.clear();
    order();
}

void CasesPresenter::sortBy(const QString& key)
{
    m_state.descending = m_state.sortKey == key ? !m_state.descending : false;
    m_state.sortKey = key;
    order();
}

void CasesPresenter::lookAt(CaseRow row)
{
    m_case = row;
    if (!m_session.isOpen())
        return;
    const Actor actor = m_session.actor();
    m_looking.start(
        tr("Reading a case"),
        withProject(m_session,
                    [row, person = actor.name](Project& project, Progress& progress) -> Result<CaseFacts> {
                        CB_TRY(const std::string id, CaseStore(project).idOf(row));
                        return loadCaseFacts(project, person, id, progress);
                    }),
        [this, hides = judgesFirst(actor)](Result<CaseFacts> facts) {
            if (!facts) {
                emit lookFailed(errorText(facts.error()).line());
                return;
            }
            if (hides && !facts->ownVerdict) {
                facts->scoreHidden = !std::isnan(facts->score);
                facts->score = std::nan("");
            }
            emit looked(*facts);
        });
}

void CasesPresenter::locate(const QString& caseId)
{
    m_session.read(
        tr("Looking for case %1").arg(caseId), this,
        [id = caseId.toStdString()](Project& project, Progress&) { return CaseStore(project).rowOf(id); },
        [this](Result<CaseRow> row) {
            if (row)
                emit located(*row);
            else
                refuse(row.error());
        });
}

void CasesPresenter::dismissNotice()
{
    say(Glyph::None, {});
}

void CasesPresenter::refuse(const Error& error)
{
    const ErrorText text = errorText(error);
    if (!text.quiet)
        say(Glyph::Alarm, text.line());
}

void CasesPresenter::say(Glyph glyph, const QString& notice)
{
    m_state.noticeGlyph = glyph;
    m_state.notice = notice;
    m_state.canUndo = false;
    update();
}

void CasesPresenter::update()
{
    emit changed(m_state);
}

} // namespace casebench::ui
