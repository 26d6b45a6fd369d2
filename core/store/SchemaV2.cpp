// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/SchemaV2.h"

#include <array>
#include <fmt/format.h>

namespace casebench {

namespace {

// A sealed verdict keeps who and when in the clear and everything said in `sealed`; opening it adds a line to
// label_opening and changes nothing, so that a label keeps its sequence number for ever. SQLite cannot change
// a CHECK in place, hence the new table.
constexpr const char* kSealedLabels = R"sql(
CREATE TABLE label_2(seq INTEGER PRIMARY KEY, case_row INTEGER NOT NULL CHECK(case_row >= 0),
    verdict TEXT NOT NULL CHECK(verdict IN ('', 'scam', 'not-scam', 'disputed', 'unresolvable')),
    origin TEXT NOT NULL CHECK(origin IN ('person', 'adjudication', 'imported', 'complaint')),
    person TEXT NOT NULL REFERENCES person(name), reason TEXT NOT NULL, note TEXT NOT NULL,
    confidence REAL CHECK(confidence BETWEEN 0 AND 1), decided_at INTEGER, decided_assumed INTEGER NOT NULL CHECK(decided_assumed IN (0, 1)),
    recorded_at INTEGER NOT NULL, retracts INTEGER REFERENCES label_2(seq), sealed BLOB,
    CHECK((verdict = '') = (sealed IS NOT NULL)),
    CHECK(sealed IS NULL OR (reason = '' AND note = '' AND confidence IS NULL AND decided_at IS NULL))) STRICT;
INSERT INTO label_2 SELECT seq, case_row, verdict, origin, person, reason, note, confidence, decided_at, decided_assumed,
    recorded_at, retracts, NULL FROM label ORDER BY seq;
DROP TABLE label;
ALTER TABLE label_2 RENAME TO label;
CREATE INDEX label_row ON label(case_row);
CREATE INDEX label_person ON label(person);
CREATE TABLE label_opening(id INTEGER PRIMARY KEY, seq INTEGER NOT NULL UNIQUE REFERENCES label(seq),
    verdict TEXT NOT NULL CHECK(verdict IN ('scam', 'not-scam', 'disputed', 'unresolvable')), reason TEXT NOT NULL, note TEXT NOT NULL,
    confidence REAL CHECK(confidence BETWEEN 0 AND 1), decided_at INTEGER, decided_assumed INTEGER NOT NULL CHECK(decided_assumed IN (0, 1)),
    opened_at INTEGER NOT NULL, why TEXT NOT NULL) STRICT;
)sql";

// A claim is a courtesy between people, not a fact: it may be changed and dropped.
constexpr const char* kDesk = R"sql(
CREATE TABLE claim(id INTEGER PRIMARY KEY, case_row INTEGER NOT NULL UNIQUE CHECK(case_row >= 0),
    person TEXT NOT NULL REFERENCES person(name), claimed_at INTEGER NOT NULL, until INTEGER NOT NULL) STRICT;
CREATE TABLE case_note(seq INTEGER PRIMARY KEY, case_row INTEGER NOT NULL CHECK(case_row >= 0),
    kind TEXT NOT NULL CHECK(kind IN ('note', 'differs')), person TEXT NOT NULL REFERENCES person(name), at INTEGER NOT NULL,
    text TEXT NOT NULL, sealed BLOB, opens INTEGER UNIQUE REFERENCES case_note(seq),
    CHECK((text = '') = (sealed IS NOT NULL))) STRICT;
CREATE INDEX case_note_row ON case_note(case_row);
CREATE TABLE evidence(id INTEGER PRIMARY KEY, case_row INTEGER NOT NULL CHECK(case_row >= 0), name TEXT NOT NULL,
    bytes INTEGER NOT NULL CHECK(bytes >= 0), sha256 TEXT NOT NULL CHECK(length(sha256) = 64), added_by TEXT NOT NULL REFERENCES person(name),
    added_at INTEGER NOT NULL, note TEXT NOT NULL) STRICT;
CREATE INDEX evidence_row ON evidence(case_row);
)sql";

constexpr const char* kIntake = R"sql(
CREATE TABLE mapping(id INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK(length(name) BETWEEN 1 AND 200), body TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK(length(sha256) = 64), created_at INTEGER NOT NULL, created_by TEXT NOT NULL, UNIQUE(name, sha256)) STRICT;
CREATE TABLE expectation_suite(id INTEGER PRIMARY KEY, body TEXT NOT NULL, sha256 TEXT NOT NULL CHECK(length(sha256) = 64),
    created_at INTEGER NOT NULL, created_by TEXT NOT NULL) STRICT;
CREATE TABLE expectation_run(id INTEGER PRIMARY KEY, suite INTEGER NOT NULL REFERENCES expectation_suite(id),
    source INTEGER REFERENCES source(id) DEFERRABLE INITIALLY DEFERRED, at INTEGER NOT NULL, critical_failed INTEGER NOT NULL,
    body TEXT NOT NULL) STRICT;
)sql";

// A signed head inside the project; the witness that counts lies elsewhere.
constexpr const char* kHeads = R"sql(
CREATE TABLE audit_head(seq INTEGER PRIMARY KEY, statement TEXT NOT NULL, signature TEXT NOT NULL, fingerprint TEXT NOT NULL) STRICT;
)sql";

constexpr std::array<const char*, 8> kAppendOnly { "label",           "label_opening", "case_note",
                                                   "evidence",        "mapping",       "expectation_suite",
                                                   "expectation_run", "audit_head" };

} // namespace

Result<void> createSchemaV2(Database& database)
{
    for (const char* sql : { kSealedLabels, kDesk, kIntake, kHeads })
        CB_CHECK(database.execute(sql));
    for (const char* table : kAppendOnly) {
        for (const char* deed : { "UPDATE", "DELETE" })
            CB_CHECK(database.execute(fmt::format("CREATE TRIGGER {0}_no_{1} BEFORE {1} ON {0} BEGIN "
                                                  "SELECT RAISE(ABORT, 'The table {0} is append-only'); END",
                                                  table, deed)));
    }
    return {};
}

} // namespace casebench
