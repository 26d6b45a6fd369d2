// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitoring/DomainClassifier.h"

#include "core/evaluation/CrossValidation.h"
#include "core/models/Families.h"
#include "core/stats/Binary.h"

#include <numeric>

namespace casebench {

namespace {

/// Reference rows first, window rows after, only the fields named; dictionaries are joined by text.
CaseTable joined(const CaseTable& reference, const CaseTable& window, std::span<const std::string> fields)
{
    CaseTable both;
    std::vector<Field> schema;
    for (const std::string& name : fields) {
        const Column* before = reference.column(name);
        const Column* now = window.column(name);
        if (before == nullptr || now == nullptr || before->kind() != now->kind()
            || before->missingCount() == before->size())
            continue;
        schema.push_back(reference.schema[*reference.schema.indexOf(name)]);
        both.columns.push_back(joinColumns(*before, *now));
    }
    both.schema = Schema(std::move(schema));
    both.ids = reference.ids;
    both.ids.insert(both.ids.end(), window.ids.begin(), window.ids.end());
    both.rows.resize(both.ids.size());
    std::iota(both.rows.begin(), both.rows.end(), CaseRow { 0 });
    return both;
}

constexpr std::size_t kFewestRows = 20;
constexpr int kFolds = 5;

} // namespace

Result<Interval> domainAuc(const CaseTable& reference,
                           const CaseTable& window,
                           std::span<const std::string> fields,
                           std::uint64_t seed,
                           Progress& progress)
{
    if (reference.rowCount() < kFewestRows || window.rowCount() < kFewestRows)
        return Error { ErrorCode::InvalidInput,
                       "There are too few cases to tell reference and window apart.",
                       {},
                       "too-few-rows" };
    const CaseTable both = joined(reference, window, fields);
    std::vector<Truth> isWindow(reference.rowCount(), kNegative);
    isWindow.resize(both.rowCount(), kPositive);
    std::vector<std::uint32_t> rows(both.rowCount());
    std::iota(rows.begin(), rows.end(), 0U);
    std::vector<std::string> names;
    for (const Field& field : both.schema.fields())
        names.push_back(field.name);
    CB_TRY(const Family* family, findFamily("boosted"));
    CB_TRY(const ParameterValues values,
           ParameterValues::resolve(family->parameters(), { { "rounds", "60" }, { "depth", "3" } }));
    CB_TRY(const Predictions predictions,
           outOfFold(both, { rows, isWindow, {}, {} }, { *family, values, names, kFolds, { seed, 1 } },
                     progress));
    return rocAucInterval(isWindow, predictions.margin);
}

} // namespace casebench
