// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/Duplicates.h"

#include "core/base/Random.h"
#include "core/data/ChanceAgreement.h"

#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <numeric>
#include <optional>

namespace casebench {

namespace {

constexpr double kChancePairs = 1; // that may agree by chance, over all that is looked at (ours)
constexpr double kCommonShare = 0.05; // of the rows: more near twins than that are no mistakes (ours)
// Cases by which the chance of agreement is measured: enough for pairs as rare as one in hundreds of
// millions.
constexpr std::size_t kMostSampled = 32'768;
constexpr std::size_t kFewestSampled = 2'048;
constexpr std::size_t kSampleBudget = 40'000'000; // pairs of fields x cases (ours)

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
        std::size_t row = 0;
        for (const auto& value : values)
            use(row++, mixed(bitsOf(value) ^ seed));
    };
    if (column.kind() == FieldKind::Number)
        run(column.numbers());
    else if (column.kind() == FieldKind::Time)
        run(column.times());
    else
        run(column.codes());
}

Hash hashOf(const Column& column, std::size_t field, std::uint32_t row)
{
    const Hash bits = column.kind() == FieldKind::Number ? bitsOf(column.numbers()[row])
        : column.kind() == FieldKind::Time               ? bitsOf(column.times()[row])
                                                         : bitsOf(column.codes()[row]);
    return mixed(bits ^ seedOf(field));
}

bool sameCell(const Column& column, std::uint32_t a, std::uint32_t b)
{
    if (column.kind() == FieldKind::Number)
        return bitsOf(column.numbers()[a]) == bitsOf(column.numbers()[b]);
    return column.kind() == FieldKind::Time ? column.times()[a] == column.times()[b]
                                            : column.codes()[a] == column.codes()[b];
}

/// Finds equal keys by counting to two in small tables first, so that almost all rows cost two looks into a
/// cache.
class EqualKeys
{
public:
    /// Rows (of those named) whose key occurs more than once, as runs of equal key, each ascending.
    std::vector<std::vector<std::uint32_t>> find(std::span<const Hash> keys,
                                                 std::span<const std::uint32_t> rows)
    {
        std::vector<std::uint32_t> suspects = sharingASlot(keys, rows, 0);
        // Other bits of the keys part those that share a slot by chance, until hardly any do.
        std::size_t before = rows.size();
        for (int turn = 1; turn <= kMostTurns && suspects.size() < before / 2; ++turn) {
            before = suspects.size();
            suspects = sharingASlot(keys, suspects, turn * kTurnBits);
        }
        std::ranges::sort(suspects, [&](std::uint32_t a, std::uint32_t b) {
            return keys[a] != keys[b] ? keys[a] < keys[b] : a < b;
        });
        return runsOf(keys, suspects);
    }

private:
    static constexpr int kMostTurns = 2; // 64 bits of key hold no more that are new
    static constexpr int kTurnBits = 21;
    static constexpr std::size_t kSlotsPerRow = 8; // a row in nine shares one by chance (ours)
    static constexpr std::size_t kSlotsPerWord = 32; // two bits each: nothing, one row, more

    /// The rows whose key, turned by some bits, has a slot that another one has, too.
    std::vector<std::uint32_t>
    sharingASlot(std::span<const Hash> keys, std::span<const std::uint32_t> rows, int turn)
    {
        const std::size_t slots = std::bit_ceil(std::max<std::size_t>(rows.size() * kSlotsPerRow, 1U << 12));
        m_counts.assign(slots / kSlotsPerWord, 0);
        Hash* const counts = m_counts.data();
        const auto slotOf = [&](std::uint32_t row) {
            return std::rotr(keys.data()[row], turn) & (slots - 1);
        };
        for (const std::uint32_t row : rows) {
            const Hash slot = slotOf(row);
            const auto shift = slot % kSlotsPerWord * 2;
            Hash& word = counts[slot / kSlotsPerWord];
            word |= (word >> shift & 1U) << (shift + 1) | Hash { 1 } << shift;
        }
        std::vector<std::uint32_t> sharing(rows.size() + 1);
        std::uint32_t* next = sharing.data();
        for (const std::uint32_t row : rows) {
            const Hash slot = slotOf(row);
            *next = row;
            next += counts[slot / kSlotsPerWord] >> (slot % kSlotsPerWord * 2 + 1) & 1U;
        }
        sharing.resize(static_cast<std::size_t>(next - sharing.data()));
        return sharing;
    }

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

    std::vector<Hash> m_counts;
};

class TwinSearch
{
public:
    TwinSearch(const CaseTable& table, const TwinOptions& options)
        : m_table(table)
        , m_options(options)
        , m_keys(table.rowCount(), 0)
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
            putIn(i);
            progress.report(0.2 * static_cast<double>(i) / static_cast<double>(m_twins.compared.size()),
                            "looking for equal cases");
        }
        findExact();
        Progress chances = progress.part(0.2, 0.4);
        CB_TRY(const ChanceAgreement chance, ChanceAgreement::measure(sampledCells(), chances));
        Progress near = progress.part(0.4, 1);
        CB_CHECK(findNear(chance, near));
        return std::move(m_twins);
    }

