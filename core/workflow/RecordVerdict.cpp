// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/RecordVerdict.h"

#include "core/labelling/Blind.h"
#include "core/store/CaseNoteStore.h"
#include "core/store/CaseStore.h"
#include "core/store/LabelStore.h"

#include <algorithm>
#include <limits>

namespace casebench {

namespace {

constexpr std::string_view kWhyOpened = "two people have decided the case, or a third has settled it";

/// Whether the case is open once the event is recorded, and how the event itself is to be stored.
struct Outlook
{
    bool open = false;
    bool seal = false;
};

Result<std::vector<LabelEvent>> openCase(Project& project, WriteTransaction& tx, CaseRow row)
{
    CB_CHECK(CaseNoteStore(project).open(tx, row));
    return LabelStore(project).open(tx, row, kWhyOpened);
}

Outlook outlookOf(std::vector<LabelEvent> caseEvents, const std::set<std::int64_t>& sealed, LabelEvent event)
{
    const bool ofSealed = sealed.contains(event.retracts);
    const bool isVerdict = event.retracts == 0;
    event.seq = std::numeric_limits<std::int64_t>::max();
    const bool byHand = event.origin == LabelOrigin::Person;
    caseEvents.push_back(std::move(event));
    const bool open = isOpenToAll(caseEvents);
    return { open, byHand && !open && (isVerdict || ofSealed) };
}

} // namespace

Result<RecordedVerdicts>
recordVerdicts(Project& project, WriteTransaction& tx, std::vector<LabelEvent> events)
{
    const LabelStore labels(project);
    RecordedVerdicts recorded { std::move(events), {}, {} };
    std::vector<CaseRow> open;
    for (const LabelEvent& event : recorded.events) {
        CB_TRY(std::vector<LabelEvent> known, labels.events(event.row));
        CB_TRY(const auto sealed, labels.sealedOf(event.row));
        const Outlook outlook = outlookOf(std::move(known), sealed, event);
        recorded.sealed.push_back(outlook.seal ? 1 : 0);
        if (outlook.open)
            open.push_back(event.row);
    }
    CB_TRY(std::int64_t seq, labels.appendAll(tx, recorded.events, recorded.sealed));
    for (LabelEvent& event : recorded.events) {
        event.seq = seq++;
        event.recordedAt = tx.time();
    }
    for (const CaseRow row : open) {
        CB_TRY(auto opened, openCase(project, tx, row));
        std::ranges::move(opened, std::back_inserter(recorded.opened));
    }
    return recorded;
}

Result<std::vector<LabelEvent>> openDecidedCases(Project& project, WriteTransaction& tx)
{
    const LabelStore labels(project);
    CB_TRY(const auto rows, labels.sealedRows());
    std::vector<LabelEvent> all;
    for (const CaseRow row : rows) {
        CB_TRY(const auto known, labels.events(row));
        if (!isOpenToAll(known))
            continue;
        CB_TRY(auto opened, openCase(project, tx, row));
        std::ranges::move(opened, std::back_inserter(all));
    }
    return all;
}

Json auditJson(const LabelEvent& event, std::string_view caseId, bool sealed)
{
    Json json = { { "case", caseId }, { "person", event.person } };
    if (sealed) {
        json["sealed"] = true;
    } else {
        json["verdict"] = name(event.verdict);
        json["reason"] = event.reason;
    }
    if (event.origin == LabelOrigin::Adjudication)
        json["origin"] = nameIn(kLabelOriginNames, event.origin);
    if (event.retracts != 0)
        json["retracts"] = event.retracts;
    return json;
}

Result<Json> openedJson(Project& project, const std::vector<LabelEvent>& opened)
{
    if (opened.empty())
        return Json(nullptr);
    Json list = Json::array();
    for (const LabelEvent& event : opened) {
        CB_TRY(const std::string caseId, CaseStore(project).idOf(event.row));
        Json line = auditJson(event, caseId);
        line["seq"] = event.seq;
        list.push_back(std::move(line));
    }
    return Json { { "opened", std::move(list) } };
}

} // namespace casebench
