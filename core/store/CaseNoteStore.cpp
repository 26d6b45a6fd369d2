// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/CaseNoteStore.h"

#include "core/base/Text.h"
#include "core/store/CaseStore.h"
#include "core/store/LabelSeal.h"
#include "core/store/PersonStore.h"
#include "core/store/Sqlite.h"

#include <fmt/format.h>

namespace casebench {

namespace {

std::string placeOf(std::int64_t seq, CaseRow row, std::string_view person)
{
    return fmt::format("{}/{}/{}", seq, row, person);
}

struct StoredNote
{
    CaseNote note;
    std::string cell;
};

Result<std::vector<StoredNote>> readNotes(Statement rows)
{
    std::vector<StoredNote> notes;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return notes;
        StoredNote stored;
        stored.note.seq = rows.integer(0);
        stored.note.row = static_cast<CaseRow>(rows.integer(1));
        CB_TRY(stored.note.kind, valueIn(kCaseNoteKindNames, rows.text(2)));
        stored.note.person = rows.string(3);
        stored.note.at = rows.integer(4);
        stored.note.text = rows.string(5);
        stored.note.sealed = !rows.isNull(6);
        stored.cell = std::string(rows.blob(6));
        notes.push_back(std::move(stored));
    }
}

/// False when its key is not there.
Result<bool> unseal(const Project& project, LabelSealer& sealer, StoredNote& stored)
{
    CaseNote& note = stored.note;
    if (!note.sealed)
        return true;
    const std::string place = placeOf(note.seq, note.row, note.person);
    auto text = sealer.openText(stored.cell, { project.uuid(), "case_note", "sealed", place });
    if (!text)
        return text.error().in(fmt::format("sealed note {}", note.seq));
    if (!*text)
        return false;
    note.text = std::move(**text);
    return true;
}

constexpr std::string_view kSelect =
    "SELECT n.seq, n.case_row, n.kind, n.person, n.at, n.text, n.sealed FROM "
    "case_note AS n ";
/// A sealed line that was repeated in the clear is not read any more.
constexpr std::string_view kNewest =
    "NOT EXISTS (SELECT 1 FROM case_note AS later WHERE later.opens = n.seq)";

} // namespace

CaseNoteStore::CaseNoteStore(const Project& project)
    : m_project(&project)
{
}

Result<std::int64_t> CaseNoteStore::add(WriteTransaction& tx, const CaseNote& note) const
{
    if (trimmed(note.text).empty())
        return Error { ErrorCode::InvalidInput, "A note needs a text.", {}, "no-text" };
    CB_TRY(const std::size_t rowCount, CaseStore(*m_project).rowCount());
    if (note.row >= rowCount)
        return Error { ErrorCode::InvalidInput, fmt::format("The project has no case in row {}.", note.row) };
    Database& database = tx.database();
    CB_CHECK(PersonStore(*m_project).ensure(tx, tx.actor().name));
    CB_TRY(const std::int64_t last, database.integer("SELECT max(seq) FROM case_note"));
    const std::int64_t seq = last + 1;
    const std::string_view kind = nameIn(kCaseNoteKindNames, note.kind);
    if (!note.sealed) {
        CB_CHECK(database.run("INSERT INTO case_note(seq, case_row, kind, person, at, text) "
                              "VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
                              seq, note.row, kind, tx.actor().name, tx.time(), note.text));
        return seq;
    }
    LabelSealer sealer(*m_project);
    const std::string place = placeOf(seq, note.row, tx.actor().name);
    CB_TRY(const std::string cell,
           sealer.sealText(tx, note.text, { m_project->uuid(), "case_note", "sealed", place }));
    CB_CHECK(database.run("INSERT INTO case_note(seq, case_row, kind, person, at, text, sealed) "
                          "VALUES(?1, ?2, ?3, ?4, ?5, '', ?6)",
                          seq, note.row, kind, tx.actor().name, tx.time(), Blob { cell }));
    return seq;
}

Result<std::int64_t> CaseNoteStore::open(WriteTransaction& tx, CaseRow row) const
{
    Database& database = tx.database();
    CB_TRY(Statement rows,
           database.query(std::string(kSelect) + "WHERE n.case_row = ?1 AND n.sealed IS NOT NULL AND "
                              + std::string(kNewest) + " ORDER BY n.seq",
                          row));
    CB_TRY(auto notes, readNotes(std::move(rows)));
    LabelSealer sealer(*m_project);
    std::int64_t opened = 0;
    for (StoredNote& stored : notes) {
        CB_TRY(const bool readable, unseal(*m_project, sealer, stored));
        if (!readable)
            continue;
        CB_CHECK(database.run("INSERT INTO case_note(case_row, kind, person, at, text, opens) "
                              "VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
                              stored.note.row, nameIn(kCaseNoteKindNames, stored.note.kind),
                              stored.note.person, stored.note.at, stored.note.text, stored.note.seq));
        ++opened;
    }
    return opened;
}

Result<std::vector<CaseNote>> CaseNoteStore::notesFor(std::string_view person, CaseRow row) const
{
    CB_TRY(Statement rows,
           m_project->database().query(
               std::string(kSelect) + "WHERE n.case_row = ?1 AND (n.sealed IS NULL OR n.person = ?2) AND "
                   + std::string(kNewest) + " ORDER BY n.at, n.seq",
               row, person));
    CB_TRY(auto stored, readNotes(std::move(rows)));
    LabelSealer sealer(*m_project);
    std::vector<CaseNote> notes;
    for (StoredNote& line : stored) {
        CB_TRY(const bool readable, unseal(*m_project, sealer, line));
        if (readable)
            notes.push_back(std::move(line.note));
    }
    return notes;
}

Result<std::vector<CaseRow>> CaseNoteStore::answeredBy(std::string_view person) const
{
    CB_TRY(Statement rows,
           m_project->database().query("SELECT DISTINCT case_row FROM case_note WHERE kind = 'differs' AND "
                                       "person = ?1 ORDER BY case_row",
                                       person));
    std::vector<CaseRow> answered;
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return answered;
        answered.push_back(static_cast<CaseRow>(rows.integer(0)));
    }
}

} // namespace casebench
