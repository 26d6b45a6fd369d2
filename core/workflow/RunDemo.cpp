// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/RunDemo.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/store/PersonStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/ApproveModel.h"
#include "core/workflow/CompareRuns.h"
#include "core/workflow/DemoTeam.h"
#include "core/workflow/ExportBundle.h"
#include "core/workflow/ImportCases.h"
#include "core/workflow/ManagePersons.h"
#include "core/workflow/MonitorModel.h"
#include "core/workflow/ProposeRetraining.h"
#include "core/workflow/SampleFixture.h"
#include "core/workflow/ScorerOfRun.h"
#include "core/workflow/SettleLabels.h"
#include "core/workflow/TakeSnapshot.h"
#include "core/workflow/TrainRun.h"
#include "core/workflow/VerifyBundle.h"
#include "core/workflow/WatchDrift.h"
#include "core/workflow/WriteDossier.h"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <map>

namespace casebench {

namespace fs = std::filesystem;

bool DemoReport::ok() const
{
    return std::ranges::all_of(steps, &DemoStep::ok);
}

namespace {

constexpr const char* kAnalyst = "ana";
constexpr const char* kOfficer = "omar";
constexpr std::string_view kNewField = "UPI_PAYMENTS";
constexpr std::string_view kOldField = "Opened_Bank_Website";

std::string monthText(int index)
{
    return formatMonth(sampleMonth(index));
}

/// The story's state while it is told.
class Story
{
public:
    Story(fs::path directory, Project project, DemoReport& report, Progress& progress)
        : m_directory(std::move(directory))
        , m_project(std::move(project))
        , m_report(report)
        , m_progress(progress)
    {
    }

    Result<void> tell(std::uint64_t seed)
    {
        m_seed = seed;
        rememberTruth(seed);
        CB_CHECK(step(0.02, "people and keys", &Story::makePeople));
        CB_CHECK(step(0.06, "January to March", &Story::importTrainingMonths));
        CB_CHECK(step(0.10, "training the champion", &Story::trainChampion));
        CB_CHECK(step(0.25, "April", &Story::watchApril));
        CB_CHECK(step(0.35, "May", &Story::noticeInMay));
        CB_CHECK(step(0.45, "June", &Story::measureHarm));
        CB_CHECK(step(0.55, "proposal", &Story::propose));
        CB_CHECK(step(0.62, "training the challenger", &Story::trainChallenger));
        CB_CHECK(step(0.80, "July", &Story::compare));
        CB_CHECK(step(0.90, "approval and bundle", &Story::approveAndSign));
        CB_CHECK(step(0.95, "the team's August", &Story::workInAugust));
        return step(0.97, "figures by month", &Story::figuresByMonth);
    }

private:
    Result<void> step(double fraction, const char* what, Result<void> (Story::*tellIt)())
    {
        m_fraction = fraction;
        m_progress.report(fraction, what);
        CB_CHECK(m_progress.checkpoint());
        auto told = (this->*tellIt)();
        return told ? told : Result<void>(told.error().in(what));
    }

    /// Lets the steps inside a workflow be cancelled and told without moving the story's own fraction.
    [[nodiscard]] Progress inner() { return m_progress.part(m_fraction, m_fraction); }

    void conclude(int scenario, std::string name, bool ok, std::string text)
    {
        m_report.steps.push_back({ scenario, std::move(name), ok, std::move(text) });
    }

    Result<Actor> person(const char* name) { return resolveActor(m_project, name); }

    void rememberTruth(std::uint64_t seed)
    {
        for (const SampleCase& sample : makeSample({ seed }).cases)
            m_truth[sample.id] = sample.scam ? kPositive : kNegative;
    }

