// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/XYPlot.h"

#include <optional>

namespace casebench::ui {

/// Up to five lines over a number (cases seen, trees, threshold), labelled at their ends, with optional band
/// and vertical mark.
class LearningCurve : public XYPlot
{
    Q_OBJECT

public:
    struct Line
    {
        QString label {};
        QList<QPointF> points {};
        QList<QPointF> band {}; ///< low, high per point; empty: none
        bool reference = false;
        int series = 0;
    };

    struct Data
    {
        QString xTitle {};
        QString yTitle {};
        QList<Line> lines {};
        std::optional<double> mark {}; ///< a vertical line (threshold in use, best number of trees)
        QString markLabel {};
        int xDecimals = 0;
        int yDecimals = 2;
        bool yFromZero = false;
    };

    explicit LearningCurve(QWidget* parent = nullptr);
    void setData(const Data& given);
    [[nodiscard]] ChartTable table() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void buildSeries() override;
    void paintUnder(QPainter& painter) override;
    void paintOver(QPainter& painter) override;

private:
    Data m_data;
};

} // namespace casebench::ui
