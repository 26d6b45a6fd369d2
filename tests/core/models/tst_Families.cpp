// SPDX-License-Identifier: GPL-3.0-or-later
// The contract of design.md 9, held against every entry of the list.
#include "tests/core/models/Cases.h"
#include "tests/support/TestMain.h"

#include "core/base/Text.h"
#include "core/models/Families.h"

using namespace casebench;
using namespace casebench::test;

Q_DECLARE_METATYPE(const Family*)

namespace {

struct Problem
{
    Matrix matrix;
    std::vector<Truth> truth;
};

Problem problemFor(const Family& family, std::size_t rows = 300, std::uint64_t seed = 3)
{
    const Calls cases = calls(rows, seed);
    const auto fields = modelFieldNames(*cases.table);
    const auto encoder = Encoder::fit(*cases.table, allRows(rows), fields, { family.encodingStyle(), 5, 64 });
    return { encoder->encode(*cases.table), cases.truth };
}

ParameterValues defaults(const Family& family, std::map<std::string, std::string> given = {})
{
    if (family.id() == "boosted" && !given.contains("rounds"))
        given["rounds"] = "20";
    return *ParameterValues::resolve(family.parameters(), given);
}

Result<std::unique_ptr<TrainedModel>>
fitted(const Family& family, const Problem& problem, FitContext context = {})
{
    Progress silent;
    return family.fit(problem.matrix, problem.truth, defaults(family), context, silent);
}

bool refused(const Result<std::unique_ptr<TrainedModel>>& result, ErrorCode code = ErrorCode::InvalidInput)
{
    return !result && result.error().code == code && !result.error().what.empty();
}

/// One small damage: a changed, dropped or doubled byte, a changed digit, or a cut tail.
std::string mutant(std::string bytes, Random& random)
{
    const auto at = static_cast<std::size_t>(random.below(bytes.size()));
    switch (random.below(5)) {
    case 0:
        bytes[at] = static_cast<char>(random.below(256));
        break;
    case 1:
        bytes.erase(at, 1);
        break;
    case 2:
        bytes.insert(at, 1, bytes[at]);
        break;
    case 3:
        bytes.resize(at);
        break;
    default:
        for (std::size_t i = at; i < bytes.size(); ++i) {
            if (bytes[i] >= '0' && bytes[i] <= '9') {
                bytes[i] = static_cast<char>('0' + random.below(10));
                break;
            }
        }
    }
    return bytes;
}

} // namespace

class TestFamilies : public QObject
{
    Q_OBJECT

private:
    static void everyFamily()
    {
        QTest::addColumn<const Family*>("family");
        for (const Family* family : families())
            QTest::newRow(std::string(family->id()).c_str()) << family;
    }

private slots:

    void idsAreUniqueAndKnown()
    {
        QCOMPARE(families().size(), std::size_t { 5 });
        for (const Family* family : families()) {
            QVERIFY(*findFamily(family->id()) == family);
            QVERIFY(!family->title().empty());
        }
        QVERIFY(!findFamily("forest "));
        QVERIFY(findFamily("nobody").error().advice.find("boosted") != std::string::npos);
    }

    void parametersHaveDefaultsInRangeAndRefuseTheRest_data() { everyFamily(); }

    void parametersHaveDefaultsInRangeAndRefuseTheRest()
    {
        QFETCH(const Family*, family);
        CB_VERIFY(ParameterValues::resolve(family->parameters(), {}));
        QVERIFY(!ParameterValues::resolve(family->parameters(), { { "no_such", "1" } }));
        for (const ParameterSpec& spec : family->parameters()) {
            QVERIFY(!spec.title.empty() && !spec.help.empty());
            QVERIFY(!ParameterValues::resolve(family->parameters(), { { spec.name, "x1" } }));
            QVERIFY(!ParameterValues::resolve(family->parameters(), { { spec.name, "nan" } }));
            if (spec.kind == ParameterKind::Choice)
                continue;
            QVERIFY(!ParameterValues::resolve(family->parameters(),
                                              { { spec.name, shortestNumber(spec.low - 1) } }));
            QVERIFY(!ParameterValues::resolve(family->parameters(),
                                              { { spec.name, shortestNumber(spec.high + 1) } }));
            CB_VERIFY(
                ParameterValues::resolve(family->parameters(), { { spec.name, shortestNumber(spec.low) } }));
            CB_VERIFY(
                ParameterValues::resolve(family->parameters(), { { spec.name, shortestNumber(spec.high) } }));
        }
    }

