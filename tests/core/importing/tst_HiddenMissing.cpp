// SPDX-License-Identifier: GPL-3.0-or-later
#include "ImportingTestFiles.h"
#include "support/SharedData.h"
#include "support/TestMain.h"

#include "core/base/Text.h"
#include "core/importing/Importer.h"

#include <QTemporaryDir>

#include <algorithm>
#include <fmt/format.h>

using namespace casebench;
using namespace casebench::test;

namespace {

/// "0 (320); 999 (2)" for what a column's suggestions are.
std::string suggested(const FileProfile& profile, std::string_view column)
{
    const auto at = std::ranges::find(profile.columns, column, &ColumnProfile::name);
    expects(at != profile.columns.end(), "no such column");
    std::vector<std::string> texts;
    for (const HiddenMissing& hidden : at->missingSuggested)
        texts.push_back(fmt::format("{} ({})", hidden.text, hidden.rows));
    return join(texts, "; ");
}

} // namespace

class TestHiddenMissing : public QObject
{
    Q_OBJECT

private slots:
    void codesStandOutFromTheOtherNumbers();
    void numbersThatFitInAreNoCodes();
    void wordsAreSuggestedWhereTheyMeanNothingElse();
    void nothingIsTakenUntilAccepted();
    void acceptedTextsAreMissingWithTheirTextKept();
    void bankMarketingKeepsItsCode();
    void germanCreditHasNone();
    void vehicleClaimsHideAges();

private:
    Result<FileProfile> profiled(std::string_view bytes, const ReadOptions& options = {})
    {
        Progress progress;
        const std::filesystem::path path = m_folder.filePath("hidden.csv").toStdString();
        writeBytes(path, bytes);
        return profileFile(path, options, progress);
    }

    QTemporaryDir m_folder;
};

void TestHiddenMissing::codesStandOutFromTheOtherNumbers()
{
    std::string text = "id,Age,Calls,Days,Score\n";
    for (int i = 0; i < 40; ++i)
        text += fmt::format("{},{},{},{},{}\n", i, i < 4 ? 0 : 18 + i, i < 3 ? -1 : i % 9,
                            i < 30 ? 999 : i % 27, i < 5 ? "99.0" : fmt::format("{}.5", i));
    const auto profile = profiled(text);
    CB_VERIFY(profile);
    QCOMPARE(suggested(*profile, "Age"), std::string("0 (4)"));
    QCOMPARE(suggested(*profile, "Calls"), std::string("-1 (3)"));
    QCOMPARE(suggested(*profile, "Days"), std::string("999 (30)"));
    QCOMPARE(suggested(*profile, "Score"), std::string("99.0 (5)"));
    const auto age = std::ranges::find(profile->columns, "Age", &ColumnProfile::name);
    QCOMPARE(age->missingSuggested[0].why, std::string("4 rows; the least other value is 22"));
}

void TestHiddenMissing::numbersThatFitInAreNoCodes()
{
    std::string text = "id,Count,Sign,Percent,Temperature,Flag\n";
    for (int i = 0; i < 60; ++i)
        text += fmt::format("{},{},{},{},{},{}\n", i, i % 4, i % 3 - 1, i % 2 == 0 ? 99 : 40 + i, i % 30 - 15,
                            i % 2);
    const auto profile = profiled(text);
    CB_VERIFY(profile);
    for (const char* column : { "Count", "Sign", "Percent", "Temperature", "Flag" })
        QVERIFY2(suggested(*profile, column).empty(), column);
}

void TestHiddenMissing::wordsAreSuggestedWhereTheyMeanNothingElse()
{
    std::string text = "id,Sum,Day,Place,Country,Surname,Asked\n";
    for (int i = 0; i < 20; ++i)
        text += fmt::format("{},{},{},{},{},{},{}\n", i, i < 2 ? "?" : std::to_string(i),
                            i < 1       ? "0"
                                : i % 2 ? "Mon"
                                : i % 3 ? "Tue"
                                        : "Wed",
                            i < 3       ? "NULL"
                                : i % 2 ? "home"
                                        : "voip",
                            i < 5       ? "NA"
                                : i % 2 ? "DE"
                                        : "US",
                            i < 1       ? "Null"
                                : i % 2 ? "Smith"
                                        : "Jones",
                            i < 4       ? "N/A"
                                : i % 2 ? "Yes"
                                        : "No");
    const auto profile = profiled(text);
    CB_VERIFY(profile);
    QCOMPARE(suggested(*profile, "Sum"), std::string("? (2)"));
    QCOMPARE(suggested(*profile, "Day"), std::string("0 (1)"));
    QCOMPARE(suggested(*profile, "Place"), std::string("NULL (3)"));
    QCOMPARE(suggested(*profile, "Country"), std::string()); // Namibia
    QCOMPARE(suggested(*profile, "Surname"), std::string()); // Mr Null
    QCOMPARE(suggested(*profile, "Asked"), std::string("N/A (4)"));
    const auto sum = std::ranges::find(profile->columns, "Sum", &ColumnProfile::name);
    QCOMPARE(sum->missingSuggested[0].why, std::string("2 rows; every other value is a number"));
}

