// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/Duplicates.h"

#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <numeric>

namespace casebench {

namespace {

constexpr double kChancePairs = 0.001; // of the rows: what may agree by chance (ours)
constexpr double kCommonShare = 0.05; // of the rows: more near twins than that are no mistakes (ours)
constexpr std::size_t kBuckets = 1U << 16; // for the chance of agreement; too few only makes it look larger

using Hash = std::uint64_t;

/// The finalizer of splitmix64 (Steele, Lea & Flood 2014).
Hash mixed(Hash value)
{
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
}

Hash seedOf(std::size_t field)
{
    return mixed((field + 1) * 0x9e3779b97f4a7c15ULL);
}

constexpr Hash kMissingBits = 0x6d697373696e6721ULL;

Hash bitsOf(double value)
{
    return std::isnan(value) ? kMissingBits : std::bit_cast<Hash>(value + 0.0); // -0 is 0
}

Hash bitsOf(Code code)
{
    return code < 0 ? kMissingBits : static_cast<Hash>(code);
}

Hash bitsOf(Instant time)
{
    return time == kNoTime ? kMissingBits : static_cast<Hash>(time);
}

/// Calls with row and hash for every cell of a field.
template<typename Use>
void eachHash(const Column& column, std::size_t field, Use use)
{
    const Hash seed = seedOf(field);
    const auto run = [&](auto values) {
        for (std::size_t row = 0; row < values.size(); ++row)
            use(row, mixed(bitsOf(values[row]) ^ seed));
    };
    if (column.kind() == FieldKind::Number)
        run(column.numbers());
    else if (column.kind() == FieldKind::Time)
        run(column.times());
    else
        run(column.codes());
}

bool sameCell(const Column& column, std::uint32_t a, std::uint32_t b)
{
    if (column.kind() == FieldKind::Number)
        return bitsOf(column.numbers()[a]) == bitsOf(column.numbers()[b]);
    return column.kind() == FieldKind::Time ? column.times()[a] == column.times()[b]
                                            : column.codes()[a] == column.codes()[b];
}

/// Finds equal keys with two bit tables first, so that almost all rows cost two looks into a cache.
class EqualKeys
{
public:
    explicit EqualKeys(std::size_t rows)
        : m_mask(std::bit_ceil(std::max<std::size_t>(rows * 16, 1U << 12)) - 1)
        , m_once((m_mask + 1) / 64)
        , m_twice((m_mask + 1) / 64)
    {
    }

    /// Rows (of those named) whose key occurs more than once, as runs of equal key, each ascending.
    std::vector<std::vector<std::uint32_t>> find(std::span<const Hash> keys,
                                                 std::span<const std::uint32_t> rows)
    {
        std::ranges::fill(m_once, 0);
        std::ranges::fill(m_twice, 0);
        for (const std::uint32_t row : rows) {
            const std::size_t at = keys[row] & m_mask;
            const Hash bit = Hash { 1 } << (at % 64);
            if ((m_once[at / 64] & bit) != 0)
                m_twice[at / 64] |= bit;
            m_once[at / 64] |= bit;
        }
        std::vector<std::uint32_t> suspects;
        for (const std::uint32_t row : rows) {
            const std::size_t at = keys[row] & m_mask;
            if ((m_twice[at / 64] >> (at % 64) & 1U) != 0)
                suspects.push_back(row);
        }
        std::ranges::sort(suspects, [&](std::uint32_t a, std::uint32_t b) {
            return keys[a] != keys[b] ? keys[a] < keys[b] : a < b;
        });
        return runsOf(keys, suspects);
    }

private:
    static std::vector<std::vector<std::uint32_t>> runsOf(std::span<const Hash> keys,
                                                          std::span<const std::uint32_t> sorted)
    {
        std::vector<std::vector<std::uint32_t>> runs;
        for (std::size_t from = 0; from < sorted.size();) {
            std::size_t to = from + 1;
            while (to < sorted.size() && keys[sorted[to]] == keys[sorted[from]])
                ++to;
            if (to - from > 1)
                runs.emplace_back(sorted.begin() + static_cast<std::ptrdiff_t>(from),
                                  sorted.begin() + static_cast<std::ptrdiff_t>(to));
            from = to;
        }
        std::ranges::sort(runs, {}, [](const auto& run) { return run.front(); });
        return runs;
    }

