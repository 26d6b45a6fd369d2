// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/AtomicFile.h"
#include "core/bundling/Bundle.h"
#include "core/bundling/Members.h"
#include "core/bundling/SignatureCheck.h"
#include "core/bundling/Signers.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace casebench {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMaxRecordBytes = std::size_t { 1 } << 20;

const Resource* find(const std::vector<Resource>& files, std::string_view name)
{
    const auto at =
        std::find_if(files.begin(), files.end(), [&](const Resource& file) { return file.name == name; });
    return at == files.end() ? nullptr : &*at;
}

/// Bytes of a signed file, compared with what was signed.
Result<std::string> readSigned(const fs::path& directory,
                               const std::vector<Resource>& files,
                               std::string_view name,
                               std::size_t maxBytes)
{
    const Resource* file = find(files, name);
    if (file == nullptr)
        return Error { ErrorCode::NotFound, "The signature knows no such file.", std::string(name),
                       kind::kMissingFile };
    CB_TRY(std::string bytes, readFile(name == "." ? directory : directory / name, maxBytes));
    if (sha256(bytes) != file->digest)
        return problemError(
            { kind::kHash, std::string(name), "Its content was changed after it was signed." });
    return bytes;
}

/// The parts of a Casebench bundle that stand beside model.sig; asked only when that one holds.
class BundleCheck
{
public:
    BundleCheck(const fs::path& directory,
                const FileManifest& manifest,
                const PublicKey* approverKey,
                VerifyReport& report)
        : m_directory(directory)
        , m_manifest(manifest)
        , m_approverKey(approverKey)
        , m_report(report)
    {
    }

    void run()
    {
        for (const Resource& file : m_report.files) {
            if (auto problem = runnableContent(file.name, {}))
                m_report.problems.push_back(std::move(*problem));
        }
        std::optional<PublicKey> approver = checkApproval();
        checkSigners(approver ? &*approver : nullptr);
    }

private:
    void problem(const Error& error, std::string_view file)
    {
        m_report.problems.push_back(problemOf(error, std::string(file)));
    }

    /// The approver's key, when there is an approval and it holds.
    std::optional<PublicKey> checkApproval()
    {
        if (find(m_report.files, kApprovalFile) == nullptr) {
            if (m_approverKey != nullptr)
                m_report.problems.push_back(
                    { kind::kMissingFile, std::string(kApprovalFile), "The bundle carries no approval." });
            return std::nullopt;
        }
        auto key = readApproval();
        if (key)
            return std::move(*key);
        problem(key.error(), kApprovalFile);
        return std::nullopt;
    }

    Result<PublicKey> readApproval()
    {
        CB_TRY(const std::string bytes,
               readSigned(m_directory, m_report.files, kApprovalFile, kMaxRecordBytes));
        CB_TRY(const ApprovalRecord record, parseApproval(bytes));
        if (m_approverKey != nullptr)
            CB_CHECK(verifyApproval(record, *m_approverKey));
        CB_TRY(PublicKey key, verifyApprovalByItself(record));
        if (record.statement.decision != ApprovalDecision::Approved)
            return corrupt(kind::kApproval, "The decision in the bundle is not an approval.");
        const auto approved = [&](const Resource& file) {
            return file.digest == record.statement.modelDigest;
        };
        if (std::none_of(m_report.files.begin(), m_report.files.end(), approved))
            return corrupt(kind::kApproval, "What was approved is not in this bundle.");
        m_report.approver = record.statement.approver;
        m_report.approverFingerprint = record.fingerprint;
        return key;
    }

