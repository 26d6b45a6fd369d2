// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Banner.h"

#include "ui/widgets/Buttons.h"
#include "ui/widgets/Layouts.h"

#include <QAccessible>
#include <QPainter>
#include <QPainterPath>

namespace casebench::ui {

namespace {

constexpr int kEdge = 3;

} // namespace

void announce(QWidget* widget, const QString& sentence)
{
    widget->setAccessibleDescription(sentence);
    QAccessibleEvent event(widget, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

Banner::Banner(bool framed, QWidget* parent)
    : QWidget(parent)
    , m_framed(framed)
    , m_glyphSpace(new QWidget(this))
    , m_sentence(new Label)
    , m_detail(new Label({}, TextRole::Body, ColorRole::Muted))
    , m_aside(new Label({}, TextRole::Body, ColorRole::Muted))
    , m_button(textButton({}, this))
{
    m_glyphSpace->setFixedSize(12, 12);
    m_sentence->wrapping();
    m_detail->wrapping();
    auto* words = column(space::kHair);
    words->addWidget(m_sentence);
    words->addWidget(m_detail);
    auto* layout = new QHBoxLayout(this);
    const int side = framed ? space::kBetween : space::kPage;
    layout->setContentsMargins(side, space::kGroup, side - (framed ? space::kGroup - space::kHair : 0),
                               space::kGroup);
    layout->setSpacing(space::kInner);
    layout->addWidget(m_glyphSpace, 0, framed ? Qt::AlignTop : Qt::Alignment());
    layout->addLayout(words, 1);
    layout->addWidget(m_aside);
    layout->addWidget(m_button);
    // In a narrow pane its sentences take more lines than a fixed height would leave them.
    setSizePolicy(QSizePolicy::Preferred, framed ? QSizePolicy::Minimum : QSizePolicy::Fixed);
    setMinimumHeight(scaled(this, 44));
    setAccessibleName(tr("Message"));
    connect(m_button, &QPushButton::clicked, this, &Banner::acted);
    m_detail->hide();
    m_aside->hide();
    m_button->hide();
    hide();
}

void Banner::showMessage(Glyph glyph, const QString& sentence, const QString& button, bool strong)
{
    const bool isNew = !isVisibleTo(parentWidget()) || sentence != m_sentence->text();
    m_glyph = glyph;
    m_sentence->setRoles(strong ? TextRole::Section : TextRole::Body, ColorRole::Text);
    m_sentence->setText(sentence);
    m_glyphSpace->setVisible(glyph != Glyph::None);
    m_button->setText(button);
    m_button->setAccessibleName(button);
    m_button->setVisible(!button.isEmpty());
    show();
    update();
    if (isNew)
        announce(this, (glyph == Glyph::None ? QString() : wordOf(glyph) + QStringLiteral(": ")) + sentence);
}

void Banner::setDetail(const QString& detail)
{
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
}

void Banner::setAside(const QString& aside)
{
    m_aside->setText(aside);
    m_aside->setVisible(!aside.isEmpty());
}

void Banner::clear()
{
    m_sentence->clear();
    setDetail({});
    setAside({});
    hide();
}

void Banner::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor edge =
        color(m_glyph == Glyph::None || m_glyph == Glyph::Ring ? ColorRole::Accent : roleOf(m_glyph), this);
    const QRectF bar(0, 0, kEdge, height());
    if (m_framed) {
        QPainterPath shape;
        shape.addRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), kRadius, kRadius);
        painter.fillPath(shape, color(ColorRole::Window, this));
        painter.save();
        painter.setClipPath(shape);
        painter.fillRect(bar.adjusted(0, 0, 1, 0), edge);
        painter.restore();
        painter.setPen(color(ColorRole::Hairline, this));
        painter.drawPath(shape);
    } else {
        painter.fillRect(rect(), color(ColorRole::Window, this));
        painter.fillRect(bar, edge);
        painter.fillRect(QRectF(0, height() - 1, width(), 1), color(ColorRole::Hairline, this));
    }
    QRect place = m_glyphSpace->geometry();
    if (m_framed) // beside the first line, whatever stands below it
        place.moveTop(m_sentence->y() + (m_sentence->fontMetrics().height() - place.height()) / 2);
    paintGlyph(painter, place, m_glyph, color(roleOf(m_glyph), this));
}

} // namespace casebench::ui
