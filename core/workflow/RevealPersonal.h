// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/store/Project.h"

#include <string>
#include <vector>

namespace casebench {

/// Somebody wants to see personal values.
struct RevealRequest
{
    std::vector<std::string> fields; ///< personal fields; empty = all of them
    std::string caseId; ///< one case; "" = every case
    std::string reason; ///< why; kept in the audit log, so no personal value belongs into it
};

/// The asking, recorded in the audit log with one line before anything is shown.
/// Takes:  actor: a compliance officer or an admin (cli.md: everybody may look at anything but personal
/// fields). Gives:  the names of the fields that may be shown now. Fails:  Refused (role); NotFound (field,
/// case); InvalidInput when there is no reason, a field is not personal,
///         or the project has none.
[[nodiscard]] Result<std::vector<std::string>>
revealPersonal(Project& project, const Actor& actor, const RevealRequest& request);

} // namespace casebench
