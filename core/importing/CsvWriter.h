// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"
#include "core/data/CaseTable.h"

namespace casebench {

/// Writes comma-separated text that spreadsheets cannot run and our own reader takes back unchanged (option
/// guard=on): every field quoted, quotes doubled, CRLF; one ' before what a spreadsheet may take for a
/// formula, or before a leading '. Source: OWASP "CSV Injection" (list of first characters), with LF and the
/// full-width forms.
class CsvWriter
{
public:
    explicit CsvWriter(std::string& out)
        : m_out(out)
    {
    }

    void field(std::string_view text);
    void endRow();

private:
    std::string& m_out;
    bool m_first = true;
};

/// Whether the export puts a ' before this text.
[[nodiscard]] bool needsGuard(std::string_view text);
/// Whether a spreadsheet may run this text: first character = + - @ TAB CR LF or a full-width form, and not a
/// plain number.
[[nodiscard]] bool looksLikeFormula(std::string_view text);

/// Header and all cells as their source had them.
[[nodiscard]] std::string toCsv(const CaseTable& table);

} // namespace casebench
