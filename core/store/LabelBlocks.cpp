// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/LabelBlocks.h"

#include "core/crypto/Digest.h"
#include "core/store/Sqlite.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <ranges>

namespace casebench {

namespace {

static_assert(std::endian::native == std::endian::little, "the layout is copied as it stands");

constexpr std::size_t kMostEvents = 65'536;
constexpr std::string_view kMagic = "CBL1";
constexpr std::uint32_t kRowsListed = 1;
constexpr std::size_t kHeaderBytes = 12;
constexpr std::string_view kSelect = "SELECT first_seq, count, first_row, last_row, origin, person, "
                                     "decided_assumed, recorded_at, data FROM label_block ";

bool isPlain(const LabelEvent& event)
{
    return event.retracts == 0 && event.reason.empty() && event.note.empty() && std::isnan(event.confidence);
}

template<typename T>
void put(std::string& out, T value)
{
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

template<typename T>
T at(std::string_view bytes, std::size_t offset)
{
    T value;
    std::memcpy(&value, bytes.data() + offset, sizeof value);
    return value;
}

/// The parts of a block's data, checked; views into it.
struct BlockData
{
    std::size_t count = 0;
    std::string_view rows; ///< empty: they count on
    std::string_view verdicts;
    std::string_view times;

    static std::optional<BlockData> parse(std::string_view data)
    {
        if (data.size() < kHeaderBytes || !data.starts_with(kMagic))
            return std::nullopt;
        BlockData block;
        block.count = at<std::uint32_t>(data, 4);
        const auto flags = at<std::uint32_t>(data, 8);
        const std::size_t rowBytes = flags == kRowsListed ? 4 * block.count : 0;
        if (flags > kRowsListed || block.count == 0 || block.count > kMostEvents
            || data.size() != kHeaderBytes + rowBytes + 9 * block.count)
            return std::nullopt;
        block.rows = data.substr(kHeaderBytes, rowBytes);
        block.verdicts = data.substr(kHeaderBytes + rowBytes, block.count);
        block.times = data.substr(kHeaderBytes + rowBytes + block.count);
        const auto known = [](char verdict) {
            return static_cast<unsigned char>(verdict) < kVerdictNames.size();
        };
        if (!std::ranges::all_of(block.verdicts, known))
            return std::nullopt;
        for (std::size_t i = 1; i < rowBytes / 4; ++i) {
            if (block.row(i, 0) <= block.row(i - 1, 0))
                return std::nullopt;
        }
        return block;
    }

    [[nodiscard]] CaseRow row(std::size_t i, CaseRow first) const
    {
        return rows.empty() ? first + static_cast<CaseRow>(i) : at<std::uint32_t>(rows, 4 * i);
    }
};

/// One row of the table; lives until the statement's next step.
struct Block
{
    LabelEvent shared; ///< what all its verdicts have in common; seq and row of the first
    BlockData data;

    static Result<Block> read(const Statement& row)
    {
        Block block;
        block.shared.seq = row.integer(0);
        block.shared.row = static_cast<CaseRow>(row.integer(2));
        CB_TRY(block.shared.origin, valueIn(kLabelOriginNames, row.text(4)));
        block.shared.person = row.string(5);
        block.shared.decidedAssumed = row.integer(6) != 0;
        block.shared.recordedAt = row.integer(7);
        const auto data = BlockData::parse(row.blob(8));
        if (!data || static_cast<std::int64_t>(data->count) != row.integer(1)
            || data->row(0, block.shared.row) != block.shared.row
            || data->row(data->count - 1, block.shared.row) != static_cast<CaseRow>(row.integer(3)))
            return Error { ErrorCode::Corrupt,
                           fmt::format("The verdicts from number {} on cannot be read.", block.shared.seq),
                           {},
                           "E_DAMAGED",
                           "Restore the newest backup of the project." };
        block.data = *data;
        return block;
    }

    [[nodiscard]] LabelEvent event(std::size_t i) const
    {
        LabelEvent event = shared;
        event.seq += static_cast<std::int64_t>(i);
        event.row = data.row(i, shared.row);
        event.verdict = static_cast<Verdict>(data.verdicts[i]);
        event.decidedAt = at<std::int64_t>(data.times, 8 * i);
        return event;
    }

    /// The position of a case.
    [[nodiscard]] std::optional<std::size_t> find(CaseRow row) const
    {
        const auto rowAt = [&](std::size_t i) { return data.row(i, shared.row); };
        const auto positions = std::views::iota(std::size_t { 0 }, data.count);
        const auto found = std::ranges::lower_bound(positions, row, {}, rowAt);
        return found != positions.end() && rowAt(*found) == row ? std::optional(*found) : std::nullopt;
    }
};

/// Calls for every block that the statement finds, until the visitor gives false.
template<typename Visit>
Result<void> forEachBlock(Statement rows, Visit visit)
{
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return {};
        CB_TRY(const Block block, Block::read(rows));
        CB_TRY(const bool more, visit(block));
        if (!more)
            return {};
    }
}

} // namespace

bool isLabelBlock(std::string_view data)
{
    return BlockData::parse(data).has_value();
}

LabelBlocks::LabelBlocks(Database& database)
    : m_database(&database)
{
}

std::size_t LabelBlocks::fitting(std::span<const LabelEvent> events)
{
    std::size_t count = 0;
    for (const LabelEvent& event : events) {
        const LabelEvent& first = events.front();
        const bool fits = isPlain(event) && event.person == first.person && event.origin == first.origin
            && event.decidedAssumed == first.decidedAssumed
            && (count == 0 || event.row > events[count - 1].row);
        if (!fits || count == kMostEvents)
            break;
        ++count;
    }
    return count;
}

Result<void> LabelBlocks::append(WriteTransaction& tx, std::span<const LabelEvent> events) const
{
    LabelBlock block;
    block.shared = events.front();
    for (const LabelEvent& event : events) {
        block.rows.push_back(event.row);
        block.verdicts.push_back(event.verdict);
        block.decidedAt.push_back(event.decidedAt);
    }
    return append(tx, block);
}

Result<void> LabelBlocks::append(WriteTransaction& tx, const LabelBlock& block) const
{
    const LabelEvent& shared = block.shared;
    for (std::size_t from = 0; from < block.rows.size(); from += kMostEvents) {
        const std::size_t count = std::min(kMostEvents, block.rows.size() - from);
        const auto rows = std::span(block.rows).subspan(from, count);
        const bool countOn = rows.back() - rows.front() + 1 == count;
        std::string data(kMagic);
        data.reserve(kHeaderBytes + 13 * count);
        put(data, static_cast<std::uint32_t>(count));
        put(data, countOn ? 0 : kRowsListed);
        for (std::size_t i = 0; !countOn && i < count; ++i)
            put(data, static_cast<std::uint32_t>(rows[i]));
        for (std::size_t i = 0; i < count; ++i)
            data += static_cast<char>(block.verdicts[from + i]);
        for (std::size_t i = 0; i < count; ++i)
            put(data, static_cast<std::int64_t>(block.decidedAt[from + i]));
        const Digest digest = sha256(data);
        CB_CHECK(m_database->run(
            "INSERT INTO label_block(first_seq, count, first_row, last_row, origin, person, decided_assumed, "
            "recorded_at, sha256, data) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            shared.seq + static_cast<std::int64_t>(from), static_cast<std::int64_t>(count), rows.front(),
            rows.back(), nameIn(kLabelOriginNames, shared.origin), shared.person,
            shared.decidedAssumed ? 1 : 0, tx.time(), Blob { bytesOf(digest) }, Blob { data }));
    }
    return {};
}

Result<std::vector<LabelEvent>> LabelBlocks::all(std::int64_t maxSeq) const
{
    std::vector<LabelEvent> events;
    CB_TRY(const std::vector<LabelBlock> blocks, columns(maxSeq));
    for (const LabelBlock& block : blocks) {
        for (std::size_t i = 0; i < block.rows.size(); ++i)
            events.push_back(block.event(i));
    }
    return events;
}

Result<std::vector<LabelBlock>> LabelBlocks::columns(std::int64_t maxSeq) const
{
    std::vector<LabelBlock> blocks;
    CB_TRY(Statement rows,
           m_database->query(std::string(kSelect) + "WHERE first_seq <= ?1 ORDER BY first_seq", maxSeq));
    CB_CHECK(forEachBlock(std::move(rows), [&](const Block& block) -> Result<bool> {
        const auto wanted = static_cast<std::uint64_t>(maxSeq - block.shared.seq) + 1;
        const std::size_t count = std::min<std::uint64_t>(block.data.count, wanted);
        LabelBlock& columns = blocks.emplace_back();
        columns.shared = block.shared;
        columns.rows.resize(count);
        columns.verdicts.resize(count);
        columns.decidedAt.resize(count);
        for (std::size_t i = 0; i < count; ++i) {
            columns.rows[i] = block.data.row(i, block.shared.row);
            columns.verdicts[i] = static_cast<Verdict>(block.data.verdicts[i]);
        }
        std::memcpy(columns.decidedAt.data(), block.data.times.data(), count * sizeof(Instant));
        return true;
    }));
    return blocks;
}

Result<std::vector<LabelEvent>> LabelBlocks::ofRow(CaseRow row) const
{
    std::vector<LabelEvent> events;
    CB_TRY(Statement rows,
           m_database->query(
               std::string(kSelect) + "WHERE first_row <= ?1 AND last_row >= ?1 ORDER BY first_seq", row));
    CB_CHECK(forEachBlock(std::move(rows), [&](const Block& block) -> Result<bool> {
        if (const auto found = block.find(row))
            events.push_back(block.event(*found));
        return true;
    }));
    return events;
}

Result<std::vector<LabelEvent>> LabelBlocks::by(std::string_view person) const
{
    std::vector<LabelEvent> events;
    CB_TRY(Statement rows,
           m_database->query(std::string(kSelect) + "WHERE person = ?1 ORDER BY first_seq", person));
    CB_CHECK(forEachBlock(std::move(rows), [&](const Block& block) -> Result<bool> {
        for (std::size_t i = 0; i < block.data.count; ++i)
            events.push_back(block.event(i));
        return true;
    }));
    return events;
}

Result<std::optional<LabelEvent>> LabelBlocks::lastStanding(std::string_view person, std::int64_t seq) const
{
    std::optional<LabelEvent> standing;
    const auto isTaken = [&](const LabelEvent& event) {
        return m_database->integer("SELECT EXISTS(SELECT 1 FROM label WHERE case_row = ?1 AND retracts = ?2)",
                                   event.row, event.seq);
    };
    CB_TRY(Statement rows,
           m_database->query(std::string(kSelect)
                                 + "WHERE person = ?1 AND first_seq > ?2 ORDER BY first_seq DESC",
                             person, seq));
    const auto done = forEachBlock(std::move(rows), [&](const Block& block) -> Result<bool> {
        for (std::size_t i = block.data.count; i-- > 0 && !standing;) {
            LabelEvent event = block.event(i);
            CB_TRY(const std::int64_t taken, isTaken(event));
            if (taken == 0)
                standing = std::move(event);
        }
        return !standing;
    });
    if (!done)
        return done.error();
    return standing;
}

Result<bool> LabelBlocks::holds(std::int64_t seq, CaseRow row) const
{
    bool holds = false;
    CB_TRY(Statement rows,
           m_database->query(std::string(kSelect) + "WHERE first_seq <= ?1 ORDER BY first_seq DESC LIMIT 1",
                             seq));
    CB_CHECK(forEachBlock(std::move(rows), [&](const Block& block) -> Result<bool> {
        const auto offset = static_cast<std::size_t>(seq - block.shared.seq);
        holds = offset < block.data.count && block.data.row(offset, block.shared.row) == row;
        return false;
    }));
    return holds;
}

Result<std::vector<std::int64_t>> LabelBlocks::unreadable() const
{
    std::vector<std::int64_t> firsts;
    CB_TRY(Statement rows, m_database->query(std::string(kSelect) + "ORDER BY first_seq"));
    for (;;) {
        CB_TRY(const bool found, rows.step());
        if (!found)
            return firsts;
        if (!Block::read(rows))
            firsts.push_back(rows.integer(0));
    }
}

Result<std::int64_t> LabelBlocks::count() const
{
    return m_database->integer("SELECT sum(count) FROM label_block");
}

Result<std::int64_t> LabelBlocks::lastSeq() const
{
    return m_database->integer(
        "SELECT first_seq + count - 1 FROM label_block ORDER BY first_seq DESC LIMIT 1");
}

} // namespace casebench
