// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Random.h"
#include "core/data/CaseTable.h"
#include "core/data/Label.h"
#include "core/data/Matrix.h"
#include "core/data/Snapshot.h"

#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>

namespace casebench::test {

inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// Grows a table column by column.
class TableBuilder
{
public:
    explicit TableBuilder(std::size_t rows)
    {
        for (std::size_t i = 0; i < rows; ++i) {
            m_table.ids.push_back("c" + std::to_string(i));
            m_table.rows.push_back(static_cast<CaseRow>(i));
        }
    }

    TableBuilder& add(Field field, Column column)
    {
        m_fields.push_back(std::move(field));
        m_table.columns.push_back(std::move(column));
        return *this;
    }

    TableBuilder& number(const std::string& name, std::vector<double> values)
    {
        return add({ name, FieldKind::Number, FieldRole::Feature, ValueType::Decimal, false },
                   Column::numbers(std::move(values)));
    }

    TableBuilder& yesNo(const std::string& name, std::vector<Code> codes)
    {
        return add({ name, FieldKind::YesNo, FieldRole::Feature, ValueType::Boolean, false },
                   Column::codes(
                       FieldKind::YesNo,
                       { std::move(codes), std::make_shared<const Dictionary>(Dictionary { "No", "Yes" }) }));
    }

    TableBuilder& category(const std::string& name, std::vector<Code> codes, Dictionary dictionary)
    {
        return add(
            { name, FieldKind::Category, FieldRole::Feature, ValueType::Text, false },
            Column::codes(FieldKind::Category,
                          { std::move(codes), std::make_shared<const Dictionary>(std::move(dictionary)) }));
    }

    /// One case a minute, in row order.
    TableBuilder& received(std::chrono::sys_days from = std::chrono::sys_days { std::chrono::year { 2026 } / 1
                                                                                / 1 })
    {
        std::vector<Instant> times;
        const auto start =
            std::chrono::duration_cast<std::chrono::microseconds>(from.time_since_epoch()).count();
        for (std::size_t i = 0; i < m_table.ids.size(); ++i)
            times.push_back(static_cast<Instant>(start) + static_cast<Instant>(i) * 60'000'000);
        return add({ "received", FieldKind::Time, FieldRole::Time, ValueType::DateTime, false },
                   Column::times(std::move(times), ValueType::DateTime));
    }

    [[nodiscard]] CaseTablePtr build()
    {
        m_table.schema = Schema(m_fields);
        return std::make_shared<const CaseTable>(std::move(m_table));
    }

private:
    std::vector<Field> m_fields;
    CaseTable m_table;
};

/// Calls of which about 60 % are scams; Opened_Bank_Website tells most, Asked_OTP is sometimes not asked,
/// Location tells nothing.
struct Calls
{
    CaseTablePtr table;
    std::vector<Truth> truth;
};

inline Calls calls(std::size_t n, std::uint64_t seed = 1)
{
    Random random(seed);
    std::vector<Truth> truth;
    std::vector<Code> opened;
    std::vector<Code> otp;
    std::vector<Code> place;
    std::vector<double> money;
    for (std::size_t i = 0; i < n; ++i) {
        const bool scam = random.chance(0.6);
        truth.push_back(scam ? kPositive : kNegative);
        opened.push_back(random.chance(scam ? 0.8 : 0.1) ? kYesCode : kNoCode);
        const bool asked = random.chance(scam ? 0.45 : 0.12);
        otp.push_back(random.chance(0.1) ? kMissingCode : asked ? kYesCode : kNoCode);
        place.push_back(static_cast<Code>(random.below(4)));
        money.push_back(
            random.chance(0.05) ? kNan : std::round(std::exp((scam ? 7.5 : 6.6) + 0.9 * random.normal())));
    }
    TableBuilder builder(n);
    builder.received()
        .yesNo("Opened_Bank_Website", std::move(opened))
        .yesNo("Asked_OTP", std::move(otp))
        .category("Location_Of_Call", std::move(place), { "local", "intl", "voip", "unknown" })
        .number("Money_Asked", std::move(money));
    return { builder.build(), std::move(truth) };
}

inline SnapshotData snapshotOf(const Calls& cases)
{
    SnapshotData data;
    data.table = cases.table;
    data.truth = cases.truth;
    data.decidedAt.assign(cases.truth.size(), kNoTime);
    data.snapshot.schema = cases.table->schema;
    data.snapshot.rows = static_cast<std::int64_t>(cases.truth.size());
    return data;
}

inline std::vector<std::uint32_t> allRows(std::size_t n)
{
    std::vector<std::uint32_t> rows(n);
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

inline std::vector<std::string> modelFieldNames(const CaseTable& table)
{
    std::vector<std::string> names;
    for (const std::size_t at : table.schema.modelFields())
        names.push_back(table.schema[at].name);
    return names;
}

} // namespace casebench::test
