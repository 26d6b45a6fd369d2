// SPDX-License-Identifier: GPL-3.0-or-later
// Scenarios 5 and 6: nobody approves their own model, nothing leaves without an approval, nothing changed is
// used.
#include "tests/core/workflow/WorkflowFixture.h"

#include "core/store/RunStore.h"
#include "core/workflow/ApproveModel.h"
#include "core/workflow/ExportBundle.h"
#include "core/workflow/ScoreCases.h"
#include "core/workflow/VerifyBundle.h"

#include <memory>

using namespace casebench;
using namespace casebench::test;
namespace fs = std::filesystem;

class TestApprove : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<WorkflowFixture> m;
    std::unique_ptr<PrivateKey> m_signing;

    [[nodiscard]] Result<Run> approve(std::string_view person, std::string_view run, const PrivateKey& key)
    {
        return approveRun(m->project(), m->actor(person), run, key, "looks right", m->silent());
    }

    [[nodiscard]] Result<ScoreSummary> score(const fs::path& bundle, const fs::path& input)
    {
        BundleScoreRequest request;
        request.bundle = bundle;
        request.input = input;
        request.publicKey = m->folder() / "signing.pub.pem";
        request.approverKey = m->folder() / "omar.pub.pem";
        request.out = m->folder() / "decisions.csv";
        request.reasons = 2;
        return scoreWithBundle(request, m->silent());
    }

    [[nodiscard]] fs::path callsOfApril()
    {
        for (const SampleFile& file : makeSample({ 1 }).files) {
            if (file.name == "calls-2026-04.csv")
                return m->folder().write("april.csv", file.bytes);
        }
        return {};
    }

    [[nodiscard]] fs::path copyOfBundle()
    {
        const fs::path copy = m->folder() / "copy";
        fs::remove_all(copy);
        fs::copy(m->folder() / "bundle", copy, fs::copy_options::recursive);
        return copy;
    }

