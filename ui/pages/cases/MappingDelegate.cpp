// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/MappingDelegate.h"

#include "ui/theme/Icons.h"
#include "ui/theme/StylePaint.h"
#include "ui/theme/Tokens.h"

#include <QComboBox>
#include <QPainter>
#include <QTimer>

namespace casebench::ui {

MappingDelegate::MappingDelegate(QStringList choices, QObject* parent)
    : CellDelegate(parent)
    , m_choices(std::move(choices))
{
}

void MappingDelegate::paint(QPainter* painter,
                            const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    if (!index.flags().testFlag(Qt::ItemIsEditable)) {
        CellDelegate::paint(painter, option, index);
        return;
    }
    painter->save();
    paintRow(painter, option, index);
    const Scheme scheme = schemeOf(option.palette);
    const QRect box = option.rect.adjusted(space::kTight, 2, -space::kTight, -3);
    painter->setRenderHint(QPainter::Antialiasing);
    paint::roundRect(*painter, box, kSmallRadius, color(ColorRole::Base, scheme),
                     color(ColorRole::ControlEdge, scheme), 1);
    painter->setFont(option.font);
    painter->setPen(color(ColorRole::Text, scheme));
    painter->drawText(box.adjusted(space::kGroup, 0, -space::kPage, 0), Qt::AlignVCenter | Qt::AlignLeft,
                      index.data().toString());
    paintIcon(*painter, QRectF(box.right() - 18, box.center().y() - 6, 12, 12), IconId::ChevronDown,
              color(ColorRole::Muted, scheme));
    painter->restore();
}

QWidget*
MappingDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const
{
    auto* box = new QComboBox(parent);
    box->addItems(m_choices);
    box->setAccessibleName(tr("%1 of %2")
                               .arg(index.model()->headerData(index.column(), Qt::Horizontal).toString(),
                                    index.siblingAtColumn(0).data().toString()));
    auto* self =
        const_cast<MappingDelegate*>(this); // Qt's own signature is const; the editor speaks through signals
    connect(box, &QComboBox::activated, self, [self, box] {
        emit self->commitData(box);
        emit self->closeEditor(box);
    });
    QTimer::singleShot(0, box, &QComboBox::showPopup);
    return box;
}

void MappingDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const
{
    static_cast<QComboBox*>(editor)->setCurrentIndex(index.data(Qt::EditRole).toInt());
}

void MappingDelegate::setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const
{
    model->setData(index, static_cast<QComboBox*>(editor)->currentIndex(), Qt::EditRole);
}

void MappingDelegate::updateEditorGeometry(QWidget* editor,
                                           const QStyleOptionViewItem& option,
                                           const QModelIndex&) const
{
    editor->setGeometry(option.rect);
}

} // namespace casebench::ui
