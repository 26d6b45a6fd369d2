// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/LabelReasons.h"

#include "core/base/Text.h"
#include "core/store/SettingStore.h"
#include "core/workflow/Access.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr const char* kReasonsSetting = "label.reasons";

std::vector<std::string> textsOf(const Json& stored)
{
    std::vector<std::string> reasons;
    if (!stored.is_array())
        return reasons;
    for (const Json& entry : stored) {
        if (entry.is_string() && reasons.size() < kMostLabelReasons)
            reasons.push_back(entry.get<std::string>());
    }
    return reasons;
}

} // namespace

Result<std::vector<std::string>> labelReasons(const Project& project)
{
    CB_TRY(const Json stored, SettingStore(project).value(kReasonsSetting));
    return textsOf(stored);
}

Result<std::vector<std::string>>
chooseLabelReasons(Project& project, const Actor& actor, const std::vector<std::string>& reasons)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    std::vector<std::string> chosen;
    for (const std::string& reason : reasons) {
        std::string text(trimmed(reason));
        if (text.find_first_of("\r\n") != std::string::npos)
            return Error { ErrorCode::InvalidInput,
                           "A reason is one line; this one has a line break. Write it as two reasons.",
                           text };
        if (!text.empty() && std::ranges::find(chosen, text) == chosen.end())
            chosen.push_back(std::move(text));
    }
    if (chosen.size() > kMostLabelReasons)
        return Error { ErrorCode::InvalidInput,
                       fmt::format("There are {} reasons, and keys for {}. Leave out the rarest.",
                                   chosen.size(), kMostLabelReasons),
                       "reasons" };
    const SettingStore settings(project);
    CB_TRY(const Json before, settings.value(kReasonsSetting));
    const Json after(chosen);
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_CHECK(settings.set(tx, kReasonsSetting, after));
    CB_CHECK(tx.commit({ .act = "setting.set",
                         .objType = "setting",
                         .objId = kReasonsSetting,
                         .before = before,
                         .after = after }));
    return chosen;
}

} // namespace casebench
