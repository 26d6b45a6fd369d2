// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/TypeInference.h"

#include "core/base/Text.h"
#include "core/importing/CsvWriter.h"

#include <fmt/format.h>

namespace casebench {

namespace {

bool isCompactDate(std::string_view text, double number)
{
    if (text.size() != 8 || number < 1900'01'01 || number > 2099'12'31)
        return false;
    const int value = static_cast<int>(number);
    return makeDate(value / 10'000, value / 100 % 100, value % 100).has_value();
}

} // namespace

void TypeEvidence::add(std::string_view text, const Value& value, std::int64_t rows)
{
    m_counts[static_cast<std::size_t>(value.shape)] += rows;
    m_rows += rows;
    if (value.shape >= Shape::Integer && value.shape <= Shape::LongInteger) {
        m_missing.addNumber(text, value.number, rows);
        if (!m_hasNumber || value.number < m_least) {
            m_least = value.number;
            m_leastText = text;
        }
        if (!m_hasNumber || value.number > m_most) {
            m_most = value.number;
            m_mostText = text;
        }
        m_hasNumber = true;
        if (value.shape == Shape::Integer) {
            m_zeroOne += text.size() == 1 && value.number <= 1 ? rows : 0;
            m_compactDates += isCompactDate(text, value.number) ? rows : 0;
        }
    } else if (value.instant != kNoTime) {
        if (m_first == kNoTime || value.instant < m_first) {
            m_first = value.instant;
            m_firstText = text;
        }
        if (m_last == kNoTime || value.instant > m_last) {
            m_last = value.instant;
            m_lastText = text;
        }
    } else if (value.shape == Shape::BoolWord) {
        m_words[value.pair][value.yes ? 1 : 0] += rows;
    } else if (value.shape == Shape::Other || value.shape == Shape::MissingWord) {
        m_missing.addText(text, rows);
        m_formula = m_formula || (value.shape == Shape::Other && looksLikeFormula(text));
    }
}

void TypeEvidence::addDeclaredMissing(std::int64_t rows)
{
    m_counts[static_cast<std::size_t>(Shape::Empty)] += rows;
    m_rows += rows;
    m_declaredMissing += rows;
}

std::string TypeEvidence::othersText() const
{
    const std::int64_t others = m_rows - count(Shape::Empty) - m_missing.wordRows();
    if (others == 0)
        return {};
    if (count(Shape::Integer, Shape::LongInteger) == others)
        return "every other value is a number";
    if (count(Shape::IsoDate, Shape::SlashYmd) == others)
        return "every other value is a date";
    return count(Shape::BoolWord) == others ? "every other value is yes or no" : std::string();
}

std::int64_t TypeEvidence::count(Shape first, Shape last) const
{
    std::int64_t total = 0;
    for (auto shape = static_cast<std::size_t>(first); shape <= static_cast<std::size_t>(last); ++shape)
        total += m_counts[shape];
    return total;
}

std::optional<TypeEvidence::Decision> TypeEvidence::asNumber() const
{
    const std::int64_t present = m_rows - count(Shape::Empty) - count(Shape::MissingWord);
    const std::int64_t numbers = count(Shape::Integer, Shape::NonFinite);
    if (numbers + count(Shape::LocaleNumber) < present)
        return std::nullopt;
    Decision decision;
    if (numbers < present) {
        decision.reason = "numbers in the manner of some country, such as 1.234,56: text until decimal and "
                          "thousands are told";
        decision.notes = { "number-locale" };
        return decision;
    }
    if (count(Shape::LeadingZero) > 0)
        decision.notes.emplace_back("leading-zero");
    if (count(Shape::LongInteger) + count(Shape::LongDecimal) > 0)
        decision.notes.emplace_back("long-number");
    if (count(Shape::NonFinite) > 0)
        decision.notes.emplace_back("non-finite");
    if (count(Shape::LeadingZero) > 0) {
        decision.reason = "digits with leading zeros: a number would lose them";
    } else if (count(Shape::LongInteger) > 0) {
        decision.reason = "more than 15 digits: a number would lose some";
    } else if (count(Shape::NonFinite) > 0) {
        decision.reason = "infinite values, or values that no number holds";
    } else {
        decision.type = count(Shape::Integer) == present ? ValueType::Integer : ValueType::Decimal;
        decision.reason =
            decision.type == ValueType::Integer ? "every value is a whole number" : "every value is a number";
        if (m_compactDates == present) {
            decision.notes.emplace_back("maybe-date");
            decision.reason += ", perhaps a date written yyyymmdd";
        }
    }
    return decision;
}

std::optional<TypeEvidence::Decision> TypeEvidence::asBoolean() const
{
    const std::int64_t present = m_rows - count(Shape::Empty);
    const std::int64_t words = count(Shape::BoolWord);
    if (words == 0 || words + m_zeroOne < present)
        return std::nullopt;
    std::size_t pairs = 0;
    std::size_t pair = 0;
    for (std::size_t i = 0; i < kBoolPairs; ++i) {
        if (m_words[i][0] + m_words[i][1] > 0) {
            ++pairs;
            pair = i;
        }
    }
    Decision decision;
    if (pairs > 1 || m_zeroOne > 0) {
        decision.reason = "yes and no in several spellings that do not belong together";
        decision.notes = { "mixed-boolean" };
        return decision;
    }
    // A lone "f" or "n" may be anything; the pair makes it a yes or no.
    const bool letters = pair == 2 || pair == 3;
    if (letters && (m_words[pair][0] == 0 || m_words[pair][1] == 0))
        return std::nullopt;
    decision.type = ValueType::Boolean;
    decision.reason = "every value is one of a yes/no pair";
    return decision;
}

std::optional<TypeEvidence::Decision> TypeEvidence::asTime(const ColumnReading& reading) const
{
    const std::int64_t present = m_rows - count(Shape::Empty);
    if (count(Shape::IsoDate, Shape::TwoDigitYear) < present)
        return std::nullopt;
    Decision decision;
    const std::int64_t iso = count(Shape::IsoDate, Shape::IsoTimeLocal);
    if (count(Shape::IsoInvalid) + count(Shape::SlashInvalid) > 0) {
        decision.reason = "some dates do not exist";
        decision.notes = { "date-invalid" };
    } else if (count(Shape::TwoDigitYear) > 0) {
        decision.reason = "years of two digits: the century is not known";
        decision.notes = { "two-digit-year" };
    } else if (iso == present) {
        decision = isoTimes();
    } else if (iso > 0) {
        decision.reason = "dates written in two ways";
        decision.notes = { "date-ambiguous" };
    } else {
        decision = slashDates(reading);
    }
    return decision;
}

TypeEvidence::Decision TypeEvidence::isoTimes() const
{
    Decision decision;
    decision.type =
        count(Shape::IsoTimeZoned) + count(Shape::IsoTimeLocal) > 0 ? ValueType::DateTime : ValueType::Date;
    decision.reason =
        decision.type == ValueType::Date ? "every value is an ISO date" : "every value is an ISO time";
    if (decision.type == ValueType::DateTime && count(Shape::IsoTimeZoned) == 0) {
        decision.notes = { "no-timezone" };
        decision.reason += "; no zone is given, UTC is assumed for comparing";
    } else if (decision.type == ValueType::DateTime
               && count(Shape::IsoTimeLocal) + count(Shape::IsoDate) > 0) {
        decision.notes = { "mixed-timezone" };
        decision.reason += "; some have no zone, UTC is assumed for those";
    }
    return decision;
}

/// The order that the column decides, or "".
std::string TypeEvidence::slashOrder() const
{
    const bool dmy = count(Shape::SlashDmy) > 0;
    const bool mdy = count(Shape::SlashMdy) > 0;
    const bool ymd = count(Shape::SlashYmd) > 0;
    if (ymd)
        return dmy || mdy || count(Shape::SlashEither) > 0 ? "" : "ymd";
    return dmy == mdy ? "" : dmy ? "dmy" : "mdy";
}

TypeEvidence::Decision TypeEvidence::slashDates(const ColumnReading& reading) const
{
    Decision decision;
    const std::string order = reading.dateOrder.empty() ? slashOrder() : reading.dateOrder;
    if (order.empty()) {
        decision.reason = "dates with slashes, and nothing tells days from months";
        decision.notes = { "date-ambiguous" };
    } else if (fitting(ValueType::Date, order) < m_rows - count(Shape::Empty)) {
        decision.reason = "some dates do not exist in the order " + order;
        decision.notes = { "date-invalid" };
    } else {
        decision.type = ValueType::Date;
        decision.dateOrder = order;
        decision.reason = "dates with slashes in the order " + order
            + (reading.dateOrder.empty() ? ", which the values decide" : "");
        decision.notes = { "date-order=" + order };
    }
    return decision;
}

TypeEvidence::Decision TypeEvidence::decideFreely(const ColumnReading& reading) const
{
    const std::int64_t empty = count(Shape::Empty);
    if (m_rows == empty + count(Shape::MissingWord))
        return { ValueType::Missing,
                 m_rows == 0 ? "there are no rows" : "no cell has a value",
                 m_rows == 0 ? std::vector<std::string> {} : std::vector<std::string> { "all-missing" },
                 {} };
    if (auto number = asNumber())
        return *number;
    if (auto boolean = asBoolean())
        return *boolean;
    if (auto time = asTime(reading))
        return *time;
    return { ValueType::Text, "texts that are not all numbers, dates or yes and no", {}, {} };
}

/// Cells that can be read as that type.
std::int64_t TypeEvidence::fitting(ValueType type, const std::string& dateOrder) const
{
    switch (type) {
    case ValueType::Integer:
    case ValueType::Decimal:
        return count(Shape::Integer, Shape::LongInteger);
    case ValueType::Boolean:
        return count(Shape::BoolWord) + m_zeroOne;
    case ValueType::Date:
    case ValueType::DateTime: {
        const std::int64_t iso = count(Shape::IsoDate, Shape::IsoTimeLocal);
        if (dateOrder == "ymd")
            return iso + count(Shape::SlashYmd);
        if (dateOrder.empty())
            return iso;
        return iso + count(Shape::SlashEither)
            + count(dateOrder == "dmy" ? Shape::SlashDmy : Shape::SlashMdy);
    }
    case ValueType::Missing:
        return 0;
    case ValueType::Text:
        break;
    }
    return m_rows - count(Shape::Empty);
}

void TypeEvidence::decide(ColumnProfile& profile,
                          std::vector<std::string>& notes,
                          const ColumnReading& reading,
                          std::optional<ValueType> forced) const
{
    Decision decision = decideFreely(reading);
    const bool isForced = forced && *forced != decision.type;
    if (isForced) {
        decision = {
            *forced, "the type was told", {}, reading.dateOrder.empty() ? slashOrder() : reading.dateOrder
        };
    }
    const bool words = decision.type == ValueType::Integer || decision.type == ValueType::Decimal
        || decision.type == ValueType::Boolean || decision.type == ValueType::Missing;
    profile.type = decision.type;
    profile.reason = decision.reason;
    profile.dateOrder = decision.dateOrder;
    profile.filled = fitting(decision.type, decision.dateOrder);
    const std::int64_t blank = count(Shape::Empty) + (words ? count(Shape::MissingWord) : 0);
    profile.missing = m_rows - profile.filled;
    profile.declaredMissing = m_declaredMissing;
    profile.unparsed = isForced ? profile.missing - blank : 0;
    if (profile.unparsed > 0)
        notes.push_back(fmt::format("unparsed:{}={}", profile.name, profile.unparsed));
    for (const std::string& note : decision.notes)
        notes.push_back(note + ":" + profile.name);
    if (decision.type == ValueType::Integer || decision.type == ValueType::Decimal) {
        profile.minimum = m_leastText;
        profile.maximum = m_mostText;
        profile.low = m_least;
        profile.high = m_most;
    } else if (decision.type == ValueType::Date || decision.type == ValueType::DateTime) {
        profile.minimum = m_firstText;
        profile.maximum = m_lastText;
    }
    profile.missingSuggested = m_missing.suggest(profile, othersText());
}

} // namespace casebench
