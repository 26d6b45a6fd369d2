// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/models/Cases.h"
#include "tests/support/TestMain.h"

#include "core/evaluation/CrossValidation.h"
#include "core/evaluation/Evaluate.h"
#include "core/evaluation/Importance.h"
#include "core/evaluation/Train.h"
#include "core/models/Families.h"
#include "core/models/Scorer.h"

using namespace casebench;
using namespace casebench::test;

namespace {

Recipe recipeFor(const std::string& family)
{
    Recipe recipe;
    recipe.family = family;
    if (family == "boosted")
        recipe.parameters = { { "rounds", "20" } };
    return recipe;
}

constexpr TrainingOptions kQuick { kFinalFit, 100, 10 };

Result<TrainingOutcome>
trained(const SnapshotData& data, const Recipe& recipe, const TrainingOptions& options = kQuick)
{
    Progress silent;
    return trainModel(data, recipe, options, silent);
}

bool warns(const TrainingOutcome& outcome, std::string_view part)
{
    return std::ranges::any_of(outcome.run.warnings,
                               [&](const std::string& text) { return text.find(part) != std::string::npos; });
}

/// A table with one number that tells the verdict fairly well, to be made odd.
struct Odd
{
    std::vector<Truth> truth;
    std::vector<double> x;
    TableBuilder builder;

    explicit Odd(std::size_t n)
        : builder(n)
    {
        Random random(4);
        for (std::size_t i = 0; i < n; ++i) {
            truth.push_back(random.chance(0.5) ? kPositive : kNegative);
            x.push_back(truth.back() + random.normal());
        }
    }

    [[nodiscard]] SnapshotData data()
    {
        SnapshotData result;
        result.table = builder.number("x", x).build();
        result.truth = truth;
        result.decidedAt.assign(truth.size(), kNoTime);
        return result;
    }
};

/// Refused with a sentence and an advice, by all families; nothing else may happen.
void verifyRefused(const SnapshotData& data, ErrorCode code = ErrorCode::InvalidInput)
{
    for (const Family* family : families()) {
        const auto outcome = trained(data, recipeFor(std::string(family->id())));
        QVERIFY2(!outcome, std::string(family->id()).c_str());
        QVERIFY2(outcome.error().code == code, outcome.error().sentence().c_str());
        QVERIFY(!outcome.error().what.empty());
    }
}

/// Trained by all families, the model can be loaded, and every figure is in range or undefined.
void verifyHandled(const SnapshotData& data, const std::string& warning = {})
{
    for (const Family* family : families()) {
        const auto outcome = trained(data, recipeFor(std::string(family->id())));
        CB_VERIFY(outcome);
        CB_VERIFY(Scorer::fromRun(outcome->run));
        for (const Metric& metric : outcome->run.metrics)
            QVERIFY(std::isnan(metric.value.value) || (metric.value.value >= -1 && metric.value.value < 100));
        if (!warning.empty())
            QVERIFY2(warns(*outcome, warning), warning.c_str());
    }
}

} // namespace

class TestTrain : public QObject
{
    Q_OBJECT

private slots:

    void fillsTheRun_data()
    {
        QTest::addColumn<QString>("family");
        for (const Family* family : families())
            QTest::newRow(std::string(family->id()).c_str()) << qs(family->id());
    }

