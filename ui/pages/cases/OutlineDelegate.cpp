// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/OutlineDelegate.h"

#include "ui/pages/cases/ImportRowsModel.h"
#include "ui/theme/StylePaint.h"
#include "ui/theme/Tokens.h"

#include <QPainter>

namespace casebench::ui {

void OutlineDelegate::paint(QPainter* painter,
                            const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    CellDelegate::paint(painter, option, index);
    const QVariant outline = index.data(OutlineRole);
    if (!outline.isValid())
        return;
    const QString text = index.data().toString();
    const int margin = space::kGroup;
    const int wanted = qMax(option.fontMetrics.horizontalAdvance(text), margin) + 2 * margin - 2;
    const int width = qMin(option.rect.width() - 2, wanted);
    const bool right = (index.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight) != 0;
    const QRect box(right ? option.rect.right() - width : option.rect.left() + 1, option.rect.top() + 3,
                    width, option.rect.height() - 7);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paint::roundRect(*painter, box, kSmallRadius, Qt::transparent,
                     color(static_cast<ColorRole>(outline.toInt()), schemeOf(option.palette)), 1.5);
    painter->restore();
}

} // namespace casebench::ui
