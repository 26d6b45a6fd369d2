// SPDX-License-Identifier: GPL-3.0-or-later
// Scenarios 1-5 on the shipped seed: what `demo` plays is what the scenarios promise.
#include "tests/support/TemporaryDirectory.h"
#include "tests/support/TestMain.h"

#include "core/base/Json.h"
#include "core/store/CaseStore.h"
#include "core/store/RunStore.h"
#include "core/store/SourceStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/ExpectData.h"
#include "core/workflow/LabelQueue.h"
#include "core/workflow/MeasureAgreement.h"
#include "core/workflow/MyWork.h"
#include "core/workflow/RunDemo.h"
#include "core/workflow/SampleFixture.h"
#include "core/workflow/VerifyBundle.h"

#include <algorithm>

using namespace casebench;
using namespace casebench::test;

class TestDemo : public QObject
{
    Q_OBJECT

private:
    TemporaryDirectory m_folder;
    DemoReport m_report;
    Progress m_silent;

private slots:

    void initTestCase()
    {
        auto report = runDemo(m_folder / "demo", kShippedSeed, m_silent);
        CB_VERIFY(report);
        m_report = std::move(*report);
        qInfo("the story took %.1f s", m_report.seconds);
    }

    void everyStepComesOut()
    {
        QCOMPARE(m_report.steps.size(), std::size_t { 5 });
        for (const DemoStep& step : m_report.steps)
            QVERIFY2(step.ok, (step.name + ": " + step.text).c_str());
        QVERIFY(m_report.ok());
    }

    void theChampionFadesAsTheFixtureSays()
    {
        const double expected[] = { .94, .88, .79, .68, .575 }; // months 4-8; one seed +-.08
        QCOMPARE(m_report.months.size(), std::size_t { 5 });
        for (std::size_t i = 0; i < 5; ++i) {
            const double recall = m_report.months[i].champion.recall;
            QVERIFY2(std::abs(recall - expected[i]) <= .08,
                     qPrintable(QString("month %1: %2").arg(i + 4).arg(recall)));
        }
        QVERIFY(std::abs(m_report.months[0].champion.specificity - .79) <= .05);
    }

    void theChallengerHoldsInJuly()
    {
        const DemoMonth& july = m_report.months[3];
        QCOMPARE(july.month, sampleMonth(6));
        QVERIFY2(july.challenger.recall >= .90, qPrintable(QString::number(july.challenger.recall)));
        QVERIFY2(july.challenger.specificity >= .68,
                 qPrintable(QString::number(july.challenger.specificity)));
        QVERIFY2(july.challenger.auc >= .90, qPrintable(QString::number(july.challenger.auc)));
        QVERIFY2(july.champion.recall <= .80, qPrintable(QString::number(july.champion.recall)));
        QVERIFY2(m_report.sameSchema.recall <= .76, qPrintable(QString::number(m_report.sameSchema.recall)));
    }

    void theSchemaAlertComesInMayAndNotBefore()
    {
        const Alert* first = nullptr;
        for (const Alert& alert : m_report.alerts) {
            if (alert.kind == "schema" && (first == nullptr || alert.windowFrom < first->windowFrom))
                first = &alert;
        }
        QVERIFY(first != nullptr);
        QCOMPARE(first->windowFrom, monthStart(sampleMonth(4)));
        QCOMPARE(first->fields.front(), std::string("UPI_PAYMENTS"));
        QVERIFY(std::ranges::find(first->fields, "Opened_Bank_Website") != first->fields.end());
        QVERIFY(first->text.find("UPI_PAYMENTS is a new column the model cannot see") != std::string::npos);
        QVERIFY(first->text.find("Opened_Bank_Website is falling") != std::string::npos);
        for (const Alert& alert : m_report.alerts)
            QVERIFY2(alert.windowFrom >= monthStart(sampleMonth(4)),
                     alert.text.c_str()); // April was calm in every respect
    }

