// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/PreviewImport.h"
#include "ui/theme/Icons.h"

#include <QAbstractTableModel>

#include <memory>
#include <optional>

namespace casebench::ui {

/// What each column of a file becomes; kind and role can be edited where the project does not know the field
/// yet.
class MappingModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Name,
        First,
        Kind,
        RoleColumn,
        Why,
        Filled,
        Note,
        ColumnCount
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setPreview(std::shared_ptr<const ImportPreview> preview);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index,
                 const QVariant& value,
                 int role) override; ///< EditRole: the index in the list of kinds or roles

signals:
    void kindChosen(const QString& column, casebench::FieldKind kind);
    void roleChosen(const QString& column, casebench::FieldRole role);

private:
    [[nodiscard]] QString text(const FieldPlan& plan, const ColumnProfile& profile, int column) const;

    /// What is to be known about a field, most pressing first.
    struct FieldNote
    {
        Glyph glyph = Glyph::None;
        QString text {};
    };

    [[nodiscard]] FieldNote note(const FieldPlan& plan, const ColumnProfile& profile) const;
    [[nodiscard]] qint64 changedCells(const FieldPlan& plan, std::optional<ChangeReason> why = {}) const;
    [[nodiscard]] bool isNewField(const FieldPlan& plan) const;

    std::shared_ptr<const ImportPreview> m_preview;
};

} // namespace casebench::ui

Q_DECLARE_METATYPE(casebench::FieldKind)
Q_DECLARE_METATYPE(casebench::FieldRole)
