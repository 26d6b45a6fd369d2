// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/Roles.h"

#include <QWidget>

#include <algorithm>
#include <array>
#include <cmath>

namespace casebench::ui {

namespace {

struct Tone
{
    QRgb light;
    QRgb dark;
};

// In the order of ColorRole; contrasts are held by a test (text roles >= 4.5, edges and marks >= 3).
constexpr std::array<Tone, 18> kTones { {
    { 0xFFF6F8FA, 0xFF15181C }, // Window
    { 0xFFFFFFFF, 0xFF1E2227 }, // Base
    { 0xFF1F2328, 0xFFE6EDF3 }, // Text
    { 0xFF57606A, 0xFF9DA7B3 }, // Muted
    { 0xFF818B98, 0xFF7D8590 }, // ControlEdge
    { 0xFFD0D7DE, 0xFF3A424C }, // Hairline
    { 0xFF0B5CAD, 0xFF6CB6FF }, // Accent
    { 0xFFFFFFFF, 0xFF0D1117 }, // OnAccent
    { 0xFF0B6B4F, 0xFF4FC79C }, // Good
    { 0xFF8A4B00, 0xFFE3A008 }, // Watch
    { 0xFFA1260D, 0xFFFF8A73 }, // Alarm
    { 0xFFDDEAF7, 0xFF22384F }, // Selection
    { 0xFFEEF1F4, 0xFF2B323A }, // Band
    { 0xFFE4E8EC, 0xFF2C333B }, // RowLine
    { 0xFF5A5A5A, 0xFFB0B0B0 }, // Reference
    { 0xFFD55E00, 0xFFD55E00 }, // SignFor
    { 0xFF0072B2, 0xFF0072B2 }, // SignAgainst
    { 0xFFF3F6F9, 0xFF252A30 }, // Hover
} };

// Okabe-Ito, indigo of Paul Tol; yellow, orange and sky fall under 3:1 on white and stay out of the light
// row.
constexpr std::array<Tone, kMaxSeries> kSeries { {
    { 0xFF0072B2, 0xFF56B4E9 },
    { 0xFFD55E00, 0xFFE69F00 },
    { 0xFF009E73, 0xFF009E73 },
    { 0xFFCC79A7, 0xFFF0E442 },
    { 0xFF332288, 0xFFCC79A7 },
} };

constexpr std::array<Tone, 5> kHeat { {
    { 0xFFEFF3FF, 0xFF262C33 },
    { 0xFFC9DDF0, 0xFF223B50 },
    { 0xFF9ECAE1, 0xFF2A5C82 },
    { 0xFF4292C6, 0xFF4292C6 },
    { 0xFF084594, 0xFF9ECAE1 },
} };

constexpr std::array<QRgb, 5> kCividis { 0xFF00224E, 0xFF3B496C, 0xFF707173, 0xFFA59C74, 0xFFFEE838 };

QColor toneOf(const Tone& tone, Scheme scheme)
{
    return QColor::fromRgb(scheme == Scheme::Dark ? tone.dark : tone.light);
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& c)
{
    return 0.2126 * linear(c.redF()) + 0.7152 * linear(c.greenF()) + 0.0722 * linear(c.blueF());
}

} // namespace

Scheme schemeOf(const QPalette& palette)
{
    const QColor window = palette.color(QPalette::Active, QPalette::Window);
    const QColor text = palette.color(QPalette::Active, QPalette::WindowText);
    return window.lightness() < text.lightness() ? Scheme::Dark : Scheme::Light;
}

QColor color(ColorRole role, Scheme scheme)
{
    return toneOf(kTones.at(static_cast<std::size_t>(role)), scheme);
}

QColor color(ColorRole role, const QPalette& palette)
{
    return color(role, schemeOf(palette));
}

QColor color(ColorRole role, const QWidget* widget)
{
    return color(role, widget ? schemeOf(widget->palette()) : Scheme::Light);
}

QColor seriesColor(int index, Scheme scheme)
{
    return toneOf(kSeries.at(static_cast<std::size_t>(std::abs(index) % kMaxSeries)), scheme);
}

QColor heatColor(double amount, Scheme scheme)
{
    if (std::isnan(amount))
        return color(ColorRole::Band, scheme);
    const auto steps = static_cast<double>(kHeat.size());
    const double step = std::clamp(std::floor(amount * steps), 0.0, steps - 1);
    return toneOf(kHeat.at(static_cast<std::size_t>(step)), scheme);
}

QColor cividis(double amount)
{
    const double place =
        std::clamp(std::isnan(amount) ? 0.0 : amount, 0.0, 1.0) * static_cast<double>(kCividis.size() - 1);
    const auto lower = std::min(static_cast<std::size_t>(place), kCividis.size() - 2);
    const double t = place - static_cast<double>(lower);
    const QColor a = QColor::fromRgb(kCividis.at(lower));
    const QColor b = QColor::fromRgb(kCividis.at(lower + 1));
    const auto mix = [t](float x, float y) {
        return static_cast<float>(x + (y - x) * static_cast<float>(t));
    };
    return QColor::fromRgbF(mix(a.redF(), b.redF()), mix(a.greenF(), b.greenF()), mix(a.blueF(), b.blueF()));
}

double contrast(const QColor& a, const QColor& b)
{
    const double x = luminance(a);
    const double y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

QColor textOn(const QColor& background)
{
    const QColor dark = color(ColorRole::Text, Scheme::Light);
    const QColor light(Qt::white);
    const QColor black(Qt::black);
    if (contrast(background, dark) >= 4.5)
        return dark;
    return contrast(background, light) > contrast(background, black) ? light : black;
}

QPalette paletteFor(Scheme scheme)
{
    const auto of = [scheme](ColorRole role) { return color(role, scheme); };
    QPalette palette;
    palette.setColor(QPalette::Window, of(ColorRole::Window));
    palette.setColor(QPalette::WindowText, of(ColorRole::Text));
    palette.setColor(QPalette::Base, of(ColorRole::Base));
    palette.setColor(QPalette::AlternateBase, of(ColorRole::Window));
    palette.setColor(QPalette::Text, of(ColorRole::Text));
    palette.setColor(QPalette::Button, of(ColorRole::Base));
    palette.setColor(QPalette::ButtonText, of(ColorRole::Text));
    palette.setColor(QPalette::BrightText, of(ColorRole::OnAccent));
    palette.setColor(QPalette::PlaceholderText, of(ColorRole::Muted));
    palette.setColor(QPalette::Highlight, of(ColorRole::Selection));
    palette.setColor(QPalette::HighlightedText, of(ColorRole::Text));
    palette.setColor(QPalette::Link, of(ColorRole::Accent));
    palette.setColor(QPalette::LinkVisited, of(ColorRole::Accent));
    palette.setColor(QPalette::ToolTipBase, of(ColorRole::Base));
    palette.setColor(QPalette::ToolTipText, of(ColorRole::Text));
    palette.setColor(QPalette::Light, of(ColorRole::Base));
    palette.setColor(QPalette::Midlight, of(ColorRole::RowLine));
    palette.setColor(QPalette::Mid, of(ColorRole::Hairline));
    palette.setColor(QPalette::Dark, of(ColorRole::ControlEdge));
    palette.setColor(QPalette::Shadow, of(ColorRole::Hairline));
    for (const auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
        palette.setColor(QPalette::Disabled, role, of(ColorRole::Muted));
    return palette;
}

} // namespace casebench::ui
