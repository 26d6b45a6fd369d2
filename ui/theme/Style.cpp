// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/Style.h"

#include "ui/theme/StylePaint.h"
#include "ui/theme/Tokens.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QStyleOption>
#include <QToolButton>

// Metrics, sizes and primitives; controls are in StyleControls.cpp.
namespace casebench::ui {

namespace {

bool isLink(const QWidget* widget)
{
    return widget && widget->property(kLinkProperty).toBool();
}

bool isCellEditor(const QWidget* widget)
{
    const QWidget* viewport = widget ? widget->parentWidget() : nullptr;
    const auto* view = qobject_cast<const QAbstractItemView*>(viewport ? viewport->parentWidget() : nullptr);
    return view && view->viewport() == viewport;
}

void paintButtonPanel(QPainter& painter, const QStyleOption& option, const QWidget* widget)
{
    const Scheme scheme = schemeOf(option.palette);
    const bool primary = widget && widget->property(kPrimaryProperty).toBool();
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool down = option.state & (QStyle::State_Sunken | QStyle::State_On);
    const bool hover = enabled && (option.state & QStyle::State_MouseOver);
    QColor fill = color(ColorRole::Base, scheme);
    QColor edge = color(enabled ? ColorRole::ControlEdge : ColorRole::Hairline, scheme);
    if (primary && enabled) {
        fill = edge = color(ColorRole::Accent, scheme);
        if (down || hover)
            fill = edge =
                scheme == Scheme::Light ? fill.darker(down ? 125 : 110) : fill.lighter(down ? 118 : 108);
    } else if (primary) {
        fill = edge = color(ColorRole::Band, scheme);
    } else if (down) {
        fill = color(ColorRole::Selection, scheme);
    } else if (hover) {
        fill = color(ColorRole::Hover, scheme);
    }
    paint::roundRect(painter, option.rect, kRadius, fill, edge);
    if (option.state & QStyle::State_HasFocus) {
        // On the filled button the ring needs a gap of its own colour to be seen.
        if (primary && enabled)
            paint::roundRect(painter, QRectF(option.rect).adjusted(2, 2, -2, -2), kRadius - 2, {},
                             color(ColorRole::OnAccent, scheme), 1.5);
        else
            paint::focusRing(painter, option.rect, kRadius, scheme);
    }
}

void paintToolPanel(QPainter& painter, const QStyleOption& option, const QWidget* widget)
{
    const Scheme scheme = schemeOf(option.palette);
    const bool active = option.state & (QStyle::State_Sunken | QStyle::State_On);
    if (active || ((option.state & QStyle::State_MouseOver) && (option.state & QStyle::State_Enabled)))
        paint::roundRect(painter, option.rect, kSmallRadius,
                         color(active ? ColorRole::Selection : ColorRole::Hover, scheme), {});
    if (widget && widget->hasFocus())
        paint::focusRing(painter, option.rect, kSmallRadius, scheme);
}

void paintItemRow(QPainter& painter, const QStyleOptionViewItem& option)
{
    const Scheme scheme = schemeOf(option.palette);
    if (option.state & QStyle::State_Selected)
        painter.fillRect(option.rect, color(ColorRole::Selection, scheme));
    else if (option.state & QStyle::State_MouseOver)
        painter.fillRect(option.rect, color(ColorRole::Hover, scheme));
    else if (option.backgroundBrush.style() != Qt::NoBrush)
        painter.fillRect(option.rect, option.backgroundBrush);
}

} // namespace

Style::Style()
    : QProxyStyle(QStringLiteral("Fusion"))
{
}

void Style::polish(QWidget* widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget)
        || qobject_cast<QHeaderView*>(widget))
        widget->setAttribute(Qt::WA_Hover);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    switch (metric) {
    case PM_SplitterWidth:
        return 1;
    case PM_ScrollBarExtent:
        return 12;
    case PM_ScrollBarSliderMin:
        return kHitTarget;
    case PM_DefaultFrameWidth:
        return qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QMenu*>(widget) ? 2 : 1;
    case PM_ButtonMargin:
        return space::kInner;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_MenuBarPanelWidth:
    case PM_MenuBarVMargin:
        return 0;
    case PM_MenuBarHMargin:
        return space::kTight;
    case PM_MenuBarItemSpacing:
        return space::kTight;
    case PM_HeaderMarkSize:
        return 10;
    case PM_HeaderMargin:
        return space::kGroup;
    case PM_ButtonIconSize:
    case PM_SmallIconSize:
    case PM_ToolBarIconSize:
        return 16;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 16;
    case PM_FocusFrameHMargin:
        return space::kGroup; // text margin of item views
    case PM_SliderThickness:
        return kHitTarget - 4;
    case PM_SliderLength:
        return 12;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return space::kGroup;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint,
                     const QStyleOption* option,
                     const QWidget* widget,
                     QStyleHintReturn* data) const
{
    switch (hint) {
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    case SH_ScrollView_FrameOnlyAroundContents:
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ItemView_PaintAlternatingRowColorsForEmptyArea:
    case SH_ItemView_ActivateItemOnSingleClick:
        return 0;
    case SH_Widget_Animation_Duration:
        return QApplication::instance()->property("cbMotionOff").toBool() ? 0 : 120;
    case SH_UnderlineShortcut:
        return 0;
    case SH_ComboBox_Popup:
        return 0;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize Style::sizeFromContents(ContentsType type,
                              const QStyleOption* option,
                              const QSize& size,
                              const QWidget* widget) const
{
    const int control = std::max(kHitTarget + 2, option ? option->fontMetrics.height() + 2 * 7 : 0);
    switch (type) {
    case CT_PushButton: {
        QSize result(size.width() + 2 * space::kInner + 2, control);
        if (const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option)) {
            if (!button->icon.isNull())
                result.rwidth() += space::kTight;
            const QString cap = widget ? widget->property(kKeyProperty).toString() : QString();
            if (!cap.isEmpty())
                result.rwidth() += paint::keyCapWidth(cap) + space::kGroup;
        }
        return result;
    }
    case CT_LineEdit:
    case CT_SpinBox:
    case CT_ComboBox: {
        const QSize base = QProxyStyle::sizeFromContents(type, option, size, widget);
        return { base.width() + (type == CT_ComboBox ? 2 * space::kGroup : 0),
                 std::max(control, size.height()) };
    }
    case CT_ToolButton:
        if (isLink(widget))
            return { size.width() + 2, std::max(kHitTarget, size.height()) };
        return QSize(std::max(kHitTarget, size.width() + space::kGroup), std::max(kHitTarget, size.height()));
    case CT_MenuBarItem:
        return { size.width() + 2 * space::kGroup, std::max(kHitTarget + 1, size.height() + space::kGroup) };
    case CT_MenuItem: {
        const QSize base = QProxyStyle::sizeFromContents(type, option, size, widget);
        const auto* item = qstyleoption_cast<const QStyleOptionMenuItem*>(option);
        const bool separator = item && item->menuItemType == QStyleOptionMenuItem::Separator;
        return separator ? QSize(base.width(), space::kGroup + 1)
                         : QSize(base.width() + space::kWide, kHitTarget);
    }
    case CT_ProgressBar:
        return { size.width(), 6 };
    default:
        return QProxyStyle::sizeFromContents(type, option, size, widget);
    }
}

QRect Style::subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const
{
    switch (element) {
    case SE_LineEditContents:
        if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            frame && frame->lineWidth <= 0)
            return option->rect.adjusted(space::kTight, 0, -space::kTight, 0);
        if (qobject_cast<const QLineEdit*>(widget))
            return option->rect.adjusted(space::kGroup - 2, 1, -space::kGroup + 2, -1);
        break;
    case SE_ProgressBarContents:
    case SE_ProgressBarGroove:
        return option->rect;
    default:
        break;
    }
    return QProxyStyle::subElementRect(element, option, widget);
}

