// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/Encoder.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>

namespace casebench {

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

/// Numbers enter as float32 by contract, everything after is computed in double. What float32 cannot hold
/// becomes its largest number: no family bears an infinity, and "far beyond everything" is what 1e308 says.
double canonical(double value)
{
    constexpr double kLargest = std::numeric_limits<float>::max();
    return static_cast<double>(static_cast<float>(std::clamp(value, -kLargest, kLargest)));
}

using Rows = std::span<const std::uint32_t>;

/// Each fitter fills the field or says why the field carries nothing.
std::optional<std::string>
fitNumber(const Column& column, Rows rows, EncodingStyle style, EncodedField& field)
{
    double sum = 0;
    std::size_t n = 0;
    field.low = std::numeric_limits<double>::infinity();
    field.high = -field.low;
    for (const std::uint32_t row : rows) {
        const double x = canonical(column.numbers()[row]);
        if (std::isnan(x))
            continue;
        sum += x;
        ++n;
        field.low = std::min(field.low, x);
        field.high = std::max(field.high, x);
    }
    if (n == 0)
        return "all missing";
    field.hasMissing = style == EncodingStyle::Linear && n < rows.size();
    if (field.low == field.high && n == rows.size())
        return "constant";
    field.mean = sum / static_cast<double>(n);
    double squares = 0;
    for (const std::uint32_t row : rows) {
        const double x = canonical(column.numbers()[row]);
        squares += std::isnan(x) ? 0 : (x - field.mean) * (x - field.mean);
    }
    field.sd = squares > 0 ? std::sqrt(squares / static_cast<double>(n)) : 1;
    field.count = 1;
    return std::nullopt;
}

std::optional<std::string>
fitCodes(const Column& column, Rows rows, const EncoderOptions& options, EncodedField& field)
{
    std::vector<std::size_t> counts(column.dictionary().size(), 0);
    std::size_t missing = 0;
    for (const std::uint32_t row : rows) {
        const Code code = column.codes()[row];
        if (code < 0)
            ++missing;
        else
            ++counts[static_cast<std::size_t>(code)];
    }
    const auto used =
        static_cast<std::size_t>(std::ranges::count_if(counts, [](std::size_t c) { return c > 0; }));
    if (used == 0)
        return "all missing";
    if (used == 1 && missing == 0)
        return "constant";
    if (field.kind == FieldKind::YesNo) {
        field.levels = column.dictionary();
        field.hasMissing = options.style == EncodingStyle::Linear && missing > 0;
        field.count = 1;
        return std::nullopt;
    }
    std::vector<std::size_t> order(counts.size());
    std::iota(order.begin(), order.end(), std::size_t { 0 });
    const auto& names = column.dictionary();
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return counts[a] != counts[b] ? counts[a] > counts[b] : names[a] < names[b];
    });
    for (const std::size_t code : order) {
        if (counts[code] == 0)
            continue;
        const bool rare = counts[code] < static_cast<std::size_t>(options.rareBelow)
            || field.levels.size() >= static_cast<std::size_t>(options.maxLevels);
        (rare ? field.rareLevels : field.levels).push_back(names[code]);
    }
    std::ranges::sort(field.levels);
    std::ranges::sort(field.rareLevels);
    field.hasRare = !field.rareLevels.empty();
    field.hasMissing = missing > 0;
    if (field.levels.empty() && !field.hasMissing)
        return "every level is rare"; // one shared column would be 1 everywhere
    field.count = field.levels.size() + (field.hasRare ? 1 : 0);
    return std::nullopt;
}

/// The column within the field for each dictionary code; -1 = unseen.
std::vector<std::int32_t> columnOfCode(const EncodedField& field, const Dictionary& dictionary)
{
    std::vector<std::int32_t> columns(dictionary.size(), -1);
    for (std::size_t code = 0; code < dictionary.size(); ++code) {
        if (const auto at = std::ranges::lower_bound(field.levels, dictionary[code]);
            at != field.levels.end() && *at == dictionary[code])
            columns[code] = static_cast<std::int32_t>(at - field.levels.begin());
        else if (std::ranges::binary_search(field.rareLevels, dictionary[code]))
            columns[code] = static_cast<std::int32_t>(field.levels.size());
    }
    return columns;
}

void encodeNumber(
    const EncodedField& field, const Column* column, Rows rows, EncodingStyle style, Matrix& matrix)
{
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double x = column == nullptr ? std::nan("") : canonical(column->numbers()[rows[i]]);
        float* cell = matrix.values.data() + i * matrix.columns + field.first;
        if (style == EncodingStyle::Trees)
            cell[0] = static_cast<float>(x);
        else
            cell[0] = std::isnan(x) ? 0.0F : static_cast<float>(canonical((x - field.mean) / field.sd));
        if (field.hasMissing)
            cell[1] = std::isnan(x) ? 1.0F : 0.0F;
    }
}

