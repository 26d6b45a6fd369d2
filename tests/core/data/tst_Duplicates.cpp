// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/CaseTableBuilder.h"
#include "tests/support/TestMain.h"

#include "core/base/Random.h"
#include "core/data/ChanceAgreement.h"
#include "core/data/Duplicates.h"
#include "core/data/FieldSummary.h"

#include <QTest>

#include <cmath>
#include <map>
#include <set>

using namespace casebench;
using casebench::test::CaseTableBuilder;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Rows of numbers; as many columns as wanted, so that rows can be made equal in all but some.
using Rows = std::vector<std::vector<double>>;

Rows randomRows(std::size_t rows, std::size_t columns, std::uint64_t seed)
{
    Random random(seed);
    Rows values(rows, std::vector<double>(columns));
    for (auto& row : values) {
        for (double& value : row)
            value = random.chance(.05) ? kNan : static_cast<double>(random.below(1000));
    }
    return values;
}

CaseTablePtr tableOf(const Rows& rows)
{
    CaseTableBuilder builder;
    for (std::size_t column = 0; column < rows.front().size(); ++column) {
        std::vector<double> values;
        for (const auto& row : rows)
            values.push_back(row[column]);
        builder.number("f" + std::to_string(column), values);
    }
    return builder.build();
}

Twins twinsOf(const CaseTablePtr& table, const TwinOptions& options = {})
{
    Progress progress;
    return findTwins(*table, options, progress).value();
}

bool same(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b));
}

/// Pairs at that distance or less, by comparing all with all.
std::vector<std::pair<std::uint32_t, std::uint32_t>> slowPairs(const Rows& rows, int distance)
{
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (std::uint32_t a = 0; a < rows.size(); ++a) {
        for (std::uint32_t b = a + 1; b < rows.size(); ++b) {
            int differing = 0;
            for (std::size_t c = 0; c < rows[a].size(); ++c)
                differing += same(rows[a][c], rows[b][c]) ? 0 : 1;
            if (differing <= distance)
                pairs.emplace_back(a, b);
        }
    }
    return pairs;
}

} // namespace

class TestDuplicates : public QObject
{
    Q_OBJECT

private slots:
    void findsEqualRowsMissingEqualToMissing();
    void findsWhatComparingAllPairsFinds_data();
    void findsWhatComparingAllPairsFinds();
    void idLabelAndIgnoredFieldsDoNotCount();
    void agreementByChanceIsNoNearTwin();
    void fieldsThatHangTogetherTellOnce();
    void aTreeKnowsTheChanceOfFieldsThatHangTogether();
    void widthAddsNoFalseTwins();
    void largeTablesMayDifferInOneFieldOnly();
    void stopsWhenAsked();
    void summarisesFields();
    void countsDifferentWholeNumbers_data();
    void countsDifferentWholeNumbers();
    void findsEqualRowsAmongManyThatAreEqual();
};

void TestDuplicates::findsEqualRowsMissingEqualToMissing()
{
    Rows rows = randomRows(200, 6, 1);
    rows[10] = { 1, 2, kNan, 4, 5, 6 };
    rows[150] = rows[10];
    rows[199] = rows[10];
    rows[20] = rows[30];
    const Twins twins = twinsOf(tableOf(rows));
    QCOMPARE(twins.exactGroups, 2);
    QCOMPARE(twins.exactRows, 5);
    QCOMPARE(twins.exact[0].rows, (std::vector<std::uint32_t> { 10, 150, 199 }));
    QCOMPARE(twins.exact[1].rows, (std::vector<std::uint32_t> { 20, 30 }));
}

void TestDuplicates::findsWhatComparingAllPairsFinds_data()
{
    QTest::addColumn<int>("seed");
    for (int seed = 1; seed <= 12; ++seed)
        QTest::addRow("seed %d", seed) << seed;
}

