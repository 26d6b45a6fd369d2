// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/EmptyState.h"

#include "ui/theme/Style.h"
#include "ui/widgets/Buttons.h"
#include "ui/widgets/Layouts.h"

#include <QPainter>
#include <QVBoxLayout>

namespace casebench::ui {

namespace {

/// A wrapping label asks for the height of the width it gets. Alignment would tell it the layout's full
/// width, and a second line would be cut off; between stretches it is told its own.
QHBoxLayout* centred(QWidget* label)
{
    auto* line = row(0);
    line->addStretch();
    line->addWidget(label);
    line->addStretch();
    return line;
}

} // namespace

EmptyState::EmptyState(QWidget* parent)
    : QWidget(parent)
    , m_iconSpace(new QWidget(this))
    , m_title(new Label({}, TextRole::Section))
    , m_sentence(new Label({}, TextRole::Body, ColorRole::Muted))
    , m_details(new Label({}, TextRole::Caption, ColorRole::Muted))
    , m_button(textButton({}, this))
    , m_fold(linkButton(tr("Details"), this))
{
    m_iconSpace->setFixedSize(24, 24);
    for (Label* label : { m_title, m_sentence, m_details }) {
        label->wrapping()->setAlignment(Qt::AlignHCenter);
        label->setFixedWidth(scaled(this, 340));
    }
    m_details->selectable();
    auto* buttons = row(space::kInner);
    buttons->addStretch();
    buttons->addWidget(m_button);
    buttons->addWidget(m_fold);
    buttons->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::kPage, space::kPage, space::kPage, space::kPage);
    layout->setSpacing(space::kInner);
    layout->addStretch(1);
    layout->addWidget(m_iconSpace, 0, Qt::AlignHCenter);
    layout->addLayout(centred(m_title));
    layout->addLayout(centred(m_sentence));
    layout->addLayout(buttons);
    layout->addLayout(centred(m_details));
    layout->addStretch(1);
    connect(m_button, &QPushButton::clicked, this, &EmptyState::acted);
    connect(m_fold, &QToolButton::clicked, this, [this] { m_details->setVisible(m_details->isHidden()); });
    show(Face::NothingYet, IconId::None, {}, {}, {}, {});
}

void EmptyState::showNothingYet(IconId icon,
                                const QString& title,
                                const QString& sentence,
                                const QString& button)
{
    show(Face::NothingYet, icon, title, sentence, button, {});
}

void EmptyState::showNothingMatches(const QString& title, const QString& filter, const QString& button)
{
    show(Face::NothingMatches, IconId::Filter, title, filter, button, {});
}

void EmptyState::showCannot(const QString& title,
                            const QString& sentence,
                            const QString& details,
                            const QString& button)
{
    show(Face::Cannot, IconId::Info, title, sentence, button, details);
}

void EmptyState::show(Face face,
                      IconId icon,
                      const QString& title,
                      const QString& sentence,
                      const QString& button,
                      const QString& details)
{
    m_face = face;
    m_icon = icon;
    m_title->setText(title);
    m_sentence->setText(sentence);
    m_details->setText(details);
    m_details->hide();
    m_fold->setVisible(!details.isEmpty());
    m_button->setText(button);
    m_button->setAccessibleName(button);
    m_button->setVisible(!button.isEmpty());
    m_button->setProperty(kKeyProperty, face == Face::NothingMatches ? QStringLiteral("Esc") : QString());
    setPrimary(m_button, face == Face::NothingYet);
    m_button->updateGeometry();
    setAccessibleName(title);
    setAccessibleDescription(sentence);
    update();
}

void EmptyState::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), color(ColorRole::Base, this));
    const ColorRole tint = m_face == Face::Cannot ? ColorRole::Alarm : ColorRole::Muted;
    paintIcon(painter, m_iconSpace->geometry(), m_icon, color(tint, this));
}

} // namespace casebench::ui
