// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/XYPlot.h"

namespace casebench::ui {

/// Shares per bin or category, reference (grey outline) beside window (filled).
class HistogramPair : public XYPlot
{
    Q_OBJECT

public:
    struct Data
    {
        QStringList bins {}; ///< "0–500", "voip", "missing"
        QList<double> reference {}; ///< shares 0..1
        QList<double> window {};
        QString referenceLabel {}; ///< "Reference, n = 1,800"
        QString windowLabel {}; ///< "August, n = 600"
        QString axisTitle {}; ///< the field with its unit
    };

    explicit HistogramPair(QWidget* parent = nullptr);
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
