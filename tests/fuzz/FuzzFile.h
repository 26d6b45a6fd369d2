// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/CsvWriter.h"
#include "core/importing/Importer.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <unistd.h>

/// What the targets share: an input becomes a file, the file is imported, and what must always hold is held.
namespace casebench::fuzz {

/// Ends the run: libFuzzer keeps the input.
inline void require(bool holds, const char* what)
{
    if (!holds) {
        std::fprintf(stderr, "broken: %s\n", what);
        std::abort();
    }
}

/// A path in memory that is this process's own.
inline std::filesystem::path scratch(std::string_view name)
{
    static const std::filesystem::path folder = [] {
        std::filesystem::path path = "/dev/shm/casebench-fuzz-" + std::to_string(::getpid());
        std::filesystem::create_directories(path);
        return path;
    }();
    return folder / name;
}

inline std::filesystem::path written(std::string_view name, std::string_view bytes)
{
    const std::filesystem::path path = scratch(name);
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return path;
}

/// Both passes. A refusal must say file, token, sentence and advice; what is taken must be the same in both.
inline CaseTablePtr imported(const std::filesystem::path& path, const ReadOptions& options)
{
    Progress progress;
    const auto profile = profileFile(path, options, progress);
    if (!profile) {
        const Error& error = profile.error();
        require(!error.kind.empty() && !error.what.empty() && !error.advice.empty(),
                "an error without token or advice");
        require(error.where.find(path.filename().string()) != std::string::npos, "an error without its file");
        return nullptr;
    }
    const auto plan = planFields(*profile, {}, {});
    if (!plan)
        return nullptr; // two columns that differ in white space only: the person must choose
    const auto table = readWholeTable(*profile, plan->fields, progress);
    require(table.has_value(), "the second pass fails where the first did not");
    require(static_cast<std::int64_t>((*table)->rowCount()) == profile->rows, "the passes count other rows");
    for (const RowIssue& issue : profile->quarantine)
        require(issue.line > 0 && !issue.kind.empty() && !issue.reason.empty(),
                "a quarantined row without its reason");
    return *table;
}

/// The same, and what was taken comes back from its guarded export.
inline void importAndReturn(std::string_view name, std::string_view bytes)
{
    const CaseTablePtr table = imported(written(name, bytes), {});
    if (!table)
        return;
    const std::string csv = toCsv(*table);
    ReadOptions options;
    options.guard = true;
    options.encoding = "utf-8";
    options.delimiter = ",";
    Progress progress;
    const auto profile = profileFile(written("again.csv", csv), options, progress);
    require(profile.has_value() && profile->quarantined == 0, "an export is not taken back");
    const auto plan = planFields(*profile, {}, {});
    if (!plan)
        return;
    const auto again = readWholeTable(*profile, plan->fields, progress);
    require(again.has_value() && toCsv(**again) == csv, "an export comes back changed");
}

} // namespace casebench::fuzz
