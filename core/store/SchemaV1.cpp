// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/SchemaV1.h"

#include <array>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr const char* kPeopleAndHistory = R"sql(
CREATE TABLE project(id INTEGER PRIMARY KEY CHECK(id = 1), uuid TEXT NOT NULL, name TEXT NOT NULL, zone TEXT NOT NULL,
    created_at INTEGER NOT NULL, creation BLOB NOT NULL) STRICT;
CREATE TABLE audit(seq INTEGER PRIMARY KEY, body BLOB NOT NULL, hash BLOB NOT NULL CHECK(length(hash) = 32)) STRICT;
CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK(length(name) BETWEEN 1 AND 200),
    role TEXT NOT NULL CHECK(role IN ('none', 'investigator', 'analyst', 'compliance', 'admin')),
    public_key TEXT NOT NULL, fingerprint TEXT NOT NULL) STRICT;
CREATE TABLE setting(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE CHECK(length(key) > 0), value TEXT NOT NULL) STRICT;
)sql";

// Fields, parts and changes name their source before its counts are known, hence the deferred references.
constexpr const char* kCases = R"sql(
CREATE TABLE source(id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL CHECK(kind IN ('cases', 'labels')),
    bytes INTEGER NOT NULL CHECK(bytes >= 0), sha256 TEXT NOT NULL CHECK(length(sha256) = 64), imported_at INTEGER NOT NULL,
    imported_by TEXT NOT NULL, rows_read INTEGER NOT NULL, rows_accepted INTEGER NOT NULL, rows_updated INTEGER NOT NULL,
    rows_quarantined INTEGER NOT NULL, header TEXT NOT NULL, notes TEXT NOT NULL, options TEXT NOT NULL) STRICT;
CREATE TABLE quarantine(id INTEGER PRIMARY KEY, source INTEGER NOT NULL REFERENCES source(id) DEFERRABLE INITIALLY DEFERRED,
    line INTEGER NOT NULL, field TEXT NOT NULL, kind TEXT NOT NULL, reason TEXT NOT NULL, raw BLOB NOT NULL) STRICT;
CREATE INDEX quarantine_source ON quarantine(source);
CREATE TABLE field(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK(kind IN ('number', 'category', 'yes-no', 'time', 'text')),
    role TEXT NOT NULL CHECK(role IN ('feature', 'id', 'time', 'label', 'sensitive', 'personal', 'group', 'ignore')),
    type TEXT NOT NULL CHECK(type IN ('missing', 'integer', 'decimal', 'boolean', 'date', 'datetime', 'text')),
    controllable INTEGER NOT NULL CHECK(controllable IN (0, 1)),
    first_source INTEGER REFERENCES source(id) DEFERRABLE INITIALLY DEFERRED,
    last_source INTEGER REFERENCES source(id) DEFERRABLE INITIALLY DEFERRED) STRICT;
CREATE TABLE part(id INTEGER PRIMARY KEY, first_row INTEGER NOT NULL UNIQUE CHECK(first_row >= 0),
    rows INTEGER NOT NULL CHECK(rows BETWEEN 1 AND 65536),
    source INTEGER NOT NULL REFERENCES source(id) DEFERRABLE INITIALLY DEFERRED,
    id_field INTEGER NOT NULL CHECK(id_field >= -1)) STRICT;
CREATE TABLE chunk(id INTEGER PRIMARY KEY, field INTEGER NOT NULL CHECK(field >= 0), part INTEGER NOT NULL REFERENCES part(id),
    rows INTEGER NOT NULL CHECK(rows BETWEEN 1 AND 65536), sha256 BLOB NOT NULL CHECK(length(sha256) = 32), data BLOB NOT NULL,
    UNIQUE(field, part)) STRICT;
CREATE TABLE dictionary(id INTEGER PRIMARY KEY, field INTEGER NOT NULL REFERENCES field(id), code INTEGER NOT NULL CHECK(code >= 0),
    text TEXT NOT NULL, UNIQUE(field, code)) STRICT;
