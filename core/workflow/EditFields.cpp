// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/EditFields.h"

#include "core/store/SchemaStore.h"
#include "core/workflow/Access.h"

namespace casebench {

namespace {

Json fieldJson(const Field& field)
{
    return { { "kind", name(field.kind) },
             { "role", name(field.role) },
             { "controllable", field.controllable } };
}

} // namespace

Result<void>
changeField(Project& project, const Actor& actor, std::string_view name, const FieldChange& change)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Analysis));
    const SchemaStore store(project);
    CB_TRY(const Schema schema, store.schema());
    CB_TRY(const std::size_t at, schema.find(name));
    const Field before = schema[at];
    Field after = before;
    if (!change.kind.empty()) {
        CB_TRY(after.kind, valueIn(kFieldKindNames, change.kind));
    }
    if (!change.role.empty()) {
        CB_TRY(after.role, valueIn(kFieldRoleNames, change.role));
    }
    if (!change.controllable.empty()) {
        if (change.controllable != "yes" && change.controllable != "no")
            return Error {
                ErrorCode::InvalidInput, "\"" + change.controllable + "\" is neither yes nor no.", {}, "usage"
            };
        after.controllable = change.controllable == "yes";
    }
    if (after == before)
        return {};
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_CHECK(store.update(tx, after));
    CB_CHECK(tx.commit({ .act = "field.set",
                         .objType = "field",
                         .objId = after.name,
                         .before = fieldJson(before),
                         .after = fieldJson(after),
                         .reason = change.reason }));
    return {};
}

} // namespace casebench
