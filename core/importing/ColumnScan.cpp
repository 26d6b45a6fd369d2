// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/ColumnScan.h"

#include "core/base/Text.h"

#include <algorithm>

namespace casebench {

namespace {

constexpr std::size_t kMaxLevelBytes = 256 * 1024;
constexpr std::size_t kExamples = 5;
constexpr std::size_t kAsked = 200; // texts that a question is decided by
constexpr std::size_t kExampleLength = 200;
constexpr std::size_t kWatched = 500'000; // ids beyond are not watched: the store checks them all

/// The commonest spelling of yes or of no.
std::string commonestSpelling(const std::vector<LevelCount>& levels, bool yes)
{
    for (const LevelCount& level : levels) {
        const Value value = inspectBoolean(level.text);
        if (value.shape == Shape::BoolWord && value.yes == yes)
            return level.text;
    }
    return {};
}

inline std::string_view cellText(const RawBatch& batch, std::size_t row, std::size_t column)
{
    return !batch.nulls.empty() && batch.isNull(row, column) ? std::string_view() : batch.field(row, column);
}

/// The other word of the pair that a column of one word only belongs to, in its own manner ("YES" -> "NO").
std::string partnerOf(std::string_view word)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kPairs { {
        { "false", "true" },
        { "no", "yes" },
        { "n", "y" },
        { "f", "t" },
        { "off", "on" },
    } };
    for (const auto& [no, yes] : kPairs) {
        const bool isYes = equalsIgnoreAsciiCase(word, yes);
        if (!isYes && !equalsIgnoreAsciiCase(word, no))
            continue;
        std::string partner(isYes ? no : yes);
        const auto upper = [](char c) { return static_cast<char>(c - 'a' + 'A'); };
        const bool firstUpper = word[0] >= 'A' && word[0] <= 'Z';
        const bool allUpper = firstUpper && (word.size() == 1 || (word[1] >= 'A' && word[1] <= 'Z'));
        if (allUpper)
            std::ranges::transform(partner, partner.begin(), upper);
        else if (firstUpper)
            partner[0] = upper(partner[0]);
        return partner;
    }
    return {};
}

} // namespace

ColumnScan::ColumnScan(std::string name, ColumnReading reading, bool watchUnique)
    : m_name(std::move(name))
    , m_reading(std::move(reading))
    , m_format(NumberFormat::of(m_reading))
    , m_unique(watchUnique)
{
    if (watchUnique)
        m_seen.resize(1024);
}

void ColumnScan::growSeen()
{
    std::vector<std::uint64_t> larger(m_seen.size() * 2);
    for (const std::uint64_t hash : m_seen) {
        std::size_t slot = hash & (larger.size() - 1);
        while (hash != 0 && larger[slot] != 0)
            slot = (slot + 1) & (larger.size() - 1);
        if (hash != 0)
            larger[slot] = hash;
    }
    m_seen = std::move(larger);
}

/// Whether a text comes twice. The table is far larger than the caches: all its places are asked for before
/// the first is looked at.
void ColumnScan::watch(const RowRange& rows, std::size_t column)
{
    const std::size_t end = std::min(rows.to, rows.from + kWatched - m_seenCount);
    m_hashes.clear();
    for (std::size_t row = rows.from; row < end; ++row) {
        const std::string_view text = cellText(rows.batch, row, column);
        m_unique = m_unique && !text.empty();
        m_hashes.push_back(hashText(text) | 1);
    }
    m_seenCount += m_hashes.size();
    while (m_seenCount * 2 > m_seen.size())
        growSeen();
    const std::size_t mask = m_seen.size() - 1;
    for (const std::uint64_t hash : m_hashes)
        __builtin_prefetch(&m_seen[hash & mask]);
    for (const std::uint64_t hash : m_hashes) {
        std::size_t slot = hash & mask;
        while (m_seen[slot] != 0 && m_seen[slot] != hash)
            slot = (slot + 1) & mask;
        m_unique = m_unique && m_seen[slot] == 0;
        m_seen[slot] = hash;
    }
    if (!m_unique || m_seenCount >= kWatched) {
        m_seen = {};
        m_hashes = {};
    }
}

bool ColumnScan::isDeclaredMissing(std::string_view text) const
{
    return !m_reading.missing.empty()
        && std::ranges::find(m_reading.missing, text) != m_reading.missing.end();
}