CREATE TABLE cell_change(seq INTEGER PRIMARY KEY, case_row INTEGER NOT NULL CHECK(case_row >= 0),
    field INTEGER NOT NULL REFERENCES field(id), old TEXT NOT NULL, new TEXT NOT NULL,
    source INTEGER REFERENCES source(id) DEFERRABLE INITIALLY DEFERRED, audit_seq INTEGER NOT NULL, at INTEGER NOT NULL,
    person TEXT NOT NULL, reason TEXT NOT NULL) STRICT;
CREATE INDEX cell_change_field ON cell_change(field, case_row);
CREATE INDEX cell_change_row ON cell_change(case_row);
)sql";

constexpr const char* kLabelsAndSnapshots = R"sql(
CREATE TABLE label(seq INTEGER PRIMARY KEY, case_row INTEGER NOT NULL CHECK(case_row >= 0),
    verdict TEXT NOT NULL CHECK(verdict IN ('scam', 'not-scam', 'disputed', 'unresolvable')),
    origin TEXT NOT NULL CHECK(origin IN ('person', 'adjudication', 'imported', 'complaint')),
    person TEXT NOT NULL REFERENCES person(name), reason TEXT NOT NULL, note TEXT NOT NULL,
    confidence REAL CHECK(confidence BETWEEN 0 AND 1), decided_at INTEGER, decided_assumed INTEGER NOT NULL CHECK(decided_assumed IN (0, 1)),
    recorded_at INTEGER NOT NULL, retracts INTEGER REFERENCES label(seq)) STRICT;
CREATE INDEX label_row ON label(case_row);
CREATE INDEX label_person ON label(person);
CREATE TABLE snapshot(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK(length(name) BETWEEN 1 AND 200), digest TEXT NOT NULL,
    from_time INTEGER, to_time INTEGER, filter TEXT NOT NULL, policy TEXT NOT NULL, as_of INTEGER, created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL, schema TEXT NOT NULL, rows INTEGER NOT NULL, positives INTEGER NOT NULL, negatives INTEGER NOT NULL,
    undecided INTEGER NOT NULL, change_seq INTEGER NOT NULL, label_seq INTEGER NOT NULL, bitmap BLOB NOT NULL) STRICT;
CREATE TABLE snapshot_chunk(id INTEGER PRIMARY KEY, snapshot INTEGER NOT NULL REFERENCES snapshot(id),
    chunk INTEGER NOT NULL REFERENCES chunk(id), sha256 BLOB NOT NULL CHECK(length(sha256) = 32)) STRICT;
CREATE INDEX snapshot_chunk_snapshot ON snapshot_chunk(snapshot);
)sql";

constexpr const char* kRuns = R"sql(
CREATE TABLE run(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK(length(name) BETWEEN 1 AND 200),
    snapshot INTEGER NOT NULL REFERENCES snapshot(id), snapshot_digest TEXT NOT NULL, parent_run INTEGER REFERENCES run(id),
    alert INTEGER, recipe TEXT NOT NULL,
    state TEXT NOT NULL CHECK(state IN ('trained', 'submitted', 'approved', 'champion', 'rejected', 'retired')),
    trained_by TEXT NOT NULL, trained_at INTEGER NOT NULL, seconds REAL NOT NULL, evidence TEXT NOT NULL, model_sha256 TEXT NOT NULL,
    model_digest TEXT NOT NULL) STRICT;
CREATE TABLE run_blob(id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run(id),
    kind TEXT NOT NULL CHECK(kind IN ('model', 'holdout', 'out-of-fold')), sha256 BLOB NOT NULL CHECK(length(sha256) = 32),
    data BLOB NOT NULL, UNIQUE(run, kind)) STRICT;
