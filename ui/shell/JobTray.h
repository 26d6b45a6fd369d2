// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/JobPanels.h"

#include <QPointer>
#include <QWidget>

namespace casebench::ui {

/// The popup over the status bar: each job with title, step, per cent, time and Cancel.
class JobTray : public QWidget
{
    Q_OBJECT

public:
    JobTray(JobRunner& runner, QWidget* parent);
    /// Above the button, at the right edge of the window.
    void openAt(QWidget* button);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QPointer<QWidget> m_button;
};

} // namespace casebench::ui
