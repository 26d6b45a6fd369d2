// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/bundling/Statement.h"
#include "core/crypto/Signature.h"

#include <filesystem>
#include <string>
#include <vector>

namespace casebench {

struct SignOptions
{
    std::string signatureName { kModelSignature };
    std::string subjectName; ///< "": the directory's base name
    std::vector<std::string> ignorePaths { kIgnorePaths.begin(), kIgnorePaths.end() };
};

struct VerifyOptions
{
    std::string signatureName { kModelSignature };
    std::filesystem::path signatureFile; ///< "": signatureName inside the directory
    Policy policy = Policy::Casebench;
    std::vector<std::string> ignorePaths; ///< ReferenceVectors only: more than the signature itself names
};

/// What a verification found. Only when ok may anything else in the directory be looked at.
struct VerifyReport
{
    bool ok = false;
    std::vector<Problem>
        problems; ///< all wrong files at once; before that the first thing that stops the check
    std::string payloadSha256; ///< identifies the bundle; "" until the signature holds
    std::string rootDigest;
    std::string fingerprint; ///< of the key it was checked with
    std::string subject;
    std::vector<Resource> files;
    std::string approverFingerprint; ///< verifyBundle only; "" when nobody approved
    std::string approver; ///< verifyBundle only: the name in the approval
};

/// Signs all files of a directory and writes the signature file into it.
/// Gives: the statement that was signed.
/// Fails: InvalidInput when there is no file; Refused with the kind of the first problem (link, special file,
/// .git name, name order);
///        Refused when the signature file exists already; Unreadable; Cancelled.
/// Cost:  O(bytes).
[[nodiscard]] Result<Statement> signDirectory(const std::filesystem::path& directory,
                                              const PrivateKey& key,
                                              const SignOptions& options,
                                              Progress& progress);

/// Checks one signature over a directory. The signature is checked before its payload is parsed; no other
/// file is parsed at all. Takes: directory that may be hostile in every way; key the caller trusts. Gives: a
/// report; a directory that is not there or not readable is a problem in it, not an Error. Fails: Cancelled.
/// Cost:  O(bytes).
[[nodiscard]] Result<VerifyReport> verifyDirectory(const std::filesystem::path& directory,
                                                   const PublicKey& key,
                                                   const VerifyOptions& options,
                                                   Progress& progress);

} // namespace casebench
