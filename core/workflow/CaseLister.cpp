// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Scratch.h"
#include "core/base/Text.h"
#include "core/base/Time.h"
#include "core/data/TextRanks.h"
#include "core/privacy/Masking.h"
#include "core/stats/RadixOrder.h"
#include "core/workflow/BrowseCases.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <unordered_map>

namespace casebench {

namespace {

/// Keys of the rows that have a value, and the rows that have none.
class SortKeys
{
public:
    SortKeys(std::size_t rowCount, bool descending)
        : m_keys(rowCount)
        , m_turn(descending ? ~std::uint64_t { 0 } : 0)
    {
        m_rows.reserve(rowCount);
    }

    void add(CaseRow row, std::uint64_t key)
    {
        m_keys.data()[row] = key ^ m_turn;
        m_rows.push_back(row);
    }

    void addMissing(CaseRow row) { m_missing.push_back(row); }

    /// Ends the keys.
    [[nodiscard]] std::vector<CaseRow> sorted()
    {
        std::vector<CaseRow> rows = radixOrder(m_keys.all(), std::move(m_rows));
        rows.insert(rows.end(), m_missing.begin(), m_missing.end());
        return rows;
    }

private:
    Scratch<std::uint64_t> m_keys; ///< by row
    std::uint64_t m_turn; ///< bits that turn the order round
    std::vector<CaseRow> m_rows; ///< that have a key
    std::vector<CaseRow> m_missing;
};

/// All pieces of one field, kept alive together.
using Pieces = std::vector<ColumnPtr>;

/// The rank of every code of every piece among the texts of all of them.
class CodeRanks
{
public:
    explicit CodeRanks(const Pieces& pieces)
    {
        std::vector<std::string_view> texts;
        for (const ColumnPtr& piece : pieces) {
            const auto [at, isNew] = m_start.try_emplace(&piece->dictionary(), texts.size());
            if (isNew)
                texts.insert(texts.end(), piece->dictionary().begin(), piece->dictionary().end());
        }
        m_ranks = rankTexts(texts);
    }

