// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/cases/CaseColumns.h"

#include <QAbstractTableModel>
#include <QSet>
#include <QTimer>

#include <memory>
#include <vector>

namespace casebench::ui {

/// A stretch of the table that is read at once.
struct CaseBlock
{
    int rows = 0; ///< rows * kRows is its first row
    int columns = 0;

    static constexpr int kRows = 128;
    static constexpr int kColumns = 24;

    bool operator==(const CaseBlock&) const = default;
};

[[nodiscard]] inline size_t qHash(const CaseBlock& block, size_t seed = 0)
{
    return qHashMulti(seed, block.rows, block.columns);
}

/// The cases as a table: a permutation of project rows, and the blocks of cells that were looked at. Sorting,
/// filtering and reading happen elsewhere: a cell that is not there yet is asked for.
class CaseTableModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    using Rows = std::vector<CaseRow>;
    using Marks = std::shared_ptr<const CaseMarks>;

    explicit CaseTableModel(QObject* parent = nullptr);

    /// Other cases or other columns.
    void setCases(QList<CaseColumn> columns, Marks marks, Rows order);
    /// The same columns of the cases as they are now, in another choice or order.
    void setOrder(Marks marks, Rows order);

    [[nodiscard]] const QList<CaseColumn>& columns() const { return m_columns; }

    [[nodiscard]] const Rows& order() const { return m_order; }

    [[nodiscard]] CaseRow rowAt(int row) const { return m_order[static_cast<std::size_t>(row)]; }

    [[nodiscard]] int positionOf(CaseRow row) const; ///< -1 when it is not shown
    [[nodiscard]] QString caseId(int row) const; ///< "" while it is not read, and outside
    [[nodiscard]] CaseState stateAt(int row) const;
    [[nodiscard]] bool isScored(int row) const;

    /// The blocks that were looked at and are not there. Each is named once.
    [[nodiscard]] QList<CaseBlock> takeWanted();

    [[nodiscard]] bool isWaiting() const { return !m_asked.isEmpty(); }

    [[nodiscard]] Rows rowsOf(const CaseBlock& block) const; ///< ascending
    [[nodiscard]] std::vector<std::size_t> fieldsOf(const CaseBlock& block) const;

    /// Counts the orders, so that a block of an older one is known.
    [[nodiscard]] quint64 generation() const { return m_generation; }

    /// table: rowsOf and fieldsOf that block.
    void setBlock(const CaseBlock& block, CaseTablePtr table);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    void blocksWanted(); ///< later, once for all cells that were looked at

private:
    /// The table of a block and where the case of a row stands in it.
    struct Found
    {
        const CaseTable* table = nullptr;
        std::size_t at = 0;
    };

    void forget();
    void spreadSlots();
    [[nodiscard]] Found find(int row, int column) const;
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] bool isMissing(int row, int column) const;
    [[nodiscard]] QString whyMissing(const CaseColumn& column) const;
    [[nodiscard]] const Column* values(const Found& found, int column) const;

    QList<CaseColumn> m_columns;
    std::vector<std::size_t> m_slots; ///< of each column: which of the fields of its block it is
    Marks m_marks = std::make_shared<const CaseMarks>();
    Rows m_order;
    QHash<CaseBlock, CaseTablePtr> m_blocks;
    QList<CaseBlock> m_age; ///< of m_blocks, oldest first
    quint64 m_generation = 0;
    mutable QSet<CaseBlock> m_wanted;
    mutable QSet<CaseBlock> m_asked;
    mutable QTimer m_ask;
};

} // namespace casebench::ui
