// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/TestMain.h"

#include "core/importing/PersonalPatterns.h"

#include <string>

using namespace casebench;
using namespace casebench::test;

class TestPersonal : public QObject
{
    Q_OBJECT

private slots:
    void ibansNeedCountryLengthAndCheckDigits();
    void cardsNeedPrefixLengthAndCheckDigit();
    void mailsPhonesAndNames_data();
    void mailsPhonesAndNames();
    void suggestsOnlyWithEnoughEvidence();
};

void TestPersonal::ibansNeedCountryLengthAndCheckDigits()
{
    // The examples of the SWIFT IBAN registry.
    for (const char* good :
         { "GB29 NWBK 6016 1331 9268 19", "DE89370400440532013000", "FR1420041010050500013M02606",
           "NO9386011117947", "MT84MALT011000012345MTLCAST001S", "de89 3704 0044 0532 0130 00" })
        QVERIFY2(isIban(good), good);
    for (const char* bad : { "GB29NWBK60161331926818", "DE8937040044053201300", "ZZ89370400440532013000",
                             "DE89-3704-0044-0532-0130-00", "", "DE", "DE89370400440532013000DE8937040044" })
        QVERIFY2(!isIban(bad), bad);
}

void TestPersonal::cardsNeedPrefixLengthAndCheckDigit()
{
    // Test numbers that the networks publish.
    for (const char* good : { "4111111111111111", "5555 5555 5555 4444", "2223-0031-2200-3222",
                              "378282246310005", "6011111111111117", "3530111333300000", "30569309025904" })
        QVERIFY2(isCardNumber(good), good);
    for (const char* bad : { "4111111111111112", "411111111111111", "9999999999999995",
                             "4111 1111  1111 1111", "0000000000000000", "4111a11111111111", "" })
        QVERIFY2(!isCardNumber(bad), bad);
}

void TestPersonal::mailsPhonesAndNames_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("pattern");
    const auto add = [](const char* text, PersonalPattern pattern) {
        QTest::newRow(text) << QByteArray(text) << static_cast<int>(pattern);
    };
    using enum PersonalPattern;
    add("priya.sharma@example.in", Mail);
    add("a@b", None);
    add("@example.in", None);
    add("a b@example.in", None);
    add("mail me at x@example.in", None);
    add("+91 98765 43210", Phone);
    add("0044 20 7946 0958", Phone);
    add("(555) 123-4567", Phone);
    add("555-123-4567", Phone);
    add("020 7946 0958", Phone);
    add("2026-05-12", None);
    add("12.05.2026", None);
    add("0.123456789", None);
    add("1,440", None);
    add("1234567890", None); // as well a number of anything
    add("2024-05-12 10:20", None);
    add("Priya Sharma", Name);
    add("Jean-Luc de la Fontaine", Name);
    add("J. Smith", Name);
    add("O'Brien Ann", Name);
    add("प्रिया शर्मा", Name);
    add("Sports", None);
    add("third party", None);
    add("SEDAN CAR", None);
    add("", None);
}

void TestPersonal::mailsPhonesAndNames()
{
    QFETCH(QByteArray, text);
    QFETCH(int, pattern);
    QCOMPARE(static_cast<int>(personalPatternOf(text.toStdString())), pattern);
}

void TestPersonal::suggestsOnlyWithEnoughEvidence()
{
    PersonalEvidence cards;
    cards.add("4111111111111111");
    QVERIFY(!cards.suggestsPersonal()); // one may be chance
    cards.add("5555555555554444");
    QVERIFY(cards.suggestsPersonal());
    PersonalEvidence phones;
    for (int i = 0; i < 8; ++i)
        phones.add("+91 98765 4321" + std::to_string(i));
    phones.add("none");
    phones.add("unknown caller");
    QVERIFY(phones.suggestsPersonal()); // 8 of 10
    QCOMPARE(phones.commonest(), PersonalPattern::Phone);
    QCOMPARE(phones.sentence(), std::string("looks like phone numbers: 8 of 10 different texts"));
    phones.add("hung up");
    QVERIFY(!phones.suggestsPersonal()); // 8 of 11
    PersonalEvidence names;
    for (const char* name : { "Ann Lee", "Bo Li", "Cy Fox", "Di Kay" })
        names.add(name);
    QVERIFY(!names.suggestsPersonal());
    names.add("Eve Ray");
    QVERIFY(names.suggestsPersonal());
    QCOMPARE(PersonalEvidence {}.sentence(), std::string());
    QVERIFY(!PersonalEvidence {}.suggestsPersonal());
}

QTEST_APPLESS_MAIN(TestPersonal)
#include "tst_Personal.moc"