    std::size_t m_mask;
    std::vector<Hash> m_once;
    std::vector<Hash> m_twice;
};

class TwinSearch
{
public:
    TwinSearch(const CaseTable& table, const TwinOptions& options)
        : m_table(table)
        , m_options(options)
        , m_keys(table.rowCount(), 0)
        , m_equal(table.rowCount())
    {
        for (std::size_t field = 0; field < table.schema.size(); ++field) {
            const FieldRole role = table.schema[field].role;
            if (role != FieldRole::Id && role != FieldRole::Label && role != FieldRole::Ignore)
                m_twins.compared.push_back(field);
        }
    }

    Result<Twins> run(Progress& progress)
    {
        if (m_twins.compared.empty() || m_table.rowCount() < 2)
            return std::move(m_twins);
        for (std::size_t i = 0; i < m_twins.compared.size(); ++i) {
            CB_CHECK(progress.checkpoint());
            const std::size_t field = m_twins.compared[i];
            eachHash(m_table.columns[field], field, [&](std::size_t row, Hash hash) { m_keys[row] += hash; });
            m_bits.push_back(bitsOfAgreement(field));
            progress.report(0.2 * static_cast<double>(i) / static_cast<double>(m_twins.compared.size()),
                            "looking for equal cases");
        }
        findExact();
        CB_CHECK(findNear(progress));
        return std::move(m_twins);
    }

private:
    /// -log2 of the chance that two cases agree in the field.
    double bitsOfAgreement(std::size_t field) const
    {
        std::vector<std::uint32_t> counts(kBuckets, 0);
        eachHash(m_table.columns[field], field, [&](std::size_t, Hash hash) { ++counts[hash >> 48]; });
        const auto rows = static_cast<double>(m_table.rowCount());
        double agree = 0;
        for (const std::uint32_t count : counts)
            agree += (count / rows) * (count / rows);
        return -std::log2(agree);
    }

    void findExact()
    {
        m_rows.resize(m_table.rowCount());
        std::iota(m_rows.begin(), m_rows.end(), 0U);
        std::vector<std::uint8_t> repeated(m_table.rowCount(), 0);
        for (auto& group : m_equal.find(m_keys, m_rows)) {
            ++m_twins.exactGroups;
            m_twins.exactRows += static_cast<std::int64_t>(group.size());
            for (std::size_t i = 1; i < group.size(); ++i)
                repeated[group[i]] = 1;
            if (m_twins.exact.size() < m_options.listed)
                m_twins.exact.push_back({ std::move(group), {} });
        }
        std::erase_if(m_rows, [&](std::uint32_t row) { return repeated[row] != 0; });
    }

    /// Whether what is left to agree says something when these bits are left out.
    [[nodiscard]] bool tells(double leftOutBits) const
    {
        const auto rows = static_cast<double>(m_rows.size());
        const double bits = std::accumulate(m_bits.begin(), m_bits.end(), 0.0) - leftOutBits;
        return rows * rows / 2 * std::exp2(-bits) <= kChancePairs * rows;
    }

    Result<void> findNear(Progress& progress)
    {
        const std::size_t fields = m_twins.compared.size();
        const auto pairs = static_cast<std::int64_t>(fields * (fields - 1) / 2);
        const bool two = pairs * static_cast<std::int64_t>(m_rows.size()) <= m_options.pairBudget;
        m_parent.resize(m_table.rowCount());
        std::iota(m_parent.begin(), m_parent.end(), 0U);
        int looked = 0;
        int chance = 0;
        for (std::size_t i = 0; i < fields; ++i) {
            CB_CHECK(progress.checkpoint());
            progress.report(0.2 + 0.8 * static_cast<double>(i) / static_cast<double>(fields),
                            "looking for nearly equal cases");
            if (!tells(m_bits[i])) {
                ++chance;
                continue;
            }
            ++looked;
            take(i, +1);
            joinEqual();
            for (std::size_t k = i + 1; two && k < fields; ++k) {
                CB_CHECK(progress.checkpoint());
                if (!tells(m_bits[i] + m_bits[k]))
                    continue;
                take(k, +1);
                joinEqual();
                take(k, -1);
            }
            take(i, -1);
        }
        m_twins.mayDiffer = looked == 0 ? 0 : two ? 2 : 1;
        explain(two, looked, chance);
        collectNear();
        return {};
    }

