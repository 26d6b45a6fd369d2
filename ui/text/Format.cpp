// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/Format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>
#include <QStringList>
#include <QTimeZone>

#include <cmath>

namespace casebench::ui::format {

namespace {

constexpr QChar kMinus(0x2212);
constexpr QChar kEnDash(0x2013);
constexpr QChar kNoBreak(0x00A0);

QString withTrueMinus(QString text)
{
    const QString minus = locale().negativeSign();
    if (text.startsWith(minus))
        text.replace(0, minus.size(), kMinus);
    return text;
}

/// -0.0004 with three decimals is 0.000, not −0.000.
double withoutNegativeZero(double value, int decimals)
{
    const double scale = std::pow(10.0, decimals);
    return std::abs(value) * scale < 0.5 ? 0.0 : value;
}

QDateTime utc(Instant instant)
{
    return QDateTime::fromMSecsSinceEpoch(instant / 1000, QTimeZone::utc());
}

QString at(Instant instant, const QString& pattern)
{
    return instant == kNoTime ? undefined() : locale().toString(utc(instant), pattern);
}

QString monthAs(MonthIndex month, const QString& pattern)
{
    return locale().toString(QDate(month / 12, month % 12 + 1, 1), pattern);
}

} // namespace

QLocale locale()
{
    const QLocale desktop;
    return desktop.language() == QLocale::C ? QLocale(QLocale::English, QLocale::UnitedKingdom) : desktop;
}

QString undefined()
{
    return QString(kEnDash);
}

QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QString count(qint64 value)
{
    return withTrueMinus(locale().toString(value));
}

QString decimal(double value, int decimals)
{
    if (!std::isfinite(value))
        return undefined();
    return withTrueMinus(locale().toString(withoutNegativeZero(value, decimals), 'f', decimals));
}

QString signedDecimal(double value, int decimals)
{
    const QString plain = decimal(value, decimals);
    return withoutNegativeZero(value, decimals) > 0 ? u'+' + plain : plain;
}

QString number(double value)
{
    if (!std::isfinite(value))
        return undefined();
    if (value == std::floor(value) && std::abs(value) < 1e15)
        return count(static_cast<qint64>(value));
    const double size = std::abs(value);
    if (size >= 1e7 || size < 1e-4)
        return withTrueMinus(locale().toString(value, 'g', 4));
    const int decimals = std::max(0, 5 - static_cast<int>(std::floor(std::log10(size))));
    QString result = locale().toString(value, 'f', std::min(decimals, 6));
    const QString point = locale().decimalPoint();
    if (result.contains(point)) {
        while (result.endsWith(locale().zeroDigit()))
            result.chop(1);
        if (result.endsWith(point))
            result.chop(point.size());
    }
    return withTrueMinus(result);
}

QString percent(double share, int decimals)
{
    return std::isfinite(share) ? decimal(share * 100, decimals) + kNoBreak + u'%' : undefined();
}

QString points(double difference, int decimals)
{
    if (!std::isfinite(difference))
        return undefined();
    const QString figure = signedDecimal(difference * 100, decimals);
    const bool one = decimals == 0 && std::abs(std::round(difference * 100)) == 1;
    return (one ? QCoreApplication::translate("Format", "%1 point")
                : QCoreApplication::translate("Format", "%1 points"))
        .arg(figure);
}

QString range(double low, double high, int decimals)
{
    if (!std::isfinite(low) || !std::isfinite(high))
        return undefined();
    // A dash beside a minus reads as two: "−0.13 to −0.01".
    return low < 0 ? QCoreApplication::translate("Format", "%1 to %2")
                         .arg(decimal(low, decimals), decimal(high, decimals))
                   : decimal(low, decimals) + kEnDash + decimal(high, decimals);
}

QString signedRange(double low, double high, int decimals)
{
    if (!std::isfinite(low) || !std::isfinite(high))
        return undefined();
    return QCoreApplication::translate("Format", "%1 to %2")
        .arg(signedDecimal(low, decimals), signedDecimal(high, decimals));
}

QString estimate(double value, double low, double high, int decimals)
{
    if (!std::isfinite(low) || !std::isfinite(high))
        return decimal(value, decimals);
    return QStringLiteral("%1 (%2)").arg(decimal(value, decimals), range(low, high, decimals));
}

QString pCell(double p)
{
    if (!std::isfinite(p))
        return undefined();
    if (p < 0.001)
        return QStringLiteral("p < %1").arg(decimal(0.001, 3)).replace(u' ', kNoBreak);
    return decimal(p, 3);
}

QString pValue(double p)
{
    if (!std::isfinite(p))
        return undefined();
    return p < 0.001 ? pCell(p) : QStringLiteral("p = %1").arg(decimal(p, 3)).replace(u' ', kNoBreak);
}

QString bytes(qint64 size)
{
    return locale()
        .formattedDataSize(size, size < 1000000 ? 0 : 1, QLocale::DataSizeSIFormat)
        .replace(u' ', kNoBreak);
}

QString duration(double seconds)
{
    if (!std::isfinite(seconds) || seconds < 0)
        return undefined();
    if (seconds < 10 && seconds != std::floor(seconds))
        return QCoreApplication::translate("Format", "%1 s").arg(decimal(seconds, 1));
    const auto whole = static_cast<qint64>(std::llround(seconds));
    if (whole < 60)
        return QCoreApplication::translate("Format", "%1 s").arg(whole);
    if (whole < 3600)
        return QCoreApplication::translate("Format", "%1 min %2 s").arg(whole / 60).arg(whole % 60);
    return QCoreApplication::translate("Format", "%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60);
}

QString date(Instant instant)
{
    return at(instant, QStringLiteral("d MMMM yyyy"));
}

QString shortDate(Instant instant)
{
    return at(instant, QStringLiteral("d MMM"));
}

QString isoDate(Instant instant)
{
    return instant == kNoTime ? undefined() : text(formatDate(instant));
}

QString dateTime(Instant instant)
{
    return at(instant, QStringLiteral("d MMM yyyy, HH:mm"));
}

QString clock(Instant instant)
{
    return at(instant, QStringLiteral("HH:mm"));
}

QString month(MonthIndex month)
{
    return monthAs(month, QStringLiteral("MMMM yyyy"));
}

QString shortMonth(MonthIndex month)
{
    return monthAs(month, QStringLiteral("MMM"));
}

QString monthYear(MonthIndex month)
{
    return monthAs(month, QStringLiteral("MMM yyyy"));
}

QString isolate(const QString& foreign)
{
    // An isolate closed inside the value would let the rest out again.
    QString inner = foreign;
    inner.remove(QChar(0x2069));
    return QChar(0x2068) + inner + QChar(0x2069);
}

QString harmless(const QString& foreign)
{
    QString result;
    result.reserve(foreign.size());
    for (const QChar c : foreign) {
        const bool control = c.category() == QChar::Other_Control || c.category() == QChar::Other_Format;
        if (c == u'\n' || c == u'\t')
            result += u' ';
        else if (!control)
            result += c;
    }
    return result;
}

QString typeset(const QString& sentence)
{
    static const QRegularExpression minus(QStringLiteral("(?<![\\w.-])-(?=\\d)"));
    static const QRegularExpression share(QStringLiteral("(?<=\\d) (?=%)"));
    QString printed = sentence;
    printed.replace(minus, QString(QChar(0x2212)));
    printed.replace(share, QString(kNoBreak));
    return printed.replace(QStringLiteral("p < "), u'p' + QString(kNoBreak) + u'<' + kNoBreak);
}

QString list(const QStringList& items)
{
    return locale().createSeparatedList(items);
}

QString shortHash(const QString& hex)
{
    if (hex.size() < 12)
        return hex;
    return QStringLiteral("%1 %2 … %3").arg(hex.left(4), hex.mid(4, 4), hex.right(2));
}

} // namespace casebench::ui::format
