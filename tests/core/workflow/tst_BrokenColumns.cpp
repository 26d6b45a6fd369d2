// SPDX-License-Identifier: GPL-3.0-or-later
// Scenario 16: a column that is empty, constant, all new or of another type in one window has a status of its
// own; the report completes and every other field says what it would have said.
#include "tests/core/workflow/WorkflowFixture.h"

#include "core/base/Text.h"
#include "core/workflow/WatchDrift.h"

#include <algorithm>
#include <functional>

using namespace casebench;
using namespace casebench::test;

namespace {

/// April of the sample as the file of another month, with one column rewritten.
std::string aprilAs(const std::string& month,
                    std::string_view field,
                    const std::function<std::string(std::string_view, std::size_t)>& rewrite)
{
    SampleOptions options;
    options.tacticsChange = false;
    const Sample sample = makeSample(options);
    const auto april = std::ranges::find(sample.files, "calls-2026-04.csv", &SampleFile::name);
    expects(april != sample.files.end(), "the sample has no April");
    std::string csv;
    std::size_t at = 0;
    std::size_t row = 0;
    for (const std::string_view line : split(april->bytes, '\n')) {
        if (line.empty())
            continue;
        std::vector<std::string_view> cells = split(line, ',');
        std::string made;
        if (row == 0)
            at = static_cast<std::size_t>(std::ranges::find(cells, field) - cells.begin());
        else if (at < cells.size())
            cells[at] = made = rewrite(cells[at], row);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            std::string cell(cells[i]);
            if (row > 0 && i == 0)
                cell = "X" + month + "-" + std::to_string(row);
            if (const auto day = cell.find("2026-04"); day != std::string::npos)
                cell.replace(day, 7, "2026-" + month);
            csv += (i == 0 ? "" : ",") + cell;
        }
        csv += "\n";
        ++row;
    }
    return csv;
}

} // namespace

class TestBrokenColumns : public QObject
{
    Q_OBJECT

private slots:

    void initTestCase()
    {
        SampleOptions options;
        options.tacticsChange = false;
        CB_VERIFY(m_fixture.takeSampleSnapshot(options));
        CB_VERIFY(m_fixture.train("q1", "boosted", "champion"));
        const auto same = [](std::string_view cell, std::size_t) { return std::string(cell); };
        CB_VERIFY(m_fixture.import("whole.csv", aprilAs("09", "", same)));
        m_whole = report(9);
        QVERIFY(!m_whole.fields.empty());
    }

    void theColumnHasItsStatusAndTheOthersStayAsTheyWere_data()
    {
        QTest::addColumn<int>("month");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("how");
        QTest::addColumn<QString>("verdict");
        QTest::addColumn<QString>("why");
        QTest::addColumn<QString>("event");
        QTest::newRow("empty") << 10 << "Number_Masked"
                               << "empty"
                               << "skipped"
                               << "empty in the window"
                               << "gone";
        QTest::newRow("constant") << 11 << "Asked_OTP"
                                  << "constant"
                                  << "drift"
                                  << ""
                                  << "quiet";
        QTest::newRow("all new levels") << 12 << "Location_Of_Call"
                                        << "new"
                                        << "drift"
                                        << ""
                                        << "level";
        QTest::newRow("another type") << 8 << "Money_Asked"
                                      << "text"
                                      << "skipped"
                                      << "of another type in the window: 600 texts, none of them a number"
                                      << "gone";
    }

    void theColumnHasItsStatusAndTheOthersStayAsTheyWere()
    {
        QFETCH(int, month);
        QFETCH(QString, field);
        QFETCH(QString, how);
        QFETCH(QString, verdict);
        QFETCH(QString, why);
        QFETCH(QString, event);
        const std::string number = (month < 10 ? "0" : "") + std::to_string(month);
        const auto rewrite = [&](std::string_view, std::size_t row) -> std::string {
            if (how == "empty")
                return "";
            if (how == "constant")
                return "No";
            if (how == "new")
                return row % 2 == 0 ? "moon" : "mars";
            return row % 3 == 0 ? "a lot" : "some";
        };
        const auto imported =
            m_fixture.import("m" + number + ".csv", aprilAs(number, field.toStdString(), rewrite));
        CB_VERIFY(imported);
        const DriftReport broken = report(month);
        QCOMPARE(broken.fields.size(), m_whole.fields.size());
        for (const FieldDrift& now : broken.fields) {
            const auto was = std::ranges::find(m_whole.fields, now.name, &FieldDrift::name);
            QVERIFY(was != m_whole.fields.end());
            if (now.name == field.toStdString()) {
                QCOMPARE(qs(name(now.verdict)), verdict);
                QCOMPARE(qs(now.whySkipped), why);
                continue;
            }
            QCOMPARE(now.p, was->p);
            QCOMPARE(now.effect, was->effect);
            QCOMPARE(now.current, was->current);
        }
        QVERIFY(std::ranges::any_of(broken.events, [&](const SchemaEvent& happened) {
            return qs(happened.field) == field && qs(happened.event) == event;
        }));
        QVERIFY(std::ranges::all_of(
            broken.events, [&](const SchemaEvent& happened) { return qs(happened.field) == field; }));
    }

private:
    DriftReport report(int month)
    {
        DriftRequest request;
        request.run = "champion";
        request.from = monthStart(sampleMonth(0) + month - 1);
        request.to = monthStart(sampleMonth(0) + month);
        return WorkflowFixture::must(driftOfWindow(m_fixture.project(), request, m_fixture.silent()));
    }

    WorkflowFixture m_fixture;
    DriftReport m_whole;
};

QTEST_APPLESS_MAIN(TestBrokenColumns)
#include "tst_BrokenColumns.moc"
