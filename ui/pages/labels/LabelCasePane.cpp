// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/LabelCasePane.h"

#include "core/labelling/FactTopics.h"
#include "ui/itemmodels/CaseWords.h"
#include "ui/pages/Page.h"
#include "ui/text/Format.h"

#include <QPainter>

#include <cmath>

namespace casebench::ui {

namespace {

constexpr std::array<const char*, 4> kVerdictKeys { "S", "N", "D", "U" };
const std::array<QString, 4> kSureIds { QStringLiteral("none"), QStringLiteral("unsure"),
                                        QStringLiteral("fairly"), QStringLiteral("sure") };

/// What a person who labels may see: a label of the file is somebody's verdict, which must not be known
/// before; id and time stand in the head.
bool isShown(const CaseFact& fact, Instant received)
{
    return fact.role != FieldRole::Id && fact.role != FieldRole::Label
        && (fact.role != FieldRole::Time || received == kNoTime);
}

} // namespace

RevealFrame::RevealFrame(QWidget* parent)
    : QWidget(parent)
    , m_title(new Label({}, TextRole::Strong))
    , m_text(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_why(new QLineEdit)
{
    nameWidget(m_why, tr("Why your verdict is not the model’s"),
               tr("One line; Enter keeps it, Esc leaves it"));
    m_why->setPlaceholderText(tr("Why your verdict is not the model’s, in one line; Enter keeps it"));
    connect(m_why, &QLineEdit::returnPressed, this, [this] {
        emit explained(m_why->text());
        m_why->clear();
    });
    auto* layout = column(space::kTight);
    layout->setContentsMargins(space::kBetween, space::kInner, space::kBetween, space::kInner);
    layout->addWidget(m_title->wrapping());
    layout->addWidget(m_text->wrapping());
    layout->addWidget(m_why);
    setLayout(layout);
    showHidden();
}

void RevealFrame::showHidden()
{
    m_hidden = true;
    m_title->setText(tr("The model’s score and reasons are hidden until you save."));
    m_text->setText(
        tr("Your verdict stays your own and sealed; agreement can then be measured. If you differ from the "
           "model you are asked for one line."));
    m_why->hide();
    update();
}

void RevealFrame::showReveal(const LabelReveal& reveal)
{
    m_hidden = false;
    m_title->setText(tr("You said %1. %2").arg(reveal.said.toLower(), reveal.model));
    QStringList lines = reveal.reasons;
    if (reveal.differs)
        lines.prepend(reveal.answered ? tr("You and the model differ; you said why.")
                                      : tr("You and the model differ. One line says why."));
    m_text->setText(lines.join(u'\n'));
    m_why->setVisible(reveal.differs && !reveal.answered);
    update();
}

void RevealFrame::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(color(m_hidden ? ColorRole::ControlEdge : ColorRole::Hairline, this), 1);
    if (m_hidden)
        pen.setStyle(Qt::DashLine);
    painter.setPen(pen);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kRadius, kRadius);
}

