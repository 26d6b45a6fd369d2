// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/bundling/Approval.h"
#include "core/bundling/BundleContents.h"
#include "core/bundling/SignedDirectory.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace casebench {

/// Written by writeBundle beside the contents and covered by model.sig: which signature files belong to the
/// bundle and by which keys, so that removing or adding one is noticed.
inline constexpr std::string_view kSignersFile = "signers.json";

struct BundleRequest
{
    std::filesystem::path target; ///< directory that must not exist; its base name becomes the subject
    BundleContents contents;
    const PrivateKey* exporterKey = nullptr; ///< must be given
    std::optional<ApprovalRecord> approval; ///< written as approval.json
    const PrivateKey* approverKey =
        nullptr; ///< when at hand: also approval.sig over the same files; needs `approval` by the same key
};

/// Writes under a temporary name, signs, verifies with our own verifier, renames into place: whole or not
/// there. Gives: the report of that verification. Fails: InvalidInput (no contents, not P-256, approval by
/// another key, approval of no file in it); Refused (target exists); Unreadable;
///        Cancelled; Internal when the own verifier refuses what was written.
[[nodiscard]] Result<VerifyReport> writeBundle(const BundleRequest& request, Progress& progress);

/// Everything at once for a Casebench bundle: model.sig, signers.json, approval.json, approval.sig.
/// Takes: exporterKey the caller trusts; approverKey: when given, an approval by exactly this key is
/// demanded. Gives: a report with all problems. An approval is checked against the key it carries when no
/// approverKey is given, which proves that the
///        exporter vouched for it, not who approved.
/// Fails: Cancelled.
[[nodiscard]] Result<VerifyReport> verifyBundle(const std::filesystem::path& directory,
                                                const PublicKey& exporterKey,
                                                const PublicKey* approverKey,
                                                Progress& progress);

/// The only way to the bytes of a bundle: verified once, and each file hashed again as it is read, so that
/// nothing that changes in between is ever handed out.
class VerifiedBundle
{
public:
    [[nodiscard]] const VerifyReport& report() const { return m_report; }

    [[nodiscard]] const std::filesystem::path& directory() const { return m_directory; }

    [[nodiscard]] bool contains(std::string_view name) const;
    /// Whole content of a signed file. Fails: NotFound when it is not in the signature; Corrupt (E_HASH) when
    /// it changed since; Refused (E_UNSUPPORTED) for content that could run; InvalidInput when larger than
    /// maxBytes; Unreadable.
    [[nodiscard]] Result<std::string> read(std::string_view name,
                                           std::size_t maxBytes = std::size_t { 256 } << 20) const;

private:
    VerifiedBundle(std::filesystem::path directory, VerifyReport report);
    std::filesystem::path m_directory;
    VerifyReport m_report;
    friend Result<VerifiedBundle>
    openVerifiedBundle(const std::filesystem::path&, const PublicKey&, const PublicKey*, Progress&);
    friend Result<VerifiedBundle>
    openVerifiedDirectory(const std::filesystem::path&, const PublicKey&, const VerifyOptions&, Progress&);
};

/// verifyBundle, then access. Fails: Corrupt with the first problem's kind and text, and how many more there
/// are; Cancelled.
[[nodiscard]] Result<VerifiedBundle> openVerifiedBundle(const std::filesystem::path& directory,
                                                        const PublicKey& exporterKey,
                                                        const PublicKey* approverKey,
                                                        Progress& progress);
/// verifyDirectory (one signature, any policy), then access. Fails: as openVerifiedBundle.
[[nodiscard]] Result<VerifiedBundle> openVerifiedDirectory(const std::filesystem::path& directory,
                                                           const PublicKey& key,
                                                           const VerifyOptions& options,
                                                           Progress& progress);

} // namespace casebench
