// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/GlyphLabel.h"

namespace casebench::ui {

/// Lets the sentence of a glyph label wrap, so that a long list of fields does not push its pane wide.
inline GlyphLabel* wrapWords(GlyphLabel* label)
{
    if (auto* words = label->findChild<Label*>())
        words->wrapping();
    return label;
}

} // namespace casebench::ui
