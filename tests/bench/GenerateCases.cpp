// SPDX-License-Identifier: GPL-3.0-or-later
// Writes the file of cases that performance.md 1 describes: case_id, an ISO time, 12 numbers, 10 categories
// (3 to 50 levels, Zipf-like, some quoted with commas), 6 yes/no fields, a label (13.5 % positive), 2 %
// missing: 31 columns, about 241 bytes a row. With COLUMNS it writes a wide file of that many numbers and
// categories instead. Usage: casebench-generate ROWS FILE [COLUMNS]
#include "core/base/Random.h"

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <memory>
#include <string>

namespace {

using casebench::Random;

constexpr std::array<int, 10> kLevels { 3, 4, 5, 6, 8, 10, 14, 20, 32, 50 };
constexpr double kMissing = 0.02;

/// Level k of n with weight 1 / (k + 1).
int zipf(Random& random, int levels)
{
    double total = 0;
    for (int k = 0; k < levels; ++k)
        total += 1.0 / (k + 1);
    double at = random.uniform() * total;
    for (int k = 0; k < levels; ++k) {
        at -= 1.0 / (k + 1);
        if (at < 0)
            return k;
    }
    return levels - 1;
}

void number(Random& random, int column, std::string& row)
{
    const double value = random.uniform();
    switch (column % 4) {
    case 0: // money
        row += fmt::format("{:.2f}", std::exp(3 + 6 * value));
        break;
    case 1: // a count
        row += fmt::format("{}", static_cast<int>(value * 500));
        break;
    case 2: // seconds
        row += fmt::format("{}", static_cast<int>(value * 86'400));
        break;
    default: // a measurement
        row += fmt::format("{:.6f}", value * 100 - 50);
    }
}

void category(Random& random, int column, std::string& row)
{
    const int level = zipf(random, kLevels[static_cast<std::size_t>(column % 10)]);
    if (level % 7 == 5)
        row += fmt::format("\"group {}, level {}\"", column, level);
    else
        row += fmt::format("level_{}_{}", column, level);
}

template<typename Write>
void cell(Random& random, std::string& row, Write write)
{
    row += ',';
    if (!random.chance(kMissing))
        write();
}

void usualRow(Random& random, long long index, std::string& row)
{
    row += fmt::format("C{:09}", index);
    cell(random, row, [&] {
        const long long minute = index % 525'600;
        row += fmt::format("2025-{:02}-{:02}T{:02}:{:02}:{:02}Z", 1 + minute / 43'800,
                           1 + minute / 1'440 % 28, minute / 60 % 24, minute % 60, random.below(60));
    });
    for (int k = 0; k < 12; ++k)
        cell(random, row, [&] { number(random, k, row); });
    for (int k = 0; k < 10; ++k)
        cell(random, row, [&] { category(random, k, row); });
    for (int k = 0; k < 6; ++k)
        cell(random, row, [&] { row += random.chance(0.3) ? "true" : "false"; });
    row += random.chance(0.135) ? ",1\n" : ",0\n";
}

void wideRow(Random& random, long long index, int columns, std::string& row)
{
    row += fmt::format("C{:09}", index);
    for (int k = 1; k < columns; ++k) {
        if (k % 3 == 0)
            cell(random, row, [&] { category(random, k, row); });
        else
            cell(random, row, [&] { number(random, k, row); });
    }
    row += '\n';
}

std::string header(int columns)
{
    std::string names = "case_id";
    if (columns > 0) {
        for (int k = 1; k < columns; ++k)
            names += fmt::format(",field_{}", k);
        return names + "\n";
    }
    names += ",received";
    for (int k = 0; k < 12; ++k)
        names += fmt::format(",number_{}", k);
    for (int k = 0; k < 10; ++k)
        names += fmt::format(",category_{}", k);
    for (int k = 0; k < 6; ++k)
        names += fmt::format(",flag_{}", k);
    return names + ",label\n";
}

} // namespace

int main(int count, char** words)
{
    if (count < 3) {
        std::fprintf(stderr, "usage: casebench-generate ROWS FILE [COLUMNS]\n");
        return 2;
    }
    const long long rows = std::atoll(words[1]);
    const int columns = count > 3 ? std::atoi(words[3]) : 0;
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(words[2], "wb"), std::fclose);
    if (!file) {
        std::perror(words[2]);
        return 1;
    }
    Random random = Random::forPurpose(1, "bench-cases");
    std::string text = header(columns);
    for (long long index = 0; index < rows; ++index) {
        if (columns > 0)
            wideRow(random, index, columns, text);
        else
            usualRow(random, index, text);
        if (text.size() > 1024 * 1024) {
            std::fwrite(text.data(), 1, text.size(), file.get());
            text.clear();
        }
    }
    std::fwrite(text.data(), 1, text.size(), file.get());
    return std::ferror(file.get()) == 0 ? 0 : 1;
}
