// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/Delegates.h"

#include "ui/theme/ChartStyle.h"
#include "ui/theme/StylePaint.h"
#include "ui/theme/Tokens.h"

#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace casebench::ui {

namespace {

constexpr int kCellMargin = space::kGroup;
constexpr int kBarWidth = 44;
constexpr int kBarHeight = 6;
constexpr int kGlyphRoom = 12 + space::kTight;

double numberOf(const QModelIndex& index, int role)
{
    const QVariant value = index.data(role);
    return value.isValid() ? value.toDouble() : std::numeric_limits<double>::quiet_NaN();
}

Qt::Alignment alignmentOf(const QModelIndex& index)
{
    const QVariant value = index.data(Qt::TextAlignmentRole);
    return value.isValid() ? Qt::Alignment(value.toInt()) | Qt::AlignVCenter
                           : Qt::AlignLeft | Qt::AlignVCenter;
}

QFont fontOf(const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const QVariant own = index.data(Qt::FontRole);
    QFont result = own.isValid() ? own.value<QFont>() : option.font;
    if (index.data(StrongRole).toBool())
        result.setWeight(QFont::DemiBold);
    return result;
}

Glyph glyphOf(const QModelIndex& index)
{
    return static_cast<Glyph>(index.data(GlyphRole).toInt());
}

int textWidth(const QFont& font, const QString& text)
{
    return QFontMetrics(font).horizontalAdvance(text);
}

} // namespace

void CellDelegate::paintRow(QPainter* painter,
                            const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    const Scheme scheme = schemeOf(option.palette);
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, color(ColorRole::Selection, scheme));
    else if (option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, color(ColorRole::Hover, scheme));
    else if (const QVariant brush = index.data(Qt::BackgroundRole); brush.isValid())
        painter->fillRect(option.rect, brush.value<QBrush>());
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      color(ColorRole::RowLine, scheme));
}

QColor CellDelegate::textColor(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QVariant role = index.data(ColorRoleRole);
    const Scheme scheme = schemeOf(option.palette);
    if (role.isValid())
        return color(static_cast<ColorRole>(role.toInt()), scheme);
    const bool missing = index.data().toString() == QStringLiteral("–");
    return color(missing || !(option.state & QStyle::State_Enabled) ? ColorRole::Muted : ColorRole::Text,
                 scheme);
}

void CellDelegate::paint(QPainter* painter,
                         const QStyleOptionViewItem& option,
                         const QModelIndex& index) const
{
    painter->save();
    paintRow(painter, option, index);
    const Scheme scheme = schemeOf(option.palette);
    QRect rect = option.rect.adjusted(kCellMargin, 0, -kCellMargin, -1);
    const auto align = alignmentOf(index);
    const bool right = align & Qt::AlignRight;
    if (index.flags() & Qt::ItemIsUserCheckable) {
        QStyle::State state =
            index.data(Qt::CheckStateRole).toInt() == Qt::Checked ? QStyle::State_On : QStyle::State_Off;
        paint::checkBox(*painter, QRect(rect.left(), rect.top(), 16, rect.height()),
                        state | QStyle::State_Enabled, scheme);
        rect.setLeft(rect.left() + 16 + space::kGroup);
    }
    const QFont cellFont = fontOf(option, index);
    const QString text = index.data().toString();
    const QString note = index.data(NoteRole).toString();
    const QString chip = index.data(ChipRole).toString();
    if (const Glyph glyph = glyphOf(index); glyph != Glyph::None) {
        // Beside its word: left of left text, just before right text.
        const int x = right ? std::max(rect.left(), rect.right() - textWidth(cellFont, text) - kGlyphRoom)
                            : rect.left();
        paintGlyph(*painter, QRectF(x, rect.top(), 12, rect.height()), glyph, color(roleOf(glyph), scheme));
        if (!right)
            rect.setLeft(rect.left() + kGlyphRoom);
    }
    const int chipRoom =
        chip.isEmpty() ? 0 : textWidth(font(TextRole::Caption), chip) + 2 * space::kTight + 4 + space::kTight;
    painter->setFont(cellFont);
    painter->setPen(textColor(option, index));
    QRect line = rect;
    if (!note.isEmpty()) {
        const QFont small = font(TextRole::Caption);
        const int body = QFontMetrics(cellFont).height();
        const int both = body + QFontMetrics(small).height();
        line = QRect(rect.left(), rect.center().y() - both / 2, rect.width(), body);
        painter->setFont(small);
        painter->setPen(color(ColorRole::Muted, scheme));
        const QRect below(rect.left(), line.bottom(), rect.width(), both - body + 1);
        painter->drawText(below, align, QFontMetrics(small).elidedText(note, Qt::ElideRight, below.width()));
        painter->setFont(cellFont);
        painter->setPen(textColor(option, index));
    }
    const QRect words = line.adjusted(0, 0, -chipRoom, 0);
    const QString shown = QFontMetrics(cellFont).elidedText(text, option.textElideMode, words.width());
    painter->drawText(words, align, shown);
    if (!chip.isEmpty()) {
        const int x = words.left() + textWidth(cellFont, shown) + space::kTight;
        const int height = QFontMetrics(font(TextRole::Caption)).height() + 2;
        const QRect place(x, line.center().y() - height / 2 + 1, chipRoom - space::kTight, height);
        const QVariant role = index.data(ColorRoleRole);
        const QColor ink =
            color(role.isValid() ? static_cast<ColorRole>(role.toInt()) : ColorRole::Text, scheme);
        paint::roundRect(*painter, place, kSmallRadius, {}, ink);
        painter->setFont(font(TextRole::Caption));
        painter->setPen(ink);
        painter->drawText(place, Qt::AlignCenter, chip);
    }
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QFont cellFont = fontOf(option, index);
    int width = textWidth(cellFont, index.data().toString()) + 2 * kCellMargin + 2;
    if (glyphOf(index) != Glyph::None)
        width += kGlyphRoom;
    if (index.flags() & Qt::ItemIsUserCheckable)
        width += 16 + space::kGroup;
    int height = std::max(kHitTarget, static_cast<int>(1.8 * QFontMetrics(cellFont).height()));
    const QString note = index.data(NoteRole).toString();
    if (!note.isEmpty()) {
        width = std::max(width, textWidth(font(TextRole::Caption), note) + 2 * kCellMargin);
        height = std::max(height, static_cast<int>(2.5 * QFontMetrics(cellFont).height()));
    }
    return { width, height };
}

