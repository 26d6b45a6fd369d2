// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/Style.h"
#include "ui/theme/StylePaint.h"
#include "ui/theme/Tokens.h"

#include <QApplication>
#include <QComboBox>
#include <QDateTime>
#include <QHeaderView>
#include <QPushButton>
#include <QSlider>
#include <QStyleOption>

#include <algorithm>
#include <array>
#include <cmath>

// Controls and complex controls of Style.
namespace casebench::ui {

namespace {

void paintButtonLabel(const QStyle& style,
                      const QStyleOptionButton& option,
                      QPainter& painter,
                      const QWidget* widget)
{
    const Scheme scheme = schemeOf(option.palette);
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool primary = widget && widget->property(kPrimaryProperty).toBool();
    const QColor ink = color(!enabled      ? ColorRole::Muted
                                 : primary ? ColorRole::OnAccent
                                           : ColorRole::Text,
                             scheme);
    const QString cap = widget ? widget->property(kKeyProperty).toString() : QString();
    const int iconSide = option.icon.isNull() ? 0 : option.iconSize.width();
    const int iconRoom = iconSide ? iconSide + space::kGroup : 0;
    const int capRoom = cap.isEmpty() ? 0 : paint::keyCapWidth(cap) + space::kGroup;
    const QFontMetrics metrics(painter.font());
    const int textWidth =
        std::min(metrics.horizontalAdvance(option.text.contains(u'&') ? QString(option.text).remove(u'&')
                                                                      : option.text),
                 option.rect.width() - iconRoom - capRoom - space::kGroup);
    int x = option.rect.center().x() + 1 - (iconRoom + textWidth + capRoom) / 2;
    if (iconSide) {
        const QRect place(x, option.rect.center().y() - iconSide / 2 + 1, iconSide, iconSide);
        option.icon.paint(&painter, place, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
        x += iconRoom;
    }
    const QRect textRect(x, option.rect.top(), textWidth + 2, option.rect.height());
    painter.setPen(ink);
    const int hidden = style.styleHint(QStyle::SH_UnderlineShortcut, &option, widget) ? Qt::TextShowMnemonic
                                                                                      : Qt::TextHideMnemonic;
    painter.drawText(textRect, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine | hidden,
                     metrics.elidedText(option.text, Qt::ElideRight, textWidth + 1));
    if (!cap.isEmpty()) {
        const QRect capRect(x + textWidth + space::kGroup, option.rect.top(), capRoom - space::kGroup,
                            option.rect.height());
        QColor edge = primary && enabled ? ink : color(ColorRole::Hairline, scheme);
        paint::keyCap(painter, capRect, cap, primary ? ink : color(ColorRole::Muted, scheme), edge);
    }
    if (option.features & QStyleOptionButton::HasMenu)
        paint::chevron(painter, QRectF(option.rect.right() - 14, option.rect.top(), 10, option.rect.height()),
                       false, ink);
}

void paintToolLabel(const QStyleOptionToolButton& option, QPainter& painter, const QWidget* widget)
{
    const Scheme scheme = schemeOf(option.palette);
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool link = widget && widget->property(kLinkProperty).toBool();
    painter.setPen(color(!enabled ? ColorRole::Muted : link ? ColorRole::Accent : ColorRole::Text, scheme));
    QRect rect = option.rect;
    if (!option.icon.isNull() && option.toolButtonStyle != Qt::ToolButtonTextOnly) {
        const int side = option.iconSize.width();
        const bool alone = option.text.isEmpty() || option.toolButtonStyle == Qt::ToolButtonIconOnly;
        const QRect place =
            alone ? rect : QRect(rect.left() + space::kTight, rect.top(), side, rect.height());
        option.icon.paint(&painter, place, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
        if (alone)
            return;
        rect.setLeft(place.right() + space::kGroup);
    }
    const auto align = Qt::AlignVCenter | (link || !option.icon.isNull() ? Qt::AlignLeft : Qt::AlignHCenter);
    painter.drawText(rect.adjusted(1, 0, 0, 0), static_cast<int>(align) | Qt::TextHideMnemonic, option.text);
}

void paintHeaderSection(const QStyleOptionHeader& option, QPainter& painter)
{
    const Scheme scheme = schemeOf(option.palette);
    painter.fillRect(option.rect, color(ColorRole::Base, scheme));
    painter.setPen(color(ColorRole::Hairline, scheme));
    if (option.orientation == Qt::Horizontal)
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
}

void paintHeaderLabel(const QStyleOptionHeader& option, QPainter& painter)
{
    const Scheme scheme = schemeOf(option.palette);
    painter.setPen(color(ColorRole::Muted, scheme));
    const auto align = static_cast<int>(option.textAlignment) | Qt::TextWordWrap;
    painter.drawText(option.rect.adjusted(0, 0, 0, -1), align, option.text);
}

void paintProgress(const QStyleOptionProgressBar& option, QPainter& painter)
{
    const Scheme scheme = schemeOf(option.palette);
    const QRectF bar(option.rect.left(), option.rect.center().y() - 2.0, option.rect.width(), 6);
    paint::roundRect(painter, bar, 3, color(ColorRole::Band, scheme), {});
    QRectF filled = bar;
    if (option.maximum <= option.minimum) {
        // Unknown: a third of the bar wanders; with motion off it stands in the middle.
        const bool still = QApplication::instance()->property("cbMotionOff").toBool();
        const double phase =
            still ? 0.5 : static_cast<double>(QDateTime::currentMSecsSinceEpoch() % 1600) / 1600.0;
        filled.setWidth(bar.width() / 3);
        filled.moveLeft(bar.left()
                        + (bar.width() - filled.width()) * (0.5 - 0.5 * std::cos(phase * 2 * M_PI)));
    } else {
        filled.setWidth(bar.width() * (option.progress - option.minimum) / (option.maximum - option.minimum));
    }
    if (filled.width() > 0)
        paint::roundRect(painter, filled, 3, color(ColorRole::Accent, scheme), {});
}

void paintMenuItem(const QStyleOptionMenuItem& option, QPainter& painter)
{
    const Scheme scheme = schemeOf(option.palette);
    if (option.menuItemType == QStyleOptionMenuItem::Separator) {
        painter.fillRect(QRect(option.rect.left() + 1, option.rect.center().y(), option.rect.width() - 2, 1),
                         color(ColorRole::RowLine, scheme));
        return;
    }
    const bool enabled = option.state & QStyle::State_Enabled;
    if (option.state & QStyle::State_Selected)
        painter.fillRect(option.rect.adjusted(1, 0, -1, 0),
                         color(enabled ? ColorRole::Selection : ColorRole::Hover, scheme));
    const QRect lead(option.rect.left() + space::kInner, option.rect.top(), 16, option.rect.height());
    const QColor ink = color(enabled ? ColorRole::Text : ColorRole::Muted, scheme);
    if (option.checkType != QStyleOptionMenuItem::NotCheckable && option.checked) {
        painter.setPen(QPen(ink, 1.6));
        const QPointF c = QRectF(lead).center();
        painter.setRenderHint(QPainter::Antialiasing);
        const std::array<QPointF, 3> points { c + QPointF(-4, 0), c + QPointF(-1, 3),
                                              c + QPointF(4.5, -3.5) };
        painter.drawPolyline(points.data(), 3);
    } else if (!option.icon.isNull()) {
        option.icon.paint(&painter, lead, Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
    }
    const QRect body = option.rect.adjusted(space::kInner + 16 + space::kGroup, 0, -space::kInner, 0);
    const qsizetype tab = option.text.indexOf(u'\t');
    painter.setPen(ink);
    painter.drawText(body, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextHideMnemonic,
                     option.text.left(tab < 0 ? option.text.size() : tab));
    if (tab >= 0) {
        painter.setPen(color(ColorRole::Muted, scheme));
        painter.drawText(body, Qt::AlignVCenter | Qt::AlignRight, option.text.mid(tab + 1));
    }
    if (option.menuItemType == QStyleOptionMenuItem::SubMenu)
        painter.drawText(body, Qt::AlignVCenter | Qt::AlignRight, QStringLiteral("›"));
}

void paintComboBox(const QStyle& style,
                   const QStyleOptionComboBox& option,
                   QPainter& painter,
                   const QWidget* widget)
{
    QStyleOption frame = option;
    paint::fieldFrame(painter, frame, widget);
    const QRect arrow = style.subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxArrow, widget);
    const bool enabled = option.state & QStyle::State_Enabled;
    paint::chevron(painter, arrow, false,
                   color(enabled ? ColorRole::Text : ColorRole::Muted, schemeOf(option.palette)));
}

void paintSpinBox(const QStyle& style,
                  const QStyleOptionSpinBox& option,
                  QPainter& painter,
                  const QWidget* widget)
{
    QStyleOption frame = option;
    paint::fieldFrame(painter, frame, widget);
    const Scheme scheme = schemeOf(option.palette);
    for (const auto sub : { QStyle::SC_SpinBoxUp, QStyle::SC_SpinBoxDown }) {
        const bool up = sub == QStyle::SC_SpinBoxUp;
        const bool can =
            option.stepEnabled & (up ? QAbstractSpinBox::StepUpEnabled : QAbstractSpinBox::StepDownEnabled);
        const QRect rect = style.subControlRect(QStyle::CC_SpinBox, &option, sub, widget);
        paint::chevron(painter, QRectF(rect).translated(0, up ? 1.5 : -1.5), up,
                       color(can ? ColorRole::Text : ColorRole::Hairline, scheme));
    }
}

void paintScrollBar(const QStyle& style,
                    const QStyleOptionSlider& option,
                    QPainter& painter,
                    const QWidget* widget)
{
    const Scheme scheme = schemeOf(option.palette);
    const QRect slider =
        style.subControlRect(QStyle::CC_ScrollBar, &option, QStyle::SC_ScrollBarSlider, widget);
    painter.fillRect(option.rect, color(ColorRole::Base, scheme));
    const bool upright = option.orientation == Qt::Vertical;
    const bool active = option.activeSubControls & QStyle::SC_ScrollBarSlider;
    const QRectF thumb =
        upright ? QRectF(slider).adjusted(3, 2, -3, -2) : QRectF(slider).adjusted(2, 3, -2, -3);
    if (option.maximum > option.minimum)
        paint::roundRect(painter, thumb, 3, color(active ? ColorRole::Muted : ColorRole::ControlEdge, scheme),
                         {});
}

void paintSlider(const QStyle& style,
                 const QStyleOptionSlider& option,
                 QPainter& painter,
                 const QWidget* widget)
{
    const Scheme scheme = schemeOf(option.palette);
    const QRect handle = style.subControlRect(QStyle::CC_Slider, &option, QStyle::SC_SliderHandle, widget);
    const QRectF r = option.rect;
    const bool upright = option.orientation == Qt::Vertical;
    const QRectF groove = upright ? QRectF(r.center().x() - 2, r.top(), 4, r.height())
                                  : QRectF(r.left(), r.center().y() - 2, r.width(), 4);
    paint::roundRect(painter, groove, 2, color(ColorRole::Base, scheme),
                     color(ColorRole::ControlEdge, scheme));
    const QPointF c = QRectF(handle).center();
    const QRectF knob = upright ? QRectF(c.x() - 8, c.y() - 4, 16, 9) : QRectF(c.x() - 4, c.y() - 8, 9, 16);
    const bool enabled = option.state & QStyle::State_Enabled;
    paint::roundRect(painter, knob, 3, color(enabled ? ColorRole::Accent : ColorRole::Hairline, scheme), {});
    if (option.state & QStyle::State_HasFocus)
        paint::focusRing(painter, knob.adjusted(-4, -4, 4, 4), kSmallRadius, scheme);
}

} // namespace

void Style::drawControl(ControlElement element,
                        const QStyleOption* option,
                        QPainter* painter,
                        const QWidget* widget) const
{
    const Scheme scheme = schemeOf(option->palette);
    switch (element) {
    case CE_PushButtonBevel:
        proxy()->drawPrimitive(PE_PanelButtonCommand, option, painter, widget);
        return;
    case CE_PushButton:
        proxy()->drawControl(CE_PushButtonBevel, option, painter, widget);
        proxy()->drawControl(CE_PushButtonLabel, option, painter, widget);
        return;
    case CE_PushButtonLabel:
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
            painter->save();
            paintButtonLabel(*this, *button, *painter, widget);
            painter->restore();
            return;
        }
        break;
    case CE_ToolButtonLabel:
        if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option)) {
            paintToolLabel(*button, *painter, widget);
            return;
        }
        break;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
            paintHeaderSection(*header, *painter);
        } else {
            painter->fillRect(option->rect, color(ColorRole::Base, scheme));
            painter->setPen(color(ColorRole::Hairline, scheme));
            painter->drawLine(option->rect.bottomLeft(), option->rect.bottomRight());
        }
        return;
    case CE_HeaderLabel:
        if (const auto* header = qstyleoption_cast<const QStyleOptionHeader*>(option)) {
            paintHeaderLabel(*header, *painter);
            return;
        }
        break;
    case CE_Splitter:
        painter->fillRect(option->rect, color(ColorRole::Hairline, scheme));
        return;
    case CE_ProgressBar:
        if (const auto* bar = qstyleoption_cast<const QStyleOptionProgressBar*>(option)) {
            paintProgress(*bar, *painter);
            return;
        }
        break;
    case CE_MenuItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
            item && !qobject_cast<const QComboBox*>(widget)) {
            painter->save();
            paintMenuItem(*item, *painter);
            painter->restore();
            return;
        }
        break;
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, color(ColorRole::Window, scheme));
        return;
    case CE_MenuBarItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option)) {
            painter->fillRect(option->rect, color(ColorRole::Window, scheme));
            if (item->state & State_Selected)
                paint::roundRect(*painter, QRectF(option->rect).adjusted(0, 3, 0, -3), kSmallRadius,
                                 color(ColorRole::Selection, scheme), {});
            painter->setPen(color(ColorRole::Text, scheme));
            painter->drawText(item->rect, Qt::AlignCenter | Qt::TextHideMnemonic, item->text);
            return;
        }
        break;
    case CE_FocusFrame:
        paint::focusRing(*painter, option->rect, kSmallRadius, scheme);
        return;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control,
                               const QStyleOptionComplex* option,
                               QPainter* painter,
                               const QWidget* widget) const
{
    switch (control) {
    case CC_ComboBox:
        if (const auto* combo = qstyleoption_cast<const QStyleOptionComboBox*>(option)) {
            paintComboBox(*this, *combo, *painter, widget);
            return;
        }
        break;
    case CC_SpinBox:
        if (const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option)) {
            paintSpinBox(*this, *spin, *painter, widget);
            return;
        }
        break;
    case CC_ScrollBar:
        if (const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
            paintScrollBar(*this, *bar, *painter, widget);
            return;
        }
        break;
    case CC_Slider:
        if (const auto* slider = qstyleoption_cast<const QStyleOptionSlider*>(option)) {
            paintSlider(*this, *slider, *painter, widget);
            return;
        }
        break;
    case CC_ToolButton:
        if (const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option)) {
            proxy()->drawPrimitive(PE_PanelButtonTool, button, painter, widget);
            painter->save();
            painter->setFont(button->font);
            proxy()->drawControl(CE_ToolButtonLabel, button, painter, widget);
            painter->restore();
            return;
        }
        break;
    default:
        break;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect Style::subControlRect(ComplexControl control,
                            const QStyleOptionComplex* option,
                            SubControl sub,
                            const QWidget* widget) const
{
    constexpr int kArrow = 24;
    const QRect r = option->rect;
    if (control == CC_ComboBox && sub == SC_ComboBoxArrow)
        return visualRect(option->direction, r, QRect(r.right() - kArrow, r.top(), kArrow, r.height()));
    if (control == CC_ComboBox && sub == SC_ComboBoxEditField)
        return visualRect(option->direction, r, r.adjusted(space::kGroup, 1, -kArrow, -1));
    if (control == CC_SpinBox && (sub == SC_SpinBoxUp || sub == SC_SpinBoxDown)) {
        const auto* spin = qstyleoption_cast<const QStyleOptionSpinBox*>(option);
        if (spin && spin->buttonSymbols == QAbstractSpinBox::NoButtons)
            return {};
        const int half = r.height() / 2;
        const QRect rect(r.right() - kArrow + 2, sub == SC_SpinBoxUp ? r.top() : r.top() + half, kArrow - 4,
                         half);
        return visualRect(option->direction, r, rect);
    }
    if (control == CC_SpinBox && sub == SC_SpinBoxEditField)
        return visualRect(option->direction, r, r.adjusted(2, 2, -kArrow, -2));
    if (control == CC_ScrollBar) {
        // No arrow buttons: the slider has the whole groove.
        if (sub == SC_ScrollBarAddLine || sub == SC_ScrollBarSubLine)
            return {};
        const auto* bar = qstyleoption_cast<const QStyleOptionSlider*>(option);
        const bool upright = bar->orientation == Qt::Vertical;
        const int length = upright ? r.height() : r.width();
        const int range = bar->maximum - bar->minimum;
        int thumb = length;
        if (range > 0)
            thumb = std::clamp(static_cast<int>(static_cast<qint64>(length) * bar->pageStep
                                                / (static_cast<qint64>(range) + bar->pageStep)),
                               std::min(kHitTarget, length), length);
        const int start = sliderPositionFromValue(bar->minimum, bar->maximum, bar->sliderPosition,
                                                  length - thumb, bar->upsideDown);
        const auto span = [&](int from, int to) {
            return upright ? QRect(r.left(), r.top() + from, r.width(), to - from)
                           : QRect(r.left() + from, r.top(), to - from, r.height());
        };
        switch (sub) {
        case SC_ScrollBarSlider:
            return span(start, start + thumb);
        case SC_ScrollBarSubPage:
            return span(0, start);
        case SC_ScrollBarAddPage:
            return span(start + thumb, length);
        default:
            return r;
        }
    }
    return QProxyStyle::subControlRect(control, option, sub, widget);
}

} // namespace casebench::ui
