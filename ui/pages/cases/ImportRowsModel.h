// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/PreviewImport.h"

#include <QAbstractTableModel>

#include <memory>

namespace casebench::ui {

/// int(ColorRole): a cell that is not what its text says has an outline in the colour of its status.
inline constexpr int OutlineRole = Qt::UserRole + 300;

/// Rows of a file as they will be read, with what is odd in them; personal values come masked.
class ImportRowsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Show
    {
        First,
        FirstAndOdd ///< the first four, then the odd ones
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(std::shared_ptr<const ImportPreview> preview, Show show);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString cellText(const PreviewRow& row, int cell) const;
    [[nodiscard]] QString oddText(const PreviewRow& row) const;
    [[nodiscard]] bool isNumber(int cell) const;

    std::shared_ptr<const ImportPreview> m_preview;
    QList<const PreviewRow*> m_rows; ///< of the preview
};

} // namespace casebench::ui
