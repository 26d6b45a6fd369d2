// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace casebench::ui {

/// A fixed width in pixels at a 13 px font, which grows with the text.
void fixWidth(QWidget* widget, int pixelsAt13);
/// The same for the greatest width.
void limitWidth(QWidget* widget, int pixelsAt13);

} // namespace casebench::ui