void ScoreBarDelegate::paint(QPainter* painter,
                             const QStyleOptionViewItem& option,
                             const QModelIndex& index) const
{
    const double amount = numberOf(index, AmountRole);
    if (std::isnan(amount)) {
        CellDelegate::paint(painter, option, index);
        return;
    }
    painter->save();
    paintRow(painter, option, index);
    const Scheme scheme = schemeOf(option.palette);
    const QRectF bar(option.rect.left() + kCellMargin, option.rect.center().y() - kBarHeight / 2.0, kBarWidth,
                     kBarHeight);
    const bool selected = option.state & QStyle::State_Selected;
    paint::roundRect(*painter, bar, kBarHeight / 2.0,
                     color(selected ? ColorRole::Base : ColorRole::Band, scheme), {});
    QRectF filled = bar;
    filled.setWidth(std::max(2.0, bar.width() * std::clamp(amount, 0.0, 1.0)));
    paint::roundRect(*painter, filled, std::min(kBarHeight / 2.0, filled.width() / 2), seriesColor(0, scheme),
                     {});
    if (const double tick = numberOf(index, TickRole); !std::isnan(tick))
        painter->fillRect(QRectF(bar.left() + tick * bar.width() - 1, bar.top() - 3, 2, bar.height() + 6),
                          color(ColorRole::Text, scheme));
    painter->setFont(fontOf(option, index));
    painter->setPen(textColor(option, index));
    const QRect text = option.rect.adjusted(kCellMargin + kBarWidth + space::kGroup, 0, -kCellMargin, -1);
    painter->drawText(text, Qt::AlignVCenter | Qt::AlignLeft, index.data().toString());
    painter->restore();
}

QSize ScoreBarDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QSize plain = CellDelegate::sizeHint(option, index);
    return { plain.width() + kBarWidth + space::kGroup, plain.height() };
}

DotIntervalDelegate::DotIntervalDelegate(double low, double high, QObject* parent)
    : CellDelegate(parent)
    , m_low(low)
    , m_high(high)
{
}

void DotIntervalDelegate::setRange(double low, double high)
{
    m_low = low;
    m_high = high;
}

void DotIntervalDelegate::paint(QPainter* painter,
                                const QStyleOptionViewItem& option,
                                const QModelIndex& index) const
{
    const double value = numberOf(index, ValueRole);
    painter->save();
    paintRow(painter, option, index);
    const Scheme scheme = schemeOf(option.palette);
    const QRectF area = QRectF(option.rect).adjusted(kCellMargin, 0, -kCellMargin, 0);
    const double span = m_high > m_low ? m_high - m_low : 1;
    const auto x = [&](double v) {
        return area.left() + std::clamp((v - m_low) / span, 0.0, 1.0) * area.width();
    };
    const double y = area.center().y();
    painter->setRenderHint(QPainter::Antialiasing);
    if (m_low <= 0 && m_high >= 0) {
        QPen zero(color(ColorRole::Reference, scheme), 1.2, Qt::CustomDashLine, Qt::FlatCap);
        zero.setDashPattern({ 1.5, 2 });
        painter->setPen(zero);
        painter->drawLine(QPointF(x(0), y - 9), QPointF(x(0), y + 9));
    }
    if (!std::isnan(value)) {
        const QColor ink = seriesColor(0, scheme);
        const double low = numberOf(index, LowRole);
        const double high = numberOf(index, HighRole);
        painter->setPen(QPen(ink, 2));
        if (!std::isnan(low) && !std::isnan(high))
            painter->drawLine(QPointF(x(low), y), QPointF(x(high), y));
        painter->setPen(Qt::NoPen);
        painter->setBrush(ink);
        painter->drawEllipse(QPointF(x(value), y), 4.5, 4.5);
    }
    painter->restore();
}

