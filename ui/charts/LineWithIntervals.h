// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/XYPlot.h"
#include "ui/theme/Icons.h"

#include <optional>

namespace casebench::ui {

/// A course over windows (months): points with whiskers, a dashed reference with its band, an optional
/// withdrawn estimate as hollow triangles, under each window its n and a word of trust.
class LineWithIntervals : public XYPlot
{
    Q_OBJECT

public:
    struct Point
    {
        QString label {}; ///< "Apr 2026"
        double value = 0; ///< NaN: a gap
        double low = 0; ///< NaN: no whisker
        double high = 0;
        QString n {}; ///< "n = 446"
        double estimate = 0; ///< NaN: none; hollow triangle
        Glyph glyph = Glyph::None; ///< trust in the estimate
        QString word {}; ///< "trusted"
    };

    struct Data
    {
        QString measure {}; ///< axis title: "Recall"
        QList<Point> points {};
        QString seriesLabel {}; ///< at the line's end: "Audited recall"
        std::optional<double> reference {};
        double band = 0; ///< half height of the band around the reference; 0: none
        QString referenceLabel {}; ///< "Reference 0.93"
        QString estimateLabel {}; ///< "Label-free estimate", muted second line in estimateNote
        QString estimateNote {};
        QString nLabel {}; ///< right of the n line: "scams, label settled"
        QString wordLabel {}; ///< right of the words: "estimate"
        double low = 0; ///< axis range; equal: chosen from the data within 0..1
        double high = 0;
        bool compact = false; ///< small panes: no end labels, no n line
        int series = 0; ///< colour
    };

    explicit LineWithIntervals(QWidget* parent = nullptr);
    void setData(const Data& given);
    /// Where the value of each point stands; null at gaps. As it was last laid out.
    [[nodiscard]] QList<QRectF> valueLabels() const;
    [[nodiscard]] ChartTable table() const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void buildSeries() override;
    void paintUnder(QPainter& painter) override;
    void paintOver(QPainter& painter) override;

private:
    void paintWhiskers(QPainter& painter) const;
    void paintEstimates(QPainter& painter) const;
    void paintEndLabels(QPainter& painter) const;
    void paintWindows(QPainter& painter) const;
    [[nodiscard]] QFont labelFont() const;
    [[nodiscard]] QPointF at(qsizetype index, double value) const;
    [[nodiscard]] QRectF placeOfLabel(qsizetype index, const QSizeF& size, const QList<QRectF>& taken) const;

    Data m_data;
};

} // namespace casebench::ui
