// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/RunStore.h"

#include "core/base/Text.h"
#include "core/crypto/Digest.h"
#include "core/store/ByteStream.h"
#include "core/store/RunCodec.h"
#include "core/store/Sqlite.h"

#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::string_view kSelect = "SELECT id, name, snapshot, snapshot_digest, parent_run, alert, recipe, "
                                     "state, trained_by, trained_at, seconds, "
                                     "evidence, model_sha256, model_digest, "
                                     "(SELECT policy FROM snapshot AS s WHERE s.id = run.snapshot) FROM run ";

Result<Run> readRun(const Statement& row)
{
    Run run;
    run.id = row.integer(0);
    run.name = row.string(1);
    run.snapshotId = row.integer(2);
    run.snapshotDigest = row.string(3);
    run.parentRun = row.integer(4);
    run.alertId = row.integer(5);
    CB_TRY(const Json recipe, parseJson(row.text(6)));
    CB_TRY(run.recipe, recipeFromJson(recipe));
    CB_TRY(run.state, valueIn(kRunStateNames, row.text(7)));
    run.trainedBy = row.string(8);
    run.trainedAt = row.integer(9);
    run.seconds = row.real(10);
    CB_TRY(run.labels.policy,
           valueIn(kLabelPolicyNames, row.text(14))); // runs of before did not say it themselves
    CB_TRY(const Json evidence, parseJson(row.text(11)));
    CB_CHECK(evidenceFromJson(evidence, run));
    run.modelSha256 = row.string(12);
    run.modelDigest = row.string(13);
    return run;
}

Result<void> insertBlob(Database& database, std::int64_t run, std::string_view kind, std::string_view data)
{
    const Digest digest = sha256(data);
    return database.run("INSERT INTO run_blob(run, kind, sha256, data) VALUES(?1, ?2, ?3, ?4)", run, kind,
                        Blob { bytesOf(digest) }, Blob { data });
}

Result<std::string> loadBlob(Database& database, std::int64_t run, std::string_view kind)
{
    CB_TRY(Statement row,
           database.query("SELECT data, sha256 FROM run_blob WHERE run = ?1 AND kind = ?2", run, kind));
    CB_TRY(const bool found, row.step());
    if (!found)
        return Error { ErrorCode::NotFound, fmt::format("There is no run {}.", run) };
    if (row.blob(1) != bytesOf(sha256(row.blob(0))))
        return damagedBlob(kind).in(fmt::format("run {}", run));
    return std::string(row.blob(0));
}

} // namespace

RunStore::RunStore(const Project& project)
    : m_project(&project)
{
}

Result<std::int64_t>
RunStore::insert(WriteTransaction& tx, const Run& run, const RunPredictions& predictions) const
{
    Database& database = tx.database();
    CB_TRY(const std::int64_t id, database.integer("SELECT coalesce(max(id), 0) + 1 FROM run"));
    const std::string title = run.name.empty() ? fmt::format("run-{}", id) : run.name;
    CB_TRY(const std::int64_t taken, database.integer("SELECT count(*) FROM run WHERE name = ?1", title));
    if (taken > 0)
        return Error { ErrorCode::Refused,
                       fmt::format("There is a run \"{}\" already.", title),
                       {},
                       {},
                       "Choose another name." };
    const std::string trainer = run.trainedBy.empty() ? tx.actor().name : run.trainedBy;
    const Instant trainedAt = run.trainedAt == kNoTime ? tx.time() : run.trainedAt;
    const std::string modelHash = hex(sha256(run.modelBytes));
    if (!run.modelSha256.empty() && run.modelSha256 != modelHash)
        return Error { ErrorCode::Internal, "The SHA-256 of the run is not that of its model." };
    CB_CHECK(database.run("INSERT INTO run(id, name, snapshot, snapshot_digest, parent_run, alert, recipe, "
                          "state, trained_by, trained_at, seconds, "
                          "evidence, model_sha256, model_digest) VALUES(?1, ?2, ?3, ?4, nullif(?5, 0), "
                          "nullif(?6, 0), ?7, 'trained', ?8, ?9, ?10, "
                          "?11, ?12, ?13)",
                          id, title, run.snapshotId, run.snapshotDigest, run.parentRun, run.alertId,
                          canonicalJson(toJson(run.recipe)), trainer, trainedAt, run.seconds,
                          evidenceToJson(run).dump(), modelHash, run.modelDigest));
    CB_CHECK(insertBlob(database, id, "model", run.modelBytes));
    CB_CHECK(insertBlob(database, id, "holdout", encodePredictions(predictions.holdout)));
    CB_CHECK(insertBlob(database, id, "out-of-fold", encodePredictions(predictions.outOfFold)));
    return id;
}

