// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/release/ReleasePresenter.h"

#include <QWidget>

namespace casebench::ui {

/// The way of a run to champion as a line of steps: done, where it stands, and what lies ahead.
class StepsStrip : public QWidget
{
    Q_OBJECT

public:
    struct Step
    {
        QString title {};
        QString note {}; ///< when and by whom; "" ahead
        bool done = false;

        bool operator==(const Step&) const = default;
    };

    explicit StepsStrip(QWidget* parent = nullptr);
    void setSteps(const QList<Step>& steps);

    [[nodiscard]] const QList<Step>& steps() const { return m_steps; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] qsizetype current() const; ///< the last step that is done

    QList<Step> m_steps;
};

/// The steps of a version: a rejected one ends there, another may be retired.
[[nodiscard]] QList<StepsStrip::Step> stepsOf(const ReleaseVersion& version);

} // namespace casebench::ui
