// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/models/Cases.h"
#include "tests/support/TestMain.h"

#include "core/data/CaseTable.h"

using namespace casebench;
using namespace casebench::test;

namespace {

std::shared_ptr<const Dictionary> dictionary(Dictionary words)
{
    return std::make_shared<const Dictionary>(std::move(words));
}

} // namespace

class TestColumn : public QObject
{
    Q_OBJECT

private slots:

    void keepsMissingApartFromNoAndZero()
    {
        const Column numbers = Column::numbers({ 0, kNan, 5 });
        QVERIFY(!numbers.isMissing(0) && numbers.isMissing(1));
        QCOMPARE(numbers.missingCount(), std::size_t { 1 });
        const Column flags = Column::codes(
            FieldKind::YesNo, { { kNoCode, kYesCode, kMissingCode }, dictionary({ "No", "Yes" }) });
        QVERIFY(!flags.isMissing(0) && flags.isMissing(2));
        QVERIFY(!flags.isFilled(0) && flags.isFilled(1) && !flags.isFilled(2));
        QVERIFY(flags.text(0) == "No" && flags.text(1) == "Yes" && flags.text(2).empty());
        const Column times = Column::times({ kNoTime, 0 }, ValueType::DateTime);
        QVERIFY(times.isMissing(0) && !times.isMissing(1));
        QVERIFY(times.text(1) == "1970-01-01T00:00:00Z");
    }

    void givesBackEveryTextAsItWas()
    {
        const auto raw = std::make_shared<const RawTexts>(RawTexts { { 0, 2 }, { "007", "N/A" } });
        const Column column = Column::numbers({ 7, 1.5, kNan, kNan }, raw);
        QVERIFY(column.text(0) == "007" && column.printed(0) == "7");
        QVERIFY(column.text(1) == "1.5");
        QVERIFY(column.text(2) == "N/A" && column.isMissing(2));
        QVERIFY(column.text(3).empty());
    }

    void selectsRowsWithTheirRawTexts()
    {
        const auto raw = std::make_shared<const RawTexts>(RawTexts { { 0, 2 }, { "007", "3.0" } });
        const Column column = Column::numbers({ 7, 8, 3 }, raw);
        const std::uint32_t rows[] = { 2, 1, 0, 2 };
        const Column picked = column.select(rows);
        QCOMPARE(picked.size(), std::size_t { 4 });
        QVERIFY(picked.text(0) == "3.0" && picked.text(1) == "8" && picked.text(2) == "007"
                && picked.text(3) == "3.0");
        const Column codes =
            Column::codes(FieldKind::Category, { { 1, kMissingCode, 0 }, dictionary({ "a", "b" }) });
        const Column some = codes.select(rows);
        QVERIFY(some.text(0) == "a" && some.text(1).empty() && some.text(2) == "b");
    }

    void missingColumnsExistForEveryKind()
    {
        for (const FieldKind kind :
             { FieldKind::Number, FieldKind::Category, FieldKind::YesNo, FieldKind::Time, FieldKind::Text }) {
            const Column column = Column::missing(kind, 3);
            QVERIFY(column.kind() == kind);
            QCOMPARE(column.size(), std::size_t { 3 });
            QCOMPARE(column.missingCount(), std::size_t { 3 });
            QVERIFY(column.text(1).empty() && !column.isFilled(1));
        }
    }

    void printsNumbersInTheirShortestForm()
    {
        QVERIFY(printNumber(0.1) == "0.1");
        QVERIFY(printNumber(5000000) == "5000000");
        QVERIFY(printNumber(-2.5) == "-2.5");
        QVERIFY(printTime(0, ValueType::Date) == "1970-01-01");
    }

    void tablesFindColumnsByName()
    {
        const Calls cases = calls(5);
        QVERIFY(cases.table->column("Asked_OTP") != nullptr);
        QVERIFY(cases.table->column("asked_otp") == nullptr);
        QVERIFY(cases.table->timeColumn() == cases.table->column("received"));
        const std::uint32_t rows[] = { 3, 1 };
        const auto some = cases.table->select(rows);
        QCOMPARE(some->rowCount(), std::size_t { 2 });
        QVERIFY(some->ids[0] == "c3" && some->rows[1] == 1);
        QVERIFY(some->column("Money_Asked")->text(0) == cases.table->column("Money_Asked")->text(3));
    }
};

QTEST_APPLESS_MAIN(TestColumn)
#include "tst_Column.moc"