    void fillsTheRun()
    {
        QFETCH(QString, family);
        const Calls cases = calls(800);
        const auto outcome = trained(snapshotOf(cases), recipeFor(family.toStdString()));
        CB_VERIFY(outcome);
        const Run& run = outcome->run;
        QCOMPARE(run.rowsTrained, std::int64_t { 600 });
        QCOMPARE(run.rowsHoldout, std::int64_t { 200 });
        QCOMPARE(run.metrics.size(), kMetricNames.size());
        QCOMPARE(run.importance.size(), std::size_t { 4 });
        QCOMPARE(outcome->predictions.holdout.size(), std::size_t { 200 });
        QCOMPARE(outcome->predictions.outOfFold.size(), std::size_t { 800 });
        QCOMPARE(run.referenceRecall.n,
                 static_cast<std::int64_t>(std::ranges::count(cases.truth, kPositive)));
        QCOMPARE(outcome->predictions.holdout.rows.front(), CaseRow { 600 }); // the last by time
        if (family != "majority") {
            QVERIFY(metricOf(run.metrics, "roc_auc").value > 0.75);
            QVERIFY(run.calibration.fitted);
            QVERIFY(run.importance.front().field == "Opened_Bank_Website"
                    || run.importance.front().field == "Money_Asked");
        }
        // What was evaluated is what the stored parts give.
        Progress silent;
        const auto scorer = Scorer::fromRun(run);
        CB_VERIFY(scorer);
        const auto scores = scorer->score(*cases.table, silent);
        for (std::size_t i = 0; i < 200; ++i) {
            QVERIFY(scores->margin[600 + i] == outcome->predictions.holdout.margin[i]);
            QVERIFY(scores->probability[600 + i] == outcome->predictions.holdout.probability[i]);
        }
    }

    void sameRecipeSameEverything()
    {
        const Calls cases = calls(500);
        for (const char* family : { "boosted", "logistic", "svm" }) {
            const auto a = trained(snapshotOf(cases), recipeFor(family));
            const auto b = trained(snapshotOf(cases), recipeFor(family));
            QVERIFY(a->run.modelBytes == b->run.modelBytes && a->run.encoder == b->run.encoder);
            QVERIFY(a->predictions.outOfFold.probability == b->predictions.outOfFold.probability);
            QVERIFY(a->run.metrics[1].value.low == b->run.metrics[1].value.low);
            QVERIFY(a->run.warnings == b->run.warnings);
        }
    }

    void undecidedCasesTrainNothing()
    {
        Calls cases = calls(600);
        const auto whole = trained(snapshotOf(cases), recipeFor("boosted"));
        // The same decided cases, with 100 undecided ones behind them.
        Calls more = calls(700);
        for (std::size_t i = 600; i < 700; ++i)
            more.truth[i] = kUndecided;
        const auto part = trained(snapshotOf(more), recipeFor("boosted"));
        CB_VERIFY(part);
        QVERIFY(part->run.modelBytes == whole->run.modelBytes);
    }

    void refitOnAllRowsKeepsTheEvaluation()
    {
        const Calls cases = calls(600);
        const auto part =
            trained(snapshotOf(cases), recipeFor("boosted"), { FinalFit::TrainingPart, 100, 10 });
        const auto all = trained(snapshotOf(cases), recipeFor("boosted"), { FinalFit::AllRows, 100, 10 });
        CB_VERIFY(all);
        QCOMPARE(all->run.rowsTrained, std::int64_t { 600 });
        QVERIFY(all->run.modelBytes != part->run.modelBytes);
        QVERIFY(all->predictions.holdout.probability == part->predictions.holdout.probability);
        QCOMPARE(all->run.calibration.n, std::int64_t { 600 });
        CB_VERIFY(Scorer::fromRun(all->run));
    }

    void usesTheStratifiedSplitWithoutATimeField()
    {
        Odd odd(400);
        const auto outcome = trained(odd.data(), recipeFor("logistic"));
        CB_VERIFY(outcome);
        QVERIFY(outcome->run.recipe.split == SplitKind::Stratified);
        QVERIFY(warns(*outcome, "no time field"));
    }

    void refusesFieldsAModelMustNotSee()
    {
        Recipe recipe = recipeFor("boosted");
        recipe.fields = { "received" };
        QVERIFY(trained(snapshotOf(calls(200)), recipe).error().code == ErrorCode::InvalidInput);
        recipe.fields = { "nowhere" };
        QVERIFY(trained(snapshotOf(calls(200)), recipe).error().code == ErrorCode::NotFound);
        recipe = recipeFor("forest");
        QVERIFY(!trained(snapshotOf(calls(200)), recipe));
        recipe = recipeFor("svm");
        recipe.parameters = { { "C", "0" } }; // class weights of zero
        QVERIFY(trained(snapshotOf(calls(200)), recipe).error().code == ErrorCode::InvalidInput);
    }

