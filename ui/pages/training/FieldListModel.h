// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/Schema.h"

#include <QAbstractTableModel>
#include <QSet>
#include <QStringList>

#include <string>
#include <vector>

namespace casebench::ui {

/// The fields of a snapshot as a check list: what a model learns from, and why it cannot learn from the rest.
class FieldListModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit FieldListModel(QObject* parent = nullptr);

    /// All model fields are on; fields that were switched off before and are here again stay off.
    void setSchema(const Schema& schema);
    void setUsed(const std::vector<std::string>& fields); ///< empty: every model field

    /// As Recipe::fields takes it: empty when exactly the model fields are on.
    [[nodiscard]] std::vector<std::string> fields() const;
    [[nodiscard]] int usedCount() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant
    headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

signals:
    void usedChanged();

private:
    struct Item
    {
        QString name {};
        std::string field {};
        QString why {}; ///< what it is, or why it is dropped
        bool standard = false; ///< a model field
        bool offered = false; ///< can be switched on
        bool used = false;
    };

    [[nodiscard]] static Item itemOf(const Field& field);

    QList<Item> m_items;
    QSet<QString> m_off; ///< switched off by a person
};

} // namespace casebench::ui
