// SPDX-License-Identifier: GPL-3.0-or-later
// Scenario 17: Yes, No and Not asked stay three things in the case, the model's input, the explanation and
// the export.
#include "tests/core/workflow/WorkflowFixture.h"

#include "core/data/Encoder.h"
#include "core/importing/Importer.h"
#include "core/workflow/BrowseCases.h"
#include "core/workflow/CoercedCells.h"
#include "core/workflow/ExplainCases.h"

#include <algorithm>
#include <cmath>

using namespace casebench;
using namespace casebench::test;

namespace {

/// Whether it was asked says as much as the answer: 300 cases a state, scams mostly where nobody asked.
std::string calls()
{
    std::string csv = "case_id,received,Asked_OTP,Money,fraud\n";
    for (int i = 0; i < 900; ++i) {
        const int state = i % 3;
        const bool scam = state == 2 ? i % 10 != 0 : state == 1 ? i % 2 == 0 : i % 10 == 0;
        csv += "c" + std::to_string(i) + ",2026-01-" + (i % 28 < 9 ? "0" : "") + std::to_string(i % 28 + 1)
            + ","
            + (state == 0       ? "No"
                   : state == 1 ? "Yes"
                                : "")
            + "," + std::to_string(100 + i % 7) + "," + (scam ? "1" : "0") + "\n";
    }
    return csv;
}

ImportRequest withLabel()
{
    ImportRequest request;
    request.choices.id = "case_id";
    request.choices.time = "received";
    request.choices.label = "fraud";
    return request;
}

const Contribution& ofField(const Explanation& explanation, std::string_view field)
{
    const auto at = std::ranges::find(explanation.contributions, field, &Contribution::field);
    expects(at != explanation.contributions.end(), "no contribution of that field");
    return *at;
}

} // namespace

class TestNotAsked : public QObject
{
    Q_OBJECT

private slots:

    void theModelInputKeepsThreeStates_data()
    {
        QTest::addColumn<int>("style");
        QTest::newRow("trees") << static_cast<int>(EncodingStyle::Trees);
        QTest::newRow("linear") << static_cast<int>(EncodingStyle::Linear);
    }

    void theModelInputKeepsThreeStates()
    {
        QFETCH(int, style);
        WorkflowFixture f;
        CB_VERIFY(f.import("a.csv", calls(), withLabel()));
        const auto table = CaseStore(f.project()).loadTable({}, f.silent());
        CB_VERIFY(table);
        const std::vector<std::uint32_t> rows { 0, 1, 2 }; // No, Yes, Not asked
        std::vector<std::uint32_t> all((*table)->rowCount());
        for (std::uint32_t i = 0; i < all.size(); ++i)
            all[i] = i;
        EncoderOptions options;
        options.style = static_cast<EncodingStyle>(style);
        const std::vector<std::string> fields { "Asked_OTP" };
        const auto encoder = Encoder::fit(**table, all, fields, options);
        CB_VERIFY(encoder);
        const Matrix input = encoder->encode(**table, rows);
        const auto same = [&](std::size_t a, std::size_t b) {
            for (std::size_t column = 0; column < encoder->columnCount(); ++column) {
                const auto x = static_cast<double>(input.at(a, column));
                const auto y = static_cast<double>(input.at(b, column));
                if (x != y && !(std::isnan(x) && std::isnan(y)))
                    return false;
            }
            return true;
        };
        QVERIFY(!same(0, 1));
        QVERIFY(!same(0, 2)); // Not asked is not No
        QVERIFY(!same(1, 2));
    }

    void theExplanationTellsThemApart_data()
    {
        QTest::addColumn<QString>("family");
        QTest::newRow("boosted") << "boosted";
        QTest::newRow("logistic") << "logistic";
    }

    void theExplanationTellsThemApart()
    {
        QFETCH(QString, family);
        WorkflowFixture f;
        CB_VERIFY(f.import("a.csv", calls(), withLabel()));
        CB_VERIFY(f.snapshot("s"));
        const auto run = f.train("s", family.toStdString(), "m");
        CB_VERIFY(run);
        const std::vector<std::string> cases { "c0", "c1", "c2" };
        const auto explained = explainCases(f.project(), "m", cases, f.silent());
        CB_VERIFY(explained);
        const Contribution& no = ofField((*explained)[0], "Asked_OTP");
        const Contribution& yes = ofField((*explained)[1], "Asked_OTP");
        const Contribution& notAsked = ofField((*explained)[2], "Asked_OTP");
        QCOMPARE(no.value, std::string("No"));
        QCOMPARE(yes.value, std::string("Yes"));
        QVERIFY(notAsked.missing && !no.missing && !yes.missing);
        QVERIFY2(notAsked.value.empty(), notAsked.value.c_str());
        QVERIFY(notAsked.amount > yes.amount + 0.1);
        QVERIFY(yes.amount > no.amount + 0.1);
    }

    void theExportComesBackAsItWas()
    {
        WorkflowFixture f;
        CB_VERIFY(f.import("a.csv", calls(), withLabel()));
        const auto lister = openCaseLister(f.project(), f.actor("ana"));
        CB_VERIFY(lister);
        const auto rows = (*lister)->list(f.project(), {}, f.silent());
        CB_VERIFY(rows);
        const auto out = f.folder() / "out.csv";
        CB_VERIFY(exportCases(f.project(), {}, (*lister)->browser(), *rows, out, f.silent()));
        WorkflowFixture other;
        ImportRequest request = withLabel();
        request.read.guard = true;
        request.path = out;
        CB_VERIFY(importCases(other.project(), other.actor("ana"), request, other.silent()));
        const auto before = CaseStore(f.project()).loadColumn("Asked_OTP");
        const auto after = CaseStore(other.project()).loadColumn("Asked_OTP");
        CB_VERIFY(before);
        CB_VERIFY(after);
        QVERIFY(std::ranges::equal(before->codes(), after->codes()));
        QCOMPARE(std::ranges::count(after->codes(), kMissingCode), std::ptrdiff_t { 300 });
        QCOMPARE(std::ranges::count(after->codes(), kNoCode), std::ptrdiff_t { 300 });
    }

    void everyNotAskedCellIsListed()
    {
        WorkflowFixture f;
        CB_VERIFY(f.import("a.csv", calls(), withLabel()));
        const auto list = listCoerced(f.project(), { .limit = 5 }, f.silent());
        CB_VERIFY(list);
        QCOMPARE(list->total, std::int64_t { 300 });
        QCOMPARE(list->counts.size(), std::size_t { 1 });
        QVERIFY(list->counts[0].why == ChangeReason::NotAsked && list->counts[0].field == "Asked_OTP");
        QCOMPARE(list->cells.size(), std::size_t { 5 });
        QCOMPARE(list->cells[0].caseId, std::string("c2"));
        // A field that a later file lacks was not asked there as a whole; that is no changed cell.
        CB_VERIFY(f.import("b.csv", "case_id,received,Money,fraud\nd1,2026-02-01,5,0\nd2,2026-02-02,6,1\n"));
        const auto again = listCoerced(f.project(), {}, f.silent());
        CB_VERIFY(again);
        QCOMPARE(again->total, std::int64_t { 300 });
    }
};

QTEST_APPLESS_MAIN(TestNotAsked)
#include "tst_NotAsked.moc"
