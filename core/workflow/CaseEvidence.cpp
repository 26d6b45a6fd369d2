// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/CaseEvidence.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"
#include "core/crypto/Digest.h"
#include "core/workflow/Access.h"
#include "core/workflow/SettleLabels.h"

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <sys/stat.h>

namespace casebench {

namespace {

constexpr unsigned kFolderMode = 0700;
constexpr unsigned kFileMode = 0600;

Result<void> makeFolder(const std::filesystem::path& folder)
{
    if (::mkdir(folder.c_str(), kFolderMode) == 0)
        return syncDirectory(folder.has_parent_path() ? folder.parent_path() : ".");

    struct stat facts
    {
    };

    if (errno == EEXIST && ::lstat(folder.c_str(), &facts) == 0 && S_ISDIR(facts.st_mode))
        return {};
    return Error { ErrorCode::Unreadable,
                   fmt::format("The folder for evidence cannot be made: {}.", std::strerror(errno)),
                   folder.filename().string(), "E_IO", "Give the folder of the project write access." };
}

Error changed(const Evidence& evidence, std::string what)
{
    return { ErrorCode::Corrupt, std::move(what), evidence.name, "E_EVIDENCE",
             "Restore it from the newest backup; the project keeps its SHA-256 "
                 + evidence.sha256.substr(0, 12) + "…." };
}

Result<void> verify(const EvidenceStore& store, const Evidence& evidence, Progress& progress)
{
    const auto digest = sha256OfFile(store.pathOf(evidence.sha256), progress);
    if (!digest && digest.error().code == ErrorCode::Cancelled)
        return digest.error();
    if (!digest)
        return changed(evidence, "The evidence file is not there or cannot be read any more.");
    if (hex(*digest) != evidence.sha256)
        return changed(evidence, "The evidence file was changed since it was added.");
    return {};
}

/// A link or a pipe is no evidence; an open project must not be read (its locks would go).
Result<std::string> readOriginal(const std::filesystem::path& file)
{
    std::error_code ignored;
    const auto status = std::filesystem::symlink_status(file, ignored);
    if (std::filesystem::exists(status) && status.type() != std::filesystem::file_type::regular)
        return Error { ErrorCode::Refused, "Evidence is a regular file, no folder, link or device.",
                       file.filename().string(), "E_SPECIAL_FILE", "Name the file itself." };
    if (isOpenProject(file))
        return Error { ErrorCode::Refused, "An open project is no evidence.", file.filename().string(),
                       "E_SPECIAL_FILE", "Attach a copy of it." };
    return readFile(file, kMostEvidenceBytes);
}

} // namespace

Result<Evidence> addEvidence(Project& project,
                             const Actor& actor,
                             std::string_view caseId,
                             const std::filesystem::path& file,
                             std::string_view note,
                             Progress& progress)
{
    CB_CHECK(requireAccess(actor, VerbGroup::Intake));
    Evidence evidence;
    CB_TRY(evidence.row, findCase(project, caseId));
    progress.report(0, "reading the file");
    auto bytes = readOriginal(file);
    if (!bytes)
        return bytes.error().in(file.filename().string());
    evidence.name = file.filename().string();
    evidence.bytes = static_cast<std::int64_t>(bytes->size());
    evidence.sha256 = hex(sha256(*bytes));
    evidence.note = trimmed(note);
    CB_CHECK(progress.checkpoint());
    const EvidenceStore store(project);
    CB_TRY(WriteTransaction tx, project.beginWrite(actor));
    CB_TRY(evidence.id, store.add(tx, evidence));
    CB_CHECK(makeFolder(store.folder()));
    progress.report(0.5, "keeping a copy");
    if (!verify(store, evidence, progress))
        CB_CHECK(writeFileAtomically(store.pathOf(evidence.sha256), *bytes, kFileMode));
    CB_CHECK(verify(store, evidence, progress));
    CB_CHECK(tx.commit({ .act = "evidence.add",
                         .objType = "case",
                         .objId = std::string(caseId),
                         .input = { { "bytes", evidence.bytes }, { "sha256", evidence.sha256 } } }));
    return store.find(evidence.id);
}

Result<std::vector<Evidence>> caseEvidence(Project& project, std::string_view caseId)
{
    CB_TRY(const CaseRow row, findCase(project, caseId));
    return EvidenceStore(project).list(row);
}

Result<std::filesystem::path> verifiedEvidence(Project& project, std::int64_t evidence, Progress& progress)
{
    const EvidenceStore store(project);
    CB_TRY(const Evidence found, store.find(evidence));
    CB_CHECK(verify(store, found, progress));
    return store.pathOf(found.sha256);
}

Result<std::vector<std::string>> checkEvidence(Project& project, Progress& progress)
{
    const EvidenceStore store(project);
    CB_TRY(const auto all, store.all());
    std::vector<std::string> faults;
    for (const Evidence& evidence : all) {
        CB_CHECK(progress.checkpoint());
        if (const auto holds = verify(store, evidence, progress); !holds) {
            if (holds.error().code == ErrorCode::Cancelled)
                return holds.error();
            faults.push_back(holds.error().sentence());
        }
    }
    return faults;
}

} // namespace casebench
