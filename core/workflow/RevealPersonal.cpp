// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/RevealPersonal.h"

#include "core/base/Text.h"
#include "core/privacy/Masking.h"
#include "core/store/CaseStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/SettleLabels.h"

#include <algorithm>

namespace casebench {

namespace {

/// cli.md: everybody may look at anything but personal fields; "privacy" stands in the group of Release.
Result<void> requirePrivacy(const Actor& actor)
{
    auto allowed = requireAccess(actor, VerbGroup::Release);
    if (allowed)
        return allowed;
    Error error = allowed.error();
    error.what =
        actor.name + " is " + std::string(name(actor.role)) + " and may not look at personal fields.";
    return error;
}

Result<std::vector<std::string>> wantedFields(const Schema& schema, const std::vector<std::string>& asked)
{
    std::vector<std::string> fields;
    for (const std::string& name : asked) {
        CB_TRY(const std::size_t at, schema.find(name));
        if (!isMasked(schema[at].role))
            return Error { ErrorCode::InvalidInput,
                           "The field " + schema[at].name + " is not personal; it is shown anyway.",
                           schema[at].name, "not-personal", "Leave it out." };
        fields.push_back(schema[at].name);
    }
    for (const Field& field : schema.fields()) {
        if (asked.empty() && isMasked(field.role))
            fields.push_back(field.name);
    }
    if (fields.empty())
        return Error { ErrorCode::InvalidInput,
                       "This project has no personal field.",
                       {},
                       "not-personal",
                       "Nothing is masked here." };
    return fields;
}

} // namespace

Result<std::vector<std::string>>
revealPersonal(Project& project, const Actor& actor, const RevealRequest& request)
{
    CB_CHECK(requirePrivacy(actor));
    if (trimmed(request.reason).empty())
        return Error { ErrorCode::InvalidInput,
                       "To see personal values takes a reason.",
                       {},
                       "usage",
                       "Say why with --reason; it is kept in the audit log." };
    CB_TRY(const Schema schema, CaseStore(project).schema());
    CB_TRY(std::vector<std::string> fields, wantedFields(schema, request.fields));
    if (!request.caseId.empty())
        CB_CHECK(findCase(project, request.caseId));
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_CHECK(tx.commit({ .act = "personal.reveal",
                         .objType = request.caseId.empty() ? "field" : "case",
                         .objId = request.caseId.empty() ? join(fields, ", ") : request.caseId,
                         .after = { { "fields", fields } },
                         .reason = request.reason }));
    return fields;
}

} // namespace casebench
