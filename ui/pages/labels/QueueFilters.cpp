// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/labels/QueueFilters.h"

#include "ui/text/Format.h"
#include "ui/theme/Roles.h"
#include "ui/theme/Tokens.h"

#include <QPainter>

#include <algorithm>

namespace casebench::ui {

QString chipTitle(LabelGroup group)
{
    switch (group) {
    case LabelGroup::Returned:
        return QueueFilters::tr("Returned");
    case LabelGroup::NewAnswer:
        return QueueFilters::tr("New answer");
    case LabelGroup::Second:
        return QueueFilters::tr("Second");
    default:
        return QueueFilters::tr("Routine");
    }
}

FilterChip::FilterChip(const QString& text, QWidget* parent)
    : QAbstractButton(parent)
{
    setText(text);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FilterChip::setCount(qint64 count)
{
    m_count = format::count(count);
    setAccessibleName(tr("Only %1, %2 cases").arg(text().toLower(), m_count));
    updateGeometry();
    update();
}

QSize FilterChip::sizeHint() const
{
    const QFontMetrics metrics(ui::font(TextRole::Caption));
    return { metrics.horizontalAdvance(text() + m_count) + 3 * space::kGroup,
             std::max(kHitTarget, metrics.height() + space::kInner) };
}

void FilterChip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool on = isChecked();
    const ColorRole fill = on ? ColorRole::Selection : underMouse() ? ColorRole::Hover : ColorRole::Base;
    const ColorRole edge = on || hasFocus() ? ColorRole::Accent : ColorRole::Hairline;
    painter.setBrush(color(fill, this));
    painter.setPen(QPen(color(edge, this), hasFocus() ? 2 : 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kSmallRadius, kSmallRadius);
    painter.setFont(ui::font(TextRole::Caption));
    const QRect box = rect().adjusted(space::kGroup, 0, -space::kGroup, 0);
    painter.setPen(color(ColorRole::Text, this));
    painter.drawText(box, Qt::AlignVCenter | Qt::AlignLeft, text());
    painter.setPen(color(on ? ColorRole::Text : ColorRole::Muted, this));
    painter.drawText(box, Qt::AlignVCenter | Qt::AlignRight, m_count);
}

QueueFilters::QueueFilters(QWidget* parent)
    : QWidget(parent)
    , m_mine(new FilterChip(tr("Mine"), this))
    , m_layout(new QGridLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(space::kTight);
    m_mine->hide();
    m_mine->setToolTip(tr("Only what is your share by the rotation"));
    connect(m_mine, &QAbstractButton::clicked, this, [this] {
        QueueFilter filter = m_filter;
        filter.mine = !filter.mine;
        emit chosen(filter);
    });
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        const LabelGroup group = kFilteredGroups[i];
        m_groups[i] = new FilterChip(chipTitle(group), this);
        m_groups[i]->hide();
        connect(m_groups[i], &QAbstractButton::clicked, this, [this, group] {
            QueueFilter filter = m_filter;
            filter.group = filter.group == group ? std::nullopt : std::optional(group);
            emit chosen(filter);
        });
    }
}

void QueueFilters::render(const QueueFilter& filter, const QueueCounts& counts, qint64 waiting)
{
    m_filter = filter;
    QList<QWidget*> wanted;
    m_mine->setCount(counts.mine);
    m_mine->setChecked(filter.mine);
    if (filter.mine || (counts.mine > 0 && counts.mine < waiting))
        wanted.append(m_mine);
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        const qint64 count = counts.groups[static_cast<std::size_t>(kFilteredGroups[i])];
        m_groups[i]->setCount(count);
        m_groups[i]->setChecked(filter.group == kFilteredGroups[i]);
        if (filter.group == kFilteredGroups[i] || (count > 0 && count < waiting))
            wanted.append(m_groups[i]);
    }
    if (wanted == m_placed)
        return;
    for (QWidget* chip : m_placed) {
        m_layout->removeWidget(chip);
        chip->hide();
    }
    m_placed = wanted;
    constexpr int kPerRow = 2;
    for (int i = 0; i < wanted.size(); ++i) {
        m_layout->addWidget(wanted[i], i / kPerRow, i % kPerRow);
        wanted[i]->show();
    }
    setVisible(!wanted.isEmpty());
}

} // namespace casebench::ui
