// SPDX-License-Identifier: GPL-3.0-or-later
// Agreement and label noise of a whole project: from label files and runs to what the queue asks again.
#include "tests/core/labelling/CrowdData.h"
#include "tests/core/workflow/WorkflowFixture.h"

#include "core/workflow/FindLabelErrors.h"
#include "core/workflow/MeasureAgreement.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>

using namespace casebench;
using namespace casebench::test;

namespace {

/// A published crowd as a project: its items are the cases, its labels one verdict file.
void importCrowd(WorkflowFixture& f, const CrowdData& data)
{
    std::string cases = "case_id,received,Shown\n";
    for (const std::string& item : data.items)
        cases += fmt::format("i{},2026-01-05,Yes\n", item);
    std::string verdicts = "case,verdict,person\n";
    for (const CrowdAnswer& answer : data.answers)
        verdicts += fmt::format("i{},{},{}\n", data.items[answer.item],
                                answer.category == 1 ? "scam" : "not-scam", data.people[answer.person]);
    ImportRequest request;
    request.choices.id = "case_id";
    request.choices.time = "received";
    CB_VERIFY(f.import("crowd.csv", cases, request));
    const auto imported = f.importVerdicts("crowd-labels.csv", verdicts);
    CB_VERIFY(imported);
    QCOMPARE(imported->accepted, static_cast<std::int64_t>(data.answers.size()));
}

double posteriorAccuracy(WorkflowFixture& f, const CrowdData& data)
{
    const auto agreement = projectAgreement(f.project(), { 100, 1 }, f.silent());
    std::map<std::string, double> p;
    for (std::size_t i = 0; i < agreement->caseIds.size(); ++i)
        p[agreement->caseIds[i]] = agreement->report.scamProbability(i);
    return data.accuracy([&](std::size_t item) { return p.at("i" + data.items[item]); });
}

/// The three training months with some verdicts turned round, and the cases that were.
std::set<std::string> importWithErrors(WorkflowFixture& f, int everyNth)
{
    std::set<std::string> wrong;
    SampleOptions options;
    options.casesPerMonth = 200;
    for (SampleFile file : makeSample(options).files) {
        const bool calls = file.name.starts_with("calls-") && file.name < "calls-2026-04";
        if (calls)
            WorkflowFixture::must(f.import(file.name, file.bytes));
    }
    int line = 0;
    for (SampleFile file : makeSample(options).files) {
        if (!file.name.starts_with("verdicts-"))
            continue;
        std::string turned;
        for (const std::string_view row : split(file.bytes, '\n')) {
            std::string text(row);
            if (!text.empty() && !text.starts_with("case,") && ++line % everyNth == 0) {
                const auto at = text.find(',') + 1;
                const bool scam = text.compare(at, 5, "scam,") == 0;
                text.replace(at, scam ? 4 : 8, scam ? "not-scam" : "scam");
                wrong.insert(text.substr(0, at - 1));
            }
            turned += text + (text.empty() ? "" : "\n");
        }
        WorkflowFixture::must(f.importVerdicts(file.name, turned));
    }
    return wrong;
}

} // namespace

class TestLabelQuality : public QObject
{
    Q_OBJECT

private slots:

    void aLabelFileOfManyPeopleGivesThePublishedAccuracy()
    {
        WorkflowFixture f;
        const CrowdData data = mozafari();
        importCrowd(f, data);
        const double accuracy = posteriorAccuracy(f, data);
        QVERIFY2(std::abs(accuracy - .712) <= .01, qPrintable(QString::number(accuracy)));
        const auto agreement = projectAgreement(f.project(), { 100, 1 }, f.silent());
        CB_VERIFY(agreement);
        QVERIFY(agreement->report.kappaMethod == KappaMethod::Fleiss);
        QVERIFY(std::abs(agreement->report.kappa.value - .406) < .001);
        QVERIFY(agreement->report.alarm());
        const QString sentence = qs(agreementSentence(*agreement));
        QVERIFY2(sentence.contains("0.41") && sentence.contains("1,000 cases")
                     && sentence.contains("below 0.6"),
                 qPrintable(sentence));
    }

    void theBluebirdsTooWhereTheyAre()
    {
        if (!std::filesystem::exists(sharedCrowd("duck_answers.csv")))
            QSKIP("The bluebirds state no licence and stay outside the project; their folder is not here.");
        WorkflowFixture f;
        const CrowdData data = duck();
        importCrowd(f, data);
        const double accuracy = posteriorAccuracy(f, data);
        QVERIFY2(std::abs(accuracy - .898) <= .01, qPrintable(QString::number(accuracy)));
    }

