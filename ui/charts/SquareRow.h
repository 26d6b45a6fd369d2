// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/Tokens.h"

#include <QWidget>

#include <algorithm>

namespace casebench::ui {

/// Three frames with square plots side by side, as high as their share of the width asks for.
class SquareRow : public QWidget
{
public:
    using QWidget::QWidget;

protected:
    void resizeEvent(QResizeEvent*) override
    {
        const int side = std::clamp(width() / 3, scaled(this, 180), scaled(this, 300));
        setFixedHeight(side + scaled(this, 64)); // finding, caption and axis titles
    }
};

} // namespace casebench::ui
