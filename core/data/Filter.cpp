// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/Filter.h"

#include "core/base/Text.h"
#include "core/data/FilterParser.h"

#include <algorithm>
#include <compare>
#include <cstring>
#include <fmt/format.h>
#include <functional>
#include <numeric>

namespace casebench {

namespace {

// Two bits, so that AND and OR are those of the bits, for many rows at once; NOT turns and swaps the two.
using Tri = std::uint8_t;
constexpr Tri kFalse = 0b00;
constexpr Tri kUnknown = 0b01;
constexpr Tri kTrue = 0b11;
using Tris = std::vector<Tri>;

Tri opposite(Tri value)
{
    return static_cast<Tri>((value >> 1U | (value & 1U) << 1U) ^ kTrue);
}

/// row[i] = what(row[i], other[i]), eight rows in one word.
/// Takes: other: as long; what: an operation that keeps the bytes apart.
template<typename What>
void combine(Tris& rows, const Tris& other, What what)
{
    std::size_t row = 0;
    for (std::uint64_t a = 0, b = 0; row + sizeof a <= rows.size(); row += sizeof a) {
        std::memcpy(&a, rows.data() + row, sizeof a);
        std::memcpy(&b, other.data() + row, sizeof b);
        a = what(a, b);
        std::memcpy(rows.data() + row, &a, sizeof a);
    }
    for (; row < rows.size(); ++row)
        rows[row] = static_cast<Tri>(what(rows[row], other[row]));
}

constexpr int kIncomparable = 2;

/// Bytes of the UTF-8 character that begins with this byte.
std::size_t characterLength(char lead)
{
    const auto byte = static_cast<unsigned char>(lead);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

/// SQL's LIKE over lower-cased texts; only the last % is ever tried again, so O(text * pattern) at worst.
bool isLike(std::string_view text, std::string_view pattern)
{
    std::size_t t = 0;
    std::size_t p = 0;
    std::size_t afterPercent = std::string_view::npos;
    std::size_t retry = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '%') {
            afterPercent = ++p;
            retry = t;
        } else if (p < pattern.size() && pattern[p] == '_') {
            t = std::min(text.size(), t + characterLength(text[t]));
            ++p;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++t;
            ++p;
        } else if (afterPercent != std::string_view::npos) {
            retry = std::min(text.size(), retry + characterLength(text[retry]));
            t = retry;
            p = afterPercent;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('%', p) == std::string_view::npos;
}

/// compare(i): how the cell stands to the i-th value: -1, 0, 1 or kIncomparable.
template<typename Compare>
bool holds(const FilterTest& test, const Compare& compare)
{
    switch (test.comparison) {
    case FilterOperator::Equal:
    case FilterOperator::In:
        for (std::size_t i = 0; i < test.values.size(); ++i) {
            if (compare(i) == 0)
                return true;
        }
        return false;
    case FilterOperator::Less:
        return compare(0) < 0;
    case FilterOperator::LessEqual:
        return compare(0) <= 0;
    case FilterOperator::Greater:
        return compare(0) == 1;
    case FilterOperator::GreaterEqual:
        return compare(0) == 0 || compare(0) == 1;
    case FilterOperator::Between:
        return (compare(0) == 0 || compare(0) == 1) && compare(1) <= 0;
    case FilterOperator::Like:
    case FilterOperator::IsMissing:
        break;
    }
    return false;
}

int sign(auto ordering)
{
    return ordering < 0 ? -1 : ordering > 0 ? 1 : 0;
}

/// Texts stand to quoted values by bytes, to bare numbers by their numeric value; a text that is no number
/// then compares with nothing.
int compareText(std::string_view text, const FilterValue& value)
{
    if (value.quoted)
        return sign(text <=> std::string_view(value.text));
    const auto number = parseFiniteNumber(text);
    return number && value.number ? sign(*number <=> *value.number) : kIncomparable;
}

bool textHolds(const FilterTest& test, std::string_view text)
{
    if (test.comparison == FilterOperator::Like)
        return isLike(toLowerAscii(text), toLowerAscii(test.values.front().text));
    return holds(test, [&](std::size_t i) { return compareText(text, test.values[i]); });
}

Error unfit(const FilterTest& test,
            const FilterValue& value,
            std::string_view holdsWhat,
            std::string_view advice)
{
    return filterError(
        value.position,
        fmt::format("\"{}\" holds {}; '{}' cannot be compared with it.", test.field, holdsWhat, value.text),
        std::string(advice));
}

/// Without a branch, since nobody can guess what a row will say.
Tri verdict(bool isMissing, bool isTrue)
{
    const unsigned missing = isMissing;
    return static_cast<Tri>((isTrue * unsigned { kTrue } & ~(missing << 1U)) | missing);
}

/// One pass over the cells with nothing but the comparison in it, so that the compiler can do many at once.
template<typename Cell, typename Missing, typename Holds>
Tris verdicts(std::span<const Cell> cells, Missing isMissing, Holds isTrue)
{
    Tris result(cells.size());
    Tri* out = result.data();
    for (const Cell& cell : cells)
        *out++ = verdict(isMissing(cell), isTrue(cell));
    return result;
}

/// below(cell, bound), above(cell, bound): how the cell stands to a value; neither is equal.
template<typename Cell, typename Bound, typename Missing, typename Below, typename Above>
Tris testOrdered(const FilterTest& test,
                 std::span<const Cell> cells,
                 const std::vector<Bound>& bounds,
                 Missing isMissing,
                 Below below,
                 Above above)
{
    const auto pass = [&](auto isTrue) { return verdicts(cells, isMissing, isTrue); };
    const Bound first = bounds.front(); // by value: what is written could else be what is compared with
    const Bound last = bounds.back();
    switch (test.comparison) {
    case FilterOperator::Less:
        return pass([=](Cell cell) { return below(cell, first); });
    case FilterOperator::LessEqual:
        return pass([=](Cell cell) { return !above(cell, first); });
    case FilterOperator::Greater:
        return pass([=](Cell cell) { return above(cell, first); });
    case FilterOperator::GreaterEqual:
        return pass([=](Cell cell) { return !below(cell, first); });
    case FilterOperator::Between:
        return pass([=](Cell cell) { return !below(cell, first) & !above(cell, last); });
    default:
        if (bounds.size() == 1)
            return pass([=](Cell cell) { return !below(cell, first) & !above(cell, first); });
        return pass([&](Cell cell) {
            return std::ranges::any_of(
                bounds, [&](const Bound& bound) { return !below(cell, bound) && !above(cell, bound); });
        });
    }
}

Result<Tris> testNumbers(const FilterTest& test, const Column& column)
{
    std::vector<double> bounds;
    for (const FilterValue& value : test.values) {
        if (!value.number)
            return unfit(test, value, "numbers", "Compare it with a number.");
        bounds.push_back(*value.number);
    }
    return testOrdered(
        test, column.numbers(), bounds, [](double cell) { return std::isnan(cell); },
        [](double cell, double bound) { return cell < bound; },
        [](double cell, double bound) { return cell > bound; });
}

Result<Tris> testTimes(const FilterTest& test, const Column& column)
{
    using Span = std::pair<Instant, Instant>;
    std::vector<Span> spans;
    for (const FilterValue& value : test.values) {
        const auto from = parseTimeBound(value.text, false);
        const auto to = parseTimeBound(value.text, true);
        if (!from || !to)
            return unfit(test, value, "times",
                         "Write 2026, 2026-03, '2026-03-01' or '2026-03-01T09:30:00Z'.");
        spans.emplace_back(*from, std::max(*to, *from + 1));
    }
    return testOrdered(
        test, column.times(), spans, [](Instant cell) { return cell == kNoTime; },
        [](Instant cell, const Span& span) { return cell < span.first; },
        [](Instant cell, const Span& span) { return cell >= span.second; });
}

/// The code that a value means to a yes/no field, whatever the file spelled; else kMissingCode.
Code yesNoCode(const FilterValue& value, const Dictionary& spelled)
{
    const auto isOneOf = [&](std::initializer_list<std::string_view> words) {
        return std::ranges::any_of(
            words, [&](std::string_view word) { return equalsIgnoreAsciiCase(value.text, word); });
    };
    for (Code code = 0; code < static_cast<Code>(spelled.size()); ++code) {
        if (spelled[static_cast<std::size_t>(code)] == value.text)
            return code;
    }
    return isOneOf({ "yes", "y", "true", "1" }) ? kYesCode
        : isOneOf({ "no", "n", "false", "0" })  ? kNoCode
                                                : kMissingCode;
}

Result<Tris> testCodes(const FilterTest& test, const Column& column)
{
    const Dictionary& dictionary = column.dictionary();
    Tris ofLevel { kUnknown }; // of the code before the first, which is missing
    if (column.kind() == FieldKind::YesNo && test.comparison != FilterOperator::Like) {
        if (test.comparison != FilterOperator::Equal && test.comparison != FilterOperator::In)
            return filterError(test.position,
                               fmt::format("\"{}\" is Yes or No, which have no order.", test.field),
                               "Compare it by =, <> or IN.");
        std::vector<Code> wanted;
        for (const FilterValue& value : test.values) {
            wanted.push_back(yesNoCode(value, dictionary));
            if (wanted.back() == kMissingCode)
                return unfit(test, value, "Yes and No", "Compare it with 'Yes' or 'No'.");
        }
        for (Code code = 0; code < static_cast<Code>(dictionary.size()); ++code)
            ofLevel.push_back(std::ranges::find(wanted, code) != wanted.end() ? kTrue : kFalse);
    } else {
        for (const std::string& level : dictionary)
            ofLevel.push_back(textHolds(test, level) ? kTrue : kFalse);
    }
    static_assert(kMissingCode == -1);
    Tris result(column.size());
    Tri* out = result.data();
    for (const Code code : column.codes())
        *out++ = ofLevel.data()[code + 1];
    return result;
}

Result<Tris> testColumn(const FilterTest& test, const Column& column)
{
    Tris result;
    result.reserve(column.size());
    if (test.comparison == FilterOperator::IsMissing) {
        for (std::size_t row = 0; row < column.size(); ++row)
            result.push_back(column.isMissing(row) ? kTrue : kFalse);
        return result;
    }
    const bool hasCodes = column.kind() != FieldKind::Number && column.kind() != FieldKind::Time;
    if (hasCodes)
        return testCodes(test, column);
    if (test.comparison != FilterOperator::Like)
        return column.kind() == FieldKind::Number ? testNumbers(test, column) : testTimes(test, column);
    for (std::size_t row = 0; row < column.size(); ++row)
        result.push_back(verdict(column.isMissing(row), textHolds(test, column.printed(row))));
    return result;
}

/// Case ids are never missing, and are texts whatever the column of them is.
Tris testIds(const FilterTest& test, const Column& ids)
{
    const bool hasCodes = ids.kind() != FieldKind::Number && ids.kind() != FieldKind::Time;
    Tris result(ids.size());
    if (!hasCodes || ids.rawTexts() != nullptr) {
        for (std::size_t row = 0; row < ids.size(); ++row)
            result[row] = textHolds(test, ids.text(row)) ? kTrue : kFalse;
        return result;
    }
    Tris ofText;
    for (const std::string& text : ids.dictionary())
        ofText.push_back(textHolds(test, text) ? kTrue : kFalse);
    for (std::size_t row = 0; row < ids.size(); ++row)
        result[row] = ids.codes()[row] < 0 ? kFalse : ofText[static_cast<std::size_t>(ids.codes()[row])];
    return result;
}

Column truthColumn(std::span<const Truth> truth)
{
    const auto names = std::make_shared<const Dictionary>(Dictionary { "not-scam", "scam", "undecided" });
    std::vector<Code> codes;
    codes.reserve(truth.size());
    for (const Truth value : truth)
        codes.push_back(value == kUndecided ? 2 : value == kPositive ? 1 : 0);
    return Column::codes(FieldKind::Category, { std::move(codes), names });
}

Result<Tris> testTruth(const FilterTest& test, std::span<const Truth> truth)
{
    const Column column = truthColumn(truth);
    for (const FilterValue& value : test.values) {
        if (test.comparison != FilterOperator::Like
            && std::ranges::find(column.dictionary(), value.text) == column.dictionary().end())
            return unfit(test, value, "verdicts", "Compare it with 'scam', 'not-scam' or 'undecided'.");
    }
    return testColumn(test, column);
}

class Evaluation
{
public:
    Evaluation(const FilterRows& rows, std::span<const Truth> truth)
        : m_rows(rows)
        , m_truth(truth)
    {
    }

    /// As deep as the parser allowed, which is bounded.
    [[nodiscard]] Result<Tris> of(const FilterNode& node) const // NOLINT(misc-no-recursion)
    {
        if (node.kind == FilterNode::Kind::Test)
            return ofTest(node.test);
        CB_TRY(Tris result, of(node.children.front()));
        if (node.kind == FilterNode::Kind::Not) {
            for (Tri& value : result)
                value = opposite(value);
        }
        for (std::size_t i = 1; i < node.children.size(); ++i) {
            CB_TRY(const Tris other, of(node.children[i]));
            if (node.kind == FilterNode::Kind::And)
                combine(result, other, std::bit_and {});
            else
                combine(result, other, std::bit_or {});
        }
        return result;
    }

private:
    [[nodiscard]] Result<Tris> ofTest(const FilterTest& test) const
    {
        CB_TRY(Tris result, compared(test));
        if (test.negated) {
            for (Tri& value : result)
                value = opposite(value);
        }
        return result;
    }

    [[nodiscard]] Result<Tris> compared(const FilterTest& test) const
    {
        const auto field = m_rows.schema.find(test.field);
        const std::string name = toLowerAscii(test.field);
        if (name == "label" && !m_truth.empty() && (!field || !test.quotedName))
            return testTruth(test, m_truth);
        if (field) {
            expects(m_rows.columns[*field] != nullptr, "Filter::mask: a field of the filter was not read");
            return testColumn(test, *m_rows.columns[*field]);
        }
        if (name == "case_id" || name == "id") {
            expects(m_rows.ids != nullptr, "Filter::mask: the case ids were not read");
            return testIds(test, *m_rows.ids);
        }
        Error error = field.error();
        if (name == "label")
            error.advice = "The labels of cases are not known here.";
        return std::move(error).in(fmt::format("filter, character {}", test.position));
    }

    const FilterRows& m_rows;
    std::span<const Truth> m_truth;
};

/// Whether some row can pass, and whether some row can fail; a missing value does neither.
struct Chances
{
    bool pass = true;
    bool fail = true;
};

Chances turned(Chances chances)
{
    return { chances.fail, chances.pass };
}

/// A span [from, to) or, for numbers, the one value [from, from].
struct Target
{
    double from = 0;
    double last = 0;
};

std::optional<Target> targetOf(const FilterValue& value, FieldKind kind)
{
    if (kind == FieldKind::Number)
        return value.number ? std::optional(Target { *value.number, *value.number }) : std::nullopt;
    const auto from = parseTimeBound(value.text, false);
    const auto to = parseTimeBound(value.text, true);
    if (!from || !to)
        return std::nullopt;
    return Target { static_cast<double>(*from), static_cast<double>(std::max(*to, *from + 1) - 1) };
}

Chances chancesOf(const FilterTest& test, const FieldRange& range)
{
    if (test.comparison == FilterOperator::IsMissing)
        return { range.someMissing, !std::isnan(range.min) };
    if (std::isnan(range.min))
        return { false, false };
    if (test.comparison == FilterOperator::Like)
        return {};
    std::vector<Target> targets;
    for (const FilterValue& value : test.values) {
        const auto target = targetOf(value, range.kind);
        if (!target)
            return {}; // the mistake is told when the values are read
        targets.push_back(*target);
    }
    const Target& first = targets.front();
    switch (test.comparison) {
    case FilterOperator::Less:
        return { range.min < first.from, range.max >= first.from };
    case FilterOperator::LessEqual:
        return { range.min <= first.last, range.max > first.last };
    case FilterOperator::Greater:
        return { range.max > first.last, range.min <= first.last };
    case FilterOperator::GreaterEqual:
        return { range.max >= first.from, range.min < first.from };
    case FilterOperator::Between:
        return { range.max >= first.from && range.min <= targets[1].last,
                 range.min < first.from || range.max > targets[1].last };
    default:
        return { std::ranges::any_of(
                     targets, [&](const Target& t) { return t.from <= range.max && t.last >= range.min; }),
                 std::ranges::none_of(
                     targets, [&](const Target& t) { return t.from <= range.min && t.last >= range.max; }) };
    }
}

Chances chancesOf(const FilterNode& node, const FieldRanges& ranges) // NOLINT(misc-no-recursion)
{
    if (node.kind == FilterNode::Kind::Test) {
        const bool label = toLowerAscii(node.test.field) == "label" && !node.test.quotedName;
        const auto range = label ? std::nullopt : ranges(node.test.field);
        const Chances chances = range ? chancesOf(node.test, *range) : Chances {};
        return node.test.negated ? turned(chances) : chances;
    }
    Chances chances = chancesOf(node.children.front(), ranges);
    if (node.kind == FilterNode::Kind::Not)
        return turned(chances);
    for (std::size_t i = 1; i < node.children.size(); ++i) {
        const Chances other = chancesOf(node.children[i], ranges);
        const bool both = node.kind == FilterNode::Kind::And;
        chances.pass = both ? chances.pass && other.pass : chances.pass || other.pass;
        chances.fail = both ? chances.fail || other.fail : chances.fail && other.fail;
    }
    return chances;
}

enum class Asks
{
    Anything,
    Value, ///< more than whether there is one
};

void collectNames(const FilterNode& node,
                  Asks asks,
                  std::vector<std::string>& names) // NOLINT(misc-no-recursion)
{
    const bool counts = node.kind == FilterNode::Kind::Test
        && (asks == Asks::Anything || node.test.comparison != FilterOperator::IsMissing);
    if (counts && std::ranges::find(names, node.test.field) == names.end())
        names.push_back(node.test.field);
    for (const FilterNode& child : node.children)
        collectNames(child, asks, names);
}

} // namespace

Filter::Filter(std::shared_ptr<const FilterNode> root)
    : m_root(std::move(root))
{
}

Result<Filter> Filter::parse(std::string_view expression)
{
    CB_TRY(FilterNode root, parseFilter(expression));
    return Filter(std::make_shared<const FilterNode>(std::move(root)));
}

Result<std::vector<std::uint8_t>> Filter::mask(const CaseTable& table, std::span<const Truth> truth) const
{
    FilterRows rows { table.schema, {}, nullptr, table.rowCount() };
    for (const Column& column : table.columns)
        rows.columns.push_back(&column);
    std::optional<Column> ids;
    if (asksForIds(table.schema)) {
        std::vector<Code> codes(table.rowCount());
        std::iota(codes.begin(), codes.end(), Code { 0 });
        ids = Column::codes(FieldKind::Text,
                            { std::move(codes), std::make_shared<const Dictionary>(table.ids) });
        rows.ids = &*ids;
    }
    return mask(rows, truth);
}

Result<std::vector<std::uint8_t>> Filter::mask(const FilterRows& rows, std::span<const Truth> truth) const
{
    expects(truth.empty() || truth.size() == rows.rowCount, "Filter::mask: truth has another length");
    CB_TRY(Tris result, Evaluation(rows, truth).of(*m_root));
    constexpr std::uint64_t kOnes = 0x0101010101010101;
    combine(result, result, [](std::uint64_t value, std::uint64_t) {
        return value >> 1U & kOnes; // the bit that True alone has
    });
    return result;
}

bool Filter::asksForIds(const Schema& schema) const
{
    return std::ranges::any_of(fieldNames(), [&](const std::string& field) {
        const std::string name = toLowerAscii(field);
        return (name == "case_id" || name == "id") && !schema.find(field);
    });
}

bool Filter::mayPass(const FieldRanges& ranges) const
{
    return chancesOf(*m_root, ranges).pass;
}

std::vector<std::string> Filter::fieldNames() const
{
    std::vector<std::string> names;
    collectNames(*m_root, Asks::Anything, names);
    return names;
}

std::vector<std::string> Filter::comparedFields() const
{
    std::vector<std::string> names;
    collectNames(*m_root, Asks::Value, names);
    return names;
}

} // namespace casebench
