// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/AdjudicationPresenter.h"

#include "core/workflow/Access.h"
#include "ui/itemmodels/CaseWords.h"
#include "ui/pages/labels/LabelQueueData.h"
#include "ui/text/CellRoles.h"
#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"

#include <algorithm>

namespace casebench::ui {

AdjudicationPresenter::AdjudicationPresenter(Session& session, QObject* parent)
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
        if (what == Change::Cases || what == Change::Labels || what == Change::Runs || what == Change::Scores)
            stale();
    });
    connect(&session, &Session::closed, this, [this] {
        ++m_loadTurn;
        ++m_lookTurn;
        m_loading = m_looking = false;
        m_state = {};
        m_dirty = true;
        for (CellTable* table : { &m_list, &m_facts, &m_links, &m_evidence })
            table->setTable({}, {});
        update();
    });
}

void AdjudicationPresenter::setVisible(bool visible)
{
    m_visible = visible;
    reload();
}

void AdjudicationPresenter::reload()
{
    if (!m_visible || !m_dirty || !m_session.isOpen())
        return;
    m_dirty = false;
    m_loading = true;

    struct Loaded
    {
        QList<DisputeLine> lines;
        QStringList reasons;
    };

    m_session.read(
        tr("Reading the conflicts"), this,
        [actor = m_session.actor()](Project& project, Progress&) -> Result<Loaded> {
            Loaded loaded;
            CB_TRY(loaded.lines, loadDisputes(project, actor));
            CB_TRY(loaded.reasons, readLabelReasons(project));
            return loaded;
        },
        [this, turn = ++m_loadTurn](Result<Loaded> loaded) {
            if (turn != m_loadTurn)
                return;
            m_loading = false;
            if (loaded) {
                m_state.reasons = loaded->reasons;
                take(loaded->lines);
                return;
            }
            m_state.face = AdjudicationState::Face::Failed;
            m_state.failure = errorText(loaded.error()).line();
            update();
        });
}

void AdjudicationPresenter::take(const QList<DisputeLine>& lines)
{
    m_state.lines = lines;
    const auto access = requireAccess(m_session.actor(), VerbGroup::Intake);
    const QString locked = m_session.viewOnlyReason();
    m_state.whyNot = !locked.isEmpty() ? locked : access ? QString() : errorText(access.error()).line();
    QList<CellRow> rows;
    for (const DisputeLine& line : lines)
        rows.append({ rows.size(),
                      false,
                      { Cell { line.caseId }
                            .with(NoteRole, line.verdicts)
                            .with(ChipRole, line.since == kNoTime ? QString() : format::shortDate(line.since))
                            .with(Qt::AccessibleTextRole, tr("%1, %2").arg(line.caseId, line.verdicts)) } });
    m_list.setTable(QList<CellColumn> { CellColumn { tr("Case") } }, rows);
    m_state.sentence = lines.isEmpty() ? tr("No conflict waits for a third person.")
        : lines.size() == 1
        ? tr("One conflict waits; you gave no verdict on it.")
        : tr("%1 conflicts wait; you gave no verdict on any of them.").arg(format::count(lines.size()));
    m_state.face = lines.isEmpty() ? AdjudicationState::Face::Nothing : AdjudicationState::Face::Ready;
    const bool stays = std::ranges::find(lines, m_state.caseId, &DisputeLine::caseId) != lines.end();
    const QString wanted = stays ? m_state.caseId : lines.isEmpty() ? QString() : lines.front().caseId;
    update();
    if (!wanted.isEmpty())
        open(wanted);
}

void AdjudicationPresenter::open(const QString& caseId)
{
    if (caseId != m_state.caseId) {
        m_state.verdict.reset();
        m_state.reason = -1;
        m_state.why.clear();
        m_state.sides.clear();
        m_state.model = {};
    }
    m_state.caseId = caseId;
    update();
    m_looking = true;
    m_session.read(
        tr("Reading the conflict on %1").arg(caseId), this,
        [id = caseId.toStdString(), actor = m_session.actor()](Project& project, Progress& progress) {
            return loadDispute(project, actor, id, progress);
        },
        [this, turn = ++m_lookTurn](Result<DisputeCase> dispute) {
            if (turn != m_lookTurn)
                return;
            m_looking = false;
            if (!dispute) {
                say(Glyph::Alarm, errorText(dispute.error()).line());
                return;
            }
            m_state.sides = dispute->sides;
            m_state.model = dispute->model;
            m_state.received =
                dispute->facts.received == kNoTime ? QString() : format::date(dispute->facts.received);
            fillTables(*dispute);
            update();
        });
}

