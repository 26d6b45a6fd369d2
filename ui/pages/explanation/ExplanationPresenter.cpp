// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/explanation/ExplanationPresenter.h"

#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"

#include <algorithm>

namespace casebench::ui {

namespace {

constexpr int kListed = 1000; // rows of the list; the search reaches the others

} // namespace

ExplanationPresenter::ExplanationPresenter(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&session, &Session::opened, this, [this] {
        closed();
        stale();
    });
    connect(&session, &Session::closed, this, &ExplanationPresenter::closed);
    connect(&session, &Session::actorChanged, this, [this] {
        closed(); // another person may see other cases
        stale();
    });
    connect(&session, &Session::changed, this, [this](Change what) {
        if (what != Change::Nothing && what != Change::Persons && what != Change::Snapshots)
            stale();
    });
}

void ExplanationPresenter::stale()
{
    m_dirty = true;
    reload();
}

void ExplanationPresenter::closed()
{
    ++m_turn;
    ++m_caseTurn;
    m_loading = false;
    m_cases.reset();
    m_explanation.reset();
    m_list.setTable({}, {});
    m_state = {};
    m_dirty = true;
    emit listChanged();
    emit explanationChanged();
    emit changed();
}

void ExplanationPresenter::setVisible(bool visible)
{
    m_visible = visible;
    reload();
}

void ExplanationPresenter::reload()
{
    if (!m_visible || !m_dirty || !m_session.isOpen())
        return;
    m_dirty = false;
    m_loading = true;
    if (m_state.face == ExplanationState::Face::Closed)
        m_state.face = ExplanationState::Face::Loading;
    emit changed();
    m_session.read(
        tr("Reading the cases"), this,
        [actor = m_session.actor()](Project& project, Progress& progress) {
            return loadExplainable(project, actor, progress);
        },
        [this, turn = ++m_turn](Result<ExplainableCasesPtr> cases) {
            if (turn != m_turn)
                return;
            m_loading = false;
            if (cases) {
                take(*cases);
                return;
            }
            const ErrorText text = errorText(cases.error());
            m_state.face = ExplanationState::Face::Failed;
            m_state.failure = text.line();
            m_state.details = text.details;
            emit changed();
        });
}

void ExplanationPresenter::take(const ExplainableCasesPtr& cases)
{
    m_cases = cases;
    using Face = ExplanationState::Face;
    const bool anyCase = cases->view->table->rowCount() > 0;
    m_state.face = !anyCase    ? Face::NoCase
        : cases->runs.empty()  ? Face::NoRun
        : cases->order.empty() ? Face::NothingEarned
                               : Face::Ready;
    if (m_state.face != Face::Ready) {
        emit changed();
        return;
    }
    const auto known = std::ranges::find(cases->runs, m_state.run, &Run::id);
    if (known == cases->runs.end())
        m_state.run = cases->runs.front().id;
    const QString first = format::harmless(format::text(cases->runs.front().name));
    m_state.listTitle = cases->missed > 0 ? tr("Missed scams first") : tr("Highest scores first");
    m_state.listNote = cases->missed > 0
        ? tr("%1 scams that %2 calls not scam").arg(format::count(cases->missed), first)
        : tr("Scores of %1").arg(first);
    if (cases->ownOnly)
        m_state.listNote += u'\n' + tr("Only cases with a verdict of your own");
    fillList();
    if (m_state.caseId.isEmpty())
        m_state.caseId = format::text(cases->view->table->ids[cases->order.front()]);
    read();
}

void ExplanationPresenter::fillList()
{
    if (m_cases)
        m_list.setTable(caseColumns(), caseRows(*m_cases, m_state.search, kListed));
    emit listChanged();
}

void ExplanationPresenter::setSearch(const QString& text)
{
    if (m_state.search == text.trimmed())
        return;
    m_state.search = text.trimmed();
    fillList();
    emit changed();
}

int ExplanationPresenter::rowOfCase(const QString& caseId) const
{
    const auto& rows = m_list.rows();
    for (qsizetype i = 0; i < rows.size(); ++i) {
        if (format::text(m_cases->view->table->ids[static_cast<std::size_t>(rows[i].id - 1)]) == caseId)
            return static_cast<int>(i);
    }
    return -1;
}

void ExplanationPresenter::explainRow(int row)
{
    const qint64 id = m_list.idOf(row);
    if (id > 0 && m_cases)
        explain(format::text(m_cases->view->table->ids[static_cast<std::size_t>(id - 1)]));
}

void ExplanationPresenter::explain(const QString& caseId)
{
    if (caseId.isEmpty() || (caseId == m_state.caseId && (m_explanation || m_state.explaining)))
        return;
    m_state.caseId = caseId;
    if (m_state.face == ExplanationState::Face::Ready)
        read();
}

std::vector<Run> ExplanationPresenter::runsToAsk() const
{
    std::vector<Run> runs = m_cases->runs;
    // The one asked for stands second, so that the switch holds it beside the champion.
    const auto asked = std::ranges::find(runs, m_state.run, &Run::id);
    if (asked != runs.end() && asked - runs.begin() > 1)
        std::rotate(runs.begin() + 1, asked, asked + 1);
    return runs;
}

void ExplanationPresenter::read()
{
    const std::string id = m_state.caseId.toStdString();
    const auto& ids = m_cases->view->table->ids;
    const bool listed =
        std::ranges::any_of(m_cases->order, [&](std::uint32_t row) { return ids[row] == id; });
    if (m_cases->ownOnly && !listed) {
        ++m_caseTurn;
        m_state.explaining = false;
        m_explanation.reset();
        m_state.caseFailure =
            tr("Give your own verdict on this case first; the model's reasons stand here after it.");
        emit explanationChanged();
        emit changed();
        return;
    }
    m_state.explaining = true;
    m_state.caseFailure.clear();
    emit changed();
    m_session.read(
        tr("Explaining a case"), this,
        [actor = m_session.actor(), id, runs = runsToAsk()](Project& project, Progress& progress) {
            return loadCaseExplanation(project, actor, id, runs, progress);
        },
        [this, turn = ++m_caseTurn](Result<CaseExplanationPtr> explanation) {
            if (turn != m_caseTurn)
                return;
            m_state.explaining = false;
            m_explanation = explanation ? *explanation : nullptr;
            if (!explanation)
                m_state.caseFailure = errorText(explanation.error()).line();
            emit explanationChanged();
            emit changed();
        });
}

std::size_t ExplanationPresenter::shownRun() const
{
    if (!m_explanation)
        return 0;
    const auto& runs = m_explanation->runs;
    const auto at = std::ranges::find(runs, m_state.run, &RunExplanation::runId);
    return at == runs.end() ? 0 : static_cast<std::size_t>(at - runs.begin());
}

void ExplanationPresenter::showRun(qint64 id)
{
    m_state.run = id;
    const bool here = m_explanation
        && std::ranges::find(m_explanation->runs, id, &RunExplanation::runId) != m_explanation->runs.end();
    if (here || m_state.face != ExplanationState::Face::Ready) {
        emit explanationChanged();
        emit changed();
    } else {
        read();
    }
}

} // namespace casebench::ui
