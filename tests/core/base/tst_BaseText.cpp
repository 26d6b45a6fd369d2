// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "core/base/Random.h"
#include "core/base/Text.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

using namespace casebench;
using namespace casebench::test;
using namespace std::string_literals;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

} // namespace

class tst_BaseText : public QObject
{
    Q_OBJECT

private slots:

    /// Well-formed byte sequences: The Unicode Standard 15, table 3-7.
    void findsTheFirstByteThatIsNotUtf8()
    {
        for (const char* good :
             { "", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
               "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "Größe \xe2\x82\xac" })
            QVERIFY2(isValidUtf8(good), good);
        for (const char* bad : { "\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x41", "\xe0\x9f\xbf",
                                 "\xe0\xa0", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf",
                                 "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xf0\x90\x80" }) {
            QCOMPARE(firstInvalidUtf8(bad), std::size_t { 0 });
            QCOMPARE(firstInvalidUtf8("ok\xc3\xa4"s + bad + "then"), std::size_t { 4 });
        }
        QVERIFY(isValidUtf8(std::string_view("a\0b", 3)));
    }

    void everyCodePointIsValidAndAgreesWithQt()
    {
        for (char32_t point = 0; point <= 0x10FFFF; point += point < 0x11000 ? 1 : 257) {
            if (point >= 0xD800 && point <= 0xDFFF)
                continue;
            const QByteArray bytes = QString::fromUcs4(&point, 1).toUtf8();
            QVERIFY2(isValidUtf8(bytes.toStdString()), qPrintable(QString::number(point, 16)));
        }
    }

    void foldsCaseInEveryScript()
    {
        QCOMPARE(caseFold("STRASSE"), caseFold("straße"));
        QCOMPARE(caseFold("ΣΊΣΥΦΟΣ"), caseFold("σίσυφος"));
        QCOMPARE(caseFold("Ünï"), "ünï"s);
        QCOMPARE(caseFold("\xff"
                          "A"),
                 "\xff"
                 "A"s);
    }

    void composesForComparing()
    {
        QCOMPARE(toNfc("Gro\xcc\x88\xc3\x9f"), "Gr\xc3\xb6\xc3\x9f"s);
        QCOMPARE(toNfc("\xe2\x84\xab"), "\xc3\x85"s); // Angstrom sign
        QCOMPARE(toNfc("\xef\xac\x81"), "\xef\xac\x81"s); // the ligature fi is not taken apart
        QCOMPARE(toNfc("a\xff"), "a\xff"s);
    }

    void trimsSplitsAndJoins()
    {
        QCOMPARE(trimmed(" \t a b\r\n"), std::string_view("a b"));
        QCOMPARE(trimmed(" \n"), std::string_view());
        QCOMPARE(split("a,,b,", ','), (std::vector<std::string_view> { "a", "", "b", "" }));
        QCOMPARE(split("", ','), (std::vector<std::string_view> { "" }));
        QCOMPARE(join({ "a", "", "a" }, ", "), "a, , a"s);
        QVERIFY(equalsIgnoreAsciiCase("Yes", "yES") && !equalsIgnoreAsciiCase("Ä", "ä"));
    }

    void noTextCanDriveATerminal()
    {
        QCOMPARE(escapedForTerminal("\x1b[2J\r\n\x7f"), "\u241b[2J\u240d\u240a\u2421"s);
        QCOMPARE(escapedForTerminal("\xc2\x9b"
                                    "31m"),
                 "<U+009B>31m"s);
        QCOMPARE(escapedForTerminal("a\u202egpj.exe\u2066"), "a<U+202E>gpj.exe<U+2066>"s);
        QCOMPARE(escapedForTerminal("\x9b"
                                    "31m \xff\xc3"),
                 "<9B>31m <FF><C3>"s);
        QCOMPARE(escapedForTerminal("Größe – 5 €"), "Größe – 5 €"s);
        Random random(4);
        for (int i = 0; i < 20'000; ++i) {
            std::string bytes;
            for (std::uint64_t k = random.below(12); k > 0; --k)
                bytes += static_cast<char>(random.below(256));
            const std::string safe = escapedForTerminal(bytes);
            QVERIFY(isValidUtf8(safe));
            QVERIFY(std::ranges::none_of(
                safe, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }));
            QCOMPARE(escapedForTerminal(safe), safe);
        }
    }

    void numbersReadBackAsTheSameDouble()
    {
        Random random(9);
        for (int i = 0; i < 100'000; ++i) {
            double value = 0;
            const std::uint64_t bits = random.next();
            std::memcpy(&value, &bits, sizeof value);
            if (!std::isfinite(value) || std::fpclassify(value) == FP_SUBNORMAL)
                continue;
            const auto back = parseFiniteNumber(shortestNumber(value));
            QVERIFY2(back && std::memcmp(&*back, &value, sizeof value) == 0, shortestNumber(value).c_str());
        }
        QCOMPARE(shortestNumber(0.1), "0.1"s);
        QCOMPARE(shortestNumber(1e300), "1e+300"s);
        QCOMPARE(shortestNumber(kNone), "nan"s);
        QCOMPARE(shortestNumber(-std::numeric_limits<double>::infinity()), "-inf"s);
    }

    void onlyFiniteDecimalNumbersAreNumbers()
    {
        for (const auto& [text, value] : { std::pair("0", 0.0),
                                           { "-1.5", -1.5 },
                                           { "+2", 2.0 },
                                           { ".5", 0.5 },
                                           { "5.", 5.0 },
                                           { "1e3", 1000.0 },
                                           { "1E-2", 0.01 },
                                           { "007", 7.0 } }) {
            const auto number = parseFiniteNumber(text);
            QVERIFY2(number && *number == value, text);
        }
        for (const char* text :
             { "",   " 1", "1 ", "nan", "NaN", "inf", "-inf", "infinity", "0x10",  "1,5", "1e",
               "e5", ".",  "-",  "+",   "--1", "+-1", "-+1",  "1.2.3",    "1e999", "1f",  "١" })
            QVERIFY2(!parseFiniteNumber(text), text);
        QCOMPARE(parseInteger("-9223372036854775808"), std::optional(std::numeric_limits<long long>::min()));
        for (const char* text : { "", "9223372036854775808", "1.0", "+1", " 1", "1e3" })
            QVERIFY2(!parseInteger(text), text);
    }

    void numbersArePrintedForPeople()
    {
        QCOMPARE(fixedNumber(2.345, 1), "2.3"s);
        QCOMPARE(pValueText(0.034), "p = 0.034"s);
        QCOMPARE(pValueText(0.0009), "p < 0.001"s);
        QCOMPARE(pValueText(kNone), "p undefined"s);
        QCOMPARE(percentText(0.0312), "3.1 %"s);
        QCOMPARE(percentText(kNone), "–"s);
        QCOMPARE(countText(12'345), "12,345"s);
        QCOMPARE(countText(-1'234'567), "-1,234,567"s);
        QCOMPARE(countText(-123), "-123"s);
        QCOMPARE(countText(std::numeric_limits<long long>::min()), "-9,223,372,036,854,775,808"s);
    }

    void hexadecimalIsStrict()
    {
        QCOMPARE(toHex(std::string("\x00\xff\x1a", 3)), "00ff1a"s);
        QCOMPARE(fromHex("00ff1a"), std::optional(std::string("\x00\xff\x1a", 3)));
        QCOMPARE(fromHex(""), std::optional(""s));
        for (const char* text : { "0", "0g", "0F", " 00", "0x00", "00 " })
            QVERIFY2(!fromHex(text), text);
    }

    /// Vectors: RFC 4648, section 10.
    void base64IsStrict()
    {
        const std::vector<std::pair<std::string, std::string>> vectors { { "", "" },
                                                                         { "f", "Zg==" },
                                                                         { "fo", "Zm8=" },
                                                                         { "foo", "Zm9v" },
                                                                         { "foob", "Zm9vYg==" },
                                                                         { "fooba", "Zm9vYmE=" },
                                                                         { "foobar", "Zm9vYmFy" } };
        for (const auto& [bytes, text] : vectors) {
            QCOMPARE(toBase64(bytes), text);
            QCOMPARE(fromBase64(text), std::optional(bytes));
        }
        // Loose padding bits (TWE= is the one way to write "Ma"), missing or early padding, white space, the
        // other alphabet.
        QCOMPARE(fromBase64("TWE="), std::optional("Ma"s));
        for (const char* text : { "TWF=", "Zh==", "Zg=", "Zg", "Z===", "====", "Zg==Zg==", "Z=g=", "Zm9v\n",
                                  " Zm9v", "Zm9v ", "Zm-_", "=Zm9" })
            QVERIFY2(!fromBase64(text), text);
        Random random(2);
        for (int i = 0; i < 2'000; ++i) {
            std::string bytes;
            for (std::uint64_t k = random.below(40); k > 0; --k)
                bytes += static_cast<char>(random.below(256));
            QCOMPARE(toBase64(bytes), QByteArray::fromStdString(bytes).toBase64().toStdString());
            QCOMPARE(fromBase64(toBase64(bytes)), std::optional(bytes));
        }
    }
};

QTEST_APPLESS_MAIN(tst_BaseText)
#include "tst_BaseText.moc"