    [[nodiscard]] std::span<const std::uint32_t> of(const Column& piece) const
    {
        return std::span(m_ranks).subspan(m_start.at(&piece.dictionary()), piece.dictionary().size());
    }

private:
    std::unordered_map<const Dictionary*, std::size_t> m_start;
    std::vector<std::uint32_t> m_ranks;
};

template<typename Cell, typename Missing, typename Key>
void addCells(SortKeys& into, CaseRow firstRow, std::span<const Cell> cells, Missing isMissing, Key key)
{
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const CaseRow row = firstRow + static_cast<CaseRow>(i);
        if (isMissing(cells[i]))
            into.addMissing(row);
        else
            into.add(row, key(cells[i]));
    }
}

bool isCoded(FieldKind kind)
{
    return kind != FieldKind::Number && kind != FieldKind::Time;
}

void addPieces(SortKeys& keys, const CaseBrowser& browser, const Pieces& pieces, FieldKind kind)
{
    const auto noCode = [](Code code) { return code < 0; };
    std::optional<CodeRanks> ranks;
    if (isCoded(kind) && kind != FieldKind::YesNo)
        ranks.emplace(pieces);
    for (std::size_t part = 0; part < pieces.size(); ++part) {
        const Column& piece = *pieces[part];
        const CaseRow first = browser.firstRow(part);
        if (kind == FieldKind::Number)
            addCells(
                keys, first, piece.numbers(), [](double cell) { return std::isnan(cell); },
                [](double cell) { return orderKey(cell); });
        else if (kind == FieldKind::Time)
            addCells(
                keys, first, piece.times(), [](Instant cell) { return cell == kNoTime; },
                [](Instant cell) { return orderKey(cell); });
        else if (kind == FieldKind::YesNo)
            addCells(keys, first, piece.codes(), noCode,
                     [](Code code) { return static_cast<std::uint64_t>(code); });
        else
            addCells(keys, first, piece.codes(), noCode,
                     [of = ranks->of(piece)](Code code) { return of[static_cast<std::size_t>(code)]; });
    }
}

/// Generated ids end in their row's number, at least six digits wide: their order as texts, without the
/// texts.
std::uint64_t generatedIdKey(CaseRow row)
{
    constexpr std::uint64_t kDigits = 10; // of the greatest row
    std::uint64_t number = std::uint64_t { row } + 1;
    std::uint64_t digits = 6;
    for (std::uint64_t limit = 1'000'000; number >= limit && digits < kDigits; limit *= 10)
        ++digits;
    for (std::uint64_t i = digits; i < kDigits; ++i)
        number *= 10;
    return number * (kDigits + 1) + digits; // a shorter one stands before the longer that begins with it
}

/// Ids that a number field holds are sorted as the texts they are.
ColumnPtr asTexts(const ColumnPtr& ids)
{
    if (isCoded(ids->kind()) && ids->rawTexts() == nullptr)
        return ids;
    auto texts = std::make_shared<Dictionary>();
    std::vector<Code> codes;
    for (std::size_t row = 0; row < ids->size(); ++row) {
        codes.push_back(static_cast<Code>(row));
        texts->push_back(ids->text(row));
    }
    return std::make_shared<const Column>(
        Column::codes(FieldKind::Text, { std::move(codes), std::move(texts) }));
}

/// What stands beside the cases: the state of each, or its score.
void addMarks(SortKeys& keys, const CaseMarks& marks, bool states, CaseRow rowCount)
{
    std::size_t at = 0; // the next case with a verdict
    for (CaseRow row = 0; row < rowCount; ++row) {
        if (states) {
            const bool isMarked = at < marks.rows.size() && marks.rows[at] == row;
            keys.add(row, isMarked ? static_cast<std::uint64_t>(marks.settled[at++].state) : 0);
        } else if (marks.score.empty()) {
            keys.add(row, 0);
        } else if (const double score = marks.scoreOf(row); std::isnan(score)) {
            keys.addMissing(row);
        } else {
            keys.add(row, orderKey(score));
        }
    }
}

using Rows = std::optional<std::vector<CaseRow>>;

/// The rows of a field whose cells stand in order as they came; nothing as soon as one does not.
/// Takes: cellsOf: the cells of a piece; worthOf: what a cell of a piece is compared by.
template<typename Cells, typename Missing, typename Worth>
Rows inOrderAlready(const CaseBrowser& browser,
                    const Pieces& pieces,
                    bool descending,
                    Cells cellsOf,
                    Missing isMissing,
                    Worth worthOf)
{
    std::vector<CaseRow> rows;
    std::vector<CaseRow> missing;
    rows.reserve(browser.rowCount());
    std::optional<std::decay_t<decltype(worthOf(*pieces.front(), cellsOf(*pieces.front())[0]))>> last;
    for (std::size_t part = 0; part < pieces.size(); ++part) {
        const Column& piece = *pieces[part];
        CaseRow row = browser.firstRow(part);
        for (const auto& cell : cellsOf(piece)) {
            if (isMissing(cell)) {
                missing.push_back(row++);
                continue;
            }
            const auto worth = worthOf(piece, cell);
            if (last && (descending ? *last < worth : worth < *last))
                return std::nullopt;
            last = worth;
            rows.push_back(row++);
        }
    }
    rows.insert(rows.end(), missing.begin(), missing.end());
    return rows;
}

Rows inOrderAlready(const CaseBrowser& browser, const Pieces& pieces, FieldKind kind, bool descending)
{
    if (pieces.empty())
        return std::nullopt;
    const auto plain = [](const Column&, auto cell) { return cell; };
    const auto codes = [](const Column& piece) { return piece.codes(); };
    const auto noCode = [](Code code) { return code < 0; };
    if (kind == FieldKind::Number)
        return inOrderAlready(
            browser, pieces, descending, [](const Column& piece) { return piece.numbers(); },
            [](double cell) { return std::isnan(cell); }, plain);
    if (kind == FieldKind::Time)
        return inOrderAlready(
            browser, pieces, descending, [](const Column& piece) { return piece.times(); },
            [](Instant cell) { return cell == kNoTime; }, plain);
    if (kind == FieldKind::YesNo)
        return inOrderAlready(browser, pieces, descending, codes, noCode, plain);
    return inOrderAlready(browser, pieces, descending, codes, noCode, [](const Column& piece, Code code) {
        return std::string_view(piece.dictionary()[static_cast<std::size_t>(code)]);
    });
}

} // namespace

