// SPDX-License-Identifier: GPL-3.0-or-later
#include "Layering.h"

#include "core/base/AtomicFile.h"
#include "core/base/Text.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

namespace casebench::test {

namespace {

namespace fs = std::filesystem;

std::vector<std::string> wordsOf(std::string_view text)
{
    std::vector<std::string> words;
    for (const std::string_view word : split(text, ' ')) {
        if (!trimmed(word).empty())
            words.emplace_back(trimmed(word));
    }
    return words;
}

struct Include
{
    int line = 0;
    bool angled = false;
    std::string header;
};

std::vector<Include> includesOf(std::string_view text)
{
    std::vector<Include> found;
    int number = 0;
    for (std::string_view line : split(text, '\n')) {
        ++number;
        line = trimmed(line);
        if (!line.starts_with('#') || !trimmed(line.substr(1)).starts_with("include"))
            continue;
        line = trimmed(trimmed(line.substr(1)).substr(7));
        const bool angled = line.starts_with('<');
        const auto end = line.empty() ? std::string_view::npos : line.find(angled ? '>' : '"', 1);
        if (end != std::string_view::npos)
            found.push_back({ number, angled, std::string(line.substr(1, end - 1)) });
    }
    return found;
}

std::string_view folderOf(std::string_view path)
{
    const auto slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

bool liesIn(std::string_view path, std::string_view folder)
{
    return path == folder || (path.starts_with(folder) && path.substr(folder.size()).starts_with('/'));
}

/// The row that governs a file (its longest folder in the table), and the unit within which files see each
/// other freely.
struct Place
{
    std::string row;
    std::string unit;
};

std::optional<Place> placeOf(const LayeringTable& table, std::string_view path)
{
    for (std::string_view folder = folderOf(path); !folder.empty(); folder = folderOf(folder)) {
        if (table.folders.contains(folder))
            return Place { std::string(folder), std::string(folder) };
        if (const std::string each = std::string(folderOf(folder)) + "/*"; table.folders.contains(each))
            return Place { each, std::string(folder) };
    }
    return std::nullopt;
}

bool allows(const std::vector<std::string>& allowed, const Place& target, std::string_view path)
{
    return std::ranges::any_of(
        allowed, [&](const std::string& entry) { return entry == target.row || entry == path; });
}

/// A C++ standard header: one lower-case word without a dot.
bool isStandard(std::string_view header)
{
    return std::ranges::all_of(
        header, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::optional<std::string>
outsideTrouble(const LayeringTable& table, std::string_view file, const std::string& header)
{
    const std::vector<std::string>* who = nullptr;
    if (const auto exact = table.outside.find(header); exact != table.outside.end())
        who = &exact->second;
    std::size_t longest = 0;
    for (const std::string& beginning : table.beginnings) {
        if (who == nullptr || longest > 0) {
            if (header.starts_with(beginning) && beginning.size() > longest) {
                who = &table.outside.at(beginning);
                longest = beginning.size();
            }
        }
    }
    if (who == nullptr)
        return isStandard(header) ? std::nullopt
                                  : std::optional("<" + header + "> is in no row of [outside]");
    if (std::ranges::any_of(*who, [&](const std::string& folder) { return liesIn(file, folder); }))
        return std::nullopt;
    return "<" + header + "> is confined to " + (who->empty() ? "nobody" : join(*who, ", "));
}

std::optional<std::string>
insideTrouble(const LayeringTable& table, std::string_view file, const std::string& header)
{
    if (header.ends_with(".moc"))
        return std::nullopt;
    const std::string_view top = std::string_view(header).substr(0, header.find('/'));
    if (top != "core" && top != "ui" && top != "app")
        return "\"" + header + "\" is no whole path from the root";
    const auto from = placeOf(table, file);
    const auto to = placeOf(table, header);
    if (!from)
        return std::string(folderOf(file)) + " has no row in [folders]";
    if (!to)
        return std::string(folderOf(header)) + " has no row in [folders]";
    if (from->unit == to->unit || allows(table.folders.at(from->row), *to, header))
        return std::nullopt;
    return from->unit + " may not include " + header;
}

bool isSource(const SourceFile& file)
{
    return file.path.ends_with(".cpp") || file.path.ends_with(".h");
}

/// Depth-first search for a way back to a file that is still being looked at.
class CircleSearch
{
public:
    explicit CircleSearch(const std::vector<SourceFile>& files)
    {
        for (const SourceFile& file : files)
            m_includes[file.path] = includesOf(file.text);
    }

    std::vector<Finding> run()
    {
        for (const auto& [path, includes] : m_includes)
            visit(path);
        return std::move(m_findings);
    }

private:
    void visit(const std::string& path) // NOLINT(misc-no-recursion): as deep as the longest chain of includes
    {
        if (!m_seen.insert(path).second)
            return;
        m_open.push_back(path);
        for (const Include& include : m_includes.at(path)) {
            const auto start = std::ranges::find(m_open, include.header);
            if (start != m_open.end())
                m_findings.push_back(
                    { path, include.line,
                      "circle: " + join({ start, m_open.end() }, " -> ") + " -> " + include.header });
            else if (m_includes.contains(include.header))
                visit(include.header);
        }
        m_open.pop_back();
    }

    std::map<std::string, std::vector<Include>> m_includes;
    std::set<std::string> m_seen;
    std::vector<std::string> m_open;
    std::vector<Finding> m_findings;
};

class TableParser
{
public:
    Result<LayeringTable> parse(std::string_view text)
    {
        int number = 0;
        for (std::string_view line : split(text, '\n')) {
            ++number;
            line = trimmed(line);
            if (line.empty() || line.front() == '#')
                continue;
            if (line.front() == '[')
                m_section = line;
            else if (const auto trouble = row(line))
                return Error { ErrorCode::InvalidInput, *trouble, "line " + std::to_string(number) };
        }
        return std::move(m_table);
    }

private:
    /// What is wrong with the line, if anything.
    std::optional<std::string> row(std::string_view line)
    {
        const bool isWord = m_section == "[words]";
        const auto mark = line.find(isWord ? '=' : ':');
        if (mark == std::string_view::npos
            || (!isWord && m_section != "[folders]" && m_section != "[outside]"))
            return "This line belongs to no section, or lacks its mark.";
        const std::vector<std::string> values = resolved(wordsOf(line.substr(mark + 1)));
        for (const std::string& key : wordsOf(line.substr(0, mark))) {
            auto& rows = isWord ? m_words : m_section == "[folders]" ? m_table.folders : m_table.outside;
            const bool isBeginning = m_section == "[outside]" && (key.ends_with('/') || key.ends_with('*'));
            const std::string name = isBeginning && key.ends_with('*') ? key.substr(0, key.size() - 1) : key;
            if (!rows.emplace(name, values).second)
                return key + " stands twice.";
            if (isBeginning)
                m_table.beginnings.push_back(name);
        }
        return std::nullopt;
    }

    [[nodiscard]] std::vector<std::string> resolved(const std::vector<std::string>& values) const
    {
        std::vector<std::string> all;
        for (const std::string& value : values) {
            const auto word = m_words.find(value);
            if (word == m_words.end())
                all.push_back(value);
            else
                all.insert(all.end(), word->second.begin(), word->second.end());
        }
        return all;
    }

    std::string m_section;
    std::map<std::string, std::vector<std::string>, std::less<>> m_words;
    LayeringTable m_table;
};

} // namespace

Result<LayeringTable> parseLayering(std::string_view text)
{
    return TableParser().parse(text);
}

std::vector<SourceFile> readSources(const fs::path& root, const std::vector<std::string>& folders)
{
    std::vector<SourceFile> files;
    for (const std::string& folder : folders) {
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            const fs::path& path = entry.path();
            if (path.extension() != ".cpp" && path.extension() != ".h" && path.filename() != "CMakeLists.txt")
                continue;
            if (auto text = readFile(path))
                files.push_back({ path.lexically_relative(root).generic_string(), std::move(*text) });
        }
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

std::vector<Finding> checkIncludes(const LayeringTable& table, const std::vector<SourceFile>& files)
{
    std::vector<Finding> findings;
    for (const SourceFile& file : files) {
        if (!isSource(file))
            continue;
        for (const Include& include : includesOf(file.text)) {
            const auto trouble = include.angled ? outsideTrouble(table, file.path, include.header)
                                                : insideTrouble(table, file.path, include.header);
            if (trouble)
                findings.push_back({ file.path, include.line, *trouble });
        }
    }
    return findings;
}

std::vector<Finding> checkCircles(const std::vector<SourceFile>& files)
{
    return CircleSearch(files).run();
}

std::vector<Finding> checkFirstLines(const std::vector<SourceFile>& files)
{
    std::vector<Finding> findings;
    for (const SourceFile& file : files) {
        const std::string licence =
            std::string(isSource(file) ? "//" : "#") + " SPDX-License-Identifier: GPL-3.0-or-later";
        const auto lines = split(file.text, '\n');
        if (lines.front() != licence)
            findings.push_back({ file.path, 1, "the first line is not \"" + licence + "\"" });
        if (file.path.ends_with(".h") && std::ranges::find(lines, "#pragma once") == lines.end())
            findings.push_back({ file.path, 2, "#pragma once is missing" });
    }
    return findings;
}

} // namespace casebench::test
