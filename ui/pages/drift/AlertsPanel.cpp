// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/drift/AlertsPanel.h"

#include "ui/pages/drift/DriftRows.h"
#include "ui/pages/drift/DriftWords.h"
#include "ui/text/Format.h"
#include "ui/widgets/Buttons.h"

#include <algorithm>

namespace casebench::ui {

AlertsPanel::AlertsPanel(QWidget* parent)
    : QWidget(parent)
    , m_table(new TableView(tr("Alerts")))
    , m_none((new Label({}, TextRole::Body, ColorRole::Muted))->wrapping())
    , m_title(new Label({}, TextRole::Section))
    , m_text((new Label)->wrapping()->selectable())
    , m_facts((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
    , m_reason(new QLineEdit)
    , m_take(textButton(tr("Take")))
    , m_close(textButton(tr("Close alert")))
    , m_whyNot((new Label({}, TextRole::Caption, ColorRole::Muted))->wrapping())
{
    build();
    connect(m_table, &TableView::currentRowChanged, this, [this](int row) {
        if (const qint64 id = m_model.idOf(row); id != 0 && id != m_alert)
            emit chosen(id);
    });
    connect(m_take, &QPushButton::clicked, this,
            [this] { emit answered(m_alert, QStringLiteral("take"), {}); });
    connect(m_close, &QPushButton::clicked, this,
            [this] { emit answered(m_alert, QStringLiteral("close"), m_reason->text().trimmed()); });
    connect(m_reason, &QLineEdit::textChanged, this, &AlertsPanel::refresh);
}

void AlertsPanel::build()
{
    m_table->setModel(&m_model);
    m_reason->setPlaceholderText(tr("Why it can be closed"));
    m_reason->setAccessibleName(tr("Reason for closing the alert"));
    m_take->setAccessibleName(tr("Take"));
    m_close->setAccessibleName(tr("Close alert"));
    auto* split = new PaneSplitter(Qt::Horizontal, QStringLiteral("drift.alerts"), this);
    auto* whole = column(0);
    setLayout(whole);
    whole->addWidget(split);
    auto* left = new QWidget;
    auto* lines = column(0);
    left->setLayout(lines);
    lines->addWidget(m_none);
    m_none->setMargin(space::kPage);
    lines->addWidget(m_table, 1);
    auto* detail = new Pane(space::kBetween);
    for (QWidget* widget :
         { static_cast<QWidget*>(m_title), static_cast<QWidget*>(m_text), static_cast<QWidget*>(m_facts) })
        detail->content()->addWidget(widget);
    detail->addHairline();
    detail->content()->addWidget(m_take, 0, Qt::AlignLeft);
    detail->content()->addWidget(m_reason);
    detail->content()->addWidget(m_close, 0, Qt::AlignLeft);
    detail->content()->addWidget(m_whyNot);
    detail->content()->addStretch();
    split->addPane(left, 1, 900, tr("List of alerts"));
    split->addPane(detail, 0, 340, tr("Alert"));
}

void AlertsPanel::render(const DriftState& state)
{
    const bool any = state.inbox && !state.inbox->alerts.empty();
    m_none->setText(tr("No alert. Checking the model raises one when a field moved or recall fell."));
    m_none->setVisible(!any);
    m_table->setVisible(any);
    if (state.inbox && state.inbox != m_shown) {
        m_shown = state.inbox;
        const DriftTable table = alertsTable(*m_shown);
        m_model.setTable(table.columns, table.rows);
        m_table->setColumnWidths({ 74, 90, 70, 0, 80, 130 });
    }
    renderDetail(state);
}

void AlertsPanel::renderDetail(const DriftState& state)
{
    const Alert* alert = nullptr;
    if (m_shown && !m_shown->alerts.empty()) {
        const auto at = std::ranges::find(m_shown->alerts, state.alert, &Alert::id);
        alert = at == m_shown->alerts.end() ? &m_shown->alerts.front() : &*at;
    }
    const qint64 id = alert ? alert->id : 0;
    if (id != m_alert)
        m_reason->clear();
    m_alert = id;
    m_title->setText(alert ? tr("Alert A-%1").arg(id) : tr("Nothing to answer"));
    m_text->setText(alert ? format::harmless(format::text(alert->text)) : QString());
    QString facts;
    if (alert) {
        facts = tr("Raised %1. State: %2.")
                    .arg(format::dateTime(alert->raisedAt), format::text(name(alert->state)));
        if (!alert->owner.empty())
            facts += tr(" Owner: %1.").arg(format::harmless(format::text(alert->owner)));
        if (!alert->answer.empty())
            facts += tr(" Answer: %1").arg(format::harmless(format::text(alert->answer)));
    }
    m_facts->setText(facts);
    m_open = alert && alert->state != AlertState::Closed && state.whyNot.isEmpty();
    m_take->setVisible(alert && alert->state != AlertState::Closed);
    m_reason->setVisible(m_take->isVisibleTo(this));
    m_close->setVisible(m_take->isVisibleTo(this));
    m_take->setEnabled(m_open && alert->state != AlertState::Taken);
    m_whyNot->setText(alert ? state.whyNot : QString());
    if (const int row = m_model.rowOf(id); row >= 0 && m_table->currentIndex().row() != row)
        m_table->setCurrentIndex(m_model.index(row, 0));
    refresh();
}

void AlertsPanel::refresh()
{
    const bool reason = !m_reason->text().trimmed().isEmpty();
    m_close->setEnabled(m_open && reason);
    m_close->setToolTip(reason ? QString() : tr("Closing asks for a reason"));
    m_reason->setEnabled(m_open);
}

} // namespace casebench::ui
