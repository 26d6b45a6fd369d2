// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/bundling/Problem.h"
#include "core/crypto/Digest.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace casebench {

/// One file under signature.
struct Resource
{
    std::string name; ///< relative to the root, "/"-separated
    Digest digest {};

    bool operator==(const Resource&) const = default;
};

/// What really lies in a directory: every regular file with its digest, and what must not be there.
struct FileManifest
{
    std::vector<Resource> files; ///< sorted by code point of the name
    std::vector<Problem> problems; ///< links, special files, unreadable ones, names that are not UTF-8; under
                                   ///< Casebench also empty folders and .git names
};

/// Bounds of our own bundles (ours): hashing stops before endless data, not after it.
inline constexpr std::size_t kMaxBundleFiles = 10'000;
inline constexpr std::uintmax_t kMaxBundleBytes = std::uintmax_t { 1 } << 30;

struct ManifestOptions
{
    Policy policy = Policy::Casebench;
    std::vector<std::string> ignorePaths; ///< relative names; each covers itself and all below it
};

/// Walks a directory and hashes every regular file, hidden and empty ones too. Never follows a link, never
/// opens a special file. Takes: root: a directory (under ReferenceVectors also one regular file, which is
/// named "."). Fails: NotFound, Unreadable for the root itself; Cancelled. All other trouble is listed in
/// `problems`. Cost:  O(bytes). One checkpoint per file and per MiB.
[[nodiscard]] Result<FileManifest>
readManifest(const std::filesystem::path& root, const ManifestOptions& options, Progress& progress);

/// SHA-256 over the raw digests in the given order, without names. Source: OpenSSF Model Signing 1.0. Never
/// identifies a bundle: swapping the names of two files keeps it.
[[nodiscard]] Digest rootDigest(std::span<const Resource> files);

/// Relative, "/"-separated, no empty, "." or ".." part, no backslash or control character, valid UTF-8.
[[nodiscard]] bool isCanonicalName(std::string_view name);
/// True when sorting by code point and by path components give the same order (the specification and the
/// reference differ otherwise).
[[nodiscard]] bool orderIsUnambiguous(std::span<const Resource> filesByCodePoint);

} // namespace casebench
