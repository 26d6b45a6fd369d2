// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/TestMain.h"
#include "tests/support/Where.h"

#include "core/base/Json.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace casebench::test {

/// One list of golden rows of numpy, scipy and scikit-learn; tests/data/stats/make_golden.py says how they
/// came about. By value, because a range-for does not keep the file alive behind a member. A file that cannot
/// be read throws, and so does an empty list: a loop over nothing would pass.
inline Json golden(const std::string& name, const std::string& list)
{
    std::ifstream file(casebench::test::sourceDirectory().string() + "/tests/data/stats/" + name);
    auto json = parseJson(std::string(std::istreambuf_iterator<char>(file), {}));
    Json rows = json.value().at(list);
    expects(!rows.empty(), "golden: no rows");
    return rows;
}

inline std::vector<double> numbersOf(const Json& array)
{
    std::vector<double> numbers;
    for (const auto& value : array)
        numbers.push_back(numberOrNan(value));
    return numbers;
}

template<typename Integer>
std::vector<Integer> integersOf(const Json& array)
{
    return array.get<std::vector<Integer>>();
}

/// Within `relative` of the expected value, or within `absolute`; undefined equals undefined only. Says what
/// differs.
inline bool agrees(double value, double expected, double relative, double absolute = 1e-300)
{
    const bool close = std::isnan(expected) ? std::isnan(value)
                                            : value == expected
            || std::abs(value - expected) <= std::max(absolute, relative * std::abs(expected));
    if (!close)
        qWarning("%.17g is not %.17g", value, expected);
    return close;
}

inline bool
agrees(const std::vector<double>& values, const Json& expected, double relative, double absolute = 1e-300)
{
    const auto wanted = numbersOf(expected);
    if (values.size() != wanted.size())
        qWarning("%zu values, not %zu", values.size(), wanted.size());
    return std::ranges::equal(values, wanted,
                              [&](double a, double b) { return agrees(a, b, relative, absolute); });
}

} // namespace casebench::test
