// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableView>

namespace casebench::ui {

/// Preset of QTableView: no grid but row lines, 1.8 x font rows, row selection, flat header, no horizontal
/// guessing. Ctrl+C copies the selected rows as TSV with the header; Enter is `activated`.
class TableView : public QTableView
{
    Q_OBJECT

public:
    explicit TableView(const QString& accessibleName, QWidget* parent = nullptr);

    /// Widths in pixels at a 13 px font, left to right; 0: takes the rest; missing: by content.
    void setColumnWidths(const QList<int>& widths);
    /// A table inside a pane: as high as its rows, without scroll bars, hairline below the header only.
    void setFitsRows(bool fits);
    /// A row height other than 1.8 x font (two-line rows: 40), in pixels at a 13 px font.
    void setRowPixels(int pixelsAt13);
    void setModel(QAbstractItemModel* model) override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void currentRowChanged(int row);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void applyMetrics();
    void fit();
    void copySelection() const;

    QList<int> m_widths;
    int m_rowPixels = 0;
    bool m_fits = false;
};

} // namespace casebench::ui
