// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/ChartStyle.h"

namespace casebench::ui {

namespace {

QPen pen(const QColor& tint, double width, Qt::PenStyle style = Qt::SolidLine)
{
    QPen result(tint, width, style, Qt::RoundCap, Qt::RoundJoin);
    result.setCosmetic(true);
    return result;
}

} // namespace

QPen gridPen(Scheme scheme)
{
    return pen(color(ColorRole::RowLine, scheme), 1);
}

QPen axisPen(Scheme scheme)
{
    return pen(color(ColorRole::ControlEdge, scheme), 1);
}

QPen seriesPen(int series, Scheme scheme)
{
    return pen(seriesColor(series, scheme), 2);
}

QPen referencePen(Scheme scheme)
{
    QPen result = pen(color(ColorRole::Reference, scheme), 1.5, Qt::CustomDashLine);
    result.setCapStyle(Qt::FlatCap);
    result.setDashPattern({ 3.5, 2.5 });
    return result;
}

QPen withdrawnPen(int series, Scheme scheme)
{
    QPen result = pen(seriesColor(series, scheme), 1.5, Qt::CustomDashLine);
    result.setDashPattern({ 0.5, 2.2 });
    return result;
}

} // namespace casebench::ui
