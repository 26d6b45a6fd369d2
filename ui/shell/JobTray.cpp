// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/JobTray.h"

#include "ui/widgets/Layouts.h"

#include <QPainter>

namespace casebench::ui {

JobTray::JobTray(JobRunner& runner, QWidget* parent)
    : QWidget(parent, Qt::Popup | Qt::FramelessWindowHint)
{
    setAccessibleName(tr("Jobs"));
    auto* rows = column(space::kBetween);
    rows->setContentsMargins(space::kBetween, space::kBetween, space::kBetween, space::kBetween);
    setLayout(rows);
    rows->addWidget(new Label(tr("Running"), TextRole::Section));
    auto* panels = new JobPanels(runner);
    rows->addWidget(panels);
    connect(panels, &JobPanels::countChanged, this, [this] {
        if (isVisible() && m_button)
            openAt(m_button);
    });
}

void JobTray::openAt(QWidget* button)
{
    m_button = button;
    const int wide = scaled(this, 360);
    setFixedWidth(wide);
    adjustSize();
    const QPoint corner = button->mapToGlobal(QPoint(button->width(), 0));
    move(corner.x() - wide, corner.y() - height() - space::kTight);
    show();
}

void JobTray::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), color(ColorRole::Base, this));
    painter.setPen(color(ColorRole::ControlEdge, this));
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
}

} // namespace casebench::ui
