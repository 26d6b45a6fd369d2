// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/ViewStack.h"

namespace casebench::ui {

namespace {

QSize hintOf(QWidget* front)
{
    return front == nullptr ? QSize(0, 0) : QWidgetItem(front).sizeHint();
}

QSize leastOf(QWidget* front)
{
    return front == nullptr ? QSize(0, 0) : QWidgetItem(front).minimumSize();
}

} // namespace

QSize ViewLayout::sizeHint() const
{
    return hintOf(currentWidget());
}

QSize ViewLayout::minimumSize() const
{
    return leastOf(currentWidget());
}

QSize ViewStack::sizeHint() const
{
    return hintOf(currentWidget());
}

QSize ViewStack::minimumSizeHint() const
{
    return leastOf(currentWidget());
}

} // namespace casebench::ui
