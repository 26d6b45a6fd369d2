// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/LabelsPresenter.h"

#include "core/workflow/Access.h"
#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"

namespace casebench::ui {

LabelsPresenter::LabelsPresenter(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_actions(session)
    , m_claims(session)
{
    connect(&m_claims, &LabelClaims::lost, this, &LabelsPresenter::leaveToOthers);
    connect(&m_actions, &LabelActions::said, this, &LabelsPresenter::say);
    connect(&m_actions, &LabelActions::failed, this, &LabelsPresenter::refuse);
    connect(&m_actions, &LabelActions::caseChanged, this, [this](const QString& caseId) {
        if (caseId == m_state.last.caseId)
            m_state.last.answered = true;
        if (caseId == m_state.reveal.caseId)
            m_state.reveal.answered = true;
        if (caseId == m_state.caseId)
            show(caseId);
        else
            update();
    });
    const auto stale = [this] {
        m_dirty = true;
        reload();
        countWaiting();
    };
    connect(&session, &Session::opened, this, stale);
    connect(&session, &Session::actorChanged, this, [this, stale] {
        m_skipped.clear();
        m_saved.clear();
        m_claims.forget();
        m_state.last = {};
        stale();
    });
    connect(&session, &Session::changed, this, [stale](Change what) {
        if (what == Change::Cases || what == Change::Labels || what == Change::Runs || what == Change::Scores
            || what == Change::Persons)
            stale();
    });
    connect(&session, &Session::closed, this, [this] {
        ++m_loadTurn;
        ++m_lookTurn;
        ++m_countTurn;
        m_loading = m_looking = false;
        m_data = {};
        m_skipped.clear();
        m_saved.clear();
        m_asked.clear();
        m_bulk.clear();
        m_claims.forget();
        m_facts = {};
        m_state = {};
        m_dirty = true;
        m_queue.setQueue({}, {});
        m_history.setHistory({});
        update();
    });
}

void LabelsPresenter::setVisible(bool visible)
{
    m_visible = visible;
    reload();
}

void LabelsPresenter::reload()
{
    if (!m_visible || !m_dirty || !m_session.isOpen())
        return;
    m_dirty = false;
    m_loading = true;
    if (m_state.face != LabelsState::Face::Ready) {
        m_state.face = LabelsState::Face::Loading;
        update();
    }
    m_session.read(
        tr("Reading the queue"), this,
        [actor = m_session.actor()](Project& project, Progress& progress) {
            return loadLabelQueue(project, actor, progress);
        },
        [this, turn = ++m_loadTurn](Result<LabelQueueData> data) {
            if (turn != m_loadTurn)
                return;
            m_loading = false;
            if (data) {
                take(*data);
                return;
            }
            m_state.face = LabelsState::Face::Failed;
            m_state.failure = errorText(data.error()).line();
            update();
        });
}

/// The mode shows how much waits before anybody has gone there. Nothing is claimed by that.
void LabelsPresenter::countWaiting()
{
    if (m_visible || !m_session.isOpen())
        return;
    m_session.read(
        tr("Counting the cases to label"), this,
        [actor = m_session.actor()](Project& project, Progress& progress) {
            return loadLabelQueue(project, actor, progress);
        },
        [this, turn = ++m_countTurn](const Result<LabelQueueData>& data) {
            if (turn != m_countTurn || m_visible || !data)
                return;
            const bool undecided =
                !data->lines.isEmpty() && data->lines.front().group == LabelGroup::Undecided;
            m_state.waiting = undecided ? 0 : data->lines.size();
            update();
        });
}

void LabelsPresenter::take(const LabelQueueData& data)
{
    m_data = data;
    m_saved.clear();
    m_state.today = data.today;
    m_state.reasons = data.reasons;
    m_state.disputes = data.disputes;
    m_state.warning = data.warning;
    const auto access = requireAccess(m_session.actor(), VerbGroup::Intake);
    const QString locked = m_session.viewOnlyReason();
    m_state.whyNot = !locked.isEmpty() ? locked : access ? QString() : errorText(access.error()).line();
    refill();
    const bool undecided = !data.lines.isEmpty() && data.lines.front().group == LabelGroup::Undecided;
    m_state.sentence = data.cases == 0 ? QString()
        : undecided
        ? tr("No queue: %1 cases have no verdict yet. %2 of %3 are decided.")
              .arg(format::count(m_state.waiting), format::count(data.decided), format::count(data.cases))
        : data.shared && data.ownShare < m_state.waiting
        ? tr("%1 wait, %2 of them your share. %3 of %4 decided.")
              .arg(format::count(m_state.waiting), format::count(data.ownShare), format::count(data.decided),
                   format::count(data.cases))
        : tr("%1 wait for you. %2 of %3 decided.")
              .arg(format::count(m_state.waiting), format::count(data.decided), format::count(data.cases));
    const QString wanted = !m_asked.isEmpty() ? m_asked : m_state.caseId;
    const QString id = m_queue.rowOfCase(wanted) >= 0 ? wanted : m_queue.neighbour({}, 1);
    m_state.face = data.cases == 0 ? LabelsState::Face::Empty
        : id.isEmpty()             ? LabelsState::Face::Done
                                   : LabelsState::Face::Ready;
    update();
    if (!id.isEmpty())
        show(id);
}

void LabelsPresenter::refill()
{
    QList<LabelQueueLine> lines;
    QList<LabelQueueLine> skipped;
    for (const LabelQueueLine& line : m_data.lines) {
        if (m_saved.contains(line.caseId) || line.caseId == m_asked)
            continue;
        LabelQueueLine copy = line;
        if (m_skipped.contains(line.caseId)) {
            copy.group = LabelGroup::Skipped;
            skipped.append(copy);
        } else {
            lines.append(copy);
        }
    }
    lines += skipped;
    m_state.waiting = lines.size();
    m_state.counts = {};
    for (const LabelQueueLine& line : std::as_const(lines))
        m_state.counts.add(line);
    if (m_state.filter.narrows())
        lines.removeIf([this](const LabelQueueLine& line) { return !m_state.filter.takes(line); });
    if (!m_asked.isEmpty())
        lines.prepend({ m_asked, kNoTime, LabelGroup::Asked, tr("Opened by you") });
    m_queue.setQueue(std::move(lines), m_state.find);
    m_state.position = m_queue.positionOf(m_state.caseId);
    emit queued();
}

void LabelsPresenter::open(const QString& caseId)
{
    if (caseId.isEmpty())
        return;
    if (m_queue.rowOfCase(caseId) < 0) {
        m_asked = caseId;
        if (m_state.face == LabelsState::Face::Ready || m_state.face == LabelsState::Face::Done) {
            m_state.face = LabelsState::Face::Ready;
            refill();
        }
    }
    if (m_state.face == LabelsState::Face::Ready)
        show(caseId);
    else
        m_asked = caseId;
}

void LabelsPresenter::show(const QString& caseId)
{
    const bool other = caseId != m_state.caseId;
    m_state.caseId = caseId;
    m_state.position = m_queue.positionOf(caseId);
    if (other) {
        m_state.verdict.reset();
        m_state.reason = -1;
        m_state.sureness = Sureness::NotSaid;
        m_state.note.clear();
        m_state.ownVerdict = false;
        m_state.reveal = {};
    }
    update();
    claimAhead();
    m_looking = true;
    m_session.read(
        tr("Reading case %1").arg(caseId), this,
        [id = caseId.toStdString(), person = m_session.actor().name](Project& project, Progress& progress) {
            return loadCaseFacts(project, person, id, progress);
        },
        [this, turn = ++m_lookTurn](Result<CaseFacts> facts) {
            if (turn != m_lookTurn)
                return;
            m_looking = false;
            if (!facts) {
                refuse(facts.error());
                return;
            }
            m_facts = *facts;
            m_history.setHistory(m_facts.history);
            m_state.ownVerdict = m_facts.ownVerdict;
            emit looked(m_facts);
            update();
            lookForLinks(m_facts.caseId);
            if (m_state.ownVerdict)
                revealTo(m_facts.caseId, &LabelsState::reveal);
        });
}

void LabelsPresenter::lookForLinks(const QString& caseId)
{
    m_session.read(
        tr("Looking for cases linked with %1").arg(caseId), this,
        [id = caseId.toStdString(), person = m_session.actor().name](Project& project, Progress& progress) {
            return loadLabelLinks(project, person, id, progress);
        },
        [this, caseId](Result<LabelLinks> links) {
            if (caseId == m_state.caseId)
                emit linked(links ? *links : LabelLinks {});
        });
}

void LabelsPresenter::revealTo(const QString& caseId, LabelReveal LabelsState::*where)
{
    m_session.read(
        tr("Asking the champion about %1").arg(caseId), this,
        [id = caseId.toStdString(), person = m_session.actor().name](Project& project, Progress& progress) {
            return loadReveal(project, person, id, progress);
        },
        [this, caseId, where](Result<LabelReveal> reveal) {
            if (where == &LabelsState::reveal && caseId != m_state.caseId)
                return;
            if (reveal) {
                m_state.*where = *reveal;
            } else {
                m_state.*where = {};
                (m_state.*where).caseId = caseId;
                (m_state.*where).model = errorText(reveal.error()).line();
            }
            update();
        });
}

void LabelsPresenter::step(int direction)
{
    const QString next = m_queue.neighbour(m_state.caseId, direction);
    if (!next.isEmpty())
        show(next);
}

void LabelsPresenter::skip()
{
    if (m_state.face != LabelsState::Face::Ready)
        return;
    const QString skipped = m_state.caseId;
    QString next = m_queue.neighbour(skipped, 1);
    m_skipped.removeAll(skipped);
    m_skipped.append(skipped);
    if (skipped == m_asked)
        m_asked.clear();
    refill();
    if (next.isEmpty())
        next = m_queue.neighbour({}, 1);
    if (!next.isEmpty())
        show(next);
}

void LabelsPresenter::setFind(const QString& text)
{
    m_state.find = text.trimmed();
    showFirst();
}

void LabelsPresenter::setFilter(const QueueFilter& filter)
{
    m_state.filter = filter;
    showFirst();
}

/// The list is narrowed otherwise: the case on view stays if it is still there.
void LabelsPresenter::showFirst()
{
    m_bulk.clear();
    refill();
    update();
    if (m_queue.caseCount() > 0 && m_queue.rowOfCase(m_state.caseId) < 0)
        show(m_queue.neighbour({}, 1));
}

void LabelsPresenter::choose(Verdict verdict)
{
    if (m_state.face != LabelsState::Face::Ready)
        return;
    m_state.verdict = verdict;
    m_bulk.clear();
    update();
}

void LabelsPresenter::chooseReason(int index)
{
    if (m_state.face != LabelsState::Face::Ready || index < 0 || index >= m_state.reasons.size())
        return;
    m_state.reason = m_state.reason == index ? -1 : index;
    update();
}

void LabelsPresenter::setSureness(Sureness sureness)
{
    m_state.sureness = sureness;
    update();
}

void LabelsPresenter::setNote(const QString& note)
{
    m_state.note = note; // no update: the field is where it comes from
}

/// The case on view and the next few, as one deed.
void LabelsPresenter::refuse(const Error& error)
{
    const ErrorText text = errorText(error);
    if (!text.quiet)
        say(Glyph::Alarm, text.line());
    else
        update();
}

void LabelsPresenter::say(Glyph glyph, const QString& notice)
{
    m_state.noticeGlyph = glyph;
    m_state.notice = notice;
    update();
}

} // namespace casebench::ui