    Result<void> makePeople()
    {
        CB_TRY(const PrivateKey signing, PrivateKey::generate());
        CB_TRY(const PrivateKey approver, PrivateKey::generate());
        CB_CHECK(signing.save(m_directory / "signing-key.pem", {}));
        CB_CHECK(approver.save(m_directory / "approver-key.pem", {}));
        m_report.publicKey = m_directory / "signing-key.pub.pem";
        m_report.approverKey = m_directory / "approver-key.pub.pem";
        CB_CHECK(writeFileAtomically(m_report.publicKey, signing.publicKey().pem()));
        CB_CHECK(writeFileAtomically(m_report.approverKey, approver.publicKey().pem()));
        CB_TRY(const Actor admin, resolveActor(m_project, {}));
        m_admin = admin.name;
        CB_CHECK(addPerson(m_project, admin, { kAnalyst, Role::Analyst, {}, {} }));
        CB_CHECK(addPerson(m_project, admin, { kOfficer, Role::Compliance, approver.publicKey().pem(), {} }));
        return {};
    }

    Result<void> importMonth(int index, bool verdicts)
    {
        CB_TRY(const Actor ana, person(kAnalyst));
        Progress quiet = inner();
        ImportRequest request;
        request.path = m_directory / "sample" / ("calls-" + monthText(index) + ".csv");
        CB_CHECK(importCases(m_project, ana, request, quiet));
        return verdicts ? importVerdicts(index) : Result<void> {};
    }

    Result<void> importVerdicts(int index)
    {
        CB_TRY(const Actor ana, person(kAnalyst));
        Progress quiet = inner();
        const std::string kind = index < kSampleTrainingMonths ? "verdicts-" : "audit-";
        CB_CHECK(
            importLabels(m_project, ana, m_directory / "sample" / (kind + monthText(index) + ".csv"), quiet));
        return {};
    }

    Result<void> importTrainingMonths()
    {
        for (int month = 0; month < kSampleTrainingMonths; ++month)
            CB_CHECK(importMonth(month, true));
        return {};
    }

    Result<Run> train(const std::string& snapshot,
                      const Recipe& recipe,
                      const std::string& name,
                      std::int64_t parent,
                      std::int64_t alert)
    {
        CB_TRY(const Actor ana, person(kAnalyst));
        Progress quiet = inner();
        return trainRun(m_project, ana, { snapshot, recipe, name, parent, alert }, quiet);
    }

    Result<void> approve(const std::string& run)
    {
        CB_TRY(const Actor ana, person(kAnalyst));
        CB_TRY(const Actor omar, person(kOfficer));
        CB_TRY(const PrivateKey key, PrivateKey::load(m_directory / "approver-key.pem"));
        CB_CHECK(submitRun(m_project, ana, run));
        Progress quiet = inner();
        CB_CHECK(approveRun(m_project, omar, run, key, "gates passed", quiet));
        return {};
    }

    Result<void> trainChampion()
    {
        CB_TRY(const Actor ana, person(kAnalyst));
        Progress quiet = inner();
        SnapshotRequest request;
        request.name = "january-march";
        CB_CHECK(takeSnapshot(m_project, ana, request, quiet));
        Recipe recipe;
        recipe.family = "boosted";
        CB_TRY(const Run run, train(request.name, recipe, "champion-1", 0, 0));
        m_report.champion = run.name;
        return approve(run.name);
    }

    Result<WatchReport> monitor() { return monitor(m_report.champion); }

    Result<WatchReport> monitor(const std::string& run)
    {
        CB_TRY(const Actor ana, person(kAnalyst));
        Progress quiet = inner();
        return monitorModel(m_project, ana, run, quiet);
    }

    static const Alert* alertOfKind(const std::vector<Alert>& alerts, std::string_view kind)
    {
        const auto at = std::ranges::find(alerts, kind, &Alert::kind);
        return at == alerts.end() ? nullptr : &*at;
    }

    Result<void> watchApril()
    {
        CB_CHECK(importMonth(3, true));
        CB_TRY(const WatchReport watch, monitor());
        m_aprilCalm = alertOfKind(watch.raised, "schema") == nullptr;
        return {};
    }

