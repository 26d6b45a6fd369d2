// SPDX-License-Identifier: GPL-3.0-or-later
// What the presenter of the queue writes: verdicts, their taking back, claims.
#include "ui/itemmodels/CaseWords.h"
#include "ui/pages/labels/LabelsPresenter.h"
#include "ui/text/Format.h"

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

} // namespace casebench::ui