    /// Takes a field out of the keys, or puts it back.
    void take(std::size_t at, int sign)
    {
        const std::size_t field = m_twins.compared[at];
        eachHash(m_table.columns[field], field,
                 [&](std::size_t row, Hash hash) { m_keys[row] -= sign > 0 ? hash : Hash { 0 } - hash; });
    }

    std::uint32_t root(std::uint32_t row)
    {
        while (m_parent[row] != row) {
            m_parent[row] = m_parent[m_parent[row]];
            row = m_parent[row];
        }
        return row;
    }

    void joinEqual()
    {
        const auto groups = m_equal.find(m_keys, m_rows);
        std::size_t rows = 0;
        for (const auto& group : groups)
            rows += group.size();
        if (static_cast<double>(rows) > kCommonShare * static_cast<double>(m_rows.size())) {
            ++m_common;
            return;
        }
        for (const auto& group : groups) {
            for (const std::uint32_t row : group) {
                const std::uint32_t a = root(group.front());
                const std::uint32_t b = root(row);
                m_parent[std::max(a, b)] = std::min(a, b);
            }
        }
    }

    void explain(bool two, int looked, int chance)
    {
        std::string& why = m_twins.whyNotMore;
        if (looked == 0)
            why = "Without any one of its fields, cases of this table agree by chance: nearly equal ones say "
                  "nothing.";
        else if (!two)
            why = "In a table this large, nearly equal means all fields but one.";
        if (looked > 0 && (chance > 0 || m_common > 0))
            why += fmt::format("{}{} left in, since without {} the others agree too often by chance.",
                               why.empty() ? "" : " ",
                               chance > 0
                                   ? fmt::format("{} field{} always", chance, chance == 1 ? " is" : "s are")
                                   : std::string("Some fields are at times"),
                               chance == 1 ? "it" : "them");
    }

    void collectNear()
    {
        std::vector<std::int32_t> groupOf(m_table.rowCount(), -1);
        std::vector<TwinGroup> groups;
        for (const std::uint32_t row : m_rows) {
            const std::uint32_t first = root(row);
            if (first == row)
                continue;
            if (groupOf[first] < 0) {
                groupOf[first] = static_cast<std::int32_t>(groups.size());
                groups.push_back({ { first }, {} });
            }
            groups[static_cast<std::size_t>(groupOf[first])].rows.push_back(row);
        }
        for (TwinGroup& group : groups) {
            ++m_twins.nearGroups;
            m_twins.nearRows += static_cast<std::int64_t>(group.rows.size());
            if (m_twins.near.size() >= m_options.listed)
                continue;
            for (const std::size_t field : m_twins.compared) {
                const bool same = std::ranges::all_of(group.rows, [&](std::uint32_t row) {
                    return sameCell(m_table.columns[field], group.rows.front(), row);
                });
                if (!same)
                    group.differing.push_back(field);
            }
            m_twins.near.push_back(std::move(group));
        }
        std::ranges::sort(m_twins.near, {}, [](const TwinGroup& group) { return group.rows.front(); });
    }

    const CaseTable& m_table;
    const TwinOptions& m_options;
    std::vector<Hash> m_keys; // sum of the hashes of the cells, so that a field can be taken out
    EqualKeys m_equal;
    std::vector<double> m_bits; // by position in m_twins.compared
    std::vector<std::uint32_t> m_rows; // one of each exact group, and all others
    std::vector<std::uint32_t> m_parent;
    int m_common = 0;
    Twins m_twins;
};

} // namespace

Result<Twins> findTwins(const CaseTable& table, const TwinOptions& options, Progress& progress)
{
    TwinSearch search(table, options);
    return search.run(progress);
}

} // namespace casebench
