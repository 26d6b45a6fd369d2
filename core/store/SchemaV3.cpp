// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/SchemaV3.h"

#include <fmt/format.h>

namespace casebench {

namespace {

// A retraction may name a verdict inside a block, which no reference of SQLite can; the program checks it.
constexpr const char* kLabels = R"sql(
CREATE TABLE label_3(seq INTEGER PRIMARY KEY, case_row INTEGER NOT NULL CHECK(case_row >= 0),
    verdict TEXT NOT NULL CHECK(verdict IN ('', 'scam', 'not-scam', 'disputed', 'unresolvable')),
    origin TEXT NOT NULL CHECK(origin IN ('person', 'adjudication', 'imported', 'complaint')),
    person TEXT NOT NULL REFERENCES person(name), reason TEXT NOT NULL, note TEXT NOT NULL,
    confidence REAL CHECK(confidence BETWEEN 0 AND 1), decided_at INTEGER, decided_assumed INTEGER NOT NULL CHECK(decided_assumed IN (0, 1)),
    recorded_at INTEGER NOT NULL, retracts INTEGER CHECK(retracts < seq), sealed BLOB,
    CHECK((verdict = '') = (sealed IS NOT NULL)),
    CHECK(sealed IS NULL OR (reason = '' AND note = '' AND confidence IS NULL AND decided_at IS NULL))) STRICT;
INSERT INTO label_3 SELECT seq, case_row, verdict, origin, person, reason, note, confidence, decided_at, decided_assumed,
    recorded_at, retracts, sealed FROM label ORDER BY seq;
DROP TABLE label;
ALTER TABLE label_3 RENAME TO label;
CREATE INDEX label_row ON label(case_row);
CREATE INDEX label_person ON label(person);
CREATE TABLE label_block(id INTEGER PRIMARY KEY, first_seq INTEGER NOT NULL UNIQUE CHECK(first_seq > 0),
    count INTEGER NOT NULL CHECK(count > 0), first_row INTEGER NOT NULL CHECK(first_row >= 0), last_row INTEGER NOT NULL CHECK(last_row >= first_row),
    origin TEXT NOT NULL CHECK(origin IN ('person', 'adjudication', 'imported', 'complaint')),
    person TEXT NOT NULL REFERENCES person(name), decided_assumed INTEGER NOT NULL CHECK(decided_assumed IN (0, 1)),
    recorded_at INTEGER NOT NULL, sha256 BLOB NOT NULL CHECK(length(sha256) = 32), data BLOB NOT NULL) STRICT;
)sql";

} // namespace

Result<void> createSchemaV3(Database& database)
{
    CB_CHECK(database.execute(kLabels));
    for (const char* table : { "label", "label_block" }) {
        for (const char* deed : { "UPDATE", "DELETE" })
            CB_CHECK(database.execute(fmt::format("CREATE TRIGGER {0}_no_{1} BEFORE {1} ON {0} BEGIN "
                                                  "SELECT RAISE(ABORT, 'The table {0} is append-only'); END",
                                                  table, deed)));
    }
    return {};
}

} // namespace casebench
