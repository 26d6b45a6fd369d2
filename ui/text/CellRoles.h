// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

namespace casebench::ui {

/// What item models give besides DisplayRole. Models of ui/itemmodels and of pages share these.
enum CellRole : int
{
    GlyphRole = Qt::UserRole + 100, ///< int(Glyph)
    ColorRoleRole, ///< int(ColorRole) of the text
    AmountRole, ///< double: 0..1 of a bar or heat cell; NaN: none
    LowRole, ///< double: interval, in units of the delegate's range
    HighRole,
    ValueRole, ///< double: the dot of an interval
    NoteRole, ///< QString: muted second line or text after the value
    StrongRole, ///< bool: semibold
    ChipRole, ///< QString: small outlined word after the text
    TickRole, ///< double 0..1: a mark on a bar (threshold)
};

} // namespace casebench::ui
