// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/LabelLines.h"

#include "core/base/Text.h"
#include "core/store/PersonStore.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr Instant kDay = 24LL * 3600 * 1'000'000; // room for clocks and zones that differ (ours)

const Column* columnNamed(const CaseTable& table, std::string_view name)
{
    for (std::size_t i = 0; i < table.schema.size(); ++i) {
        if (equalsIgnoreAsciiCase(trimmed(table.schema[i].name), name))
            return &table.columns[i];
    }
    return nullptr;
}

/// A line that is not taken, with the token and the sentence for it.
struct Trouble
{
    std::string kind;
    std::string reason;
};

class LineReading
{
public:
    LineReading(const TextFile& file, const LabelContext& context)
        : m_context(context)
        , m_case(columnNamed(*file.table, "case"))
        , m_verdict(columnNamed(*file.table, "verdict"))
        , m_person(columnNamed(*file.table, "person"))
        , m_reason(columnNamed(*file.table, "reason"))
        , m_time(columnNamed(*file.table, "time"))
        , m_confidence(columnNamed(*file.table, "confidence"))
        , m_note(columnNamed(*file.table, "note"))
        , m_origin(columnNamed(*file.table, "origin"))
        , m_recorded(columnNamed(*file.table, "recorded"))
        // Nobody but our own export writes these two, and it puts a ' before what a spreadsheet would run.
        , m_guarded(m_origin != nullptr && m_recorded != nullptr && file.profile.reader != "jsonl")
        // A clock that lies before the newest case is wrong and judges nobody (promises.md P12).
        , m_clockHolds(context.caseTimes.empty() || std::ranges::max(context.caseTimes) <= context.now + kDay)
    {
    }

    [[nodiscard]] bool isLabelFile() const
    {
        return m_case != nullptr && m_verdict != nullptr && m_person != nullptr;
    }

    [[nodiscard]] std::optional<Trouble> read(std::size_t row, LabelLine& line) const
    {
        using Step = std::optional<Trouble> (LineReading::*)(std::size_t, LabelLine&) const;
        for (const Step step :
             { &LineReading::readCase, &LineReading::readVerdict, &LineReading::readPerson,
               &LineReading::readTime, &LineReading::readConfidence, &LineReading::readFirst }) {
            if (auto trouble = (this->*step)(row, line))
                return trouble;
        }
        line.event.reason = text(m_reason, row);
        line.event.note = text(m_note, row);
        return std::nullopt;
    }

private:
    [[nodiscard]] std::string text(const Column* column, std::size_t row) const
    {
        if (column == nullptr || column->isMissing(row))
            return {};
        std::string text = column->text(row);
        return m_guarded && text.starts_with('\'') ? text.substr(1) : text;
    }

