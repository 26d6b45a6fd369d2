// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/ImportPlan.h"

#include "core/base/Text.h"
#include "core/importing/RoleInference.h"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>

namespace casebench {

namespace {

std::string matchKey(std::string_view name)
{
    return caseFold(trimmed(name));
}

/// The value type that a kind has when the file does not say it more exactly.
ValueType typeFor(FieldKind kind, ValueType seen)
{
    switch (kind) {
    case FieldKind::Number:
        return seen == ValueType::Integer ? seen : ValueType::Decimal;
    case FieldKind::YesNo:
        return ValueType::Boolean;
    case FieldKind::Time:
        return seen == ValueType::Date ? seen : ValueType::DateTime;
    case FieldKind::Category:
    case FieldKind::Text:
        break;
    }
    return seen == ValueType::Missing ? seen : ValueType::Text;
}

class Planner
{
public:
    Planner(const FileProfile& profile, const FieldChoices& choices, const Schema& known)
        : m_profile(profile)
        , m_choices(choices)
        , m_known(known)
    {
    }

    [[nodiscard]] Result<ImportPlan> run();

private:
    void guess();
    [[nodiscard]] Result<void> rename();
    [[nodiscard]] Result<void> useKnownFields();
    [[nodiscard]] Result<void> useChoices();
    void chooseSpellings();
    [[nodiscard]] Result<std::size_t> columnNamed(std::string_view name, std::string_view option) const;
    [[nodiscard]] Result<void> give(std::string_view name, FieldRole role, std::string_view option);
    void displace(FieldRole role, std::size_t except);

