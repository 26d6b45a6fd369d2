// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QList>
#include <QString>
#include <QVariant>

namespace casebench::ui {

/// A cell as it is shown, what it is sorted by, and what its delegate wants to know beyond the text.
struct Cell
{
    QString text {};
    QVariant key {}; ///< number or text; a number that is NaN stands last either way
    QHash<int, QVariant> roles {}; ///< CellRole and Qt roles

    /// The same cell with one role more, so that rows read as one expression.
    [[nodiscard]] Cell with(int role, const QVariant& value) const
    {
        Cell cell = *this;
        cell.roles.insert(role, value);
        return cell;
    }
};

struct CellColumn
{
    QString title {};
    bool right = false; ///< numbers stand right
    QString tip {};
};

struct CellRow
{
    qint64 id = 0; ///< what the row is about
    bool last = false; ///< below the others, however the table is sorted (baselines)
    QList<Cell> cells {};
};

/// A small table made of finished cells: results, differences, slices. Sorts itself, stable.
class CellTable : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit CellTable(QObject* parent = nullptr);

    /// Replaces everything; the order chosen before is kept.
    void setTable(const QList<CellColumn>& columns, const QList<CellRow>& rows);

    [[nodiscard]] const QList<CellRow>& rows() const { return m_rows; }

    [[nodiscard]] qint64 idOf(int row) const;
    /// -1 when there is none.
    [[nodiscard]] int rowOf(qint64 id) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant
    headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    /// column -1: as given.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

private:
    void order();

    QList<CellColumn> m_columns;
    QList<CellRow> m_given;
    QList<CellRow> m_rows;
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace casebench::ui
