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

    /// What a person ticked or a recipe named before, and is here again, stays as it was.
    void setSchema(const Schema& schema);
    /// As a recipe names them, in this schema and in those that follow; empty: every model field.
    void setUsed(const std::vector<std::string>& fields);

    /// As Recipe::fields takes it: empty when exactly the model fields are on.
    [[nodiscard]] std::vector<std::string> fields() const;
    [[nodiscard]] std::vector<std::string> usedFields() const; ///< by name, also when they are the standard
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
    [[nodiscard]] bool isUsed(const Item& item) const;

    QList<Item> m_items;
    QSet<QString> m_named; ///< by the recipe; empty: every model field
    QHash<QString, bool> m_ticked; ///< by a person, on or off
};

} // namespace casebench::ui