    const FileProfile& m_profile;
    const FieldChoices& m_choices;
    const Schema& m_known;
    ImportPlan m_plan;
    std::vector<bool> m_roleChosen;
};

void Planner::guess()
{
    const auto guesses = guessFields(m_profile);
    m_roleChosen.resize(guesses.size());
    m_plan.fields.reserve(guesses.size());
    for (std::size_t i = 0; i < guesses.size(); ++i) {
        const ColumnProfile& column = m_profile.columns[i];
        FieldPlan field;
        field.field = { column.name, guesses[i].kind, guesses[i].role, column.type, false };
        field.sourceName = column.name;
        field.column = i;
        field.reason = guesses[i].reason;
        field.dateOrder = column.dateOrder.empty() ? readingFor(m_profile.options, column.name).dateOrder
                                                   : column.dateOrder;
        m_plan.fields.push_back(std::move(field));
    }
}

/// A column that was accepted as a field of another name carries that name from here on.
Result<void> Planner::rename()
{
    for (const auto& [column, target] : m_choices.renames) {
        CB_TRY(const std::size_t at, columnNamed(column, "--rename"));
        m_plan.fields[at].field.name = target;
        m_plan.fields[at].reason += fmt::format("; taken as \"{}\"", target);
        for (std::size_t i = 0; i < m_plan.fields.size(); ++i) {
            if (i != at && matchKey(m_plan.fields[i].field.name) == matchKey(target))
                return Error { ErrorCode::InvalidInput,
                               fmt::format("Two columns, \"{}\" and \"{}\", would be the field \"{}\".",
                                           m_plan.fields[i].sourceName, m_plan.fields[at].sourceName, target),
                               m_profile.path.string(), "field-ambiguous", "Rename only one of them." };
        }
    }
    return {};
}

/// What the project knows stays as it is: a guess about one more file must not change a field's meaning.
Result<void> Planner::useKnownFields()
{
    std::unordered_map<std::string, std::size_t> knownBy;
    for (std::size_t i = 0; i < m_known.size(); ++i)
        knownBy.emplace(matchKey(m_known[i].name), i);
    std::vector<std::size_t> columnOf(m_known.size(), m_plan.fields.size());
    for (std::size_t i = 0; i < m_plan.fields.size(); ++i) {
        FieldPlan& field = m_plan.fields[i];
        const auto at = knownBy.find(matchKey(field.field.name));
        if (at == knownBy.end()) {
            if (m_known.size() > 0)
                m_plan.fieldsNew.push_back(field.field.name);
            continue;
        }
        const Field& known = m_known[at->second];
        if (columnOf[at->second] < m_plan.fields.size())
            return Error { ErrorCode::InvalidInput,
                           fmt::format("Two columns, \"{}\" and \"{}\", match the field \"{}\".",
                                       m_plan.fields[columnOf[at->second]].sourceName, field.sourceName,
                                       known.name),
                           m_profile.path.string(), "field-ambiguous",
                           "Rename or remove one of them in the file." };
        columnOf[at->second] = i;
        field.field = known;
        field.isNew = false;
        field.reason = matchKey(field.sourceName) == matchKey(known.name)
            ? std::string("known to the project")
            : fmt::format("taken as \"{}\", which the project knows", known.name);
        if (known.role == FieldRole::Id || known.role == FieldRole::Time || known.role == FieldRole::Label)
            displace(known.role, i);
    }
    for (std::size_t i = 0; i < m_known.size(); ++i) {
        if (columnOf[i] == m_plan.fields.size())
            m_plan.fieldsGone.push_back(m_known[i].name);
    }
    // New columns do not compete for a role that the project has given.
    for (const FieldRole role : { FieldRole::Id, FieldRole::Time, FieldRole::Label }) {
        for (std::size_t i = 0; m_known.firstOf(role) && i < m_plan.fields.size(); ++i) {
            if (m_plan.fields[i].isNew && m_plan.fields[i].field.role == role)
                displace(role, m_plan.fields.size());
        }
    }
    return {};
}

/// Takes the role from whoever has it by a guess.
void Planner::displace(FieldRole role, std::size_t except)
{
    for (std::size_t i = 0; i < m_plan.fields.size(); ++i) {
        FieldPlan& field = m_plan.fields[i];
        if (i == except || field.field.role != role || m_roleChosen[i]
            || (!field.isNew && except == m_plan.fields.size()))
            continue;
        field.field.role = FieldRole::Feature;
        field.reason += fmt::format("; another field is the {}", name(role));
    }
}

Result<std::size_t> Planner::columnNamed(std::string_view name, std::string_view option) const
{
    std::size_t found = m_plan.fields.size();
    for (std::size_t i = 0; i < m_plan.fields.size(); ++i) {
        if (m_plan.fields[i].sourceName == name)
            return i;
        if (found == m_plan.fields.size() && matchKey(m_plan.fields[i].sourceName) == matchKey(name))
            found = i;
    }
    if (found < m_plan.fields.size())
        return found;
    std::vector<std::string> some;
    for (std::size_t i = 0; i < std::min<std::size_t>(10, m_plan.fields.size()); ++i)
        some.push_back(m_plan.fields[i].sourceName);
    return Error { ErrorCode::NotFound,
                   fmt::format("The file has no column \"{}\", which {} names.", name, option),
                   m_profile.path.string(), "field-not-found",
                   "Its columns are: " + join(some, ", ") + (m_plan.fields.size() > 10 ? " ..." : ".") };
}

Result<void> Planner::give(std::string_view fieldName, FieldRole role, std::string_view option)
{
    if (fieldName.empty())
        return {};
    CB_TRY(const std::size_t at, columnNamed(fieldName, option));
    FieldPlan& field = m_plan.fields[at];
    if (m_roleChosen[at] && field.field.role != role)
        return Error { ErrorCode::InvalidInput,
                       fmt::format("The column \"{}\" is to be both {} and {}.", field.sourceName,
                                   name(field.field.role), name(role)),
                       {},
                       "choices-contradict",
                       "Name one role for each column." };
    if (role == FieldRole::Id || role == FieldRole::Time || role == FieldRole::Label) {
        for (std::size_t i = 0; i < m_plan.fields.size(); ++i) {
            if (i != at && m_roleChosen[i] && m_plan.fields[i].field.role == role)
                return Error { ErrorCode::InvalidInput,
                               fmt::format("Both \"{}\" and \"{}\" are to be the {}.",
                                           m_plan.fields[i].sourceName, field.sourceName, name(role)),
                               {},
                               "choices-contradict",
                               "Name one column for this role." };
        }
        displace(role, at);
    }
    m_roleChosen[at] = true;
    field.field.role = role;
    field.reason += fmt::format("; role {} was told", name(role));
    if (role == FieldRole::Id && field.isNew) {
        field.field.kind = FieldKind::Text;
    } else if (role == FieldRole::Time && field.field.kind != FieldKind::Time) {
        field.field.kind = FieldKind::Time;
        field.field.type = typeFor(FieldKind::Time, field.field.type);
    }
    return {};
}

Result<void> Planner::useChoices()
{
    CB_CHECK(give(m_choices.id, FieldRole::Id, "--id"));
    CB_CHECK(give(m_choices.time, FieldRole::Time, "--time"));
    CB_CHECK(give(m_choices.label, FieldRole::Label, "--label"));
    for (const auto& [fieldName, role] : m_choices.roles)
        CB_CHECK(give(fieldName, role, "--role"));
    for (const auto& [fieldName, kind] : m_choices.kinds) {
        CB_TRY(const std::size_t at, columnNamed(fieldName, "--kind"));
        FieldPlan& field = m_plan.fields[at];
        field.reason += fmt::format("; kind {} was told", name(kind));
        field.field.kind = kind;
        field.field.type = typeFor(kind, field.field.type);
    }
    return {};
}

/// Yes/no fields: the words of the file, commonest first, or Yes and No where it has none.
void Planner::chooseSpellings()
{
    for (FieldPlan& field : m_plan.fields) {
        if (field.field.kind != FieldKind::YesNo)
            continue;
        const ColumnProfile& column = m_profile.columns[field.column];
        field.noText = column.noText;
        field.yesText = column.yesText;
        const bool digits =
            !column.levels.empty() && std::ranges::all_of(column.levels, [](const LevelCount& level) {
                return level.text == "0" || level.text == "1";
            });
        if (field.noText.empty())
            field.noText = digits ? "0" : "No";
        if (field.yesText.empty())
            field.yesText = digits ? "1" : "Yes";
    }
}

Result<ImportPlan> Planner::run()
{
    guess();
    CB_CHECK(rename());
    CB_CHECK(useKnownFields());
    CB_CHECK(useChoices());
    chooseSpellings();
    return std::move(m_plan);
}

} // namespace

Result<ImportPlan> planFields(const FileProfile& profile, const FieldChoices& choices, const Schema& known)
{
    return Planner(profile, choices, known).run();
}

} // namespace casebench
