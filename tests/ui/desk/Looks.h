// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/Where.h"

#include "ui/widgets/Label.h"

#include <QAbstractButton>
#include <QDir>
#include <QPixmap>

namespace casebench::ui::test {

inline constexpr int kQuickly = 85; // of PNG: larger files, a fraction of the time

inline QString tell(const QWidget* widget)
{
    return QStringLiteral("%1 “%2”").arg(
        QString::fromLatin1(widget->metaObject()->className()),
        widget->accessibleName().isEmpty() ? widget->property("text").toString() : widget->accessibleName());
}

inline QPixmap picture(QWidget& widget, qreal scale)
{
    QPixmap pixmap(widget.size() * scale);
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(Qt::magenta); // what nobody paints is found
    widget.render(&pixmap);
    return pixmap;
}

/// Text that is cut although nothing offers to scroll or elide it.
inline QStringList cutTexts(const QWidget& page)
{
    QStringList cut;
    for (const QAbstractButton* button : page.findChildren<QAbstractButton*>()) {
        const bool tooLow = button->height() < button->fontMetrics().height();
        const bool tooNarrow = button->width() + 1 < button->minimumSizeHint().width();
        if (button->isVisible() && !button->text().isEmpty() && (tooLow || tooNarrow))
            cut.append(tell(button));
    }
    for (const QLabel* label : page.findChildren<QLabel*>()) {
        if (!label->isVisible() || label->text().isEmpty() || qobject_cast<const ElidedLabel*>(label))
            continue;
        const int needed =
            label->wordWrap() ? label->heightForWidth(label->width()) : label->fontMetrics().height();
        const bool tooLow = label->height() + 2 < needed;
        const bool tooNarrow =
            !label->wordWrap() && label->width() + 1 < label->fontMetrics().horizontalAdvance(label->text());
        if (tooLow || tooNarrow)
            cut.append(tell(label));
    }
    return cut;
}

/// One-line texts that gave way to "…"; their whole text is only a tip.
inline QStringList elidedTexts(const QWidget& page)
{
    QStringList elided;
    for (const ElidedLabel* label : page.findChildren<ElidedLabel*>()) {
        if (label->isVisible() && label->width() < label->fontMetrics().horizontalAdvance(label->text()))
            elided.append(tell(label));
    }
    return elided;
}

/// Where the pictures of a test lie, under build/.../pictures; made when it is not there.
inline QDir pictureFolder(const char* name)
{
    QDir folder(QString::fromStdString((casebench::test::binaryDirectory() / "pictures" / name).string()));
    folder.mkpath(".");
    return folder;
}

} // namespace casebench::ui::test
