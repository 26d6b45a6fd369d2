// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/cases/ImportPreview.h"

#include <QAbstractTableModel>

#include <memory>

namespace casebench::ui {

/// Rows of a file as they will be read, with what is odd in them.
class ImportRowsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::shared_ptr<const ImportPreview> preview, bool oddOnly);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString oddText(const PreviewRow& row) const;
    [[nodiscard]] const QList<PreviewRow>& rows() const;

    std::shared_ptr<const ImportPreview> m_preview;
    bool m_oddOnly = false;
};

} // namespace casebench::ui
