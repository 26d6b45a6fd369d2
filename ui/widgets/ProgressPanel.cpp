// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/ProgressPanel.h"

#include "ui/widgets/Buttons.h"
#include "ui/widgets/Layouts.h"

#include <cmath>

namespace casebench::ui {

namespace {

constexpr int kSteps = 1000;

} // namespace

ProgressPanel::ProgressPanel(QWidget* parent)
    : QWidget(parent)
    , m_title(new Label)
    , m_note(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_bar(new QProgressBar(this))
    , m_step(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_button(textButton(tr("Stop"), this))
{
    m_bar->setTextVisible(false);
    m_bar->setFixedHeight(6);
    m_bar->setRange(0, 0);
    m_step->wrapping();
    auto* head = row(space::kGroup);
    head->addWidget(m_title, 1);
    head->addWidget(m_note);
    auto* middle = row(space::kGroup);
    middle->addWidget(m_bar, 1);
    middle->addWidget(m_button);
    auto* layout = column(space::kTight);
    setLayout(layout);
    layout->addLayout(head);
    layout->addLayout(middle);
    layout->addWidget(m_step);
    connect(m_button, &QPushButton::clicked, this, [this] {
        setStopping();
        emit stopAsked();
    });
}

void ProgressPanel::setTitle(const QString& title)
{
    m_title->setText(title);
    m_bar->setAccessibleName(title);
}

void ProgressPanel::setState(double fraction, const QString& step, const QString& note)
{
    if (fraction < 0) {
        m_bar->setRange(0, 0);
    } else {
        m_bar->setRange(0, kSteps);
        m_bar->setValue(static_cast<int>(std::lround(fraction * kSteps)));
    }
    m_note->setText(note);
    if (m_button->isEnabled())
        m_step->setText(m_when.isEmpty()     ? step
                            : step.isEmpty() ? m_when
                                             : step + QStringLiteral(". ") + m_when);
}

void ProgressPanel::setStop(const QString& button, const QString& when)
{
    m_when = when;
    m_button->setText(button);
    m_button->setAccessibleName(button);
    m_button->setEnabled(true);
    m_button->setVisible(!button.isEmpty());
    m_step->setText(when);
}

void ProgressPanel::setStopping()
{
    m_button->setEnabled(false);
    m_step->setText(m_when.isEmpty() ? tr("Stopping") : tr("Stopping. %1").arg(m_when));
}

} // namespace casebench::ui
