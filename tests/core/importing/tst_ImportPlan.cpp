// SPDX-License-Identifier: GPL-3.0-or-later
#include "ImportingTestFiles.h"
#include "support/TestMain.h"

#include "core/base/Text.h"
#include "core/importing/Importer.h"

#include <QTemporaryDir>

#include <fmt/format.h>

using namespace casebench;
using namespace casebench::test;

namespace {

/// Made calls, shaped as the sample's files are.
std::string calls(int rows)
{
    std::string text =
        "case_id,received,Bank_Account_Asked,Location,Money,phone,Constant,notes,fraud_type,complaint\n";
    for (int i = 0; i < rows; ++i)
        text += fmt::format("C-{:05},2026-01-{:02}T09:30:00Z,{},{},{},07700 9{:05},x,note number {},{},yes\n",
                            i, i % 28 + 1, i % 3 == 0 ? "Yes" : "No", i % 2 == 0 ? "voip" : "home", i * 10, i,
                            i, i % 5 == 0 ? "fraud" : "ok");
    return text;
}

const FieldPlan& planned(const ImportPlan& plan, std::string_view source)
{
    const auto at = std::ranges::find(plan.fields, source, &FieldPlan::sourceName);
    expects(at != plan.fields.end(), "no such column in the plan");
    return *at;
}

/// A digest that is none: enough to see that it is asked.
class Adder : public ByteDigest
{
public:
    void update(std::string_view bytes) override
    {
        for (const char c : bytes)
            m_sum = m_sum * 31 + static_cast<unsigned char>(c);
    }

    std::string finish() override { return fmt::format("{:x}", m_sum); }

private:
    std::uint64_t m_sum = 0;
};

} // namespace

class TestImportPlan : public QObject
{
    Q_OBJECT

private slots:
    void guessesRolesAndKindsWithReasons();
    void lettingAPersonChooseDisplacesTheGuess();
    void refusesChoicesThatContradict();
    void keepsWhatTheProjectKnows();
    void namesNewAndGoneFields();
    void refusesTwoColumnsForOneField();
    void keepsRawTextOnlyWherePrintingDiffers();
    void blankNeverBecomesNo();
    void countsWhatAForcedTypeLoses();
    void readsDatesInTheOrderDecided();
    void deliversBatchesOfBoundedSize();
    void noticesAFileThatChangesBetweenPasses();
    void stopsAtEveryCheckpoint();
    void sinkFailureEndsTheReading();

private:
    std::filesystem::path file(const std::string& name, std::string_view bytes)
    {
        std::filesystem::path path = m_folder.filePath(qs(name)).toStdString();
        writeBytes(path, bytes);
        return path;
    }

    Result<FileProfile> profiled(std::string_view bytes, const ReadOptions& options = {})
    {
        Progress progress;
        return profileFile(file("plan.csv", bytes), options, progress);
    }

    Result<CaseTablePtr>
    read(std::string_view bytes, const FieldChoices& choices = {}, const ReadOptions& options = {})
    {
        Progress progress;
        CB_TRY(const FileProfile profile, profiled(bytes, options));
        CB_TRY(const ImportPlan plan, planFields(profile, choices, {}));
        return readWholeTable(profile, plan.fields, progress);
    }

    QTemporaryDir m_folder;
};

