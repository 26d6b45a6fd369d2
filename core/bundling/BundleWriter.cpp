// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/AtomicFile.h"
#include "core/bundling/Bundle.h"
#include "core/bundling/Signers.h"

#include <algorithm>
#include <set>

namespace casebench {

namespace fs = std::filesystem;

namespace {

Error invalid(std::string what, std::string advice = {})
{
    return Error { ErrorCode::InvalidInput, std::move(what), {}, {}, std::move(advice) };
}

Result<void> checkApproval(const BundleRequest& request)
{
    if (!request.approval)
        return request.approverKey == nullptr ? Result<void>()
                                              : invalid("An approver's key is given, but no approval.");
    const ApprovalRecord& approval = *request.approval;
    if (request.approverKey != nullptr
        && request.approverKey->publicKey().fingerprint() != approval.fingerprint)
        return invalid("The approver's key is not the one that signed the approval.",
                       "Give the key the model was approved with.");
    CB_TRY([[maybe_unused]] const PublicKey key, verifyApprovalByItself(approval));
    if (approval.statement.decision != ApprovalDecision::Approved)
        return Error { ErrorCode::Refused,
                       "The model was rejected, not approved.",
                       {},
                       kind::kApproval,
                       "Have it approved first." };
    const auto approved = [&](const BundleContents::File& file) {
        return sha256(file.bytes) == approval.statement.modelDigest;
    };
    const auto& files = request.contents.files();
    if (std::none_of(files.begin(), files.end(), approved))
        return invalid("What was approved is not among the files of the bundle.",
                       "Have this very model approved.");
    return {};
}

Result<void> checkRequest(const BundleRequest& request)
{
    expects(request.exporterKey != nullptr, "a bundle without an exporter's key");
    if (request.contents.files().empty())
        return invalid("A bundle without content cannot be signed.");
    return checkApproval(request);
}

Result<void> writeFiles(const BundleRequest& request, const StagedDirectory& staging, Progress& progress)
{
    for (const BundleContents::File& file : request.contents.files()) {
        CB_CHECK(progress.checkpoint());
        CB_CHECK(staging.write(file.name, file.bytes));
    }
    if (request.approval)
        CB_CHECK(staging.write(kApprovalFile, encodeApproval(*request.approval)));
    Signers signers { request.exporterKey->publicKey().fingerprint(), {} };
    if (request.approverKey != nullptr)
        signers.approver = request.approverKey->publicKey().fingerprint();
    return staging.write(kSignersFile, encodeSigners(signers));
}

/// The staging folder itself is synced when it is committed; folders inside it are ours to sync.
Result<void> syncFolders(const BundleRequest& request, const fs::path& staging)
{
    std::set<fs::path> folders;
    for (const BundleContents::File& file : request.contents.files()) {
        for (fs::path folder = fs::path(file.name).parent_path(); !folder.empty();
             folder = folder.parent_path())
            folders.insert(folder);
    }
    for (const fs::path& folder : folders)
        CB_CHECK(syncDirectory(staging / folder));
    return {};
}

Result<void>
sign(const BundleRequest& request, const fs::path& staging, const std::string& subject, Progress& progress)
{
    SignOptions options;
    options.subjectName = subject;
    Progress first = progress.part(0, 0.5);
    CB_TRY([[maybe_unused]] const Statement statement,
           signDirectory(staging, *request.exporterKey, options, first));
    if (request.approverKey == nullptr)
        return {};
    options.signatureName = kApprovalSignature;
    Progress second = progress.part(0.5, 1);
    CB_TRY([[maybe_unused]] const Statement approved,
           signDirectory(staging, *request.approverKey, options, second));
    return {};
}

/// What was written must pass the check every reader makes, or it never appears under its name.
Result<VerifyReport> verifyOwn(const BundleRequest& request, const fs::path& staging, Progress& progress)
{
    const PublicKey* approver = request.approverKey == nullptr ? nullptr : &request.approverKey->publicKey();
    CB_TRY(VerifyReport report, verifyBundle(staging, request.exporterKey->publicKey(), approver, progress));
    if (!report.ok) {
        Error error = problemError(report.problems.front());
        error.code = ErrorCode::Internal;
        error.advice = "Nothing was exported. Try again on another disk.";
        return std::move(error).in("check of the bundle just written");
    }
    return report;
}

} // namespace

Result<VerifyReport> writeBundle(const BundleRequest& request, Progress& progress)
{
    CB_CHECK(checkRequest(request));
    const fs::path normal = fs::absolute(request.target).lexically_normal();
    const fs::path target = normal.has_filename() ? normal : normal.parent_path();
    CB_TRY(StagedDirectory staging, StagedDirectory::create(target));
    CB_CHECK(writeFiles(request, staging, progress));
    CB_CHECK(syncFolders(request, staging.path()));
    progress.report(0.2, "Signing");
    Progress signing = progress.part(0.2, 0.6);
    CB_CHECK(sign(request, staging.path(), target.filename().string(), signing));
    progress.report(0.6, "Checking the bundle");
    Progress checking = progress.part(0.6, 1);
    CB_TRY(VerifyReport report, verifyOwn(request, staging.path(), checking));
    CB_CHECK(progress.checkpoint());
    CB_CHECK(staging.commit());
    return report;
}

} // namespace casebench
