// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/CaseTableBuilder.h"
#include "support/TestMain.h"

#include "core/privacy/Masking.h"

using namespace casebench;

class TestMasking : public QObject
{
    Q_OBJECT

private slots:
    void longNumbersKeepFourDigits();
    void everythingElseIsHiddenWhole();
    void theTableIsMaskedWhereNobodyAsked();
};

void TestMasking::longNumbersKeepFourDigits()
{
    QCOMPARE(masked("+91 98765 44417"), std::string("•• 4417"));
    QCOMPARE(masked("DE89370400440532013000"), std::string("•• 3000"));
    QCOMPARE(masked("4111111111111111"), std::string("•• 1111"));
    QCOMPARE(masked(""), std::string());
}

void TestMasking::everythingElseIsHiddenWhole()
{
    // The end of a name, an address or a date of birth says too much.
    for (const char* value : { "x", "Priya Sharma", "priya.sharma@example.in", "17/04/1980", "1980",
                               "12345678", "प्रिया शर्मा", "GB29NWBK6016133192681X" })
        QCOMPARE(masked(value), std::string("••••"));
    QCOMPARE(shownText(FieldRole::Feature, "voip"), std::string("voip"));
    QCOMPARE(shownText(FieldRole::Sensitive, "F"), std::string("F"));
    QCOMPARE(shownText(FieldRole::Personal, "F"), std::string("••••"));
    QCOMPARE(maskedRow("c1,Priya,+91"), std::string("•••• (12 bytes)"));
}

void TestMasking::theTableIsMaskedWhereNobodyAsked()
{
    CaseTablePtr table = test::CaseTableBuilder()
                             .category("phone", { "+91 98765 44417", "", "+91 98765 44418" })
                             .as(FieldRole::Personal)
                             .category("age", { "30", "31", "32" })
                             .as(FieldRole::Personal)
                             .category("place", { "voip", "home", "home" })
                             .build();
    const CaseTablePtr shown = maskedTable(table);
    QCOMPARE(shown->columns[0].text(0), std::string("•• 4417"));
    QVERIFY(shown->columns[0].isMissing(1));
    QCOMPARE(shown->columns[1].text(2), std::string("••••"));
    QCOMPARE(shown->columns[2].text(0), std::string("voip"));
    for (const std::string& level : shown->columns[0].dictionary())
        QVERIFY(level.find("98765") == std::string::npos);
    const CaseTablePtr asked = maskedTable(table, { "phone" });
    QCOMPARE(asked->columns[0].text(0), std::string("+91 98765 44417"));
    QCOMPARE(asked->columns[1].text(0), std::string("••••"));
}

QTEST_APPLESS_MAIN(TestMasking)
#include "tst_Masking.moc"
