// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/AdjudicationPanel.h"

#include "ui/itemmodels/CaseWords.h"
#include "ui/pages/Page.h"
#include "ui/text/Format.h"
#include "ui/widgets/Delegates.h"
#include "ui/widgets/GlyphLabel.h"
#include "ui/widgets/StatTile.h"
#include "ui/widgets/ViewStack.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>

namespace casebench::ui {

namespace {

constexpr std::array<std::pair<Verdict, const char*>, 3> kSettlements {
    { { Verdict::Scam, "S" }, { Verdict::NotScam, "N" }, { Verdict::Unresolvable, "U" } }
};

} // namespace

DisputeColumn::DisputeColumn(const QString& letter, QWidget* parent)
    : QWidget(parent)
    , m_who(new Label({}, TextRole::Strong))
    , m_when(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_verdict(new Label({}, TextRole::Number))
    , m_warning((new GlyphLabel)->wrapping())
    , m_details(new KeyValueList)
{
    auto* layout = column(space::kGroup);
    layout->setContentsMargins(space::kBetween, space::kInner, space::kBetween, space::kInner);
    auto* head = row(space::kGroup);
    head->addWidget(new Chip(letter));
    head->addWidget(m_who);
    head->addStretch();
    head->addWidget(m_when);
    layout->addLayout(head);
    layout->addWidget(m_verdict);
    layout->addWidget(m_warning);
    layout->addWidget(m_details);
    layout->addStretch();
    setLayout(layout);
}

void DisputeColumn::showSide(const DisputeSide& side)
{
    m_who->setText(side.person);
    m_when->setText(format::dateTime(side.at));
    m_verdict->setText(words::verdict(side.verdict));
    m_warning->hide();
    const auto said = [](const QString& text) { return text.isEmpty() ? format::undefined() : text; };
    m_details->setRows({ { .key = tr("Reason"), .value = said(side.reason) },
                         { .key = tr("How sure"), .value = said(side.sureness) },
                         { .key = tr("Note"), .value = said(side.note) } });
}

void DisputeColumn::showModel(const DisputeModel& model)
{
    m_who->setText(tr("Champion %1").arg(model.name));
    m_when->setText(tr("shown since both decided"));
    m_verdict->setText(model.says);
    if (model.cannotSee.isEmpty())
        warn(Glyph::Ring, tr("Not a third vote."));
    else
        warn(Glyph::Alarm, tr("Cannot see %1. Not a third vote.").arg(format::list(model.cannotSee)));
    QList<KeyValueList::Row> rows;
    for (const auto& [field, amount] : model.reasons)
        rows.append({ .key = field, .value = amount });
    m_details->setRows(rows);
}

void DisputeColumn::warn(Glyph glyph, const QString& text)
{
    m_warning->setGlyph(glyph);
    m_warning->setText(text);
    m_warning->show();
}

void DisputeColumn::showNothing(const QString& sentence)
{
    m_who->clear();
    m_when->clear();
    m_verdict->setText(format::undefined());
    warn(Glyph::None, sentence);
    m_details->setRows({});
}

AdjudicationPanel::AdjudicationPanel(AdjudicationPresenter& presenter, QWidget* parent)
    : QWidget(parent)
    , m_presenter(presenter)
    , m_stack(new ViewLayout(this))
    , m_empty(new EmptyState)
    , m_count(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_list(new TableView(tr("Conflicts")))
    , m_title(new Label({}, TextRole::Section))
    , m_received(new Label({}, TextRole::Body, ColorRole::Muted))
    , m_facts(new TableView(tr("Facts, and who named them")))
    , m_evidence(new TableView(tr("Evidence files")))
    , m_links(new TableView(tr("Linked cases")))
    , m_noEvidence(
          (new Label(tr("No evidence file is attached."), TextRole::Caption, ColorRole::Muted))->wrapping())
    , m_noLinks((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
    , m_reason(new QComboBox)
    , m_why(new QLineEdit)
{
    auto* split = new PaneSplitter(Qt::Horizontal, QStringLiteral("labels.adjudication"));
    split->addPane(buildList(), 0, 212, tr("Conflicts"));
    split->addPane(buildCase(), 1, 900, tr("Conflict"));
    m_stack->addWidget(split);
    m_stack->addWidget(m_empty);
    connect(&presenter, &AdjudicationPresenter::changed, this, &AdjudicationPanel::render);
    render(presenter.state());
}

QWidget* AdjudicationPanel::buildList()
{
    auto* pane = new QWidget;
    auto* layout = column(0);
    pane->setLayout(layout);
    auto* head = column(space::kTight);
    head->setContentsMargins(space::kBetween, space::kInner, space::kBetween, space::kInner);
    head->addWidget(new Label(tr("Conflicts"), TextRole::Section));
    head->addWidget(m_count->wrapping());
    layout->addLayout(head);
    layout->addWidget(new Hairline);
    m_list->horizontalHeader()->hide();
    m_list->setItemDelegate(new TwoLineDelegate(m_list));
    m_list->setModel(m_presenter.list());
    m_list->setColumnWidths({ 0 });
    m_list->setRowPixels(42);
    m_list->setSelectionMode(QAbstractItemView::SingleSelection);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->installEventFilter(this);
    layout->addWidget(m_list, 1);
    connect(m_list, &TableView::currentRowChanged, &m_presenter, &AdjudicationPresenter::openRow);
    return pane;
}

QWidget* AdjudicationPanel::buildCase()
{
    auto* pane = new Pane(space::kPage);
    auto* head = row(space::kGroup);
    m_title->selectable();
    head->addWidget(m_title);
    head->addWidget(new Chip(words::state(CaseState::Disputed)));
    head->addWidget(m_received);
    head->addStretch();
    pane->content()->addLayout(head);
    auto* sides = row(0);
    const std::array<QString, 3> letters { QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("M") };
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        m_columns[i] = new DisputeColumn(letters[i]);
        sides->addWidget(m_columns[i], 1);
    }
    pane->content()->addWidget(new Hairline);
    pane->content()->addLayout(sides);
    pane->content()->addWidget(new Hairline);
    buildExhibits(pane->content());
    pane->content()->addStretch();
    // However long the facts are, what is to be decided stays in view.
    auto* whole = new QWidget;
    whole->setBackgroundRole(QPalette::Base);
    whole->setAutoFillBackground(true);
    auto* layout = column(0);
    whole->setLayout(layout);
    auto* settling = column(space::kGroup);
    settling->setContentsMargins(space::kPage, space::kInner, space::kPage, space::kInner);
    buildSettling(settling);
    layout->addWidget(pane, 1);
    layout->addWidget(new Hairline);
    layout->addLayout(settling);
    return whole;
}

void AdjudicationPanel::buildExhibits(QVBoxLayout* layout)
{
    auto* line = row(space::kPage);
    m_facts->setModel(m_presenter.facts());
    m_facts->setColumnWidths({ 0, 120, 60, 60 });
    m_facts->setFitsRows(true);
    m_evidence->setModel(m_presenter.evidence());
    m_evidence->setColumnWidths({ 0, 110, 70 });
    m_evidence->setFitsRows(true);
    auto* left = column(0);
    left->addWidget(m_facts);
    left->addStretch();
    auto* right = column(0);
    m_links->setModel(m_presenter.links());
    m_links->setColumnWidths({ 0, 130, 100 });
    m_links->setFitsRows(true);
    right->addWidget(m_evidence);
    right->addWidget(m_noEvidence);
    right->addSpacing(space::kBetween);
    right->addWidget(m_links);
    right->addWidget(m_noLinks);
    right->addStretch();
    line->addLayout(left, 1);
    line->addLayout(right, 1);
    layout->addLayout(line);
}

void AdjudicationPanel::buildSettling(QVBoxLayout* layout)
{
    auto* head = row(space::kGroup);
    head->addWidget(new Label(tr("Settle as"), TextRole::Strong));
    head->addStretch();
    head->addWidget(new Label(tr("Settled verdicts keep both first verdicts in the history"),
                              TextRole::Caption, ColorRole::Muted));
    layout->addLayout(head);
    auto* line = row(space::kGroup);
    for (std::size_t i = 0; i < kSettlements.size(); ++i) {
        const Verdict verdict = kSettlements[i].first;
        m_verdicts[i] = new ChoiceButton(QString::fromLatin1(kSettlements[i].second), words::verdict(verdict),
                                         ChoiceButton::Size::Verdict);
        connect(m_verdicts[i], &QAbstractButton::clicked, this,
                [this, verdict] { m_presenter.choose(verdict); });
        line->addWidget(m_verdicts[i], 1);
    }
    auto* open = new ChoiceButton(tr("Space"), tr("Leave open"), ChoiceButton::Size::Verdict);
    connect(open, &QAbstractButton::clicked, &m_presenter, &AdjudicationPresenter::leaveOpen);
    line->addWidget(open, 1);
    layout->addLayout(line);
    auto* words = row(space::kBetween);
    auto* reason = column(space::kTight);
    auto* reasonCaption = new Label(tr("Reason"), TextRole::Body, ColorRole::Muted);
    reasonCaption->setBuddy(m_reason);
    nameWidget(m_reason, tr("Reason"));
    m_reason->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    reason->addWidget(reasonCaption);
    reason->addWidget(m_reason);
    auto* why = column(space::kTight);
    auto* whyCaption =
        new Label(tr("Why A or B was not followed, one line"), TextRole::Body, ColorRole::Muted);
    whyCaption->setBuddy(m_why);
    nameWidget(m_why, tr("Why A or B was not followed"), tr("Letters are letters here; Esc leaves it"));
    why->addWidget(whyCaption);
    why->addWidget(m_why);
    words->addLayout(reason);
    words->addLayout(why, 1);
    layout->addLayout(words);
    connect(m_reason, &QComboBox::activated, this,
            [this](int index) { m_presenter.chooseReason(index - 1); }); // the first line is "no reason yet"
    connect(m_why, &QLineEdit::textChanged, &m_presenter, &AdjudicationPresenter::setWhy);
}

bool AdjudicationPanel::takeKey(int key)
{
    for (const auto& [verdict, letter] : kSettlements) {
        if (key == QChar::fromLatin1(*letter).unicode()) {
            m_presenter.choose(verdict);
            return true;
        }
    }
    if (key == Qt::Key_Space)
        m_presenter.leaveOpen();
    else if (key == Qt::Key_J || key == Qt::Key_K)
        m_presenter.step(key == Qt::Key_J ? 1 : -1);
    else if (key >= Qt::Key_1 && key <= Qt::Key_9)
        m_presenter.chooseReason(key - Qt::Key_1);
    else
        return false;
    return true;
}

bool AdjudicationPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_list && event->type() == QEvent::KeyPress) {
        auto* press = static_cast<QKeyEvent*>(event);
        // A list takes letters for its own search; here they settle.
        if ((press->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier && takeKey(press->key()))
            return true;
    }
    return QWidget::eventFilter(watched, event);
}

void AdjudicationPanel::render(const AdjudicationState& state)
{
    using Face = AdjudicationState::Face;
    switch (state.face) {
    case Face::Loading:
        m_empty->showNothingYet(IconId::Labels, tr("Reading the conflicts"), {});
        break;
    case Face::Nothing:
        m_empty->showNothingMatches(
            tr("No conflict waits for you"),
            tr("Cases on which two people disagree stand here, unless you are one of them."), {});
        break;
    case Face::Failed:
        m_empty->showCannot(tr("The conflicts cannot be read"), state.failure);
        break;
    case Face::Ready:
        break;
    }
    m_stack->setCurrentIndex(state.face == Face::Ready ? 0 : 1);
    m_count->setText(
        state.lines.size() == 1
            ? tr("One waits; you gave no verdict on it")
            : tr("%1 wait; you gave no verdict on any of them").arg(format::count(state.lines.size())));
    m_title->setText(state.caseId);
    m_received->setText(state.received.isEmpty() ? QString() : tr("received %1").arg(state.received));
    const auto at = std::ranges::find(state.lines, state.caseId, &DisputeLine::caseId);
    const int current = at == state.lines.end() ? -1 : static_cast<int>(at - state.lines.begin());
    if (current >= 0 && m_list->currentIndex().row() != current)
        m_list->selectRow(current);
    renderSides(state);
    renderSettling(state);
}

void AdjudicationPanel::renderSides(const AdjudicationState& state)
{
    for (qsizetype i = 0; i < 2; ++i) {
        if (i < state.sides.size())
            m_columns[static_cast<std::size_t>(i)]->showSide(state.sides[i]);
        else
            m_columns[static_cast<std::size_t>(i)]->showNothing(
                i == 0 ? tr("Reading the verdicts")
                       : tr("Nobody else decided it; it was marked as disputed."));
    }
    if (state.model.name.isEmpty())
        m_columns[2]->showNothing(tr("There is no champion, so no model has an opinion."));
    else
        m_columns[2]->showModel(state.model);
    // A table without a row is a sentence.
    const bool evidence = m_presenter.evidence()->rowCount() > 0;
    m_evidence->setVisible(evidence);
    m_noEvidence->setVisible(!evidence);
    m_links->setVisible(state.noLinks.isEmpty());
    m_noLinks->setText(state.noLinks);
    m_noLinks->setVisible(!state.noLinks.isEmpty());
}

void AdjudicationPanel::renderSettling(const AdjudicationState& state)
{
    if (m_reasonTexts != state.reasons) {
        m_reasonTexts = state.reasons;
        m_reason->clear();
        m_reason->addItem(tr("Choose a reason"));
        for (qsizetype i = 0; i < state.reasons.size(); ++i)
            m_reason->addItem(tr("%1  %2").arg(i + 1).arg(format::harmless(state.reasons[i])));
    }
    m_reason->setCurrentIndex(state.reason + 1);
    const bool may = state.whyNot.isEmpty() && !state.saving;
    for (std::size_t i = 0; i < m_verdicts.size(); ++i) {
        m_verdicts[i]->setChecked(state.verdict == kSettlements[i].first);
        m_verdicts[i]->setEnabled(may);
    }
    if (m_why->text() != state.why)
        m_why->setText(state.why);
    m_why->setEnabled(may);
    m_reason->setEnabled(may);
}

} // namespace casebench::ui
