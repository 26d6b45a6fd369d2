// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/Marks.h"

#include <QPainterPath>

#include <algorithm>
#include <array>

namespace casebench::ui::marks {

namespace {

bool meets(const QRectF& box, const QLineF& line)
{
    if (box.contains(line.p1()) || box.contains(line.p2()))
        return true;
    const std::array<QLineF, 4> edges { QLineF(box.topLeft(), box.topRight()),
                                        QLineF(box.bottomLeft(), box.bottomRight()),
                                        QLineF(box.topLeft(), box.bottomLeft()),
                                        QLineF(box.topRight(), box.bottomRight()) };
    return std::ranges::any_of(
        edges, [&line](const QLineF& edge) { return line.intersects(edge) == QLineF::BoundedIntersection; });
}

} // namespace

void point(
    QPainter& painter, const QPointF& at, Shape shape, double radius, const QColor& ink, const QColor& halo)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool hollow = shape == Shape::HollowTriangle || shape == Shape::HollowCircle;
    painter.setBrush(hollow ? halo : ink);
    painter.setPen(QPen(hollow ? ink : halo, 1.5));
    switch (shape) {
    case Shape::Circle:
    case Shape::HollowCircle:
        painter.drawEllipse(at, radius, radius);
        break;
    case Shape::Square:
        painter.drawRect(QRectF(at.x() - radius * .9, at.y() - radius * .9, radius * 1.8, radius * 1.8));
        break;
    case Shape::HollowTriangle: {
        const std::array<QPointF, 3> corners { at + QPointF(0, -radius), at + QPointF(radius, radius * .8),
                                               at + QPointF(-radius, radius * .8) };
        painter.drawPolygon(corners.data(), static_cast<int>(corners.size()));
        break;
    }
    }
    painter.restore();
}

void whisker(QPainter& painter, const QPointF& low, const QPointF& high, const QColor& ink, double cap)
{
    painter.save();
    painter.setPen(QPen(ink, 1.6, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(low, high);
    for (const QPointF& end : { low, high })
        painter.drawLine(end - QPointF(cap, 0), end + QPointF(cap, 0));
    painter.restore();
}

void label(
    QPainter& painter, const QPointF& baseline, const QString& text, const QColor& ink, const QColor& ground)
{
    painter.save();
    QPainterPath path;
    path.addText(baseline, painter.font(), text);
    QColor soft = ground;
    soft.setAlphaF(0.85F);
    painter.strokePath(path, QPen(soft, 4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setPen(ink);
    painter.drawText(baseline, text);
    painter.restore();
}

std::optional<QRectF> freePlace(const QList<QRectF>& places, const Obstacles& obstacles)
{
    const auto isFree = [&obstacles](const QRectF& place) {
        return obstacles.within.contains(place)
            && std::ranges::none_of(obstacles.lines, [&](const QLineF& line) { return meets(place, line); })
            && std::ranges::none_of(obstacles.texts,
                                    [&](const QRectF& text) { return text.intersects(place); });
    };
    const auto found = std::ranges::find_if(places, isFree);
    return found == places.end() ? std::nullopt : std::optional(*found);
}

} // namespace casebench::ui::marks
