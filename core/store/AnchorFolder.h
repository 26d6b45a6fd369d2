// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only: the account's own folder for witnesses, outside every project.

#include "core/crypto/Signature.h"
#include "core/store/SignedHead.h"

#include <filesystem>
#include <optional>

namespace casebench {

/// `$XDG_STATE_HOME/casebench` (else `~/.local/state/casebench`): `anchor-key.pem`, made once, and
/// `anchors/<project uuid>`, one signed head a line, only ever appended to. Folders are 0700, files 0600.
class AnchorFolder
{
public:
    /// Takes: base: the state folder itself; "" = from the environment. Touches no disk.
    explicit AnchorFolder(const std::filesystem::path& base);

    /// "" when the account has no home.
    [[nodiscard]] std::filesystem::path fileOf(const std::string& project) const;

    /// The account's anchor key, made when there is none. Fails: Unreadable "E_NO_WITNESS" when the folder
    /// cannot be written or the account has no home.
    [[nodiscard]] Result<PrivateKey> key() const;

    /// The last line; none when the project is not known here. A half-written last line (a power cut) is
    /// passed over. Fails: Unreadable "E_NO_WITNESS"; Corrupt "E_SIGNATURE" when no line is genuine.
    [[nodiscard]] Result<std::optional<SignedHead>> newest(const std::string& project) const;

    /// Appends a line and syncs it.
    [[nodiscard]] Result<void> append(const SignedHead& head) const;

private:
    [[nodiscard]] Result<void> make(const std::filesystem::path& folder) const;
    std::filesystem::path m_folder; ///< "" = none
};

} // namespace casebench
