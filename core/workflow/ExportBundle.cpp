// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/ExportBundle.h"

#include "core/bundling/Bundle.h"
#include "core/privacy/Masking.h"
#include "core/store/AuditLog.h"
#include "core/store/CaseStore.h"
#include "core/store/RunStore.h"
#include "core/store/SnapshotStore.h"
#include "core/store/SourceStore.h"
#include "core/workflow/AcceptHistory.h"
#include "core/workflow/Access.h"
#include "core/workflow/ApproveModel.h"
#include "core/workflow/BundleModel.h"
#include "core/workflow/ModelCard.h"
#include "core/workflow/ScorerOfRun.h"
#include "core/workflow/TakeSnapshot.h"

#include <set>

namespace casebench {

namespace {

/// The columns a file to score has: the id when there is one, then what the model reads.
Json contractJson(const LoadedRun& loaded, const Schema& schema, Json missingTexts)
{
    std::vector<Field> fields;
    if (const auto id = schema.firstOf(FieldRole::Id))
        fields.push_back(schema[*id]);
    for (const EncodedField& encoded : loaded.scorer.encoder().fields()) {
        if (const auto at = schema.indexOf(encoded.name))
            fields.push_back(schema[*at]);
    }
    for (Field& field : fields)
        field.controllable = false; // a judgement of this project, not part of the contract
    Json contract { { "format", 1 },
                    { "name", loaded.run.name },
                    { "fields", Schema(std::move(fields)).toJson() },
                    { "missing",
                      "an empty cell is missing; in a yes/no field that is Not asked, which is not No" },
                    { "outputs", { "probability", "decision" } },
                    { "positive", "scam" } };
    if (!missingTexts.empty())
        contract[std::string(kMissingTextsKey)] = std::move(missingTexts);
    return contract;
}

/// Field -> texts that the files behind the model were told to take for "no value", so that a file from
/// outside is read as they were. A text that the model knows as a level is one.
Result<Json> missingTexts(Project& project, const LoadedRun& loaded, const Snapshot& snapshot)
{
    CB_TRY(const auto sources, SourceStore(project).list());
    Json all = Json::object();
    for (const EncodedField& field : loaded.scorer.encoder().fields()) {
        std::set<std::string> texts;
        for (const Source& source : sources) {
            const Json declared = source.options.value("missing", Json::object());
            if (source.importedAt > snapshot.createdAt || !declared.is_object()
                || !declared.contains(field.name))
                continue;
            for (const Json& text : declared[field.name]) {
                if (text.is_string())
                    texts.insert(text.get<std::string>());
            }
        }
        for (const auto& levels : { field.levels, field.rareLevels }) {
            for (const std::string& level : levels)
                texts.erase(level);
        }
        if (!texts.empty())
            all[field.name] = texts;
    }
    return all;
}

/// Encoder and model of a run hold the values of the fields they were trained on.
Result<void> requireNothingPersonal(Project& project, const LoadedRun& loaded)
{
    CB_TRY(const Schema now, CaseStore(project).schema());
    for (const std::string& field : modelFields(loaded.scorer)) {
        const auto at = now.indexOf(field);
        if (at && isMasked(now[*at].role))
            return Error { ErrorCode::Refused,
                           "Run " + loaded.run.name + " reads " + field
                               + ", which is personal: its values would stand in the bundle.",
                           field, "personal-field", "Train a run without it, and have that one approved." };
    }
    return {};
}

Result<BundleContents> contentsOf(Project& project,
                                  const LoadedRun& loaded,
                                  const SnapshotData& reference,
                                  const ApprovalRecord& approval,
                                  const AuditHead& history)
{
    const Run& run = loaded.run;
    BundleContents contents;
    const auto add = [&](std::string_view name, std::string bytes) {
        return contents.add(std::string(name), std::move(bytes));
    };
    CB_CHECK(add(kPipelineFile, modelIdentityBytes(run)));
    CB_CHECK(add(kModelFile, run.modelBytes));
    CB_TRY(Json missing, missingTexts(project, loaded, reference.snapshot));
    CB_CHECK(
        add(kContractFile, prettyJson(contractJson(loaded, reference.snapshot.schema, std::move(missing)))));
    CB_CHECK(add(kCalibratorFile,
                 prettyJson({ { "method", run.calibration.fitted ? "platt" : "none" },
                              { "a", run.calibration.a },
                              { "b", run.calibration.b },
                              { "n", run.calibration.n },
                              { "formula", "p = 1 / (1 + exp(a * margin + b))" } })));
    CB_CHECK(
        add(kThresholdFile,
            prettyJson({ { "threshold", run.threshold },
                         { "rule", "flag when the calibrated probability is at least the threshold" } })));
    Json lineage = lineageJson(run, reference.snapshot);
    lineage["audit"] = { { "seq", history.seq }, { "hash", history.hash } };
    CB_CHECK(add(kLineageFile, prettyJson(lineage)));
    CB_CHECK(add(kMetricsFile, prettyJson(metricsJson(run))));
    CB_CHECK(add(kReferenceFile, prettyJson(referenceJson(*reference.table, modelFields(loaded.scorer)))));
    CB_CHECK(add(kCardFile,
                 modelCard(run, reference.snapshot, approval.statement.approver,
                           formatInstant(approval.statement.time))));
    return contents;
}

Result<void> recordExport(Project& project, const Actor& actor, const Run& run, const ExportedBundle& bundle)
{
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_CHECK(tx.commit({ .act = "bundle.export",
                         .objType = "run",
                         .objId = std::to_string(run.id),
                         .result = { { "payload_sha256", bundle.payloadSha256 },
                                     { "root_digest", bundle.rootDigest },
                                     { "fingerprint", bundle.fingerprint },
                                     { "model_digest", run.modelDigest } },
                         .signHead = true }));
    return {};
}

} // namespace

Result<ExportedBundle> exportBundle(Project& project,
                                    const Actor& actor,
                                    std::string_view name,
                                    const PrivateKey& key,
                                    const std::filesystem::path& out,
                                    Progress& progress)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Release));
    CB_CHECK(requireExplainedHistory(project));
    CB_TRY(const LoadedRun loaded, loadRun(project, name));
    CB_CHECK(requireNothingPersonal(project, loaded));
    CB_TRY(const ApprovalRecord approval, approvalOf(project, loaded.run));
    if (actor.name == loaded.run.trainedBy)
        return Error { ErrorCode::Refused,
                       actor.name + " trained run " + loaded.run.name + " and cannot export it.",
                       {},
                       "own-training",
                       "A second person exports." };
    CB_TRY(const SnapshotData reference,
           loadSnapshot(project, std::to_string(loaded.run.snapshotId), progress));
    CB_TRY(const AuditHead history, AuditLog(project).head());
    CB_TRY(BundleContents contents, contentsOf(project, loaded, reference, approval, history));
    BundleRequest request { out, std::move(contents), &key, approval, nullptr };
    if (key.publicKey().fingerprint() == approval.fingerprint)
        request.approverKey = &key;
    CB_TRY(const VerifyReport report, writeBundle(request, progress));
    ExportedBundle bundle {
        out, report.payloadSha256, report.rootDigest, report.fingerprint, report.approverFingerprint, {}
    };
    for (const Resource& file : report.files)
        bundle.files.push_back(file.name);
    if (auto recorded = recordExport(project, actor, loaded.run, bundle); !recorded) {
        std::error_code ignored;
        std::filesystem::remove_all(out, ignored); // nothing leaves the house without its record
        return recorded.error();
    }
    return bundle;
}

} // namespace casebench