CREATE TABLE decision(seq INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run(id),
    decision TEXT NOT NULL CHECK(decision IN ('submit', 'approve', 'promote', 'reject', 'retire')), person TEXT NOT NULL,
    reason TEXT NOT NULL, at INTEGER NOT NULL, statement TEXT NOT NULL, signature TEXT NOT NULL, fingerprint TEXT NOT NULL) STRICT;
CREATE INDEX decision_run ON decision(run);
CREATE TABLE score(id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run(id), rows INTEGER NOT NULL, at INTEGER NOT NULL,
    sha256 BLOB NOT NULL CHECK(length(sha256) = 32), data BLOB NOT NULL) STRICT;
CREATE INDEX score_run ON score(run);
CREATE TABLE alert(id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES run(id), kind TEXT NOT NULL, severity TEXT NOT NULL,
    fields TEXT NOT NULL, first_field TEXT NOT NULL, text TEXT NOT NULL, window_from INTEGER NOT NULL, window_to INTEGER NOT NULL,
    state TEXT NOT NULL CHECK(state IN ('open', 'taken', 'snoozed', 'closed')), owner TEXT NOT NULL, raised_at INTEGER NOT NULL,
    answer TEXT NOT NULL, UNIQUE(run, kind, window_from, window_to, first_field)) STRICT;
)sql";

// Scenario 6: the rule holds for a plain SQL update as well.
constexpr const char* kFourEyes = R"sql(
CREATE TRIGGER run_evidence_is_fixed BEFORE UPDATE OF id, name, snapshot, snapshot_digest, parent_run, alert, recipe, trained_by, trained_at,
    seconds, evidence, model_sha256, model_digest ON run
    BEGIN SELECT RAISE(ABORT, 'The evidence of a run is never changed'); END;
CREATE TRIGGER run_decided_stays BEFORE DELETE ON run WHEN EXISTS (SELECT 1 FROM decision WHERE run = OLD.id)
    BEGIN SELECT RAISE(ABORT, 'A run that was submitted is never deleted'); END;
CREATE TRIGGER run_starts_as_trained BEFORE INSERT ON run WHEN NEW.state <> 'trained'
    BEGIN SELECT RAISE(ABORT, 'A run starts as trained'); END;
CREATE TRIGGER decision_four_eyes BEFORE INSERT ON decision
    WHEN NEW.decision = 'approve' AND NEW.person = (SELECT trained_by FROM run WHERE id = NEW.run)
    BEGIN SELECT RAISE(ABORT, 'Nobody approves what they trained themselves'); END;
CREATE TRIGGER run_state_four_eyes BEFORE UPDATE OF state ON run
    WHEN NEW.state IN ('approved', 'champion') AND NOT EXISTS
        (SELECT 1 FROM decision WHERE run = NEW.id AND decision = 'approve' AND person <> NEW.trained_by)
    BEGIN SELECT RAISE(ABORT, 'A run needs the approval of somebody other than its trainer'); END;
)sql";

constexpr std::array<const char*, 13> kAppendOnly { "project",     "audit",    "source",         "quarantine",
                                                    "part",        "chunk",    "dictionary",     "label",
                                                    "cell_change", "snapshot", "snapshot_chunk", "decision",
                                                    "score" };

} // namespace

Result<void> createSchemaV1(Database& database)
{
    for (const char* sql : { kPeopleAndHistory, kCases, kLabelsAndSnapshots, kRuns, kFourEyes })
        CB_CHECK(database.execute(sql));
    for (const char* table : kAppendOnly) {
        for (const char* deed : { "UPDATE", "DELETE" })
            CB_CHECK(database.execute(fmt::format("CREATE TRIGGER {0}_no_{1} BEFORE {1} ON {0} BEGIN "
                                                  "SELECT RAISE(ABORT, 'The table {0} is append-only'); END",
                                                  table, deed)));
    }
    return database.execute("CREATE TRIGGER run_blob_no_UPDATE BEFORE UPDATE ON run_blob BEGIN "
                            "SELECT RAISE(ABORT, 'The evidence of a run is never changed'); END");
}

} // namespace casebench
