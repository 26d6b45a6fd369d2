// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Run.h"
#include "ui/widgets/Delegates.h"

#include <QAbstractTableModel>
#include <QList>

namespace casebench::ui {

/// The runs to compare, as a check list: the champion first, then the newest.
class RunChoiceModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    static constexpr int kMost = 5;
    static constexpr int kSeriesRole =
        Qt::UserRole + 200; ///< int: colour; -1: reference; absent: not compared

    explicit RunChoiceModel(QObject* parent = nullptr);

    /// Keeps what was chosen; at first the champion and the newest run that is no baseline.
    void setRuns(const std::vector<Run>& runs, qint64 champion);
    void choose(const QList<qint64>& ids);
    /// The reference first, then in the order of the list.
    [[nodiscard]] QList<qint64> chosen() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

signals:
    void chosenChanged();
    void tooMany(); ///< a sixth was refused

private:
    struct Item
    {
        qint64 id = 0;
        QString name {};
        QString about {};
        bool champion = false;
        bool chosen = false;
    };

    QList<Item> m_items;
    bool m_touched = false;
};

/// A row of the list: check box, two lines, and the line its curves are drawn with.
class RunChoiceDelegate : public CellDelegate
{
    Q_OBJECT

public:
    using CellDelegate::CellDelegate;
    void
    paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace casebench::ui
