// SPDX-License-Identifier: GPL-3.0-or-later
// Scenario 8: one Yes that became No in row 250,001 of a file is found again: another digest, and the
// difference of the two snapshots names the case and the field.
#include "tests/core/workflow/WorkflowFixture.h"

#include <fmt/format.h>

using namespace casebench;
using namespace casebench::test;

namespace {

constexpr int kRows = 250'500;
constexpr int kRow = 250'001;

std::string calls(std::string_view answerInThatRow)
{
    std::string csv = "case_id,received,Asked_OTP,Money\n";
    csv.reserve(std::size_t { kRows } * 32);
    for (int row = 1; row <= kRows; ++row) {
        const std::string_view answer = row == kRow ? answerInThatRow : row % 3 == 0 ? "No" : "Yes";
        fmt::format_to(std::back_inserter(csv), "c{},2026-01-{:02},{},{}\n", row, row % 28 + 1, answer,
                       row % 977);
    }
    return csv;
}

} // namespace

class TestChangedRow : public QObject
{
    Q_OBJECT

private slots:

    void oneAnswerOfAQuarterOfAMillionRowsIsNamed()
    {
        WorkflowFixture f;
        ImportRequest request;
        request.choices.id = "case_id";
        request.choices.time = "received";
        CB_VERIFY(f.import("calls.csv", calls("Yes"), request));
        const auto before = f.snapshot("before");
        CB_VERIFY(before);
        QCOMPARE(before->rows, std::int64_t { kRows });

        const auto same = f.import("again.csv", calls("Yes"), request);
        CB_VERIFY(same);
        QCOMPARE(same->cellsChanged, std::int64_t { 0 });
        QCOMPARE(f.snapshot("again")->digest, before->digest);

        const auto changed = f.import("changed.csv", calls("No"), request);
        CB_VERIFY(changed);
        QCOMPARE(changed->rowsNew, std::int64_t { 0 });
        QCOMPARE(changed->rowsUpdated, std::int64_t { 1 });
        QCOMPARE(changed->cellsChanged, std::int64_t { 1 });
        const auto after = f.snapshot("after");
        CB_VERIFY(after);
        QVERIFY(after->digest != before->digest);

        const auto diff = diffSnapshots(f.project(), "before", "after", f.silent());
        CB_VERIFY(diff);
        QCOMPARE(diff->cellsChanged, std::int64_t { 1 });
        QCOMPARE(diff->cells.size(), std::size_t { 1 });
        QCOMPARE(diff->cells[0].caseId, "c" + std::to_string(kRow));
        QCOMPARE(diff->cells[0].field, std::string("Asked_OTP"));
        QCOMPARE(diff->cells[0].a, std::string("Yes"));
        QCOMPARE(diff->cells[0].b, std::string("No"));
        QCOMPARE(diff->onlyInA + diff->onlyInB, std::int64_t { 0 });
    }
};

QTEST_APPLESS_MAIN(TestChangedRow)
#include "tst_ChangedRow.moc"
