// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/data/Field.h"

#include <cstdint>
#include <map>
#include <vector>

namespace casebench {

enum class SplitKind
{
    Time,
    Stratified,
    Group
};

inline constexpr std::array<std::pair<SplitKind, std::string_view>, 3> kSplitKindNames { {
    { SplitKind::Time, "time" },
    { SplitKind::Stratified, "stratified" },
    { SplitKind::Group, "group" },
} };

[[nodiscard]] inline std::string_view name(SplitKind kind)
{
    return nameIn(kSplitKindNames, kind);
}

/// Everything that decides a training. Same snapshot, same recipe: same model bytes.
struct Recipe
{
    std::string family; ///< an id of the families list
    std::map<std::string, std::string> parameters; ///< only what differs from the family's defaults
    std::vector<std::string> fields; ///< empty = every model field of the snapshot
    SplitKind split = SplitKind::Time;
    double holdoutShare = 0.25;
    int folds = 5; ///< of the out-of-fold predictions that give the reference recall
    std::uint64_t seed = 1;
    int threads = 1;
    std::vector<std::string>
        excludedMonths; ///< "2026-02": their cases neither train nor measure (label-regime gaps)

    bool operator==(const Recipe&) const = default;
};

[[nodiscard]] Json toJson(const Recipe& recipe);
[[nodiscard]] Result<Recipe> recipeFromJson(const Json& json);

} // namespace casebench
