// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/XYPlot.h"

#include <optional>

namespace casebench::ui {

/// Curves on square 0..1 axes: ROC, precision-recall, calibration. Champion is reference grey, dashed, square
/// mark.
class SquareCurves : public XYPlot
{
    Q_OBJECT

public:
    enum class Kind
    {
        Roc,
        PrecisionRecall,
        Calibration
    };

    struct Curve
    {
        QString label {}; ///< "run 14"
        QList<QPointF> points {};
        QList<QPointF> intervals {}; ///< low, high per point; empty: none (calibration)
        std::optional<QPointF> mark {}; ///< the threshold in use
        bool reference = false; ///< the champion
        int series = 0; ///< colour of a challenger
        QList<qint64> counts {}; ///< n per point, for the table
    };

    explicit SquareCurves(Kind kind, QWidget* parent = nullptr);
    /// More than 5,000 points of a curve are thinned before they are drawn; wasThinned() is for the caption.
    void setCurves(const QList<Curve>& curves);
    /// Moves the marks only.
    void setMarks(const QList<std::optional<QPointF>>& marks);

    [[nodiscard]] bool wasThinned() const { return m_thinned; }

    [[nodiscard]] ChartTable table() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void buildSeries() override;
    void paintUnder(QPainter& painter) override;
    void paintOver(QPainter& painter) override;

private:
    void paintMarks(QPainter& painter) const;
    void paintCurveLabels(QPainter& painter) const;

    Kind m_kind;
    QList<Curve> m_curves;
    bool m_thinned = false;
};

} // namespace casebench::ui