    void checkSigners(const PublicKey* approver)
    {
        auto bytes = readSigned(m_directory, m_report.files, kSignersFile, kMaxRecordBytes);
        auto signers = bytes ? parseSigners(*bytes) : Result<Signers>(bytes.error());
        if (!signers)
            return problem(signers.error(), kSignersFile);
        if (signers->exporter != m_report.fingerprint)
            return problem(corrupt(kind::kKeyMismatch, "It names another exporter's key."), kSignersFile);
        std::error_code failure;
        const bool there = fs::exists(fs::symlink_status(m_directory / kApprovalSignature, failure));
        if (!signers->approver.empty() && !there)
            return problem(corrupt(kind::kMissingFile, "The approver's signature was removed."),
                           kApprovalSignature);
        if (signers->approver.empty() && there)
            return problem(corrupt(kind::kExtraFile, "A signature that the exporter did not put there."),
                           kApprovalSignature);
        if (there)
            checkApprovalSignature(approver, signers->approver);
    }

    void checkApprovalSignature(const PublicKey* approver, const std::string& fingerprint)
    {
        if (approver == nullptr)
            return problem(corrupt(kind::kKey, "There is no approval to take the approver's key from."),
                           kApprovalSignature);
        if (approver->fingerprint() != fingerprint)
            return problem(corrupt(kind::kKeyMismatch, "It is by another key than the approval."),
                           kApprovalSignature);
        VerifyReport second;
        const auto statement =
            checkSignature(m_directory / kApprovalSignature, *approver, Policy::Casebench, second);
        if (statement)
            compareFiles(*statement, m_manifest, second);
        m_report.problems.insert(m_report.problems.end(), second.problems.begin(), second.problems.end());
    }

    const fs::path& m_directory;
    const FileManifest& m_manifest;
    const PublicKey* m_approverKey;
    VerifyReport& m_report;
};

Error refusal(const VerifyReport& report, const fs::path& directory)
{
    Error error = problemError(report.problems.front());
    if (report.problems.size() > 1)
        error.what += fmt::format(" ({} more problems.)", report.problems.size() - 1);
    return std::move(error).in(directory.string());
}

} // namespace

Result<VerifyReport> verifyBundle(const fs::path& directory,
                                  const PublicKey& exporterKey,
                                  const PublicKey* approverKey,
                                  Progress& progress)
{
    VerifyReport report;
    const auto statement =
        checkSignature(directory / kModelSignature, exporterKey, Policy::Casebench, report);
    if (!statement)
        return report;
    const ManifestOptions walk { Policy::Casebench,
                                 { std::string(kModelSignature), std::string(kApprovalSignature) } };
    CB_TRY(const FileManifest manifest, manifestFor(directory, walk, report, progress));
    compareFiles(*statement, manifest, report);
    if (report.problems.empty())
        BundleCheck(directory, manifest, approverKey, report).run();
    report.ok = report.problems.empty();
    return report;
}

VerifiedBundle::VerifiedBundle(fs::path directory, VerifyReport report)
    : m_directory(std::move(directory))
    , m_report(std::move(report))
{
}

bool VerifiedBundle::contains(std::string_view name) const
{
    return find(m_report.files, name) != nullptr;
}

Result<std::string> VerifiedBundle::read(std::string_view name, std::size_t maxBytes) const
{
    CB_TRY(std::string bytes, readSigned(m_directory, m_report.files, name, maxBytes));
    if (const auto problem = runnableContent(name, bytes))
        return Error { ErrorCode::Refused, problem->text, problem->file, problem->kind, "Do not open it." };
    return bytes;
}

Result<VerifiedBundle> openVerifiedBundle(const fs::path& directory,
                                          const PublicKey& exporterKey,
                                          const PublicKey* approverKey,
                                          Progress& progress)
{
    CB_TRY(VerifyReport report, verifyBundle(directory, exporterKey, approverKey, progress));
    if (!report.ok)
        return refusal(report, directory);
    return VerifiedBundle(directory, std::move(report));
}

Result<VerifiedBundle> openVerifiedDirectory(const fs::path& directory,
                                             const PublicKey& key,
                                             const VerifyOptions& options,
                                             Progress& progress)
{
    CB_TRY(VerifyReport report, verifyDirectory(directory, key, options, progress));
    if (!report.ok)
        return refusal(report, directory);
    return VerifiedBundle(directory, std::move(report));
}

} // namespace casebench
