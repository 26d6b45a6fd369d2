// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundling/Members.h"

#include <algorithm>
#include <utility>

namespace casebench {

Error corrupt(const char* kind, std::string what)
{
    return Error { ErrorCode::Corrupt, std::move(what), {}, kind };
}

Result<void> onlyMembers(const Json& value, std::initializer_list<std::string_view> known, const char* kind)
{
    if (!value.is_object())
        return corrupt(kind, "An object is expected where something else stands.");
    for (const auto& [key, member] : value.items()) {
        if (std::find(known.begin(), known.end(), key) == known.end())
            return corrupt(kind, "Unknown member \"" + key + "\".");
    }
    return {};
}

Result<std::vector<std::string>> textList(const Json& object, std::string_view key, const char* kind)
{
    CB_TRY(const Json* list, withKind(jsonMember(object, key, Json::value_t::array), kind));
    std::vector<std::string> texts;
    for (const Json& item : *list) {
        if (!item.is_string())
            return corrupt(kind, "\"" + std::string(key) + "\" holds something that is no text.");
        texts.push_back(item.get<std::string>());
    }
    return texts;
}

} // namespace casebench
