// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/TestMain.h"

#include "core/monitoring/Alerts.h"
#include "core/stats/Contingency.h"

#include <algorithm>

using namespace casebench;

namespace {

FieldDrift fieldDrift(std::string name, DriftVerdict verdict, std::string direction)
{
    FieldDrift drift;
    drift.name = std::move(name);
    drift.kind = FieldKind::YesNo;
    drift.verdict = verdict;
    drift.direction = std::move(direction);
    drift.reference = .62;
    drift.current = .52;
    drift.low = -.14;
    drift.high = -.06;
    drift.pAdjusted = .0004;
    drift.effect = .1;
    drift.effectName = "points";
    return drift;
}

WatchWindow may()
{
    WatchWindow window;
    window.first = window.last = 2026 * 12 + 4;
    window.from = monthStart(window.first);
    window.to = monthStart(window.first + 1);
    window.rows = 600;
    return window;
}

WatchReport report()
{
    WatchReport watch;
    watch.runId = 3;
    watch.referenceRecall.value = .94;
    return watch;
}

AuditedRecall audited(std::int64_t caught, std::int64_t scams)
{
    AuditedRecall recall;
    recall.recall = wilsonInterval(caught, scams);
    recall.audited = scams;
    return recall;
}

} // namespace

class TestAlerts : public QObject
{
    Q_OBJECT

private slots:

    void oneSchemaAlertNamesTheNewFieldsAndTheFallingOne()
    {
        WatchWindow window = may();
        window.drift.events = { { "Weekend_Call", "new", .3, 180, false, "" },
                                { "UPI_PAYMENTS", "new", .13, 78, false, "" },
                                { "Number_Masked", "positive-rate", .1, 60, true, "" } };
        window.drift.fields = { fieldDrift("Opened_Bank_Website", DriftVerdict::Drift, "falling") };
        const std::vector<Suspect> suspects { { 1, "UPI_PAYMENTS", "new", "schema", 12, 0, 78, "" } };
        const auto alerts = alertsOf(window, report(), suspects);
        QCOMPARE(std::ranges::count(alerts, std::string("schema"), &Alert::kind), std::ptrdiff_t { 1 });
        const Alert& alert = alerts.front();
        QCOMPARE(alert.severity, std::string("alarm"));
        QVERIFY((alert.fields
                 == std::vector<std::string> { "UPI_PAYMENTS", "Weekend_Call", "Opened_Bank_Website" }));
        QCOMPARE(alert.runId, std::int64_t { 3 });
        QCOMPARE(alert.windowFrom, window.from);
        QCOMPARE(alert.windowTo, window.to);
        for (const char* part : { "May 2026", "UPI_PAYMENTS is a new column the model cannot see",
                                  "Opened_Bank_Website is falling", "-14.0 to -6.0 points", "corrected" })
            QVERIFY2(alert.text.find(part) != std::string::npos, alert.text.c_str());
    }

    void aWatchVerdictNeverRaisesAnAlert()
    {
        WatchWindow window = may();
        window.drift.fields = { fieldDrift("a", DriftVerdict::Watch, "falling"),
                                fieldDrift("b", DriftVerdict::Steady, ""),
                                fieldDrift("c", DriftVerdict::Skipped, "") };
        QVERIFY(alertsOf(window, report(), {}).empty());
    }

    void aWatchedFieldIsNotNamedBesideANewOne()
    {
        WatchWindow window = may();
        window.drift.events = { { "UPI_PAYMENTS", "new", .13, 78, false, "" } };
        window.drift.fields = { fieldDrift("a", DriftVerdict::Watch, "falling"),
                                fieldDrift("b", DriftVerdict::Drift, "rising") };
        const auto alerts = alertsOf(window, report(), {});
        QVERIFY(alerts.front().fields == std::vector<std::string> { "UPI_PAYMENTS" });
    }

    void aNewFieldTheModelReadsAndOtherEventsAreNoSchemaAlert()
    {
        WatchWindow window = may();
        window.drift.events = { { "known", "new", .5, 300, true, "" },
                                { "gone", "gone", 1, 600, false, "" } };
        QVERIFY(alertsOf(window, report(), {}).empty());
    }

    void oneDriftAlertNamesEveryDriftedField()
    {
        WatchWindow window = may();
        window.drift.fields = { fieldDrift("a", DriftVerdict::Drift, "falling"),
                                fieldDrift("b", DriftVerdict::Drift, "rising"),
                                fieldDrift("c", DriftVerdict::Watch, "rising") };
        const auto alerts = alertsOf(window, report(), {});
        QCOMPARE(alerts.size(), std::size_t { 1 });
        QCOMPARE(alerts[0].kind, std::string("drift"));
        QVERIFY2(alerts[0].text.find("(10.0 points, corrected") != std::string::npos, alerts[0].text.c_str());
        QVERIFY((alerts[0].fields == std::vector<std::string> { "a", "b" }));
    }

    void harmNeedsTheUpperBoundBelowTheReferenceByTheMargin()
    {
        const WatchReport watch = report(); // .94 - .03 = .91
        QVERIFY(!isHarmful({}, watch));
        QVERIFY(wilsonInterval(100, 120).high < .91);
        QVERIFY(isHarmful(audited(100, 120), watch));
        QVERIFY(wilsonInterval(102, 118).high > .91 && wilsonInterval(102, 118).high < .94);
        QVERIFY(!isHarmful(audited(102, 118), watch)); // below the reference, but not by the margin
        QVERIFY(!isHarmful(audited(4, 5), watch)); // too few to tell
    }

    void harmIsRaisedByTheWindowOrByThePoolSinceTheChange()
    {
        WatchWindow window = may();
        window.audited = audited(52, 60);
        window.pooled = audited(95, 120);
        QVERIFY(!isHarmful(window.audited, report()));
        const std::vector<Suspect> suspects { { 1, "UPI_PAYMENTS", "missed scams", "error-slice", 110, 0, 35,
                                                "" } };
        const auto alerts = alertsOf(window, report(), suspects);
        QCOMPARE(alerts.size(), std::size_t { 1 });
        QCOMPARE(alerts[0].kind, std::string("harm"));
        QVERIFY(alerts[0].fields == std::vector<std::string> { "UPI_PAYMENTS" });
        QVERIFY(alerts[0].text.find("since the change began") != std::string::npos);
        window.pooled = {};
        QVERIFY(alertsOf(window, report(), suspects).empty());
        window.audited = audited(40, 60);
        QVERIFY(alertsOf(window, report(), suspects)[0].text.find("since the change began")
                == std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestAlerts)
#include "tst_Alerts.moc"