void TestImportPlan::guessesRolesAndKindsWithReasons()
{
    const auto profile = profiled(calls(300));
    CB_VERIFY(profile);
    const auto plan = planFields(*profile, {}, {});
    CB_VERIFY(plan);

    struct Expected
    {
        const char* name;
        FieldKind kind;
        FieldRole role;
    };

    for (const Expected& expected : std::initializer_list<Expected> {
             { "case_id", FieldKind::Text, FieldRole::Id },
             { "received", FieldKind::Time, FieldRole::Time },
             { "Bank_Account_Asked", FieldKind::YesNo,
               FieldRole::Feature }, // a yes/no is not personal, whatever its name
             { "Location", FieldKind::Category, FieldRole::Feature },
             { "Money", FieldKind::Number, FieldRole::Feature },
             { "phone", FieldKind::Text, FieldRole::Personal },
             { "Constant", FieldKind::Category, FieldRole::Feature },
             { "notes", FieldKind::Text, FieldRole::Feature },
             { "fraud_type", FieldKind::Category, FieldRole::Label },
             { "complaint", FieldKind::YesNo, FieldRole::Ignore },
         }) {
        const FieldPlan& field = planned(*plan, expected.name);
        QVERIFY2(field.field.kind == expected.kind, expected.name);
        QVERIFY2(field.field.role == expected.role, expected.name);
        QVERIFY2(!field.reason.empty(), expected.name);
    }
    QVERIFY(planned(*plan, "complaint").reason.find("labels come from verdicts") != std::string::npos);
    QVERIFY(planned(*plan, "Constant").reason.find("the same in every row") != std::string::npos);
    QVERIFY(plan->fieldsNew.empty());
}

void TestImportPlan::lettingAPersonChooseDisplacesTheGuess()
{
    const auto profile = profiled(calls(100));
    CB_VERIFY(profile);
    FieldChoices choices;
    choices.id = " PHONE ";
    choices.label = "complaint";
    choices.kinds["Money"] = FieldKind::Category;
    choices.roles["Location"] = FieldRole::Sensitive;
    const auto plan = planFields(*profile, choices, {});
    CB_VERIFY(plan);
    QCOMPARE(planned(*plan, "phone").field.role, FieldRole::Id);
    QCOMPARE(planned(*plan, "case_id").field.role, FieldRole::Feature);
    QCOMPARE(planned(*plan, "complaint").field.role, FieldRole::Label);
    QCOMPARE(planned(*plan, "fraud_type").field.role, FieldRole::Feature);
    QCOMPARE(planned(*plan, "Money").field.kind, FieldKind::Category);
    QCOMPARE(planned(*plan, "Location").field.role, FieldRole::Sensitive);
}

void TestImportPlan::refusesChoicesThatContradict()
{
    const auto profile = profiled(calls(10));
    CB_VERIFY(profile);
    FieldChoices both;
    both.id = "phone";
    both.roles["phone"] = FieldRole::Personal;
    QCOMPARE(qs(planFields(*profile, both, {}).error().kind), QString("choices-contradict"));
    FieldChoices two;
    two.id = "phone";
    two.roles["case_id"] = FieldRole::Id;
    QCOMPARE(qs(planFields(*profile, two, {}).error().kind), QString("choices-contradict"));
    FieldChoices unknown;
    unknown.time = "when";
    const auto refused = planFields(*profile, unknown, {});
    QCOMPARE(refused.error().code, ErrorCode::NotFound);
    QVERIFY(refused.error().advice.find("received") != std::string::npos);
}

void TestImportPlan::keepsWhatTheProjectKnows()
{
    const Schema known({ { "Case_ID", FieldKind::Text, FieldRole::Feature, ValueType::Text, false },
                         { "phone", FieldKind::Text, FieldRole::Id, ValueType::Text, false },
                         { "money", FieldKind::Category, FieldRole::Sensitive, ValueType::Text, true } });
    const auto profile = profiled(calls(100));
    CB_VERIFY(profile);
    const auto plan = planFields(*profile, {}, known);
    CB_VERIFY(plan);
    QCOMPARE(planned(*plan, "case_id").field, known[0]);
    QCOMPARE(planned(*plan, "phone").field, known[1]);
    QCOMPARE(planned(*plan, "Money").field, known[2]);
    QVERIFY(!planned(*plan, "Money").isNew && planned(*plan, "Location").isNew);
}

void TestImportPlan::namesNewAndGoneFields()
{
    const Schema known(
        { { "id", FieldKind::Text, FieldRole::Id, ValueType::Text, false },
          { "Opened_Bank_Website", FieldKind::YesNo, FieldRole::Feature, ValueType::Boolean, false } });
    const auto profile = profiled("id,UPI_PAYMENTS\n1,Yes\n2,No\n");
    CB_VERIFY(profile);
    const auto plan = planFields(*profile, {}, known);
    CB_VERIFY(plan);
    QCOMPARE(plan->fieldsNew, std::vector<std::string> { "UPI_PAYMENTS" });
    QCOMPARE(plan->fieldsGone, std::vector<std::string> { "Opened_Bank_Website" });
}

