// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/workflow/WorkflowFixture.h"

#include "core/workflow/LinkedCases.h"

#include <QTest>

using namespace casebench;
using casebench::test::WorkflowFixture;

namespace {

QString told(const Result<LinkedCases>& linked)
{
    if (!linked)
        return QString::fromStdString(linked.error().sentence());
    QString text = QString::number(linked->total) + ":";
    for (const LinkedCase& entry : linked->cases) {
        text += " " + QString::fromStdString(entry.caseId) + "(";
        for (const std::string& field : entry.fields)
            text += QString::fromStdString(field) + ",";
        text += ")";
    }
    return text;
}

} // namespace

class TestCaseLinks : public QObject
{
    Q_OBJECT

private slots:
    void linksByNumberAcrossFilesAndNamesTheField();
    void withoutPersonalOrGroupFieldsNothingLinks();
};

void TestCaseLinks::linksByNumberAcrossFilesAndNamesTheField()
{
    WorkflowFixture fixture;
    CB_VERIFY(fixture.import("a.csv",
                             "case_id,received,caller_phone,account\n"
                             "A1,2026-01-01,+49 30 1234567,DE8937040044\n"
                             "A2,2026-01-02,0049301234567,DE1137040011\n"
                             "A3,2026-01-03,+49 30 7654321,DE11 3704 0011\n"
                             "A4,2026-01-04,+49 30 9999123,DE5537040055\n"));
    CB_VERIFY(fixture.import("b.csv",
                             "case_id,received,caller_phone,account\n"
                             "B1,2026-02-01,+49-30-1234567,DE7737040077\n"));
    const auto linked = linkedCases(fixture.project(), "A1", fixture.silent());
    QCOMPARE(told(linked), QStringLiteral("3: B1(caller_phone,) A2(caller_phone,) A3()"));
    QCOMPARE(linked->by, (std::vector<std::string> { "caller_phone", "account" }));
    QCOMPARE(told(linkedCases(fixture.project(), "A4", fixture.silent())), QStringLiteral("0:"));
    QCOMPARE(told(linkedCases(fixture.project(), "A1", fixture.silent(), 1)),
             QStringLiteral("3: B1(caller_phone,)"));
    const auto nobody = linkedCases(fixture.project(), "Z9", fixture.silent());
    QVERIFY(!nobody);
    QCOMPARE(nobody.error().code, ErrorCode::NotFound);
}

void TestCaseLinks::withoutPersonalOrGroupFieldsNothingLinks()
{
    WorkflowFixture fixture;
    CB_VERIFY(fixture.import("a.csv", "case_id,amount\nA1,5000000\nA2,5000000\n"));
    const auto linked = linkedCases(fixture.project(), "A1", fixture.silent());
    CB_VERIFY(linked);
    QVERIFY(linked->by.empty());
    QCOMPARE(linked->total, 0);
}

QTEST_APPLESS_MAIN(TestCaseLinks)
#include "tst_CaseLinks.moc"
