// SPDX-License-Identifier: GPL-3.0-or-later
#include "ImportingTestFiles.h"
#include "support/TestMain.h"

#include "core/base/Text.h"
#include "core/importing/Importer.h"
#include "core/importing/MappingDifference.h"
#include "core/importing/Questions.h"

#include <QTemporaryDir>

#include <algorithm>
#include <fmt/format.h>

using namespace casebench;
using namespace casebench::test;

namespace {

/// A month of calls; the last column's name and values are the caller's.
std::string
month(std::string_view lastName, std::string_view lastYes = "Yes", std::string_view place = "home")
{
    std::string text = fmt::format("case_id,received,Location_Of_Call,Money_Asked,phone,{}\n", lastName);
    for (int i = 0; i < 40; ++i)
        text += fmt::format("C-{},0{}/0{}/2026,{},{},+91 98765 432{:02},{}\n", i, i % 9 + 1, i % 8 + 1,
                            i % 4 == 0       ? "voip"
                                : i % 4 == 1 ? "local"
                                : i % 4 == 2 ? "intl"
                                             : place,
                            i * 25, i, i % 3 == 0 ? lastYes : "No");
    return text;
}

} // namespace

class TestMapping : public QObject
{
    Q_OBJECT

private slots:
    void comesBackFromItsJson();
    void refusesWhatItDoesNotKnow();
    void keepsNoPersonalValue();
    void theSameKindOfFileMatches();
    void saysWhatIsNewGoneAndRetyped();
    void findsRenamesByNameAndValues_data();
    void findsRenamesByNameAndValues();
    void anAcceptedRenameMatches();
    void unlikeFieldsAreNoRename();
    void aPersonsWordWinsOverTheMapping();
    void ambiguousDatesAndNumbersAreAsked();
    void anAnswerDecides();

private:
    Result<FileProfile> profiled(std::string_view bytes, const ReadOptions& options = {})
    {
        Progress progress;
        const std::filesystem::path path = m_folder.filePath("mapping.csv").toStdString();
        writeBytes(path, bytes);
        return profileFile(path, options, progress);
    }

    /// The mapping of a month, dates as told.
    Mapping learned(std::string_view bytes)
    {
        ReadOptions options;
        options.columns["received"].dateOrder = "dmy";
        options.columns["Money_Asked"].missing = { "0" };
        const FileProfile profile = std::move(profiled(bytes, options)).value();
        const ImportPlan plan = std::move(planFields(profile, {}, {})).value();
        return mappingOf(profile, plan.fields, "Monthly calls", {});
    }

    QTemporaryDir m_folder;
};

void TestMapping::comesBackFromItsJson()
{
    const Mapping mapping = learned(month("UPI_PAYMENTS"));
    const Json body = toJson(mapping);
    const auto again = mappingFromJson(*parseJson(canonicalJson(body)));
    CB_VERIFY(again);
    QCOMPARE(canonicalJson(toJson(*again)), canonicalJson(body));
    QVERIFY(again->fields == mapping.fields);
    QCOMPARE(again->name, std::string("Monthly calls"));
    QCOMPARE(again->fields[1].reading.dateOrder, std::string("dmy"));
    QCOMPARE(again->fields[3].reading.missing, std::vector<std::string> { "0" });
}

void TestMapping::refusesWhatItDoesNotKnow()
{
    const Json body = toJson(learned(month("UPI_PAYMENTS")));
    const auto refused = [&](auto change) {
        Json broken = body;
        change(broken);
        const auto mapping = mappingFromJson(broken);
        return !mapping && mapping.error().kind == "bad-mapping"
            && mapping.error().code == ErrorCode::Corrupt;
    };
    QVERIFY(refused([](Json& json) { json["format"] = "casebench-mapping-9"; }));
    QVERIFY(refused([](Json& json) { json["fields"][0]["kind"] = "colour"; }));
    QVERIFY(refused([](Json& json) { json["fields"][0]["columns"] = Json::array(); }));
    QVERIFY(refused([](Json& json) { json["fields"][0].erase("role"); }));
    QVERIFY(refused([](Json& json) { json["read"]["delimiter"] = "ab"; }));
    QVERIFY(refused([](Json& json) { json["fields"] = 3; }));
    QVERIFY(refused([](Json& json) { json["fields"][0]["levels"] = { 1 }; }));
}

void TestMapping::keepsNoPersonalValue()
{
    const std::string text = canonicalJson(toJson(learned(month("UPI_PAYMENTS"))));
    QVERIFY(text.find("98765") == std::string::npos);
    QVERIFY(text.find("C-1") == std::string::npos); // ids neither
    QVERIFY(text.find("voip") != std::string::npos);
}

void TestMapping::theSameKindOfFileMatches()
{
    const Mapping mapping = learned(month("UPI_PAYMENTS"));
    const auto profile = profiled(month("UPI_PAYMENTS"), withMapping({}, mapping));
    CB_VERIFY(profile);
    QVERIFY(compareWithMapping(*profile, mapping, {}).matches());
    QVERIFY(openQuestions(*profile, {}).empty()); // the mapping answers what was asked once
    QCOMPARE(profile->columns[3].declaredMissing, std::int64_t { 1 });
}

