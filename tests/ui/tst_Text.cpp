// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"

#include <QTest>

#include <cmath>

using namespace casebench;
using namespace casebench::ui;

class tst_Text : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void numbersAreWrittenAsPeopleReadThem();
    void undefinedIsADash();
    void rangesAndIntervals();
    void probabilitiesOfATest();
    void timesAndDurations();
    void foreignTextIsIsolated();
    void errorsSayWhatWhereAndWhatNext();
    void cancelledIsQuiet();
};

void tst_Text::numbersAreWrittenAsPeopleReadThem()
{
    QCOMPARE(format::count(4800), QString("4,800"));
    QCOMPARE(format::decimal(-0.2, 2), QString("−0.20"));
    QCOMPARE(format::decimal(-0.0004, 3), QString("0.000"));
    QCOMPARE(format::signedDecimal(0.288, 3), QString("+0.288"));
    QCOMPARE(format::signedDecimal(0.0001, 3), QString("0.000"));
    QCOMPARE(format::number(2353), QString("2,353"));
    QCOMPARE(format::number(0.310), QString("0.31"));
    QCOMPARE(format::percent(0.6), QString("60\u00A0%"));
    QCOMPARE(format::points(-0.49), QString("−49 points"));
    QCOMPARE(format::bytes(118000), QString("118\u00A0kB"));
}

void tst_Text::undefinedIsADash()
{
    const double nan = std::nan("");
    for (const QString& text :
         { format::decimal(nan, 2), format::signedDecimal(nan, 2), format::number(nan), format::percent(nan),
           format::points(nan), format::range(nan, 1, 2), format::pValue(nan), format::date(kNoTime),
           format::duration(-1), format::decimal(INFINITY, 2) })
        QCOMPARE(text, QString("–"));
    QCOMPARE(format::estimate(0.5, nan, nan, 2), QString("0.50"));
}

void tst_Text::rangesAndIntervals()
{
    QCOMPARE(format::range(0.84, 0.91, 2), QString("0.84–0.91"));
    QCOMPARE(format::estimate(0.88, 0.84, 0.91, 2), QString("0.88 (0.84–0.91)"));
    QCOMPARE(format::signedRange(-0.013, 0.022, 3), QString("−0.013 to +0.022"));
}

void tst_Text::probabilitiesOfATest()
{
    QCOMPARE(format::pValue(0.0004), QString("p\u00A0<\u00A00.001"));
    QCOMPARE(format::pValue(0.6881), QString("p\u00A0=\u00A00.688"));
    QCOMPARE(format::pCell(0.6881), QString("0.688"));
}

void tst_Text::timesAndDurations()
{
    const Instant instant = parseIso("2026-09-03T09:04:00Z")->instant;
    QCOMPARE(format::date(instant), QString("3 September 2026"));
    QCOMPARE(format::isoDate(instant), QString("2026-09-03"));
    QCOMPARE(format::clock(instant), QString("09:04"));
    QCOMPARE(format::month(monthOf(instant)), QString("September 2026"));
    QCOMPARE(format::duration(40), QString("40 s"));
    QCOMPARE(format::duration(125), QString("2 min 5 s"));
}

void tst_Text::foreignTextIsIsolated()
{
    QCOMPARE(format::isolate("abc"), QString("\u2068abc\u2069"));
    QCOMPARE(format::isolate(QString("a\u2069b")), QString("\u2068ab\u2069"));
    QCOMPARE(format::harmless(QString("a\u202Eb\nc")), QString("ab c"));
}

void tst_Text::errorsSayWhatWhereAndWhatNext()
{
    const ErrorText text =
        errorText(Error { ErrorCode::Unreadable, "Row \"x\" has 9 fields, the header has 8.", "cases.csv",
                          "ragged", "Open the list of skipped rows." });
    QVERIFY(text.sentence.startsWith(QString("\u2068cases.csv\u2069: ")));
    QVERIFY(text.sentence.contains(QString("\u2068x\u2069")));
    QCOMPARE(text.advice, QString("Open the list of skipped rows."));
    QVERIFY(text.details.contains("ragged"));
    for (const auto code :
         { ErrorCode::InvalidInput, ErrorCode::NotFound, ErrorCode::Unreadable, ErrorCode::Unsupported,
           ErrorCode::Corrupt, ErrorCode::Refused, ErrorCode::Library, ErrorCode::Internal })
        QVERIFY(!errorText(Error { code, "x" }).advice.isEmpty());
}

void tst_Text::cancelledIsQuiet()
{
    QVERIFY(errorText(Error { ErrorCode::Cancelled, "Stopped." }).quiet);
    QVERIFY(!errorText(Error { ErrorCode::Refused, "No." }).quiet);
}

QTEST_APPLESS_MAIN(tst_Text)
#include "tst_Text.moc"
