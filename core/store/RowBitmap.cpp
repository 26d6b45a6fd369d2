// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/RowBitmap.h"

namespace casebench {

std::string encodeRowBitmap(std::span<const CaseRow> rows)
{
    std::string bytes(rows.empty() ? 0 : rows.back() / 8 + 1, '\0');
    for (const CaseRow row : rows)
        bytes[row / 8] = static_cast<char>(static_cast<unsigned char>(bytes[row / 8]) | (1U << (row % 8)));
    return bytes;
}

std::vector<CaseRow> decodeRowBitmap(std::string_view bytes)
{
    std::vector<CaseRow> rows;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        for (unsigned bit = 0; bit < 8; ++bit) {
            if ((static_cast<unsigned char>(bytes[i]) >> bit & 1U) != 0)
                rows.push_back(static_cast<CaseRow>(i * 8 + bit));
        }
    }
    return rows;
}

} // namespace casebench
