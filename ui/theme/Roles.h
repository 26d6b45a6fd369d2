// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPalette>

class QWidget;

namespace casebench::ui {

/// What a colour is for. A widget asks for a role; only Roles.cpp names a hex value.
enum class ColorRole
{
    Window, ///< chrome: mode bar, status bar, banners
    Base, ///< where the work lies
    Text,
    Muted,
    ControlEdge,
    Hairline,
    Accent,
    OnAccent,
    Good,
    Watch,
    Alarm,
    Selection,
    Band, ///< reference band, empty part of a bar
    RowLine,
    Reference, ///< the baseline's line, always dashed
    SignFor, ///< contributions towards, values above
    SignAgainst, ///< contributions against, values below
    Hover, ///< a control under the pointer
};

enum class Scheme
{
    Light,
    Dark
};

/// Light or dark, by comparing Window with WindowText (Qt 6.4 cannot be asked).
[[nodiscard]] Scheme schemeOf(const QPalette& palette);

[[nodiscard]] QColor color(ColorRole role, Scheme scheme);
[[nodiscard]] QColor color(ColorRole role, const QPalette& palette);
[[nodiscard]] QColor color(ColorRole role, const QWidget* widget);

inline constexpr int kMaxSeries = 5; ///< beyond that: small multiples
/// Colour of the n-th series (0-based, wraps after kMaxSeries).
[[nodiscard]] QColor seriesColor(int index, Scheme scheme);

/// Amount 0..1 in the table's blues (dark: more = lighter), five steps; NaN gives the empty bar's colour.
[[nodiscard]] QColor heatColor(double amount, Scheme scheme);
/// Amount 0..1 in cividis, interpolated, for heat maps drawn as charts.
[[nodiscard]] QColor cividis(double amount);
/// Black or white, whichever reads better on this background.
[[nodiscard]] QColor textOn(const QColor& background);
/// WCAG 2 contrast ratio, 1..21.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);

/// The whole palette of a scheme.
[[nodiscard]] QPalette paletteFor(Scheme scheme);

} // namespace casebench::ui