    void stopsAtEveryCheckpoint()
    {
        const Calls cases = calls(160);
        const SnapshotData data = snapshotOf(cases);
        Recipe recipe = recipeFor("boosted");
        recipe.parameters["rounds"] = "3";
        recipe.folds = 2;
        for (int k = 0;; ++k) {
            StopAt stop(k);
            const auto result = trainModel(data, recipe, kQuick, stop.progress());
            if (stop.asked() <= k) {
                CB_VERIFY(result);
                QVERIFY(k > 20);
                break;
            }
            QVERIFY(result.error().code == ErrorCode::Cancelled);
        }
    }

    // ---- the odd sets of promises.md 1.3 ----

    void oddNoRows() { verifyRefused(Odd(0).data()); }

    void oddOneRow() { verifyRefused(Odd(1).data()); }

    void oddThreeRows() { verifyRefused(Odd(3).data()); }

    void oddOneColumn() { verifyHandled(Odd(300).data()); }

    void oddNoDecidedCase()
    {
        Odd odd(100);
        std::ranges::fill(odd.truth, kUndecided);
        verifyRefused(odd.data());
    }

    void oddOneClass()
    {
        for (const Truth only : { kNegative, kPositive }) {
            Odd odd(100);
            std::ranges::fill(odd.truth, only);
            verifyRefused(odd.data());
        }
    }

    void oddOneExampleOfAClass()
    {
        Odd odd(100);
        std::ranges::fill(odd.truth, kNegative);
        odd.truth[50] = kPositive;
        verifyRefused(odd.data());
    }

    void oddTwoExamplesOfAClass()
    {
        Odd odd(100);
        odd.builder.received();
        std::ranges::fill(odd.truth, kNegative);
        odd.truth[50] = kPositive;
        odd.truth[90] = kPositive; // one on either side of the split
        verifyHandled(odd.data(), "figures are rough");
    }

    void oddSingleClassAfterTheSplit()
    {
        Odd odd(200);
        odd.builder.received();
        for (std::size_t i = 140; i < 200; ++i)
            odd.truth[i] = kNegative;
        verifyRefused(odd.data());
    }

    void oddAllFieldsMissing()
    {
        Odd odd(100);
        std::ranges::fill(odd.x, kNan);
        verifyRefused(odd.data());
    }

    void oddAllFieldsConstant()
    {
        Odd odd(100);
        std::ranges::fill(odd.x, 5);
        verifyRefused(odd.data());
    }

    void oddMissingAndConstantFieldsBesideAGoodOne()
    {
        Odd odd(300);
        odd.builder.number("empty", std::vector<double>(300, kNan))
            .yesNo("same", std::vector<Code>(300, kYesCode));
        const SnapshotData data = odd.data();
        verifyHandled(data, "empty was left out: all missing");
        verifyHandled(data, "same was left out: constant");
    }

    void oddNumbersBeyondReason()
    {
        Odd odd(300);
        odd.x[0] = 1e308;
        odd.x[1] = -1e308;
        odd.x[2] = std::numeric_limits<double>::infinity();
        odd.x[3] = kNan;
        odd.x[4] = 5e-324;
        verifyHandled(odd.data());
    }