void TestImportPlan::refusesTwoColumnsForOneField()
{
    const auto profile = profiled("id, id\n1,2\n");
    CB_VERIFY(profile);
    const Schema known({ { "id", FieldKind::Text, FieldRole::Id, ValueType::Text, false } });
    QCOMPARE(qs(planFields(*profile, {}, known).error().kind), QString("field-ambiguous"));
}

void TestImportPlan::keepsRawTextOnlyWherePrintingDiffers()
{
    const std::vector<std::string> plain {
        "0", "-1", "12", "0.5", "0.001", "-3.25", "123456789012345", "1e-07", "99999999999999.5"
    };
    const std::vector<std::string> odd {
        "-0", "+1", "1.50", "1.0", ".5", "0.0000001", "1E5", "1e5", "0.12345678901234567891", "NA", "1e308"
    };
    std::string text = "n\n";
    for (const auto& list : { plain, odd }) {
        for (const std::string& number : list)
            text += number + "\n";
    }
    const auto table = read(text);
    CB_VERIFY(table);
    const Column& column = (*table)->columns[0];
    QCOMPARE(column.kind(), FieldKind::Number);
    for (std::size_t row = 0; row < plain.size() + odd.size(); ++row) {
        const std::string& expected = row < plain.size() ? plain[row] : odd[row - plain.size()];
        QCOMPARE(qs(column.text(row)), qs(expected));
        const bool kept = column.rawTexts() != nullptr
            && std::ranges::binary_search(column.rawTexts()->rows, static_cast<std::uint32_t>(row));
        QVERIFY2(kept == (column.printed(row) != expected), expected.c_str());
    }
    QVERIFY(column.isMissing(plain.size() + 9));
}

void TestImportPlan::blankNeverBecomesNo()
{
    FieldChoices choices;
    choices.kinds["b"] = FieldKind::YesNo;
    const auto table = read("id,b\n1,Yes\n2,\n3,NO\n4,N/A\n5,No\n6,perhaps\n7,No\n8,1\n", choices);
    CB_VERIFY(table);
    const Column& column = (*table)->columns[1];
    const std::vector<Code> expected { kYesCode, kMissingCode, kNoCode, kMissingCode,
                                       kNoCode,  kMissingCode, kNoCode, kYesCode };
    QVERIFY(std::ranges::equal(column.codes(), expected));
    QCOMPARE(column.dictionary(), (Dictionary { "No", "Yes" }));
    QCOMPARE(qs(column.text(2)), QString("NO"));
    QCOMPARE(qs(column.text(1)), QString());
    QCOMPARE(qs(column.text(5)), QString("perhaps"));
}

void TestImportPlan::countsWhatAForcedTypeLoses()
{
    ReadOptions options;
    CB_VERIFY(setReadOption(options, "type.amount", "number"));
    const auto profile = profiled("id,amount\n1,10\n2,ten\n3,\n4,007\n5,NA\n6,1/2\n", options);
    CB_VERIFY(profile);
    QVERIFY(std::ranges::find(profile->notes, "unparsed:amount=2") != profile->notes.end());
    const auto plan = planFields(*profile, {}, {});
    CB_VERIFY(plan);
    Progress progress;
    const auto done = readTable(
        *profile, plan->fields, [](TypedBatch&&) { return Result<void>(); }, progress);
    CB_VERIFY(done);
    QCOMPARE(done->coerced.size(), std::size_t { 1 });
    QCOMPARE(qs(done->coerced[0].field), QString("amount"));
    QCOMPARE(done->coerced[0].count, 2);
    QCOMPARE(done->coerced[0].examples[0].line, std::uint64_t { 3 });
    QCOMPARE(qs(done->coerced[0].examples[0].oldText), QString("ten"));
    QCOMPARE(profiled("id,sum\n1,10\n", options).error().code, ErrorCode::NotFound);
}