QSize DotIntervalDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    return { 126, CellDelegate::sizeHint(option, index).height() };
}

void HeatCellDelegate::paint(QPainter* painter,
                             const QStyleOptionViewItem& option,
                             const QModelIndex& index) const
{
    const double amount = numberOf(index, AmountRole);
    if (std::isnan(amount)) {
        CellDelegate::paint(painter, option, index);
        return;
    }
    painter->save();
    const Scheme scheme = schemeOf(option.palette);
    const QColor fill = heatColor(amount, scheme);
    const QColor ink = textOn(fill);
    painter->fillRect(option.rect, color(ColorRole::Base, scheme));
    const QRect cell = option.rect.adjusted(0, 0, -2, -1); // a gap keeps neighbours of one shade apart
    painter->fillRect(cell, fill);
    if (const Glyph glyph = glyphOf(index); glyph != Glyph::None)
        paintGlyph(*painter, QRectF(cell.left() + kCellMargin, cell.top(), 12, cell.height()), glyph, ink);
    painter->setFont(fontOf(option, index));
    painter->setPen(ink);
    painter->drawText(cell.adjusted(kCellMargin, 0, -kCellMargin, 0), Qt::AlignVCenter | Qt::AlignRight,
                      index.data().toString());
    if ((option.state & QStyle::State_HasFocus) || (option.state & QStyle::State_Selected))
        paint::roundRect(*painter, cell, 0, {}, color(ColorRole::Accent, scheme),
                         option.state & QStyle::State_HasFocus ? 2 : 1);
    painter->restore();
}

void TwoLineDelegate::paint(QPainter* painter,
                            const QStyleOptionViewItem& option,
                            const QModelIndex& index) const
{
    painter->save();
    paintRow(painter, option, index);
    const Scheme scheme = schemeOf(option.palette);
    QRect rect = option.rect.adjusted(space::kBetween, 0, -space::kBetween, -1);
    const QFont cellFont = fontOf(option, index);
    const QFont small = font(TextRole::Caption);
    const QString aside = index.data(ChipRole).toString();
    const QString note = index.data(NoteRole).toString();
    const int body = QFontMetrics(cellFont).height();
    const int both = note.isEmpty() ? body : body + QFontMetrics(small).height();
    const QRect first(rect.left(), rect.center().y() - both / 2, rect.width(), body);
    const int asideWidth = aside.isEmpty() ? 0 : textWidth(option.font, aside) + space::kGroup;
    QRect words = first.adjusted(0, 0, -asideWidth, 0);
    if (const Glyph glyph = glyphOf(index); glyph != Glyph::None) {
        paintGlyph(*painter, QRectF(words.left(), words.top(), 12, words.height()), glyph,
                   color(roleOf(glyph), scheme));
        words.setLeft(words.left() + kGlyphRoom);
    }
    painter->setFont(cellFont);
    painter->setPen(color(ColorRole::Text, scheme));
    painter->drawText(
        words, Qt::AlignVCenter | Qt::AlignLeft,
        QFontMetrics(cellFont).elidedText(index.data().toString(), option.textElideMode, words.width()));
    painter->setFont(option.font);
    painter->setPen(textColor(option, index));
    painter->drawText(first, Qt::AlignVCenter | Qt::AlignRight, aside);
    painter->setFont(small);
    painter->setPen(color(ColorRole::Muted, scheme));
    const QRect second(rect.left(), first.bottom() + 1, rect.width(), both - body);
    painter->drawText(second, Qt::AlignVCenter | Qt::AlignLeft,
                      QFontMetrics(small).elidedText(note, Qt::ElideRight, second.width()));
    painter->restore();
}

QSize TwoLineDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const int height = QFontMetrics(option.font).height() + QFontMetrics(font(TextRole::Caption)).height()
        + 2 * space::kGroup - 2;
    return { CellDelegate::sizeHint(option, index).width() + space::kBetween, height };
}

} // namespace casebench::ui