void TestMapping::saysWhatIsNewGoneAndRetyped()
{
    const Mapping mapping = learned(month("UPI_PAYMENTS"));
    std::string text = month("Gift_Card", "Yes", "abroad");
    text.replace(text.find(",25,"), 4, ",a lot,");
    const auto profile = profiled(text, withMapping({}, mapping));
    CB_VERIFY(profile);
    const MappingDifference difference = compareWithMapping(*profile, mapping, {});
    QVERIFY(!difference.matches());
    QCOMPARE(difference.newColumns, std::vector<std::string> { "Gift_Card" });
    QCOMPARE(difference.goneFields, std::vector<std::string> { "UPI_PAYMENTS" });
    QVERIFY(difference.renamed.empty());
    QCOMPARE(difference.retyped.size(), std::size_t { 1 });
    QCOMPARE(difference.retyped[0].field, std::string("Money_Asked"));
    QCOMPARE(difference.retyped[0].was, FieldKind::Number);
    QCOMPARE(difference.newLevels, (std::vector<NewLevels> { { "Location_Of_Call", { "abroad" } } }));
}

void TestMapping::findsRenamesByNameAndValues_data()
{
    QTest::addColumn<QByteArray>("was");
    QTest::addColumn<QByteArray>("now");
    QTest::newRow("scenarios.md") << QByteArray("UPI_PAYMENTS") << QByteArray("Upi payments");
    QTest::newRow("case") << QByteArray("Money_Asked") << QByteArray("MoneyAsked");
    QTest::newRow("word order, same values") << QByteArray("Location_Of_Call") << QByteArray("Call_Location");
    QTest::newRow("typing error") << QByteArray("UPI_PAYMENTS") << QByteArray("UPI_PAYMENT");
    QTest::newRow("other words, same range") << QByteArray("Money_Asked") << QByteArray("Money_Wanted");
}

void TestMapping::findsRenamesByNameAndValues()
{
    QFETCH(QByteArray, was);
    QFETCH(QByteArray, now);
    const Mapping mapping = learned(month("UPI_PAYMENTS"));
    std::string text = month("UPI_PAYMENTS");
    text.replace(text.find(was.toStdString()), static_cast<std::size_t>(was.size()), now.toStdString());
    const auto profile = profiled(text, withMapping({}, mapping));
    CB_VERIFY(profile);
    const MappingDifference difference = compareWithMapping(*profile, mapping, {});
    QCOMPARE(difference.renamed.size(), std::size_t { 1 });
    QCOMPARE(difference.renamed[0].column, now.toStdString());
    QCOMPARE(difference.renamed[0].field, was.toStdString());
    QVERIFY(!difference.renamed[0].why.empty());
    QCOMPARE(difference.newColumns, std::vector<std::string> { now.toStdString() });
    QCOMPARE(difference.goneFields, std::vector<std::string> { was.toStdString() });
}

void TestMapping::anAcceptedRenameMatches()
{
    const Mapping mapping = learned(month("UPI_PAYMENTS"));
    const auto profile = profiled(month("Upi payments"), withMapping({}, mapping));
    CB_VERIFY(profile);
    FieldChoices choices;
    choices.renames["Upi payments"] = "UPI_PAYMENTS";
    QVERIFY(compareWithMapping(*profile, mapping, choices.renames).matches());
    std::vector<Field> known;
    for (const MappedField& mapped : mapping.fields)
        known.push_back(mapped.field);
    const auto plan = planFields(*profile, choices, Schema(known));
    CB_VERIFY(plan);
    QVERIFY(plan->fieldsNew.empty() && plan->fieldsGone.empty());
    QCOMPARE(plan->fields[5].field.name, std::string("UPI_PAYMENTS"));
    QCOMPARE(plan->fields[5].sourceName, std::string("Upi payments"));
    // Next month's file under the new name matches the mapping that was saved now.
    const Mapping next = mappingOf(*profile, plan->fields, "Monthly calls", {});
    QVERIFY(compareWithMapping(*profile, next, {}).matches());
    const FieldChoices from = withMapping({}, next, *profile, Schema(known));
    QCOMPARE(from.renames.at("Upi payments"), std::string("UPI_PAYMENTS"));
    choices.renames["phone"] = "UPI_PAYMENTS";
    QCOMPARE(planFields(*profile, choices, {}).error().kind, std::string("field-ambiguous"));
}

void TestMapping::unlikeFieldsAreNoRename()
{
    const Mapping mapping = learned(month("Opened_Bank_Website"));
    const auto profile = profiled(month("UPI_PAYMENTS"), withMapping({}, mapping));
    CB_VERIFY(profile);
    QVERIFY(compareWithMapping(*profile, mapping, {}).renamed.empty());
    QVERIFY(nameLikeness("UPI_PAYMENTS", "Opened_Bank_Website") < 0.4);
    QCOMPARE(nameLikeness("Upi payments", "UPI_PAYMENTS"), 1.0);
    QCOMPARE(nameLikeness("", "x"), 0.0);
}