void TestHiddenMissing::nothingIsTakenUntilAccepted()
{
    const std::string text = "id,Sum\n1,?\n2,5\n3,7\n";
    const auto profile = profiled(text);
    CB_VERIFY(profile);
    QCOMPARE(profile->columns[1].type, ValueType::Text);
    QCOMPARE(profile->columns[1].declaredMissing, std::int64_t { 0 });
    ReadOptions options;
    CB_VERIFY(setReadOption(options, "missing. SUM ", "?"));
    const auto accepted = profiled(text, options);
    CB_VERIFY(accepted);
    QCOMPARE(accepted->columns[1].type, ValueType::Integer);
    QCOMPARE(accepted->columns[1].declaredMissing, std::int64_t { 1 });
    QCOMPARE(accepted->columns[1].missing, std::int64_t { 1 });
    QVERIFY(accepted->columns[1].missingSuggested.empty());
}

void TestHiddenMissing::acceptedTextsAreMissingWithTheirTextKept()
{
    ReadOptions options;
    for (const auto& [word, value] :
         std::initializer_list<std::pair<const char*, const char*>> { { "missing.Age", "0" },
                                                                      { "missing.Place", "NULL" },
                                                                      { "missing.Day", "01/01/1900" },
                                                                      { "missing.Asked", "N/A" } })
        CB_VERIFY(setReadOption(options, word, value));
    Progress progress;
    const auto profile = profiled(
        "id,Age,Place,Day,Asked\n1,0,NULL,01/01/1900,N/A\n2,31,home,31/12/2025,Yes\n3,0.5,voip,,No\n",
        options);
    CB_VERIFY(profile);
    const auto plan = planFields(*profile, {}, {});
    CB_VERIFY(plan);
    const auto table = readWholeTable(*profile, plan->fields, progress);
    CB_VERIFY(table);
    for (std::size_t column = 1; column < 5; ++column) {
        QVERIFY((*table)->columns[column].isMissing(0));
        QVERIFY(!(*table)->columns[column].isMissing(1));
    }
    QCOMPARE((*table)->columns[1].text(0), std::string("0"));
    QCOMPARE((*table)->columns[2].text(0), std::string("NULL"));
    QCOMPARE((*table)->columns[3].text(0), std::string("01/01/1900"));
    QCOMPARE((*table)->columns[4].text(0), std::string("N/A"));
    QVERIFY((*table)->columns[3].isMissing(2));

    std::vector<std::string> listed;
    const auto read = readTable(
        *profile, plan->fields, [](TypedBatch&&) { return Result<void>(); },
        [&](ChangedCell&& cell) {
            listed.push_back(fmt::format("{}:{}:{}:{}>{}", cell.line, plan->fields[cell.field].field.name,
                                         name(cell.why), cell.oldText, cell.newText));
        },
        progress);
    CB_VERIFY(read);
    std::ranges::sort(listed);
    QCOMPARE(join(listed, " "),
             std::string(
                 "2:Age:declared-missing:0> 2:Asked:declared-missing:N/A> 2:Day:declared-missing:01/01/1900> "
                 "2:Place:declared-missing:NULL> 3:Day:respelled:31/12/2025>2025-12-31"));
    QVERIFY(read->coerced.empty());
    QCOMPARE(read->changed.size(), std::size_t { 5 });
}

void TestHiddenMissing::bankMarketingKeepsItsCode()
{
    const std::filesystem::path path = sharedFile("data/bank_marketing/bank-additional-full.csv.gz");
    if (path.empty())
        QSKIP("The bank telemarketing data are not beside the project.");
    Progress progress;
    const auto profile = profileFile(path, {}, progress);
    CB_VERIFY(profile);
    QCOMPARE(suggested(*profile, "pdays"), std::string("999 (39673)")); // never called before
    for (const ColumnProfile& column : profile->columns)
        QVERIFY2(column.name == "pdays" || column.missingSuggested.empty(), column.name.c_str());
    const auto plan = planFields(*profile, {}, {});
    CB_VERIFY(plan);
    for (const FieldPlan& field : plan->fields)
        QVERIFY2(field.field.role != FieldRole::Personal, field.sourceName.c_str());
}

void TestHiddenMissing::germanCreditHasNone()
{
    const std::filesystem::path path = sharedFile("data/german_credit/german.csv");
    if (path.empty())
        QSKIP("The German credit data are not beside the project.");
    Progress progress;
    const auto profile = profileFile(path, {}, progress);
    CB_VERIFY(profile);
    for (const ColumnProfile& column : profile->columns)
        QVERIFY2(column.missingSuggested.empty(), column.name.c_str());
}

void TestHiddenMissing::vehicleClaimsHideAges()
{
    const std::filesystem::path path = sharedFile("data/vehicle_claims/claims_1994_1995.csv");
    if (path.empty())
        QSKIP("The vehicle claims are not beside the project.");
    Progress progress;
    const auto profile = profileFile(path, {}, progress);
    CB_VERIFY(profile);
    QCOMPARE(suggested(*profile, "Age"), std::string("0 (250)")); // of 1994-95; 320 with 1996
    QCOMPARE(suggested(*profile, "MonthClaimed"), std::string("0 (1)"));
    QCOMPARE(suggested(*profile, "DayOfWeekClaimed"), std::string("0 (1)"));
    const auto plan = planFields(*profile, {}, {});
    CB_VERIFY(plan);
    for (const FieldPlan& field : plan->fields)
        QVERIFY2(field.field.role != FieldRole::Personal, field.sourceName.c_str());
}

QTEST_APPLESS_MAIN(TestHiddenMissing)
#include "tst_HiddenMissing.moc"
