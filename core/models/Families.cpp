// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/models/Families.h"

#include "core/models/families/baselines/Majority.h"
#include "core/models/families/baselines/OneRule.h"
#include "core/models/families/boosted/Boosted.h"
#include "core/models/families/logistic/Logistic.h"
#include "core/models/families/svm/Svm.h"

namespace casebench {

std::span<const Family* const> families()
{
    static const Family* const list[] = {
        &boostedFamily(), &logisticFamily(), &svmFamily(), &majorityFamily(), &oneRuleFamily(),
    };
    return list;
}

Result<const Family*> findFamily(std::string_view id)
{
    std::string known;
    for (const Family* family : families()) {
        if (family->id() == id)
            return family;
        known += (known.empty() ? "" : ", ") + std::string(family->id());
    }
    return Error { ErrorCode::InvalidInput,
                   "There is no model family \"" + std::string(id) + "\".",
                   {},
                   {},
                   "Choose one of: " + known + "." };
}

} // namespace casebench
