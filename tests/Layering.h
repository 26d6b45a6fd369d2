// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace casebench::test {

/// The table of tests/layering.txt, abbreviations resolved.
struct LayeringTable
{
    std::map<std::string, std::vector<std::string>, std::less<>> folders; ///< folder -> what it may include
    std::map<std::string, std::vector<std::string>, std::less<>>
        outside; ///< beginning of a header ("x/", "X*" as "X") or header -> who may
    std::vector<std::string> beginnings; ///< the keys of `outside` that are beginnings
};

struct SourceFile
{
    std::string path; ///< from the root, "/"-separated
    std::string text;
};

struct Finding
{
    std::string file;
    int line = 0;
    std::string what;

    [[nodiscard]] std::string sentence() const { return file + ":" + std::to_string(line) + ": " + what; }
};

/// Fails: InvalidInput with the line, when a line makes no sense or a row stands twice.
[[nodiscard]] Result<LayeringTable> parseLayering(std::string_view text);

/// All sources and CMake files below these folders of the root, in order of their paths.
[[nodiscard]] std::vector<SourceFile> readSources(const std::filesystem::path& root,
                                                  const std::vector<std::string>& folders);

/// Every include that the table does not allow, or that is not a whole path.
[[nodiscard]] std::vector<Finding> checkIncludes(const LayeringTable& table,
                                                 const std::vector<SourceFile>& files);

/// One finding for each circle of files that include each other.
[[nodiscard]] std::vector<Finding> checkCircles(const std::vector<SourceFile>& files);

/// Files without the licence in the first line, headers without #pragma once.
[[nodiscard]] std::vector<Finding> checkFirstLines(const std::vector<SourceFile>& files);

} // namespace casebench::test
