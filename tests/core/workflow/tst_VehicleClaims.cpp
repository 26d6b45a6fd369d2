// SPDX-License-Identifier: GPL-3.0-or-later
// Real insurance claims of 1994-95, which may not be copied here: found through CASEBENCH_SHARED or beside
// the source tree. Bounds: scikit-learn 1.2.1 logistic regression and XGBoost 1.7.4 on the same split
// (stratified 25 % of 1994).
#include "tests/core/workflow/WorkflowFixture.h"
#include "tests/support/SharedData.h"

#include "core/evaluation/Evaluate.h"
#include "core/evaluation/Train.h"
#include "core/models/Scorer.h"
#include "core/stats/Binary.h"

#include <memory>

using namespace casebench;
using namespace casebench::test;
namespace fs = std::filesystem;

namespace {

constexpr int kSeeds = 5;

/// Means over the seeds.
struct Aucs
{
    double inWindow = 0;
    double yearLater = 0;
};

} // namespace

class TestVehicleClaims : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<WorkflowFixture> m;
    SnapshotData m_before;
    SnapshotData m_after;
    Recipe m_recipe;

    [[nodiscard]] Result<SnapshotData> year(const std::string& text)
    {
        SnapshotRequest request;
        request.name = text;
        request.where = "Year = " + text;
        CB_CHECK(takeSnapshot(m->project(), m->actor("ana"), request, m->silent()));
        return loadSnapshot(m->project(), text, m->silent());
    }

    [[nodiscard]] Result<Aucs> aucsOf(const std::string& family, int seeds)
    {
        Aucs aucs;
        m_recipe.family = family;
        for (int seed = 1; seed <= seeds; ++seed) {
            m_recipe.seed = static_cast<std::uint64_t>(seed);
            CB_TRY(const TrainingOutcome outcome,
                   trainModel(m_before, m_recipe, { FinalFit::TrainingPart, 20, 1 }, m->silent()));
            CB_TRY(const Scorer scorer, Scorer::fromRun(outcome.run));
            CB_TRY(const Scores scores, scorer.score(*m_after.table, m->silent()));
            aucs.inWindow += metricOf(outcome.run.metrics, "roc_auc").value / seeds;
            aucs.yearLater += rocAuc(m_after.truth, scores.margin) / seeds;
        }
        qInfo("%s: %.3f on the hold-out of 1994, %.3f on 1995", family.c_str(), aucs.inWindow,
              aucs.yearLater);
        return aucs;
    }

private slots:

    void initTestCase()
    {
        const fs::path file = sharedFile("data/vehicle_claims/claims_1994_1995.csv");
        if (file.empty())
            QSKIP("The vehicle claims are not here: set CASEBENCH_SHARED to the folder that holds "
                  "data/vehicle_claims.");
        m = std::make_unique<WorkflowFixture>();
        ImportRequest request;
        request.path = file;
        request.choices.label = "FraudFound_P";
        request.positive = "1";
        const auto summary = importCases(m->project(), m->actor("ana"), request, m->silent());
        CB_VERIFY(summary);
        QCOMPARE(summary->rowsNew, std::int64_t { 11337 });
        QCOMPARE(summary->rowsQuarantined, std::int64_t { 0 });
        QCOMPARE(summary->labels->positives, std::int64_t { 710 });
        const Schema schema = *CaseStore(m->project()).schema();
        QCOMPARE(schema.size(), std::size_t { 33 });
        for (const std::size_t at : schema.modelFields()) {
            if (schema[at].name != "PolicyNumber" && schema[at].name != "Year")
                m_recipe.fields.push_back(schema[at].name);
        }
        m_recipe.split = SplitKind::Stratified;
        auto before = year("1994");
        auto after = year("1995");
        CB_VERIFY(before);
        CB_VERIFY(after);
        m_before = std::move(*before);
        m_after = std::move(*after);
    }

    void everyFieldButTheLabelTheNumberAndTheYearIsAFeature()
    {
        QCOMPARE(m_recipe.fields.size(), std::size_t { 30 });
        QCOMPARE(m_before.snapshot.positives + m_after.snapshot.positives, std::int64_t { 710 });
    }

    void logisticRegressionIsAsGoodAsElsewhereAndFailsAYearLater()
    {
        const auto aucs = aucsOf("logistic", kSeeds);
        CB_VERIFY(aucs);
        QVERIFY2(std::abs(aucs->inWindow - .843) <= .025, qPrintable(QString::number(aucs->inWindow)));
        QVERIFY2(aucs->inWindow - aucs->yearLater >= .09, qPrintable(QString::number(aucs->yearLater)));
    }

    void boostedTreesBehaveAlike()
    {
        const auto aucs = aucsOf("boosted", kSeeds);
        CB_VERIFY(aucs);
        QVERIFY2(std::abs(aucs->inWindow - .858) <= .03, qPrintable(QString::number(aucs->inWindow)));
        QVERIFY2(aucs->inWindow - aucs->yearLater >= .09, qPrintable(QString::number(aucs->yearLater)));
    }
};

QTEST_APPLESS_MAIN(TestVehicleClaims)
#include "tst_VehicleClaims.moc"
