// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Delegates.h"

#include <QStringList>

namespace casebench::ui {

/// A cell with a list to choose from; drawn as a field with an arrow where it can be edited.
class MappingDelegate : public CellDelegate
{
    Q_OBJECT

public:
    MappingDelegate(QStringList choices, QObject* parent);

    void
    paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    [[nodiscard]] QWidget* createEditor(QWidget* parent,
                                        const QStyleOptionViewItem& option,
                                        const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor,
                              const QStyleOptionViewItem& option,
                              const QModelIndex& index) const override;

private:
    QStringList m_choices;
};

} // namespace casebench::ui
