// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/FieldsPanel.h"

#include "ui/text/Format.h"
#include "ui/theme/Tokens.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Delegates.h"
#include "ui/widgets/ViewStack.h"

#include <QHeaderView>

namespace casebench::ui {

FieldsPanel::FieldsPanel(FieldsPresenter& presenter, QWidget* parent)
    : QWidget(parent)
    , m_presenter(presenter)
    , m_table(new TableView(tr("Fields")))
    , m_detail(new FieldDetailPane)
    , m_empty(new EmptyState)
    , m_stack(new ViewLayout(this))
{
    m_table->setModel(presenter.model());
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder); // as the files have them
    m_table->setSortingEnabled(true);
    m_table->setItemDelegateForColumn(FieldsPresenter::Filled, new ScoreBarDelegate(m_table));
    m_table->setColumnWidths({ 172, 72, 72, 108, 58, 78, 76, 0, 80 });
    auto* left = new QWidget;
    auto* layout = column(0);
    left->setLayout(layout);
    auto* fields = row(0);
    fields->setContentsMargins(space::kBetween, 0, 0, 0); // its text begins where the title does
    fields->addWidget(m_table);
    layout->addLayout(fields, 1);
    layout->addWidget(new Hairline);
    layout->addWidget(buildPairs());
    auto* split = new PaneSplitter(Qt::Horizontal, QStringLiteral("cases.fields"), this);
    split->addPane(left, 1, 900, tr("Fields"));
    split->addPane(m_detail, 0, 340, tr("One field"));
    m_stack->addWidget(split);
    m_stack->addWidget(m_empty);
    connect(m_table, &TableView::currentRowChanged, this, [this](int row) {
        const qint64 id = m_presenter.model()->idOf(row);
        const auto card = m_presenter.state().card;
        if (row >= 0 && card && id >= 0 && id < static_cast<qint64>(card->fields.size()))
            m_presenter.select(format::text(card->fields[static_cast<std::size_t>(id)].field.name));
    });
    connect(m_table, &QTableView::activated, m_detail, &FieldDetailPane::startEditing);
    connect(m_empty, &EmptyState::acted, this, &FieldsPanel::importAsked);
    connect(m_detail, &FieldDetailPane::changeAsked, &m_presenter, &FieldsPresenter::change);
}

QWidget* FieldsPanel::buildPairs()
{
    auto* strip = new QWidget;
    auto* lines = row(space::kPage);
    lines->setContentsMargins(space::kPage, space::kGroup, space::kPage, space::kGroup);
    strip->setLayout(lines);
    for (PairLine& line : m_pairs) {
        line.text = new GlyphLabel(Glyph::None, {}, TextRole::Caption);
        line.text->setTextColor(ColorRole::Muted);
        line.open = linkButton({});
        auto* pair = row(space::kTight);
        pair->addWidget(line.text);
        pair->addWidget(line.open);
        lines->addLayout(pair);
        connect(line.open, &QToolButton::clicked, this, [this, &line] { emit casesAsked(line.filter); });
    }
    lines->addStretch();
    return strip;
}

void FieldsPanel::renderPair(PairLine& line, const FieldsPairs& pairs)
{
    line.filter = pairs.filter;
    line.text->setGlyph(pairs.glyph);
    line.text->setText(pairs.filter.isEmpty() ? pairs.text : QString());
    line.text->setToolTip(pairs.tip);
    line.text->setVisible(pairs.filter.isEmpty() || pairs.glyph != Glyph::None);
    line.open->setText(pairs.text);
    line.open->setToolTip(pairs.tip);
    line.open->setVisible(!pairs.filter.isEmpty());
}

void FieldsPanel::render(const FieldsState& state)
{
    using Face = FieldsState::Face;
    m_detail->render(state);
    renderPair(m_pairs[0], state.exact);
    renderPair(m_pairs[1], state.near);
    renderPair(m_pairs[2], state.linked);
    if (state.face == Face::Ready && !m_table->currentIndex().isValid() && state.card) {
        for (int at = 0; at < m_presenter.model()->rowCount(); ++at) {
            const qint64 id = m_presenter.model()->idOf(at);
            if (format::text(state.card->fields[static_cast<std::size_t>(id)].field.name) == state.selected)
                m_table->setCurrentIndex(m_presenter.model()->index(at, 0));
        }
    }
    if (state.face == Face::Failed)
        m_empty->showCannot(tr("The fields cannot be read"), state.failure, state.details);
    else if (state.face == Face::Loading)
        m_empty->showNothingYet(IconId::Table, tr("Reading the fields"), {});
    else if (state.face == Face::Closed)
        m_empty->showNothingYet(IconId::Project, tr("No project is open"),
                                tr("Open or make a project first; its fields will stand here."));
    else
        m_empty->showNothingYet(
            IconId::Columns, tr("No fields yet"),
            tr("The fields of your files will stand here, with their kind, role, fill and "
               "drift."),
            tr("Import files…"));
    m_stack->setCurrentIndex(state.face == Face::Ready ? 0 : 1);
}

} // namespace casebench::ui
