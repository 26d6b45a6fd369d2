// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedLayout>
#include <QStackedWidget>

namespace casebench::ui {

/// Views of which one is in front. Qt's own stack asks every view, seen or not, how high it would be at each
/// width that is tried, and in stacks within stacks each change of one label then measures the whole program
/// several times over. Here the view in front alone is asked, and only for its least size: a view takes the
/// room there is, and scrolls within it.
class ViewLayout : public QStackedLayout
{
    Q_OBJECT

public:
    using QStackedLayout::QStackedLayout;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSize() const override;

    [[nodiscard]] bool hasHeightForWidth() const override { return false; }
};

/// The same as a widget.
class ViewStack : public QStackedWidget
{
    Q_OBJECT

public:
    using QStackedWidget::QStackedWidget;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    [[nodiscard]] bool hasHeightForWidth() const override { return false; }
};

} // namespace casebench::ui
