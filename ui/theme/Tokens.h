// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

class QWidget;

namespace casebench::ui {

/// The only distances there are.
namespace space {
inline constexpr int kHair = 2;
inline constexpr int kTight = 4;
inline constexpr int kGroup = 8; ///< within a group
inline constexpr int kInner = 12;
inline constexpr int kBetween = 16; ///< between groups, narrow panes
inline constexpr int kPage = 24; ///< page margin
inline constexpr int kWide = 32;
} // namespace space

inline constexpr int kRadius = 6;
inline constexpr int kSmallRadius = 4; ///< chips, filter cells, key caps
inline constexpr int kHitTarget = 28; ///< smallest side of what can be clicked
inline constexpr int kModeBarWidth = 84;

/// Sizes are factors of the system font; semibold only for titles and totals.
enum class TextRole
{
    Caption, ///< 0.85
    Body, ///< 1
    Strong, ///< 1, semibold
    Section, ///< 1.15, semibold
    Number, ///< 1.5, semibold: a count that matters
    PageTitle, ///< 1.5, semibold
    Display, ///< 2, semibold: the welcome view's name
    Mono, ///< 0.92, fixed pitch: hashes, keys
};

[[nodiscard]] QFont font(TextRole role); ///< from the application's font
[[nodiscard]] QFont font(TextRole role, const QFont& body);
/// Row height of tables: 1.8 x the font's height, at least a hit target.
[[nodiscard]] int rowHeight(const QWidget* widget);
/// A length that is `factor13` pixels at a 13 px font and grows with the font.
[[nodiscard]] int scaled(const QWidget* widget, int pixelsAt13);

} // namespace casebench::ui
