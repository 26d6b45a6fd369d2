// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace casebench::cli {

/// A table for a terminal: columns as wide as their widest cell, numbers right, text left, control
/// characters made visible.
class TextTable
{
public:
    /// A header that starts with '>' names a right-aligned column.
    explicit TextTable(std::vector<std::string> headers);
    void add(std::vector<std::string> cells);
    [[nodiscard]] std::string text() const;

    [[nodiscard]] bool empty() const { return m_rows.empty(); }

private:
    std::vector<std::string> m_headers;
    std::vector<bool> m_right;
    std::vector<std::vector<std::string>> m_rows;
};

} // namespace casebench::cli