void encodeYesNo(
    const EncodedField& field, const Column* column, Rows rows, EncodingStyle style, Matrix& matrix)
{
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Code code = column == nullptr ? kMissingCode : column->codes()[rows[i]];
        float* cell = matrix.values.data() + i * matrix.columns + field.first;
        if (code < 0)
            cell[0] = style == EncodingStyle::Trees ? kNaN : 0.0F;
        else
            cell[0] = code == kYesCode ? 1.0F : 0.0F;
        if (field.hasMissing)
            cell[1] = code < 0 ? 1.0F : 0.0F;
    }
}

void encodeCategory(const EncodedField& field, const Column* column, Rows rows, Matrix& matrix)
{
    const std::vector<std::int32_t> target =
        column == nullptr ? std::vector<std::int32_t> {} : columnOfCode(field, column->dictionary());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Code code = column == nullptr ? kMissingCode : column->codes()[rows[i]];
        float* cell = matrix.values.data() + i * matrix.columns + field.first;
        if (code < 0) {
            if (field.hasMissing)
                cell[field.count - 1] = 1.0F;
        } else if (const std::int32_t at = target[static_cast<std::size_t>(code)]; at >= 0) {
            cell[at] = 1.0F;
        }
    }
}

const Column* usableColumn(const CaseTable& table, const EncodedField& field)
{
    const Column* column = table.column(field.name);
    return column != nullptr && column->kind() == field.kind ? column : nullptr;
}

} // namespace

Result<Encoder> Encoder::fit(const CaseTable& table,
                             Rows rows,
                             std::span<const std::string> fields,
                             const EncoderOptions& options)
{
    if (rows.empty())
        return Error { ErrorCode::InvalidInput, "There is no row to learn from." };
    Encoder encoder;
    encoder.m_style = options.style;
    std::size_t next = 0;
    for (const std::string& name : fields) {
        CB_TRY(const std::size_t at, table.schema.find(name));
        const Column& column = table.columns[at];
        EncodedField field;
        field.name = table.schema[at].name;
        field.kind = column.kind();
        std::optional<std::string> useless;
        if (field.kind == FieldKind::Number)
            useless = fitNumber(column, rows, options.style, field);
        else if (field.kind == FieldKind::YesNo || field.kind == FieldKind::Category)
            useless = fitCodes(column, rows, options, field);
        else
            useless = field.kind == FieldKind::Text ? "free text" : "time";
        if (useless) {
            encoder.m_dropped.push_back({ field.name, *useless });
            continue;
        }
        field.count += field.hasMissing ? 1 : 0;
        field.first = next;
        next += field.count;
        encoder.m_fields.push_back(std::move(field));
    }
    if (encoder.m_fields.empty())
        return Error { ErrorCode::InvalidInput,
                       "No field is left to learn from: all are constant, empty or text.",
                       {},
                       {},
                       "Choose other fields or cases." };
    return encoder;
}

std::size_t Encoder::columnCount() const
{
    return m_fields.empty() ? 0 : m_fields.back().first + m_fields.back().count;
}

std::vector<std::string> Encoder::columnNames() const
{
    std::vector<std::string> names;
    for (const EncodedField& field : m_fields) {
        if (field.kind == FieldKind::Category) {
            for (const std::string& level : field.levels)
                names.push_back(field.name + "=" + level);
            if (field.hasRare)
                names.push_back(field.name + "=(rare)");
        } else {
            names.push_back(field.name);
        }
        if (field.hasMissing)
            names.push_back(field.name + " is missing");
    }
    return names;
}

std::vector<std::size_t> Encoder::fieldOfColumn() const
{
    std::vector<std::size_t> owners;
    for (std::size_t i = 0; i < m_fields.size(); ++i)
        owners.insert(owners.end(), m_fields[i].count, i);
    return owners;
}

bool Encoder::knows(std::string_view field) const
{
    return std::ranges::find(m_fields, field, &EncodedField::name) != m_fields.end();
}

Matrix Encoder::encode(const CaseTable& table, Rows rows) const
{
    Matrix matrix { rows.size(), columnCount(), std::vector<float>(rows.size() * columnCount(), 0.0F) };
    for (const EncodedField& field : m_fields) {
        const Column* column = usableColumn(table, field);
        if (field.kind == FieldKind::Number)
            encodeNumber(field, column, rows, m_style, matrix);
        else if (field.kind == FieldKind::YesNo)
            encodeYesNo(field, column, rows, m_style, matrix);
        else
            encodeCategory(field, column, rows, matrix);
    }
    return matrix;
}

Matrix Encoder::encode(const CaseTable& table) const
{
    std::vector<std::uint32_t> all(table.rowCount());
    std::iota(all.begin(), all.end(), 0U);
    return encode(table, all);
}

std::vector<std::uint8_t> Encoder::outsideTraining(const CaseTable& table) const
{
    std::vector<std::uint8_t> outside(table.rowCount(), 0);
    for (const EncodedField& field : m_fields) {
        const Column* column = usableColumn(table, field);
        if (column == nullptr || field.kind == FieldKind::YesNo)
            continue;
        if (field.kind == FieldKind::Number) {
            for (std::size_t row = 0; row < outside.size(); ++row) {
                const double x = canonical(column->numbers()[row]);
                if (x < field.low || x > field.high)
                    outside[row] = 1;
            }
        } else {
            const auto target = columnOfCode(field, column->dictionary());
            for (std::size_t row = 0; row < outside.size(); ++row) {
                const Code code = column->codes()[row];
                if (code >= 0 && target[static_cast<std::size_t>(code)] < 0)
                    outside[row] = 1;
            }
        }
    }
    return outside;
}