    Result<void> noticeInMay()
    {
        CB_CHECK(importMonth(4, false));
        CB_TRY(const WatchReport watch, monitor());
        const Alert* schema = alertOfKind(watch.raised, "schema");
        const bool named = schema != nullptr && !schema->fields.empty() && schema->fields.front() == kNewField
            && std::ranges::find(schema->fields, kOldField) != schema->fields.end();
        conclude(1, "notice", named && m_aprilCalm,
                 (m_aprilCalm ? "April was calm. " : "April raised a schema alert already. ")
                     + (schema == nullptr ? "May raised no schema alert." : schema->text));
        return {};
    }

    Result<void> measureHarm()
    {
        CB_CHECK(importVerdicts(4));
        CB_CHECK(importMonth(5, true));
        CB_TRY(const WatchReport watch, monitor());
        const WatchWindow& june = watch.windows.back();
        const Alert* harm = alertOfKind(watch.alerts, "harm");
        const ErrorSlice* first = watch.slices.empty() ? nullptr : &watch.slices.front();
        const bool sliceNamed = first != nullptr && first->field == kNewField && !first->usedByModel;
        const auto& pooled = june.pooled.recall;
        std::string text =
            fmt::format("Realised recall {} ({} to {}, {} audited scams) against the reference {}.",
                        percentText(pooled.value), percentText(pooled.low), percentText(pooled.high),
                        pooled.n, percentText(watch.referenceRecall.value));
        text += june.trusted ? " The estimate is trusted."
                             : fmt::format(" The estimate {} is withdrawn: {}.",
                                           percentText(june.estimate.value), join(june.whyNot, "; "));
        if (first != nullptr)
            text += fmt::format(" Missed scams concentrate in {} = {} ({} of {} missed, {} of {} caught).",
                                first->field, first->value, first->missed, first->missedAll, first->caught,
                                first->caughtAll);
        conclude(2, "harm",
                 harm != nullptr && !june.trusted && sliceNamed && pooled.value < watch.referenceRecall.value,
                 text);
        return {};
    }

    Result<void> propose()
    {
        CB_TRY(const Actor ana, person(kAnalyst));
        Progress quiet = inner();
        CB_TRY(m_proposal, proposeRetraining(m_project, ana, quiet));
        const bool adds = std::ranges::any_of(
            m_proposal.addFields, [](const FieldProposal& add) { return add.field == kNewField; });
        std::string fields;
        for (const FieldProposal& add : m_proposal.addFields)
            fields += (fields.empty() ? "" : ", ") + add.field;
        conclude(3, "propose",
                 adds && m_proposal.parentRun != 0 && m_proposal.alert != 0
                     && m_proposal.labelsAvailable >= 150,
                 fmt::format("{} labels available since the change of the model's period, {} missing; add "
                             "{}; {} further new fields stay out.",
                             m_proposal.labelsAvailable, countText(m_proposal.labelsMissing),
                             fields.empty() ? "nothing" : fields, m_proposal.quietFields.size()));
        return {};
    }

    Result<void> trainChallenger()
    {
        CB_TRY(const Actor ana, person(kAnalyst));
        Progress quiet = inner();
        SnapshotRequest request;
        request.name = "with-may-and-june";
        request.to = monthStart(sampleMonth(6));
        request.decidedOnly = true;
        // Months 1-3 and the audited cases of the changed months; April's audit says nothing new and
        // stays out as the fixture says.
        request.where =
            fmt::format("NOT (received >= '{}' AND received < '{}')", formatDate(monthStart(sampleMonth(3))),
                        formatDate(monthStart(sampleMonth(4))));
        CB_CHECK(takeSnapshot(m_project, ana, request, quiet));
        CB_TRY(
            const Run challenger,
            train(request.name, m_proposal.recipe, "challenger-1", m_proposal.parentRun, m_proposal.alert));
        m_report.challenger = challenger.name;
        Recipe sameSchema = m_proposal.recipe;
        for (const FieldProposal& add : m_proposal.addFields)
            std::erase(sameSchema.fields, add.field);
        CB_CHECK(train(request.name, sameSchema, "same-schema-1", m_proposal.parentRun, m_proposal.alert));
        return {};
    }

