// SPDX-License-Identifier: GPL-3.0-or-later
// What a bundle says of a file outside is what the project says of the same file inside.
#include "tests/core/workflow/WorkflowFixture.h"

#include "core/base/AtomicFile.h"
#include "core/store/ScoreStore.h"
#include "core/workflow/ApproveModel.h"
#include "core/workflow/ExportBundle.h"
#include "core/workflow/ScoreCases.h"

#include <cmath>
#include <map>

using namespace casebench;
using namespace casebench::test;

class TestScoredOutside : public QObject
{
    Q_OBJECT

private slots:

    void aTextThatMeansNoValueInsideMeansItOutside()
    {
        WorkflowFixture f;
        ImportRequest request;
        request.read.columns["Location_Of_Call"].missing = { "unknown" };
        std::string april;
        for (const SampleFile& file : makeSample({ 1 }).files) {
            const std::string month = file.name.substr(file.name.size() < 6 ? 0 : file.name.size() - 6, 2);
            if (file.name == "calls-2026-04.csv")
                april = file.bytes;
            else if (file.name.starts_with("calls-") && month <= "03")
                CB_VERIFY(f.import(file.name, file.bytes, request));
            else if (file.name.starts_with("verdicts-"))
                CB_VERIFY(f.importVerdicts(file.name, file.bytes));
        }
        CB_VERIFY(f.snapshot("q1"));
        const auto run = f.train("q1", "logistic", "good");
        CB_VERIFY(run);
        CB_VERIFY(submitRun(f.project(), f.actor("ana"), "good"));
        CB_VERIFY(approveRun(f.project(), f.actor("omar"), "good", f.approverKey(), "right", f.silent()));
        const PrivateKey signing = f.must(PrivateKey::generate());
        CB_VERIFY(
            exportBundle(f.project(), f.actor("omar"), "good", signing, f.folder() / "bundle", f.silent()));
        const Json contract = f.must(parseJson(f.must(readFile(f.folder() / "bundle/contract.json"))));
        QCOMPARE(qs(contract["missing_texts"].dump()), R"({"Location_Of_Call":["unknown"]})");

        BundleScoreRequest outside;
        outside.bundle = f.folder() / "bundle";
        outside.input = f.folder().write("outside.csv", april);
        outside.publicKey = f.folder().write("key.pem", signing.publicKey().pem());
        outside.out = f.folder() / "decisions.csv";
        const auto scored = scoreWithBundle(outside, f.silent());
        CB_VERIFY(scored);
        QCOMPARE(scored->unseenLevels, std::int64_t { 0 }); // "unknown" is no level

        const auto imported = f.import("calls-2026-04.csv", april, request);
        CB_VERIFY(imported);
        CB_VERIFY(scoreProject(f.project(), f.actor("ana"), { .run = "good" }, f.silent()));
        const CaseScores inside = f.must(ScoreStore(f.project()).latest(run->id));
        const auto ids = f.must(CaseStore(f.project()).ids());
        std::map<std::string, double> probability;
        for (std::size_t i = 0; i < inside.rows.size(); ++i)
            probability[ids[inside.rows[i]]] = inside.probability[i];
        int compared = 0;
        for (const QString& line : qs(f.must(readFile(outside.out))).split("\r\n").mid(1)) {
            const QStringList cells = line.split("\",\"");
            if (cells.size() < 3)
                continue;
            const double theirs = cells[1].toDouble();
            QVERIFY2(std::abs(probability.at(cells[0].mid(1).toStdString()) - theirs) < 1e-6,
                     qPrintable(line));
            ++compared;
        }
        QCOMPARE(compared, 600);
    }
};

QTEST_APPLESS_MAIN(TestScoredOutside)
#include "tst_ScoredOutside.moc"
