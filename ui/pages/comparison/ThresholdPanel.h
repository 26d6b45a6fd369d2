// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/ChartFrame.h"
#include "ui/charts/LearningCurve.h"
#include "ui/itemmodels/CellTable.h"
#include "ui/pages/comparison/ComparisonData.h"

#include <QDoubleSpinBox>
#include <QSlider>
#include <QSpinBox>
#include <QWidget>

namespace casebench::ui {

/// What a threshold costs: counts of every run at one threshold, moved by slider or number.
class ThresholdPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ThresholdPanel(QWidget* parent = nullptr);

    /// A new comparison starts at the first challenger's own threshold.
    void render(const ComparisonDataPtr& compared);

    [[nodiscard]] double threshold() const;

signals:
    void thresholdChanged(double threshold);

private:
    void connectControls();
    void recount();
    [[nodiscard]] QSpinBox* costField(const QString& name, int value);

    ComparisonDataPtr m_data;
    QSpinBox* m_miss;
    QSpinBox* m_alarm;
    LearningCurve* m_curve;
    ChartFrame* m_frame;
    QSlider* m_slider;
    QDoubleSpinBox* m_value;
    CellTable m_counts;
};

} // namespace casebench::ui