    Result<DemoFigures> figuresOf(const std::string& run, int month)
    {
        CB_TRY(const LoadedRun loaded, loadRun(m_project, run));
        Progress quiet = inner();
        CB_TRY(const CaseTablePtr cases,
               casesBetween(m_project, monthStart(sampleMonth(month)), monthStart(sampleMonth(month + 1)),
                            quiet));
        CB_TRY(const Scores scores, loaded.scorer.score(*cases, quiet));
        std::vector<Truth> truth;
        for (const std::string& id : cases->ids)
            truth.push_back(m_truth.at(id));
        const Confusion confusion = confusionAt(truth, scores.probability, loaded.run.threshold);
        return DemoFigures { confusion.recall(), confusion.specificity(), rocAuc(truth, scores.probability) };
    }

    Result<void> compare()
    {
        CB_CHECK(importMonth(6, true));
        CB_TRY(const Actor ana, person(kAnalyst));
        Progress quiet = inner();
        SnapshotRequest request;
        request.name = "july-audit";
        request.from = monthStart(sampleMonth(6));
        request.to = monthStart(sampleMonth(7));
        request.decidedOnly = true;
        CB_CHECK(takeSnapshot(m_project, ana, request, quiet));
        CB_TRY(const Comparison comparison,
               compareRuns(
                   m_project,
                   { { m_report.champion, m_report.challenger }, request.name, { std::string(kNewField) } },
                   quiet));
        CB_TRY(const DemoFigures champion, figuresOf(m_report.champion, 6));
        CB_TRY(const DemoFigures challenger, figuresOf(m_report.challenger, 6));
        CB_TRY(m_report.sameSchema, figuresOf("same-schema-1", 6));
        const bool ok = challenger.recall >= .90 && challenger.specificity >= .68 && challenger.auc >= .90
            && champion.recall <= .80 && m_report.sameSchema.recall <= .80
            && m_report.sameSchema.recall < challenger.recall;
        const double p = comparison.pairs.empty() ? std::nan("") : comparison.pairs.front().mcnemar.p;
        conclude(4, "compare", ok,
                 fmt::format("{} (75 audited cases of July, McNemar {}). On all of July: recall {} against "
                             "{}, specificity {} against {}, AUC {:.3f} against {:.3f}; "
                             "a retrain without the new field reaches recall {}.",
                             comparison.sentence, pValueText(p), percentText(challenger.recall),
                             percentText(champion.recall), percentText(challenger.specificity),
                             percentText(champion.specificity), challenger.auc, champion.auc,
                             percentText(m_report.sameSchema.recall)));
        return {};
    }

    Result<void> approveAndSign()
    {
        CB_CHECK(approve(m_report.challenger));
        CB_TRY(const Actor admin, person(m_admin.c_str()));
        CB_TRY(const PrivateKey key, PrivateKey::load(m_directory / "signing-key.pem"));
        Progress quiet = inner();
        m_report.bundle = m_directory / "bundle";
        CB_TRY(const ExportedBundle bundle,
               exportBundle(m_project, admin, m_report.challenger, key, m_report.bundle, quiet));
        CB_TRY(const VerifyReport good,
               verifyBundleFiles(bundle.path, m_report.publicKey, m_report.approverKey, quiet));
        CB_TRY(const bool noticed, changesAreNoticed());
        m_report.dossier = m_directory / "dossier.html";
        CB_TRY(const Dossier dossier,
               writeDossier(m_project, admin, m_report.challenger, m_report.dossier, quiet));
        CB_CHECK(writeDossier(m_project, admin, m_report.challenger, m_directory / "dossier.json", quiet));
        const bool told = !dossier.content["parent_run"].is_null() && !dossier.content["alert"].is_null()
            && dossier.content["approvals"].size() >= 2;
        conclude(5, "approve and sign", good.ok && noticed && told,
                 fmt::format("{} approved by {}; bundle of {} files {}; one flipped byte and one added file "
                             "are {}; key {}.",
                             m_report.challenger, kOfficer, bundle.files.size(),
                             good.ok ? "verifies" : "does not verify", noticed ? "refused" : "NOT refused",
                             fingerprintWords(bundle.fingerprint)));
        return {};
    }

