// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drift/SchemaEvents.h"

#include "core/base/Text.h"
#include "core/drift/UnreadableCells.h"
#include "core/stats/Contingency.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace casebench {

namespace {

/// What the events of one field are decided from.
struct FieldFill
{
    std::int64_t present = 0; ///< not missing
    std::int64_t filled = 0; ///< neither missing nor No
    std::int64_t rows = 0;

    [[nodiscard]] double presentShare() const { return share(present); }

    [[nodiscard]] double filledShare() const { return share(filled); }

    [[nodiscard]] double yesRate() const
    {
        return present == 0 ? 0 : static_cast<double>(filled) / static_cast<double>(present);
    }

private:
    [[nodiscard]] double share(std::int64_t k) const
    {
        return rows == 0 ? 0 : static_cast<double>(k) / static_cast<double>(rows);
    }
};

FieldFill fillOf(const Column& column)
{
    FieldFill fill;
    fill.rows = static_cast<std::int64_t>(column.size());
    for (std::size_t row = 0; row < column.size(); ++row) {
        fill.present += column.isMissing(row) ? 0 : 1;
        fill.filled += column.isFilled(row) ? 1 : 0;
    }
    return fill;
}

/// Levels of the window that the reference never had, with their rows.
std::vector<std::pair<std::string, std::int64_t>> newLevels(const Column& reference, const Column& window)
{
    std::set<std::string_view> known;
    for (const Code code : reference.codes()) {
        if (code >= 0)
            known.insert(reference.dictionary()[static_cast<std::size_t>(code)]);
    }
    std::vector<std::int64_t> counts(window.dictionary().size(), 0);
    for (const Code code : window.codes()) {
        if (code >= 0)
            ++counts[static_cast<std::size_t>(code)];
    }
    std::vector<std::pair<std::string, std::int64_t>> levels;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0 && !known.contains(window.dictionary()[i]))
            levels.emplace_back(window.dictionary()[i], counts[i]);
    }
    return levels;
}

class Finder
{
public:
    Finder(const SchemaEventOptions& options, std::vector<SchemaEvent>& events)
        : m_options(options)
        , m_events(events)
    {
    }

    void look(const std::string& field, const Column& reference, const Column& window, bool seen)
    {
        const FieldFill before = fillOf(reference);
        const FieldFill now = fillOf(window);
        if (before.present == 0) {
            lookForNew(field, now, seen);
            return;
        }
        if (now.present == 0) {
            const std::size_t texts = unreadableCells(window);
            add(field, "gone", before.presentShare(), before.present, seen,
                texts == 0
                    ? fmt::format("{} is gone: it had a value in {} of the reference, now in none.", field,
                                  percentText(before.presentShare()))
                    : fmt::format(
                        "{} is of another type: {} texts, and none can be read as its kind ({}); it had "
                        "a value in {} of the reference.",
                        field, texts, name(window.kind()), percentText(before.presentShare())));
            return;
        }
        if (before.presentShare() - now.presentShare() >= m_options.fillDrop) {
            add(field, "fill", now.presentShare(), now.present, seen,
                fmt::format("{} is asked less: it has a value in {} of cases, {} before.", field,
                            percentText(now.presentShare()), percentText(before.presentShare())));
        }
        if (reference.kind() == FieldKind::YesNo)
            lookAtYesRate(field, before, now, seen);
        else if (reference.kind() == FieldKind::Category)
            lookForLevels(field, reference, window, now, seen);
    }

private:
    void lookForNew(const std::string& field, const FieldFill& now, bool seen)
    {
        if (now.filledShare() < m_options.newShare && now.filled < m_options.newRows)
            return;
        add(field, "new", now.filledShare(), now.filled, seen,
            fmt::format("{} is new: filled in {} of cases (n = {}){}.", field, percentText(now.filledShare()),
                        now.rows, seen ? "" : "; the model cannot see it"));
    }

    void lookAtYesRate(const std::string& field, const FieldFill& before, const FieldFill& now, bool seen)
    {
        if (before.filled > 0 && now.filled == 0 && before.yesRate() >= m_options.newShare) {
            add(field, "quiet", 0, 0, seen,
                fmt::format("{} has gone quiet: nobody says Yes any more, {} did before.", field,
                            percentText(before.yesRate())));
            return;
        }
        const double p = compareProportions(now.filled, now.present, before.filled, before.present).p;
        if (before.filled > 0 && now.yesRate() <= m_options.halved * before.yesRate()
            && p < m_options.halvedP) {
            add(field, "positive-rate", now.yesRate(), now.filled, seen,
                fmt::format("{} halved: Yes in {}, {} before ({}).", field, percentText(now.yesRate()),
                            percentText(before.yesRate()), pValueText(p)));
        }
    }

    void lookForLevels(const std::string& field,
                       const Column& reference,
                       const Column& window,
                       const FieldFill& now,
                       bool seen)
    {
        for (const auto& [level, rows] : newLevels(reference, window)) {
            const double share = static_cast<double>(rows) / static_cast<double>(now.rows);
            if (share >= m_options.newShare || rows >= m_options.newRows)
                add(field, "level", share, rows, seen,
                    fmt::format("{} has a new level \"{}\" in {} of cases (n = {}).", field, level,
                                percentText(share), now.rows));
        }
    }

    void add(const std::string& field,
             std::string event,
             double share,
             std::int64_t rows,
             bool seen,
             std::string text)
    {
        m_events.push_back({ field, std::move(event), share, rows, seen, std::move(text) });
    }

    const SchemaEventOptions& m_options;
    std::vector<SchemaEvent>& m_events;
};

bool isWatched(FieldRole role)
{
    return role == FieldRole::Feature || role == FieldRole::Sensitive || role == FieldRole::Group;
}

} // namespace

std::vector<SchemaEvent> findSchemaEvents(const CaseTable& reference,
                                          const CaseTable& window,
                                          std::span<const std::string> modelFields,
                                          const SchemaEventOptions& options)
{
    std::vector<SchemaEvent> events;
    Finder finder(options, events);
    for (std::size_t i = 0; i < window.schema.size(); ++i) {
        const Field& field = window.schema[i];
        if (!isWatched(field.role) || field.kind == FieldKind::Time)
            continue;
        const Column* before = reference.column(field.name);
        const Column absent = Column::missing(field.kind, reference.rowCount());
        const bool comparable = before != nullptr && before->kind() == window.columns[i].kind();
        const bool seen = std::ranges::find(modelFields, field.name) != modelFields.end();
        finder.look(field.name, comparable ? *before : absent, window.columns[i], seen);
    }
    // A window of other files may not have a field at all; everything else about it is the same.
    for (std::size_t i = 0; i < reference.schema.size(); ++i) {
        const Field& field = reference.schema[i];
        if (!isWatched(field.role) || field.kind == FieldKind::Time || window.column(field.name) != nullptr)
            continue;
        const bool seen = std::ranges::find(modelFields, field.name) != modelFields.end();
        finder.look(field.name, reference.columns[i], Column::missing(field.kind, window.rowCount()), seen);
    }
    std::ranges::stable_sort(events, [](const SchemaEvent& a, const SchemaEvent& b) {
        const bool newA = a.event == "new" && !a.seenByModel;
        const bool newB = b.event == "new" && !b.seenByModel;
        return newA != newB ? newA : a.share > b.share;
    });
    return events;
}

} // namespace casebench