    void givesOneFiniteMarginPerRow_data() { everyFamily(); }

    void givesOneFiniteMarginPerRow()
    {
        QFETCH(const Family*, family);
        const Problem problem = problemFor(*family);
        const auto model = fitted(*family, problem);
        CB_VERIFY(model);
        const auto margins = (*model)->margins(problem.matrix);
        CB_VERIFY(margins);
        QCOMPARE(margins->size(), problem.matrix.rows);
        for (const double margin : *margins)
            QVERIFY(std::isfinite(margin));
        const Matrix none { 0, problem.matrix.columns, {} };
        QCOMPARE((*model)->margins(none)->size(), std::size_t { 0 });
        QCOMPARE((*model)->contributions(none)->rows, std::size_t { 0 });
        const Matrix narrow { 1, problem.matrix.columns - 1,
                              std::vector<float>(problem.matrix.columns - 1, 0.0F) };
        QVERIFY(!(*model)->margins(narrow));
        QVERIFY(!(*model)->contributions(narrow));
    }

    void learnsSomethingUnlessItIsTheMajority_data() { everyFamily(); }

    void learnsSomethingUnlessItIsTheMajority()
    {
        QFETCH(const Family*, family);
        const Problem problem = problemFor(*family, 1000);
        const auto model = fitted(*family, problem);
        CB_VERIFY(model);
        const auto margins = (*model)->margins(problem.matrix);
        double sum[2] = { 0, 0 };
        double n[2] = { 0, 0 };
        for (std::size_t i = 0; i < problem.truth.size(); ++i) {
            sum[problem.truth[i]] += (*margins)[i];
            n[problem.truth[i]] += 1;
        }
        const double gap = sum[1] / n[1] - sum[0] / n[0];
        if (family->id() == "majority")
            QCOMPARE(gap, 0.0);
        else
            QVERIFY2(gap > 0.5, qPrintable(QString::number(gap)));
    }

    void contributionsAddUpToTheMargin_data() { everyFamily(); }

    void contributionsAddUpToTheMargin()
    {
        QFETCH(const Family*, family);
        const Problem problem = problemFor(*family);
        const auto model = fitted(*family, problem);
        CB_VERIFY(model);
        const auto margins = (*model)->margins(problem.matrix);
        const auto parts = (*model)->contributions(problem.matrix);
        CB_VERIFY(parts);
        QVERIFY(!(*model)->contributionMethod().empty());
        for (std::size_t r = 0; r < parts->rows; ++r) {
            const auto row = parts->row(r);
            const double sum = std::accumulate(row.begin(), row.end(), parts->base[r]);
            QVERIFY(std::abs(sum - (*margins)[r]) <= 1e-4 * (1 + std::abs((*margins)[r])));
        }
    }

    void refusesWhatCannotBeLearned_data() { everyFamily(); }

    void refusesWhatCannotBeLearned()
    {
        QFETCH(const Family*, family);
        const Problem good = problemFor(*family, 40);
        QVERIFY(refused(fitted(*family, { { 0, good.matrix.columns, {} }, {} })));
        QVERIFY(refused(fitted(*family, { { good.matrix.rows, 0, {} }, good.truth })));
        for (const Truth only : { kNegative, kPositive })
            QVERIFY(refused(fitted(*family, { good.matrix, std::vector<Truth>(good.matrix.rows, only) })));
        Problem short1 = good;
        short1.truth.pop_back();
        QVERIFY(refused(fitted(*family, short1)));
        Problem undecided = good;
        undecided.truth[7] = kUndecided;
        QVERIFY(refused(fitted(*family, undecided)));
        Problem infinite = good;
        infinite.matrix.values[5] = std::numeric_limits<float>::infinity();
        QVERIFY(refused(fitted(*family, infinite)));
        Problem missing = good;
        missing.matrix.values[5] = std::numeric_limits<float>::quiet_NaN();
        QCOMPARE(refused(fitted(*family, missing)), family->encodingStyle() == EncodingStyle::Linear);
    }

    void bearsTwoRowsAndExtremeCells_data() { everyFamily(); }

