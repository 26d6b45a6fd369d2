// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/Icons.h"

#include <QCoreApplication>
#include <QFile>
#include <QGuiApplication>
#include <QHash>
#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPixmapCache>
#include <QSvgRenderer>

#include <algorithm>
#include <array>

static void initIconResource()
{
    Q_INIT_RESOURCE(casebench_icons); // outside of any namespace, as the macro demands
}

namespace casebench::ui {

namespace {

constexpr std::array<const char*, static_cast<std::size_t>(IconId::Count_)> kFiles {
    "",         "today",    "cases",    "labels", "training", "comparison",   "explanation",   "drift",
    "release",  "audit",    "plus",     "import", "export",   "search",       "undo",          "close",
    "more",     "lock",     "check",    "copy",   "save",     "folder",       "project",       "filter",
    "info",     "person",   "play",     "stop",   "columns",  "chevron-down", "chevron-right", "arrow-down",
    "arrow-up", "settings", "keyboard", "report", "table",    "key",          "link",          "help"
};

QByteArray svgOf(IconId id, const QColor& tint)
{
    initIconResource();
    QFile file(QStringLiteral(":/icons/%1.svg").arg(QLatin1String(kFiles.at(static_cast<std::size_t>(id)))));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    // QtSvg resolves currentColor to black, so the tint is written in.
    return file.readAll().replace("currentColor", tint.name(QColor::HexRgb).toLatin1());
}

QPixmap pixmapOf(IconId id, const QColor& tint, const QSize& pixels)
{
    const QString key =
        QStringLiteral("cb%1-%2-%3").arg(static_cast<int>(id)).arg(tint.rgba()).arg(pixels.width());
    QPixmap result;
    if (QPixmapCache::find(key, &result))
        return result;
    result = QPixmap(pixels);
    result.fill(Qt::transparent);
    QSvgRenderer renderer(svgOf(id, tint));
    if (renderer.isValid()) {
        QPainter painter(&result);
        renderer.render(&painter, QRectF(QPointF(0, 0), QSizeF(pixels)));
    }
    QPixmapCache::insert(key, result);
    return result;
}

/// Takes its colour from the application's palette at each painting, so nothing has to be told of a new
/// theme.
class RoleIconEngine : public QIconEngine
{
public:
    RoleIconEngine(IconId id, ColorRole role)
        : m_id(id)
        , m_role(role)
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override
    {
        paintIcon(*painter, rect, m_id, tint(mode));
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override
    {
        return pixmapOf(m_id, tint(mode), size);
    }

    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal) override
    {
        return pixmap(size, mode, state);
    }

    [[nodiscard]] QIconEngine* clone() const override { return new RoleIconEngine(*this); }

private:
    [[nodiscard]] QColor tint(QIcon::Mode mode) const
    {
        return color(mode == QIcon::Disabled ? ColorRole::Muted : m_role, QGuiApplication::palette());
    }

    IconId m_id;
    ColorRole m_role;
};

} // namespace

QIcon icon(IconId id, ColorRole role)
{
    if (id == IconId::None)
        return {};
    return QIcon(new RoleIconEngine(id, role)); // QIcon owns its engine
}

void paintIcon(QPainter& painter, const QRectF& rect, IconId id, const QColor& tint)
{
    if (id == IconId::None)
        return;
    const double side = std::min(rect.width(), rect.height());
    const QRectF square(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side);
    const auto scale = painter.device()->devicePixelRatioF();
    const int pixels = std::max(1, static_cast<int>(side * scale + 0.5));
    QPixmap pixmap = pixmapOf(id, tint, { pixels, pixels });
    pixmap.setDevicePixelRatio(scale);
    painter.drawPixmap(square, pixmap, QRectF(QPointF(0, 0), QSizeF(pixmap.size())));
}

void paintGlyph(QPainter& painter, const QRectF& rect, Glyph glyph, const QColor& tint)
{
    if (glyph == Glyph::None)
        return;
    const double side = std::min({ 12.0, rect.width(), rect.height() });
    const QPointF c = rect.center();
    const double u = side / 12;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tint);
    switch (glyph) {
    case Glyph::Good: {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(tint, 1.9 * u, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        const std::array<QPointF, 3> points { c + QPointF(-4.6, 0.4) * u, c + QPointF(-1.5, 3.4) * u,
                                              c + QPointF(4.6, -3.6) * u };
        painter.drawPolyline(points.data(), static_cast<int>(points.size()));
        break;
    }
    case Glyph::Watch: {
        const std::array<QPointF, 3> points { c + QPointF(0, -4.6) * u, c + QPointF(5.2, 4.4) * u,
                                              c + QPointF(-5.2, 4.4) * u };
        painter.drawPolygon(points.data(), static_cast<int>(points.size()));
        break;
    }
    case Glyph::Alarm:
        painter.drawRect(QRectF(c.x() - 4.3 * u, c.y() - 4.3 * u, 8.6 * u, 8.6 * u));
        break;
    case Glyph::Ring:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(tint, 1.6 * u));
        painter.drawEllipse(c, 4.2 * u, 4.2 * u);
        break;
    case Glyph::None:
        break;
    }
    painter.restore();
}

ColorRole roleOf(Glyph glyph)
{
    switch (glyph) {
    case Glyph::Good:
        return ColorRole::Good;
    case Glyph::Watch:
        return ColorRole::Watch;
    case Glyph::Alarm:
        return ColorRole::Alarm;
    case Glyph::Ring:
    case Glyph::None:
        break;
    }
    return ColorRole::Text;
}

QString wordOf(Glyph glyph)
{
    switch (glyph) {
    case Glyph::Good:
        return QCoreApplication::translate("Glyph", "good");
    case Glyph::Watch:
        return QCoreApplication::translate("Glyph", "watch");
    case Glyph::Alarm:
        return QCoreApplication::translate("Glyph", "alarm");
    case Glyph::Ring:
        return QCoreApplication::translate("Glyph", "open");
    case Glyph::None:
        break;
    }
    return {};
}

} // namespace casebench::ui