private slots:

    void initTestCase()
    {
        m = std::make_unique<WorkflowFixture>();
        m_signing = std::make_unique<PrivateKey>(WorkflowFixture::must(PrivateKey::generate()));
        m->folder().write("signing.pub.pem", m_signing->publicKey().pem());
        m->folder().write("omar.pub.pem", m->approverKey().publicKey().pem());
        CB_VERIFY(m->takeSampleSnapshot({ 1 }));
        CB_VERIFY(m->train("q1", "logistic", "good"));
    }

    void theGatesOfAGoodRunPassAndSayWhy()
    {
        const auto gates = checkGates(m->project(), "good", m->silent());
        CB_VERIFY(gates);
        QVERIFY(gates->size() >= 4);
        for (const GateResult& gate : *gates) {
            QVERIFY2(gate.passed, (gate.name + ": " + gate.text).c_str());
            QVERIFY(!gate.rule.empty() && !gate.text.empty());
        }
    }

    void nothingIsExportedBeforeTheApproval()
    {
        const auto refused = exportBundle(m->project(), m->actor("omar"), "good", *m_signing,
                                          m->folder() / "early", m->silent());
        QVERIFY(!refused);
        QVERIFY(refused.error().code == ErrorCode::Refused);
        QCOMPARE(refused.error().kind, std::string("not-approved"));
        QVERIFY(!fs::exists(m->folder() / "early"));
    }

    void theTrainerIsRefused()
    {
        CB_VERIFY(submitRun(m->project(), m->actor("ana"), "good"));
        QCOMPARE(approve("ana", "good", m->approverKey()).error().kind, std::string("role"));
        // An admin may approve, but never what they trained.
        Recipe recipe;
        recipe.family = "logistic";
        CB_VERIFY(trainRun(m->project(), m->actor("ada"), { "q1", recipe, "own", 0, 0 }, m->silent()));
        CB_VERIFY(submitRun(m->project(), m->actor("ana"), "own"));
        const auto refused = approve("ada", "own", m->approverKey());
        QVERIFY(!refused && refused.error().code == ErrorCode::Refused);
        QCOMPARE(refused.error().kind, std::string("own-training"));
        QVERIFY(!championAt(m->project()));
    }

    void anAdminWithoutAKeyAndAKeyThatIsNotTheRegisteredOneAreRefused()
    {
        QCOMPARE(approve("ada", "good", m->approverKey()).error().kind, std::string("no-key"));
        const PrivateKey other = WorkflowFixture::must(PrivateKey::generate());
        QCOMPARE(approve("omar", "good", other).error().kind, std::string("other-key"));
        QCOMPARE(RunStore(m->project()).find("good")->state, RunState::Submitted);
    }

    void aRunThatNobodySubmittedIsNotApproved()
    {
        CB_VERIFY(m->train("q1", "logistic", "unsubmitted"));
        QVERIFY(!approve("omar", "unsubmitted", m->approverKey()));
        QCOMPARE(RunStore(m->project()).find("unsubmitted")->state, RunState::Trained);
    }

    void aGateThatIsNotPassedRefuses()
    {
        CB_VERIFY(m->train("q1", "majority", "guess"));
        CB_VERIFY(submitRun(m->project(), m->actor("ana"), "guess"));
        const auto refused = approve("omar", "guess", m->approverKey());
        QVERIFY(!refused && refused.error().code == ErrorCode::Refused);
        QCOMPARE(refused.error().kind, std::string("gate"));
        QCOMPARE(RunStore(m->project()).find("guess")->state, RunState::Submitted);
    }

    void aSecondPersonApprovesAndTheRunBecomesChampion()
    {
        const auto approved = approve("omar", "good", m->approverKey());
        CB_VERIFY(approved);
        QCOMPARE(approved->state, RunState::Champion);
        QCOMPARE(championAt(m->project())->name, std::string("good"));
        const auto record = approvalOf(m->project(), *approved);
        CB_VERIFY(record);
        QCOMPARE(record->statement.approver, std::string("omar"));
        QCOMPARE(record->fingerprint, m->approverKey().publicKey().fingerprint());
        QVERIFY(m->problems().empty());
    }

    void theTrainerDoesNotExport()
    {
        const auto refused = exportBundle(m->project(), m->actor("ana"), "good", *m_signing,
                                          m->folder() / "early", m->silent());
        QVERIFY(!refused && refused.error().code == ErrorCode::Refused);
        QVERIFY(!fs::exists(m->folder() / "early"));
    }

    void anApprovedRunIsExportedAndVerifies()
    {
        const auto bundle = exportBundle(m->project(), m->actor("omar"), "good", *m_signing,
                                         m->folder() / "bundle", m->silent());
        CB_VERIFY(bundle);
        QCOMPARE(bundle->fingerprint, m_signing->publicKey().fingerprint());
        QCOMPARE(bundle->approverFingerprint, m->approverKey().publicKey().fingerprint());
        const auto report = verifyBundleFiles(m->folder() / "bundle", m->folder() / "signing.pub.pem",
                                              m->folder() / "omar.pub.pem", m->silent());
        CB_VERIFY(report);
        QVERIFY(report->ok && report->problems.empty());
        // Nothing was told to be missing, so the contract is what it was before it could say so.
        QVERIFY(readFile(m->folder() / "bundle/contract.json")->find("missing_texts") == std::string::npos);
    }

    void theBundleScoresAFileWithoutAnyProject()
    {
        const auto summary = score(m->folder() / "bundle", callsOfApril());
        CB_VERIFY(summary);
        QCOMPARE(summary->rows, std::int64_t { 600 });
        QVERIFY(summary->flagged > 350 && summary->flagged < 550);
        const std::string decisions = *readFile(m->folder() / "decisions.csv");
        QVERIFY(decisions.starts_with("\"case\",\"probability\",\"decision\",\"reason_1\",\"reason_2\"\r\n"));
        QCOMPARE(std::ranges::count(decisions, '\n'), std::ptrdiff_t { 601 });
        // The same scores as the project's own.
        const auto stored = scoreProject(m->project(), m->actor("ana"), {}, m->silent());
        CB_VERIFY(stored);
    }

    void aMissingRequiredColumnIsRefusedAndAnUnknownOneCounted()
    {
        const std::string csv = *readFile(callsOfApril());
        const fs::path without = m->folder().write(
            "without.csv", "case_id,received,Money_Asked\nx1,2026-04-01,100\nx2,2026-04-02,200\n");
        const auto refused = score(m->folder() / "bundle", without);
        QVERIFY(!refused && refused.error().code == ErrorCode::Refused);
        QCOMPARE(refused.error().kind, std::string("contract"));
        QVERIFY(refused.error().sentence().find("Opened_Bank_Website") != std::string::npos);

        std::string extra;
        std::size_t line = 0;
        for (const char c : csv) {
            if (c == '\n')
                extra += line++ == 0 ? ",UPI_PAYMENTS" : ",Yes";
            extra += c;
        }
        const auto counted = score(m->folder() / "bundle", m->folder().write("extra.csv", extra));
        CB_VERIFY(counted);
        QVERIFY(std::ranges::find(counted->unknownColumns, "UPI_PAYMENTS") != counted->unknownColumns.end());
        QCOMPARE(counted->rows, std::int64_t { 600 });
    }

    void aFlippedByteInAnyFileIsRefused()
    {
        const fs::path input = callsOfApril();
        int flips = 0;
        for (const auto& entry : fs::recursive_directory_iterator(m->folder() / "bundle")) {
            if (!entry.is_regular_file())
                continue;
            const fs::path name = entry.path().lexically_relative(m->folder() / "bundle");
            const std::string whole = *readFile(entry.path());
            for (const std::size_t at : { std::size_t { 0 }, whole.size() / 2, whole.size() - 1 }) {
                const fs::path copy = copyOfBundle();
                std::string changed = whole;
                changed[at] = static_cast<char>(changed[at] ^ 1);
                CB_VERIFY(writeFileAtomically(copy / name, changed));
                fs::remove(m->folder() / "decisions.csv");
                const auto refused = score(copy, input);
                QVERIFY2(!refused, (name.string() + " at " + std::to_string(at)).c_str());
                QVERIFY(refused.error().code == ErrorCode::Refused
                        || refused.error().code == ErrorCode::Corrupt);
                QVERIFY(!fs::exists(m->folder() / "decisions.csv"));
                ++flips;
            }
        }
        QVERIFY2(flips >= 15, qPrintable(QString::number(flips)));
    }

    void anAddedOrRemovedFileAndTheWrongKeyAreRefused()
    {
        const fs::path input = callsOfApril();
        fs::path copy = copyOfBundle();
        CB_VERIFY(writeFileAtomically(copy / "extra.txt", "hello"));
        QVERIFY(!score(copy, input));
        copy = copyOfBundle();
        fs::remove(copy / "README.md");
        QVERIFY(!score(copy, input));
        const PrivateKey other = WorkflowFixture::must(PrivateKey::generate());
        BundleScoreRequest request;
        request.bundle = m->folder() / "bundle";
        request.input = input;
        request.publicKey = m->folder().write("other.pub.pem", other.publicKey().pem());
        const auto refused = scoreWithBundle(request, m->silent());
        QVERIFY(!refused);
        QVERIFY(refused.error().code == ErrorCode::Refused || refused.error().code == ErrorCode::Corrupt);
    }

    void aRetiredChampionIsChampionNoMoreButWasThen()
    {
        const Instant then = now();
        CB_VERIFY(retireRun(m->project(), m->actor("omar"), "good", "replaced"));
        QVERIFY(!championAt(m->project()));
        QCOMPARE(championAt(m->project(), then)->name, std::string("good"));
    }
};

QTEST_APPLESS_MAIN(TestApprove)
#include "tst_Approve.moc"
