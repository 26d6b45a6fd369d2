// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/CasesPresenter.h"

#include "core/store/RunStore.h"
#include "core/store/SourceStore.h"
#include "core/workflow/Blinding.h"
#include "core/workflow/TakeSnapshot.h"
#include "ui/text/Format.h"

#include <algorithm>
#include <cmath>

namespace casebench::ui {

/// One reading of the project.
struct CasesPresenter::Loaded
{
    std::shared_ptr<const CaseView> view;
    QString champion;
    qint64 imports = 0;
};

CasesPresenter::CasesPresenter(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    const auto stale = [this] {
        m_dirty = true;
        reload();
    };
    connect(&session, &Session::opened, this, stale);
    connect(&session, &Session::actorChanged, this, stale);
    connect(&session, &Session::changed, this, [stale](Change what) {
        if (what == Change::Cases || what == Change::Labels || what == Change::Runs || what == Change::Scores
            || what == Change::Alerts)
            stale();
    });
    connect(&session, &Session::closed, this, [this] {
        ++m_loadTurn;
        ++m_orderTurn;
        ++m_lookTurn;
        m_loading = m_looking = false;
        m_view.reset();
        m_columns.clear();
        m_search.clear();
        m_filters.clear();
        m_case.clear();
        m_model.setView({}, {}, {});
        m_state = {};
        m_dirty = true;
        update();
    });
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
    m_loading = true;
    if (!m_view) {
        m_state.face = CasesState::Face::Loading;
        update();
    }
    const Actor actor = m_session.actor();
    m_session.read(
        tr("Reading the cases"), this,
        [actor](Project& project, Progress& progress) -> Result<Loaded> {
            Loaded loaded;
            CB_TRY(loaded.view, loadCaseView(project, actor, progress));
            CB_TRY(const auto sources, SourceStore(project).list());
            loaded.imports = std::ranges::count(sources, "cases", &Source::kind);
            if (loaded.view->scoredBy != 0) {
                CB_TRY(const Run run, RunStore(project).find(loaded.view->scoredBy));
                loaded.champion = format::text(run.name);
            }
            return loaded;
        },
        [this, turn = ++m_loadTurn](Result<Loaded> loaded) {
            if (turn != m_loadTurn)
                return;
            m_loading = false;
            if (loaded) {
                take(*loaded);
            } else {
                const ErrorText text = errorText(loaded.error());
                m_state.face = CasesState::Face::Failed;
                m_state.failure = text.line();
                m_state.details = text.details;
                update();
            }
        });
}

void CasesPresenter::take(const Loaded& loaded)
{
    m_view = loaded.view;
    m_state.total = static_cast<qint64>(m_view->table->rowCount());
    const auto decided = std::ranges::count_if(
        m_view->labels, [](const SettledCase& label) { return label.truth != kUndecided; });
    m_state.face = m_state.total == 0 ? CasesState::Face::Empty : CasesState::Face::Ready;
    if (loaded.imports == 1)
        m_state.sentence = tr("%1 cases from one import, %2 decided.")
                               .arg(format::count(m_state.total), format::count(decided));
    else
        m_state.sentence =
            tr("%1 cases from %2 imports, %3 decided.")
                .arg(format::count(m_state.total), format::count(loaded.imports), format::count(decided));
    const auto columns = caseColumns(*m_view, loaded.champion);
    const bool others = columns != m_columns;
    m_columns = columns;
    if (others) {
        const bool received = columns.size() > 1 && columns[1].kind == CaseColumn::Kind::Received;
        if (m_state.sortKey.isEmpty() && received) {
            m_state.sortKey = columns[1].key;
            m_state.descending = true;
        }
        m_model.setView(m_view, m_columns, {});
        emit columnsChanged();
    }
    order();
    if (!m_case.isEmpty())
        look(m_case);
}

void CasesPresenter::order()
{
    if (!m_view)
        return;
    m_state.filter = readFilter(m_columns, m_search, m_filters);
    m_state.whyNoSnapshot = m_state.total == 0 ? tr("There is no case to freeze.")
        : m_state.filter.isExpression()        ? QString()
                                        : tr("A filter of label or score cannot be part of a snapshot. Clear "
                                             "it first; the label policy decides about labels.");
    m_state.sorting = true;
    update();
    using Order = std::vector<std::uint32_t>;
    m_session.jobs().start(
        tr("Filtering cases"), this,
        [view = m_view, filter = m_state.filter, key = m_state.sortKey, down = m_state.descending](
            Progress&) -> Result<Order> { return orderCases(*view, filter, key, down); },
        [this, view = m_view, turn = ++m_orderTurn](Result<Order> positions) {
            if (turn != m_orderTurn)
                return;
            m_state.sorting = false;
            if (!positions) {
                m_state.filter.problem = errorText(positions.error()).line();
                update();
                return;
            }
            m_state.shown = static_cast<qint64>(positions->size());
            if (m_model.view() == view)
                m_model.setOrder(std::move(*positions));
            else
                m_model.setView(view, m_columns, std::move(*positions));
            emit ordered();
            update();
        },
        JobShow::Quiet);
}

void CasesPresenter::setSearch(const QString& text)
{
    if (m_search == text)
        return;
    m_search = text;
    order();
}

void CasesPresenter::setFilters(const QHash<QString, QString>& textByKey)
{
    if (m_filters == textByKey)
        return;
    m_filters = textByKey;
    order();
}

void CasesPresenter::clearFilter()
{
    m_search.clear();
    m_filters.clear();
    order();
}

void CasesPresenter::sortBy(const QString& key)
{
    m_state.descending = m_state.sortKey == key ? !m_state.descending : false;
    m_state.sortKey = key;
    order();
}

void CasesPresenter::look(const QString& caseId)
{
    m_case = caseId;
    const quint64 turn = ++m_lookTurn;
    m_looking = !caseId.isEmpty() && m_session.isOpen();
    if (!m_looking)
        return;
    const Actor actor = m_session.actor();
    m_session.read(
        tr("Reading case %1").arg(caseId), this,
        [id = caseId.toStdString(), person = actor.name](Project& project, Progress& progress) {
            return loadCaseFacts(project, person, id, progress);
        },
        [this, turn, hides = judgesFirst(actor)](Result<CaseFacts> facts) {
            if (turn != m_lookTurn)
                return;
            m_looking = false;
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

void CasesPresenter::exportTo(const QString& path, const QList<int>& rows)
{
    if (!m_view)
        return;
    std::vector<std::uint32_t> positions;
    for (const int row : rows)
        positions.push_back(m_model.order()[static_cast<std::size_t>(row)]);
    if (rows.isEmpty())
        positions = m_model.order();
    m_session.jobs().start(
        tr("Exporting cases"), this,
        [view = m_view, positions = std::move(positions), file = path.toStdString()](Progress&) {
            return exportCases(*view, positions, file);
        },
        [this, path](Result<std::int64_t> written) {
            if (written)
                say(Glyph::Good,
                    tr("%1 cases stand in %2.").arg(format::count(*written), format::isolate(path)));
            else
                refuse(written.error());
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
            say(Glyph::Good,
                tr("%1 of %2 is corrected; the value before stays in its history.")
                    .arg(format::isolate(field), format::isolate(caseId)));
            emit corrected();
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
    update();
}

void CasesPresenter::update()
{
    emit changed(m_state);
}

} // namespace casebench::ui
