// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/PreviewImport.h"

#include <QAbstractTableModel>

#include <memory>

namespace casebench::ui {

/// Every changed cell of a file, one by one: row, field, before, after, why.
class ImportChangesModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setPreview(std::shared_ptr<const ImportPreview> preview);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::shared_ptr<const ImportPreview> m_preview;
};

} // namespace casebench::ui