    void theDossierTellsWhereTheModelComesFrom()
    {
        const auto json = parseJson(*readFile(m_folder / "demo/dossier.json"));
        CB_VERIFY(json);
        QCOMPARE(json->at("parent_run").at("name").get<std::string>(), m_report.champion);
        QVERIFY(json->at("alert").at("fields").dump().find("UPI_PAYMENTS") != std::string::npos);
        QCOMPARE(json->at("lineage").at("snapshot").at("digest").get<std::string>().size(),
                 std::size_t { 64 });
        QCOMPARE(json->at("labels").at("policy").get<std::string>(), std::string("confirmed"));
        QVERIFY(json->at("labels").at("decided").get<std::int64_t>() >= 1800 + 150);
        QVERIFY(json->at("approvals").size() >= 2);
        QVERIFY(!json->at("not_tested").empty());
    }

    void theBundleVerifiesWithBothKeys()
    {
        const auto report =
            verifyBundleFiles(m_report.bundle, m_report.publicKey, m_report.approverKey, m_silent);
        CB_VERIFY(report);
        QVERIFY(report->ok);
    }

    /// No view of the sample is empty, and no figure of the fixture is moved by that.
    void theTeamGivesEveryViewSomethingToSay()
    {
        auto project = Project::open(m_report.project, {});
        CB_VERIFY(project);
        const auto ids = CaseStore(*project).ids();
        CB_VERIFY(ids);
        QCOMPARE(ids->size(), std::size_t { 4800 });
        const auto actor = resolveActor(*project, {});
        CB_VERIFY(actor);
        const auto agreement = projectAgreement(*project, {}, m_silent);
        CB_VERIFY(agreement);
        QVERIFY(agreement->report.alpha.n >= 50);
        QVERIFY(agreement->report.alpha.value > 0.3 && agreement->report.alpha.value < 1.0);
        QCOMPARE(agreement->sealed, std::int64_t { 9 }); // first verdicts that wait, unseen, for a second
        const auto disputes = labelQueue(*project, *actor, { { QueueKind::Disputed } });
        CB_VERIFY(disputes);
        QVERIFY(disputes->size() >= 3);
        const auto work = myWork(*project, *actor);
        CB_VERIFY(work);
        QVERIFY(work->record.total >= 10);
        QVERIFY(!work->record.overruled.empty());
        const auto held = lastExpectationReport(*project);
        CB_VERIFY(held);
        QVERIFY(held->has_value());
        QCOMPARE((*held)->scope, std::string("calls-2026-08.csv"));
        QVERIFY((*held)->failed(CheckSeverity::Warning) + (*held)->failed(CheckSeverity::Critical) > 0);
        const auto quarantined = SourceStore(*project).quarantinedCount();
        CB_VERIFY(quarantined);
        QCOMPARE(*quarantined, std::int64_t { 5 });
    }

    void theSameSeedGivesTheSameModelBytes()
    {
        const auto again = runDemo(m_folder / "again", kShippedSeed, m_silent);
        CB_VERIFY(again);
        auto a = Project::open(m_report.project, { .readOnly = true });
        auto b = Project::open(again->project, { .readOnly = true });
        CB_VERIFY(a);
        CB_VERIFY(b);
        for (const std::string& name : { m_report.champion, m_report.challenger }) {
            const auto first = RunStore(*a).find(name);
            const auto second = RunStore(*b).find(name);
            CB_VERIFY(first);
            CB_VERIFY(second);
            QCOMPARE(first->modelSha256, second->modelSha256);
            QCOMPARE(first->modelDigest, second->modelDigest);
            QCOMPARE(first->snapshotDigest, second->snapshotDigest);
        }
    }

    void aFolderThatHoldsAProjectIsRefused()
    {
        const auto refused = runDemo(m_folder / "demo", kShippedSeed, m_silent);
        QVERIFY(!refused);
        QVERIFY(refused.error().code == ErrorCode::Refused);
    }
};

QTEST_APPLESS_MAIN(TestDemo)
#include "tst_Demo.moc"
