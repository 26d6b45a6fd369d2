// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/Theme.h"

#include "ui/theme/Style.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QToolTip>
#include <QWidget>

#include <algorithm>

namespace casebench::ui {

namespace {

constexpr int kBodyPixels = 13; // the size the measures of the pages were drawn at

/// The system's font; where the desktop names none of its own, Inter if it is installed.
QFont bodyFont()
{
    QFont system = QApplication::font();
    static const QStringList kGeneric { QStringLiteral("Sans Serif"),
                                        QStringLiteral("Sans"),
                                        QStringLiteral("sans-serif"),
                                        QStringLiteral("DejaVu Sans"),
                                        QStringLiteral("Bitstream Vera Sans"),
                                        QStringLiteral("Helvetica"),
                                        QString() };
    if (kGeneric.contains(system.family())) {
        const QStringList families = QFontDatabase::families();
        for (const auto* name : { "Inter", "Noto Sans" }) {
            if (families.contains(QLatin1String(name))) {
                system = QFont(QLatin1String(name));
                system.setPixelSize(kBodyPixels);
                break;
            }
        }
    }
    system.setHintingPreference(QFont::PreferVerticalHinting);
    return system;
}

} // namespace

Theme::Theme(QApplication& application)
    : m_application(application)
    , m_system(schemeOf(application.palette()))
    , m_systemFont(bodyFont())
{
    QApplication::setStyle(new Style); // the application owns its style
    m_application.installEventFilter(this);
    applyFont();
    apply();
}

Theme::~Theme() = default;

Scheme Theme::scheme() const
{
    switch (m_choice) {
    case ThemeChoice::Light:
        return Scheme::Light;
    case ThemeChoice::Dark:
        return Scheme::Dark;
    case ThemeChoice::System:
        break;
    }
    return m_system;
}

void Theme::choose(ThemeChoice choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    apply();
}

void Theme::setTextScale(double scale)
{
    m_textScale = std::clamp(scale, 1.0, 2.0);
    applyFont();
    emit changed();
}

void Theme::setMotion(bool on)
{
    m_motion = on;
    m_application.setProperty("cbMotionOff", !on); // read by the style: the moving bar stands still
    emit changed();
}

void Theme::apply()
{
    m_applying = true;
    const QPalette palette = paletteFor(scheme());
    QApplication::setPalette(palette);
    QToolTip::setPalette(palette);
    m_applying = false;
    emit changed();
}

void Theme::applyFont()
{
    QFont body = m_systemFont;
    if (body.pixelSize() > 0)
        body.setPixelSize(static_cast<int>(body.pixelSize() * m_textScale + 0.5));
    else
        body.setPointSizeF(body.pointSizeF() * m_textScale);
    QApplication::setFont(body);
    // Qt tells only those whose font it changed. Who has a font of a role has set its own, and must hear too.
    for (QWidget* widget : QApplication::allWidgets()) {
        if (!widget->testAttribute(Qt::WA_SetFont))
            continue;
        QEvent changed(QEvent::FontChange);
        QCoreApplication::sendEvent(widget, &changed);
    }
}

bool Theme::eventFilter(QObject* watched, QEvent* event)
{
    // The desktop changed its colours: learn its scheme from them, then put ours back.
    if (watched == &m_application && event->type() == QEvent::ApplicationPaletteChange && !m_applying) {
        const Scheme now = schemeOf(QApplication::palette());
        if (QApplication::palette() != paletteFor(scheme())) {
            m_system = now;
            apply();
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace casebench::ui