void Style::drawPrimitive(PrimitiveElement element,
                          const QStyleOption* option,
                          QPainter* painter,
                          const QWidget* widget) const
{
    const Scheme scheme = schemeOf(option->palette);
    switch (element) {
    case PE_PanelButtonCommand:
        paintButtonPanel(*painter, *option, widget);
        return;
    case PE_PanelButtonTool:
        paintToolPanel(*painter, *option, widget);
        return;
    case PE_PanelLineEdit:
    case PE_FrameLineEdit:
        // A frameless editor (in a spin box, combo box or cell) has its frame from its owner.
        if (const auto* frame = qstyleoption_cast<const QStyleOptionFrame*>(option);
            frame && frame->lineWidth <= 0) {
            if (isCellEditor(widget))
                painter->fillRect(option->rect, color(ColorRole::Base, scheme));
            return;
        }
        paint::fieldFrame(*painter, *option, widget);
        return;
    case PE_Frame:
        if (widget && widget->inherits("QAbstractScrollArea")) {
            paint::roundRect(
                *painter, option->rect, kRadius, {},
                color(option->state & State_HasFocus ? ColorRole::Accent : ColorRole::ControlEdge, scheme));
            return;
        }
        break;
    case PE_FrameFocusRect:
        if (widget && widget->inherits("QAbstractItemView"))
            return; // the current row is shown by selection and its edge
        paint::focusRing(*painter, option->rect, kSmallRadius, scheme);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        paint::checkBox(*painter, option->rect, option->state, scheme);
        return;
    case PE_IndicatorRadioButton:
        paint::radioButton(*painter, option->rect, option->state, scheme);
        return;
    case PE_PanelItemViewItem:
        if (const auto* item = qstyleoption_cast<const QStyleOptionViewItem*>(option))
            paintItemRow(*painter, *item);
        return;
    case PE_PanelItemViewRow:
        return;
    case PE_PanelMenu:
    case PE_FrameMenu:
        paint::roundRect(*painter, option->rect, 0,
                         element == PE_PanelMenu ? color(ColorRole::Base, scheme) : QColor(),
                         color(ColorRole::ControlEdge, scheme));
        return;
    case PE_PanelMenuBar:
    case PE_PanelStatusBar:
    case PE_FrameStatusBarItem:
    case PE_FrameTabWidget:
        return;
    case PE_IndicatorHeaderArrow:
        paint::chevron(*painter, option->rect,
                       qstyleoption_cast<const QStyleOptionHeader*>(option)->sortIndicator
                           == QStyleOptionHeader::SortUp,
                       color(ColorRole::Text, scheme));
        return;
    default:
        break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

} // namespace casebench::ui
