// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/CaseTableBuilder.h"
#include "support/LongRun.h"
#include "support/TestMain.h"

#include "core/base/Random.h"
#include "core/base/Text.h"
#include "core/data/Filter.h"

#include <QElapsedTimer>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

using namespace casebench;
using namespace casebench::test;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

CaseTablePtr vehicles()
{
    return CaseTableBuilder()
        .ids({ "A1", "A2", "B3", "B4", "C5" })
        .number("Year", { 1994, 1994, 1995, 1996, kNone })
        .number("Age", { 25, 31, kNone, 40, 60 })
        .category("Make", { "Honda", "Ford", "VW", "", "Mazda O'Hara" })
        .yesNo("Asked_OTP", { "Yes", "No", "", "Yes", "No" })
        .category("Price band", { "10", "9", "more", "20", "" })
        .text("Größe", { "groß", "klein", "", "mittel", "groß" })
        .time("received",
              { "2026-02-28T23:59:59Z", "2026-03-01T00:00:00Z", "2026-03-01T18:00:00Z", "2026-04-01", "" })
        .build();
}

const std::vector<Truth> kTruth { kPositive, kNegative, kUndecided, kPositive, kNegative };

/// Least and greatest value of each number and time field.
FieldRanges rangesOf(const CaseTable& table)
{
    return [&table](std::string_view name) -> std::optional<FieldRange> {
        const auto at = table.schema.find(name);
        if (!at)
            return std::nullopt;
        const Column& column = table.columns[*at];
        if (column.kind() != FieldKind::Number && column.kind() != FieldKind::Time)
            return std::nullopt;
        FieldRange range { column.kind(), kNone, kNone, column.missingCount() > 0 };
        for (std::size_t row = 0; row < column.size(); ++row) {
            if (column.isMissing(row))
                continue;
            const double value = column.kind() == FieldKind::Number
                ? column.numbers()[row]
                : static_cast<double>(column.times()[row]);
            range.min = std::fmin(range.min, value);
            range.max = std::fmax(range.max, value);
        }
        return range;
    };
}

/// The chosen rows as digits ("13"), or the error.
QString chosen(std::string_view expression, bool withTruth = true)
{
    const auto filter = Filter::parse(expression);
    if (!filter)
        return qs("refused: " + filter.error().sentence());
    const auto mask =
        filter->mask(*vehicles(), withTruth ? std::span<const Truth>(kTruth) : std::span<const Truth>());
    if (!mask)
        return qs("refused: " + mask.error().sentence());
    QString rows;
    for (std::size_t row = 0; row < mask->size(); ++row)
        rows += (*mask)[row] != 0 ? QString::number(row) : QString();
    return rows;
}

} // namespace

class tst_Filter : public QObject
{
    Q_OBJECT

private slots:

    void choosesTheRowsThatHold_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("rows");
        const auto row = [](const char* expression, const char* rows) {
            QTest::newRow(expression) << QString::fromUtf8(expression) << QString(rows);
        };
        row("Year = 1994", "01");
        row("year=1994", "01");
        row("Year = '1994'", "01");
        row("Year != 1994", "23");
        row("Year <> 1994", "23");
        row("Age < 31", "0");
        row("Age <= 31", "01");
        row("Age > 31", "34");
        row("Age >= 3.1e1", "134");
        row("Age > -1", "0134");
        row("Year = 1994 AND Age > 30", "1");
        row("Year = 1994 AND Age > 30 AND Make IN ('Honda','Ford')", "1");
        row("Make IN ('Honda', 'Ford')", "01");
        row("Make NOT IN ('Honda', 'Ford')", "24");
        row("Age IN (25, 60.0)", "04");
        row("Make = 'honda'", "");
        row("Make = 'Mazda O''Hara'", "4");
        row("Make LIKE 'h%'", "0");
        row("Make LIKE '%O''h_ra'", "4");
        row("Make LIKE '%o%d%'", "01");
        row("Make NOT LIKE '%o%'", "2");
        row("Make LIKE '%'", "0124");
        row("Make LIKE ''", "");
        row("Größe LIKE 'gro_'", "04");
        row("Year LIKE '199_'", "0123");
        row("Make IS NULL", "3");
        row("Make is missing", "3");
        row("Make IS NOT NULL", "0124");
        row("Age IS MISSING OR received IS MISSING", "24");
        row("Age BETWEEN 31 AND 40", "13");
        row("Age NOT BETWEEN 31 AND 40", "04");
        row("Age BETWEEN 31 AND 40 AND Year = 1996", "3");
        row("Make BETWEEN 'F' AND 'I'", "01");
        row("Asked_OTP = 'Yes'", "03");
        row("Asked_OTP = 'yes'", "03");
        row("Asked_OTP <> 'Yes'", "14");
        row("Asked_OTP IN ('No')", "14");
        row("\"Price band\" > 9", "03");
        row("[Price band] = 9", "1");
        row("[Price band] = '9'", "1");
        row("[Price band] > '9'", "2");
        row("Größe = 'groß'", "04");
        row("received >= '2026-03-01'", "123");
        row("received = '2026-03-01'", "12");
        row("received <= '2026-03-01'", "012");
        row("received > '2026-03-01'", "3");
        row("received = 2026", "0123");
        row("received = '2026-03-01T18:00:00Z'", "2");
        row("received BETWEEN '2026-02' AND '2026-03'", "012");
        row("received LIKE '%-03-%'", "12");
        row("label = 'scam'", "03");
        row("label <> 'scam'", "124");
        row("LABEL IN ('undecided', 'not-scam')", "124");
        row("label LIKE '%scam'", "0134");
        row("label IS NULL", "");
        row("case_id = 'B3'", "2");
        row("id LIKE 'a_'", "01");
        row("NOT Age > 31", "01");
        row("NOT NOT Age > 31", "34");
        row("not Make is null", "0124");
        row("Year = 1994 OR Year = 1995 AND Age > 0", "01");
        row("(Year = 1994 OR Year = 1996) AND Age > 30", "13");
        row("Age > 30 OR Year = 1995", "1234");
    }

    void choosesTheRowsThatHold()
    {
        QFETCH(QString, expression);
        QFETCH(QString, rows);
        QCOMPARE(chosen(expression.toStdString()), rows);
    }

    void missingIsNeitherEqualNorUnequal()
    {
        QCOMPARE(chosen("Age = 25 OR Age <> 25"), QString("0134"));
        QCOMPARE(chosen("NOT (Age = 25)"), QString("134"));
        QCOMPARE(chosen("NOT (Age = 25 AND Year = 1994)"),
                 QString("1234")); // row 2: unknown AND false is false
        QCOMPARE(chosen("NOT (Age > 100 OR Year = 1994)"), QString("3"));
    }

    /// Three truth values in every pair, and tables that are no multiple of what is done at once.
    void joinsThreeTruthValuesAsSqlDoes()
    {
        constexpr std::array<double, 3> kCells { 0, kNone, 1 }; // "= 1" is false, unknown, true
        const auto known = [](double cell) { return std::isnan(cell) ? 1 : cell == 1 ? 2 : 0; };
        for (std::size_t rows = 1; rows < 40; ++rows) {
            std::vector<std::string> ids;
            std::vector<double> a;
            std::vector<double> b;
            for (std::size_t row = 0; row < rows; ++row) {
                ids.push_back(std::to_string(row));
                a.push_back(kCells[row % 3]);
                b.push_back(kCells[row / 3 % 3]);
            }
            const auto table = CaseTableBuilder().ids(ids).number("a", a).number("b", b).build();
            const auto check = [&](const char* expression, auto truth) {
                const auto mask = Filter::parse(expression)->mask(*table, {});
                CB_VERIFY(mask);
                for (std::size_t row = 0; row < rows; ++row)
                    QCOMPARE((*mask)[row] != 0, truth(known(a[row]), known(b[row])) == 2);
            };
            check("a = 1 AND b = 1", [](int x, int y) { return std::min(x, y); });
            check("a = 1 OR b = 1", [](int x, int y) { return std::max(x, y); });
            check("NOT a = 1", [](int x, int) { return 2 - x; });
            check("NOT (a = 1 AND b = 1)", [](int x, int y) { return 2 - std::min(x, y); });
            check("NOT (a = 1 OR b <> 1)", [](int x, int y) { return 2 - std::max(x, 2 - y); });
            check("a BETWEEN 1 AND 2 AND NOT b IN (0, 5)", [](int x, int y) { return std::min(x, y); });
        }
    }

    void saysWhereAndWhatIsWrong_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("sentence");
        const auto row = [](const char* expression, const char* sentence) {
            QTest::newRow(expression) << QString::fromUtf8(expression) << QString(sentence);
        };
        row("", "filter, character 1: The filter is empty.");
        row("   ", "filter, character 1: The filter is empty.");
        row("Age", "filter, character 4: Expected a comparison after \"Age\", found the end.");
        row("Age >", "filter, character 6: Expected a value");
        row("Age > > 3", "filter, character 7: Expected a value");
        row("Make = Honda", "Put text in single quotes, as in 'Honda'.");
        row("Make = \"Honda\"", "Put text in single quotes, as in 'Honda'.");
        row("Make = NULL", "Write IS NULL or IS NOT NULL.");
        row("Make IS 3", "Expected NULL or MISSING after IS, found 3.");
        row("Make = 'Honda", "filter, character 8: This quote is never closed.");
        row("[Make = 3", "filter, character 1: This quote is never closed.");
        row("Größe = 3 Age", "filter, character 11: The condition is complete before Age.");
        row("Age > 30)", "filter, character 9: The condition is complete");
        row("(Age > 30", "Expected a closing parenthesis, found the end.");
        row("Age IN 3", "Expected an opening parenthesis after IN, found 3.");
        row("Age IN (3", "Expected a comma or a closing parenthesis, found the end.");
        row("Age IN ()", "Expected a value");
        row("Age BETWEEN 1 OR 2", "Expected AND between the two bounds, found OR.");
        row("30 < Age", "filter, character 1: Expected the name of a field, found 30.");
        row("AND = 3", "Expected the name of a field, found AND.");
        row("Age > 3 AND", "Expected the name of a field, found the end.");
        row("Age > 3; DROP TABLE cases", "filter, character 8: \";\" means nothing here.");
        row("Age == 3", "filter, character 6: Expected a value");
        row("Agee > 3", "filter, character 1: There is no field \"Agee\". Did you mean \"Age\"?");
        row("Year = 1994 AND Age = 'old'",
            "filter, character 23: \"Age\" holds numbers; 'old' cannot be compared with it.");
        row("Age = 'nan'", "\"Age\" holds numbers");
        row("received > 'soon'", "\"received\" holds times");
        row("received > '2026-02-30'", "\"received\" holds times");
        row("Asked_OTP = 'maybe'", "Compare it with 'Yes' or 'No'.");
        row("Asked_OTP > 'No'", "which have no order");
        row("label = 'fraud'", "Compare it with 'scam', 'not-scam' or 'undecided'.");
    }

    void saysWhereAndWhatIsWrong()
    {
        QFETCH(QString, expression);
        QFETCH(QString, sentence);
        const QString told = chosen(expression.toStdString());
        QVERIFY2(told.startsWith("refused: ") && told.contains(sentence), qPrintable(told));
    }

    void labelsAreAskedForOnlyWhereTheyAreKnown()
    {
        QVERIFY(chosen("label = 'scam'", false).contains("The labels of cases are not known here."));
        const auto table = CaseTableBuilder().number("label", { 7, 8 }).build();
        const std::vector<Truth> truth { kPositive, kNegative };
        const auto rows = [&](std::string_view text, std::span<const Truth> known) {
            return Filter::parse(text)->mask(*table, known);
        };
        CB_VERIFY(rows("label = 7", {}));
        CB_VERIFY(rows("\"label\" = 7", truth));
        CB_VERIFY(rows("label = 'scam'", truth));
        QVERIFY(!rows("label = 7", truth));
    }

    void namesWithClosingMarksAreReachable()
    {
        const auto table = CaseTableBuilder()
                               .number("a\"b", { 1, 2 })
                               .number("c]d", { 3, 4 })
                               .number("2nd", { 5, 6 })
                               .build();
        for (const char* text : { "\"a\"\"b\" = 2", "[c]]d] = 4", "2nd = 6" }) {
            const auto filter = Filter::parse(text);
            CB_VERIFY(filter);
            const auto mask = filter->mask(*table, {});
            CB_VERIFY(mask);
            QCOMPARE(*mask, (std::vector<std::uint8_t> { 0, 1 }));
        }
    }

    void namesTheFieldsItAsksFor()
    {
        const auto filter =
            Filter::parse("Year = 1 OR NOT ([Price band] IN (2) AND year < 3) OR Year IS NULL");
        CB_VERIFY(filter);
        QCOMPARE(filter->fieldNames(), (std::vector<std::string> { "Year", "Price band", "year" }));
    }

    void nestsSixtyFourLevelsAndNotOneMore()
    {
        const auto nested = [](int depth) {
            return std::string(static_cast<std::size_t>(depth), '(') + "Age > 3"
                + std::string(static_cast<std::size_t>(depth), ')');
        };
        CB_VERIFY(Filter::parse(nested(64)));
        QVERIFY(!Filter::parse(nested(65)));
        QVERIFY(!Filter::parse(nested(1'000'000)));
        std::string nots;
        for (int i = 0; i < 65; ++i)
            nots += "NOT ";
        QVERIFY(!Filter::parse(nots + "Age > 3"));
        std::string chain = "Age > 3";
        for (int i = 0; i < 20'000; ++i)
            chain += i % 2 == 0 ? " OR Age > 3" : " AND Age > 3";
        CB_VERIFY(Filter::parse(chain));
    }

    void likeStaysFastOnHostilePatterns()
    {
        const auto table = CaseTableBuilder().text("t", { std::string(5'000, 'a') }).build();
        std::string pattern;
        for (int i = 0; i < 200; ++i)
            pattern += "%a";
        const auto filter = Filter::parse("t LIKE '" + pattern + "b'");
        CB_VERIFY(filter);
        const auto mask = filter->mask(*table, {});
        CB_VERIFY(mask);
        QCOMPARE(mask->front(), std::uint8_t { 0 });
    }

    void anyTextIsAnsweredOrRefused()
    {
        const std::vector<std::string> pieces { "Age",    "Make", "label", "id",      "received", "Asked_OTP",
                                                "=",      "<>",   "!=",    "<",       ">=",       "(",
                                                ")",      ",",    "IN",    "NOT",     "AND",      "OR",
                                                "LIKE",   "IS",   "NULL",  "MISSING", "BETWEEN",  "3",
                                                "-4.5e3", ".5",   "1e999", "'Yes'",   "'a%_'",    "'2026'",
                                                "\"",     "'",    "[",     "]",       "ß",        "\xff",
                                                " ",      "\t",   "!",     "%",       "+",        "-",
                                                ".",      "e" };
        Random random(20260301);
        const auto table = vehicles();
        int parsed = 0;
        const std::vector<std::string> sound { "Age",    "BETWEEN",  "3",    "AND",  "4",     "OR",
                                               "NOT",    "(",        "Make", "IN",   "(",     "'a'",
                                               ",",      "'b'",      ")",    "AND",  "label", "<>",
                                               "'scam'", "OR",       "id",   "LIKE", "'%1'",  ")",
                                               "AND",    "received", "IS",   "NOT",  "NULL" };
        const int texts = countOf(100'000, 1'000'000);
        for (int i = 0; i < texts; ++i) {
            std::vector<std::string> words = sound;
            for (std::uint64_t k = random.below(4); k > 0; --k) {
                const auto at = words.begin() + static_cast<std::ptrdiff_t>(random.below(words.size()));
                if (random.chance(0.5))
                    *at = pieces[random.below(pieces.size())];
                else if (random.chance(0.5))
                    words.erase(at);
                else
                    words.insert(at, pieces[random.below(pieces.size())]);
            }
            const std::string text = join(words, random.chance(0.9) ? " " : "");
            const auto filter = Filter::parse(text);
            if (!filter) {
                QCOMPARE(filter.error().code, ErrorCode::InvalidInput);
                QVERIFY(!filter.error().where.empty());
                continue;
            }
            ++parsed;
            const auto mask = filter->mask(*table, kTruth);
            QVERIFY(!mask || mask->size() == table->rowCount());
            // What is passed over unread must hold nothing that would have been found.
            if (mask && std::ranges::count(*mask, 1) > 0)
                QVERIFY2(filter->mayPass(rangesOf(*table)), text.c_str());
        }
        QVERIFY2(parsed > texts / 5,
                 qPrintable(QString::number(parsed))); // else it says nothing about what is understood
    }

    void passesOverRowsThatCannotHold_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<bool>("mayPass");
        const auto row = [](const char* expression, bool mayPass) {
            QTest::newRow(expression) << QString::fromUtf8(expression) << mayPass;
        };
        row("Age > 60", false);
        row("Age >= 60", true);
        row("Age < 25", false);
        row("Age <= 25", true);
        row("Age = 24", false);
        row("NOT Age > 24", false);
        row("NOT Age > 25", true);
        row("Age IN (1, 2, 99)", false);
        row("Age IN (1, 30)", true);
        row("Age BETWEEN 61 AND 90", false);
        row("Age NOT BETWEEN 20 AND 90", false);
        row("Year IS NULL", true);
        row("received = '2026-05'", false);
        row("received = '2026-03'", true);
        row("received <= '2026-02-27'", false);
        row("received >= '2026-02'", true);
        row("Age > 60 AND Make = 'Honda'", false);
        row("Age > 60 OR Make = 'Honda'", true);
        row("(Age > 60 AND Make = 'Honda') OR Year < 1990", false);
        row("label = 'scam'", true);
    }

    void passesOverRowsThatCannotHold()
    {
        QFETCH(QString, expression);
        QFETCH(bool, mayPass);
        const auto filter = Filter::parse(expression.toStdString());
        CB_VERIFY(filter);
        QCOMPARE(filter->mayPass(rangesOf(*vehicles())), mayPass);
        QVERIFY(filter->mayPass([](std::string_view) { return std::nullopt; }));
    }

    void readsAMillionRows()
    {
        std::vector<double> ages;
        std::vector<Code> codes;
        Random random(5);
        for (int i = 0; i < 1'000'000; ++i) {
            ages.push_back(static_cast<double>(random.below(90)));
            codes.push_back(static_cast<Code>(random.below(3)));
        }
        auto makes = std::make_shared<const Dictionary>(Dictionary { "Honda", "Ford", "VW" });
        const auto table = CaseTableBuilder()
                               .number("Age", std::move(ages))
                               .add({ "Make", FieldKind::Category },
                                    Column::codes(FieldKind::Category, { std::move(codes), makes }))
                               .build();
        const auto filter = Filter::parse("Make IN ('Honda', 'Ford') AND Age > 30");
        CB_VERIFY(filter);
        QElapsedTimer timer;
        timer.start();
        const auto mask = filter->mask(*table, {});
        qInfo("%lld ms",
              static_cast<long long>(timer.elapsed())); // about 10 ms when optimised; told, not held
        CB_VERIFY(mask);
        QCOMPARE(mask->size(), table->rowCount());
    }
};

QTEST_APPLESS_MAIN(tst_Filter)
#include "tst_Filter.moc"
