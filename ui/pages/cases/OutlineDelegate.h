// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Delegates.h"

namespace casebench::ui {

/// A cell with an outline in a status colour round its text (OutlineRole), as a pen would ring it.
class OutlineDelegate : public CellDelegate
{
    Q_OBJECT

public:
    using CellDelegate::CellDelegate;
    void
    paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace casebench::ui
