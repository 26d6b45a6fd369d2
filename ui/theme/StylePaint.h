// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/Roles.h"

#include <QPainter>
#include <QRect>
#include <QString>
#include <QStyleOption>

class QWidget;

/// The strokes that Style is made of; each paints one thing and restores the painter.
namespace casebench::ui::paint {

/// A rounded rectangle, its edge inside rect, crisp at any scale.
void roundRect(QPainter& painter,
               const QRectF& rect,
               double radius,
               const QColor& fill,
               const QColor& edge,
               double width = 1);
/// 2 px ring in the accent colour.
void focusRing(QPainter& painter, const QRectF& rect, double radius, Scheme scheme);
/// A key cap ("Ctrl+F") with its right edge at rect's right, centred; returns its width.
int keyCap(QPainter& painter, const QRect& rect, const QString& text, const QColor& ink, const QColor& edge);
[[nodiscard]] int keyCapWidth(const QString& text);
/// The frame of a field: base fill, control edge, accent when focused, alarm when asked for.
void fieldFrame(QPainter& painter, const QStyleOption& option, const QWidget* widget);
void checkBox(QPainter& painter, const QRect& rect, QStyle::State state, Scheme scheme);
void radioButton(QPainter& painter, const QRect& rect, QStyle::State state, Scheme scheme);
void chevron(QPainter& painter, const QRectF& rect, bool up, const QColor& ink);

} // namespace casebench::ui::paint
