// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/ManagePersons.h"

#include "core/store/PersonStore.h"
#include "core/workflow/Access.h"

namespace casebench {

Result<Person> addPerson(Project& project, const Actor& actor, const Person& person)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Persons));
    const PersonStore persons(project);
    const auto known = persons.find(person.name);
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    if (known)
        CB_CHECK(persons.setRole(tx, person.name, person.role));
    else
        CB_CHECK(persons.add(tx, { person.name, person.role, {}, {} }));
    if (!person.publicKey.empty())
        CB_CHECK(persons.setPublicKey(tx, person.name, person.publicKey));
    CB_TRY(const Person after, persons.find(person.name));
    CB_CHECK(tx.commit({ .act = "person.add",
                         .objType = "person",
                         .objId = person.name,
                         .before = known
                             ? Json { { "role", name(known->role) }, { "fingerprint", known->fingerprint } }
                             : Json(nullptr),
                         .after = { { "role", name(after.role) }, { "fingerprint", after.fingerprint } } }));
    return after;
}

} // namespace casebench
