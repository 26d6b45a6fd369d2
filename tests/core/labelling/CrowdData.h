// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/SharedData.h"
#include "tests/support/Where.h"

#include "core/base/Text.h"
#include "core/labelling/DawidSkene.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <stdexcept>

namespace casebench::test {

/// A published set of 0/1 labels of many people with the truth of each item.
struct CrowdData
{
    std::vector<CrowdAnswer> answers;
    std::vector<std::string> items;
    std::vector<std::string> people;
    std::vector<int> truth; ///< per item

    /// Share of items whose likelier category is the truth; a dead heat counts as wrong.
    template<typename ProbabilityOfOne>
    [[nodiscard]] double accuracy(ProbabilityOfOne probabilityOfOne) const
    {
        double right = 0;
        for (std::size_t i = 0; i < items.size(); ++i) {
            const double p = probabilityOfOne(i);
            right += p != .5 && (p > .5 ? 1 : 0) == truth[i] ? 1 : 0;
        }
        return right / static_cast<double>(items.size());
    }
};

/// Where a file stands that may not be copied into the project; an empty path where it is absent.
inline std::filesystem::path sharedCrowd(const std::string& name)
{
    return sharedFile(std::filesystem::path("data/crowd_truth") / name);
}

/// Columns by place; `header` lines are skipped.
inline CrowdData readCrowd(const std::filesystem::path& labels,
                           const std::filesystem::path& truth,
                           char separator,
                           bool itemFirst,
                           int header)
{
    CrowdData data;
    std::map<std::string, std::uint32_t> items;
    std::map<std::string, std::uint32_t> people;
    const auto place = [](auto& known, std::vector<std::string>& list, std::string name) {
        const auto [at, isNew] = known.try_emplace(name, static_cast<std::uint32_t>(list.size()));
        if (isNew)
            list.push_back(std::move(name));
        return at->second;
    };
    const auto eachLine = [&](const std::filesystem::path& path, auto visit) {
        std::ifstream file(path);
        if (!file)
            throw std::runtime_error("cannot read " + path.string());
        std::string line;
        for (int i = 0; std::getline(file, line); ++i) {
            if (i >= header && !trimmed(line).empty())
                visit(split(trimmed(line), separator));
        }
    };
    eachLine(labels, [&](const auto& cells) {
        const std::string item(cells[itemFirst ? 0 : 1]);
        const std::string person(cells[itemFirst ? 1 : 0]);
        data.answers.push_back({ place(items, data.items, item), place(people, data.people, person),
                                 static_cast<std::uint8_t>(cells[2] == "1" ? 1 : 0) });
    });
    data.truth.assign(data.items.size(), -1);
    eachLine(truth, [&](const auto& cells) {
        if (const auto at = items.find(std::string(cells[0])); at != items.end())
            data.truth[at->second] = cells[1] == "1" ? 1 : 0;
    });
    return data;
}

inline CrowdData mozafari()
{
    const std::filesystem::path folder = casebench::test::sourceDirectory() / "tests/data/crowd";
    return readCrowd(folder / "mozafari_labels.tsv", folder / "mozafari_truth.tsv", '\t', false, 0);
}

/// The bluebirds; only where the shared folder is.
inline CrowdData duck()
{
    return readCrowd(sharedCrowd("duck_answers.csv"), sharedCrowd("duck_truth.csv"), ',', true, 1);
}

} // namespace casebench::test
