// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/Plot.h"
#include "ui/theme/Roles.h"

namespace casebench::ui {

/// From the base value to the result, one row per field: name, value, bar, amount. Up and Down read the rows
/// to a screen reader.
class Waterfall : public PlotWidget
{
    Q_OBJECT

public:
    enum class RowKind
    {
        Known,
        NotAsked,
        NotInModel
    };

    struct Row
    {
        QString field {};
        QString value {};
        double contribution = 0;
        RowKind kind = RowKind::Known;
        QString note {}; ///< NotInModel: what stands in the box
    };

    struct Data
    {
        double base = 0; ///< margin at the start
        QList<Row> rows {}; ///< in the order shown
        double result = 0; ///< base + sum of contributions
        QString resultScore {}; ///< "0.35": beside the result's dot
        QString startName {}; ///< "Starting point"
        QString resultName {}; ///< "Result"
        QString axisTitle {}; ///< "Margin (log-odds of scam). Right of 0: scam at threshold 0.50"
    };

    explicit Waterfall(QWidget* parent = nullptr);
    void setData(const Data& given);

    [[nodiscard]] int currentRow() const { return m_current; }

    void setCurrentRow(int row);
    [[nodiscard]] ChartTable table() const override;
    void paintPlot(QPainter& painter, const QRectF& rect) override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void currentRowChanged(int row);
    void fieldActivated(const QString& field); ///< Enter or double click

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;

private:
    struct Geometry;

    [[nodiscard]] Geometry geometryIn(const QRectF& rect) const;
    [[nodiscard]] int rowPixels() const;
    [[nodiscard]] QString spoken(int row) const;
    void paintAxis(QPainter& painter, const Geometry& g) const;
    void paintEnds(QPainter& painter, const Geometry& g) const;
    void paintRow(QPainter& painter, const Geometry& g, qsizetype index, double from) const;

    Data m_data;
    int m_current = -1;
};

} // namespace casebench::ui
