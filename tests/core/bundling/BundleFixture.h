// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/TestMain.h"
#include "tests/support/Where.h"

#include "core/base/AtomicFile.h"
#include "core/bundling/Bundle.h"

#include <QTemporaryDir>

#include <filesystem>
#include <fstream>
#include <string>

namespace casebench::test {

inline const std::filesystem::path kInterop = casebench::test::sourceDirectory() / "tests/data/interop";

/// A folder that goes with the test, and keys of an exporter and an approver.
class BundleFixture
{
public:
    BundleFixture() { m_folder.setAutoRemove(false); }

    // QTemporaryDir itself leaves names behind that are not UTF-8.
    ~BundleFixture()
    {
        std::error_code ignored;
        std::filesystem::remove_all(root(), ignored);
    }

    BundleFixture(const BundleFixture&) = delete;
    BundleFixture& operator=(const BundleFixture&) = delete;

    [[nodiscard]] std::filesystem::path root() const { return m_folder.path().toStdString(); }

    [[nodiscard]] const PrivateKey& exporter() const { return m_exporter; }

    [[nodiscard]] const PrivateKey& approver() const { return m_approver; }

    [[nodiscard]] Progress& progress() { return m_progress; }

    /// Writes without any care for durability.
    std::filesystem::path put(const std::filesystem::path& name, std::string_view bytes) const
    {
        const std::filesystem::path path = root() / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
        return path;
    }

    [[nodiscard]] ApprovalRecord approvalOf(std::string_view modelBytes,
                                            ApprovalDecision decision = ApprovalDecision::Approved) const
    {
        return *signApproval({ sha256(modelBytes), decision, "recall holds", "Ada", 1'700'000'000'000'000 },
                             m_approver);
    }

    /// A request for a bundle of three small files, one of them empty.
    [[nodiscard]] BundleRequest request(const std::string& name) const
    {
        BundleRequest wanted;
        wanted.target = root() / name;
        (void)wanted.contents.add("model.json", "{\"trees\":1}\n");
        (void)wanted.contents.add("README.md", "# A model\n");
        (void)wanted.contents.add("empty.txt", "");
        wanted.exporterKey = &m_exporter;
        return wanted;
    }

    [[nodiscard]] BundleRequest approvedRequest(const std::string& name) const
    {
        BundleRequest wanted = request(name);
        wanted.approval = approvalOf("{\"trees\":1}\n");
        wanted.approverKey = &m_approver;
        return wanted;
    }

private:
    QTemporaryDir m_folder;
    PrivateKey m_exporter = *PrivateKey::generate();
    PrivateKey m_approver = *PrivateKey::generate();
    Progress m_progress;
};

/// "KIND file" of each problem, sorted, separated by "; ".
inline QString problemsOf(const VerifyReport& report)
{
    QStringList lines;
    for (const Problem& problem : report.problems)
        lines.append(qs(problem.kind + " " + problem.file).trimmed());
    lines.sort();
    return lines.join(QStringLiteral("; "));
}

} // namespace casebench::test