Result<Run> RunStore::find(std::string_view nameOrId) const
{
    CB_TRY(Statement row, m_project->database().query(std::string(kSelect) + "WHERE name = ?1", nameOrId));
    CB_TRY(const bool found, row.step());
    if (found)
        return readRun(row);
    if (const auto id = parseInteger(nameOrId))
        return find(std::int64_t { *id });
    return Error { ErrorCode::NotFound,
                   fmt::format("There is no run \"{}\".", nameOrId),
                   {},
                   {},
                   "List them with \"runs\"." };
}

Result<Run> RunStore::find(std::int64_t id) const
{
    CB_TRY(Statement row, m_project->database().query(std::string(kSelect) + "WHERE id = ?1", id));
    CB_TRY(const bool found, row.step());
    if (!found)
        return Error {
            ErrorCode::NotFound, fmt::format("There is no run {}.", id), {}, {}, "List them with \"runs\"."
        };
    return readRun(row);
}

Result<std::vector<Run>> RunStore::list() const
{
    CB_TRY(Statement rows, m_project->database().query(std::string(kSelect) + "ORDER BY id"));
    std::vector<Run> runs;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return runs;
        CB_TRY(Run run, readRun(rows));
        runs.push_back(std::move(run));
    }
}

Result<std::string> RunStore::loadModel(std::int64_t id) const
{
    CB_TRY(std::string model, loadBlob(m_project->database(), id, "model"));
    CB_TRY(const Run run, find(id));
    if (hex(sha256(model)) != run.modelSha256)
        return damagedBlob("the model is not the one that was trained").in("run " + run.name);
    return model;
}

Result<RunPredictions> RunStore::loadPredictions(std::int64_t id) const
{
    RunPredictions predictions;
    CB_TRY(const std::string holdout, loadBlob(m_project->database(), id, "holdout"));
    CB_TRY(const std::string outOfFold, loadBlob(m_project->database(), id, "out-of-fold"));
    CB_TRY(predictions.holdout, decodePredictions(holdout));
    CB_TRY(predictions.outOfFold, decodePredictions(outOfFold));
    return predictions;
}

Result<void> RunStore::remove(WriteTransaction& tx, std::int64_t id) const
{
    CB_TRY(const Run run, find(id));
    Database& database = tx.database();
    CB_TRY(const std::int64_t used,
           database.integer("SELECT (SELECT count(*) FROM decision WHERE run = ?1) + (SELECT count(*) FROM "
                            "score WHERE run = ?1) "
                            "+ (SELECT count(*) FROM alert WHERE run = ?1) + (SELECT count(*) FROM run WHERE "
                            "parent_run = ?1)",
                            id));
    if (used > 0)
        return Error {
            ErrorCode::Refused,
            "A run that was submitted, has scored cases, raised alerts or is the parent of another stays.",
            "run " + run.name,
            {},
            "Retire it instead."
        };
    CB_CHECK(database.run("DELETE FROM run_blob WHERE run = ?1", id));
    return database.run("DELETE FROM run WHERE id = ?1", id);
}

} // namespace casebench
