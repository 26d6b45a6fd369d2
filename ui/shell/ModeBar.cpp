// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/ModeBar.h"

#include "ui/shell/PageModes.h"
#include "ui/text/Format.h"
#include "ui/theme/StylePaint.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace casebench::ui {

namespace {

constexpr double kIconSide = 24;
constexpr double kIconMargin = 3; // of every icon, in its square of 24: a badge may lie there

QFont badgeFont()
{
    QFont bold = ui::font(TextRole::Caption);
    bold.setWeight(QFont::DemiBold);
    return bold;
}

/// As exact as there is room for beside the icon; the tip says it in full.
QString shortCount(int count)
{
    if (count <= 999)
        return format::count(count);
    return ModeButton::tr("%1k+").arg(std::min(count / 1000, 9));
}

} // namespace

ModeButton::ModeButton(PageId page, const QString& caption, QWidget* parent)
    : QAbstractButton(parent)
    , m_page(page)
{
    setText(caption);
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    describe();
}

void ModeButton::describe()
{
    const QString waits =
        m_badge.count > 0 ? tr("%1 %2").arg(format::count(m_badge.count), m_badge.meaning) : QString();
    setAccessibleName(waits.isEmpty() ? text() : text() + QStringLiteral(", ") + waits);
    const QString key = QStringLiteral("Ctrl+%1").arg(static_cast<int>(m_page) + 1);
    setToolTip(
        QStringLiteral("%1 (%2)").arg(waits.isEmpty() ? text() : text() + QStringLiteral(": ") + waits, key));
}

void ModeButton::setBadge(const Badge& badge)
{
    m_badge = badge;
    describe();
    update();
}

/// The widest badge has room beside the icon, which stands in the middle.
int ModeButton::widthWithBadge() const
{
    const QFontMetricsF metrics(badgeFont());
    const double widest =
        std::max(metrics.horizontalAdvance(shortCount(888)), metrics.horizontalAdvance(shortCount(8888)))
        + space::kGroup;
    return static_cast<int>(std::ceil(kIconSide + 2 * (widest - kIconMargin + space::kTight)));
}

QSize ModeButton::sizeHint() const
{
    const QFontMetrics metrics(ui::font(TextRole::Caption));
    const int width = std::max({ scaled(this, kModeBarWidth) - 1,
                                 metrics.horizontalAdvance(text()) + 2 * space::kGroup, widthWithBadge() });
    return { width, static_cast<int>(kIconSide) + metrics.height() + 22 };
}

void ModeButton::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Scheme scheme = schemeOf(palette());
    if (isChecked()) {
        painter.fillRect(rect(), color(ColorRole::Base, scheme));
        painter.fillRect(QRect(0, 0, width(), 1), color(ColorRole::Hairline, scheme));
        painter.fillRect(QRect(0, height() - 1, width(), 1), color(ColorRole::Hairline, scheme));
        painter.fillRect(QRect(0, 0, 3, height()), color(ColorRole::Accent, scheme));
    } else if (underMouse()) {
        painter.fillRect(rect(), color(ColorRole::Band, scheme));
    }
    const QColor ink = color(isChecked() ? ColorRole::Accent : ColorRole::Muted, scheme);
    const QFont small = ui::font(TextRole::Caption);
    const int textHeight = QFontMetrics(small).height();
    const QRectF iconRect((width() - kIconSide) / 2, (height() - kIconSide - textHeight - 4) / 2, kIconSide,
                          kIconSide);
    paintIcon(painter, iconRect, iconOf(m_page), ink);
    painter.setFont(small);
    painter.setPen(ink);
    painter.drawText(QRectF(0, iconRect.bottom() + 4, width(), textHeight), Qt::AlignHCenter, text());
    if (m_badge.count > 0)
        paintBadge(painter, iconRect);
    if (hasFocus())
        paint::focusRing(painter, QRectF(rect()).adjusted(4, 3, -3, -3), kSmallRadius, scheme);
}

void ModeButton::paintBadge(QPainter& painter, const QRectF& iconRect) const
{
    const Scheme scheme = schemeOf(palette());
    const QFont bold = badgeFont();
    const QFontMetricsF metrics(bold);
    const QString count = shortCount(m_badge.count);
    const double high = metrics.height() + 2;
    const double wide = std::max(high, metrics.horizontalAdvance(count) + space::kGroup);
    const double left = iconRect.right() - kIconMargin;
    const QRectF pill(left, iconRect.top() - high / 2 + 3, wide, high);
    const QColor fill = color(m_badge.alarm ? ColorRole::Alarm : ColorRole::Text, scheme);
    paint::roundRect(painter, pill, high / 2, fill, {});
    painter.setFont(bold);
    painter.setPen(color(ColorRole::Base, scheme));
    painter.drawText(pill, Qt::AlignCenter, count);
}

void ModeButton::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

ModeBar::ModeBar(QWidget* parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    setAccessibleName(tr("Modes"));
    m_layout->setContentsMargins(0, space::kGroup, 1, space::kGroup);
    m_layout->setSpacing(0);
    m_layout->addStretch(1);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
}

void ModeBar::addMode(PageId page, const QString& caption)
{
    auto* button = new ModeButton(page, caption, this);
    qsizetype at = 0;
    while (at < m_buttons.size() && m_buttons.at(at)->page() < page)
        ++at;
    m_buttons.insert(at, button);
    m_layout->insertWidget(static_cast<int>(at), button);
    for (qsizetype i = 1; i < m_buttons.size(); ++i)
        setTabOrder(m_buttons.at(i - 1), m_buttons.at(i));
    connect(button, &QAbstractButton::clicked, this, [this, page] { emit chosen(page); });
}

void ModeBar::setCurrent(PageId page)
{
    for (ModeButton* button : m_buttons)
        button->setChecked(button->page() == page);
}

void ModeBar::setBadge(PageId page, const Badge& badge)
{
    for (ModeButton* button : m_buttons) {
        if (button->page() == page)
            button->setBadge(badge);
    }
}

void ModeBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), color(ColorRole::Window, this));
    painter.fillRect(QRect(width() - 1, 0, 1, height()), color(ColorRole::Hairline, this));
}

} // namespace casebench::ui
