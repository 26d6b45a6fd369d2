// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/Page.h"
#include "ui/theme/Theme.h"

#include <QAbstractScrollArea>
#include <QApplication>
#include <QImage>
#include <QSet>
#include <QTest>

namespace casebench::ui::test {

/// Waits until a page or a presenter has all it shows.
template<typename Busy>
void settle(const Busy& what)
{
    QTRY_VERIFY_WITH_TIMEOUT(!what.isBusy(), 60000);
}

/// Comes to the page as the window does, at the size it has in the smallest window.
inline void visit(Page& page, const QSize& size = { 1196, 664 }, const Selection& selection = {})
{
    page.resize(size);
    page.show();
    page.activate(selection);
    settle(page);
}

/// Widgets that the keyboard can reach and that say nothing to a screen reader; for a failed test to print.
inline QStringList namelessWidgets(const QWidget& page)
{
    QStringList nameless;
    for (const QWidget* widget : page.findChildren<QWidget*>()) {
        if (!widget->isVisibleTo(&page) || !(widget->focusPolicy() & Qt::TabFocus))
            continue;
        const bool inner = qobject_cast<const QAbstractScrollArea*>(widget->parentWidget()) != nullptr
            && widget->objectName().startsWith(QLatin1String("qt_"));
        const QString text = widget->property("text").toString();
        if (!inner && widget->accessibleName().isEmpty() && text.isEmpty())
            nameless.append(QString::fromLatin1(widget->metaObject()->className()) + u' '
                            + widget->objectName());
    }
    return nameless;
}

/// What Tab visits, starting anywhere in the page.
inline QSet<const QWidget*> visitedByTab(QWidget& page)
{
    QSet<const QWidget*> visited;
    for (int i = 0; i < 500; ++i) {
        QTest::keyClick(QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : &page,
                        Qt::Key_Tab);
        const QWidget* at = QApplication::focusWidget();
        if (at == nullptr || visited.contains(at))
            break;
        visited.insert(at);
    }
    return visited;
}

inline QImage picture(QWidget& page, Theme& theme, ThemeChoice choice)
{
    theme.choose(choice);
    QTest::qWait(20);
    return page.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

/// More than one colour: something is drawn.
inline bool isBlank(const QImage& image)
{
    const QRgb first = image.pixel(0, 0);
    for (int y = 0; y < image.height(); y += 3) {
        for (int x = 0; x < image.width(); x += 3) {
            if (image.pixel(x, y) != first)
                return false;
        }
    }
    return true;
}

/// It is drawn in both, and not with the colours of the other.
inline void differsInTheDark(QWidget& page, Theme& theme)
{
    const QImage light = picture(page, theme, ThemeChoice::Light);
    const QImage dark = picture(page, theme, ThemeChoice::Dark);
    QVERIFY(!isBlank(light) && !isBlank(dark));
    QVERIFY(light != dark);
}

/// The namelessWidgets of every view of the page.
inline QStringList namelessInAnyView(Page& page)
{
    QStringList nameless;
    for (const Page::View& view : page.views()) {
        page.showView(view.id);
        settle(page);
        nameless += namelessWidgets(page);
    }
    return nameless;
}

} // namespace casebench::ui::test
