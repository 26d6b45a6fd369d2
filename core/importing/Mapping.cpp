// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/Mapping.h"

#include "core/base/Text.h"

#include <algorithm>

namespace casebench {

namespace {

constexpr std::string_view kFormat = "casebench-mapping-1";
constexpr std::size_t kKeptLevels = 64; // as many as a model gives a column each (core/data/Encoder.h)

std::string matchKey(std::string_view name)
{
    return caseFold(trimmed(name));
}

bool keepsValues(const Field& field)
{
    return field.role == FieldRole::Feature || field.role == FieldRole::Group
        || field.role == FieldRole::Label;
}

Json readJson(const ReadOptions& read)
{
    return { { "encoding", read.encoding }, { "delimiter", read.delimiter }, { "date_order", read.dateOrder },
             { "decimal", read.decimal },   { "thousands", read.thousands }, { "skip", read.skip },
             { "guard", read.guard },       { "sheet", read.sheet },         { "table", read.table } };
}

Json fieldJson(const MappedField& mapped)
{
    Json json = { { "name", mapped.field.name },         { "kind", name(mapped.field.kind) },
                  { "role", name(mapped.field.role) },   { "type", name(mapped.field.type) },
                  { "columns", mapped.columns },         { "date_order", mapped.reading.dateOrder },
                  { "decimal", mapped.reading.decimal }, { "thousands", mapped.reading.thousands },
                  { "missing", mapped.reading.missing }, { "levels", mapped.levels } };
    if (mapped.low < mapped.high) {
        json["low"] = mapped.low;
        json["high"] = mapped.high;
    }
    return json;
}

Result<std::vector<std::string>> textsOf(const Json& object, std::string_view key)
{
    CB_TRY(const Json* const list, jsonMember(object, key, Json::value_t::array));
    std::vector<std::string> texts;
    for (const Json& entry : *list) {
        if (!entry.is_string())
            return Error { ErrorCode::Corrupt, "A list of texts holds something else.", std::string(key) };
        texts.push_back(entry.get<std::string>());
    }
    return texts;
}

Result<MappedField> fieldFrom(const Json& json)
{
    MappedField mapped;
    CB_TRY(mapped.field.name, jsonText(json, "name"));
    CB_TRY(const std::string kind, jsonText(json, "kind"));
    CB_TRY(mapped.field.kind, valueIn(kFieldKindNames, kind));
    CB_TRY(const std::string role, jsonText(json, "role"));
    CB_TRY(mapped.field.role, valueIn(kFieldRoleNames, role));
    CB_TRY(const std::string type, jsonText(json, "type"));
    CB_TRY(mapped.field.type, valueIn(kValueTypeNames, type));
    CB_TRY(mapped.columns, textsOf(json, "columns"));
    CB_TRY(mapped.reading.dateOrder, jsonText(json, "date_order"));
    CB_TRY(mapped.reading.decimal, jsonText(json, "decimal"));
    CB_TRY(mapped.reading.thousands, jsonText(json, "thousands"));
    CB_TRY(mapped.reading.missing, textsOf(json, "missing"));
    CB_TRY(mapped.levels, textsOf(json, "levels"));
    std::ranges::sort(mapped.levels);
    if (json.contains("low")) {
        CB_TRY(mapped.low, jsonDouble(json, "low"));
        CB_TRY(mapped.high, jsonDouble(json, "high"));
    }
    if (mapped.columns.empty())
        return Error { ErrorCode::Corrupt, "A field names no column.", mapped.field.name };
    return mapped;
}

/// Each option through the door that a person's word goes through, so that a file cannot hold what a person
/// may not say.
Result<ReadOptions> readFrom(const Json& json)
{
    ReadOptions read;
    for (const char* word :
         { "encoding", "delimiter", "date_order", "decimal", "thousands", "sheet", "table" }) {
        CB_TRY(const std::string value, jsonText(json, word));
        if (!value.empty())
            CB_CHECK(setReadOption(read, word, value));
    }
    CB_TRY(const long long skip, jsonInteger(json, "skip"));
    CB_CHECK(setReadOption(read, "skip", std::to_string(skip)));
    CB_TRY(const Json* const guard, jsonMember(json, "guard", Json::value_t::boolean));
    read.guard = guard->get<bool>();
    return read;
}

Result<Mapping> readMapping(const Json& body)
{
    CB_TRY(const std::string format, jsonText(body, "format"));
    if (format != kFormat)
        return Error { ErrorCode::Corrupt,
                       "This is a mapping of another program or version: \"" + format + "\"." };
    Mapping mapping;
    CB_TRY(mapping.name, jsonText(body, "name"));
    CB_TRY(mapping.positive, jsonText(body, "positive"));
    CB_TRY(const Json* const read, jsonMember(body, "read", Json::value_t::object));
    CB_TRY(mapping.read, readFrom(*read));
    CB_TRY(const Json* const fields, jsonMember(body, "fields", Json::value_t::array));
    for (const Json& field : *fields) {
        CB_TRY(MappedField mapped, fieldFrom(field));
        mapping.fields.push_back(std::move(mapped));
    }
    return mapping;
}

/// Puts a word where a person left the place empty.
void fill(std::string& mine, const std::string& theirs)
{
    if (mine.empty())
        mine = theirs;
}

template<typename Map>
bool names(const Map& map, std::string_view column)
{
    return std::ranges::any_of(map,
                               [&](const auto& entry) { return matchKey(entry.first) == matchKey(column); });
}

} // namespace

std::optional<std::size_t> Mapping::fieldOfColumn(std::string_view column) const
{
    const std::string key = matchKey(column);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (std::ranges::any_of(fields[i].columns,
                                [&](const std::string& own) { return matchKey(own) == key; }))
            return i;
    }
    return std::nullopt;
}

