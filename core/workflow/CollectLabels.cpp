// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/CollectLabels.h"

#include "core/base/Text.h"
#include "core/data/LabelHistory.h"

#include <algorithm>
#include <array>

namespace casebench {

namespace {

/// Words that mean scam, and those that stand for its contrary in the same files.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kLabelWords { {
    { "1", "0" },
    { "yes", "no" },
    { "y", "n" },
    { "true", "false" },
    { "scam", "not-scam" },
    { "fraud", "legitimate" },
    { "positive", "negative" },
    { "bad", "good" },
} };

} // namespace

Result<std::string>
positiveValue(const FileProfile& profile, const FieldPlan& plan, const std::string& wanted)
{
    const ColumnProfile& column = profile.columns[plan.column];
    if (!wanted.empty())
        return wanted;
    std::string_view contrary; // of a column that holds no scam at all
    for (const LevelCount& level : column.levels) {
        const std::string word = toLowerAscii(trimmed(level.text));
        for (const auto& [positive, negative] : kLabelWords) {
            if (word == positive)
                return level.text;
            if (word == negative && column.levels.size() == 1)
                contrary = positive;
        }
    }
    if (!contrary.empty())
        return std::string(contrary);
    return Error { ErrorCode::InvalidInput, "It is not clear which value of the label means scam.",
                   plan.sourceName, "label-positive", "Name it: --label " + plan.sourceName + "=VALUE." };
}

LabelCollector::LabelCollector(std::string field, std::string positive, std::string person)
    : m_person(std::move(person))
{
    m_labels.field = std::move(field);
    m_labels.positive = std::move(positive);
}

Result<void> LabelCollector::knowEarlier(const Project& project)
{
    CB_TRY(const auto events, LabelStore(project).eventsBy(m_person));
    for (const LabelEvent& event : events) {
        if (event.retracts == 0)
            m_earlier[event.row] = event.verdict;
    }
    return {};
}

/// By code; empty where a cell's text is not that of its code.
std::vector<std::uint8_t> LabelCollector::positiveCodes(const Column& labels) const
{
    std::vector<std::uint8_t> positive;
    const bool isCoded = labels.kind() != FieldKind::Number && labels.kind() != FieldKind::Time;
    if (!isCoded || labels.rawTexts() != nullptr)
        return positive;
    for (const std::string& text : labels.dictionary())
        positive.push_back(text == m_labels.positive ? 1 : 0);
    return positive;
}

void LabelCollector::take(const Column& labels,
                          const Column* times,
                          std::span<const std::uint32_t> positions,
                          std::span<const CaseRow> rows)
{
    const std::vector<std::uint8_t> positive = positiveCodes(labels);
    for (std::size_t i = 0; i < positions.size(); ++i) {
        const std::uint32_t position = positions[i];
        if (labels.isMissing(position)) {
            ++m_labels.missing;
            continue;
        }
        const bool isPositive = positive.empty()
            ? labels.text(position) == m_labels.positive
            : positive[static_cast<std::size_t>(labels.codes()[position])] != 0;
        const bool timed = times != nullptr && !times->isMissing(position);
        take(rows[i], isPositive, timed ? times->times()[position] : now());
    }
}

void LabelCollector::take(CaseRow row, bool positive, Instant decidedAt)
{
    ++(positive ? m_labels.positives : m_labels.negatives);
    const Verdict verdict = positive ? Verdict::Scam : Verdict::NotScam;
    if (const auto earlier = m_earlier.find(row); earlier == m_earlier.end() || earlier->second != verdict)
        m_found.push_back({ decidedAt, row, positive });
}

Result<void> LabelCollector::storeOf(const LabelStore& labels, WriteTransaction& tx, std::size_t storedRows)
{
    std::ranges::sort(m_found, {}, &Found::row); // verdicts in the order of their cases make whole blocks
    const auto end = std::ranges::lower_bound(m_found, storedRows, {}, &Found::row);
    LabelBlock block;
    block.shared.origin = LabelOrigin::Imported;
    block.shared.person = m_person;
    block.shared.decidedAssumed = true;
    for (const Found& found : std::ranges::subrange(m_found.begin(), end)) {
        block.rows.push_back(found.row);
        block.verdicts.push_back(found.positive ? Verdict::Scam : Verdict::NotScam);
        block.decidedAt.push_back(found.decidedAt);
    }
    CB_CHECK(labels.appendBlock(tx, std::move(block)));
    m_found.erase(m_found.begin(), end);
    return {};
}

} // namespace casebench
