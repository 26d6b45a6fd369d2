// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/FactTopicsView.h"

#include "ui/widgets/FactList.h"
#include "ui/widgets/Layouts.h"

#include <QLayoutItem>

#include <algorithm>
#include <array>

namespace casebench::ui {

namespace {

constexpr int kMostColumns = 3;
constexpr qsizetype kMostLabels = 24; // rows of labels; a longer topic is a list that draws what is in view

/// The rows as labels, which wrap and can be selected; thousands of fields as a list of rows of one height.
QWidget* listOf(const FactTopicsView::Topic& topic)
{
    if (topic.rows.size() <= kMostLabels) {
        auto* labels = new KeyValueList;
        labels->setRows(topic.rows);
        return labels;
    }
    auto* list = new FactList(topic.title);
    list->setSearchesByTyping(false); // letters are verdicts here
    list->setRows(topic.rows);
    return list;
}

} // namespace

FactTopicsView::FactTopicsView(QWidget* parent)
    : QWidget(parent)
    , m_layout(row(space::kPage))
{
    setLayout(m_layout);
}

void FactTopicsView::setTopics(const QList<Topic>& topics)
{
    for (const Block& block : m_blocks)
        delete block.widget;
    m_blocks.clear();
    for (const Topic& topic : topics) {
        auto* block = new QWidget(this);
        auto* layout = column(space::kTight);
        block->setLayout(layout);
        auto* title = new Label(topic.title, TextRole::Strong);
        title->setToolTip(topic.why.toHtmlEscaped());
        layout->addWidget(title);
        layout->addWidget(listOf(topic));
        m_blocks.append({ topic.title, block,
                          std::min(topic.rows.size(), kMostLabels) + 2 }); // its title and the space under it
    }
    m_columns = 0;
    place(columnsFor(width()));
    updateGeometry();
}

QStringList FactTopicsView::titles() const
{
    QStringList titles;
    for (const Block& block : m_blocks)
        titles.append(block.title);
    return titles;
}

int FactTopicsView::widest() const
{
    // A long text wraps; it must not take the other columns their room.
    const int most = scaled(this, 320);
    int wide = 0;
    for (const Block& block : m_blocks)
        wide = std::max({ wide, std::min(most, block.widget->sizeHint().width()),
                          block.widget->minimumSizeHint().width() });
    return wide;
}

int FactTopicsView::columnsFor(int width) const
{
    const int wide = std::max(1, widest());
    const int most = std::clamp(static_cast<int>(m_blocks.size()), 1, kMostColumns);
    return std::clamp((width + space::kPage) / (wide + space::kPage), 1, most);
}

QSize FactTopicsView::minimumSizeHint() const
{
    return { widest(), layout()->minimumSize().height() };
}

void FactTopicsView::place(int columns)
{
    if (columns == m_columns)
        return;
    m_columns = columns;
    while (QLayoutItem* item = m_layout->takeAt(0)) {
        if (QLayout* inner = item->layout()) {
            while (QLayoutItem* block = inner->takeAt(0))
                delete block; // the widgets stay
        }
        delete item;
    }
    std::array<QVBoxLayout*, kMostColumns> lines {};
    std::array<qsizetype, kMostColumns> heights {};
    for (int i = 0; i < columns; ++i) {
        lines[static_cast<std::size_t>(i)] = column(space::kBetween);
        m_layout->addLayout(lines[static_cast<std::size_t>(i)], 1);
    }
    for (const Block& block : m_blocks) {
        const auto shortest = std::min_element(heights.begin(), heights.begin() + columns) - heights.begin();
        const auto at = static_cast<std::size_t>(shortest);
        lines[at]->addWidget(block.widget);
        block.widget->show();
        heights[at] += block.rows;
    }
    for (int i = 0; i < columns; ++i)
        lines[static_cast<std::size_t>(i)]->addStretch();
}

void FactTopicsView::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    place(columnsFor(width()));
}

} // namespace casebench::ui
