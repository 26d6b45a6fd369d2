// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/readers/BatchArena.h"

#include "core/importing/readers/RecordText.h"

namespace casebench {

namespace {
constexpr std::size_t kBatchRows = 65'536;
constexpr std::size_t kBatchFields = 1'000'000;
constexpr std::size_t kBatchText = 1024 * 1024;
} // namespace

void BatchArena::begin(RawBatch& batch, std::size_t columns)
{
    m_batch = &batch;
    batch.columns = columns;
    batch.fields.clear();
    batch.lines.clear();
    batch.issues.clear();
    batch.nulls.clear();
    m_text.clear();
}

bool BatchArena::full() const
{
    return m_batch->rowCount() >= kBatchRows || m_batch->fields.size() >= kBatchFields
        || m_text.size() >= kBatchText || m_batch->issues.size() >= kBatchRows;
}

void BatchArena::startRow()
{
    m_batch->fields.resize(m_batch->fields.size() + m_batch->columns);
}

void BatchArena::set(std::size_t column, std::string_view text)
{
    m_batch->fields[m_batch->rowCount() * m_batch->columns + column] = {
        static_cast<std::uint32_t>(m_text.size()), static_cast<std::uint32_t>(text.size())
    };
    m_text += text;
}

void BatchArena::setNull(std::size_t column, std::string_view spelling)
{
    set(column, spelling);
    m_rowNulls.push_back(static_cast<std::uint32_t>(m_batch->rowCount() * m_batch->columns + column));
}

void BatchArena::endRow(std::uint64_t line)
{
    std::ranges::sort(m_rowNulls);
    m_batch->nulls.insert(m_batch->nulls.end(), m_rowNulls.begin(), m_rowNulls.end());
    m_rowNulls.clear();
    m_batch->lines.push_back(line);
}

void BatchArena::finish()
{
    m_batch->arena = m_text.data();
    m_batch->bytes = m_text.size();
}

std::string_view CellWatch::look(std::string_view text)
{
    if (text.size() > kMaxFieldBytes)
        return "field-too-long";
    const bool plain = std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7F; });
    const RecordText found = plain ? RecordText() : inspectText(text);
    if (!found.valid)
        return "invalid-utf8";
    if (found.hasNul)
        return "nul-byte";
    m_huge = m_huge || text.size() > kHugeFieldBytes;
    m_control = m_control || found.hasControl;
    m_bidi = m_bidi || found.hasBidiControl;
    return {};
}

void CellWatch::addNotes(std::vector<std::string>& notes) const
{
    if (m_huge)
        notes.emplace_back("huge-field");
    if (m_control)
        notes.emplace_back("control-char");
    if (m_bidi)
        notes.emplace_back("bidi-control");
}

std::string reasonOf(std::string_view cellToken)
{
    if (cellToken == "field-too-long")
        return "A field is longer than 16 MiB.";
    if (cellToken == "row-too-long")
        return "The row is longer than 64 MiB.";
    if (cellToken == "nul-byte")
        return "There is a NUL character in this row.";
    return "There are bytes that are no text.";
}

} // namespace casebench
