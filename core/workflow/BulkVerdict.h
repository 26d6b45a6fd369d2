// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Label.h"
#include "core/store/Project.h"

namespace casebench {

/// What a bulk verdict would do.
struct BulkPreview
{
    std::vector<std::string> caseIds; ///< that would get the verdict
    std::int64_t same = 0; ///< more, that have this verdict of the actor already and are left alone
    std::int64_t changed = 0; ///< among the ids: the actor said otherwise before
};

/// Takes:  where: a filter expression as `cases --where` takes it, over what the actor may see; not empty.
/// Fails:  InvalidInput for an expression that cannot be read.
[[nodiscard]] Result<BulkPreview> previewBulk(
    Project& project, const Actor& actor, std::string_view where, Verdict verdict, Progress& progress);

} // namespace casebench