private:
    /// The cells of some of the cases that are left after equal ones, by compared field.
    [[nodiscard]] std::vector<std::vector<Hash>> sampledCells() const
    {
        const std::size_t fields = m_twins.compared.size();
        const std::size_t pairs = std::max<std::size_t>(fields * (fields - 1) / 2, 1);
        const std::size_t count =
            std::min(m_rows.size(), std::clamp(kSampleBudget / pairs, kFewestSampled, kMostSampled));
        std::vector<std::uint32_t> rows = m_rows;
        Random random = Random::forPurpose(1, "near twins"); // any choice will do, as long as it is the same
        for (std::size_t i = 0; i < count; ++i)
            std::swap(rows[i], rows[i + static_cast<std::size_t>(random.below(rows.size() - i))]);
        rows.resize(count);
        std::vector<std::vector<Hash>> cells;
        for (const std::size_t field : m_twins.compared) {
            std::vector<Hash>& hashes = cells.emplace_back();
            hashes.reserve(count);
            for (const std::uint32_t row : rows)
                hashes.push_back(hashOf(m_table.columns[field], field, row));
        }
        return cells;
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

    /// Fields to leave out together, by position in m_twins.compared.
    struct LeftOut
    {
        std::size_t first = 0;
        std::optional<std::size_t> second;
        double chancePairs = 0; ///< expected to agree in all other fields by chance
    };

    /// What may be left out so that less than one pair in all agrees by chance, the safest first chosen.
    [[nodiscard]] std::vector<LeftOut> choose(const ChanceAgreement& chance, bool two) const
    {
        const auto rows = static_cast<double>(m_rows.size());
        const auto expected = [&](std::initializer_list<std::size_t> leftOut) {
            return rows * (rows - 1) / 2
                * std::exp2(-chance.bitsWithout(std::span(leftOut.begin(), leftOut.size())));
        };
        std::vector<LeftOut> all;
        for (std::size_t i = 0; i < chance.fields(); ++i) {
            all.push_back({ i, std::nullopt, expected({ i }) });
            for (std::size_t k = i + 1; two && k < chance.fields(); ++k)
                all.push_back({ i, k, expected({ i, k }) });
        }
        std::ranges::stable_sort(all, {}, &LeftOut::chancePairs);
        double sum = 0;
        const auto end = std::ranges::find_if(all, [&](const LeftOut& one) {
            sum += one.chancePairs;
            return sum > kChancePairs;
        });
        all.erase(end, all.end());
        std::ranges::sort(all, {}, [](const LeftOut& one) {
            return std::pair(one.first, one.second ? *one.second + 1 : 0);
        });
        return all;
    }

    Result<void> findNear(const ChanceAgreement& chance, Progress& progress)
    {
        const std::size_t fields = m_twins.compared.size();
        const auto pairs = static_cast<std::int64_t>(fields * (fields - 1) / 2);
        const bool two = pairs * static_cast<std::int64_t>(m_rows.size()) <= m_options.pairBudget;
        m_parent.resize(m_table.rowCount());
        std::iota(m_parent.begin(), m_parent.end(), 0U);
        const std::vector<LeftOut> chosen = choose(chance, two);
        std::vector<std::uint8_t> isLeftOut(fields, 0);
        for (std::size_t i = 0; i < chosen.size(); ++i) {
            const LeftOut& one = chosen[i];
            CB_CHECK(progress.checkpoint());
            progress.report(static_cast<double>(i) / static_cast<double>(chosen.size()),
                            "looking for nearly equal cases");
            const bool isFirstPair =
                one.second && (i == 0 || chosen[i - 1].first != one.first || !chosen[i - 1].second);
            const bool isLastPair =
                one.second && (i + 1 == chosen.size() || chosen[i + 1].first != one.first);
            if (isFirstPair)
                m_keys = without(one.first);
            joinEqual(without(one.second.value_or(one.first)));
            if (isLastPair)
                putIn(one.first);
            isLeftOut[one.first] = 1;
            if (one.second)
                isLeftOut[*one.second] = 1;
            m_twins.mayDiffer = std::max(m_twins.mayDiffer, one.second ? 2 : 1);
        }
        explain(two, static_cast<int>(std::ranges::count(isLeftOut, 0)));
        collectNear();
        return {};
    }

    /// The keys with a field taken out. Borrowed until the next call.
    const std::vector<Hash>& without(std::size_t at)
    {
        const std::size_t field = m_twins.compared[at];
        m_left.resize(m_keys.size());
        eachHash(m_table.columns[field], field,
                 [left = m_left.data(), keys = m_keys.data()](std::size_t row, Hash hash) {
                     left[row] = keys[row] - hash;
                 });
        return m_left;
    }

    /// Adds a field to the keys.
    void putIn(std::size_t at)
    {
        const std::size_t field = m_twins.compared[at];
        eachHash(m_table.columns[field], field,
                 [keys = m_keys.data()](std::size_t row, Hash hash) { keys[row] += hash; });
    }

    std::uint32_t root(std::uint32_t row)
    {
        while (m_parent[row] != row) {
            m_parent[row] = m_parent[m_parent[row]];
            row = m_parent[row];
        }
        return row;
    }

    void joinEqual(std::span<const Hash> keys)
    {
        const auto groups = m_equal.find(keys, m_rows);
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

    /// always: how many fields are never left out.
    void explain(bool two, int always)
    {
        std::string& why = m_twins.whyNotMore;
        if (m_twins.mayDiffer == 0) {
            why = "Without any one of its fields, cases of this table agree by chance: nearly equal ones say "
                  "nothing.";
            return;
        }
        if (!two)
            why = "In a table this large, nearly equal means all fields but one.";
        if (always > 0)
            why += fmt::format("{}{} field{} always left in, since without {} the others agree by chance.",
                               why.empty() ? "" : " ", always, always == 1 ? " is" : "s are",
                               always == 1 ? "it" : "them");
        if (m_common > 0)
            why += fmt::format(
                "{}Some fields are left in where more than {:.0f} % of the cases agree in all others.",
                why.empty() ? "" : " ", 100 * kCommonShare);
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
    std::vector<Hash> m_left; // what is left of them without it
    EqualKeys m_equal;
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
