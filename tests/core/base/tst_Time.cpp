// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "core/base/Time.h"

#include <QDateTime>
#include <QTimeZone>

#include <array>

using namespace casebench;
using namespace casebench::test;
using namespace std::string_literals;

class tst_Time : public QObject
{
    Q_OBJECT

private slots:

    void readsIsoTimes_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("utc"); // "": refused
        QTest::addColumn<bool>("hasTime");
        QTest::addColumn<bool>("hasZone");
        const auto row = [](const char* text, const char* utc, bool hasTime = true, bool hasZone = false) {
            QTest::newRow(text) << QString(text) << QString(utc) << hasTime << hasZone;
        };
        row("2026-03-01", "2026-03-01T00:00:00Z", false);
        row("2026-03-01T09:30", "2026-03-01T09:30:00Z");
        row("2026-03-01 09:30:15", "2026-03-01T09:30:15Z");
        row("2026-03-01t09:30:15z", "2026-03-01T09:30:15Z", true, true);
        row("2026-03-01 09:30:00.25+01:00", "2026-03-01T08:30:00.250000Z", true, true);
        row("2026-03-01T00:30:00,5-0130", "2026-03-01T02:00:00.500000Z", true, true);
        row("2026-03-01T00:30+02", "2026-02-28T22:30:00Z", true, true);
        row("2026-03-01T09:30:00.1234569Z", "2026-03-01T09:30:00.123456Z", true, true);
        row("2024-02-29", "2024-02-29T00:00:00Z", false);
        row("2000-02-29", "2000-02-29T00:00:00Z", false);
        row("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z", true, true);
        row("0001-01-01", "0001-01-01T00:00:00Z", false);
        row("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z", true, true);
        for (const char* impossible :
             { "2026-02-29", "1900-02-29", "2026-04-31", "2026-00-10", "2026-13-01", "2026-01-00",
               "2026-01-32", "2026-03-01T24:00", "2026-03-01T09:60", "2026-03-01T09:30:60",
               "2026-03-01T09:30:00+15:00", "2026-03-01T09:30:00+01:60" })
            row(impossible, "");
        for (const char* malformed :
             { "", "2026", "2026-3-1", "2026/03/01", "20260301", "2026-03-01T", "2026-03-01T9:30",
               "2026-03-01T09", "2026-03-01T09:30:", "2026-03-01T09:30:00.", "2026-03-01T09:30:00 Z",
               "2026-03-01T09:30:00+1", "2026-03-01T09:30:00Zx", "2026-03-01x", " 2026-03-01", "-026-03-01",
               "2026-03-01T09:30:00+" })
            row(malformed, "");
    }

    void readsIsoTimes()
    {
        QFETCH(QString, text);
        QFETCH(QString, utc);
        QFETCH(bool, hasTime);
        QFETCH(bool, hasZone);
        const auto parsed = parseIso(text.toStdString());
        QCOMPARE(parsed.has_value(), !utc.isEmpty());
        if (!parsed)
            return;
        QCOMPARE(qs(formatInstant(parsed->instant)), utc);
        QCOMPARE(parsed->hasTime, hasTime);
        QCOMPARE(parsed->hasZone, hasZone);
        const QDateTime judged = QDateTime::fromString(utc.left(19), "yyyy-MM-ddTHH:mm:ss");
        const qint64 seconds = QDateTime(judged.date(), judged.time(), QTimeZone::utc()).toSecsSinceEpoch();
        QCOMPARE(parsed->instant >= 0 ? parsed->instant / kMicrosPerSecond
                                      : (parsed->instant - kMicrosPerSecond + 1) / kMicrosPerSecond,
                 Instant { seconds });
    }

    void datesThatAreNoneAreRefused()
    {
        QCOMPARE(makeDate(1970, 1, 2), std::optional(kMicrosPerDay));
        for (const auto& [year, month, day] : { std::array { 2026, 0, 1 },
                                                { 2026, 13, 1 },
                                                { 2026, 1, 0 },
                                                { 2026, 2, 30 },
                                                { 2026, -1, 1 },
                                                { 2026, 1, -1 },
                                                { 2026, 257, 1 },
                                                { 2026, 1, 257 },
                                                { 67'562, 1, 1 },
                                                { -70'000, 1, 1 } })
            QVERIFY2(!makeDate(year, month, day),
                     qPrintable(QString("%1 %2 %3").arg(year).arg(month).arg(day)));
    }

    void printsWhatItReads()
    {
        QCOMPARE(formatInstant(kNoTime), ""s);
        QCOMPARE(formatDate(kNoTime), ""s);
        QCOMPARE(formatInstant(0), "1970-01-01T00:00:00Z"s);
        QCOMPARE(formatInstantMicros(0), "1970-01-01T00:00:00.000000Z"s);
        QCOMPARE(formatInstant(-1), "1969-12-31T23:59:59.999999Z"s);
        QCOMPARE(formatDate(-1), "1969-12-31"s);
    }

    void monthsCountUpByOne()
    {
        const auto month = [](const char* text) { return monthOf(parseIso(text)->instant); };
        QCOMPARE(month("2026-03-31T23:59:59Z"), month("2026-03-01"));
        QCOMPARE(month("2027-01-01") - month("2026-12-31T23:59:59.999999Z"), 1);
        QCOMPARE(month("1970-01-01") - month("1969-12-31"), 1);
        QCOMPARE(formatMonth(month("2026-03-01")), "2026-03"s);
        QCOMPARE(monthName(month("2026-12-01")), "December 2026"s);
        for (MonthIndex index = -30; index < 2100 * 12; index += 7) {
            QCOMPARE(monthOf(monthStart(index)), index);
            QCOMPARE(monthOf(monthStart(index) - 1), index - 1);
        }
        QCOMPARE(monthName(-1), "December -1"s);
    }

    void boundsSpanWhatTheyName()
    {
        const auto bound = [](const char* text, bool end) {
            const auto instant = parseTimeBound(text, end);
            return instant ? formatInstant(*instant) : "refused";
        };
        QCOMPARE(bound("2026", false), "2026-01-01T00:00:00Z"s);
        QCOMPARE(bound("2026", true), "2027-01-01T00:00:00Z"s);
        QCOMPARE(bound("2026-12", false), "2026-12-01T00:00:00Z"s);
        QCOMPARE(bound("2026-12", true), "2027-01-01T00:00:00Z"s);
        QCOMPARE(bound("2024-02-28", true), "2024-02-29T00:00:00Z"s);
        QCOMPARE(bound("2026-03-01T09:30:00Z", true), "2026-03-01T09:30:00Z"s);
        QCOMPARE(bound("9999", true), "10000-01-01T00:00:00Z"s);
        for (const char* text : { "", "26", "2026-13", "2026-00", "2026-3", "2026-02-30", "soon" })
            QCOMPARE(bound(text, false), "refused"s);
    }

    void clocksRun()
    {
        const std::int64_t before = monotonicNanoseconds();
        QVERIFY(now() > *makeDate(2025, 1, 1));
        QVERIFY(monotonicNanoseconds() >= before);
        QCOMPARE(bootId().size(), std::size_t { 36 });
    }
};

QTEST_APPLESS_MAIN(tst_Time)
#include "tst_Time.moc"
