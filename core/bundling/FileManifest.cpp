// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bundling/FileManifest.h"

#include "core/base/Text.h"

#include <algorithm>
#include <utility>

namespace casebench {

namespace fs = std::filesystem;

namespace {

bool isCovered(std::string_view name, std::string_view ignored)
{
    return name.starts_with(ignored) && (name.size() == ignored.size() || name[ignored.size()] == '/');
}

bool isSignatureName(std::string_view name)
{
    return name == kModelSignature || name == kApprovalSignature;
}

/// Lists a tree without opening any file of it.
class Walk
{
public:
    Walk(const fs::path& root, const ManifestOptions& options, FileManifest& manifest)
        : m_root(root)
        , m_options(options)
        , m_manifest(manifest)
    {
    }

    Result<std::vector<std::string>> names(const Progress& progress)
    {
        m_folders.emplace_back();
        while (!m_folders.empty() && !m_tooMuch) {
            CB_CHECK(progress.checkpoint());
            const std::string folder = std::exchange(m_folders.back(), {});
            m_folders.pop_back();
            listFolder(folder);
        }
        std::sort(m_names.begin(), m_names.end());
        return std::move(m_names);
    }

private:
    void problem(const char* what, const std::string& name, std::string text)
    {
        m_manifest.problems.push_back({ what, name, std::move(text) });
    }

    void listFolder(const std::string& folder)
    {
        std::error_code failure;
        fs::directory_iterator entries(folder.empty() ? m_root : m_root / folder, failure);
        bool empty = true;
        for (; !failure && !m_tooMuch && entries != fs::directory_iterator(); entries.increment(failure)) {
            empty = false;
            const std::string base = entries->path().filename().string();
            take(folder.empty() ? base : folder + "/" + base);
        }
        if (failure)
            problem(kind::kUnreadable, folder, "The folder cannot be read: " + failure.message() + ".");
        else if (empty && !folder.empty() && m_options.policy == Policy::Casebench)
            problem(kind::kExtraFile, folder, "An empty folder that the signature does not know.");
    }

    void take(const std::string& name)
    {
        if (m_options.policy == Policy::Casebench && isIgnoredByGitRule(name)) {
            problem(kind::kExtraFile, name,
                    "Other tools ignore this name, so nothing would protect its content.");
            return;
        }
        const bool ignored = isIgnored(name);
        if (ignored && m_options.policy == Policy::ReferenceVectors)
            return;
        if (!isValidUtf8(name)) {
            problem(kind::kExtraFile, toHex(name), "A file name that is not UTF-8 (shown in hexadecimal).");
            return;
        }
        std::error_code failure;
        const fs::file_status status = fs::symlink_status(m_root / name, failure);
        if (status.type() == fs::file_type::symlink)
            problem(kind::kSymlink, name,
                    "A symbolic link: what it leads to is not covered by the signature.");
        else if (status.type() == fs::file_type::directory && !(ignored && isSignatureName(name)))
            takeFolder(name, ignored);
        else if (status.type() == fs::file_type::regular)
            takeFile(name, ignored);
        else if (failure)
            problem(kind::kUnreadable, name, "It cannot be looked at: " + failure.message() + ".");
        else
            problem(kind::kSpecialFile, name, "Neither a file nor a folder where one is expected.");
    }

    void takeFolder(const std::string& name, bool ignored)
    {
        if (!ignored)
            m_folders.push_back(name);
    }

    void takeFile(const std::string& name, bool ignored)
    {
        if (ignored)
            return;
        m_names.push_back(name);
        std::error_code failure;
        const std::uintmax_t size = fs::file_size(m_root / name, failure);
        m_bytes += failure ? 0 : size; // a file that is gone by now is told when it is hashed
        if (m_options.policy != Policy::Casebench
            || (m_names.size() <= kMaxBundleFiles && m_bytes <= kMaxBundleBytes))
            return;
        m_tooMuch = true;
        problem(kind::kBundle, name,
                "From here on there is more than any bundle holds (10,000 files, 1 GiB).");
        m_names.clear();
    }

    [[nodiscard]] bool isIgnored(const std::string& name) const
    {
        const auto covers = [&](const std::string& ignored) { return isCovered(name, ignored); };
        return std::any_of(m_options.ignorePaths.begin(), m_options.ignorePaths.end(), covers);
    }

    const fs::path& m_root;
    const ManifestOptions& m_options;
    FileManifest& m_manifest;
    std::vector<std::string> m_folders;
    std::vector<std::string> m_names;
    std::uintmax_t m_bytes = 0;
    bool m_tooMuch = false;
};

Result<void> hashFiles(const fs::path& root,
                       const std::vector<std::string>& names,
                       FileManifest& manifest,
                       Progress& progress)
{
    const auto count = static_cast<double>(names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        Progress one = progress.part(static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
        auto digest = sha256OfFile(names[i] == "." ? root : root / names[i], one);
        if (digest)
            manifest.files.push_back({ names[i], *digest });
        else if (digest.error().code == ErrorCode::Cancelled)
            return digest.error();
        else
            manifest.problems.push_back(problemOf(digest.error(), names[i]));
    }
    return {};
}

/// Without a slash at its end: behind one, a link would be followed.
fs::path withoutTrailingSlash(const fs::path& path)
{
    const fs::path normal = path.lexically_normal();
    return normal.has_filename() || normal == normal.root_path() ? normal : normal.parent_path();
}

} // namespace

Result<FileManifest> readManifest(const fs::path& given, const ManifestOptions& options, Progress& progress)
{
    const fs::path root = withoutTrailingSlash(given);
    std::error_code failure;
    const fs::file_status status = fs::symlink_status(root, failure);
    if (status.type() == fs::file_type::not_found)
        return Error {
            ErrorCode::NotFound, "There is no such folder.", given.string(), {}, "Check the path."
        };
    if (failure)
        return Error { ErrorCode::Unreadable, "It cannot be looked at: " + failure.message() + ".",
                       given.string() };
    FileManifest manifest;
    std::vector<std::string> names;
    if (status.type() == fs::file_type::symlink)
        manifest.problems.push_back({ kind::kSymlink, {}, "The folder itself is a symbolic link." });
    else if (status.type() == fs::file_type::regular && options.policy == Policy::ReferenceVectors)
        names = { "." };
    else if (status.type() != fs::file_type::directory)
        manifest.problems.push_back({ kind::kSpecialFile, {}, "It is not a folder." });
    else {
        CB_TRY(names, Walk(root, options, manifest).names(progress));
    }
    CB_CHECK(hashFiles(root, names, manifest, progress));
    return manifest;
}

Digest rootDigest(std::span<const Resource> files)
{
    Sha256 hash;
    for (const Resource& file : files)
        hash.update(bytesOf(file.digest));
    return hash.finish();
}

bool isCanonicalName(std::string_view name)
{
    if (name.empty() || !isValidUtf8(name))
        return false;
    for (const std::string_view part : split(name, '/')) {
        if (part.empty() || part == "." || part == "..")
            return false;
        for (const char c : part) {
            if (c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
                return false;
        }
    }
    return true;
}

bool orderIsUnambiguous(std::span<const Resource> filesByCodePoint)
{
    const auto byParts = [](const Resource& a, const Resource& b) {
        return split(a.name, '/') < split(b.name, '/');
    };
    return std::is_sorted(filesByCodePoint.begin(), filesByCodePoint.end(), byParts);
}

} // namespace casebench
