// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProxyStyle>

namespace casebench::ui {

/// Properties of a widget that the style reads.
inline constexpr const char* kPrimaryProperty = "cbPrimary"; ///< QPushButton: the page's one filled button
inline constexpr const char* kLinkProperty = "cbLink"; ///< QToolButton: accent text without a frame
inline constexpr const char* kKeyProperty = "cbKey"; ///< QPushButton: key cap drawn after the text
inline constexpr const char* kAlarmEdgeProperty =
    "cbAlarmEdge"; ///< QLineEdit, QComboBox: what is in it cannot be

/// Fusion with flat controls painted from roles: buttons, fields, tables, a 2 px focus ring, hairline
/// splitters.
class Style : public QProxyStyle
{
    Q_OBJECT

public:
    Style();

    void drawPrimitive(PrimitiveElement element,
                       const QStyleOption* option,
                       QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element,
                     const QStyleOption* option,
                     QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control,
                            const QStyleOptionComplex* option,
                            QPainter* painter,
                            const QWidget* widget) const override;
    [[nodiscard]] QRect subControlRect(ComplexControl control,
                                       const QStyleOptionComplex* option,
                                       SubControl sub,
                                       const QWidget* widget) const override;
    [[nodiscard]] QRect
    subElementRect(SubElement element, const QStyleOption* option, const QWidget* widget) const override;
    [[nodiscard]] QSize sizeFromContents(ContentsType type,
                                         const QStyleOption* option,
                                         const QSize& size,
                                         const QWidget* widget) const override;
    [[nodiscard]] int
    pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const override;
    [[nodiscard]] int styleHint(StyleHint hint,
                                const QStyleOption* option,
                                const QWidget* widget,
                                QStyleHintReturn* data) const override;
    void polish(QWidget* widget) override;
    using QProxyStyle::polish;
};

} // namespace casebench::ui