    void oddEveryCategoryUnique()
    {
        Odd odd(10'000);
        std::vector<Code> codes(10'000);
        std::iota(codes.begin(), codes.end(), 0);
        Dictionary names;
        for (int i = 0; i < 10'000; ++i)
            names.push_back("level " + std::to_string(i));
        odd.builder.category("many", codes, names);
        const SnapshotData data = odd.data();
        const auto outcome = trained(data, recipeFor("logistic"));
        CB_VERIFY(outcome);
        QVERIFY(warns(*outcome, "many was left out: every level is rare"));
    }

    void oddUniqueCategoryAlone()
    {
        SnapshotData data;
        std::vector<Code> codes(200);
        std::iota(codes.begin(), codes.end(), 0);
        Dictionary names;
        for (int i = 0; i < 200; ++i) {
            names.push_back(i % 2 == 0 ? std::to_string(i)
                                       : "text " + std::to_string(i)); // text and numbers mixed
            data.truth.push_back(i % 2 == 0 ? kPositive : kNegative);
        }
        data.table = TableBuilder(200).category("mixed", codes, names).build();
        verifyRefused(data);
    }

    void oddMoreColumnsThanSense()
    {
        TableBuilder builder(3);
        for (int i = 0; i < 100'000; ++i)
            builder.yesNo("f" + std::to_string(i), { kNoCode, kYesCode, i % 2 });
        SnapshotData data;
        data.table = builder.build();
        data.truth = { kPositive, kNegative, kPositive };
        verifyRefused(data);
    }

    void oddThousandsOfColumns()
    {
        TableBuilder builder(60);
        Random random(2);
        for (int i = 0; i < 4500; ++i) {
            std::vector<Code> codes;
            for (int r = 0; r < 60; ++r)
                codes.push_back(random.chance(0.5) ? kYesCode : kNoCode);
            builder.yesNo("f" + std::to_string(i), codes);
        }
        SnapshotData data;
        data.table = builder.build();
        for (int r = 0; r < 60; ++r)
            data.truth.push_back(r % 2 == 0 ? kPositive : kNegative);
        const auto logistic = trained(data, recipeFor("logistic"));
        QVERIFY(!logistic && logistic.error().kind == "too-many-columns");
        CB_VERIFY(trained(data, recipeFor("one-rule"), { kFinalFit, 50, 1 }));
    }

    void oddLeak()
    {
        Odd odd(400);
        std::vector<Code> leak;
        for (const Truth value : odd.truth)
            leak.push_back(value == kPositive ? kYesCode : kNoCode);
        odd.builder.yesNo("Money_Lost", leak);
        verifyHandled(odd.data(), "Money_Lost alone tells the verdict");
    }

    void oddLeakByCategory()
    {
        Odd odd(400);
        std::vector<Code> leak;
        for (std::size_t i = 0; i < 400; ++i)
            leak.push_back(static_cast<Code>(odd.truth[i] == kPositive ? i % 3 : 3 + i % 3));
        odd.builder.category("Outcome", leak, { "a", "b", "c", "d", "e", "f" });
        verifyHandled(odd.data(), "Outcome alone tells the verdict");
    }

    void oddDuplicatesAcrossTheSplit()
    {
        Odd odd(400);
        odd.builder.received();
        for (std::size_t i = 300; i < 400; ++i) {
            odd.x[i] = odd.x[i - 300];
            odd.truth[i] = odd.truth[i - 300];
        }
        verifyHandled(odd.data(), "are equal to a training case");
    }

    void oddSamePersonOnBothSides()
    {
        Odd odd(400);
        odd.builder.received();
        std::vector<double> person;
        for (std::size_t i = 0; i < 400; ++i)
            person.push_back(static_cast<double>(i % 40));
        odd.builder.add({ "caller", FieldKind::Number, FieldRole::Group, ValueType::Integer, false },
                        Column::numbers(person));
        const SnapshotData data = odd.data();
        verifyHandled(data, "40 groups of linked cases");
        Recipe recipe = recipeFor("logistic");
        for (const SplitKind kind : { SplitKind::Group, SplitKind::Stratified }) {
            recipe.split = kind;
            const auto apart = trained(data, recipe);
            CB_VERIFY(apart);
            QVERIFY(!warns(*apart, "groups of linked cases"));
        }
    }

    void casesWithOneNumberNeverStraddleTheGroupSplit()
    {
        Odd odd(400);
        odd.builder.received();
        auto phones = std::make_shared<Dictionary>();
        std::vector<Code> codes;
        for (std::size_t i = 0; i < 400; ++i) { // two spellings of each of 100 numbers
            codes.push_back(static_cast<Code>(phones->size()));
            phones->push_back((i % 2 == 0 ? "+49 30 555" : "0049-30-555") + std::to_string(1000 + i % 100));
        }
        odd.builder.add({ "phone", FieldKind::Text, FieldRole::Personal, ValueType::Text, false },
                        Column::codes(FieldKind::Text, { codes, phones }));
        const SnapshotData data = odd.data();
        Recipe recipe = recipeFor("logistic");
        const auto byTime = trained(data, recipe);
        CB_VERIFY(byTime);
        QVERIFY(warns(*byTime, "groups of linked cases stand on both sides of the split"));
        recipe.split = SplitKind::Group;
        const auto apart = trained(data, recipe);
        CB_VERIFY(apart);
        QVERIFY(!warns(*apart, "groups of linked cases"));
        const auto& held = apart->predictions.holdout.rows;
        for (const CaseRow row : held) {
            for (CaseRow other = row % 100; other < 400; other += 100)
                QVERIFY(std::ranges::find(held, other) != held.end());
        }
    }

    void oddMonthWithoutPositives()
    {
        constexpr std::size_t kCount = 3000; // a case every half hour: two months
        TableBuilder builder(kCount);
        std::vector<Instant> times;
        std::vector<double> x;
        SnapshotData data;
        Random random(6);
        for (std::size_t i = 0; i < kCount; ++i) {
            times.push_back(1'767'225'600'000'000 + static_cast<Instant>(i) * 1'800'000'000); // 2026-01-01
            const bool positive = i >= 1488 && random.chance(0.5); // from 2026-02-01
            data.truth.push_back(positive ? kPositive : kNegative);
            x.push_back(data.truth.back() + random.normal());
        }
        data.table = builder
                         .add({ "received", FieldKind::Time, FieldRole::Time, ValueType::DateTime, false },
                              Column::times(times, ValueType::DateTime))
                         .number("x", x)
                         .build();
        verifyHandled(data, "January 2026 has 1,488 decided cases and not one scam");
    }

    // ---- cross-validation and importance ----

    void outOfFoldNeverSeesItsOwnVerdict()
    {
        // A field without any meaning: in-sample trees learn it by heart, out-of-fold ones cannot.
        Random random(12);
        Odd odd(600);
        for (double& value : odd.x)
            value = random.normal();
        const SnapshotData data = odd.data();
        const auto rows = allRows(600);
        const std::vector<std::string> fields { "x" };
        const Family& boosted = **findFamily("boosted");
        const auto values = ParameterValues::resolve(boosted.parameters(), {});
        Progress silent;
        const auto predictions = outOfFold(*data.table, { rows, data.truth, {}, {} },
                                           { boosted, *values, fields, 5, { 1, 1 } }, silent);
        CB_VERIFY(predictions);
        const double auc = rocAuc(data.truth, predictions->margin);
        QVERIFY2(auc > 0.4 && auc < 0.6, qPrintable(QString::number(auc)));
        for (const double p : predictions->probability)
            QVERIFY(p > 0 && p < 1);
    }

    void shuffledFieldsLoseWhatTheyTell()
    {
        Random random(3);
        Odd odd(800);
        std::vector<double> noise;
        for (std::size_t i = 0; i < 800; ++i)
            noise.push_back(random.normal());
        odd.builder.number("noise", noise);
        const SnapshotData data = odd.data();
        const auto outcome = trained(data, recipeFor("logistic"));
        CB_VERIFY(outcome);
        QVERIFY(outcome->run.importance.front().field == "x");
        QVERIFY(outcome->run.importance.front().drop > 0.1);
        QVERIFY(std::abs(outcome->run.importance.back().drop) < 0.05);
        Progress silent;
        const auto scorer = Scorer::fromRun(outcome->run);
        const auto rows = allRows(800);
        const auto again = permutationImportance(*scorer, *data.table, rows, data.truth, { 12, 5 }, silent);
        CB_VERIFY(again);
        QVERIFY(again->front().sd > 0);
        std::vector<std::uint32_t> negatives;
        for (std::uint32_t i = 0; i < 800; ++i) {
            if (data.truth[i] == kNegative)
                negatives.push_back(i);
        }
        QVERIFY(!permutationImportance(*scorer, *data.table, negatives, data.truth, { 10, 5 }, silent));
    }
};

QTEST_APPLESS_MAIN(TestTrain)
#include "tst_Train.moc"