/// The different texts are known up to now: what they look like is found out once for each.
void ColumnScan::stopCounting()
{
    for (std::size_t level = 0; level < m_counts.size(); ++level) {
        const std::string_view text = m_levels.text(level);
        if (isDeclaredMissing(text)) {
            m_evidence.addDeclaredMissing(m_counts[level]);
            continue;
        }
        m_evidence.add(text, inspectValue(text, m_format), m_counts[level]);
        m_personal.add(text);
        keepAsked(text);
    }
    m_counts.clear();
    m_levels = {};
    m_counting = false;
}

void ColumnScan::keepAsked(std::string_view text)
{
    if (m_asked.size() >= kAsked || text.empty() || text.size() > kExampleLength)
        return;
    const Shape shape = inspectValue(text, m_format).shape;
    if (shape == Shape::LocaleNumber || shape == Shape::SlashEither || shape == Shape::SlashDmy
        || shape == Shape::SlashMdy || shape == Shape::SlashYmd)
        m_asked.emplace_back(text);
}

void ColumnScan::countNew(std::string_view text)
{
    m_counts.push_back(1);
    if (m_facts)
        m_facts->levelValues.push_back(inspectValue(text, m_format));
    if (m_examples.size() < kExamples && !text.empty())
        m_examples.emplace_back(text.substr(0, kExampleLength));
    if (m_levels.size() > kMaxLevels || m_levels.bytes() > kMaxLevelBytes)
        stopCounting();
}

/// Gives: the row behind the last that was counted: all are, or those up to the text that was one too many.
std::size_t ColumnScan::count(const RowRange& rows, std::size_t column)
{
    std::size_t row = rows.from;
    for (; m_counting && row < rows.to; ++row) {
        const std::string_view text = cellText(rows.batch, row, column);
        const std::uint32_t level = m_levels.add(text);
        if (m_facts)
            m_facts->levels.push_back(level);
        if (level < m_counts.size())
            ++m_counts[level];
        else
            countNew(text);
    }
    return row;
}

void ColumnScan::add(const RowRange& rows, std::size_t column)
{
    if (m_unique && m_seenCount < kWatched)
        watch(rows, column);
    if (m_facts) {
        m_facts->levels.clear();
        m_facts->values.clear();
    }
    for (std::size_t row = count(rows, column); row < rows.to; ++row) {
        const std::string_view text = cellText(rows.batch, row, column);
        const Value value = inspectValue(text, m_format);
        if (m_facts)
            m_facts->values.push_back(value);
        if (isDeclaredMissing(text))
            m_evidence.addDeclaredMissing(1);
        else
            m_evidence.add(text, value, 1);
    }
}

void ColumnScan::describeLevels(ColumnProfile& profile) const
{
    for (std::size_t level = 0; level < m_counts.size(); ++level) {
        if (!m_levels.text(level).empty() && !isDeclaredMissing(m_levels.text(level)))
            profile.levels.push_back({ std::string(m_levels.text(level)), m_counts[level] });
    }
    std::ranges::stable_sort(profile.levels, std::ranges::greater {}, &LevelCount::rows);
    profile.distinct = static_cast<std::int64_t>(profile.levels.size());
}

ColumnProfile ColumnScan::finish(std::vector<std::string>& notes, std::optional<ValueType> forced)
{
    ColumnProfile profile;
    profile.name = m_name;
    profile.examples = m_examples;
    profile.unique = m_unique && m_seenCount > 0;
    profile.distinctCapped = !m_counting;
    if (m_counting) {
        describeLevels(profile);
        stopCounting();
    } else {
        profile.distinct = static_cast<std::int64_t>(kMaxLevels);
    }
    profile.personal = m_personal;
    profile.askedTexts = m_asked;
    m_evidence.decide(profile, notes, m_reading, forced);
    if (profile.type == ValueType::Boolean) {
        profile.noText = commonestSpelling(profile.levels, false);
        profile.yesText = commonestSpelling(profile.levels, true);
        if (profile.noText.empty())
            profile.noText = partnerOf(profile.yesText);
        if (profile.yesText.empty())
            profile.yesText = partnerOf(profile.noText);
    }
    return profile;
}

} // namespace casebench
