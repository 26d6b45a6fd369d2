// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/FixedWidth.h"

#include "ui/theme/Tokens.h"

#include <QEvent>
#include <QWidget>

namespace casebench::ui {

namespace {

/// Sets the width again whenever the font of its widget is another one.
class WidthKeeper : public QObject
{
public:
    WidthKeeper(QWidget* widget, int pixelsAt13)
        : QObject(widget)
        , m_widget(widget)
        , m_pixels(pixelsAt13)
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
    void keep() { m_widget->setFixedWidth(scaled(m_widget, m_pixels)); }

    QWidget* m_widget;
    int m_pixels;
};

} // namespace

void fixWidth(QWidget* widget, int pixelsAt13)
{
    new WidthKeeper(widget, pixelsAt13);
}

} // namespace casebench::ui