    [[nodiscard]] std::optional<Trouble> readCase(std::size_t row, LabelLine& line) const
    {
        const std::string id = text(m_case, row);
        if (id.empty())
            return Trouble { "no-case", "A verdict needs the case that it is on." };
        const auto known = m_context.ids.find(id);
        if (!known)
            return Trouble { "unknown-case", fmt::format("There is no case \"{}\".", id) };
        line.event.row = *known;
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Trouble> readVerdict(std::size_t row, LabelLine& line) const
    {
        const std::string said(trimmed(text(m_verdict, row)));
        if (said.empty())
            return Trouble { "no-verdict", "There is no verdict on this line." };
        const auto verdict = valueIn(kVerdictNames, said);
        if (!verdict)
            return Trouble { "unknown-verdict", verdict.error().sentence() };
        line.event.verdict = *verdict;
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Trouble> readPerson(std::size_t row, LabelLine& line) const
    {
        line.event.person = trimmed(text(m_person, row));
        if (line.event.person.empty())
            return Trouble { "no-person", "A verdict needs the person who gave it." };
        if (const auto allowed = checkPersonName(line.event.person); !allowed)
            return Trouble { "bad-person", allowed.error().what };
        return std::nullopt;
    }

    /// Gives: nothing for "", and a trouble for what is no time or lies ahead.
    [[nodiscard]] std::optional<Trouble>
    readInstant(const Column* column, std::size_t row, std::string_view what, Instant& into) const
    {
        const std::string said(trimmed(text(column, row)));
        if (said.empty())
            return std::nullopt;
        const auto parsed = parseIso(said);
        if (!parsed)
            return Trouble { "bad-time", fmt::format("\"{}\" is not a time.", said) };
        if (m_clockHolds && parsed->instant > m_context.now + kDay)
            return Trouble { "future-time",
                             fmt::format("\"{}\" lies in the future; a verdict {} before its file is read.",
                                         said, what) };
        into = parsed->instant;
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Trouble> readTime(std::size_t row, LabelLine& line) const
    {
        if (auto trouble = readInstant(m_time, row, "is given", line.event.decidedAt))
            return trouble;
        if (line.event.decidedAt != kNoTime)
            return std::nullopt;
        const CaseRow at = line.event.row;
        const Instant received = at < m_context.caseTimes.size() ? m_context.caseTimes[at] : kNoTime;
        line.event.decidedAssumed = true;
        line.event.decidedAt = received != kNoTime ? received : m_context.now;
        return std::nullopt;
    }

    [[nodiscard]] std::optional<Trouble> readConfidence(std::size_t row, LabelLine& line) const
    {
        const std::string said(trimmed(text(m_confidence, row)));
        if (said.empty())
            return std::nullopt;
        const auto share = parseFiniteNumber(said);
        if (!share || *share < 0 || *share > 1)
            return Trouble { "bad-confidence",
                             fmt::format("\"{}\" is no confidence; it is a number from 0 to 1.", said) };
        line.event.confidence = *share;
        return std::nullopt;
    }

    /// A file's own word on where a verdict comes from. Only what settles differently is taken over: that it
    /// is a complaint, or settles a conflict.
    [[nodiscard]] std::optional<Trouble> readFirst(std::size_t row, LabelLine& line) const
    {
        line.event.origin = LabelOrigin::Imported;
        if (const std::string said(trimmed(text(m_origin, row))); !said.empty()) {
            const auto origin = valueIn(kLabelOriginNames, said);
            if (!origin)
                return Trouble { "unknown-origin", origin.error().sentence() };
            line.first.origin = *origin;
            if (*origin == LabelOrigin::Adjudication || *origin == LabelOrigin::Complaint)
                line.event.origin = *origin;
        }
        return readInstant(m_recorded, row, "is recorded", line.first.recordedAt);
    }

    const LabelContext& m_context;
    const Column* m_case;
    const Column* m_verdict;
    const Column* m_person;
    const Column* m_reason;
    const Column* m_time;
    const Column* m_confidence;
    const Column* m_note;
    const Column* m_origin;
    const Column* m_recorded;
    bool m_guarded;
    bool m_clockHolds;
};

} // namespace

Result<std::vector<LabelLine>>
readLabelLines(const TextFile& file, const LabelContext& context, std::vector<LabelIssue>& issues)
{
    const LineReading reading(file, context);
    if (!reading.isLabelFile())
        return Error {
            ErrorCode::InvalidInput,
            "A label file has the columns case, verdict and person, and may have reason, time, confidence, "
            "note, origin and recorded.",
            {},
            "label-columns",
            "Name its columns (or the keys of its JSON lines) so."
        };
    std::vector<LabelLine> lines;
    for (std::size_t row = 0; row < file.table->rowCount(); ++row) {
        LabelLine line { file.lines[row], {}, {} };
        if (auto trouble = reading.read(row, line))
            issues.push_back({ line.line, std::move(trouble->kind), std::move(trouble->reason) });
        else
            lines.push_back(std::move(line));
    }
    return lines;
}

} // namespace casebench
