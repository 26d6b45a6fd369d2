// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/LinkedCases.h"

#include "core/base/Text.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

namespace casebench {

namespace {

constexpr std::size_t kFewestDigits = 5; // shorter numbers are shared by chance (ours)
constexpr std::size_t kInternationalDigits = 11; // from here on, a leading 00 is a way to dial (ours)
constexpr std::size_t kLongestKey = 256;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

bool isMail(std::string_view text)
{
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && text.find('@', at + 1) == std::string_view::npos
        && text.find('.', at) != std::string_view::npos && text.find(' ') == std::string_view::npos;
}

std::string withoutTrunkZero(std::string_view text)
{
    std::string plain(text);
    if (const auto at = plain.find("(0)"); at != std::string::npos)
        plain.erase(at, 3);
    return plain;
}

std::optional<std::string> numberKey(std::string_view text)
{
    std::string key;
    std::size_t digits = 0;
    for (const char c : withoutTrunkZero(text)) {
        if (isDigit(c))
            ++digits;
        if (isDigit(c) || isLetter(c))
            key += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    if (digits < kFewestDigits || digits * 2 < key.size())
        return {};
    if (std::ranges::all_of(key, [&](char c) { return c == key.front(); }))
        return {}; // 0000000, 9999999: nobody's number
    if (digits == key.size() && digits >= kInternationalDigits && key.starts_with("00"))
        key.erase(0, 2);
    return key;
}

/// Trees with path halving; the smaller position is the root, so that numbers follow first appearance.
class Sets
{
public:
    explicit Sets(std::size_t size)
        : m_parent(size)
    {
        std::iota(m_parent.begin(), m_parent.end(), 0U);
    }

    std::uint32_t root(std::uint32_t at)
    {
        while (m_parent[at] != at) {
            m_parent[at] = m_parent[m_parent[at]];
            at = m_parent[at];
        }
        return at;
    }

    void join(std::uint32_t a, std::uint32_t b)
    {
        a = root(a);
        b = root(b);
        m_parent[std::max(a, b)] = std::min(a, b);
    }

private:
    std::vector<std::uint32_t> m_parent;
};

/// The key of each distinct value of a column, and which value a row has.
class ColumnKeys
{
public:
    ColumnKeys(const Column& column, FieldRole role)
        : m_column(column)
        , m_role(role)
        , m_coded(column.kind() != FieldKind::Number && column.kind() != FieldKind::Time)
    {
        if (m_coded) {
            for (const std::string& text : column.dictionary())
                m_keys.push_back(linkKey(text, role));
        }
    }

    /// Borrowed until the next call.
    const std::string* at(std::size_t row)
    {
        if (m_column.isMissing(row))
            return nullptr;
        if (m_coded) {
            const auto& key = m_keys[static_cast<std::size_t>(m_column.codes()[row])];
            return key ? &*key : nullptr;
        }
        m_own = linkKey(m_column.text(row), m_role);
        return m_own ? &*m_own : nullptr;
    }

private:
    const Column& m_column;
    FieldRole m_role;
    bool m_coded;
    std::vector<std::optional<std::string>> m_keys;
    std::optional<std::string> m_own;
};

/// Numbers of all personal fields share one space of keys; each group field has its own.
using Keys = std::unordered_map<std::string, std::uint32_t>;

CaseLinks numbered(Sets& sets, const std::vector<std::uint8_t>& linkable)
{
    CaseLinks links;
    links.group.assign(linkable.size(), kMissingCode);
    std::vector<Code> ofRoot(linkable.size(), kMissingCode);
    for (std::uint32_t row = 0; row < linkable.size(); ++row) {
        if (linkable[row] == 0)
            continue;
        Code& code = ofRoot[sets.root(row)];
        if (code == kMissingCode) {
            code = static_cast<Code>(links.sizes.size());
            links.sizes.push_back(0);
        }
        links.group[row] = code;
        ++links.sizes[static_cast<std::size_t>(code)];
    }
    for (const std::uint32_t size : links.sizes) {
        if (size < 2)
            continue;
        ++links.groups;
        links.linked += size;
        links.largest = std::max(links.largest, size);
    }
    return links;
}

} // namespace

std::optional<std::string> linkKey(std::string_view text, FieldRole role)
{
    text = trimmed(text);
    if (text.empty() || text.size() > kLongestKey)
        return {};
    if (role == FieldRole::Group)
        return caseFold(toNfc(text));
    if (role != FieldRole::Personal)
        return {};
    return isMail(text) ? std::optional(caseFold(text)) : numberKey(text);
}

std::vector<std::size_t> linkingFields(const Schema& schema)
{
    std::vector<std::size_t> fields;
    for (std::size_t i = 0; i < schema.size(); ++i) {
        if (schema[i].role == FieldRole::Group
            || (schema[i].role == FieldRole::Personal && schema[i].kind != FieldKind::Time))
            fields.push_back(i);
    }
    return fields;
}

Result<CaseLinks> linkCases(const CaseTable& table, Progress& progress)
{
    const auto fields = linkingFields(table.schema);
    if (fields.empty())
        return CaseLinks {};
    Sets sets(table.rowCount());
    std::vector<std::uint8_t> linkable(table.rowCount(), 0);
    Keys numbers;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        CB_CHECK(progress.checkpoint());
        const FieldRole role = table.schema[fields[i]].role;
        Keys own;
        Keys& known = role == FieldRole::Personal ? numbers : own;
        ColumnKeys keys(table.columns[fields[i]], role);
        for (std::uint32_t row = 0; row < table.rowCount(); ++row) {
            const std::string* key = keys.at(row);
            if (key == nullptr)
                continue;
            linkable[row] = 1;
            sets.join(known.try_emplace(*key, row).first->second, row);
        }
        progress.report(static_cast<double>(i + 1) / static_cast<double>(fields.size()),
                        "looking for linked cases");
    }
    return numbered(sets, linkable);
}

std::vector<DirectLink> directLinks(const CaseTable& table, std::uint32_t position)
{
    const auto fields = linkingFields(table.schema);
    std::vector<std::string> numbers;
    std::map<std::size_t, std::string> groups;
    for (const std::size_t field : fields) {
        const FieldRole role = table.schema[field].role;
        const auto key = linkKey(table.columns[field].text(position), role);
        if (key && role == FieldRole::Personal)
            numbers.push_back(*key);
        else if (key)
            groups.emplace(field, *key);
    }
    std::map<std::uint32_t, std::vector<std::size_t>> found;
    for (const std::size_t field : fields) {
        const FieldRole role = table.schema[field].role;
        const auto own = groups.find(field);
        ColumnKeys keys(table.columns[field], role);
        for (std::uint32_t row = 0; row < table.rowCount(); ++row) {
            const std::string* key = row == position ? nullptr : keys.at(row);
            if (key == nullptr)
                continue;
            const bool shared = role == FieldRole::Personal
                ? std::ranges::find(numbers, *key) != numbers.end()
                : own != groups.end() && own->second == *key;
            if (shared)
                found[row].push_back(field);
        }
    }
    std::vector<DirectLink> links;
    for (auto& [row, shared] : found)
        links.push_back({ row, std::move(shared) });
    return links;
}

} // namespace casebench