void TestDuplicates::findsWhatComparingAllPairsFinds()
{
    QFETCH(int, seed);
    Rows rows = randomRows(400, 8, static_cast<std::uint64_t>(seed));
    Random random(static_cast<std::uint64_t>(seed) + 100);
    for (int i = 0; i < 9; ++i) { // planted: equal, or other in one to three fields
        const std::size_t from = random.below(200);
        const std::size_t to = 200 + random.below(200);
        rows[to] = rows[from];
        for (int k = 0; k < i % 4; ++k)
            rows[to][random.below(8)] = -1 - i;
    }
    const Twins twins = twinsOf(tableOf(rows));
    QCOMPARE(twins.mayDiffer, 2);
    std::vector<int> groupOf(rows.size(), -1);
    int next = 0;
    for (const auto& list : { twins.exact, twins.near }) {
        for (const TwinGroup& group : list) {
            int code = next++;
            for (const std::uint32_t row : group.rows) // an exact group may be part of a near one
                code = groupOf[row] >= 0 ? groupOf[row] : code;
            for (const std::uint32_t row : group.rows)
                groupOf[row] = code;
        }
    }
    std::size_t found = 0;
    for (const auto& [a, b] : slowPairs(rows, 2)) {
        QVERIFY2(groupOf[a] >= 0 && groupOf[a] == groupOf[b],
                 qPrintable(QStringLiteral("rows %1 and %2").arg(a).arg(b)));
        ++found;
    }
    QVERIFY(found >= 5);
    for (const TwinGroup& group : twins.near) // nothing is claimed that is not so
        QVERIFY(!group.differing.empty() && group.differing.size() <= 4);
    QCOMPARE(twins.exactRows > 0, !slowPairs(rows, 0).empty());
}

void TestDuplicates::idLabelAndIgnoredFieldsDoNotCount()
{
    const auto table = CaseTableBuilder()
                           .text("id", { "a", "b", "c" })
                           .as(FieldRole::Id)
                           .yesNo("fraud", { "Yes", "No", "No" })
                           .as(FieldRole::Label)
                           .text("note", { "x", "y", "z" })
                           .number("amount", { 5, 5, 6 })
                           .category("place", { "A", "A", "A" })
                           .build();
    const Twins twins = twinsOf(table);
    QCOMPARE(twins.compared, (std::vector<std::size_t> { 3, 4 }));
    QCOMPARE(twins.exact.size(), std::size_t { 1 });
    QCOMPARE(twins.exact.front().rows, (std::vector<std::uint32_t> { 0, 1 }));
}

void TestDuplicates::agreementByChanceIsNoNearTwin()
{
    Random random(3);
    CaseTableBuilder builder;
    for (int field = 0; field < 5; ++field) {
        std::vector<std::string> values;
        for (int row = 0; row < 500; ++row)
            values.push_back(random.chance(.5) ? "Yes" : "No");
        builder.yesNo("q" + std::to_string(field), values);
    }
    const Twins twins = twinsOf(builder.build());
    QVERIFY(twins.exactGroups > 0); // a fact, however common
    QCOMPARE(twins.mayDiffer, 0);
    QCOMPARE(twins.nearGroups, 0);
    QVERIFY(!twins.whyNotMore.empty());
}

namespace {

/// A campaign: everything about the economy follows from the day, so that calls of one day agree in six
/// fields at once. Taken as independent, eleven fields would have 38 bits; in truth they have 20.
Rows campaignRows(std::size_t rows, std::uint64_t seed)
{
    Random random(seed);
    Rows values;
    for (std::size_t row = 0; row < rows; ++row) {
        const auto day = static_cast<double>(random.below(60));
        values.push_back({ day, std::floor(day / 2), std::floor(day / 3), std::floor(day / 5), 100 - day,
                           std::floor(day / 10), static_cast<double>(random.below(40)),
                           static_cast<double>(random.below(8)), static_cast<double>(random.below(4)),
                           random.chance(.2) ? 1.0 : 0.0, static_cast<double>(random.below(300)) });
    }
    return values;
}

} // namespace

