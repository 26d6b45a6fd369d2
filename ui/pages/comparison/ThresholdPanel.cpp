// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/comparison/ThresholdPanel.h"

#include "ui/pages/comparison/ComparisonRows.h"
#include "ui/text/Format.h"
#include "ui/widgets/FixedWidth.h"
#include "ui/widgets/Layouts.h"
#include "ui/widgets/TableView.h"

#include <QSignalBlocker>

#include <cmath>

namespace casebench::ui {

namespace {

constexpr int kSteps = 100; // of the slider, 0.01 each

} // namespace

ThresholdPanel::ThresholdPanel(QWidget* parent)
    : QWidget(parent)
    , m_miss(costField(tr("Cost of a missed scam"), 1800))
    , m_alarm(costField(tr("Cost of a false alarm"), 150))
    , m_curve(new LearningCurve)
    , m_frame(new ChartFrame(tr("Cost by threshold"), m_curve))
    , m_slider(new QSlider(Qt::Horizontal))
    , m_value(new QDoubleSpinBox)
{
    auto* layout = column(space::kGroup);
    setLayout(layout);
    layout->addWidget(new Label(tr("Threshold and cost"), TextRole::Section));
    auto* costs = row(space::kGroup);
    costs->addWidget(new Label(tr("Miss")));
    costs->addWidget(m_miss);
    costs->addWidget(new Label(tr("False alarm")));
    costs->addWidget(m_alarm);
    costs->addStretch();
    layout->addLayout(costs);
    m_curve->setMinimumHeight(scaled(this, 170));
    layout->addWidget(m_frame);
    m_slider->setRange(0, kSteps);
    m_slider->setPageStep(5);
    m_slider->setAccessibleName(tr("Threshold"));
    m_value->setRange(0, 1);
    m_value->setSingleStep(0.01);
    m_value->setDecimals(2);
    fixWidth(m_value, 76);
    m_value->setAccessibleName(tr("Threshold as a number"));
    auto* line = row(space::kGroup);
    line->addWidget(new Label(tr("Threshold")));
    line->addWidget(m_slider, 1);
    line->addWidget(m_value);
    layout->addLayout(line);
    auto* table = new TableView(tr("Missed scams, false alarms and cost"));
    table->setModel(&m_counts);
    table->setColumnWidths({ 0, 60, 58, 66 });
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setRowPixels(36);
    table->setFitsRows(true);
    layout->addWidget(table);
    layout->addStretch();
    connectControls();
}

void ThresholdPanel::connectControls()
{
    connect(m_slider, &QSlider::valueChanged, this,
            [this](int step) { m_value->setValue(step / double(kSteps)); });
    connect(m_value, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        const QSignalBlocker quiet(m_slider);
        m_slider->setValue(static_cast<int>(std::lround(value * kSteps)));
        recount();
    });
    connect(m_miss, &QSpinBox::valueChanged, this, &ThresholdPanel::recount);
    connect(m_alarm, &QSpinBox::valueChanged, this, &ThresholdPanel::recount);
}

QSpinBox* ThresholdPanel::costField(const QString& name, int value)
{
    auto* box = new QSpinBox(this);
    box->setRange(0, 1'000'000);
    box->setGroupSeparatorShown(true);
    box->setValue(value);
    fixWidth(box, 74);
    box->setAccessibleName(name);
    return box;
}

double ThresholdPanel::threshold() const
{
    return m_value->value();
}

void ThresholdPanel::render(const ComparisonDataPtr& compared)
{
    if (m_data == compared)
        return;
    m_data = compared;
    if (compared && compared->runs.size() > 1) {
        const QSignalBlocker quiet(m_value);
        m_value->setValue(compared->runs[1].threshold);
        const QSignalBlocker still(m_slider);
        m_slider->setValue(static_cast<int>(std::lround(compared->runs[1].threshold * kSteps)));
    }
    recount();
}

void ThresholdPanel::recount()
{
    if (!m_data)
        return;
    const Costs costs { static_cast<double>(m_miss->value()), static_cast<double>(m_alarm->value()) };
    const double at = threshold();
    m_counts.setTable(thresholdColumns(), thresholdRows(*m_data, at, costs));
    m_curve->setData(costLines(*m_data, at, costs));
    QString finding = tr("No cost to compare");
    if (m_data->runs.size() > 1 && !m_data->runs[1].points.empty()) {
        const ComparedRun& run = m_data->runs[1];
        const ThresholdPoint& best = run.points[cheapest(run.points, costs)];
        finding = std::isinf(best.threshold)
            ? tr("%1 costs least when it flags none").arg(run.name)
            : tr("%1 costs least at %2").arg(run.name, format::decimal(best.threshold, 2));
    }
    m_frame->setTexts(
        finding,
        tr("On these %1 cases; found on them, so it flatters").arg(format::count(m_data->comparison.cases)));
    emit thresholdChanged(at);
}

} // namespace casebench::ui
