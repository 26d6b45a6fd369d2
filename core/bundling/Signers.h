// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/bundling only.

#include "core/base/Result.h"

#include <string>
#include <string_view>

namespace casebench {

/// The content of signers.json: by which keys the signature files of a bundle are.
struct Signers
{
    std::string exporter; ///< fingerprint of the key of model.sig
    std::string approver; ///< fingerprint of the key of approval.sig; "" when there is none

    bool operator==(const Signers&) const = default;
};

[[nodiscard]] std::string encodeSigners(const Signers& signers);
/// Strict: only what encodeSigners writes. Fails: Corrupt with kind E_BUNDLE.
[[nodiscard]] Result<Signers> parseSigners(std::string_view bytes);

} // namespace casebench
