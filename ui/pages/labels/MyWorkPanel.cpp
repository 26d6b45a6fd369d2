// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/MyWorkPanel.h"

#include "ui/text/Format.h"
#include "ui/widgets/ViewStack.h"

namespace casebench::ui {

MyWorkPanel::MyWorkPanel(MyWorkPresenter& presenter, QWidget* parent)
    : QWidget(parent)
    , m_presenter(presenter)
    , m_stack(new ViewLayout(this))
    , m_empty(new EmptyState)
    , m_today(new StatTile(tr("Today")))
    , m_pace(new StatTile(tr("Speed")))
    , m_agreement(new StatTile(tr("Agreement with others")))
    , m_returned(new StatTile(tr("Returned to you")))
    , m_none(new Label(
          tr("Nothing came back: nobody saw one of your cases otherwise."), TextRole::Body, ColorRole::Muted))
    , m_cases(new TableView(tr("Cases that came back")))
{
    auto* pane = new Pane(space::kPage);
    auto* tiles = row(space::kBetween);
    for (StatTile* tile : { m_today, m_pace, m_agreement, m_returned })
        tiles->addWidget(tile, 1);
    pane->content()->addLayout(tiles);
    pane->addHairline();
    pane->addSection(tr("What came back"), tr("Enter opens the case"));
    m_cases->setModel(presenter.cases());
    m_cases->setColumnWidths({ 130, 170, 110, 110, 0 });
    pane->content()->addWidget(m_none);
    pane->content()->addWidget(m_cases, 1);
    m_stack->addWidget(pane);
    m_stack->addWidget(m_empty);
    connect(m_cases, &TableView::activated, this,
            [this](const QModelIndex& index) { emit opened(m_presenter.caseId(index.row())); });
    connect(&presenter, &MyWorkPresenter::changed, this, &MyWorkPanel::render);
    render(presenter.state());
}

void MyWorkPanel::render(const MyWorkState& state)
{
    using Face = MyWorkState::Face;
    if (state.face == Face::Loading)
        m_empty->showNothingYet(IconId::Labels, tr("Reading your work"), {});
    else if (state.face == Face::Nothing)
        m_empty->showNothingYet(IconId::Labels, tr("No verdict of yours yet"),
                                tr("How many, how fast and how much others agree will stand here."));
    else if (state.face == Face::Failed)
        m_empty->showCannot(tr("Your work cannot be read"), state.failure);
    m_stack->setCurrentIndex(state.face == Face::Ready ? 0 : 1);
    m_today->setValue(state.today, state.total);
    m_pace->setValue(state.pace, state.paceNote);
    m_agreement->setValue(state.agreement, state.agreementNote);
    m_returned->setValue(format::count(state.returned), tr("a reason is wanted"),
                         state.returned > 0 ? Glyph::Watch : Glyph::None);
    const bool any = state.returned + state.overruled > 0;
    m_cases->setVisible(any);
    m_none->setVisible(!any);
}

} // namespace casebench::ui
