// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QLineF>
#include <QList>
#include <QPainter>
#include <QPointF>
#include <QRectF>
#include <QString>

#include <optional>

/// Marks of points and texts at points, shared by the charts.
namespace casebench::ui::marks {

enum class Shape
{
    Circle,
    Square,
    HollowTriangle,
    HollowCircle
};

/// Filled marks get a thin halo in the background's colour, so that they stand off their line.
void point(
    QPainter& painter, const QPointF& at, Shape shape, double radius, const QColor& ink, const QColor& halo);
/// A vertical whisker with caps.
void whisker(QPainter& painter, const QPointF& low, const QPointF& high, const QColor& ink, double cap);
/// Text with a soft ground, so that a line under it does not cut it.
void label(
    QPainter& painter, const QPointF& baseline, const QString& text, const QColor& ink, const QColor& ground);

/// What a text must not lie on.
struct Obstacles
{
    QList<QLineF> lines {};
    QList<QRectF> texts {};
    QRectF within {}; ///< the text stays inside
};

/// The first of the places (boxes of the same text) that meets no obstacle; none: there is no such place.
[[nodiscard]] std::optional<QRectF> freePlace(const QList<QRectF>& places, const Obstacles& obstacles);

} // namespace casebench::ui::marks