void TestMapping::aPersonsWordWinsOverTheMapping()
{
    const Mapping mapping = learned(month("UPI_PAYMENTS"));
    ReadOptions told;
    told.columns["Received"].dateOrder = "mdy";
    const ReadOptions read = withMapping(told, mapping);
    QCOMPARE(readingFor(read, "received").dateOrder, std::string("mdy"));
    const auto profile = profiled(month("UPI_PAYMENTS"), read);
    CB_VERIFY(profile);
    FieldChoices choices;
    choices.kinds["Money_Asked"] = FieldKind::Category;
    choices.time.clear();
    const FieldChoices from = withMapping(choices, mapping, *profile, {});
    QCOMPARE(from.kinds.at("Money_Asked"), FieldKind::Category);
    QCOMPARE(from.kinds.at("Location_Of_Call"), FieldKind::Category);
    QCOMPARE(from.roles.at("phone"), FieldRole::Personal);
    QCOMPARE(from.roles.at("case_id"), FieldRole::Id);
}

void TestMapping::ambiguousDatesAndNumbersAreAsked()
{
    const auto profile = profiled("id,d,n,m,iso\n1,03/04/2026,\"1,440\",\"1.234,56\",2026-04-03\n2,05/06/"
                                  "2026,\"2,300\",\"7.000,00\",2026-04-04\n");
    CB_VERIFY(profile);
    const auto questions = openQuestions(*profile, {});
    QCOMPARE(questions.size(), std::size_t { 3 });
    QCOMPARE(questions[0].column, std::string("d"));
    QCOMPARE(questions[0].example, std::string("03/04/2026"));
    QCOMPARE(questions[0].answers,
             (std::vector<QuestionAnswer> {
                 { "dmy", "2026-04-03", 2 }, { "mdy", "2026-03-04", 2 }, { "text", "", 2 } }));
    QCOMPARE(questions[1].column, std::string("n"));
    QCOMPARE(questions[1].answers[0], (QuestionAnswer { "decimal=, thousands=.", "1.44", 2 }));
    QCOMPARE(questions[1].answers[1], (QuestionAnswer { "decimal=. thousands=,", "1440", 2 }));
    QCOMPARE(questions[1].answers.size(),
             std::size_t { 3 }); // a way that reads all alike is not offered twice
    QCOMPARE(questions[2].column, std::string("m"));
    QCOMPARE(questions[2].answers.size(),
             std::size_t { 2 }); // only one manner reads 1.234,56; still a person's word
    QCOMPARE(questions[2].answers[0], (QuestionAnswer { "decimal=, thousands=.", "1234.56", 2 }));
    // Only one manner reads them, so the example is one that shows what it does.
    const auto commas = profiled("id,w\n1,\"0,0\"\n2,\"1,5\"\n3,\"2,5\"\n");
    CB_VERIFY(commas);
    const auto asked = openQuestions(*commas, {});
    QCOMPARE(asked.size(), std::size_t { 1 });
    QCOMPARE(asked[0].example, std::string("1,5"));
    QCOMPARE(asked[0].answers[0].reads, std::string("1.5"));
    FieldChoices choices;
    choices.kinds["d"] = FieldKind::Text;
    QCOMPARE(openQuestions(*profile, choices).size(), std::size_t { 2 });
    choices.kinds["d"] = FieldKind::Time; // makes it pressing, answers nothing
    QCOMPARE(openQuestions(*profile, choices).size(), std::size_t { 3 });
}

void TestMapping::anAnswerDecides()
{
    const std::string text = "id,d,n\n1,03/04/2026,\"1,440\"\n2,05/06/2026,\"2,300\"\n";
    ReadOptions options;
    const auto questions = openQuestions(*profiled(text), {});
    QCOMPARE(questions.size(), std::size_t { 2 });
    CB_VERIFY(answerQuestion(options, questions[0], "mdy"));
    CB_VERIFY(answerQuestion(options, questions[1], "decimal=. thousands=,"));
    QCOMPARE(answerQuestion(options, questions[0], "ydm").error().kind, std::string("bad-option"));
    const auto profile = profiled(text, options);
    CB_VERIFY(profile);
    QVERIFY(openQuestions(*profile, {}).empty());
    QCOMPARE(profile->columns[1].type, ValueType::Date);
    QCOMPARE(profile->columns[2].type, ValueType::Integer);
    Progress progress;
    const auto table = readWholeTable(*profile, planFields(*profile, {}, {})->fields, progress);
    CB_VERIFY(table);
    QCOMPARE((*table)->columns[1].printed(0), std::string("2026-03-04"));
    QCOMPARE((*table)->columns[2].numbers()[1], 2300.0);
    ReadOptions asText;
    CB_VERIFY(answerQuestion(asText, questions[0], "text"));
    CB_VERIFY(answerQuestion(asText, questions[1], "text"));
    const auto kept = profiled(text, asText);
    CB_VERIFY(kept);
    QCOMPARE(kept->columns[1].type, ValueType::Text);
    QVERIFY(openQuestions(*kept, {}).empty());
}

QTEST_APPLESS_MAIN(TestMapping)
#include "tst_Mapping.moc"
