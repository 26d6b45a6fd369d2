// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/AuditSubject.h"

#include "core/base/Text.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

/// "case" of each entry of a list, or the entries themselves where they are ids.
std::vector<std::string> idsIn(const Json& list)
{
    std::vector<std::string> ids;
    for (const Json& entry : list) {
        const Json* id = &entry;
        if (entry.is_object()) {
            const auto at = entry.find("case");
            if (at == entry.end())
                continue;
            id = &*at;
        }
        if (id->is_string())
            ids.push_back(id->get<std::string>());
    }
    return ids;
}

} // namespace

std::vector<std::string> casesOf(const AuditRecord& record)
{
    if (record.objType != "case")
        return {};
    const auto after = record.body.find("after");
    if (after != record.body.end()) {
        if (record.act == "label.bulk" && after->is_array())
            return idsIn(*after);
        if (record.act == "label.claim" && after->is_object() && after->contains("cases"))
            return idsIn((*after)["cases"]);
    }
    // The name of the object of many labels at once is their number.
    if (record.objId.empty() || record.act == "label.bulk")
        return {};
    return { record.objId };
}

std::string subjectOf(const AuditRecord& record, std::size_t most)
{
    const std::vector<std::string> cases = casesOf(record);
    if (record.act == "label.bulk" && cases.empty())
        return record.objId + (record.objId == "1" ? " case" : " cases");
    if (cases.size() <= 1) {
        const std::string id = cases.empty() ? record.objId : cases.front();
        return id.empty() ? record.objType : record.objType + " " + id;
    }
    const std::size_t named = std::min(most, cases.size());
    std::string text = fmt::format("{} cases: ", cases.size())
        + join(std::vector<std::string>(cases.begin(), cases.begin() + static_cast<std::ptrdiff_t>(named)),
               ", ");
    if (named < cases.size())
        text += fmt::format(" and {} more", cases.size() - named);
    return text;
}

} // namespace casebench
