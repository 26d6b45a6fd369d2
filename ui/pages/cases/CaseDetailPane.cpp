// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/CaseDetailPane.h"

#include "ui/itemmodels/CaseWords.h"
#include "ui/pages/cases/WrapWords.h"
#include "ui/text/Format.h"
#include "ui/theme/StylePaint.h"
#include "ui/widgets/Buttons.h"

#include <QHeaderView>
#include <QListView>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace casebench::ui {

namespace {

QVBoxLayout* inside(QWidget* widget, int spacing)
{
    auto* layout = column(spacing);
    widget->setLayout(layout);
    return layout;
}

/// "a, b and 3 more": of many the first, since a sentence is read.
QString fewOf(QStringList names)
{
    constexpr qsizetype kNamed = 5;
    if (names.size() > kNamed + 1) {
        const qsizetype more = names.size() - kNamed;
        names = names.mid(0, kNamed);
        names.append(CaseDetailPane::tr("%1 more").arg(format::count(more)));
    }
    return format::list(names);
}

} // namespace

void ScoreAgainstThreshold::setScore(double score, double threshold)
{
    m_score = score;
    m_threshold = threshold;
    setAccessibleName(tr("Score against threshold"));
    setAccessibleDescription(
        tr("%1 of 1, threshold %2").arg(format::decimal(score, 2), format::decimal(threshold, 2)));
    update();
}

QSize ScoreAgainstThreshold::sizeHint() const
{
    return { scaled(this, 160), scaled(this, 14) + QFontMetrics(ui::font(TextRole::Caption)).height() };
}

void ScoreAgainstThreshold::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF bar(0, 4, width(), 6);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color(ColorRole::Band, this));
    painter.drawRoundedRect(bar, 3, 3);
    painter.setBrush(seriesColor(0, schemeOf(palette())));
    if (!std::isnan(m_score))
        painter.drawRoundedRect(QRectF(0, 4, width() * std::clamp(m_score, 0.0, 1.0), 6), 3, 3);
    const double mark = width() * std::clamp(m_threshold, 0.0, 1.0);
    painter.fillRect(QRectF(mark - 1, 1, 2, 12), color(ColorRole::Text, this));
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(color(ColorRole::Muted, this));
    const QRectF words(0, 13, width(), height() - 13);
    painter.drawText(words, Qt::AlignLeft | Qt::AlignTop, QStringLiteral("0"));
    painter.drawText(words, Qt::AlignRight | Qt::AlignTop, QStringLiteral("1"));
    const QString threshold = tr("threshold %1").arg(format::decimal(m_threshold, 2));
    const double half = painter.fontMetrics().horizontalAdvance(threshold) / 2.0;
    const double x = std::clamp(mark, half + 16, width() - half - 16);
    painter.drawText(QRectF(x - half - 2, 13, 2 * half + 4, height() - 13), Qt::AlignHCenter | Qt::AlignTop,
                     threshold);
}

