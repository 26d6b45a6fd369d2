// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/CaseTableBuilder.h"
#include "tests/support/TestMain.h"

#include "core/base/Random.h"
#include "core/data/LinkedCases.h"

#include <QTest>

#include <map>
#include <set>

using namespace casebench;
using casebench::test::CaseTableBuilder;
using casebench::test::qs;

namespace {

QString key(std::string_view text, FieldRole role = FieldRole::Personal)
{
    const auto found = linkKey(text, role);
    return found ? qs(*found) : QStringLiteral("nobody");
}

CaseLinks linksOf(const CaseTable& table)
{
    Progress progress;
    return linkCases(table, progress).value();
}

/// Groups by the textbook: compare every pair of rows until nothing changes.
std::vector<int> slowGroups(const CaseTable& table)
{
    std::vector<int> group(table.rowCount());
    for (std::size_t row = 0; row < group.size(); ++row)
        group[row] = static_cast<int>(row);
    for (std::uint32_t a = 0; a < group.size(); ++a) {
        for (const DirectLink& link : directLinks(table, a)) {
            const int from = group[link.position];
            const int to = group[a];
            for (int& entry : group)
                entry = entry == from ? to : entry;
        }
    }
    return group;
}

} // namespace

class TestLinkedCases : public QObject
{
    Q_OBJECT

private slots:
    void readsNumbersHoweverTheyAreWritten();
    void namesStreetsAndPlaceholdersLinkNobody();
    void linksAcrossPersonalFieldsAndThroughThirdCases();
    void groupFieldsLinkWithinThemselves();
    void tablesWithoutSuchFieldsHaveNoLinks();
    void agreesWithComparingAllPairs();
    void stopsWhenAsked();
};

void TestLinkedCases::readsNumbersHoweverTheyAreWritten()
{
    QCOMPARE(key("+49 (0)30 123456-7"), QStringLiteral("49301234567"));
    QCOMPARE(key("0049 30 1234567"), QStringLiteral("49301234567"));
    QCOMPARE(key("(212) 555-0100"), QStringLiteral("2125550100"));
    QCOMPARE(key("de89 3704 0044 0532 0130 00"), QStringLiteral("DE89370400440532013000"));
    QCOMPARE(key("  Ann.Lee@Example.ORG "), QStringLiteral("ann.lee@example.org"));
    QCOMPARE(key("00123456"), QStringLiteral("00123456")); // too short to be dialled abroad: an account
}

void TestLinkedCases::namesStreetsAndPlaceholdersLinkNobody()
{
    for (const char* text : { "", "  ", "Anna Lee", "12 Long Street, 10115 Berlin", "1234", "0000000000",
                              "999 999 99", "unknown" })
        QCOMPARE(key(text), QStringLiteral("nobody"));
    QCOMPARE(key("5550100", FieldRole::Feature), QStringLiteral("nobody"));
}

void TestLinkedCases::linksAcrossPersonalFieldsAndThroughThirdCases()
{
    const auto table = CaseTableBuilder()
                           .text("caller", { "555-0100", "555 0199", "", "5550123", "Anna" })
                           .as(FieldRole::Personal)
                           .text("callback", { "", "5550100", "555-0199", "", "" })
                           .as(FieldRole::Personal)
                           .build();
    const CaseLinks links = linksOf(*table);
    QCOMPARE(links.group, (std::vector<Code> { 0, 0, 0, 1, kMissingCode }));
    QCOMPARE(links.groups, 1);
    QCOMPARE(links.linked, 3);
    QCOMPARE(links.largest, 3U);
    const auto direct = directLinks(*table, 0);
    QCOMPARE(direct.size(), std::size_t { 1 }); // the third case only through the second
    QCOMPARE(direct.front().position, 1U);
    QCOMPARE(direct.front().fields, (std::vector<std::size_t> { 1 }));
}

void TestLinkedCases::groupFieldsLinkWithinThemselves()
{
    const auto table = CaseTableBuilder()
                           .category("branch", { "North", "north ", "South" })
                           .as(FieldRole::Group)
                           .category("ring", { "South", "North", "x" })
                           .as(FieldRole::Group)
                           .build();
    QCOMPARE(linksOf(*table).group, (std::vector<Code> { 0, 0, 1 }));
}

void TestLinkedCases::tablesWithoutSuchFieldsHaveNoLinks()
{
    QVERIFY(linksOf(*CaseTableBuilder().text("phone", { "5550100", "5550100" }).build()).group.empty());
}

void TestLinkedCases::agreesWithComparingAllPairs()
{
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Random random(seed);
        std::vector<std::string> phones;
        std::vector<std::string> accounts;
        for (int row = 0; row < 120; ++row) {
            phones.push_back(random.chance(.3) ? "" : "555" + std::to_string(1000 + random.below(150)));
            accounts.push_back(random.chance(.5) ? "" : "DE" + std::to_string(50000 + random.below(200)));
        }
        const auto table = CaseTableBuilder()
                               .text("phone", phones)
                               .as(FieldRole::Personal)
                               .text("account", accounts)
                               .as(FieldRole::Personal)
                               .build();
        const CaseLinks fast = linksOf(*table);
        const std::vector<int> slow = slowGroups(*table);
        std::map<Code, std::set<int>> seen;
        std::map<int, std::set<Code>> back;
        for (std::size_t row = 0; row < slow.size(); ++row) {
            if (fast.group[row] < 0)
                continue;
            seen[fast.group[row]].insert(slow[row]);
            back[slow[row]].insert(fast.group[row]);
        }
        for (const auto& [code, groups] : seen)
            QCOMPARE(groups.size(), std::size_t { 1 });
        for (const auto& [group, codes] : back)
            QCOMPARE(codes.size(), std::size_t { 1 });
        QVERIFY(fast.groups > 0);
    }
}

void TestLinkedCases::stopsWhenAsked()
{
    const auto table =
        CaseTableBuilder().text("phone", { "5550100", "5550100" }).as(FieldRole::Personal).build();
    StopAt stop(0);
    const auto links = linkCases(*table, stop.progress());
    QVERIFY(!links);
    QCOMPARE(links.error().code, ErrorCode::Cancelled);
}

QTEST_APPLESS_MAIN(TestLinkedCases)
#include "tst_LinkedCases.moc"
