// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundling/SignedDirectory.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/bundling/SignatureCheck.h"
#include "core/bundling/SignatureFile.h"

#include <algorithm>
#include <utility>

namespace casebench {

namespace fs = std::filesystem;

namespace {

Error refusedBy(const Problem& problem)
{
    return Error { ErrorCode::Refused, problem.text, problem.file, problem.kind,
                   "Remove it and sign again." };
}

Result<void> checkSigning(const fs::path& directory, const PrivateKey& key, const SignOptions& options)
{
    if (key.publicKey().curve() != Curve::P256)
        return Error {
            ErrorCode::InvalidInput, "Bundles are signed with EC P-256 keys only.", {}, kind::kKey
        };
    const auto& ignored = options.ignorePaths;
    if (std::find(ignored.begin(), ignored.end(), options.signatureName) == ignored.end())
        return Error { ErrorCode::InvalidInput, "The signature's own name must be among the ignored paths.",
                       options.signatureName };
    std::error_code failure;
    if (fs::exists(fs::symlink_status(directory / options.signatureName, failure)))
        return Error { ErrorCode::Refused,
                       "It is signed already.",
                       (directory / options.signatureName).string(),
                       {},
                       "Sign a fresh copy; a signature is never overwritten." };
    return {};
}

Result<void> checkSignable(const FileManifest& manifest, const fs::path& directory)
{
    if (!manifest.problems.empty())
        return refusedBy(manifest.problems.front());
    if (manifest.files.empty())
        return Error { ErrorCode::InvalidInput, "There is no file to sign.", directory.string() };
    const auto bad = std::find_if(manifest.files.begin(), manifest.files.end(),
                                  [](const Resource& file) { return !isCanonicalName(file.name); });
    if (bad != manifest.files.end())
        return refusedBy({ kind::kPredicate, bad->name, "The name has control characters or a backslash." });
    if (!orderIsUnambiguous(manifest.files))
        return Error {
            ErrorCode::Refused,
            "A folder's name is the beginning of a neighbour's, which other tools would sort differently.",
            directory.string(), kind::kPredicate, "Rename the folder."
        };
    return {};
}

std::string baseName(const fs::path& directory)
{
    const fs::path whole = fs::absolute(directory).lexically_normal();
    return (whole.has_filename() ? whole.filename() : whole.parent_path().filename()).string();
}

} // namespace

Result<Statement> signDirectory(const fs::path& directory,
                                const PrivateKey& key,
                                const SignOptions& options,
                                Progress& progress)
{
    CB_CHECK(checkSigning(directory, key, options));
    CB_TRY(FileManifest manifest,
           readManifest(directory, { Policy::Casebench, options.ignorePaths }, progress));
    CB_CHECK(checkSignable(manifest, directory));
    Statement statement;
    statement.subject = options.subjectName.empty() ? baseName(directory) : options.subjectName;
    if (statement.subject.empty() || !isValidUtf8(statement.subject))
        return Error { ErrorCode::InvalidInput, "The folder has no name that could be signed.",
                       directory.string() };
    statement.ignorePaths = options.ignorePaths;
    statement.root = rootDigest(manifest.files);
    statement.files = std::move(manifest.files);
    CB_TRY(const SignatureFile file, signPayload(encodeStatement(statement), key));
    CB_CHECK(progress.checkpoint());
    CB_CHECK(writeFileAtomically(directory / options.signatureName, encodeSignatureFile(file)));
    return statement;
}

Result<VerifyReport> verifyDirectory(const fs::path& directory,
                                     const PublicKey& key,
                                     const VerifyOptions& options,
                                     Progress& progress)
{
    VerifyReport report;
    const fs::path signatureFile =
        options.signatureFile.empty() ? directory / options.signatureName : options.signatureFile;
    const auto statement = checkSignature(signatureFile, key, options.policy, report);
    if (!statement)
        return report;
    ManifestOptions walk { options.policy,
                           { std::string(kModelSignature), std::string(kApprovalSignature) } };
    if (options.policy == Policy::ReferenceVectors) {
        walk.ignorePaths = statement->ignorePaths;
        walk.ignorePaths.insert(walk.ignorePaths.end(), options.ignorePaths.begin(),
                                options.ignorePaths.end());
        walk.ignorePaths.insert(walk.ignorePaths.end(),
                                { ".git", ".gitattributes", ".github", ".gitignore" });
        const fs::path inside =
            signatureFile.lexically_normal().lexically_relative(directory.lexically_normal());
        if (!inside.empty() && *inside.begin() != "..")
            walk.ignorePaths.push_back(inside.string());
    }
    CB_TRY(const FileManifest manifest, manifestFor(directory, walk, report, progress));
    compareFiles(*statement, manifest, report);
    report.ok = report.problems.empty();
    return report;
}

} // namespace casebench