Json toJson(const Mapping& mapping)
{
    Json fields = Json::array();
    for (const MappedField& field : mapping.fields)
        fields.push_back(fieldJson(field));
    return { { "format", kFormat },
             { "name", mapping.name },
             { "positive", mapping.positive },
             { "read", readJson(mapping.read) },
             { "fields", std::move(fields) } };
}

Result<Mapping> mappingFromJson(const Json& body)
{
    auto mapping = readMapping(body);
    if (mapping)
        return mapping;
    Error error = mapping.error();
    error.code = ErrorCode::Corrupt;
    error.kind = "bad-mapping";
    error.advice = "Save the mapping again from an import that reads the file well.";
    return error;
}

Mapping
mappingOf(const FileProfile& profile, std::span<const FieldPlan> plan, std::string name, std::string positive)
{
    Mapping mapping;
    mapping.name = std::move(name);
    mapping.positive = std::move(positive);
    mapping.read = profile.options;
    mapping.read.columns.clear();
    mapping.read.forcedTypes.clear();
    mapping.read.digest = nullptr;
    for (const FieldPlan& entry : plan) {
        const ColumnProfile& column = profile.columns[entry.column];
        MappedField mapped;
        mapped.field = entry.field;
        mapped.columns = { entry.sourceName };
        if (matchKey(entry.field.name) != matchKey(entry.sourceName))
            mapped.columns.insert(mapped.columns.begin(), entry.field.name);
        mapped.reading = readingFor(profile.options, entry.sourceName);
        if (entry.field.kind == FieldKind::Time && !entry.dateOrder.empty())
            mapped.reading.dateOrder = entry.dateOrder;
        if (keepsValues(entry.field) && entry.field.kind == FieldKind::Category
            && column.levels.size() <= kKeptLevels) {
            for (const LevelCount& level : column.levels)
                mapped.levels.push_back(level.text);
            std::ranges::sort(mapped.levels);
        }
        if (keepsValues(entry.field) && entry.field.kind == FieldKind::Number) {
            mapped.low = column.low;
            mapped.high = column.high;
        }
        mapping.fields.push_back(std::move(mapped));
    }
    return mapping;
}

ReadOptions withMapping(ReadOptions options, const Mapping& mapping)
{
    fill(options.encoding, mapping.read.encoding);
    fill(options.delimiter, mapping.read.delimiter);
    fill(options.dateOrder, mapping.read.dateOrder);
    fill(options.sheet, mapping.read.sheet);
    fill(options.table, mapping.read.table);
    if (options.decimal.empty() && options.thousands.empty()) {
        options.decimal = mapping.read.decimal;
        options.thousands = mapping.read.thousands;
    }
    options.skip = options.skip == 0 ? mapping.read.skip : options.skip;
    options.guard = options.guard || mapping.read.guard;
    for (const MappedField& mapped : mapping.fields) {
        if (mapped.reading == ColumnReading {})
            continue;
        for (const std::string& column : mapped.columns) {
            ColumnReading& reading = ownReading(options, column);
            fill(reading.dateOrder, mapped.reading.dateOrder);
            if (reading.decimal.empty() && reading.thousands.empty()) {
                reading.decimal = mapped.reading.decimal;
                reading.thousands = mapped.reading.thousands;
            }
            for (const std::string& text : mapped.reading.missing) {
                if (std::ranges::find(reading.missing, text) == reading.missing.end())
                    reading.missing.push_back(text);
            }
        }
    }
    return options;
}

FieldChoices
withMapping(FieldChoices choices, const Mapping& mapping, const FileProfile& profile, const Schema& known)
{
    const auto isTold = [&](FieldRole role) {
        const std::string& own = role == FieldRole::Id ? choices.id
            : role == FieldRole::Time                  ? choices.time
                                                       : choices.label;
        return !own.empty()
            || std::ranges::any_of(choices.roles, [&](const auto& entry) { return entry.second == role; });
    };
    const bool told[] = { isTold(FieldRole::Id), isTold(FieldRole::Time), isTold(FieldRole::Label) };
    for (const std::string& column : profile.header) {
        const auto at = mapping.fieldOfColumn(column);
        if (!at)
            continue;
        const Field& field = mapping.fields[*at].field;
        if (matchKey(field.name) != matchKey(column) && !names(choices.renames, column))
            choices.renames[column] = field.name;
        if (known.find(field.name))
            continue;
        if (!names(choices.kinds, column))
            choices.kinds[column] = field.kind;
        const bool taken = (field.role == FieldRole::Id && told[0])
            || (field.role == FieldRole::Time && told[1]) || (field.role == FieldRole::Label && told[2]);
        const bool named = matchKey(choices.id) == matchKey(column)
            || matchKey(choices.time) == matchKey(column) || matchKey(choices.label) == matchKey(column);
        if (!taken && !named && !names(choices.roles, column))
            choices.roles[column] = field.role;
    }
    return choices;
}

} // namespace casebench
