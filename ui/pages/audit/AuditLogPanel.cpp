// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/audit/AuditLogPanel.h"

#include "ui/text/Format.h"

namespace casebench::ui {

AuditLogPanel::AuditLogPanel(QWidget* parent)
    : QWidget(parent)
    , m_search(new SearchField(tr("Find in all columns")))
    , m_count(new Label({}, TextRole::Body, ColorRole::Muted))
    , m_table(new TableView(tr("Audit log")))
    , m_header(new FilterHeader)
    , m_detail(new AuditDetailPane)
{
    m_search->setAccessibleName(tr("Find in the log"));
    m_table->setHorizontalHeader(m_header);
    m_table->setModel(&m_model);
    const QStringList hints { tr("no."),       tr("any time"), tr("any person"),
                              tr("any event"), tr("contains"), tr("contains") };
    for (int column = 0; column < hints.size(); ++column)
        m_header->setPlaceholder(column, hints[column]);
    m_table->setColumnWidths({ 54, 152, 112, 134, 130, 0, 84 });
    auto* left = new QWidget;
    auto* lines = column(0);
    left->setLayout(lines);
    auto* tools = row(space::kGroup);
    tools->setContentsMargins(space::kPage, space::kGroup, space::kBetween, space::kGroup);
    m_search->setMaximumWidth(scaled(this, 280));
    tools->addWidget(m_search, 1);
    tools->addStretch();
    tools->addWidget(m_count);
    lines->addLayout(tools);
    lines->addWidget(m_table, 1);
    auto* foot =
        new Label(tr("This log shows tampering; it cannot prevent it."), TextRole::Caption, ColorRole::Muted);
    foot->setMargin(space::kGroup);
    lines->addWidget(foot);
    auto* split = new PaneSplitter(Qt::Horizontal, QStringLiteral("audit.main"), this);
    split->addPane(left, 1, 980, tr("Log"));
    split->addPane(m_detail, 0, 320, tr("Event"));
    auto* whole = column(0);
    setLayout(whole);
    whole->addWidget(split);
    connect(m_search, &SearchField::searched, this, &AuditLogPanel::filter);
    connect(m_header, &FilterHeader::filtersChanged, this, &AuditLogPanel::filter);
    connect(m_table, &TableView::currentRowChanged, this,
            [this](int row) { m_detail->render(m_model.record(row)); });
}

void AuditLogPanel::filter()
{
    QHash<int, QString> filters = m_header->filters();
    if (const QString text = m_search->text().trimmed(); !text.isEmpty())
        filters.insert(-1, text);
    m_model.setFilters(filters);
    const int all = m_shown ? static_cast<int>(m_shown->size()) : 0;
    m_count->setText(m_model.rowCount() == all
                         ? tr("%1 events").arg(format::count(all))
                         : tr("%1 of %2 events").arg(format::count(m_model.rowCount()), format::count(all)));
    if (m_model.rowCount() > 0)
        m_table->setCurrentIndex(m_model.index(0, 0));
    m_detail->render(m_model.record(m_table->currentIndex().row()));
}

bool AuditLogPanel::clear()
{
    const bool acts = !m_header->filters().isEmpty() || !m_search->text().isEmpty();
    m_search->clear();
    m_header->clearFilters();
    filter();
    return acts;
}

void AuditLogPanel::show(qint64 event)
{
    if (m_model.rowOf(event) < 0)
        static_cast<void>(clear());
    if (const int row = m_model.rowOf(event); row >= 0) {
        m_table->setCurrentIndex(m_model.index(row, 0));
        m_table->scrollTo(m_model.index(row, 0), QAbstractItemView::PositionAtCenter);
        m_table->setFocus(Qt::OtherFocusReason);
    }
}

void AuditLogPanel::render(const AuditState& state)
{
    if (!state.records || state.records == m_shown)
        return;
    m_shown = state.records;
    m_model.setRecords(m_shown);
    filter();
}

} // namespace casebench::ui
