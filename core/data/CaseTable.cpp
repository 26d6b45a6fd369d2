// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/CaseTable.h"

namespace casebench {

const Column* CaseTable::column(std::string_view field) const
{
    const auto at = schema.indexOf(field);
    return at ? &columns[*at] : nullptr;
}

const Column* CaseTable::timeColumn() const
{
    const auto at = schema.firstOf(FieldRole::Time);
    return at && columns[*at].kind() == FieldKind::Time ? &columns[*at] : nullptr;
}

std::shared_ptr<const CaseTable> CaseTable::select(std::span<const std::uint32_t> positions) const
{
    auto chosen = std::make_shared<CaseTable>();
    chosen->schema = schema;
    chosen->columns.reserve(columns.size());
    for (const Column& column : columns)
        chosen->columns.push_back(column.select(positions));
    chosen->ids.reserve(positions.size());
    chosen->rows.reserve(positions.size());
    for (const std::uint32_t position : positions) {
        chosen->ids.push_back(ids[position]);
        chosen->rows.push_back(rows[position]);
    }
    return chosen;
}

} // namespace casebench
