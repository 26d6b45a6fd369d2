// SPDX-License-Identifier: GPL-3.0-or-later
// What a drift report says of a field against scipy and numpy, from the cells on: bins, distances, tests.
#include "OutsideJudge.h"

#include "core/base/Random.h"
#include "core/drift/Measures.h"

using namespace casebench;
using namespace casebench::test;

namespace {

struct Shape
{
    std::size_t before;
    std::size_t now;
    double shift;
    int decimals;
    double missing;
};

std::vector<double> cells(std::size_t n, double shift, const Shape& shape, Random& random)
{
    const double unit = std::pow(10, shape.decimals);
    std::vector<double> values;
    for (std::size_t i = 0; i < n; ++i)
        values.push_back(random.chance(shape.missing)
                             ? std::nan("")
                             : std::round(std::exp(1 + shift + .9 * random.normal()) * unit) / unit);
    return values;
}

Json withNulls(const std::vector<double>& values)
{
    Json json = Json::array();
    for (const double value : values)
        json.push_back(jsonNumber(value));
    return json;
}

Column coded(FieldKind kind, const std::vector<std::int64_t>& counts, Random& random)
{
    std::vector<Code> codes;
    auto levels = std::make_shared<Dictionary>();
    for (std::size_t level = 0; level < counts.size(); ++level) {
        levels->push_back(kind == FieldKind::YesNo ? (level == 0 ? "No" : "Yes")
                                                   : "level " + std::to_string(level));
        codes.insert(codes.end(), static_cast<std::size_t>(counts[level]), static_cast<Code>(level));
    }
    codes.insert(codes.end(), 17, kMissingCode); // counted in no level
    random.shuffle(std::span(codes));
    return Column::codes(kind, { std::move(codes), std::move(levels) });
}

FieldDrift compared(const Column& reference, const Column& window)
{
    const FieldSamples samples { reference, window };
    FieldDrift drift;
    drift.nReference = static_cast<std::int64_t>(reference.size() - reference.missingCount());
    drift.nCurrent = static_cast<std::int64_t>(window.size() - window.missingCount());
    measureFor(samples)->compare(samples, {}, drift);
    return drift;
}

double measured(const FieldDrift& drift, std::string_view name)
{
    const auto at = std::ranges::find(drift.measures, name, &MeasureValue::name);
    expects(at != drift.measures.end(), "no measure " + std::string(name));
    return at->statistic;
}

} // namespace

class TestDriftJudges : public QObject
{
    Q_OBJECT

private:
    OutsideJudge m_judge;

private slots:

    void initTestCase()
    {
        m_judge.start();
    }

    void aNumbersDriftIsTheirs()
    {
        Random random(31);
        for (const Shape& shape :
             { Shape { 1800, 600, 0, 2, .1 }, Shape { 1800, 600, .25, 2, 0 }, Shape { 900, 150, .7, 0, .3 },
               Shape { 400, 400, 2, 3, 0 }, Shape { 250, 40, 0, 0, .05 } }) {
            const auto before = cells(shape.before, 0, shape, random);
            const auto now = cells(shape.now, shape.shift, shape, random);
            const FieldDrift ours = compared(Column::numbers(before), Column::numbers(now));
            const Json theirs = m_judge.ask(
                "number_drift", { { "reference", withNulls(before) }, { "current", withNulls(now) } });
            QVERIFY(theirs.is_object());
            QVERIFY(theirs["bins"][0] == Json(ours.referenceCounts)
                    && theirs["bins"][1] == Json(ours.currentCounts));
            for (const char* name :
                 { "ks", "w1_over_sd", "psi", "psi_critical", "js_distance", "out_of_range_share" })
                QVERIFY2(agrees(measured(ours, name), theirs[name]), name);
            QVERIFY(agreesRelatively(ours.p, theirs["ks_p"], 1e-6));
            QVERIFY(agrees(ours.reference, theirs["means"][0]) && agrees(ours.current, theirs["means"][1]));
            QVERIFY(agrees(ours.low, theirs["interval"][0], 1e-8)
                    && agrees(ours.high, theirs["interval"][1], 1e-8));
        }
    }

    void aCategorysDriftIsTheirs()
    {
        Random random(32);
        const std::vector<std::pair<std::vector<std::int64_t>, std::vector<std::int64_t>>> all {
            { { 500, 300, 200 }, { 400, 300, 300 } },
            { { 720, 360, 450, 270 }, { 240, 120, 150, 90 } },
            { { 900, 60, 30, 15, 12 }, { 300, 90, 20, 40, 11 } },
        };
        for (const auto& [before, now] : all) {
            const FieldDrift ours =
                compared(coded(FieldKind::Category, before, random), coded(FieldKind::Category, now, random));
            const Json theirs = m_judge.ask("shares", { { "reference", before }, { "current", now } });
            QVERIFY(theirs.is_object());
            QCOMPARE(qs(ours.test), QString("chi-squared"));
            QVERIFY(agrees(ours.effect, theirs["v"]));
            QVERIFY(agreesRelatively(ours.p, theirs["p"], 1e-9));
            QVERIFY(agrees(ours.psi, theirs["psi"]));
            QVERIFY(agrees(measured(ours, "js_distance"), theirs["js"]));
            QVERIFY(agrees(measured(ours, "hellinger"), theirs["hellinger"]));
            QVERIFY(agrees(measured(ours, "total_variation"), theirs["tv"]));
        }
    }

    void aYesNosDriftIsTheirs()
    {
        Random random(33);
        for (const auto& [yesBefore, noBefore, yesNow, noNow] : std::vector<std::array<std::int64_t, 4>> {
                 { 620, 380, 460, 340 }, { 1440, 360, 312, 288 }, { 3, 900, 9, 290 }, { 25, 25, 1, 49 } }) {
            const FieldDrift ours = compared(coded(FieldKind::YesNo, { noBefore, yesBefore }, random),
                                             coded(FieldKind::YesNo, { noNow, yesNow }, random));
            const Json theirs = m_judge.ask("proportions",
                                            { { "k1", yesNow },
                                              { "n1", yesNow + noNow },
                                              { "k2", yesBefore },
                                              { "n2", yesBefore + noBefore } });
            QVERIFY(theirs.is_object());
            const bool exact = ours.test == "Fisher exact";
            QVERIFY(exact || ours.test == "two-proportion z");
            QVERIFY(agreesRelatively(ours.p, theirs[exact ? "fisher" : "p"], 1e-9));
            QVERIFY(agrees(ours.low, theirs["newcombe"][0]) && agrees(ours.high, theirs["newcombe"][1]));
        }
    }
};

QTEST_GUILESS_MAIN(TestDriftJudges)
#include "tst_DriftJudges.moc"