void TestImportPlan::readsDatesInTheOrderDecided()
{
    const auto table = read("id,d\n1,01/13/2024\n2,02/03/2024\n3,\n");
    CB_VERIFY(table);
    const Column& column = (*table)->columns[1];
    QCOMPARE(column.kind(), FieldKind::Time);
    QCOMPARE(column.times()[1], *makeDate(2024, 2, 3));
    QCOMPARE(column.times()[2], kNoTime);
    QCOMPARE(qs(column.text(1)), QString("02/03/2024"));
}

void TestImportPlan::deliversBatchesOfBoundedSize()
{
    std::string text = "id,t\n";
    for (int i = 0; i < 150'000; ++i)
        text += fmt::format("{},x{}\n", i, i % 7);
    text += "1,2,3\n";
    const auto profile = profiled(text);
    CB_VERIFY(profile);
    const auto plan = planFields(*profile, {}, {});
    CB_VERIFY(plan);
    std::vector<std::size_t> sizes;
    std::uint64_t lastLine = 1;
    std::size_t issues = 0;
    Progress progress;
    const auto done = readTable(
        *profile, plan->fields,
        [&](TypedBatch&& batch) -> Result<void> {
            sizes.push_back(batch.lines.size());
            for (const Column& column : batch.columns)
                expects(column.size() == batch.lines.size(), "a column is shorter than its batch");
            expects(batch.lines.empty() || batch.lines.front() == lastLine + 1,
                    "a line is lost between batches");
            lastLine = batch.lines.empty() ? lastLine : batch.lines.back();
            issues += batch.issues.size();
            return {};
        },
        progress);
    CB_VERIFY(done);
    QCOMPARE(sizes, (std::vector<std::size_t> { 65'536, 65'536, 18'928 }));
    QCOMPARE(done->rows, 150'000);
    QCOMPARE(issues, std::size_t { 1 });
}

void TestImportPlan::noticesAFileThatChangesBetweenPasses()
{
    ReadOptions withDigest;
    withDigest.digest = [] { return std::make_unique<Adder>(); };
    for (const ReadOptions& options : { ReadOptions {}, withDigest }) {
        const auto profile = profiled("id,t\n1,a\n2,b\n", options);
        CB_VERIFY(profile);
        QCOMPARE(profile->sha256.empty(), !options.digest);
        const auto plan = planFields(*profile, {}, {});
        CB_VERIFY(plan);
        const auto path = file("plan.csv", "id,t\n1,a\n2,c\n");
        Progress progress;
        const auto done = readTable(
            *profile, plan->fields, [](TypedBatch&&) { return Result<void>(); }, progress);
        QVERIFY(!done);
        QCOMPARE(qs(done.error().kind), QString("changed-while-reading"));
        QVERIFY(done.error().where.find(path.filename().string()) != std::string::npos);
    }
}

void TestImportPlan::stopsAtEveryCheckpoint()
{
    const auto path = file("stop.csv", calls(50'000));
    Progress free;
    const auto profile = profileFile(path, {}, free);
    CB_VERIFY(profile);
    const auto plan = planFields(*profile, {}, {});
    CB_VERIFY(plan);
    for (int k = 0; k < 3; ++k) {
        StopAt look(k);
        QCOMPARE(profileFile(path, {}, look.progress()).error().code, ErrorCode::Cancelled);
        StopAt again(k);
        QCOMPARE(readTable(
                     *profile, plan->fields, [](TypedBatch&&) { return Result<void>(); }, again.progress())
                     .error()
                     .code,
                 ErrorCode::Cancelled);
    }
}

void TestImportPlan::sinkFailureEndsTheReading()
{
    const auto profile = profiled("id\n1\n");
    CB_VERIFY(profile);
    const auto plan = planFields(*profile, {}, {});
    CB_VERIFY(plan);
    Progress progress;
    const BatchSink full = [](TypedBatch&&) -> Result<void> {
        return Error { ErrorCode::Unreadable, "The disk is full." };
    };
    QCOMPARE(qs(readTable(*profile, plan->fields, full, progress).error().what),
             QString("The disk is full."));
}

QTEST_GUILESS_MAIN(TestImportPlan)
#include "tst_ImportPlan.moc"
