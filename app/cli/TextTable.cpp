// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TextTable.h"

#include "core/base/Text.h"

#include <algorithm>

namespace casebench::cli {

namespace {

/// Code points, which is what a terminal shows for the scripts this program prints.
std::size_t displayWidth(const std::string& text)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

constexpr std::size_t kWidestCell = 60;

std::string shortened(std::string text)
{
    if (displayWidth(text) <= kWidestCell)
        return text;
    std::size_t bytes = 0;
    for (std::size_t shown = 0; bytes < text.size(); ++bytes) {
        if ((static_cast<unsigned char>(text[bytes]) & 0xC0) != 0x80 && ++shown == kWidestCell)
            break;
    }
    return text.substr(0, bytes) + "…";
}

} // namespace

TextTable::TextTable(std::vector<std::string> headers)
{
    for (std::string& header : headers) {
        const bool right = header.starts_with('>');
        m_right.push_back(right);
        m_headers.push_back(right ? header.substr(1) : std::move(header));
    }
}

void TextTable::add(std::vector<std::string> cells)
{
    cells.resize(m_headers.size());
    for (std::string& cell : cells)
        cell = shortened(escapedForTerminal(cell));
    m_rows.push_back(std::move(cells));
}

std::string TextTable::text() const
{
    std::vector<std::size_t> widths;
    for (const std::string& header : m_headers)
        widths.push_back(displayWidth(header));
    for (const auto& row : m_rows) {
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], displayWidth(row[i]));
    }
    std::string all;
    const auto line = [&](const std::vector<std::string>& cells) {
        std::string text;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const std::string padding(widths[i] - displayWidth(cells[i]), ' ');
            text += m_right[i] ? padding + cells[i] : cells[i] + padding;
            text += "  ";
        }
        text.erase(text.find_last_not_of(' ') + 1);
        all += text + "\n";
    };
    line(m_headers);
    std::vector<std::string> rule;
    for (const std::size_t width : widths)
        rule.emplace_back(width, '-');
    line(rule);
    for (const auto& row : m_rows)
        line(row);
    return all;
}

} // namespace casebench::cli
