// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundling/Signers.h"

#include "core/bundling/Members.h"
#include "core/bundling/Problem.h"

namespace casebench {

namespace {

constexpr std::string_view kFormat = "casebench.signers.v1";

Json entry(std::string_view file, std::string_view role, const std::string& fingerprint)
{
    return Json { { "file", file }, { "role", role }, { "fingerprint", fingerprint } };
}

} // namespace

std::string encodeSigners(const Signers& signers)
{
    Json list = Json::array({ entry(kModelSignature, "exporter", signers.exporter) });
    if (!signers.approver.empty())
        list.push_back(entry(kApprovalSignature, "approver", signers.approver));
    Json root = Json::object();
    root["format"] = kFormat;
    root["signers"] = std::move(list);
    return prettyJson(root);
}

Result<Signers> parseSigners(std::string_view bytes)
{
    CB_TRY(const Json root, withKind(parseJson(bytes, 4), kind::kBundle));
    CB_TRY(const Json* list, withKind(jsonMember(root, "signers", Json::value_t::array), kind::kBundle));
    if (list->empty() || list->size() > 2)
        return corrupt(kind::kBundle, "One or two signers are expected.");
    Signers signers;
    CB_TRY(signers.exporter, withKind(jsonText(list->front(), "fingerprint"), kind::kBundle));
    if (list->size() == 2) {
        CB_TRY(signers.approver, withKind(jsonText(list->back(), "fingerprint"), kind::kBundle));
    }
    if (encodeSigners(signers) != bytes)
        return corrupt(kind::kBundle, "The list of signers is not in Casebench's own form.");
    return signers;
}

} // namespace casebench
