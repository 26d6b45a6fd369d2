// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QList>
#include <QString>

namespace casebench::ui {

/// A row that was not taken, as people read it.
struct QuarantineLine
{
    QString source {};
    qint64 line = 0;
    QString column {};
    QString kind {}; ///< token of the import contract; shown in words
    QString reason {};
    QString raw {};

    bool operator==(const QuarantineLine&) const = default;
};

/// Rows not taken; without the column of sources when they are of one file.
class QuarantineModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit QuarantineModel(bool withSource, QObject* parent = nullptr);

    void setLines(QList<QuarantineLine> lines);

    [[nodiscard]] const QList<QuarantineLine>& lines() const { return m_lines; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] int fieldOf(int column) const { return m_withSource ? column : column + 1; }

    bool m_withSource;
    QList<QuarantineLine> m_lines;
};

/// Bytes that may be anything, readable in one line: control characters shown, what is no UTF-8 replaced.
[[nodiscard]] QString readableBytes(const std::string& bytes);

} // namespace casebench::ui
