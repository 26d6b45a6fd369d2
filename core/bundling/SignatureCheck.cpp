// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundling/SignatureCheck.h"

#include "core/base/AtomicFile.h"
#include "core/bundling/Members.h"
#include "core/bundling/SignatureFile.h"

#include <map>
#include <set>
#include <string_view>

namespace casebench {

namespace fs = std::filesystem;

namespace {

Result<std::string> readSignatureBytes(const fs::path& path)
{
    std::error_code failure;
    const fs::file_status status = fs::symlink_status(path, failure);
    if (status.type() == fs::file_type::not_found)
        return Error { ErrorCode::NotFound, "The signature file is missing.", {}, kind::kMissingFile };
    if (status.type() == fs::file_type::symlink)
        return corrupt(kind::kSymlink, "The signature file is a symbolic link.");
    if (failure)
        return Error { ErrorCode::Unreadable,
                       "The signature file cannot be looked at: " + failure.message() + ".",
                       {},
                       kind::kUnreadable };
    if (status.type() != fs::file_type::regular)
        return corrupt(kind::kSpecialFile, "The signature file is not a regular file.");
    auto bytes = readFile(path, kMaxSignatureFileBytes);
    if (!bytes && bytes.error().kind == "too-large")
        return corrupt(kind::kBundle, "The signature file is larger than 16 MiB.");
    return bytes;
}

Result<Statement>
readStatement(const fs::path& path, const PublicKey& key, Policy policy, VerifyReport& report)
{
    CB_TRY(const std::string bytes, readSignatureBytes(path));
    CB_TRY(const SignatureFile file, parseSignatureFile(bytes, policy));
    CB_CHECK(checkSignatureFile(file, key, policy));
    report.payloadSha256 = hex(sha256(file.payload));
    return parseStatement(file.payload, policy);
}

} // namespace

std::optional<Statement>
checkSignature(const fs::path& signatureFile, const PublicKey& key, Policy policy, VerifyReport& report)
{
    report.fingerprint = key.fingerprint();
    auto statement = readStatement(signatureFile, key, policy, report);
    if (!statement) {
        report.problems.push_back(problemOf(statement.error(), signatureFile.filename().string()));
        return std::nullopt;
    }
    report.subject = statement->subject;
    report.rootDigest = hex(statement->root);
    report.files = statement->files;
    return std::move(*statement);
}

void compareFiles(const Statement& statement, const FileManifest& manifest, VerifyReport& report)
{
    report.problems.insert(report.problems.end(), manifest.problems.begin(), manifest.problems.end());
    std::set<std::string_view> told; // a file that became a link is told as a link, not as missing too
    for (const Problem& problem : manifest.problems)
        told.insert(problem.file);
    std::map<std::string_view, const Digest*> signedFiles;
    for (const Resource& file : statement.files)
        signedFiles.emplace(file.name, &file.digest);

    for (const Resource& found : manifest.files) {
        const auto known = signedFiles.find(found.name);
        if (known == signedFiles.end())
            report.problems.push_back({ kind::kExtraFile, found.name, "A file that was not signed." });
        else if (*known->second != found.digest)
            report.problems.push_back(
                { kind::kHash, found.name, "Its content was changed after it was signed." });
        if (known != signedFiles.end())
            signedFiles.erase(known);
    }
    for (const auto& [name, digest] : signedFiles) {
        if (!told.contains(name))
            report.problems.push_back({ kind::kMissingFile, std::string(name), "A signed file is missing." });
    }
}

Result<FileManifest> manifestFor(const fs::path& directory,
                                 const ManifestOptions& options,
                                 VerifyReport& report,
                                 Progress& progress)
{
    auto manifest = readManifest(directory, options, progress);
    if (manifest || manifest.error().code == ErrorCode::Cancelled)
        return manifest;
    report.problems.push_back(problemOf(manifest.error(), {}));
    return FileManifest {};
}

} // namespace casebench
