// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/Filter.h"

#include "core/base/Text.h"
#include "core/data/FilterParser.h"

#include <algorithm>
#include <compare>
#include <fmt/format.h>

namespace casebench {

namespace {

// Ordered so that AND is the least, OR the greatest and NOT the difference to True.
using Tri = std::uint8_t;
constexpr Tri kFalse = 0;
constexpr Tri kUnknown = 1;
constexpr Tri kTrue = 2;
using Tris = std::vector<Tri>;

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

Tri verdict(bool isMissing, bool isTrue)
{
    return isMissing ? kUnknown : isTrue ? kTrue : kFalse;
}

Result<Tris> testNumbers(const FilterTest& test, const Column& column)
{
    std::vector<double> bounds;
    for (const FilterValue& value : test.values) {
        if (!value.number)
            return unfit(test, value, "numbers", "Compare it with a number.");
        bounds.push_back(*value.number);
    }
    Tris result;
    result.reserve(column.size());
    for (const double cell : column.numbers()) {
        const auto compare = [&](std::size_t i) { return cell < bounds[i] ? -1 : cell > bounds[i] ? 1 : 0; };
        result.push_back(verdict(std::isnan(cell), holds(test, compare)));
    }
    return result;
}

Result<Tris> testTimes(const FilterTest& test, const Column& column)
{
    std::vector<std::pair<Instant, Instant>> spans;
    for (const FilterValue& value : test.values) {
        const auto from = parseTimeBound(value.text, false);
        const auto to = parseTimeBound(value.text, true);
        if (!from || !to)
            return unfit(test, value, "times",
                         "Write 2026, 2026-03, '2026-03-01' or '2026-03-01T09:30:00Z'.");
        spans.emplace_back(*from, std::max(*to, *from + 1));
    }
    Tris result;
    result.reserve(column.size());
    for (const Instant cell : column.times()) {
        const auto compare = [&](std::size_t i) {
            return cell < spans[i].first ? -1 : cell >= spans[i].second ? 1 : 0;
        };
        result.push_back(verdict(cell == kNoTime, holds(test, compare)));
    }
    return result;
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
    Tris ofLevel;
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
    Tris result;
    result.reserve(column.size());
    for (const Code code : column.codes())
        result.push_back(code < 0 ? kUnknown : ofLevel[static_cast<std::size_t>(code)]);
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

/// Case ids are never missing.
Tris testIds(const FilterTest& test, const std::vector<std::string>& ids)
{
    Tris result;
    result.reserve(ids.size());
    for (const std::string& id : ids)
        result.push_back(textHolds(test, id) ? kTrue : kFalse);
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
    Evaluation(const CaseTable& table, std::span<const Truth> truth)
        : m_table(table)
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
                value = static_cast<Tri>(kTrue - value);
        }
        for (std::size_t i = 1; i < node.children.size(); ++i) {
            CB_TRY(const Tris other, of(node.children[i]));
            for (std::size_t row = 0; row < result.size(); ++row)
                result[row] = node.kind == FilterNode::Kind::And ? std::min(result[row], other[row])
                                                                 : std::max(result[row], other[row]);
        }
        return result;
    }

private:
    [[nodiscard]] Result<Tris> ofTest(const FilterTest& test) const
    {
        CB_TRY(Tris result, compared(test));
        if (test.negated) {
            for (Tri& value : result)
                value = static_cast<Tri>(kTrue - value);
        }
        return result;
    }

    [[nodiscard]] Result<Tris> compared(const FilterTest& test) const
    {
        const auto field = m_table.schema.find(test.field);
        const std::string name = toLowerAscii(test.field);
        if (name == "label" && !m_truth.empty() && (!field || !test.quotedName))
            return testTruth(test, m_truth);
        if (field)
            return testColumn(test, m_table.columns[*field]);
        if (name == "case_id" || name == "id")
            return testIds(test, m_table.ids);
        Error error = field.error();
        if (name == "label")
            error.advice = "The labels of cases are not known here.";
        return std::move(error).in(fmt::format("filter, character {}", test.position));
    }

    const CaseTable& m_table;
    std::span<const Truth> m_truth;
};

void collectNames(const FilterNode& node, std::vector<std::string>& names) // NOLINT(misc-no-recursion)
{
    if (node.kind == FilterNode::Kind::Test && std::ranges::find(names, node.test.field) == names.end())
        names.push_back(node.test.field);
    for (const FilterNode& child : node.children)
        collectNames(child, names);
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
    expects(truth.empty() || truth.size() == table.rowCount(), "Filter::mask: truth has another length");
    CB_TRY(Tris result, Evaluation(table, truth).of(*m_root));
    for (Tri& value : result)
        value = value == kTrue ? 1 : 0;
    return result;
}

std::vector<std::string> Filter::fieldNames() const
{
    std::vector<std::string> names;
    collectNames(*m_root, names);
    return names;
}

} // namespace casebench
