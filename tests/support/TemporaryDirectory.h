// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/AtomicFile.h"

#include <algorithm>
#include <filesystem>
#include <stdlib.h>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace casebench::test {

/// A fresh directory that is gone with everything in it when the test ends. Its name is plain ASCII.
class TemporaryDirectory
{
public:
    TemporaryDirectory()
    {
        std::string name = (std::filesystem::temp_directory_path() / "casebench-test-XXXXXX").string();
        expects(::mkdtemp(name.data()) != nullptr, "TemporaryDirectory: could not be made");
        m_path = name;
    }

    ~TemporaryDirectory()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }

    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

    [[nodiscard]] std::filesystem::path operator/(std::string_view name) const { return m_path / name; }

    /// Writes a file into it (parents are made) and gives its path.
    std::filesystem::path write(std::string_view name, std::string_view bytes) const
    {
        const std::filesystem::path file = m_path / name;
        std::filesystem::create_directories(file.parent_path());
        const auto written = writeFileAtomically(file, bytes);
        expects(static_cast<bool>(written), "TemporaryDirectory: could not write");
        return file;
    }

    /// Relative names of all that lies in it, sorted: for "nothing was left behind".
    [[nodiscard]] std::vector<std::string> names() const
    {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(m_path))
            found.push_back(entry.path().lexically_relative(m_path).generic_string());
        std::ranges::sort(found);
        return found;
    }

private:
    std::filesystem::path m_path;
};

} // namespace casebench::test
