// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <array>
#include <string>
#include <string_view>

namespace casebench {

/// How strictly a signed directory is read.
enum class Policy
{
    Casebench, ///< our own bundles: every byte on disk is covered, every encoding is canonical, EC P-256 only
    ReferenceVectors, ///< what the public model signing tools accept: other ignore lists, other JSON layouts,
                      ///< single files
};

/// Names that our bundles leave out of the signature: the signatures themselves, and four that the public
/// tools always ignore. The last four must therefore not exist in a bundle of ours.
inline constexpr std::string_view kModelSignature = "model.sig";
inline constexpr std::string_view kApprovalSignature = "approval.sig";
inline constexpr std::array<std::string_view, 6> kIgnorePaths = { kModelSignature, kApprovalSignature,
                                                                  ".git",          ".gitattributes",
                                                                  ".github",       ".gitignore" };
/// One of the four names that are ignored by everybody and so would be an uncovered hole.
[[nodiscard]] bool isIgnoredByGitRule(std::string_view rootName);

/// The fixed vocabulary of what can be wrong with a signed directory (Error::kind and Problem::kind).
namespace kind {
inline constexpr const char* kJson = "E_JSON"; ///< not UTF-8 JSON, or a key twice
inline constexpr const char* kBundle = "E_BUNDLE"; ///< structure, unknown member, not canonical, too large
inline constexpr const char* kMediaType = "E_MEDIA_TYPE";
inline constexpr const char* kMethod = "E_METHOD"; ///< not signed with a plain key
inline constexpr const char* kKey = "E_KEY"; ///< type or curve of the key, or no key to check with
inline constexpr const char* kKeyMismatch = "E_KEY_MISMATCH";
inline constexpr const char* kSignature = "E_SIGNATURE";
inline constexpr const char* kPayloadType = "E_PAYLOAD_TYPE";
inline constexpr const char* kStatement = "E_STATEMENT";
inline constexpr const char* kPredicate = "E_PREDICATE"; ///< predicate type, resources, ignored paths
inline constexpr const char* kUnsupported =
    "E_UNSUPPORTED"; ///< method or hash we do not read; content that could run
inline constexpr const char* kRootDigest = "E_ROOT_DIGEST";
inline constexpr const char* kSymlink = "E_SYMLINK";
inline constexpr const char* kSpecialFile = "E_SPECIAL_FILE";
inline constexpr const char* kExtraFile = "E_EXTRA_FILE";
inline constexpr const char* kMissingFile = "E_MISSING_FILE";
inline constexpr const char* kHash = "E_HASH";
inline constexpr const char* kApproval =
    "E_APPROVAL"; ///< ours: the approval inside does not hold or is for something else
inline constexpr const char* kUnreadable = "E_UNREADABLE"; ///< ours: the disk or the system said no
} // namespace kind

/// One thing that is wrong with a signed directory.
struct Problem
{
    std::string kind; ///< of the vocabulary above
    std::string file; ///< relative name, "" when it is not about one file
    std::string text; ///< one sentence

    bool operator==(const Problem&) const = default;
};

[[nodiscard]] Error problemError(const Problem& problem);
/// An Error of a lower layer as a problem of `file`; an error without kind becomes E_UNREADABLE.
[[nodiscard]] Problem problemOf(const Error& error, std::string file);

} // namespace casebench
