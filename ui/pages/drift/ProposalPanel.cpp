// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/drift/ProposalPanel.h"

#include "ui/pages/drift/DriftWords.h"
#include "ui/text/CellRoles.h"
#include "ui/text/Format.h"
#include "ui/widgets/Delegates.h"
#include "ui/widgets/EmptyState.h"

#include <QHeaderView>

#include <algorithm>
#include <cmath>

namespace casebench::ui {

namespace {

QString clean(const std::string& text)
{
    return format::harmless(format::text(text));
}

bool isKnown(const Interval& interval)
{
    return !std::isnan(interval.value);
}

Cell intervalCell(const Interval& recall)
{
    Cell cell { isKnown(recall) ? format::range(recall.low, recall.high, 2) : format::undefined(),
                recall.value };
    if (!isKnown(recall))
        return cell;
    return cell.with(ValueRole, recall.value).with(LowRole, recall.low).with(HighRole, recall.high);
}

CellRow recallRow(qint64 id, const QString& what, const Interval& recall)
{
    return { id,
             false,
             { { what, what },
               intervalCell(recall),
               { format::decimal(recall.value, 2), recall.value },
               { isKnown(recall) ? format::count(recall.n) : format::undefined(), qint64(recall.n) } } };
}

} // namespace

ProposalPanel::ProposalPanel(QWidget* parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget)
    , m_nothing(new EmptyState)
    , m_labels((new Label({}, TextRole::Body, ColorRole::Muted))->wrapping())
    , m_months(new TableView(tr("Months of the training")))
    , m_fields(new TableView(tr("Fields of the training")))
    , m_why((new Label)->wrapping()->selectable())
    , m_gain((new Label({}, TextRole::Section))->wrapping())
    , m_recall(new TableView(tr("Recall now and expected")))
    , m_dots(new DotIntervalDelegate(0, 1, this))
    , m_gainNote((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
{
    auto* whole = column(0);
    setLayout(whole);
    whole->addWidget(m_stack);
    auto* split = new PaneSplitter(Qt::Horizontal, QStringLiteral("drift.proposal"), this);
    split->addPane(buildPlan(), 1, 820, tr("Months, fields and reason"));
    split->addPane(buildGain(), 0, 420, tr("What it would bring"));
    m_stack->addWidget(m_nothing);
    m_stack->addWidget(split);
    connect(m_nothing, &EmptyState::acted, this, &ProposalPanel::proposeAsked);
}

QWidget* ProposalPanel::buildPlan()
{
    auto* pane = new Pane(space::kPage);
    pane->addSection(tr("Why now"));
    m_why->setFocusPolicy(Qt::ClickFocus);
    pane->content()->addWidget(m_why);
    pane->addHairline();
    m_fieldsNote = pane->addSection(tr("Fields"));
    m_fields->setModel(&m_fieldRows);
    m_fields->setColumnWidths({ 220, 90, 0 });
    m_fields->setSelectionMode(QAbstractItemView::SingleSelection);
    m_fields->setFitsRows(true);
    pane->content()->addWidget(m_fields);
    pane->addHairline();
    pane->addSection(tr("Months and labels"));
    pane->content()->addWidget(m_labels);
    m_months->setModel(&m_monthRows);
    m_months->setColumnWidths({ 220, 0 });
    m_months->setSelectionMode(QAbstractItemView::SingleSelection);
    m_months->setFitsRows(true);
    pane->content()->addWidget(m_months);
    pane->content()->addStretch();
    return pane;
}

QWidget* ProposalPanel::buildGain()
{
    auto* pane = new Pane(space::kBetween);
    pane->content()->addWidget(m_gain);
    m_recall->setModel(&m_recallRows);
    m_recall->setColumnWidths({ 128, 0, 64, 56 });
    m_recall->setItemDelegateForColumn(1, m_dots);
    m_recall->setSelectionMode(QAbstractItemView::SingleSelection);
    m_recall->setFitsRows(true);
    pane->content()->addWidget(m_recall);
    pane->content()->addWidget(m_gainNote);
    pane->addHairline();
    pane->addSection(tr("What happens"));
    const QStringList steps {
        tr("A snapshot of these months is frozen and hashed."),
        tr("A run is trained on it with these fields."),
        tr("It is compared with the champion on cases neither was trained on."),
        tr("Gates, then approval by a second person."),
    };
    for (int i = 0; i < steps.size(); ++i) {
        auto* line = row(space::kInner);
        auto* number = new Label(format::count(i + 1), TextRole::Body, ColorRole::Muted);
        number->setMinimumWidth(number->fontMetrics().horizontalAdvance(u'0'));
        line->addWidget(number, 0, Qt::AlignTop);
        line->addWidget((new Label(steps.at(i)))->wrapping(), 1);
        pane->content()->addLayout(line);
    }
    pane->content()->addWidget((new Label(tr("The champion stays in use until another version is approved. "
                                             "Nothing is replaced by this proposal."),
                                          TextRole::Caption, ColorRole::Muted))
                                   ->wrapping());
    pane->content()->addStretch();
    return pane;
}

void ProposalPanel::render(const DriftState& state)
{
    renderFace(state);
    if (!state.proposal || state.proposal == m_shown)
        return;
    m_shown = state.proposal;
    renderPlan(*m_shown, state);
    renderGain(*m_shown);
}

void ProposalPanel::renderFace(const DriftState& state)
{
    m_stack->setCurrentIndex(state.proposal && !state.proposing ? 1 : 0);
    if (state.proposing)
        m_nothing->showNothingYet(IconId::Drift, tr("Working out the proposal"),
                                  tr("The proposed recipe is tried in folds on the labels at hand."));
    else if (!state.proposalFailure.isEmpty())
        m_nothing->showCannot(tr("No retraining can be proposed"), state.proposalFailure);
    else
        m_nothing->showNothingYet(
            IconId::Drift, tr("No proposal yet"),
            state.whyNot.isEmpty()
                ? tr("Months, labels, fields and the recall to expect will stand here. Nothing is replaced.")
                : state.whyNot,
            state.whyNot.isEmpty() ? tr("Propose retraining") : QString());
}

void ProposalPanel::renderPlan(const RetrainingProposal& proposal, const DriftState& state)
{
    QString why = tr("No alert asks for it.");
    if (state.inbox) {
        const auto at = std::ranges::find(state.inbox->alerts, proposal.alert, &Alert::id);
        if (at != state.inbox->alerts.end())
            why = tr("A-%1, raised %2: %3")
                      .arg(at->id)
                      .arg(format::date(at->raisedAt), format::typeset(clean(at->text)));
    }
    m_why->setText(why);
    QList<CellRow> fields;
    const auto add = [&](const std::string& field, const QString& what, const QString& reason, Glyph glyph) {
        const QString shown = clean(field);
        fields.append({ fields.size() + 1,
                        false,
                        { Cell { shown, shown }.with(StrongRole, glyph != Glyph::None),
                          Cell { what, what }.with(GlyphRole, int(glyph)),
                          Cell { reason, reason }.with(Qt::ToolTipRole, reason) } });
    };
    for (const FieldProposal& field : proposal.addFields)
        add(field.field, tr("Add"), format::typeset(clean(field.why)), Glyph::Good);
    for (const FieldProposal& field : proposal.dropFields)
        add(field.field, tr("Drop"), format::typeset(clean(field.why)), Glyph::Watch);
    for (const std::string& field : proposal.recipe.fields) {
        if (std::ranges::find(proposal.addFields, field, &FieldProposal::field) == proposal.addFields.end())
            add(field, tr("Keep"), tr("The champion uses it"), Glyph::None);
    }
    for (const FieldProposal& field : proposal.quietFields)
        add(field.field, tr("Leave out"), format::typeset(clean(field.why)), Glyph::None);
    m_fieldRows.setTable({ { tr("Field") }, { tr("Action") }, { tr("Why") } }, fields);
    m_fieldsNote->setText(tr("%1 added, %2 dropped")
                              .arg(format::count(static_cast<qint64>(proposal.addFields.size())),
                                   format::count(static_cast<qint64>(proposal.dropFields.size()))));
    m_labels->setText(
        tr("Since the change %1 cases are decided and %2 are not.")
            .arg(format::count(proposal.labelsAvailable), format::count(proposal.labelsMissing))
        + (proposal.labelsNeeded > 0
               ? tr(" %1 more labels are needed first.").arg(format::count(proposal.labelsNeeded))
               : tr(" That is enough to train on.")));
    QList<CellRow> months;
    for (const MonthIndex month : proposal.months)
        months.append({ months.size() + 1,
                        false,
                        { { format::month(month), int(month) }, { tr("training, decided cases"), 0 } } });
    m_monthRows.setTable({ { tr("Month") }, { tr("Use") } }, months);
}

void ProposalPanel::renderGain(const RetrainingProposal& proposal)
{
    const double gain = proposal.expectedRecall.value - proposal.currentRecall.value;
    // Half a point is none as it is printed; and what two intervals share may be chance.
    const bool apart = proposal.expectedRecall.low > proposal.currentRecall.high;
    m_gain->setText(std::isnan(gain)   ? tr("Too few labels to say what it would bring")
                        : gain < 0.005 ? tr("No gain of recall expected")
                        : apart
                        ? tr("%1 of recall expected").arg(format::points(gain))
                        : tr("%1 of recall expected, but the intervals overlap").arg(format::points(gain)));
    m_recallRows.setTable(
        { { tr("Model") }, { tr("Recall, 95 %") }, { tr("Value"), true }, { tr("n"), true } },
        { recallRow(1, tr("Champion now"), proposal.currentRecall),
          recallRow(2, tr("As proposed"), proposal.expectedRecall) });
    m_gainNote->setText(
        tr("Champion: audited scams of the changed months. Proposal: out of fold on the decided "
           "scams since then, at threshold 0.50. n = scams; Wilson intervals."));
}

} // namespace casebench::ui
