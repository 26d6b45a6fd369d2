// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/CaseTable.h"

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace casebench::test {

/// Builds a small table as a test would write it down: "" and NaN are missing, yes/no are "Yes" and "No",
/// times are ISO texts. Case ids are c0, c1, ... unless ids() says otherwise. Link casebench_data.
class CaseTableBuilder
{
public:
    CaseTableBuilder& ids(std::vector<std::string> ids)
    {
        m_ids = std::move(ids);
        return *this;
    }

    CaseTableBuilder& number(std::string name, std::vector<double> values)
    {
        return add({ std::move(name), FieldKind::Number, FieldRole::Feature, ValueType::Decimal },
                   Column::numbers(std::move(values)));
    }

    /// Levels get their codes in order of first appearance.
    CaseTableBuilder& category(std::string name, const std::vector<std::string>& values)
    {
        return add({ std::move(name), FieldKind::Category, FieldRole::Feature, ValueType::Text },
                   coded(FieldKind::Category, values));
    }

    CaseTableBuilder& text(std::string name, const std::vector<std::string>& values)
    {
        return add({ std::move(name), FieldKind::Text, FieldRole::Ignore, ValueType::Text },
                   coded(FieldKind::Text, values));
    }

    CaseTableBuilder& yesNo(std::string name, const std::vector<std::string>& values)
    {
        std::vector<Code> codes;
        for (const std::string& value : values)
            codes.push_back(value == "Yes" ? kYesCode : value == "No" ? kNoCode : kMissingCode);
        auto dictionary = std::make_shared<const Dictionary>(Dictionary { "No", "Yes" });
        return add({ std::move(name), FieldKind::YesNo, FieldRole::Feature, ValueType::Boolean },
                   Column::codes(FieldKind::YesNo, { std::move(codes), std::move(dictionary) }));
    }

    CaseTableBuilder& time(std::string name, const std::vector<std::string>& isoTexts)
    {
        std::vector<Instant> times;
        for (const std::string& text : isoTexts) {
            const auto parsed = parseIso(text);
            expects(parsed || text.empty(), "CaseTableBuilder: not an ISO time: " + text);
            times.push_back(parsed ? parsed->instant : kNoTime);
        }
        return add({ std::move(name), FieldKind::Time, FieldRole::Time, ValueType::DateTime },
                   Column::times(std::move(times), ValueType::DateTime));
    }

    CaseTableBuilder& add(Field field, Column column)
    {
        m_fields.push_back(std::move(field));
        m_columns.push_back(std::move(column));
        return *this;
    }

    /// Gives the field added last another role.
    CaseTableBuilder& as(FieldRole role)
    {
        m_fields.back().role = role;
        return *this;
    }

    [[nodiscard]] CaseTablePtr build() const
    {
        auto table = std::make_shared<CaseTable>();
        table->schema = Schema(m_fields);
        table->columns = m_columns;
        table->ids = m_ids;
        const std::size_t rows = m_columns.empty() ? m_ids.size() : m_columns.front().size();
        for (std::size_t row = 0; row < rows; ++row) {
            if (m_ids.empty())
                table->ids.push_back("c" + std::to_string(row));
            table->rows.push_back(static_cast<CaseRow>(row));
        }
        const auto fits = [&](const Column& column) { return column.size() == table->ids.size(); };
        expects(table->ids.size() == rows && std::ranges::all_of(m_columns, fits),
                "CaseTableBuilder: lengths differ");
        return table;
    }

private:
    static Column coded(FieldKind kind, const std::vector<std::string>& values)
    {
        auto dictionary = std::make_shared<Dictionary>();
        std::vector<Code> codes;
        for (const std::string& value : values) {
            const auto at = std::ranges::find(*dictionary, value);
            codes.push_back(value.empty() ? kMissingCode : static_cast<Code>(at - dictionary->begin()));
            if (!value.empty() && at == dictionary->end())
                dictionary->push_back(value);
        }
        return Column::codes(kind, { std::move(codes), std::move(dictionary) });
    }

    std::vector<std::string> m_ids;
    std::vector<Field> m_fields;
    std::vector<Column> m_columns;
};

} // namespace casebench::test