    void withoutASecondVerdictThereIsNothingToMeasure()
    {
        WorkflowFixture f;
        const auto empty = projectAgreement(f.project(), {}, f.silent());
        CB_VERIFY(empty);
        QVERIFY(!empty->report.alarm());
        QVERIFY(!agreementSentence(*empty).empty());
        const auto noise = runLabelNoise(f.project(), f.actor("ana"), {}, {}, f.silent());
        QVERIFY(!noise && noise.error().kind == "no-run");
        const auto suspects = suspectedLabelErrors(f.project(), f.silent());
        CB_VERIFY(suspects);
        QVERIFY(suspects->empty());
    }

    void aRunFindsLabelsThatWereTurnedRound()
    {
        WorkflowFixture f;
        const auto wrong = importWithErrors(f, 20);
        CB_VERIFY(f.snapshot("q1"));
        CB_VERIFY(f.train("q1", "logistic", "doubter"));
        const auto found = runLabelNoise(f.project(), f.actor("ana"), "doubter", {}, f.silent());
        CB_VERIFY(found);
        QCOMPARE(found->noise.n, 600);
        QCOMPARE(found->run, std::string("doubter"));
        QVERIFY(found->policy == LabelPolicy::Confirmed);
        QVERIFY(found->noise.expectedErrors.low <= found->noise.expectedErrors.value);
        // 5 % are wrong; among the first tenth of the ranking they are many times as frequent.
        const auto hits = std::count_if(found->caseIds.begin(), found->caseIds.begin() + 60,
                                        [&](const std::string& id) { return wrong.contains(id); });
        QVERIFY2(hits >= 12, qPrintable(QString("%1 of %2").arg(hits).arg(wrong.size())));
    }

    void theQueueAsksOnlyForWhatNobodyLookedAtSince()
    {
        WorkflowFixture f;
        importWithErrors(f, 20);
        CB_VERIFY(f.snapshot("q1"));
        CB_VERIFY(f.train("q1", "logistic", "doubter"));
        const auto before = suspectedLabelErrors(f.project(), f.silent());
        CB_VERIFY(before);
        QVERIFY(before->size() > 10);
        QVERIFY(std::ranges::is_sorted(*before, {}, &SuspectedLabel::selfConfidence));
        const std::string worst = *CaseStore(f.project()).idOf(before->front().row);
        VerdictRequest again;
        again.caseId = worst;
        CB_VERIFY(giveVerdict(f.project(), f.actor("ina"), again));
        const auto after = suspectedLabelErrors(f.project(), f.silent());
        QCOMPARE(after->size(), before->size() - 1);
        QVERIFY(after->front().row != before->front().row);
        const auto listed = runLabelNoise(f.project(), f.actor("ana"), {}, { .interval = false }, f.silent());
        QCOMPARE(listed->caseIds.front(), worst);
        QCOMPARE(int(listed->lookedAt.front()), 1);
    }

    void aLabellerIsNotToldWhatTheModelThinks()
    {
        WorkflowFixture f;
        importWithErrors(f, 20);
        CB_VERIFY(f.snapshot("q1"));
        CB_VERIFY(f.train("q1", "logistic", "doubter"));
        const auto before = runLabelNoise(f.project(), f.actor("ina"), {}, { .interval = false }, f.silent());
        CB_VERIFY(before);
        QVERIFY(before->noise.cases.empty() && before->caseIds.empty());
        QCOMPARE(before->hidden, before->noise.suspected);
        const auto suspects = suspectedLabelErrors(f.project(), f.silent());
        VerdictRequest own;
        own.caseId = *CaseStore(f.project()).idOf(suspects->front().row);
        CB_VERIFY(giveVerdict(f.project(), f.actor("ina"), own));
        const auto after = runLabelNoise(f.project(), f.actor("ina"), {}, { .interval = false }, f.silent());
        QCOMPARE(after->caseIds, std::vector<std::string> { own.caseId });
        QCOMPARE(after->hidden, before->hidden - 1);
        QVERIFY(after->noise.budgetFor(.8).cases == before->noise.budgetFor(.8).cases); // figures count all
    }
};

QTEST_GUILESS_MAIN(TestLabelQuality)
#include "tst_LabelQuality.moc"
