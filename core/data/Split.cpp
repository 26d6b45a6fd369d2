// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/Split.h"

#include "core/base/Random.h"

#include <algorithm>
#include <map>
#include <set>

namespace casebench {

namespace {

Result<Split> checked(Split split, std::span<const Truth> truth)
{
    std::ranges::sort(split.train);
    std::ranges::sort(split.holdout);
    for (const auto* part : { &split.train, &split.holdout }) {
        std::size_t positives = 0;
        for (const std::uint32_t row : *part)
            positives += truth[row] == kPositive ? 1 : 0;
        if (positives == 0 || positives == part->size()) {
            return Error { ErrorCode::InvalidInput,
                           std::string(part == &split.train ? "The training part" : "The hold-out")
                               + " would hold one class only (" + std::to_string(positives) + " of "
                               + std::to_string(part->size()) + " are positive).",
                           {},
                           "single-class",
                           "Label more cases, choose a longer span, or use the stratified split." };
        }
    }
    return split;
}

Split splitByTime(const SplitInput& input, std::size_t held)
{
    std::vector<std::uint32_t> order(input.rows.begin(), input.rows.end());
    std::ranges::stable_sort(order, {}, [&](std::uint32_t row) { return input.times[row]; });
    const auto cut = order.end() - static_cast<std::ptrdiff_t>(held);
    return { { order.begin(), cut }, { cut, order.end() } };
}

/// Rows by group; a row without a group is a group of its own.
std::vector<std::vector<std::uint32_t>> rowsByGroup(const SplitInput& input)
{
    std::map<Code, std::vector<std::uint32_t>> known;
    std::vector<std::vector<std::uint32_t>> groups;
    for (const std::uint32_t row : input.rows) {
        if (input.groups.empty() || input.groups[row] < 0)
            groups.push_back({ row });
        else
            known[input.groups[row]].push_back(row);
    }
    for (auto& [code, members] : known)
        groups.push_back(std::move(members));
    return groups;
}

/// Groups the stratified split moves as one, by their first row; larger ones fall apart into rows.
std::vector<std::vector<std::uint32_t>> keptTogether(const SplitInput& input)
{
    const auto largest = static_cast<std::size_t>(kLargestKeptShare * static_cast<double>(input.rows.size()));
    std::vector<std::vector<std::uint32_t>> units;
    for (auto& members : rowsByGroup(input)) {
        if (members.size() <= std::max<std::size_t>(largest, 1)) {
            units.push_back(std::move(members));
            continue;
        }
        for (const std::uint32_t row : members)
            units.push_back({ row });
    }
    std::ranges::sort(units, {}, [](const auto& members) { return members.front(); });
    return units;
}

/// Rows of each class.
struct ClassCounts
{
    std::size_t rows[2] = { 0, 0 };

    void add(const SplitInput& input, std::span<const std::uint32_t> members)
    {
        for (const std::uint32_t row : members)
            ++rows[input.truth[row] == kPositive ? 1 : 0];
    }

    [[nodiscard]] bool fitsInto(const ClassCounts& wanted) const
    {
        return rows[0] <= wanted.rows[0] && rows[1] <= wanted.rows[1];
    }
};

Split splitStratified(const SplitInput& input, double share, std::uint64_t seed)
{
    Random random = Random::forPurpose(seed, "hold-out");
    const auto all = keptTogether(input);
    ClassCounts wanted;
    wanted.add(input, input.rows);
    for (std::size_t& rows : wanted.rows)
        rows = static_cast<std::size_t>(std::llround(share * static_cast<double>(rows)));
    ClassCounts held;
    Split split;
    for (const Truth value : { kNegative, kPositive }) {
        std::vector<const std::vector<std::uint32_t>*> units;
        for (const auto& members : all) {
            if (input.truth[members.front()] == value)
                units.push_back(&members);
        }
        random.shuffle(std::span<const std::vector<std::uint32_t>*>(units));
        for (const auto* members : units) {
            ClassCounts with = held;
            with.add(input, *members);
            const bool taken = with.fitsInto(wanted);
            held = taken ? with : held;
            auto& part = taken ? split.holdout : split.train;
            part.insert(part.end(), members->begin(), members->end());
        }
    }
    return split;
}

Split splitByGroup(const SplitInput& input, std::size_t held, std::uint64_t seed)
{
    auto groups = rowsByGroup(input);
    Random random = Random::forPurpose(seed, "hold-out");
    random.shuffle(std::span(groups));
    Split split;
    for (const auto& members : groups) {
        auto& part = split.holdout.size() < held ? split.holdout : split.train;
        part.insert(part.end(), members.begin(), members.end());
    }
    return split;
}

} // namespace

Result<Split> splitRows(SplitKind kind, const SplitInput& input, double share, std::uint64_t seed)
{
    if (!(share > 0 && share < 1))
        return Error { ErrorCode::InvalidInput, "The hold-out share must lie between 0 and 1." };
    if (input.rows.size() < 2)
        return Error { ErrorCode::InvalidInput,
                       "There are fewer than two decided cases.",
                       {},
                       "too-few-rows",
                       "Label more cases." };
    const auto held = std::clamp<std::size_t>(
        static_cast<std::size_t>(std::llround(share * static_cast<double>(input.rows.size()))), 1,
        input.rows.size() - 1);
    switch (kind) {
    case SplitKind::Time:
        if (input.times.empty())
            return Error { ErrorCode::InvalidInput,
                           "There is no time field to split by.",
                           {},
                           {},
                           "Use the stratified split." };
        return checked(splitByTime(input, held), input.truth);
    case SplitKind::Stratified:
        return checked(splitStratified(input, share, seed), input.truth);
    case SplitKind::Group:
        if (input.groups.empty())
            return Error {
                ErrorCode::InvalidInput,
                "There is no field that links cases, so there are no groups to split by.",
                {},
                {},
                "Give a field the role group, or the role personal to one with numbers or accounts."
            };
        return checked(splitByGroup(input, held, seed), input.truth);
    }
    contractViolated("splitRows: unknown kind");
}

TornGroups groupsOnBothSides(const Split& split, std::span<const Code> groups)
{
    TornGroups torn;
    if (groups.empty())
        return torn;
    std::set<Code> train;
    for (const std::uint32_t row : split.train)
        train.insert(groups[row]);
    std::set<Code> both;
    for (const std::uint32_t row : split.holdout) {
        if (const Code group = groups[row]; group >= 0 && train.contains(group)) {
            both.insert(group);
            ++torn.holdoutRows;
        }
    }
    torn.groups = static_cast<std::int64_t>(both.size());
    return torn;
}

std::vector<int> stratifiedFolds(const SplitInput& input, int k, std::uint64_t seed)
{
    expects(k >= 2, "stratifiedFolds: k < 2");
    auto groups = rowsByGroup(input);
    Random random = Random::forPurpose(seed, "folds");
    random.shuffle(std::span(groups));
    std::map<std::uint32_t, std::size_t> positionOf;
    for (std::size_t i = 0; i < input.rows.size(); ++i)
        positionOf[input.rows[i]] = i;
    // One wheel a class: groups are dealt by the class of their first row, so shares stay even.
    std::vector<int> folds(input.rows.size(), 0);
    int next[2] = { 0, 0 };
    for (const auto& members : groups) {
        int& wheel = next[input.truth[members.front()] == kPositive ? 1 : 0];
        for (const std::uint32_t row : members)
            folds[positionOf[row]] = wheel;
        wheel = (wheel + 1) % k;
    }
    return folds;
}

} // namespace casebench
