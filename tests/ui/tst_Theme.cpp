// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/Icons.h"
#include "ui/theme/Roles.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QTest>

using namespace casebench::ui;

class tst_Theme : public QObject
{
    Q_OBJECT

private slots:
    void everyTextRoleIsReadableOnEveryGround_data();
    void everyTextRoleIsReadableOnEveryGround();
    void edgesAndSeriesAreSeen_data();
    void edgesAndSeriesAreSeen();
    void textOnHeatCellsIsReadable();
    void schemeIsReadFromThePalette();
    void themeFollowsAChangeOfTheDesktop();
    void textScaleChangesTheApplicationFont();
    void iconsTakeTheThemesColour();
    void everyIconHasAPicture();
    void glyphsDifferInShape();
};

namespace {

void addSchemes()
{
    QTest::addColumn<Scheme>("scheme");
    QTest::newRow("light") << Scheme::Light;
    QTest::newRow("dark") << Scheme::Dark;
}

QImage drawn(const std::function<void(QPainter&)>& paint)
{
    QImage image(24, 24, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    paint(painter);
    return image;
}

} // namespace

Q_DECLARE_METATYPE(casebench::ui::Scheme)

void tst_Theme::everyTextRoleIsReadableOnEveryGround_data()
{
    addSchemes();
}

void tst_Theme::everyTextRoleIsReadableOnEveryGround()
{
    QFETCH(Scheme, scheme);
    const QList<ColorRole> inks { ColorRole::Text, ColorRole::Muted, ColorRole::Accent,
                                  ColorRole::Good, ColorRole::Watch, ColorRole::Alarm };
    const QList<ColorRole> grounds { ColorRole::Base, ColorRole::Window, ColorRole::Hover, ColorRole::Band,
                                     ColorRole::Selection };
    for (const ColorRole ink : inks) {
        for (const ColorRole ground : grounds) {
            const double ratio = contrast(color(ink, scheme), color(ground, scheme));
            QVERIFY2(
                ratio >= 4.5,
                qPrintable(QString("ink %1 on ground %2: %3").arg(int(ink)).arg(int(ground)).arg(ratio)));
        }
    }
    QVERIFY(contrast(color(ColorRole::OnAccent, scheme), color(ColorRole::Accent, scheme)) >= 4.5);
}

void tst_Theme::edgesAndSeriesAreSeen_data()
{
    addSchemes();
}

void tst_Theme::edgesAndSeriesAreSeen()
{
    QFETCH(Scheme, scheme);
    const QColor base = color(ColorRole::Base, scheme);
    for (const ColorRole role : { ColorRole::ControlEdge, ColorRole::Accent, ColorRole::Reference,
                                  ColorRole::SignFor, ColorRole::SignAgainst })
        QVERIFY2(contrast(color(role, scheme), base) >= 3.0,
                 qPrintable(QString::number(contrast(color(role, scheme), base))));
    for (int i = 0; i < kMaxSeries; ++i)
        QVERIFY(contrast(seriesColor(i, scheme), base) >= 3.0);
}

void tst_Theme::textOnHeatCellsIsReadable()
{
    for (const auto scheme : { Scheme::Light, Scheme::Dark }) {
        for (int i = 0; i <= 20; ++i) {
            const QColor cell = heatColor(i / 20.0, scheme);
            QVERIFY2(contrast(textOn(cell), cell) >= 4.5, qPrintable(cell.name()));
            QVERIFY2(contrast(textOn(cividis(i / 20.0)), cividis(i / 20.0)) >= 4.5,
                     qPrintable(cividis(i / 20.0).name()));
        }
    }
    QCOMPARE(heatColor(qQNaN(), Scheme::Light), color(ColorRole::Band, Scheme::Light));
}

void tst_Theme::schemeIsReadFromThePalette()
{
    QCOMPARE(schemeOf(paletteFor(Scheme::Light)), Scheme::Light);
    QCOMPARE(schemeOf(paletteFor(Scheme::Dark)), Scheme::Dark);
}

void tst_Theme::themeFollowsAChangeOfTheDesktop()
{
    Theme theme(*qApp);
    QCOMPARE(theme.scheme(), Scheme::Light);
    QPalette desktop;
    desktop.setColor(QPalette::Window, Qt::black);
    desktop.setColor(QPalette::WindowText, Qt::white);
    QApplication::setPalette(desktop);
    QTRY_COMPARE_WITH_TIMEOUT(theme.scheme(), Scheme::Dark, 60000);
    QTRY_COMPARE_WITH_TIMEOUT(QApplication::palette().color(QPalette::Base),
                              color(ColorRole::Base, Scheme::Dark), 60000);
    theme.choose(ThemeChoice::Light);
    QCOMPARE(QApplication::palette().color(QPalette::Base), color(ColorRole::Base, Scheme::Light));
}

void tst_Theme::textScaleChangesTheApplicationFont()
{
    Theme theme(*qApp);
    const int before = QFontInfo(QApplication::font()).pixelSize();
    theme.setTextScale(2);
    QVERIFY(std::abs(QFontInfo(QApplication::font()).pixelSize() - 2 * before) <= 1);
    theme.setTextScale(1);
}

void tst_Theme::iconsTakeTheThemesColour()
{
    Theme theme(*qApp);
    theme.choose(ThemeChoice::Light);
    const QImage light = icon(IconId::Search).pixmap(24, 24).toImage();
    theme.choose(ThemeChoice::Dark);
    const QImage dark = icon(IconId::Search).pixmap(24, 24).toImage();
    QVERIFY(light != dark);
    theme.choose(ThemeChoice::Light);
}

void tst_Theme::everyIconHasAPicture()
{
    for (int id = 1; id < int(IconId::Count_); ++id) {
        const QImage image = drawn(
            [id](QPainter& painter) { paintIcon(painter, QRectF(0, 0, 24, 24), IconId(id), Qt::black); });
        bool inked = false;
        for (int y = 0; y < 24; ++y) {
            for (int x = 0; x < 24; ++x)
                inked = inked || qAlpha(image.pixel(x, y)) > 128;
        }
        QVERIFY2(inked, qPrintable(QString::number(id)));
    }
}

void tst_Theme::glyphsDifferInShape()
{
    QList<QImage> seen;
    for (const auto glyph : { Glyph::Good, Glyph::Watch, Glyph::Alarm, Glyph::Ring }) {
        const QImage image = drawn(
            [glyph](QPainter& painter) { paintGlyph(painter, QRectF(0, 0, 24, 24), glyph, Qt::black); });
        QVERIFY(!seen.contains(image)); // same colour, so only the shape can tell them apart
        seen.append(image);
    }
}

QTEST_MAIN(tst_Theme)
#include "tst_Theme.moc"
