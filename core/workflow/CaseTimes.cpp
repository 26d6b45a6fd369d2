// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/CaseTimes.h"

#include "core/store/CaseStore.h"

namespace casebench {

Result<std::vector<Instant>> caseTimes(Project& project)
{
    const CaseStore cases(project);
    CB_TRY(const Schema schema, cases.schema());
    const auto at = schema.firstOf(FieldRole::Time);
    if (!at)
        return std::vector<Instant> {};
    CB_TRY(const Column column, cases.loadColumn(schema[*at].name));
    if (column.kind() != FieldKind::Time)
        return std::vector<Instant> {};
    return std::vector<Instant>(column.times().begin(), column.times().end());
}

} // namespace casebench
