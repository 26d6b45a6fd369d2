// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/VerifyBundle.h"

#include "core/bundling/Bundle.h"

namespace casebench {

Result<VerifyReport> verifyBundleFiles(const std::filesystem::path& bundle,
                                       const std::filesystem::path& publicKey,
                                       const std::filesystem::path& approverKey,
                                       Progress& progress)
{
    CB_TRY(const PublicKey key, PublicKey::load(publicKey));
    if (approverKey.empty())
        return verifyBundle(bundle, key, nullptr, progress);
    CB_TRY(const PublicKey approver, PublicKey::load(approverKey));
    return verifyBundle(bundle, key, &approver, progress);
}

} // namespace casebench
