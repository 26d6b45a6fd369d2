// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/ExpectData.h"

#include <QAbstractTableModel>

#include <optional>

namespace casebench::ui {

/// The grid of expectations: what is asked can be edited, what came of it cannot.
class ExpectationsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        FieldColumn,
        Check,
        Asked,
        Mostly,
        Severity,
        ResultColumn,
        Failing,
        ColumnCount
    };

    /// An expectation with its newest result, where there is one that fits it.
    struct Line
    {
        Expectation expectation {};
        std::optional<CheckResult> result {};
        bool edited = false; ///< differs from what is saved
    };

    using QAbstractTableModel::QAbstractTableModel;

    void setLines(QList<Line> lines);
    void setEditable(bool on);
    /// One line changed; the others stay, so that the cursor does.
    void setLine(int row, const Line& line);

    [[nodiscard]] const QList<Line>& lines() const { return m_lines; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant
    headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    /// Tells what was typed; the presenter decides whether it can be.
    bool setData(const QModelIndex& index, const QVariant& value, int role = Qt::EditRole) override;

signals:
    void typed(int row, int column, const QVariant& value);

private:
    [[nodiscard]] QString text(const Line& line, int column) const;
    [[nodiscard]] QVariant glyph(const Line& line, int column) const;

    QList<Line> m_lines;
    bool m_editable = false;
};

} // namespace casebench::ui
