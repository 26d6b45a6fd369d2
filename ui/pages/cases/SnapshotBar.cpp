// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/cases/SnapshotBar.h"

#include "ui/widgets/Buttons.h"
#include "ui/widgets/Layouts.h"

#include <QKeyEvent>

namespace casebench::ui {

SnapshotBar::SnapshotBar(QWidget* parent)
    : QWidget(parent)
    , m_what(new Label({}, TextRole::Body, ColorRole::Muted))
    , m_name(new QLineEdit)
    , m_policy(new QComboBox)
    , m_save(textButton(tr("Save snapshot")))
{
    auto* layout = row(space::kGroup);
    layout->setContentsMargins(space::kPage, space::kTight, space::kPage, space::kGroup);
    setLayout(layout);
    m_name->setAccessibleName(tr("Name of the snapshot"));
    m_name->setPlaceholderText(tr("Name"));
    m_name->setMaximumWidth(scaled(this, 220));
    m_policy->setAccessibleName(tr("Label policy"));
    m_policy->addItems(
        { tr("confirmed labels"), tr("latest verdict"), tr("majority of verdicts"), tr("complaints") });
    m_policy->setToolTip(tr("The rule that turns labels into training truth"));
    auto* cancel = textButton(tr("Cancel"));
    m_what->setMinimumWidth(scaled(this, 120));
    layout->addWidget(m_what);
    layout->addStretch();
    layout->addWidget(m_name, 1);
    layout->addWidget(m_policy);
    layout->addWidget(m_save);
    layout->addWidget(cancel);
    connect(m_name, &QLineEdit::textChanged, this, &SnapshotBar::follow);
    connect(m_name, &QLineEdit::returnPressed, m_save, &QPushButton::click);
    connect(cancel, &QPushButton::clicked, this, &QWidget::hide);
    connect(m_save, &QPushButton::clicked, this, [this] {
        emit saveAsked(m_name->text().trimmed(),
                       kLabelPolicyNames[static_cast<std::size_t>(m_policy->currentIndex())].first);
    });
    hide();
}

void SnapshotBar::offer(const QString& what, const QString& whyNot)
{
    m_whyNot = whyNot;
    m_what->setText(whyNot.isEmpty() ? what : whyNot);
    follow();
}

void SnapshotBar::open(const QString& suggestedName)
{
    m_name->setText(suggestedName);
    show();
    m_name->setFocus(Qt::OtherFocusReason);
    m_name->selectAll();
}

void SnapshotBar::follow()
{
    m_save->setEnabled(m_whyNot.isEmpty() && !m_name->text().trimmed().isEmpty());
}

void SnapshotBar::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        hide();
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace casebench::ui