    void bearsTwoRowsAndExtremeCells()
    {
        QFETCH(const Family*, family);
        CB_VERIFY(fitted(*family, { { 2, 1, { 0.0F, 1.0F } }, { kNegative, kPositive } }));
        const float largest = std::numeric_limits<float>::max();
        const auto model =
            fitted(*family,
                   { { 4, 1, { 0.0F, 1.0F, 0.5F, 2.0F } }, { kNegative, kPositive, kNegative, kPositive } });
        CB_VERIFY(model);
        CB_VERIFY((*model)->margins({ 2, 1, { largest, -largest } }));
    }

    void sameSeedGivesSameBytesWithOneAndTwoThreads_data() { everyFamily(); }

    void sameSeedGivesSameBytesWithOneAndTwoThreads()
    {
        QFETCH(const Family*, family);
        // More rows than one block of the histogram builder, so that two threads really share the work.
        const Problem problem = problemFor(*family, 9000, 5);
        const std::string one = (*fitted(*family, problem, { 11, 1 }))->serialize();
        QVERIFY((*fitted(*family, problem, { 11, 1 }))->serialize() == one);
        QVERIFY((*fitted(*family, problem, { 11, 2 }))->serialize() == one);
    }

    void savedAndLoadedPredictsTheSame_data() { everyFamily(); }

    void savedAndLoadedPredictsTheSame()
    {
        QFETCH(const Family*, family);
        const Problem problem = problemFor(*family);
        const auto model = fitted(*family, problem);
        CB_VERIFY(model);
        const std::string bytes = (*model)->serialize();
        const auto again = family->load(bytes, problem.matrix.columns);
        CB_VERIFY(again);
        QVERIFY((*again)->serialize() == bytes);
        QVERIFY(*(*again)->margins(problem.matrix) == *(*model)->margins(problem.matrix));
        QVERIFY((*again)->contributions(problem.matrix)->amounts
                == (*model)->contributions(problem.matrix)->amounts);
        QVERIFY(refused(family->load(bytes, problem.matrix.columns + 1)));
        for (const Family* other : families()) {
            if (other != family)
                QVERIFY(!other->load(bytes, problem.matrix.columns));
        }
    }

    void stopsAtEveryCheckpoint_data() { everyFamily(); }

    void stopsAtEveryCheckpoint()
    {
        QFETCH(const Family*, family);
        const Problem problem = problemFor(*family, 120);
        int cancelled = 0;
        for (int k = 0;; ++k) {
            StopAt stop(k);
            const auto result =
                family->fit(problem.matrix, problem.truth, defaults(*family), {}, stop.progress());
            if (stop.asked() <= k) {
                CB_VERIFY(result);
                break;
            }
            QVERIFY(refused(result, ErrorCode::Cancelled));
            ++cancelled;
        }
        QVERIFY(cancelled >= 1);
    }

    void damagedModelsAreRefusedOrHarmless_data() { everyFamily(); }

    void damagedModelsAreRefusedOrHarmless()
    {
        QFETCH(const Family*, family);
        const Problem problem = problemFor(*family, 200);
        const auto model = fitted(*family, problem);
        CB_VERIFY(model);
        const std::string bytes = (*model)->serialize();
        Random random(17);
        int refusedCount = 0;
        for (int i = 0; i < 1000; ++i) {
            const std::string damaged = mutant(bytes, random);
            const auto loaded = family->load(damaged, problem.matrix.columns);
            if (!loaded) {
                ++refusedCount;
                continue;
            }
            // What still loads says exactly what it is: it writes the text it was read from, or an equal one
            // of our own formats.
            const auto again = family->load((*loaded)->serialize(), problem.matrix.columns);
            CB_VERIFY(again);
            const auto margins = (*loaded)->margins(problem.matrix);
            CB_VERIFY(margins);
            QVERIFY(*margins == *(*again)->margins(problem.matrix));
            CB_VERIFY((*loaded)->contributions(problem.matrix));
        }
        QVERIFY2(refusedCount > 500, qPrintable(QString::number(refusedCount)));
        QVERIFY(!family->load("", problem.matrix.columns));
        QVERIFY(!family->load("{}", problem.matrix.columns));
        QVERIFY(!family->load("[]", problem.matrix.columns));
    }
};

QTEST_APPLESS_MAIN(TestFamilies)
#include "tst_Families.moc"