void TestDuplicates::fieldsThatHangTogetherTellOnce()
{
    Rows rows = campaignRows(4000, 11);
    QVERIFY(!slowPairs(rows, 2).empty()); // of this many, some agree in all but two by chance
    const Twins chance = twinsOf(tableOf(rows));
    QCOMPARE(chance.nearGroups, 0);

    // With an account and an amount that tell the cases apart, the same table has twins again.
    Random random(12);
    for (auto& row : rows) {
        row.push_back(static_cast<double>(random.below(100'000)));
        row.push_back(static_cast<double>(random.below(5'000)));
    }
    rows[3000] = rows[100];
    rows[3000][10] += 1; // typed twice, once with another duration
    rows[3500] = rows[200];
    rows[3500][11] = -1; // and once with another account and place
    rows[3500][7] = -1;
    const Twins twins = twinsOf(tableOf(rows));
    QCOMPARE(twins.mayDiffer, 2);
    QCOMPARE(twins.nearGroups, 2);
    QCOMPARE(twins.near[0].rows, (std::vector<std::uint32_t> { 100, 3000 }));
    QCOMPARE(twins.near[0].differing, (std::vector<std::size_t> { 10 }));
    QCOMPARE(twins.near[1].rows, (std::vector<std::uint32_t> { 200, 3500 }));
    QCOMPARE(twins.near[1].differing, (std::vector<std::size_t> { 7, 11 }));
}

/// What the tree says of a subset is what counting the pairs of the whole table says.
void TestDuplicates::aTreeKnowsTheChanceOfFieldsThatHangTogether()
{
    const Rows rows = campaignRows(6000, 5);
    std::vector<std::vector<std::uint64_t>> cells(rows.front().size());
    for (const auto& row : rows) {
        for (std::size_t c = 0; c < row.size(); ++c)
            cells[c].push_back(static_cast<std::uint64_t>(row[c] + 7) * 0x9e3779b97f4a7c15ULL);
    }
    Progress silent;
    const auto measured = ChanceAgreement::measure(cells, silent);
    CB_VERIFY(measured);
    const double pairs = 6000.0 * 5999 / 2;
    for (const auto& leftOut :
         std::vector<std::vector<std::size_t>> { { 10 }, { 0, 10 }, { 6, 10 }, { 6, 7 } }) {
        double seen = 0;
        std::map<std::vector<double>, int> counts;
        for (auto row : rows) {
            for (const std::size_t field : leftOut)
                row[field] = 0;
            seen += counts[row]++;
        }
        const double expected = pairs * std::exp2(-measured->bitsWithout(leftOut));
        QVERIFY2(seen > 20 && expected > seen / 1.5 && expected < seen * 1.5,
                 qPrintable(QString("%1 seen, %2 expected").arg(seen).arg(expected)));
    }
}

/// Many fields, each of one of a few days: beyond 128 fields only some links are measured.
void TestDuplicates::widthAddsNoFalseTwins()
{
    Random random(4);
    Rows rows;
    for (int row = 0; row < 1500; ++row) {
        const auto day = static_cast<double>(random.below(30));
        std::vector<double> values;
        for (int field = 0; field < 140; ++field)
            values.push_back(std::floor(day / (1 + field % 7)));
        values.push_back(static_cast<double>(random.below(50)));
        rows.push_back(std::move(values));
    }
    const Twins twins = twinsOf(tableOf(rows));
    QCOMPARE(twins.nearGroups, 0);
    QVERIFY(!twins.whyNotMore.empty());
}

void TestDuplicates::largeTablesMayDifferInOneFieldOnly()
{
    Rows rows = randomRows(300, 8, 5);
    rows[100] = rows[50];
    rows[100][3] = -1;
    rows[200] = rows[60];
    rows[200][3] = rows[200][4] = -1;
    const Twins twins = twinsOf(tableOf(rows), { 1000, 100 });
    QCOMPARE(twins.mayDiffer, 1);
    QCOMPARE(twins.nearGroups, 1);
    QCOMPARE(twins.near.front().rows, (std::vector<std::uint32_t> { 50, 100 }));
    QCOMPARE(twins.near.front().differing, (std::vector<std::size_t> { 3 }));
    QVERIFY(twins.whyNotMore.find("all fields but one") != std::string::npos);
}

void TestDuplicates::stopsWhenAsked()
{
    const auto table = tableOf(randomRows(50, 5, 1));
    for (const int k : { 0, 3, 7, 12 }) {
        StopAt stop(k);
        const auto twins = findTwins(*table, {}, stop.progress());
        QVERIFY(!twins);
        QCOMPARE(twins.error().code, ErrorCode::Cancelled);
    }
}

void TestDuplicates::summarisesFields()
{
    std::vector<double> serial;
    std::vector<double> amount;
    std::vector<std::string> times;
    std::vector<std::string> place;
    for (int row = 0; row < 60; ++row) {
        serial.push_back(1000 + row);
        amount.push_back(row < 30 ? kNan : row * 1.5);
        times.push_back(row < 30 ? "2026-01-05" : "2026-02-07");
        place.push_back(row % 3 == 0 ? "A" : "B");
    }
    const auto table = CaseTableBuilder()
                           .number("serial", serial)
                           .number("amount", amount)
                           .number("same", std::vector<double>(60, 7))
                           .number("empty", std::vector<double>(60, kNan))
                           .category("place", place)
                           .category("secret", place)
                           .as(FieldRole::Personal)
                           .time("received", times)
                           .build();
    const FieldSummary id = summariseField(*table, 0);
    QVERIFY(id.nearId && !id.constant);
    QCOMPARE(id.distinct, 60);
    const FieldSummary money = summariseField(*table, 1);
    QCOMPARE(money.fill(), 0.5);
    QCOMPARE(money.low, 45.0);
    QCOMPARE(formatDate(money.firstSeen), std::string("2026-02-07"));
    QVERIFY(!money.nearId);
    QVERIFY(summariseField(*table, 2).constant);
    QVERIFY(summariseField(*table, 3).constant);
    QCOMPARE(summariseField(*table, 4).levels.front(), (std::pair<std::string, std::int64_t> { "B", 40 }));
    QVERIFY(summariseField(*table, 5).levels.empty()); // no personal value leaves
    QCOMPARE(summariseField(*table, 5).distinct, 2);
}

void TestDuplicates::countsDifferentWholeNumbers_data()
{
    QTest::addColumn<double>("base");
    QTest::addColumn<double>("step"); // wide steps are sorted, narrow ones are ticked off
    QTest::newRow("serial") << 1000.0 << 1.0;
    QTest::newRow("below zero") << -1500.0 << 1.0;
    QTest::newRow("with gaps") << 0.0 << 60.0;
    QTest::newRow("far apart") << 0.0 << 1e6;
    QTest::newRow("beyond whole doubles") << 1e17 << 64.0;
    QTest::newRow("beyond all bits") << -1e300 << 1e297;
}

void TestDuplicates::countsDifferentWholeNumbers()
{
    QFETCH(double, base);
    QFETCH(double, step);
    std::vector<double> values;
    for (int row = 0; row < 3000; ++row)
        values.push_back(row % 50 == 3 ? kNan : base + step * (row - (row % 100 == 7 ? 1 : 0)));
    const auto table = CaseTableBuilder().number("n", values).build();
    const FieldSummary summary = summariseField(*table, 0);
    std::set<double> distinct;
    for (const double value : values) {
        if (!std::isnan(value))
            distinct.insert(value);
    }
    QCOMPARE(summary.filled, std::int64_t { 2940 });
    QCOMPARE(summary.distinct, static_cast<std::int64_t>(distinct.size()));
    QCOMPARE(summary.low, *distinct.begin());
    QCOMPARE(summary.high, *distinct.rbegin());
}

void TestDuplicates::findsEqualRowsAmongManyThatAreEqual()
{
    // From a few equal rows to nothing else, so that looking for suspects stops early, late or not at all.
    for (const std::size_t apart : { 5000U, 300U, 20U, 2U, 1U }) {
        Rows rows = randomRows(5000, 8, 41);
        for (std::size_t row = 0; row < rows.size(); row += apart)
            rows[row] = rows[0];
        const Twins twins = twinsOf(tableOf(rows));
        const std::size_t equal = (rows.size() + apart - 1) / apart;
        QCOMPARE(twins.exactGroups, equal > 1 ? 1 : 0);
        QCOMPARE(twins.exactRows, equal > 1 ? static_cast<std::int64_t>(equal) : 0);
        if (equal < 2)
            continue;
        QCOMPARE(twins.exact.front().rows.size(), equal);
        for (std::size_t i = 0; i < equal; ++i)
            QCOMPARE(twins.exact.front().rows[i], static_cast<std::uint32_t>(i * apart));
    }
}

QTEST_APPLESS_MAIN(TestDuplicates)
#include "tst_Duplicates.moc"
