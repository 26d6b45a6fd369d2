// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/MyWorkPresenter.h"

#include "ui/itemmodels/CaseWords.h"
#include "ui/text/CellRoles.h"
#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"

namespace casebench::ui {

MyWorkPresenter::MyWorkPresenter(Session& session, QObject* parent)
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
        if (what == Change::Labels || what == Change::Scores || what == Change::Runs)
            stale();
    });
    connect(&session, &Session::closed, this, [this] {
        ++m_turn;
        m_loading = false;
        m_dirty = true;
        m_state = {};
        emit changed(m_state);
    });
}

void MyWorkPresenter::setVisible(bool visible)
{
    m_visible = visible;
    reload();
}

void MyWorkPresenter::reload()
{
    if (!m_visible || !m_dirty || !m_session.isOpen())
        return;
    m_dirty = false;
    m_loading = true;
    m_session.read(
        tr("Reading your work"), this,
        [actor = m_session.actor()](Project& project, Progress&) { return myWork(project, actor); },
        [this, turn = ++m_turn](Result<MyWork> work) {
            if (turn != m_turn)
                return;
            m_loading = false;
            if (work) {
                take(*work);
            } else {
                m_state.face = MyWorkState::Face::Failed;
                m_state.failure = errorText(work.error()).line();
            }
            emit changed(m_state);
        });
}

void MyWorkPresenter::take(const MyWork& work)
{
    const WorkRecord& record = work.record;
    m_state = {};
    m_state.face = record.total == 0 ? MyWorkState::Face::Nothing : MyWorkState::Face::Ready;
    m_state.sentence =
        tr("%1 verdicts today, %2 in all.").arg(format::count(record.today), format::count(record.total));
    m_state.today = format::count(record.today);
    m_state.total = tr("%1 in all").arg(format::count(record.total));
    m_state.pace = record.pace == 0 ? format::undefined() : format::duration(record.secondsPerCase);
    m_state.paceNote = record.pace == 0
        ? (record.today < 2 ? tr("needs two verdicts of today")
                            : tr("today’s verdicts came together, not one by one"))
        : tr("a case, median of %1 today; pauses left out").arg(format::count(record.pace));
    const Interval& share = record.agreement;
    m_state.agreement = share.n == 0 ? format::undefined() : format::percent(share.value);
    m_state.agreementNote = share.n == 0
        ? tr("nobody else decided one of your cases yet")
        : tr("%1 to %2, n = %3 second verdicts")
              .arg(format::percent(share.low), format::percent(share.high), format::count(share.n));
    m_state.returned = static_cast<qsizetype>(work.returnedIds.size());
    m_state.overruled = static_cast<qsizetype>(record.overruled.size());
    QList<CellRow> rows;
    for (const std::string& id : work.returnedIds)
        rows.append({ rows.size(),
                      false,
                      { Cell { format::text(id) },
                        Cell { tr("A reason is wanted") }.with(GlyphRole, static_cast<int>(Glyph::Watch)),
                        Cell { format::undefined() }, Cell { format::undefined() },
                        Cell { tr("Your verdict is not the model’s; one line says why.") } } });
    for (std::size_t i = 0; i < record.overruled.size(); ++i) {
        const Overruled& line = record.overruled[i];
        rows.append({ rows.size(),
                      false,
                      { Cell { format::text(work.overruledIds[i]) },
                        Cell { line.settled ? tr("Settled otherwise") : tr("Seen otherwise") },
                        Cell { words::verdict(line.own) }, Cell { words::verdict(line.other) },
                        Cell { line.reason.empty()
                                   ? format::text(line.by)
                                   : tr("%1: %2").arg(format::harmless(format::text(line.by)),
                                                      format::harmless(format::text(line.reason))) } } });
    }
    m_cases.setTable(
        { { tr("Case") }, { tr("What") }, { tr("You said") }, { tr("The other") }, { tr("Who and why") } },
        rows);
}

QString MyWorkPresenter::caseId(int row) const
{
    return row < 0 || row >= m_cases.rowCount() ? QString() : m_cases.rows()[row].cells.front().text;
}

} // namespace casebench::ui
