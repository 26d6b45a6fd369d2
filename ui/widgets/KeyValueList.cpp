// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/KeyValueList.h"

#include "ui/widgets/GlyphLabel.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/StatTile.h"

#include <QLayoutItem>

namespace casebench::ui {

namespace {

QWidget* valueWidget(const KeyValueList::Row& row, QWidget* parent)
{
    const TextRole text = row.strong ? TextRole::Strong : TextRole::Body;
    QWidget* value = nullptr;
    if (row.glyph != Glyph::None) {
        value = new GlyphLabel(row.glyph, row.value, text, parent);
    } else {
        auto* label = new Label(row.value, text, row.muted ? ColorRole::Muted : ColorRole::Text, parent);
        label->selectable()->setFocusPolicy(Qt::ClickFocus); // Tab passes over; the list reads as one
        if (row.chip.isEmpty())
            label->wrapping();
        value = label;
    }
    value->setToolTip(row.tip.toHtmlEscaped());
    if (row.chip.isEmpty())
        return value;
    auto* both = new QWidget(parent);
    auto* layout = row.chip.isEmpty() ? nullptr : ui::row(space::kTight);
    both->setLayout(layout);
    layout->addWidget(value);
    layout->addWidget(new Chip(row.chip, ColorRole::Text, false, both));
    layout->addStretch();
    return both;
}

} // namespace

KeyValueList::KeyValueList(QWidget* parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(space::kBetween);
    m_grid->setVerticalSpacing(space::kTight + 1);
    m_grid->setColumnStretch(1, 1);
}

void KeyValueList::setRows(const QList<Row>& rows)
{
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_rows = rows.size();
    for (int i = 0; i < rows.size(); ++i) {
        const Row& row = rows.at(i);
        auto* key = new Label(row.key, TextRole::Body, ColorRole::Muted, this);
        QWidget* value = valueWidget(row, this);
        value->setAccessibleName(QStringLiteral("%1: %2").arg(row.key, row.value));
        m_grid->addWidget(key, i, 0, Qt::AlignTop);
        m_grid->addWidget(value, i, 1, row.chip.isEmpty() ? Qt::Alignment() : Qt::AlignTop);
        key->show();
        value->show();
    }
}

} // namespace casebench::ui