LabelCasePane::LabelCasePane(LabelsPresenter& presenter, QWidget* parent)
    : Pane(space::kPage, parent)
    , m_presenter(presenter)
    , m_title(new Label({}, TextRole::Section))
    , m_state(new Chip({}))
    , m_received(new ElidedLabel({}, Qt::ElideRight, TextRole::Caption, ColorRole::Muted))
    , m_position(new Label({}, TextRole::Body, ColorRole::Muted))
    , m_topics(new FactTopicsView)
    , m_reveal(new RevealBox)
    , m_update(new Label)
    , m_changed(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_reasonGrid(new QGridLayout)
    , m_sure(new SegmentedSwitch(tr("How sure")))
    , m_note(new QLineEdit)
    , m_frame(new RevealFrame)
    , m_foot(new QWidget)
    , m_footLine(row(space::kGroup))
{
    buildHead();
    buildFacts();
    buildVerdicts();
    content()->addWidget(new Label(tr("Reason"), TextRole::Strong));
    m_reasonGrid->setSpacing(space::kTight);
    content()->addLayout(m_reasonGrid);
    buildSureness();
    content()->addWidget(m_frame);
    connect(m_frame, &RevealFrame::explained, this, [this](const QString& line) {
        m_presenter.actions().explainDifference(m_presenter.state().caseId, line);
    });
    content()->addStretch();
    m_foot->setBackgroundRole(QPalette::Base);
    m_foot->setAutoFillBackground(true);
    m_foot->setLayout(m_footLine);
    m_footLine->setContentsMargins(space::kPage, space::kGroup, space::kPage, space::kGroup);
    m_footLine->addStretch();
}

void LabelCasePane::buildHead()
{
    auto* head = row(space::kGroup);
    m_title->selectable();
    head->addWidget(m_title);
    head->addWidget(m_state);
    head->addStretch();
    head->addWidget(m_position);
    auto* lines = column(space::kHair);
    lines->addLayout(head);
    lines->addWidget(m_received); // a line of its own: it is longer than what the head leaves
    content()->addLayout(lines);
}

void LabelCasePane::buildFacts()
{
    content()->addWidget(m_topics);
    content()->addWidget(m_reveal);
    content()->addWidget(m_update->wrapping());
    content()->addWidget(m_changed->wrapping());
    connect(m_reveal, &RevealBox::asked, this,
            [this](const QString& reason) { emit revealAsked(m_facts.caseId, reason); });
    connect(m_reveal, &RevealBox::hideAsked, this, [this] {
        m_personalShown = false;
        fillFacts();
    });
}

void LabelCasePane::buildVerdicts()
{
    content()->addWidget(new Label(tr("Your verdict"), TextRole::Strong));
    auto* line = row(space::kGroup);
    for (std::size_t i = 0; i < m_verdicts.size(); ++i) {
        const Verdict verdict = kVerdictNames[i].first;
        m_verdicts[i] = new ChoiceButton(QString::fromLatin1(kVerdictKeys[i]), words::verdict(verdict),
                                         ChoiceButton::Size::Verdict);
        connect(m_verdicts[i], &QAbstractButton::clicked, this,
                [this, verdict] { m_presenter.choose(verdict); });
        line->addWidget(m_verdicts[i], 1);
    }
    content()->addLayout(line);
}

void LabelCasePane::buildSureness()
{
    auto* line = row(space::kPage);
    auto* sure = column(space::kTight);
    auto* sureCaption = new Label(tr("How sure"), TextRole::Body, ColorRole::Muted);
    sureCaption->setBuddy(m_sure);
    m_sure->setSegments({ { kSureIds[0], tr("–") },
                          { kSureIds[1], tr("Unsure") },
                          { kSureIds[2], tr("Fairly") },
                          { kSureIds[3], tr("Sure") } });
    sure->addWidget(sureCaption);
    sure->addWidget(m_sure);
    auto* note = column(space::kTight);
    auto* noteCaption = new Label(tr("Note"), TextRole::Body, ColorRole::Muted);
    noteCaption->setBuddy(m_note);
    nameWidget(m_note, tr("Note"), tr("Letters are letters here; Esc leaves it"));
    m_note->setPlaceholderText(tr("One line for whoever reads this next"));
    note->addWidget(noteCaption);
    note->addWidget(m_note);
    line->addLayout(sure);
    line->addLayout(note, 1);
    content()->addLayout(line);
    connect(m_note, &QLineEdit::textChanged, &m_presenter, &LabelsPresenter::setNote);
    connect(m_sure, &SegmentedSwitch::chosen, this, [this](const QString& id) {
        const auto at = std::find(kSureIds.begin(), kSureIds.end(), id);
        m_presenter.setSureness(static_cast<Sureness>(at - kSureIds.begin()));
    });
}

void LabelCasePane::addFoot(QWidget* widget)
{
    widget->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_footLine->insertWidget(m_footLine->count() - 1, widget); // before the stretch
}

void LabelCasePane::buildReasons(const QStringList& reasons)
{
    m_reasonTexts = reasons;
    qDeleteAll(m_reasons);
    m_reasons.clear();
    constexpr int kPerRow = 3;
    for (int i = 0; i < reasons.size(); ++i) {
        auto* button = new ChoiceButton(QString::number(i + 1), format::harmless(reasons[i]),
                                        ChoiceButton::Size::Reason);
        connect(button, &QAbstractButton::clicked, this, [this, i] { m_presenter.chooseReason(i); });
        m_reasonGrid->addWidget(button, i / kPerRow, i % kPerRow);
        setTabOrder(i == 0 ? static_cast<QWidget*>(m_verdicts.back()) : m_reasons.back(), button);
        m_reasons.append(button);
    }
    if (!m_reasons.isEmpty())
        setTabOrder(m_reasons.back(), m_sure);
}

void LabelCasePane::renderFacts(const CaseFacts& facts)
{
    if (facts.caseId != m_facts.caseId)
        m_personalShown = false;
    m_facts = facts;
    m_state->setText(words::state(facts.state));
    QStringList parts;
    if (!std::isnan(facts.confidence))
        parts.append(tr("sure to %1").arg(format::percent(facts.confidence)));
    if (facts.received != kNoTime)
        parts.append(tr("received %1").arg(format::date(facts.received)));
    if (facts.matures != kNoTime)
        parts.append(facts.maturesAssumed
                         ? tr("label matures %1 (assumed)").arg(format::shortDate(facts.matures))
                         : tr("label matures %1").arg(format::shortDate(facts.matures)));
    m_received->setText(parts.join(QStringLiteral(", ")));
    m_received->setToolTip(facts.maturesAssumed
                               ? tr("30 days after it was received: too few decided cases to know better.")
                               : tr("When 90 % of the cases had their verdict."));
    m_update->setText(facts.update.at == kNoTime ? QString()
                                                 : tr("Changed by the import of %1: %2")
                                                       .arg(format::date(facts.update.at),
                                                            facts.update.changes.join(QStringLiteral("; "))));
    m_update->setVisible(facts.update.at != kNoTime);
    fillFacts();
}

void LabelCasePane::setRevealed(const QString& caseId)
{
    if (caseId != m_facts.caseId)
        return;
    m_personalShown = true;
    fillFacts();
}

void LabelCasePane::refuseReveal(const QString& caseId, const QString& sentence)
{
    if (caseId == m_facts.caseId)
        m_reveal->setRefusal(sentence);
}

void LabelCasePane::fillFacts()
{
    std::vector<Field> fields;
    QList<KeyValueList::Row> lines;
    bool personal = false;
    for (const CaseFact& fact : m_facts.facts) {
        if (!isShown(fact, m_facts.received))
            continue;
        const bool hidden = fact.role == FieldRole::Personal && !fact.missing;
        personal = personal || hidden;
        KeyValueList::Row line;
        line.key = fact.field;
        line.value = hidden && !m_personalShown ? words::masked(fact.value) : fact.value;
        line.strong = fact.yes; // what was answered yes is what a person looks for first
        line.muted = fact.missing;
        if (fact.missing)
            line.value.replace(u' ', QChar(QChar::Nbsp)); // two words on two lines would double the height
        line.tip = fact.missing ? (fact.kind == FieldKind::YesNo ? tr("Not asked, which is not No.")
                                                                 : tr("The file has no value here."))
                                : QString();
        lines.append(line);
        Field field;
        field.name = fact.field.toStdString();
        field.role = fact.role;
        fields.push_back(std::move(field));
    }
    QList<FactTopicsView::Topic> topics;
    for (const FactTopic& topic : factTopics(fields)) {
        FactTopicsView::Topic shown { format::text(topic.title), format::text(topic.why) };
        for (const std::size_t at : topic.fields)
            shown.rows.append(lines[static_cast<qsizetype>(at)]);
        topics.append(shown);
    }
    m_topics->setTopics(topics);
    m_reveal->setVisible(personal);
    m_reveal->setShown(m_personalShown);
}

void LabelCasePane::render(const LabelsState& state)
{
    if (m_reasonTexts != state.reasons)
        buildReasons(state.reasons);
    m_title->setText(state.caseId);
    m_position->setText(state.position > 0 ? tr("%1 of %2")
                                                 .arg(format::count(state.position),
                                                      format::count(m_presenter.queue()->caseCount()))
                                           : QString());
    const bool may = state.whyNot.isEmpty() && !state.saving;
    for (std::size_t i = 0; i < m_verdicts.size(); ++i) {
        m_verdicts[i]->setChecked(state.verdict == kVerdictNames[i].first);
        m_verdicts[i]->setEnabled(may);
    }
    for (int i = 0; i < m_reasons.size(); ++i) {
        m_reasons[i]->setChecked(state.reason == i);
        m_reasons[i]->setEnabled(may);
    }
    m_sure->setCurrent(kSureIds[static_cast<std::size_t>(state.sureness)]);
    if (m_note->text() != state.note)
        m_note->setText(state.note);
    m_note->setEnabled(may);
    if (state.ownVerdict && !state.reveal.said.isEmpty())
        m_frame->showReveal(state.reveal);
    else
        m_frame->showHidden();
    m_changed->setText(state.whyNot);
    m_changed->setVisible(!state.whyNot.isEmpty());
}

} // namespace casebench::ui
