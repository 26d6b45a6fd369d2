// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/PageHeader.h"

#include "ui/widgets/Layouts.h"

#include <QLayoutItem>
#include <QPainter>

namespace casebench::ui {

namespace {

/// Buttons come and go; Tab still goes through the header before it enters the page.
QWidget* lastBeforePrimary(QWidget* views, const QLayout* secondary)
{
    const QLayoutItem* last = secondary->count() > 0 ? secondary->itemAt(secondary->count() - 1) : nullptr;
    return last && last->widget() ? last->widget() : views;
}

} // namespace

PageHeader::PageHeader(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_title(new Label(title, TextRole::PageTitle))
    , m_sentence(new ElidedLabel({}, Qt::ElideRight, TextRole::Body, ColorRole::Muted))
    , m_views(new SegmentedSwitch(tr("View"), this))
    , m_secondary(row(space::kGroup))
    , m_primarySlot(row(0))
{
    auto* words = column(space::kHair);
    words->addStretch();
    words->addWidget(m_title);
    words->addWidget(m_sentence);
    words->addStretch();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::kPage, space::kGroup, space::kPage, space::kGroup);
    layout->setSpacing(space::kGroup);
    layout->addLayout(words, 1);
    layout->addWidget(m_views);
    layout->addSpacing(space::kGroup);
    layout->addLayout(m_secondary);
    layout->addLayout(m_primarySlot);
    setMinimumHeight(scaled(this, 70));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_views->hide();
}

void PageHeader::setTitle(const QString& title)
{
    m_title->setText(title);
}

void PageHeader::setSentence(const QString& sentence)
{
    m_sentence->setText(sentence);
    setAccessibleDescription(sentence);
}

void PageHeader::setViews(const QList<SegmentedSwitch::Segment>& views)
{
    m_views->setSegments(views);
    m_views->setVisible(views.size() > 1);
}

void PageHeader::addSecondary(QAction* action)
{
    auto* button = new ActionButton(action, this);
    setTabOrder(lastBeforePrimary(m_views, m_secondary), button);
    m_secondary->addWidget(button);
}

void PageHeader::clearSecondary()
{
    while (QLayoutItem* item = m_secondary->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

void PageHeader::setPrimary(QAction* action)
{
    if (action == primary())
        return;
    delete m_primary;
    m_primary = nullptr;
    if (!action)
        return;
    m_primary = new ActionButton(action, this);
    ui::setPrimary(m_primary);
    const QString own = action->shortcut().toString(QKeySequence::NativeText);
    m_primary->setKeyCap(own.isEmpty() ? QStringLiteral("Ctrl+Enter") : own);
    m_primarySlot->addWidget(m_primary);
    setTabOrder(lastBeforePrimary(m_views, m_secondary), m_primary);
}

QAction* PageHeader::primary() const
{
    return m_primary ? m_primary->action() : nullptr;
}

void PageHeader::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), color(ColorRole::Base, this));
    painter.fillRect(QRect(0, height() - 1, width(), 1), color(ColorRole::Hairline, this));
}

} // namespace casebench::ui
