// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/LinkedCases.h"

#include "core/data/LinkedCases.h"
#include "core/store/CaseStore.h"
#include "core/workflow/SettleLabels.h"

#include <algorithm>

namespace casebench {

namespace {

/// Positions of the whole group, the direct links first.
std::vector<DirectLink> membersOf(const CaseTable& table, const CaseLinks& links, std::uint32_t position)
{
    std::vector<DirectLink> members = directLinks(table, position);
    std::vector<std::uint8_t> known(table.rowCount(), 0);
    known[position] = 1;
    for (const DirectLink& link : members)
        known[link.position] = 1;
    for (std::uint32_t row = 0; row < table.rowCount(); ++row) {
        if (known[row] == 0 && links.group[row] >= 0 && links.group[row] == links.group[position])
            members.push_back({ row, {} });
    }
    return members;
}

} // namespace

Result<LinkedCases>
linkedCases(Project& project, std::string_view caseId, Progress& progress, std::size_t limit)
{
    const CaseStore cases(project);
    CB_TRY(const CaseRow row, findCase(project, caseId));
    CB_TRY(const Schema schema, cases.schema());
    LinkedCases linked;
    linked.caseId = caseId;
    TableRequest request;
    for (const std::size_t field : linkingFields(schema)) {
        request.fields.push_back(schema[field].name);
        linked.by.push_back(schema[field].name);
    }
    if (linked.by.empty())
        return linked;
    const auto time = schema.firstOf(FieldRole::Time);
    if (time)
        request.fields.push_back(schema[*time].name);
    CB_TRY(const CaseTablePtr table, cases.loadTable(request, progress));
    CB_TRY(const CaseLinks links, linkCases(*table, progress));
    const Column* times = table->timeColumn();
    for (const DirectLink& member : membersOf(*table, links, row)) {
        LinkedCase entry { table->ids[member.position], table->rows[member.position], kNoTime, {} };
        if (times != nullptr)
            entry.received = times->times()[member.position];
        for (const std::size_t field : member.fields)
            entry.fields.push_back(table->schema[field].name);
        linked.cases.push_back(std::move(entry));
    }
    linked.total = static_cast<std::int64_t>(linked.cases.size());
    std::ranges::stable_sort(linked.cases, [](const LinkedCase& a, const LinkedCase& b) {
        return a.fields.empty() != b.fields.empty() ? !a.fields.empty() : a.received > b.received;
    });
    if (linked.cases.size() > limit)
        linked.cases.resize(limit);
    return linked;
}

} // namespace casebench
