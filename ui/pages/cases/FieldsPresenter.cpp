// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/FieldsPresenter.h"

#include "ui/itemmodels/CaseWords.h"
#include "ui/text/CellRoles.h"
#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"
#include "ui/theme/Roles.h"

#include <algorithm>
#include <cmath>

namespace casebench::ui {

namespace {

using Tr = FieldsPresenter;

Glyph glyphOf(const FieldCard& card)
{
    for (const FieldHint& hint : card.hints) {
        if (hint.kind == "too-good" || hint.kind == "after-outcome" || hint.kind == "beats-the-rest")
            return Glyph::Alarm;
    }
    return card.hints.empty() ? Glyph::None : Glyph::Watch;
}

Cell nameCell(const FieldCard& card)
{
    Cell cell { format::text(card.field.name), format::text(card.field.name) };
    const Glyph glyph = glyphOf(card);
    if (glyph == Glyph::None)
        return cell;
    QStringList tips;
    for (const FieldHint& hint : card.hints)
        tips.append(format::text(hint.text));
    return cell.with(GlyphRole, static_cast<int>(glyph)).with(Qt::ToolTipRole, tips.join(u'\n'));
}

Cell driftCell(const FieldCard& card)
{
    if (!card.drift)
        return { format::undefined(), QVariant() };
    const QString text = format::text(card.driftText);
    const DriftVerdict verdict = card.drift->verdict;
    const double key = verdict == DriftVerdict::Drift ? 3
        : verdict == DriftVerdict::Watch              ? 2
        : verdict == DriftVerdict::Steady             ? 1
                                                      : 0;
    Cell cell { text, key };
    if (verdict == DriftVerdict::Skipped)
        return cell.with(ColorRoleRole, static_cast<int>(ColorRole::Muted)).with(Qt::ToolTipRole, text);
    const Glyph glyph = verdict == DriftVerdict::Drift ? Glyph::Alarm
        : verdict == DriftVerdict::Watch               ? Glyph::Watch
                                                       : Glyph::Good;
    return cell.with(GlyphRole, static_cast<int>(glyph))
        .with(Qt::ToolTipRole,
              Tr::tr("%1 %2, %3, n = %4 then, %5 now")
                  .arg(format::text(card.drift->effectName), format::number(card.drift->effect),
                       format::pValue(card.drift->pAdjusted), format::count(card.drift->nReference),
                       format::count(card.drift->nCurrent)));
}

Cell timeCell(Instant time)
{
    if (time == kNoTime)
        return { format::undefined(), QVariant() };
    return Cell { format::monthYear(monthOf(time)), static_cast<double>(time) }.with(Qt::ToolTipRole,
                                                                                     format::dateTime(time));
}

CellRow rowOf(const FieldCard& card, qint64 id)
{
    const double fill = card.summary.fill();
    const Cell levels = card.summary.distinct < 0
        ? Cell { format::undefined(), QVariant() }.with(Qt::ToolTipRole,
                                                        Tr::tr("Not counted for numbers and times"))
        : Cell { format::count(card.summary.distinct), static_cast<double>(card.summary.distinct) };
    const Cell sees = !card.seenByChampion ? Cell { format::undefined(), QVariant() }
        : *card.seenByChampion
        ? Cell { Tr::tr("yes"), 1.0 }
        : Cell { Tr::tr("no"), 0.0 }.with(ColorRoleRole, static_cast<int>(ColorRole::Muted));
    return { id,
             false,
             { nameCell(card), Cell { words::kind(card.field.kind), words::kind(card.field.kind) },
               Cell { words::role(card.field.role), words::role(card.field.role) },
               Cell { std::isnan(fill) ? format::undefined()
                                       : format::percent(fill, fill < 1 && fill > .99 ? 1 : 0),
                      fill }
                   .with(AmountRole, fill),
               levels, timeCell(card.summary.firstSeen), timeCell(card.summary.lastSeen), driftCell(card),
               sees } };
}

QList<CellColumn> columns()
{
    return { { Tr::tr("Field"), false, {} },
             { Tr::tr("Kind"), false, {} },
             { Tr::tr("Role"), false, {} },
             { Tr::tr("Filled"), false, Tr::tr("Share of cases that have a value") },
             { Tr::tr("Levels"), true, Tr::tr("Different values") },
             { Tr::tr("First"), false, Tr::tr("Month of the earliest case that has a value") },
             { Tr::tr("Last"), false, Tr::tr("Month of the latest case that has a value") },
             { Tr::tr("Drift"), false, Tr::tr("Cases since the reference against the reference") },
             { Tr::tr("Champion"), false, Tr::tr("Whether the champion can see the field") } };
}

std::vector<std::string> listedCases(const CasePairs& pairs)
{
    std::vector<std::string> ids;
    for (const CasePairs::Group& group : pairs.listed)
        ids.insert(ids.end(), group.caseIds.begin(), group.caseIds.end());
    return ids;
}

FieldsPairs
pairsOf(const CasePairs& pairs, const QString& some, const QString& none, const QString& tip, Glyph glyph)
{
    FieldsPairs shown;
    shown.text = pairs.groups == 0 ? none : some.arg(format::count(pairs.cases), format::count(pairs.groups));
    shown.tip = tip;
    shown.filter = filterOfCases(listedCases(pairs));
    shown.glyph = pairs.groups == 0 ? Glyph::None : glyph;
    return shown;
}

QStringList hintedFields(const SchemaCard& card)
{
    QStringList fields;
    for (const FieldCard& field : card.fields) {
        if (glyphOf(field) == Glyph::Alarm)
            fields.append(format::isolate(format::text(field.field.name)));
    }
    return fields;
}

QString sentenceOf(const SchemaCard& card)
{
    if (card.fields.empty())
        return Tr::tr("The fields of the files, with kind, role, fill and drift.");
    QString text = Tr::tr("%1 fields over %2 cases.")
                       .arg(format::count(static_cast<qint64>(card.fields.size())), format::count(card.rows));
    text += u' '
        + (card.whyNoDrift.empty()
               ? Tr::tr("Drift: %1 cases since the reference of %2.")
                     .arg(format::count(card.windowRows), format::isolate(format::text(card.referenceRun)))
               : Tr::tr("Drift is undefined: %1").arg(format::text(card.whyNoDrift)));
    return text;
}

} // namespace

QString filterOfCases(const std::vector<std::string>& ids, std::size_t most)
{
    if (ids.empty())
        return {};
    QStringList quoted;
    for (std::size_t i = 0; i < std::min(ids.size(), most); ++i) {
        QString id = format::text(ids[i]);
        quoted.append(u'\'' + id.replace(u'\'', QStringLiteral("''")) + u'\'');
    }
    return QStringLiteral("case_id IN (%1)").arg(quoted.join(QStringLiteral(", ")));
}

const FieldCard* FieldsState::selectedCard() const
{
    if (!card)
        return nullptr;
    const std::string wanted = selected.toStdString();
    const auto at = std::ranges::find_if(card->fields,
                                         [&](const FieldCard& field) { return field.field.name == wanted; });
    return at == card->fields.end() ? nullptr : &*at;
}

FieldsPresenter::FieldsPresenter(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_reading(session,
                { Change::Cases, Change::Labels, Change::Runs, Change::Snapshots },
                { .forget = [this] { forget(); }, .read = [this] { read(); } })
{
    connect(&session, &Session::actorChanged, this, [this] {
        updateAccess();
        emit changed();
    });
    updateAccess();
}

void FieldsPresenter::forget()
{
    ++m_historyTurn;
    m_state = {};
    m_model.setTable(columns(), {});
    updateAccess();
    emit changed();
}

void FieldsPresenter::updateAccess()
{
    const Role role = m_session.actor().role;
    const bool analyst = role == Role::Analyst || role == Role::Admin;
    m_state.whyNotEdit = !m_session.isOpen()    ? QString()
        : !m_session.viewOnlyReason().isEmpty() ? m_session.viewOnlyReason()
        : analyst                               ? QString()
                                                : tr("It takes an analyst or an admin to change a field.");
    m_state.mayEdit = m_session.isOpen() && m_state.whyNotEdit.isEmpty();
}

void FieldsPresenter::read()
{
    updateAccess();
    if (m_state.face != FieldsState::Face::Ready) {
        m_state.face = FieldsState::Face::Loading;
        emit changed();
    }
    m_reading.start(
        tr("Reading the fields"),
        [](Project& project, Progress& progress) { return schemaCard(project, progress); },
        [this](Result<SchemaCard> card) {
            if (card) {
                show(std::move(*card));
                return;
            }
            m_state.face = FieldsState::Face::Failed;
            m_state.failure = errorText(card.error()).line();
            m_state.details = errorText(card.error()).details;
            emit changed();
        },
        JobShow::InTray);
}

void FieldsPresenter::show(SchemaCard card)
{
    m_state.card = std::make_shared<const SchemaCard>(std::move(card));
    const SchemaCard& shown = *m_state.card;
    m_state.face = shown.fields.empty() ? FieldsState::Face::Empty : FieldsState::Face::Ready;
    m_state.sentence = sentenceOf(shown);
    m_state.exact = pairsOf(shown.exact, tr("%1 equal cases in %2 groups"), tr("No equal cases"),
                            tr("Equal in every field but id, label and ignored ones"), Glyph::Watch);
    m_state.near = pairsOf(shown.near, tr("%1 nearly equal cases in %2 groups"), tr("No nearly equal cases"),
                           format::text(shown.nearNote), Glyph::Watch);
    QStringList by;
    for (const std::string& field : shown.linkedBy)
        by.append(format::isolate(format::text(field)));
    m_state.linked =
        pairsOf(shown.linked, tr("%1 linked cases in %2 groups"), tr("No linked cases"),
                by.isEmpty() ? tr("No field has the role personal or group, so nothing can link cases")
                             : tr("By %1; a split by group keeps them together").arg(format::list(by)),
                Glyph::None);
    const QStringList hinted = hintedFields(shown);
    if (!hinted.isEmpty() && m_state.noticeGlyph != Glyph::Good) {
        m_state.noticeGlyph = Glyph::Alarm;
        m_state.notice = tr("%1 may know the outcome before it is known. Look at the hint before training.")
                             .arg(format::list(hinted));
    } else if (hinted.isEmpty() && m_state.noticeGlyph == Glyph::Alarm) {
        m_state.noticeGlyph = Glyph::None;
        m_state.notice.clear();
    }
    QList<CellRow> rows;
    for (std::size_t i = 0; i < shown.fields.size(); ++i)
        rows.append(rowOf(shown.fields[i], static_cast<qint64>(i)));
    m_model.setTable(columns(), rows);
    if (m_state.selectedCard() == nullptr) {
        const auto first = std::ranges::find_if(
            shown.fields, [](const FieldCard& field) { return glyphOf(field) == Glyph::Alarm; });
        m_state.selected = shown.fields.empty()
            ? QString()
            : format::text(first == shown.fields.end() ? shown.fields.front().field.name : first->field.name);
    }
    readHistory();
    emit changed();
}

void FieldsPresenter::select(const QString& field)
{
    if (field == m_state.selected)
        return;
    m_state.selected = field;
    readHistory();
    emit changed();
}

void FieldsPresenter::readHistory()
{
    m_state.history.clear();
    m_state.historyNote = tr("Reading the history");
    const auto turn = ++m_historyTurn;
    if (m_state.selected.isEmpty() || !m_session.isOpen())
        return;
    m_session.read(
        tr("Reading the history of a field"), this,
        [field = m_state.selected.toStdString()](Project& project, Progress&) {
            return fieldHistory(project, field);
        },
        [this, turn](Result<std::vector<FieldEvent>> events) {
            if (turn != m_historyTurn)
                return;
            m_state.historyNote = events ? QString() : errorText(events.error()).line();
            if (events) {
                m_state.history = QList<FieldEvent>(events->rbegin(), events->rend());
                if (events->empty())
                    m_state.historyNote = tr("Nothing is recorded about this field.");
            }
            emit changed();
        });
}

void FieldsPresenter::change(const QString& field, const casebench::FieldChange& what)
{
    if (m_state.saving || !m_state.mayEdit)
        return;
    m_state.saving = true;
    emit changed();
    m_session.write(
        tr("Changing %1").arg(field), this, Change::Cases,
        [name = field.toStdString(), what](Project& project, const Actor& actor, Progress&) -> Result<bool> {
            CB_CHECK(changeField(project, actor, name, what));
            return true;
        },
        [this, field, guarded = what.role == name(FieldRole::Personal)](Result<bool> done) {
            const QString told = guarded ? tr("%1 is personal from now on, in older snapshots and runs too.")
                                         : tr("%1 was changed. Snapshots and runs keep the field as it was.");
            m_state.saving = false;
            m_state.noticeGlyph = done ? Glyph::Good : Glyph::Alarm;
            m_state.notice = done ? told.arg(format::isolate(field)) : errorText(done.error()).line();
            emit changed();
        },
        JobShow::Quiet);
}

} // namespace casebench::ui
