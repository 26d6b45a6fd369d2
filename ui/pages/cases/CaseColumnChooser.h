// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/cases/CaseColumns.h"

#include <QAbstractListModel>
#include <QFrame>
#include <QListView>
#include <QSet>
#include <QSortFilterProxyModel>

namespace casebench::ui {

class SearchField;

/// The columns that can be shown, each with a check mark.
class CaseColumnsModel : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setColumns(QList<CaseColumn> columns, const QStringList& hidden);
    void setAll(bool shown);
    [[nodiscard]] QStringList hidden() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;

signals:
    void hiddenChanged();

private:
    QList<CaseColumn> m_columns; ///< without the case id, which always stands
    QSet<QString> m_hidden;
};

/// A list to choose columns from, with a field to find one among thousands. Opens under its button.
class CaseColumnChooser : public QFrame
{
    Q_OBJECT

public:
    explicit CaseColumnChooser(QWidget* parent = nullptr);

    void setColumns(const QList<CaseColumn>& columns, const QStringList& hidden);
    void openUnder(QWidget* button);

signals:
    void hiddenChanged(const QStringList& keys);

private:
    CaseColumnsModel m_model;
    QSortFilterProxyModel m_found; ///< names of columns, thousands at most
    SearchField* m_search;
    QListView* m_list;
};

} // namespace casebench::ui
