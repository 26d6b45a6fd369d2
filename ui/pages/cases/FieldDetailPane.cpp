// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/FieldDetailPane.h"

#include "core/privacy/Masking.h"
#include "ui/pages/cases/WrapWords.h"
#include "ui/text/Format.h"
#include "ui/theme/Tokens.h"
#include "ui/widgets/Buttons.h"

#include <QFormLayout>
#include <QLayoutItem>

#include <cmath>

namespace casebench::ui {

namespace {

constexpr qsizetype kShownLevels = 5;

template<std::size_t N, typename E>
void fill(QComboBox* box, const std::array<std::pair<E, std::string_view>, N>& names)
{
    for (const auto& [value, word] : names)
        box->addItem(format::text(word), format::text(word));
}

void empty(QLayout* layout)
{
    while (QLayoutItem* item = layout->takeAt(0)) {
        if (item->widget() != nullptr)
            item->widget()->deleteLater();
        delete item;
    }
}

bool isLeak(const FieldHint& hint)
{
    return hint.kind != "constant" && hint.kind != "near-id";
}

QString levelsText(const FieldCard& card)
{
    if (card.summary.distinct < 0)
        return format::undefined();
    QStringList levels;
    for (const auto& [level, count] : card.summary.levels) {
        if (levels.size() == kShownLevels) {
            levels.append(FieldDetailPane::tr("…"));
            break;
        }
        levels.append(
            FieldDetailPane::tr("%1 (%2)").arg(format::isolate(format::text(level)), format::count(count)));
    }
    const QString count = format::count(card.summary.distinct);
    return levels.isEmpty() ? count : count + QStringLiteral(": ") + levels.join(QStringLiteral(", "));
}

} // namespace

FieldDetailPane::FieldDetailPane(QWidget* parent)
    : Pane(space::kBetween, parent)
    , m_title((new Label({}, TextRole::Section))->wrapping()->selectable())
    , m_what((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
    , m_hints(new QWidget)
    , m_body(new QWidget)
    , m_facts(new KeyValueList)
    , m_events(new QWidget)
    , m_historyNote((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
    , m_kind(new QComboBox)
    , m_role(new QComboBox)
    , m_controllable(new QComboBox)
    , m_reason(new QLineEdit)
    , m_consequence((new Label({}, TextRole::Caption))->wrapping())
    , m_save(textButton(tr("Change field")))
    , m_whyNot((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
{
    content()->addWidget(m_title);
    content()->addWidget(m_what);
    content()->addWidget(m_body);
    content()->addStretch();
    auto* body = column(space::kInner);
    m_body->setLayout(body);
    m_hints->setLayout(column(space::kGroup));
    m_events->setLayout(column(space::kGroup));
    body->addWidget(m_hints);
    body->addWidget(m_facts);
    body->addWidget(new Hairline);
    body->addWidget(new Label(tr("Change this field"), TextRole::Strong));
    buildForm();
    body->addWidget(new Hairline);
    body->addWidget(new Label(tr("History"), TextRole::Strong));
    body->addWidget(m_historyNote);
    body->addWidget(m_events);
    m_body->hide();
}

void FieldDetailPane::buildForm()
{
    fill(m_kind, kFieldKindNames);
    fill(m_role, kFieldRoleNames);
    m_controllable->addItem(tr("no"), QStringLiteral("no"));
    m_controllable->addItem(tr("yes"), QStringLiteral("yes"));
    m_controllable->setToolTip(
        tr("Whether the scammer can choose the value; such fields are tried for evasion"));
    m_reason->setPlaceholderText(tr("Why, for the history"));
    m_kind->setAccessibleName(tr("Kind of the field"));
    m_role->setAccessibleName(tr("Role of the field"));
    m_controllable->setAccessibleName(tr("Can the scammer choose the value"));
    m_reason->setAccessibleName(tr("Reason of the change"));
    auto* form = new QFormLayout;
    form->setSpacing(space::kGroup);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    const std::pair<QString, QWidget*> rows[] = { { tr("Kind"), m_kind },
                                                  { tr("Role"), m_role },
                                                  { tr("Scammer chooses it"), m_controllable },
                                                  { tr("Reason"), m_reason } };
    for (const auto& [title, widget] : rows) {
        auto* label = new Label(title, TextRole::Body, ColorRole::Muted);
        label->setBuddy(widget);
        form->addRow(label, widget);
    }
    auto* body = static_cast<QVBoxLayout*>(m_body->layout());
    body->addLayout(form);
    body->addWidget(m_consequence);
    auto* buttons = row(space::kGroup);
    buttons->addWidget(m_save);
    buttons->addStretch();
    body->addLayout(buttons);
    body->addWidget(m_whyNot);
    for (QComboBox* box : { m_kind, m_role, m_controllable })
        connect(box, &QComboBox::currentIndexChanged, this, &FieldDetailPane::updateForm);
    connect(m_reason, &QLineEdit::textChanged, this, &FieldDetailPane::updateForm);
    connect(m_reason, &QLineEdit::returnPressed, this, &FieldDetailPane::send);
    connect(m_save, &QPushButton::clicked, this, &FieldDetailPane::send);
}

FieldChange FieldDetailPane::asked() const
{
    FieldChange change;
    const std::string kind = m_kind->currentData().toString().toStdString();
    const std::string role = m_role->currentData().toString().toStdString();
    const std::string controllable = m_controllable->currentData().toString().toStdString();
    change.kind = kind == name(m_was.kind) ? std::string() : kind;
    change.role = role == name(m_was.role) ? std::string() : role;
    change.controllable = (controllable == "yes") == m_was.controllable ? std::string() : controllable;
    change.reason = m_reason->text().trimmed().toStdString();
    return change;
}

void FieldDetailPane::updateForm()
{
    const FieldChange change = asked();
    const bool differs = !change.kind.empty() || !change.role.empty() || !change.controllable.empty();
    const bool opens = !change.role.empty() && isMasked(m_was.role);
    m_consequence->setText(
        opens ? tr("Its values are shown to everybody then. The reason is kept in the audit log.")
              : QString());
    m_consequence->setVisible(opens);
    m_save->setEnabled(m_mayEdit && differs && !change.reason.empty());
    m_save->setToolTip(!differs                    ? tr("Nothing differs yet")
                           : change.reason.empty() ? tr("A change needs a reason")
                                                   : tr("Saves the change with its reason"));
}

void FieldDetailPane::send()
{
    if (!m_save->isEnabled())
        return;
    emit changeAsked(m_field, asked());
    m_reason->clear();
}

QString FieldDetailPane::command() const
{
    const FieldChange change = asked();
    QStringList words { QStringLiteral("fields"), QStringLiteral("set"),
                        m_field.isEmpty() ? QStringLiteral("FIELD") : m_field };
    const auto add = [&words](const char* option, const std::string& value) {
        if (!value.empty())
            words << QLatin1String(option) << format::text(value);
    };
    add("--kind", change.kind);
    add("--role", change.role);
    add("--controllable", change.controllable);
    if (words.size() == 3) // nothing is changed yet
        words << QStringLiteral("--role") << QStringLiteral("ROLE");
    words << QStringLiteral("--reason")
          << (change.reason.empty() ? QStringLiteral("TEXT") : format::text(change.reason));
    return shellWords(words);
}

void FieldDetailPane::startEditing()
{
    m_kind->setFocus(Qt::ShortcutFocusReason);
    ensureWidgetVisible(m_save);
}

void FieldDetailPane::render(const FieldsState& state)
{
    const FieldCard* card = state.selectedCard();
    m_body->setVisible(card != nullptr);
    if (card == nullptr) {
        m_title->setText(tr("No field chosen"));
        m_what->setText(tr("Choose a field to see its hints and history."));
        m_field.clear();
        return;
    }
    m_title->setText(format::text(card->field.name));
    m_what->setText(tr("%1 field with the role %2")
                        .arg(format::text(name(card->field.kind)), format::text(name(card->field.role))));
    renderHints(*card);
    renderFacts(state, *card);
    renderHistory(state);
    renderForm(state, *card);
}

void FieldDetailPane::renderHints(const FieldCard& card)
{
    auto* layout = static_cast<QVBoxLayout*>(m_hints->layout());
    empty(layout);
    for (const FieldHint& hint : card.hints) {
        auto* line = new GlyphLabel(isLeak(hint) ? Glyph::Alarm : Glyph::Watch, format::text(hint.text));
        wrapWords(line);
        line->setAccessibleName(format::text(hint.text));
        layout->addWidget(line);
        layout->addWidget((new Label(tr("Rule: %1").arg(format::text(hintRule(hint.kind))), TextRole::Caption,
                                     ColorRole::Muted))
                              ->wrapping());
    }
    m_hints->setVisible(!card.hints.empty());
}

void FieldDetailPane::renderFacts(const FieldsState& state, const FieldCard& card)
{
    const FieldSummary& summary = card.summary;
    const auto known = [](const QString& text) { return text.isEmpty() ? format::undefined() : text; };
    QList<KeyValueList::Row> rows {
        { tr("Filled"),
          tr("%1, %2 of %3")
              .arg(format::percent(summary.fill(), 1), format::count(summary.filled),
                   format::count(summary.rows)) },
        { tr("Levels"), levelsText(card) },
    };
    if (card.field.kind == FieldKind::Number && summary.filled > 0)
        rows.append({ tr("Range"),
                      tr("%1 to %2, mean %3")
                          .arg(format::number(summary.low), format::number(summary.high),
                               format::number(summary.mean)) });
    rows.append({ tr("First seen"),
                  summary.firstSeen == kNoTime ? format::undefined() : format::date(summary.firstSeen) });
    rows.append({ tr("Last seen"),
                  summary.lastSeen == kNoTime ? format::undefined() : format::date(summary.lastSeen) });
    rows.append({ tr("Came with"), known(format::text(card.firstSource)) });
    rows.append({ tr("Last file"), known(format::text(card.lastSource)) });
    if (card.drift && card.drift->verdict != DriftVerdict::Skipped)
        rows.append({ tr("Drift"),
                      tr("%1; %2 %3, %4; n = %5 then, %6 now")
                          .arg(format::text(card.driftText), format::text(card.drift->effectName),
                               format::number(card.drift->effect), format::pValue(card.drift->pAdjusted),
                               format::count(card.drift->nReference), format::count(card.drift->nCurrent)) });
    else
        rows.append({ tr("Drift"),
                      known(format::text(card.driftText)),
                      {},
                      Glyph::None,
                      false,
                      true,
                      format::text(state.card->whyNoDrift) });
    rows.append({ tr("Champion sees it"),
                  !card.seenByChampion       ? tr("no champion yet")
                      : *card.seenByChampion ? tr("yes")
                                             : tr("no") });
    rows.append({ tr("AUC alone"),
                  std::isnan(card.auc)
                      ? format::undefined()
                      : tr("%1, %2 decided cases")
                            .arg(format::decimal(card.auc, 3), format::count(state.card->decided)),
                  {},
                  Glyph::None,
                  false,
                  std::isnan(card.auc),
                  tr("Cross-validated: how well the field alone tells scam from not scam") });
    m_facts->setRows(rows);
}

void FieldDetailPane::renderHistory(const FieldsState& state)
{
    auto* layout = static_cast<QVBoxLayout*>(m_events->layout());
    empty(layout);
    for (const FieldEvent& event : state.history) {
        layout->addWidget((new Label(format::text(event.what)))->wrapping());
        QString who = tr("%1, %2, event %3")
                          .arg(format::isolate(format::text(event.person)), format::dateTime(event.at),
                               format::count(event.auditSeq));
        if (!event.reason.empty())
            who += tr(": “%1”").arg(format::isolate(format::text(event.reason)));
        layout->addWidget((new Label(who, TextRole::Caption, ColorRole::Muted))->wrapping());
    }
    m_historyNote->setText(state.historyNote);
    m_historyNote->setVisible(!state.historyNote.isEmpty());
}

void FieldDetailPane::renderForm(const FieldsState& state, const FieldCard& card)
{
    const QString field = format::text(card.field.name);
    m_mayEdit = state.mayEdit && !state.saving;
    if (field != m_field || card.field != m_was) { // what somebody chose but did not save stays otherwise
        m_field = field;
        m_was = card.field;
        m_kind->setCurrentIndex(m_kind->findData(format::text(name(card.field.kind))));
        m_role->setCurrentIndex(m_role->findData(format::text(name(card.field.role))));
        m_controllable->setCurrentIndex(card.field.controllable ? 1 : 0);
        m_reason->clear();
    }
    for (QWidget* widget : std::initializer_list<QWidget*> { m_kind, m_role, m_controllable, m_reason })
        widget->setEnabled(m_mayEdit);
    m_whyNot->setText(state.whyNotEdit);
    m_whyNot->setVisible(!state.whyNotEdit.isEmpty());
    updateForm();
}

} // namespace casebench::ui
