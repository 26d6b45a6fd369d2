// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/privacy/Masking.h"

#include <algorithm>
#include <unordered_map>

namespace casebench {

namespace {

constexpr std::size_t kTail = 4; // digits shown at the end
constexpr std::ptrdiff_t kLongEnough =
    9; // fewer digits (a date of birth, an age) say too much by their end (ours)
constexpr std::string_view kHidden = "••••";

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

Column maskedColumn(const Column& column)
{
    auto dictionary = std::make_shared<Dictionary>();
    std::unordered_map<std::string, Code> known;
    std::vector<Code> codes(column.size(), kMissingCode);
    for (std::size_t row = 0; row < codes.size(); ++row) {
        std::string text = masked(column.text(row));
        if (text.empty())
            continue;
        const auto [at, isNew] = known.emplace(std::move(text), static_cast<Code>(dictionary->size()));
        if (isNew)
            dictionary->push_back(at->first);
        codes[row] = at->second;
    }
    return Column::codes(FieldKind::Text, { std::move(codes), std::move(dictionary) });
}

/// what: "A filter on it"
Result<void> requireShownField(std::string_view name,
                               const Schema& schema,
                               const std::vector<std::string>& revealed,
                               std::string_view what)
{
    const auto at = schema.find(name);
    if (!at || !isMasked(schema[*at].role))
        return {};
    const std::string& field = schema[*at].name;
    if (std::ranges::find(revealed, field) != revealed.end())
        return {};
    std::string sentence("The field ");
    sentence += field;
    sentence += " is personal. ";
    sentence += what;
    sentence += " would tell what is masked.";
    return Error {
        ErrorCode::Refused, std::move(sentence), field, "personal-field",
        "Use another field, or have compliance ask with cases --reveal and --reason; that is kept in the "
        "audit log."
    };
}

} // namespace

Schema withPersonalOf(const Schema& frozen, const Schema& now)
{
    std::vector<Field> fields = frozen.fields();
    for (Field& field : fields) {
        if (const auto at = now.indexOf(field.name); at && isMasked(now[*at].role))
            field.role = now[*at].role;
    }
    return Schema(std::move(fields));
}

std::string masked(std::string_view value)
{
    if (value.empty())
        return {};
    const bool endsInDigits =
        value.size() >= kTail && std::ranges::all_of(value.substr(value.size() - kTail), isDigit);
    if (endsInDigits && std::ranges::count_if(value, isDigit) >= kLongEnough)
        return "•• " + std::string(value.substr(value.size() - kTail));
    return std::string(kHidden);
}

std::string shownText(FieldRole role, std::string_view text)
{
    return isMasked(role) ? masked(text) : std::string(text);
}

std::string maskedRow(std::string_view raw)
{
    return raw.empty() ? std::string() : std::string(kHidden) + " (" + std::to_string(raw.size()) + " bytes)";
}

CaseTablePtr maskedTable(const CaseTablePtr& table, const std::vector<std::string>& revealed)
{
    const auto hides = [&](const Field& field) {
        return isMasked(field.role) && std::ranges::find(revealed, field.name) == revealed.end();
    };
    if (std::ranges::none_of(table->schema.fields(), hides))
        return table;
    auto shown = std::make_shared<CaseTable>(*table);
    std::vector<Field> fields = table->schema.fields();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!hides(fields[i]))
            continue;
        shown->columns[i] = maskedColumn(table->columns[i]);
        fields[i].kind = FieldKind::Text;
        fields[i].type = ValueType::Text;
    }
    shown->schema = Schema(std::move(fields));
    return shown;
}

Result<void>
requireShown(const Filter& filter, const Schema& schema, const std::vector<std::string>& revealed)
{
    for (const std::string& name : filter.comparedFields())
        CB_CHECK(requireShownField(name, schema, revealed, "A filter on its values"));
    return {};
}

Result<void>
requireShownOrder(std::string_view field, const Schema& schema, const std::vector<std::string>& revealed)
{
    return requireShownField(field, schema, revealed, "An order by its values");
}

Result<void> requireShownGroups(std::string_view field, const Schema& schema)
{
    return requireShownField(field, schema, {}, "Figures for each of its values");
}

std::string shownFilter(std::string_view expression, const Schema& schema)
{
    if (expression.empty())
        return {};
    const auto filter = Filter::parse(expression);
    return filter && requireShown(*filter, schema) ? std::string(expression) : std::string(kHidden);
}

} // namespace casebench
