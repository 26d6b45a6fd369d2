// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/Label.h"

#include <QProgressBar>
#include <QPushButton>
#include <QWidget>

namespace casebench::ui {

/// Progress where the result will stand: title, time, bar, step, and a button that stops.
class ProgressPanel : public QWidget
{
    Q_OBJECT

public:
    explicit ProgressPanel(QWidget* parent = nullptr);

    void setTitle(const QString& title);
    /// fraction < 0: unknown, a moving bar. note: "62 %, about 40 s left".
    void setState(double fraction, const QString& step, const QString& note = {});
    /// What the button says ("Stop after this fold") and when it can stop ("Stops after this block; nothing
    /// half done is kept.").
    void setStop(const QString& button, const QString& when);
    void setStopping(); ///< answered at once: the button is off and the step says so

    [[nodiscard]] QPushButton* button() const { return m_button; }

signals:
    void stopAsked();

private:
    Label* m_title;
    Label* m_note;
    QProgressBar* m_bar;
    Label* m_step;
    QPushButton* m_button;
    QString m_when;
};

} // namespace casebench::ui
