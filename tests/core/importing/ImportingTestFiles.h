// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "SlowReader.h"

#include "core/importing/Importers.h"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace casebench::test {

inline std::string readBytes(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << file.rdbuf();
    return bytes.str();
}

inline void writeBytes(const std::filesystem::path& path, std::string_view bytes)
{
    std::filesystem::remove(
        path); // overwriting in place makes some file systems write through, which is slow
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

/// What the product's reader gives, in the slow reader's form.
inline SlowTable readFast(const std::filesystem::path& path, const ReadOptions& options)
{
    SlowTable table;
    const auto importer = importerFor(path);
    if (!importer) {
        table.refused = importer.error().kind;
        return table;
    }
    Progress progress;
    const auto source = openPrepared(**importer, path, options, progress);
    if (!source) {
        table.refused = source.error().kind;
        return table;
    }
    table.header = (*source)->header();
    RawBatch batch;
    for (bool more = true; more;) {
        const auto next = (*source)->next(batch);
        if (!next) {
            table = {};
            table.refused = next.error().kind;
            return table;
        }
        more = *next;
        for (std::size_t row = 0; row < batch.rowCount(); ++row) {
            SlowRow& copy = table.rows.emplace_back();
            copy.line = batch.lines[row];
            for (std::size_t column = 0; column < batch.columns; ++column)
                copy.fields.emplace_back(batch.field(row, column));
        }
        for (const RowIssue& issue : batch.issues)
            table.issues.push_back({ issue.line, issue.kind, issue.raw });
    }
    return table;
}

/// "" when both tables are the same but for the header's names, else what differs first.
inline std::string difference(const SlowTable& fast, const SlowTable& slow)
{
    const auto number = [](std::size_t value) { return std::to_string(value); };
    if (fast.refused != slow.refused)
        return "refused \"" + fast.refused + "\", expected \"" + slow.refused + "\"";
    if (fast.header.size() != slow.header.size())
        return number(fast.header.size()) + " columns, expected " + number(slow.header.size());
    for (std::size_t i = 0; i < std::min(fast.rows.size(), slow.rows.size()); ++i) {
        if (!(fast.rows[i] == slow.rows[i]))
            return "row " + number(i + 1) + " differs (lines " + number(fast.rows[i].line) + ", expected "
                + number(slow.rows[i].line) + ")";
    }
    for (std::size_t i = 0; i < std::min(fast.issues.size(), slow.issues.size()); ++i) {
        if (!(fast.issues[i] == slow.issues[i]))
            return "issue " + number(i + 1) + ": line " + number(fast.issues[i].line) + " "
                + fast.issues[i].kind + ", expected line " + number(slow.issues[i].line) + " "
                + slow.issues[i].kind;
    }
    if (fast.rows.size() != slow.rows.size())
        return number(fast.rows.size()) + " rows, expected " + number(slow.rows.size());
    if (fast.issues.size() != slow.issues.size())
        return number(fast.issues.size()) + " issues, expected " + number(slow.issues.size());
    return {};
}

} // namespace casebench::test
