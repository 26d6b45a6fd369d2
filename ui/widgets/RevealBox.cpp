// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/RevealBox.h"

#include "ui/widgets/Buttons.h"
#include "ui/widgets/Layouts.h"

#include <QKeyEvent>
#include <QPushButton>

namespace casebench::ui {

RevealBox::RevealBox(QWidget* parent)
    : QWidget(parent)
    , m_button(linkButton(tr("Show personal fields")))
    , m_question(new QWidget)
    , m_reason(new QLineEdit)
    , m_refusal(new Label({}, TextRole::Caption, ColorRole::Alarm))
{
    auto* all = column(space::kTight);
    setLayout(all);
    all->addWidget(m_button, 0, Qt::AlignLeft);
    auto* line = row(space::kGroup);
    m_question->setLayout(line);
    m_reason->setPlaceholderText(tr("Why, in a few words"));
    m_reason->setAccessibleName(tr("Why personal fields are to be shown"));
    m_reason->setAccessibleDescription(tr("The reason is kept in the audit log"));
    auto* show = textButton(tr("Show"));
    show->setAccessibleName(tr("Show personal fields for this reason"));
    line->addWidget(m_reason, 1);
    line->addWidget(show);
    all->addWidget(m_question);
    m_refusal->wrapping();
    all->addWidget(m_refusal);
    m_refusal->hide();
    m_question->hide();
    connect(m_button, &QToolButton::clicked, this, [this] {
        if (m_shown)
            emit hideAsked();
        else
            open(!m_question->isVisibleTo(this));
    });
    connect(m_reason, &QLineEdit::returnPressed, this, &RevealBox::ask);
    connect(show, &QPushButton::clicked, this, &RevealBox::ask);
}

void RevealBox::open(bool open)
{
    m_question->setVisible(open);
    m_refusal->hide();
    if (open)
        m_reason->setFocus(Qt::OtherFocusReason);
}

void RevealBox::ask()
{
    const QString reason = m_reason->text().trimmed();
    if (reason.isEmpty()) {
        setRefusal(tr("It takes a reason; it is kept in the audit log."));
        return;
    }
    emit asked(reason);
}

void RevealBox::setShown(bool shown)
{
    m_shown = shown;
    m_button->setText(shown ? tr("Hide personal fields") : tr("Show personal fields"));
    m_reason->clear();
    open(false);
}

void RevealBox::setRefusal(const QString& sentence)
{
    m_refusal->setText(sentence);
    m_refusal->setVisible(!sentence.isEmpty());
}

void RevealBox::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && m_question->isVisible()) {
        open(false);
        m_button->setFocus(Qt::OtherFocusReason);
        return;
    }
    QWidget::keyPressEvent(event);
}

} // namespace casebench::ui
