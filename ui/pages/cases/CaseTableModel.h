// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/cases/CaseColumns.h"

#include <QAbstractTableModel>

#include <memory>
#include <vector>

namespace casebench::ui {

/// The cases as a table: a permutation of row numbers over an immutable view. Sorting and filtering happen
/// elsewhere.
class CaseTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    /// Other cases or other columns.
    void setView(std::shared_ptr<const CaseView> view,
                 QList<CaseColumn> columns,
                 std::vector<std::uint32_t> order);
    /// The same cases in another choice or order.
    void setOrder(std::vector<std::uint32_t> order);

    [[nodiscard]] const std::shared_ptr<const CaseView>& view() const { return m_view; }

    [[nodiscard]] const QList<CaseColumn>& columns() const { return m_columns; }

    [[nodiscard]] const std::vector<std::uint32_t>& order() const { return m_order; }

    [[nodiscard]] QString caseId(int row) const; ///< "" outside
    [[nodiscard]] int rowOfCase(const QString& caseId) const; ///< -1 when it is not shown
    [[nodiscard]] CaseState stateAt(int row) const;
    [[nodiscard]] bool isScored(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString text(const CaseColumn& column, std::uint32_t row) const;
    [[nodiscard]] QString fieldText(const CaseColumn& column, std::uint32_t row) const;
    [[nodiscard]] bool isMissing(const CaseColumn& column, std::uint32_t row) const;
    [[nodiscard]] QString whyMissing(const CaseColumn& column) const;

    std::shared_ptr<const CaseView> m_view;
    QList<CaseColumn> m_columns;
    std::vector<std::uint32_t> m_order;
};

} // namespace casebench::ui
