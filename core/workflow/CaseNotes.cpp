// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/CaseNotes.h"

#include "core/base/Text.h"
#include "core/labelling/Blind.h"
#include "core/store/LabelStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/SettleLabels.h"

namespace casebench {

namespace {

Result<std::vector<CaseNote>>
store(Project& project, WriteTransaction tx, CaseNote note, std::string_view caseId)
{
    const std::string person = tx.actor().name;
    const CaseNoteStore notes(project);
    CB_TRY(const std::int64_t seq, notes.add(tx, note));
    CB_CHECK(tx.commit({ .act = "note.add",
                         .objType = "case",
                         .objId = std::string(caseId),
                         .after = { { "note", seq },
                                    { "kind", nameIn(kCaseNoteKindNames, note.kind) },
                                    { "sealed", note.sealed } } }));
    return notes.notesFor(person, note.row);
}

} // namespace

Result<std::vector<CaseNote>>
addCaseNote(Project& project, const Actor& actor, std::string_view caseId, std::string_view text)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    CaseNote note;
    CB_TRY(note.row, findCase(project, caseId));
    note.text = trimmed(text);
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    return store(project, std::move(tx), std::move(note), caseId);
}

Result<std::vector<CaseNote>>
explainDifference(Project& project, const Actor& actor, std::string_view caseId, std::string_view text)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    CaseNote note;
    note.kind = CaseNoteKind::Differs;
    note.text = trimmed(text);
    CB_TRY(note.row, findCase(project, caseId));
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_TRY(const auto events, LabelStore(project).events(note.row));
    if (!hasDecided(events, actor.name))
        return Error { ErrorCode::Refused, actor.name + " has no verdict on this case that could differ.",
                       std::string(caseId), "no-verdict", "Give the verdict first." };
    note.sealed = !isOpenToAll(events);
    return store(project, std::move(tx), std::move(note), caseId);
}

Result<std::vector<CaseNote>> caseNotes(Project& project, std::string_view person, std::string_view caseId)
{
    CB_TRY(const CaseRow row, findCase(project, caseId));
    return CaseNoteStore(project).notesFor(person, row);
}

} // namespace casebench
