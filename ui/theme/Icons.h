// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/Roles.h"

#include <QIcon>
#include <QPixmap>
#include <QRectF>

class QPainter;

namespace casebench::ui {

/// One monochrome set: 24 grid, 1.5 stroke, round ends. A file of resources/icons for each.
enum class IconId
{
    None,
    Today,
    Cases,
    Labels,
    Training,
    Comparison,
    Explanation,
    Drift,
    Release,
    Audit,
    Plus,
    Import,
    Export,
    Search,
    Undo,
    Close,
    More,
    Lock,
    Check,
    Copy,
    Save,
    Folder,
    Project,
    Filter,
    Info,
    Person,
    Play,
    Stop,
    Columns,
    ChevronDown,
    ChevronRight,
    ArrowDown,
    ArrowUp,
    Settings,
    Keyboard,
    Report,
    Table,
    Key,
    Link,
    Help,
    Count_,
};

/// An icon that takes the role's colour of the application's palette each time it is painted, so it follows
/// the theme.
[[nodiscard]] QIcon icon(IconId id, ColorRole role = ColorRole::Text);
/// Paints the icon into the rectangle in this colour.
void paintIcon(QPainter& painter, const QRectF& rect, IconId id, const QColor& tint);

/// The four words of status, always with a word beside them.
enum class Glyph
{
    None,
    Good,
    Watch,
    Alarm,
    Ring
};

/// check, triangle, square, ring: drawn in the rectangle's centre, 12 px when it has the room.
void paintGlyph(QPainter& painter, const QRectF& rect, Glyph glyph, const QColor& tint);
[[nodiscard]] ColorRole roleOf(Glyph glyph);
/// "good", "watch", "alarm", "open": what a screen reader says.
[[nodiscard]] QString wordOf(Glyph glyph);

} // namespace casebench::ui
