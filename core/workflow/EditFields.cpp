// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/EditFields.h"

#include "core/base/Text.h"
#include "core/privacy/Masking.h"
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

/// What a role guards is open to everybody afterwards, so that the log has to say why.
Result<void> requireReason(const Field& before, const Field& after, std::string_view reason)
{
    if (before.role == after.role || !isGuarding(before.role) || !trimmed(reason).empty())
        return {};
    std::string what = before.name + " is " + std::string(name(before.role))
        + ": to take that role away needs a reason"
        + (isMasked(before.role) && !isMasked(after.role) ? ", as its values are shown to everybody then."
                                                          : ".");
    return Error {
        ErrorCode::InvalidInput, std::move(what), before.name, "usage",
        "Say why with --reason; it is kept in the audit log, so no personal value belongs into it."
    };
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
    CB_CHECK(requireReason(before, after, change.reason));
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_CHECK(store.update(tx, after));
    CB_CHECK(tx.commit({ .act = "field.set",
                         .objType = "field",
                         .objId = after.name,
                         .before = fieldJson(before),
                         .after = fieldJson(after),
                         .reason = std::string(trimmed(change.reason)) }));
    return {};
}

} // namespace casebench