std::int64_t Encoder::unseenLevels(const CaseTable& table) const
{
    std::int64_t cells = 0;
    for (const EncodedField& field : m_fields) {
        const Column* column = usableColumn(table, field);
        if (column == nullptr || field.kind != FieldKind::Category)
            continue;
        const auto target = columnOfCode(field, column->dictionary());
        for (const Code code : column->codes())
            cells += code >= 0 && target[static_cast<std::size_t>(code)] < 0 ? 1 : 0;
    }
    return cells;
}

Json Encoder::toJson() const
{
    Json fields = Json::array();
    for (const EncodedField& field : m_fields) {
        fields.push_back({ { "name", field.name },
                           { "kind", casebench::name(field.kind) },
                           { "levels", field.levels },
                           { "has_rare", field.hasRare },
                           { "rare_levels", field.rareLevels },
                           { "has_missing", field.hasMissing },
                           { "mean", field.mean },
                           { "sd", field.sd },
                           { "low", field.low },
                           { "high", field.high },
                           { "count", field.count } });
    }
    Json dropped = Json::array();
    for (const DroppedField& field : m_dropped)
        dropped.push_back({ { "name", field.name }, { "why", field.why } });
    return { { "style", m_style == EncodingStyle::Trees ? "trees" : "linear" },
             { "fields", fields },
             { "dropped", dropped } };
}

namespace {

Result<std::vector<std::string>> textList(const Json& json, std::string_view key)
{
    CB_TRY(const Json* list, jsonMember(json, key, Json::value_t::array));
    std::vector<std::string> texts;
    for (const Json& entry : *list) {
        if (!entry.is_string())
            return Error { ErrorCode::Corrupt, "An entry is not text.", std::string(key) };
        texts.push_back(entry.get<std::string>());
    }
    return texts;
}

Result<bool> flag(const Json& json, std::string_view key)
{
    CB_TRY(const Json* value, jsonMember(json, key, Json::value_t::boolean));
    return value->get<bool>();
}

Result<EncodedField> fieldFromJson(const Json& json, std::size_t first)
{
    EncodedField field;
    CB_TRY(field.name, jsonText(json, "name"));
    CB_TRY(const std::string kind, jsonText(json, "kind"));
    CB_TRY(field.kind, valueIn(kFieldKindNames, kind));
    CB_TRY(field.levels, textList(json, "levels"));
    CB_TRY(field.rareLevels, textList(json, "rare_levels"));
    CB_TRY(field.hasRare, flag(json, "has_rare"));
    CB_TRY(field.hasMissing, flag(json, "has_missing"));
    CB_TRY(field.mean, jsonDouble(json, "mean"));
    CB_TRY(field.sd, jsonDouble(json, "sd"));
    CB_TRY(field.low, jsonDouble(json, "low"));
    CB_TRY(field.high, jsonDouble(json, "high"));
    CB_TRY(const long long count, jsonInteger(json, "count"));
    const std::size_t expected =
        (field.kind == FieldKind::Category ? field.levels.size() + (field.hasRare ? 1 : 0) : 1)
        + (field.hasMissing ? 1 : 0);
    const bool sorted = field.kind != FieldKind::Category
        || (std::ranges::is_sorted(field.levels) && std::ranges::is_sorted(field.rareLevels));
    if (count < 0 || static_cast<std::size_t>(count) != expected || !sorted || !(field.sd > 0)
        || field.kind == FieldKind::Text || field.kind == FieldKind::Time)
        return Error { ErrorCode::Corrupt, "The encoding of this field does not hold together.", field.name };
    field.first = first;
    field.count = expected;
    return field;
}

} // namespace

Result<Encoder> Encoder::fromJson(const Json& json)
{
    Encoder encoder;
    CB_TRY(const std::string style, jsonText(json, "style"));
    if (style != "trees" && style != "linear")
        return Error { ErrorCode::Corrupt, "The encoding style is not known: " + style + "." };
    encoder.m_style = style == "trees" ? EncodingStyle::Trees : EncodingStyle::Linear;
    CB_TRY(const Json* fields, jsonMember(json, "fields", Json::value_t::array));
    for (const Json& entry : *fields) {
        CB_TRY(EncodedField field, fieldFromJson(entry, encoder.columnCount()));
        encoder.m_fields.push_back(std::move(field));
    }
    CB_TRY(const Json* dropped, jsonMember(json, "dropped", Json::value_t::array));
    for (const Json& entry : *dropped) {
        DroppedField field;
        CB_TRY(field.name, jsonText(entry, "name"));
        CB_TRY(field.why, jsonText(entry, "why"));
        encoder.m_dropped.push_back(std::move(field));
    }
    return encoder;
}

} // namespace casebench
