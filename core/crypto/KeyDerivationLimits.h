// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/crypto only.

#include "core/base/Result.h"
#include "core/crypto/OpenSsl.h"

namespace casebench::openssl {

/// A key file says itself how much work its passphrase costs; a hostile one asks for hours. Bounds (ours):
/// scrypt N*r*p at most eight times what we write, PBKDF2 at most 10 million rounds. Fails: Unsupported
/// "E_KEY", also for other schemes than PBES2.
[[nodiscard]] Result<void> withinDerivationLimits(const X509_SIG* sealed);

} // namespace casebench::openssl
