// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/FirstRecords.h"

#include "core/store/SourceStore.h"

#include <algorithm>

namespace casebench {

namespace {

constexpr const char* kKey = "first_recorded";

Result<void> addRecords(const Json& json, FirstRecords& records)
{
    CB_TRY(const long long firstSeq, jsonInteger(json, "first_seq"));
    CB_TRY(const Json* origins, jsonMember(json, "origin", Json::value_t::array));
    CB_TRY(const Json* times, jsonMember(json, "at", Json::value_t::array));
    if (origins->size() != times->size())
        return Error { ErrorCode::Corrupt, "A label file's origins and times differ in number." };
    for (std::size_t i = 0; i < origins->size(); ++i) {
        const Json& origin = (*origins)[i];
        const Json& at = (*times)[i];
        if (!origin.is_string() || !(at.is_null() || at.is_number_integer()))
            return Error { ErrorCode::Corrupt, "A label file's origins or times are of another kind." };
        FirstRecord record;
        CB_TRY(record.origin, valueIn(kLabelOriginNames, origin.get<std::string>()));
        record.recordedAt = at.is_null() ? kNoTime : at.get<Instant>();
        records[firstSeq + static_cast<std::int64_t>(i)] = record;
    }
    return {};
}

} // namespace

Json firstRecordsJson(std::int64_t firstSeq, std::span<const FirstRecord> records)
{
    const bool told = std::ranges::any_of(records, [](const FirstRecord& record) {
        return record.origin != LabelOrigin::Imported || record.recordedAt != kNoTime;
    });
    if (!told)
        return nullptr;
    Json origins = Json::array();
    Json times = Json::array();
    for (const FirstRecord& record : records) {
        origins.push_back(nameIn(kLabelOriginNames, record.origin));
        times.push_back(record.recordedAt == kNoTime ? Json(nullptr) : Json(record.recordedAt));
    }
    return {
        { kKey, { { "first_seq", firstSeq }, { "origin", std::move(origins) }, { "at", std::move(times) } } }
    };
}

Result<FirstRecords> firstRecords(Project& project)
{
    CB_TRY(const auto sources, SourceStore(project).list());
    FirstRecords records;
    for (const Source& source : sources) {
        if (source.kind != "labels" || !source.options.contains(kKey))
            continue;
        auto added = addRecords(source.options[kKey], records);
        if (!added)
            return added.error().in(source.name);
    }
    return records;
}

} // namespace casebench