Result<CaseLister::Order>
CaseLister::order(Project& project, std::string_view sort, bool descending, Progress& progress) const
{
    const std::string name = (descending ? "-" : "+") + std::string(sort);
    {
        const std::lock_guard guard(m_mutex);
        if (m_lastSort == name && m_lastOrder)
            return m_lastOrder;
    }
    const std::size_t rowCount = m_browser->rowCount();
    SortKeys keys(rowCount, descending);
    Rows found;
    if (sort == "label" || sort == "score") {
        addMarks(keys, *m_marks, sort == "label", static_cast<CaseRow>(rowCount));
    } else if (sort == "case" && m_browser->hasGeneratedIds()) {
        for (CaseRow row = 0; row < rowCount; ++row)
            keys.add(row, generatedIdKey(row));
    } else {
        const bool byId = sort == "case";
        std::size_t field = 0;
        if (!byId) {
            CB_TRY(field, m_browser->schema().find(sort));
        }
        Pieces pieces;
        for (std::size_t part = 0; part < m_browser->partCount(); ++part) {
            CB_CHECK(progress.checkpoint());
            CB_TRY(ColumnPtr piece,
                   byId ? m_browser->ids(project, part) : m_browser->column(project, field, part));
            pieces.push_back(byId ? asTexts(piece) : std::move(piece));
        }
        const FieldKind kind = byId ? FieldKind::Text : m_browser->schema()[field].kind;
        found = inOrderAlready(*m_browser, pieces, kind, descending);
        if (!found)
            addPieces(keys, *m_browser, pieces, kind);
    }
    CB_CHECK(progress.checkpoint());
    auto result = std::make_shared<const std::vector<CaseRow>>(found ? std::move(*found) : keys.sorted());
    const std::lock_guard guard(m_mutex);
    m_lastSort = name;
    m_lastOrder = result;
    return Order(result);
}

void CaseLister::dropByMarks(const CaseQuery& query, Mask& mask) const
{
    if (query.state) {
        Mask wanted(mask.size(), *query.state == CaseState::Alleged ? 1 : 0);
        for (std::size_t i = 0; i < m_marks->rows.size(); ++i)
            wanted[m_marks->rows[i]] = m_marks->settled[i].state == *query.state ? 1 : 0;
        for (std::size_t row = 0; row < mask.size(); ++row)
            mask[row] &= wanted[row];
    }
    if (!std::isfinite(query.scoreFrom) && !std::isfinite(query.scoreTo))
        return;
    for (std::size_t row = 0; row < mask.size(); ++row) {
        const double score = m_marks->scoreOf(static_cast<CaseRow>(row));
        if (!(score >= query.scoreFrom && score <= query.scoreTo)) // NaN is outside
            mask[row] = 0;
    }
}

Result<CaseLister::Mask> CaseLister::mask(Project& project, const CaseQuery& query, Progress& progress) const
{
    Mask mask;
    if (trimmed(query.where).empty()) {
        mask.assign(m_browser->rowCount(), 1);
    } else {
        CB_TRY(const Filter filter, Filter::parse(query.where));
        CB_CHECK(requireShown(filter, m_browser->schema(), query.revealed));
        CB_TRY(mask, passing(project, filter, progress));
    }
    dropByMarks(query, mask);
    return mask;
}

namespace {

using Words = std::unordered_map<std::size_t, std::shared_ptr<const Dictionary>>;

/// A field that is not there or a value that does not fit is told before anything is read, whatever is
/// skipped. answers: the words of the yes/no fields that the filter names.
Result<void> checkOnNothing(const Filter& filter, const Schema& schema, const Words& answers)
{
    std::vector<Column> nothing;
    for (std::size_t field = 0; field < schema.size(); ++field) {
        const auto words = answers.find(field);
        nothing.push_back(words == answers.end()
                              ? Column::missing(schema[field].kind, 1)
                              : Column::codes(FieldKind::YesNo, { { kMissingCode }, words->second }));
    }
    const Column id = Column::missing(FieldKind::Text, 1);
    FilterRows rows { schema, {}, &id, 1 };
    for (const Column& column : nothing)
        rows.columns.push_back(&column);
    const Truth undecided = kUndecided;
    const auto mask = filter.mask(rows, std::span(&undecided, 1));
    return mask ? Result<void>() : Result<void>(mask.error());
}

/// Files spell Yes and No as they like; a filter may use the words of the first that has an answer.
Result<Words> wordsOf(Project& project, const CaseBrowser& browser, std::span<const std::size_t> fields)
{
    Words words;
    for (const std::size_t field : fields) {
        if (browser.schema()[field].kind != FieldKind::YesNo)
            continue;
        for (std::size_t part = 0; part < browser.partCount() && !words.contains(field); ++part) {
            CB_TRY(const ColumnPtr piece, browser.column(project, field, part));
            if (piece->missingCount() < piece->size())
                words.emplace(field, std::make_shared<const Dictionary>(piece->dictionary()));
        }
    }
    return words;
}

/// The same answers under the words that the filter knows.
ColumnPtr inWords(ColumnPtr piece, const std::shared_ptr<const Dictionary>& words)
{
    if (piece->dictionary() == *words)
        return piece;
    std::vector<Code> codes(piece->codes().begin(), piece->codes().end());
    return std::make_shared<const Column>(Column::codes(FieldKind::YesNo, { std::move(codes), words }));
}

/// The fields a filter names, as positions.
std::vector<std::size_t> fieldsOf(const Filter& filter, const Schema& schema)
{
    std::vector<std::size_t> fields;
    for (const std::string& name : filter.fieldNames()) {
        if (const auto at = schema.find(name); at && std::ranges::find(fields, *at) == fields.end())
            fields.push_back(*at);
    }
    return fields;
}

} // namespace

