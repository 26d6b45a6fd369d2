// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/CsvWriter.h"

#include "core/base/Text.h"

namespace casebench {

bool looksLikeFormula(std::string_view text)
{
    if (text.empty())
        return false;
    constexpr std::string_view kFirst = "=+-@\t\r\n";
    bool dangerous = kFirst.find(text[0]) != std::string_view::npos;
    for (const std::string_view wide : { "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20" })
        dangerous = dangerous || text.starts_with(wide);
    return dangerous && !parseFiniteNumber(text);
}

bool needsGuard(std::string_view text)
{
    return text.starts_with('\'') || looksLikeFormula(text);
}

void CsvWriter::field(std::string_view text)
{
    if (!m_first)
        m_out += ',';
    m_first = false;
    m_out += '"';
    if (needsGuard(text))
        m_out += '\'';
    for (std::size_t quote = text.find('"'); quote != std::string_view::npos; quote = text.find('"')) {
        m_out += text.substr(0, quote + 1);
        m_out += '"';
        text.remove_prefix(quote + 1);
    }
    m_out += text;
    m_out += '"';
}

void CsvWriter::endRow()
{
    m_out += "\r\n";
    m_first = true;
}

std::string toCsv(const CaseTable& table)
{
    std::string out;
    CsvWriter writer(out);
    for (const Field& field : table.schema.fields())
        writer.field(field.name);
    writer.endRow();
    for (std::size_t row = 0; row < table.rowCount(); ++row) {
        for (const Column& column : table.columns)
            writer.field(column.text(row));
        writer.endRow();
    }
    return out;
}

} // namespace casebench