CaseDetailPane::CaseDetailPane(QWidget* parent)
    : Pane(space::kBetween, parent)
    , m_title(new Label({}, TextRole::Section))
    , m_state(new Chip({}))
    , m_received(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_values(new FactList(tr("Facts of the case")))
    , m_reveal(new RevealBox)
    , m_body(new QWidget)
    , m_scoreWords(new Label)
    , m_bar(new ScoreAgainstThreshold)
    , m_unseen(new GlyphLabel(Glyph::Alarm))
    , m_explain(linkButton(tr("Explain this case")))
    , m_label(linkButton(tr("Give a verdict")))
    , m_history(new TableView(tr("History")))
    , m_linked(new LinkedList)
    , m_correct(linkButton(tr("Correct a value")))
    , m_form(new QWidget)
    , m_field(new QComboBox)
    , m_value(new QLineEdit)
    , m_reason(new QLineEdit)
{
    m_title->selectable();
    m_received->wrapping();
    auto* head = row(space::kGroup);
    head->addWidget(m_title);
    head->addWidget(m_state);
    head->addStretch();
    content()->addLayout(head);
    content()->addWidget(m_received);
    content()->addWidget(m_body);
    content()->addStretch();
    auto* body = inside(m_body, space::kInner);
    body->addWidget(m_values);
    body->addWidget(m_reveal);
    auto* links = row(space::kBetween);
    links->addWidget(m_correct);
    links->addStretch();
    body->addLayout(links);
    buildCorrection();
    body->addWidget(new Hairline);
    buildScore();
    body->addWidget(new Hairline);
    body->addWidget(m_linked);
    buildHistory();
    connect(m_reveal, &RevealBox::asked, this,
            [this](const QString& reason) { emit revealAsked(m_facts.caseId, reason); });
    connect(m_reveal, &RevealBox::hideAsked, this, [this] {
        m_personalShown = false;
        renderFacts();
    });
    showNothing({});
}

void CaseDetailPane::buildScore()
{
    auto* body = static_cast<QVBoxLayout*>(m_body->layout());
    m_scoreWords->wrapping();
    body->addWidget(m_scoreWords);
    body->addWidget(m_bar);
    wrapWords(m_unseen);
    body->addWidget(m_unseen);
    auto* links = row(space::kBetween);
    links->addWidget(m_explain);
    links->addWidget(m_label);
    links->addStretch();
    body->addLayout(links);
    connect(m_explain, &QToolButton::clicked, this, [this] { emit explainAsked(m_facts.caseId); });
    connect(m_label, &QToolButton::clicked, this, [this] { emit labelAsked(m_facts.caseId); });
}

void CaseDetailPane::buildHistory()
{
    auto* body = static_cast<QVBoxLayout*>(m_body->layout());
    body->addWidget(new Label(tr("History"), TextRole::Strong));
    m_history->horizontalHeader()->hide();
    m_history->setModel(&m_happenings);
    m_history->setColumnWidths({ 0 });
    m_history->setRowPixels(42);
    m_history->setFitsRows(true);
    body->addWidget(m_history);
}

void CaseDetailPane::buildCorrection()
{
    auto* form = inside(m_form, space::kGroup);
    m_field->setAccessibleName(tr("Field to correct"));
    m_field->setModel(&m_fields);
    // As wide as the pane, whatever the names: measuring thousands would hold the window up.
    m_field->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_field->setMinimumContentsLength(12);
    if (auto* names = qobject_cast<QListView*>(m_field->view()))
        names->setUniformItemSizes(true);
    m_value->setAccessibleName(tr("Corrected value"));
    m_value->setPlaceholderText(tr("New value, empty for missing"));
    m_reason->setAccessibleName(tr("Reason of the correction"));
    m_reason->setPlaceholderText(tr("Reason"));
    auto* buttons = row(space::kGroup);
    auto* save = textButton(tr("Correct value"));
    auto* cancel = textButton(tr("Cancel"));
    buttons->addWidget(save);
    buttons->addWidget(cancel);
    buttons->addStretch();
    form->addWidget(m_field);
    form->addWidget(m_value);
    form->addWidget(m_reason);
    form->addLayout(buttons);
    m_body->layout()->addWidget(m_form);
    m_form->hide();
    save->setEnabled(false);
    connect(m_reason, &QLineEdit::textChanged, save,
            [save](const QString& text) { save->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_correct, &QToolButton::clicked, this, [this] {
        m_form->setVisible(!m_form->isVisible());
        if (m_form->isVisible())
            m_field->setFocus(Qt::OtherFocusReason);
    });
    connect(cancel, &QPushButton::clicked, m_form, &QWidget::hide);
    connect(save, &QPushButton::clicked, this, [this] {
        emit correctionAsked(m_facts.caseId, m_field->currentText(), m_value->text(), m_reason->text());
        m_form->hide();
        m_value->clear();
        m_reason->clear();
    });
}

void CaseDetailPane::offerCorrection(bool on)
{
    m_correct->setVisible(on);
    if (!on)
        m_form->hide();
}

void CaseDetailPane::startCorrection(const QString& field)
{
    if (m_correct->isHidden() || m_body->isHidden())
        return;
    m_form->show();
    const int at = m_field->findText(field);
    if (at >= 0)
        m_field->setCurrentIndex(at);
    (at >= 0 ? static_cast<QWidget*>(m_value) : m_field)->setFocus(Qt::ShortcutFocusReason);
}

void CaseDetailPane::showNothing(const QString& sentence)
{
    m_facts = {};
    m_title->clear();
    m_state->hide();
    m_received->setText(sentence);
    m_body->hide();
}

void CaseDetailPane::render(const CaseFacts& facts)
{
    if (facts.caseId != m_facts.caseId) {
        m_linked->clear();
        m_personalShown = false;
        m_form->hide();
    }
    m_facts = facts;
    m_title->setText(facts.caseId);
    m_state->setText(words::state(facts.state));
    m_state->show();
    m_received->setText(
        facts.received == kNoTime
            ? tr("From %1").arg(format::isolate(facts.source))
            : tr("Received %1, from %2").arg(format::date(facts.received), format::isolate(facts.source)));
    QStringList fields;
    for (const CaseFact& fact : facts.facts) {
        if (fact.role != FieldRole::Id)
            fields.append(fact.field);
    }
    if (fields != m_fields.stringList())
        m_fields.setStringList(fields);
    renderFacts();
    renderScore();
    m_happenings.setHistory(facts.history);
    m_body->show();
}

void CaseDetailPane::setRevealed(const QString& caseId)
{
    if (caseId != m_facts.caseId)
        return;
    m_personalShown = true;
    renderFacts();
}

void CaseDetailPane::refuseReveal(const QString& caseId, const QString& sentence)
{
    if (caseId == m_facts.caseId)
        m_reveal->setRefusal(sentence);
}

void CaseDetailPane::renderFacts()
{
    QList<KeyValueList::Row> rows;
    rows.reserve(m_facts.facts.size());
    bool personal = false;
    for (const CaseFact& fact : m_facts.facts) {
        if (fact.role == FieldRole::Id || (fact.role == FieldRole::Time && m_facts.received != kNoTime))
            continue;
        const bool hidden = fact.role == FieldRole::Personal && !fact.missing;
        personal = personal || hidden;
        KeyValueList::Row line;
        line.key = fact.field;
        line.value = hidden && !m_personalShown ? words::masked(fact.value) : fact.value;
        line.chip = fact.unseen ? tr("new") : QString();
        line.strong = fact.unseen;
        line.muted = fact.missing;
        rows.append(line);
    }
    m_values->setRows(rows);
    m_reveal->setVisible(personal);
    m_reveal->setShown(m_personalShown);
}

void CaseDetailPane::renderScore()
{
    const bool scored = !std::isnan(m_facts.score);
    QStringList unseen;
    for (const CaseFact& fact : m_facts.facts) {
        if (fact.unseen)
            unseen.append(format::isolate(fact.field));
    }
    if (scored)
        m_scoreWords->setText(tr("Champion %1: %2, %3")
                                  .arg(format::isolate(m_facts.champion), format::decimal(m_facts.score, 2),
                                       m_facts.score >= m_facts.threshold ? tr("scam") : tr("not scam")));
    else if (m_facts.champion.isEmpty())
        m_scoreWords->setText(tr("No champion yet: an approved run will score the cases."));
    else if (m_facts.scoreHidden)
        m_scoreWords->setText(tr("The score is hidden until your own verdict."));
    else
        m_scoreWords->setText(
            tr("Champion %1 has not scored this case yet.").arg(format::isolate(m_facts.champion)));
    m_bar->setVisible(scored);
    m_bar->setScore(m_facts.score, m_facts.threshold);
    m_unseen->setVisible(!unseen.isEmpty() && !m_facts.champion.isEmpty());
    m_unseen->setText(tr("It cannot see %1.").arg(fewOf(unseen)));
    m_explain->setVisible(scored);
}

} // namespace casebench::ui