    /// A copy with one flipped byte, and one with an added file, must both be refused.
    Result<bool> changesAreNoticed()
    {
        Progress quiet = inner();
        bool all = true;
        for (const bool flip : { true, false }) {
            const fs::path copy = m_directory / "tampered.cbtmp";
            std::error_code failure;
            fs::remove_all(copy, failure);
            fs::copy(m_report.bundle, copy, fs::copy_options::recursive, failure);
            if (failure)
                return Error { ErrorCode::Unreadable,
                               "Could not copy the bundle: " + failure.message() + "." };
            if (flip) {
                CB_TRY(std::string bytes, readFile(copy / "pipeline.json"));
                bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
                CB_CHECK(writeFileAtomically(copy / "pipeline.json", bytes));
            } else {
                CB_CHECK(writeFileAtomically(copy / "extra.txt", "not signed\n"));
            }
            CB_TRY(const VerifyReport verdict,
                   verifyBundleFiles(copy, m_report.publicKey, m_report.approverKey, quiet));
            all = all && !verdict.ok;
            fs::remove_all(copy, failure);
        }
        return all;
    }

    Result<void> workInAugust()
    {
        CB_CHECK(importMonth(7, true));
        Progress quiet = inner();
        return playTeamWork(m_project, m_directory / "sample", { m_admin, kAnalyst, m_truth, m_seed }, quiet);
    }

    Result<void> figuresByMonth()
    {
        for (int month = kSampleTrainingMonths; month < kSampleMonths; ++month) {
            DemoMonth figures { sampleMonth(month), {}, {} };
            CB_TRY(figures.champion, figuresOf(m_report.champion, month));
            CB_TRY(figures.challenger, figuresOf(m_report.challenger, month));
            m_report.months.push_back(figures);
        }
        CB_TRY(const WatchReport watch, monitor());
        m_report.alerts = watch.alerts;
        // The new champion is watched from its first day on; who opens the project sees how it does.
        CB_CHECK(monitor(m_report.challenger));
        return {};
    }

    fs::path m_directory;
    Project m_project;
    DemoReport& m_report;
    Progress& m_progress;
    double m_fraction = 0;
    std::map<std::string, Truth> m_truth;
    std::string m_admin;
    std::uint64_t m_seed = 1;
    RetrainingProposal m_proposal;
    bool m_aprilCalm = false;
};

} // namespace

Result<DemoReport> runDemo(const fs::path& directory, std::uint64_t seed, Progress& progress)
{
    const auto started = std::chrono::steady_clock::now();
    DemoReport report;
    report.project = directory / "project.casebench";
    std::error_code failure;
    fs::create_directories(directory, failure);
    if (failure)
        return Error { ErrorCode::Unreadable, "Could not create the folder: " + failure.message() + ".",
                       directory.string() };
    CB_CHECK(writeSample(directory / "sample", { seed }));
    CreateOptions options;
    options.name = "Scam calls 2026";
    CB_TRY(Project project, Project::create(report.project, options));
    Story story(directory, std::move(project), report, progress);
    CB_CHECK(story.tell(seed));
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return report;
}

} // namespace casebench
