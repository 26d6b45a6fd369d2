// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace casebench {

/// A value as it was written; `number` when it is one, in quotes or not.
struct FilterValue
{
    std::string text;
    bool quoted = false;
    std::optional<double> number;
    std::size_t position = 0; ///< of its first character, from 1
};

enum class FilterOperator
{
    Equal,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    Like,
    Between,
    IsMissing
};

/// One field held against values.
struct FilterTest
{
    std::string field;
    bool quotedName = false;
    std::size_t position = 0;
    FilterOperator comparison = FilterOperator::Equal;
    bool negated = false; ///< !=, NOT IN, IS NOT NULL ...
    std::vector<FilterValue> values;
};

/// The tree of an expression. Chains of AND or OR are one node, so that only parentheses and NOT make it
/// deep.
struct FilterNode
{
    enum class Kind
    {
        And,
        Or,
        Not,
        Test
    };
    Kind kind = Kind::Test;
    std::vector<FilterNode> children;
    FilterTest test;
};

inline constexpr int kMaxFilterDepth = 64; // ours

/// An InvalidInput of kind "filter" that says the place.
[[nodiscard]] Error filterError(std::size_t position, std::string what, std::string advice);

/// The grammar of Filter. Fails as Filter::parse does. Cost: O(length).
[[nodiscard]] Result<FilterNode> parseFilter(std::string_view expression);

} // namespace casebench
