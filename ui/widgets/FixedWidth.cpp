// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/FixedWidth.h"

#include "ui/theme/Tokens.h"

#include <QEvent>
#include <QWidget>

namespace casebench::ui {

namespace {

enum class Bound
{
    Fixed,
    Most
};

/// Sets the width again whenever the font of its widget is another one.
class WidthKeeper : public QObject
{
public:
    WidthKeeper(QWidget* widget, int pixelsAt13, Bound bound)
        : QObject(widget)
        , m_widget(widget)
        , m_pixels(pixelsAt13)
        , m_bound(bound)
    {
        widget->installEventFilter(this);
        keep();
    }

    bool eventFilter(QObject* watched, QEvent* event) override
    {
        if (event->type() == QEvent::FontChange)
            keep();
        return QObject::eventFilter(watched, event);
    }

private:
    void keep()
    {
        const int width = scaled(m_widget, m_pixels);
        if (m_bound == Bound::Fixed)
            m_widget->setFixedWidth(width);
        else
            m_widget->setMaximumWidth(width);
    }

    QWidget* m_widget;
    int m_pixels;
    Bound m_bound;
};

} // namespace

void fixWidth(QWidget* widget, int pixelsAt13)
{
    new WidthKeeper(widget, pixelsAt13, Bound::Fixed);
}

void limitWidth(QWidget* widget, int pixelsAt13)
{
    new WidthKeeper(widget, pixelsAt13, Bound::Most);
}

} // namespace casebench::ui
