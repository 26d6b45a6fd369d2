// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/QuarantinePanel.h"

#include "ui/text/Format.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/ViewStack.h"

namespace casebench::ui {

QuarantinePanel::QuarantinePanel(QuarantinePresenter& presenter, QWidget* parent)
    : QWidget(parent)
    , m_presenter(presenter)
    , m_source(new QComboBox)
    , m_count(new Label({}, TextRole::Body, ColorRole::Muted))
    , m_table(new TableView(tr("Rows in quarantine")))
    , m_empty(new EmptyState)
    , m_stack(new ViewLayout(this))
{
    auto* full = new QWidget;
    auto* layout = column(0);
    full->setLayout(layout);
    auto* tools = row(space::kBetween);
    tools->setContentsMargins(space::kPage, space::kInner, space::kPage, space::kInner);
    auto* caption = new Label(tr("File"));
    caption->setBuddy(m_source);
    m_source->setAccessibleName(tr("File the rows are from"));
    m_source->setMinimumWidth(scaled(this, 240));
    tools->addWidget(caption);
    tools->addWidget(m_source);
    tools->addStretch();
    tools->addWidget(m_count);
    layout->addLayout(tools);
    m_table->setModel(presenter.model());
    m_table->setColumnWidths({ 190, 60, 110, 150, 330, 0 });
    auto* rows = row(0);
    rows->setContentsMargins(space::kBetween, 0, 0, 0); // its text begins where the title does
    rows->addWidget(m_table);
    layout->addLayout(rows, 1);
    m_stack->addWidget(full);
    m_stack->addWidget(m_empty);
    connect(m_source, &QComboBox::activated, this, [this](int index) {
        if (index >= 0 && index < m_sources.size())
            m_presenter.setSource(m_sources[index].source);
    });
}

void QuarantinePanel::render(const QuarantineState& state)
{
    using Face = QuarantineState::Face;
    if (m_sources != state.sources) {
        m_sources = state.sources;
        m_source->clear();
        for (const auto& choice : m_sources)
            m_source->addItem(choice.text);
    }
    for (int i = 0; i < m_sources.size(); ++i) {
        if (m_sources[i].source == state.source)
            m_source->setCurrentIndex(i);
    }
    const int count = m_presenter.model()->rowCount();
    m_count->setText(count == 1 ? tr("One row") : tr("%1 rows").arg(format::count(count)));
    if (state.face == Face::Failed)
        m_empty->showCannot(tr("The quarantine cannot be read"), state.failure);
    else if (state.face == Face::Loading)
        m_empty->showNothingYet(IconId::Table, tr("Reading the quarantine"), {});
    else
        m_empty->showNothingYet(
            IconId::Check, tr("No row in quarantine"),
            tr("Rows that an import cannot take will stand here, with their line, reason and own text."));
    m_stack->setCurrentIndex(state.face == Face::Ready ? 0 : 1);
}

} // namespace casebench::ui