void AdjudicationPresenter::openRow(int row)
{
    if (row >= 0 && row < m_state.lines.size() && m_state.lines[row].caseId != m_state.caseId)
        open(m_state.lines[row].caseId);
}

void AdjudicationPresenter::fillTables(const DisputeCase& dispute)
{
    const auto cites = [&](qsizetype side, const QString& field) {
        return side < dispute.sides.size() && dispute.sides[side].cited.contains(field);
    };
    QList<CellRow> rows;
    for (const CaseFact& fact : dispute.facts.facts) {
        if (fact.role == FieldRole::Id || fact.role == FieldRole::Label || fact.role == FieldRole::Time)
            continue;
        const bool strong = cites(0, fact.field) && cites(1, fact.field);
        const QString value =
            fact.role == FieldRole::Personal && !fact.missing ? words::masked(fact.value) : fact.value;
        CellRow row { rows.size(), false, {} };
        row.cells = { Cell { fact.field }.with(StrongRole, strong), Cell { value }.with(StrongRole, strong) };
        for (const qsizetype side : { 0, 1 })
            row.cells.append(Cell { cites(side, fact.field) ? tr("cited") : format::undefined() });
        rows.append(row);
    }
    m_facts.setTable({ { tr("Fact") },
                       { tr("Value") },
                       { QStringLiteral("A"), false, tr("Named in the reason or note of A") },
                       { QStringLiteral("B"), false, tr("Named in the reason or note of B") } },
                     rows);
    rows.clear();
    for (const Evidence& evidence : dispute.evidence)
        rows.append({ evidence.id,
                      false,
                      { Cell { format::harmless(format::text(evidence.name)) }.with(
                            Qt::ToolTipRole, format::text(evidence.sha256)),
                        Cell { format::text(evidence.addedBy) }, Cell { format::bytes(evidence.bytes) } } });
    fillLinks(m_links, dispute.links);
    m_state.noLinks = noLinksText(dispute.links);
    m_evidence.setTable({ { tr("Evidence") }, { tr("Added by") }, { tr("Size"), true } }, rows);
}

void AdjudicationPresenter::step(int direction)
{
    const auto at = std::ranges::find(m_state.lines, m_state.caseId, &DisputeLine::caseId);
    const auto row = at == m_state.lines.end() ? 0 : at - m_state.lines.begin() + direction;
    openRow(static_cast<int>(row));
}

void AdjudicationPresenter::leaveOpen()
{
    step(1);
}

void AdjudicationPresenter::choose(Verdict verdict)
{
    if (m_state.face != AdjudicationState::Face::Ready || verdict == Verdict::Disputed)
        return;
    m_state.verdict = verdict;
    update();
}

void AdjudicationPresenter::chooseReason(int index)
{
    if (m_state.face != AdjudicationState::Face::Ready || index >= m_state.reasons.size())
        return;
    m_state.reason = index;
    update();
}

void AdjudicationPresenter::setWhy(const QString& text)
{
    m_state.why = text; // no update: the field is where it comes from
}

bool AdjudicationPresenter::maySettle() const
{
    return m_state.face == AdjudicationState::Face::Ready && m_state.verdict && !m_state.saving
        && m_state.whyNot.isEmpty();
}

void AdjudicationPresenter::settle()
{
    if (!maySettle()) {
        say(Glyph::Ring,
            m_state.whyNot.isEmpty() ? tr("Choose how to settle it first: S, N or U.") : m_state.whyNot);
        return;
    }
    VerdictRequest request;
    request.caseId = m_state.caseId.toStdString();
    request.verdict = *m_state.verdict;
    request.reason = m_state.reasons.value(m_state.reason).toStdString();
    request.note = m_state.why.trimmed().toStdString();
    if (request.reason.empty())
        request.reason = request.note;
    m_state.saving = true;
    update();
    m_session.write(
        tr("Settling %1").arg(m_state.caseId), this, Change::Labels,
        [request](Project& project, const Actor& actor, Progress&) {
            return adjudicate(project, actor, request);
        },
        [this](Result<CaseLabels> labels) {
            m_state.saving = false;
            if (!labels) {
                say(Glyph::Alarm, errorText(labels.error()).line());
                return;
            }
            m_state.verdict.reset();
            say(Glyph::Good,
                tr("%1 is settled as %2. Both first verdicts stay in its history.")
                    .arg(format::isolate(format::text(labels->caseId)),
                         words::state(labels->settled.state).toLower()));
        });
}

void AdjudicationPresenter::say(Glyph glyph, const QString& notice)
{
    m_state.noticeGlyph = glyph;
    m_state.notice = notice;
    update();
}

} // namespace casebench::ui
