// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/Tokens.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontMetrics>
#include <QWidget>

#include <algorithm>
#include <cmath>

namespace casebench::ui {

namespace {

struct Measure
{
    double factor;
    bool semibold;
};

Measure measureOf(TextRole role)
{
    switch (role) {
    case TextRole::Caption:
        return { 0.85, false };
    case TextRole::Body:
        return { 1.0, false };
    case TextRole::Strong:
        return { 1.0, true };
    case TextRole::Section:
        return { 1.15, true };
    case TextRole::Number:
    case TextRole::PageTitle:
        return { 1.5, true };
    case TextRole::Display:
        return { 2.0, true };
    case TextRole::Mono:
        return { 0.92, false };
    }
    return { 1.0, false };
}

} // namespace

QFont font(TextRole role)
{
    return font(role, QApplication::font());
}

QFont font(TextRole role, const QFont& body)
{
    const Measure measure = measureOf(role);
    QFont result = body;
    if (role == TextRole::Mono)
        result.setFamilies(QFontDatabase::systemFont(QFontDatabase::FixedFont).families());
    if (body.pixelSize() > 0)
        result.setPixelSize(std::max(1, static_cast<int>(std::lround(body.pixelSize() * measure.factor))));
    else
        result.setPointSizeF(body.pointSizeF() * measure.factor);
    result.setWeight(measure.semibold ? QFont::DemiBold : QFont::Normal);
    return result;
}

int rowHeight(const QWidget* widget)
{
    const QFontMetrics metrics(widget ? widget->font() : QApplication::font());
    return std::max(kHitTarget, static_cast<int>(std::lround(1.8 * metrics.height())));
}

int scaled(const QWidget* widget, int pixelsAt13)
{
    // A 13 px Inter is 16 px high; other families differ little enough.
    constexpr double kHeightAt13 = 16.0;
    const QFontMetrics metrics(widget ? widget->font() : QApplication::font());
    const double factor = std::max(1.0, metrics.height() / kHeightAt13);
    return static_cast<int>(std::lround(pixelsAt13 * factor));
}

} // namespace casebench::ui