Result<CaseLister::Mask> CaseLister::passing(Project& project, const Filter& filter, Progress& progress) const
{
    const Schema& schema = m_browser->schema();
    const std::vector<std::size_t> fields = fieldsOf(filter, schema);
    CB_TRY(const Words words, wordsOf(project, *m_browser, fields));
    CB_CHECK(checkOnNothing(filter, schema, words));
    const bool asksForIds = filter.asksForIds(schema);
    Mask mask(m_browser->rowCount(), 0);
    for (std::size_t part = 0; part < m_browser->partCount(); ++part) {
        CB_CHECK(progress.checkpoint());
        std::unordered_map<std::size_t, FieldRange> ranges;
        for (const std::size_t field : fields) {
            CB_TRY(const auto range, m_browser->range(project, field, part));
            if (range)
                ranges.emplace(field, *range);
        }
        const bool mayPass = filter.mayPass([&](std::string_view name) -> std::optional<FieldRange> {
            const auto at = schema.find(name);
            const auto range = at ? ranges.find(*at) : ranges.end();
            return range == ranges.end() ? std::nullopt : std::optional(range->second);
        });
        if (!mayPass)
            continue;
        const std::size_t count = m_browser->rowsOf(part);
        FilterRows rows { schema, std::vector<const Column*>(schema.size(), nullptr), nullptr, count };
        Pieces pieces;
        for (const std::size_t field : fields) {
            CB_TRY(ColumnPtr piece, m_browser->column(project, field, part));
            if (const auto at = words.find(field); at != words.end())
                piece = inWords(std::move(piece), at->second);
            rows.columns[field] = pieces.emplace_back(std::move(piece)).get();
        }
        if (asksForIds) {
            CB_TRY(ColumnPtr ids, m_browser->ids(project, part));
            rows.ids = pieces.emplace_back(std::move(ids)).get();
        }
        const CaseRow first = m_browser->firstRow(part);
        std::vector<Truth> truth(count, kUndecided);
        for (auto at = std::ranges::lower_bound(m_marks->rows, first);
             at != m_marks->rows.end() && *at - first < count; ++at)
            truth[*at - first] = m_marks->settled[static_cast<std::size_t>(at - m_marks->rows.begin())].truth;
        CB_TRY(const auto passes, filter.mask(rows, truth));
        std::copy_n(passes.data(), passes.size(), mask.data() + first); // at once, which iterators are not
    }
    return mask;
}

std::string anywhereExpression(const Schema& schema, std::string_view words)
{
    const auto quoted = [](std::string_view text, char mark) {
        std::string out(1, mark);
        for (const char c : text)
            out.append(c == mark ? 2 : 1, c);
        return out + mark;
    };
    const std::string text(trimmed(words));
    const std::string like = " LIKE " + quoted("%" + text + "%", '\'');
    const bool isNumber = parseFiniteNumber(text).has_value();
    const bool isTime = parseTimeBound(text, false).has_value();
    std::vector<std::string> parts { "case_id" + like };
    for (const Field& field : schema.fields()) {
        if (field.role == FieldRole::Personal || field.role == FieldRole::Id)
            continue; // a hit would tell what is masked; ids are asked already
        const std::string name = quoted(field.name, '"');
        if (field.kind == FieldKind::Category || field.kind == FieldKind::Text)
            parts.push_back(name + like);
        else if ((field.kind == FieldKind::Number && isNumber) || (field.kind == FieldKind::Time && isTime))
            parts.push_back(name + " = " + quoted(text, '\''));
    }
    return "(" + join(parts, " OR ") + ")";
}

Result<std::optional<FoundCase>> CaseLister::find(Project& project,
                                                  std::span<const CaseRow> rows,
                                                  std::string_view words,
                                                  std::size_t from,
                                                  bool backwards,
                                                  Progress& progress) const
{
    CB_TRY(const Filter filter, Filter::parse(anywhereExpression(m_browser->schema(), words)));
    CB_TRY(const Mask hits, passing(project, filter, progress));
    const auto hitsBefore = [&](std::size_t end) {
        return std::ranges::count_if(rows.first(end), [&](CaseRow row) { return hits[row] != 0; });
    };
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::size_t at = (from + (backwards ? rows.size() - i : i)) % rows.size();
        if (hits[rows[at]] != 0)
            return std::optional(FoundCase { at, hitsBefore(at) + 1, hitsBefore(rows.size()) });
    }
    return std::optional<FoundCase>();
}

} // namespace casebench
