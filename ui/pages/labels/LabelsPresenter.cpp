// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/LabelsPresenter.h"

#include "core/workflow/Access.h"
#include "ui/itemmodels/CaseWords.h"
#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"

#include <algorithm>

namespace casebench::ui {

namespace {

/// Sureness as the 0..1 that core keeps: the middles of the thirds (ours).
double confidenceOf(Sureness sureness)
{
    switch (sureness) {
    case Sureness::Unsure:
        return 1.0 / 6;
    case Sureness::Fairly:
        return 0.5;
    case Sureness::Sure:
        return 5.0 / 6;
    case Sureness::NotSaid:
        break;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

} // namespace

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
        m_loading = m_looking = false;
        m_data = {};
        m_skipped.clear();
        m_saved.clear();
        m_asked.clear();
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
        : tr("%1 cases for you, %2 wait in all. %3 of %4 are decided.")
              .arg(format::count(data.ownShare), format::count(m_state.waiting), format::count(data.decided),
                   format::count(data.cases));
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

bool LabelsPresenter::maySave() const
{
    return m_state.face == LabelsState::Face::Ready && m_state.verdict && !m_state.saving
        && m_state.whyNot.isEmpty();
}

void LabelsPresenter::save()
{
    if (!maySave()) {
        if (!m_state.whyNot.isEmpty())
            say(Glyph::Watch, m_state.whyNot);
        else if (m_state.face == LabelsState::Face::Ready && !m_state.verdict)
            say(Glyph::Ring, tr("Choose a verdict first: S, N, D or U."));
        return;
    }
    const VerdictRequest request = draft();
    m_state.saving = true;
    m_state.notice.clear();
    update();
    m_session.write(
        tr("Saving the verdict on %1").arg(m_state.caseId), this, Change::Labels,
        [request](Project& project, const Actor& actor, Progress&) {
            return giveVerdict(project, actor, request);
        },
        [this, caseId = m_state.caseId](Result<CaseLabels> labels) {
            m_state.saving = false;
            if (!labels) {
                refuse(labels.error()); // the draft stays as it is
                return;
            }
            const QString next = m_queue.neighbour(caseId, 1);
            m_saved.append(caseId);
            m_skipped.removeAll(caseId);
            if (m_asked == caseId)
                m_asked.clear();
            ++m_state.today;
            refill();
            revealTo(caseId, &LabelsState::last);
            const QString id = next.isEmpty() ? m_queue.neighbour({}, 1) : next;
            if (id.isEmpty()) {
                m_state.face = LabelsState::Face::Done;
                m_state.caseId.clear();
                update();
            } else {
                show(id);
            }
        },
        JobShow::Quiet);
}

VerdictRequest LabelsPresenter::draft() const
{
    VerdictRequest request;
    request.caseId = m_state.caseId.toStdString();
    request.verdict = *m_state.verdict;
    request.reason = m_state.reasons.value(m_state.reason).toStdString();
    request.note = m_state.note.trimmed().toStdString();
    request.confidence = confidenceOf(m_state.sureness);
    return request;
}

void LabelsPresenter::saveAll()
{
    if (!maySave() || m_state.find.isEmpty()) {
        say(Glyph::Ring,
            !m_state.whyNot.isEmpty() ? m_state.whyNot
                : m_state.find.isEmpty()
                ? tr("Search first: a bulk verdict goes to the cases the search leaves.")
                : tr("Choose a verdict first: S, N, D or U."));
        return;
    }
    const QStringList listed = m_queue.caseIds();
    if (m_bulk == listed) {
        giveAll();
        return;
    }
    m_bulk = listed;
    constexpr qsizetype kNamed = 3;
    say(Glyph::Watch,
        tr("%1 for all %2 cases in the list, %3 among them. The same key again gives it; one undo takes all "
           "back.")
            .arg(words::verdict(*m_state.verdict), format::count(listed.size()),
                 format::list(listed.mid(0, kNamed))));
}

void LabelsPresenter::giveAll()
{
    std::vector<VerdictRequest> requests;
    for (const QString& id : m_bulk) {
        requests.push_back(draft());
        requests.back().caseId = id.toStdString();
    }
    m_state.saving = true;
    update();
    m_session.write(
        tr("Saving %1 verdicts").arg(format::count(m_bulk.size())), this, Change::Labels,
        [requests](Project& project, const Actor& actor, Progress&) {
            return giveVerdicts(project, actor, requests);
        },
        [this](Result<std::int64_t> given) {
            m_state.saving = false;
            if (!given) {
                refuse(given.error());
                return;
            }
            m_saved += m_bulk;
            m_bulk.clear();
            m_state.verdict.reset();
            m_state.find.clear();
            m_dirty = true;
            say(Glyph::Good,
                tr("%1 verdicts are given. One undo takes all of them back.").arg(format::count(*given)));
            reload();
        });
}

void LabelsPresenter::undo()
{
    takeBack(
        tr("Taking back the last verdict"),
        [](Project& project, const Actor& actor, Progress&) { return undoVerdict(project, actor); },
        tr("The verdict on %1 is taken back. Both events stay in its history."),
        tr("%1 verdicts given together are taken back, %2 among them."));
}

void LabelsPresenter::redo()
{
    takeBack(
        tr("Restoring the verdict taken back last"),
        [](Project& project, const Actor& actor, Progress&) { return redoVerdict(project, actor); },
        tr("The verdict on %1 stands again. All events stay in its history."),
        tr("%1 verdicts given together stand again, %2 among them."));
}

void LabelsPresenter::takeBack(const QString& title,
                               Result<TakenBack> (*deed)(Project&, const Actor&, Progress&),
                               const QString& one,
                               const QString& many)
{
    if (!m_session.isOpen() || m_state.saving)
        return;
    m_state.saving = true;
    update();
    m_session.write(
        title, this, Change::Labels, deed,
        [this, one, many](Result<TakenBack> taken) {
            m_state.saving = false;
            if (!taken) {
                refuse(taken.error());
                return;
            }
            const QString id = format::text(taken->caseIds.front());
            for (const std::string& caseId : taken->caseIds)
                m_saved.removeAll(format::text(caseId));
            m_state.last = {};
            m_dirty = true;
            say(Glyph::Ring,
                taken->caseIds.size() == 1
                    ? one.arg(format::isolate(id))
                    : many.arg(format::count(static_cast<qint64>(taken->caseIds.size())),
                               format::isolate(id)));
            m_state.caseId.clear(); // so that its draft starts anew
            open(id);
        },
        JobShow::Quiet);
}

/// The case on view and the next few, as one deed.
void LabelsPresenter::claimAhead()
{
    if (!m_data.shared || !m_state.whyNot.isEmpty() || m_claims.holds(m_state.caseId))
        return;
    QStringList ids;
    for (QString id = m_state.caseId; ids.size() < LabelClaims::kAtOnce && m_queue.rowOfCase(id) >= 0;
         id = m_queue.neighbour(id, 1))
        ids.append(id);
    if (!ids.isEmpty())
        m_claims.take(ids);
}

void LabelsPresenter::leaveToOthers(const QStringList& caseIds)
{
    const QString next = m_queue.neighbour(m_state.caseId, 1);
    m_saved += caseIds; // out of the list until it is read again
    refill();
    if (caseIds.contains(m_state.caseId) && !next.isEmpty() && !m_state.verdict) {
        say(Glyph::Ring, tr("Somebody else has taken that case; here is the next."));
        show(next);
    }
}

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
