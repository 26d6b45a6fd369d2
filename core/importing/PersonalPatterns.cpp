// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/PersonalPatterns.h"

#include "core/base/Text.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr double kMostly = 0.8; // share of texts that must fit (ours)
constexpr std::int64_t kChecked = 2; // texts needed where check digits speak (ours)
constexpr std::int64_t kUnchecked = 5; // texts needed where only the shape speaks (ours)

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}

bool isLetter(char c)
{
    return isUpper(c) || isLower(c);
}

bool isBeyondAscii(char c)
{
    return (static_cast<unsigned char>(c) & 0x80) != 0;
}

bool isMail(std::string_view text)
{
    const auto at = text.find('@');
    if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254)
        return false;
    const std::string_view local = text.substr(0, at);
    const std::string_view domain = text.substr(at + 1);
    const auto dot = domain.rfind('.');
    if (dot == std::string_view::npos || dot == 0 || domain.size() - dot < 3)
        return false;
    const auto localOk = [](char c) {
        return isLetter(c) || isDigit(c) || isBeyondAscii(c)
            || std::string_view(".!#$%&'*+/=?^_`{|}~-").find(c) != std::string_view::npos;
    };
    const auto domainOk = [](char c) {
        return isLetter(c) || isDigit(c) || isBeyondAscii(c) || c == '-' || c == '.';
    };
    return std::ranges::all_of(local, localOk) && std::ranges::all_of(domain, domainOk)
        && std::ranges::all_of(domain.substr(dot + 1), [](char c) { return isLetter(c) || isBeyondAscii(c); })
        && domain.find("..") == std::string_view::npos;
}

/// Digits with the separators people put between them; written so that a number, a date or an amount is none.
bool isPhone(std::string_view text)
{
    if (text.size() < 8 || text.size() > 24)
        return false;
    std::size_t digits = 0;
    std::size_t dots = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (isDigit(c)) {
            ++digits;
        } else if (c == ' ' || c == '-' || c == '(' || c == ')' || c == '.') {
            dots += c == '.' ? 1 : 0;
        } else if (c != '+' || i != 0) {
            return false;
        }
    }
    if (text[0] == '+')
        return digits >= 8 && digits <= 15; // ITU-T E.164: at most 15
    if (digits < 9 || digits > 15 || dots == 1)
        return false;
    const bool american =
        text.size() == 12 && text[3] == text[7] && (text[3] == '-' || text[3] == '.') && digits == 10;
    return american || text[0] == '(' || (text[0] == '0' && digits <= 14);
}

struct IbanLength
{
    std::string_view country;
    std::size_t length;
};

/// SWIFT IBAN registry, release 97 (2024): length by country.
constexpr std::array<IbanLength, 80> kIbanLengths { {
    { "AD", 24 }, { "AE", 23 }, { "AL", 28 }, { "AT", 20 }, { "AZ", 28 }, { "BA", 20 }, { "BE", 16 },
    { "BG", 22 }, { "BH", 22 }, { "BR", 29 }, { "BY", 28 }, { "CH", 21 }, { "CR", 22 }, { "CY", 28 },
    { "CZ", 24 }, { "DE", 22 }, { "DJ", 27 }, { "DK", 18 }, { "DO", 28 }, { "EE", 20 }, { "EG", 29 },
    { "ES", 24 }, { "FI", 18 }, { "FK", 18 }, { "FO", 18 }, { "FR", 27 }, { "GB", 22 }, { "GE", 22 },
    { "GI", 23 }, { "GL", 18 }, { "GR", 27 }, { "GT", 28 }, { "HR", 21 }, { "HU", 28 }, { "IE", 22 },
    { "IL", 23 }, { "IQ", 23 }, { "IS", 26 }, { "IT", 27 }, { "JO", 30 }, { "KW", 30 }, { "KZ", 20 },
    { "LB", 28 }, { "LC", 32 }, { "LI", 21 }, { "LT", 20 }, { "LU", 20 }, { "LV", 21 }, { "LY", 25 },
    { "MC", 27 }, { "MD", 24 }, { "ME", 22 }, { "MK", 19 }, { "MN", 20 }, { "MR", 27 }, { "MT", 31 },
    { "MU", 30 }, { "NI", 28 }, { "NL", 18 }, { "NO", 15 }, { "OM", 23 }, { "PK", 24 }, { "PL", 28 },
    { "PS", 29 }, { "PT", 25 }, { "QA", 29 }, { "RO", 24 }, { "RS", 22 }, { "SA", 24 }, { "SC", 31 },
    { "SE", 24 }, { "SI", 19 }, { "SK", 24 }, { "SM", 27 }, { "TN", 24 }, { "TR", 26 }, { "UA", 29 },
    { "VA", 22 }, { "VG", 24 }, { "XK", 20 },
} };

struct CardPrefix
{
    int low; ///< first six digits, from
    int high; ///< to
    std::size_t shortest;
    std::size_t longest;
};

/// Issuer ranges as the networks publish them (Visa, Mastercard, American Express, Diners, Discover, JCB,
/// Mir, RuPay, UnionPay, Maestro).
constexpr std::array<CardPrefix, 19> kCardPrefixes { {
    { 400000, 499999, 13, 19 }, { 510000, 559999, 16, 16 }, { 222100, 272099, 16, 16 },
    { 340000, 349999, 15, 15 }, { 370000, 379999, 15, 15 }, { 300000, 305999, 14, 19 },
    { 360000, 369999, 14, 19 }, { 380000, 399999, 14, 19 }, { 601100, 601199, 16, 19 },
    { 644000, 659999, 16, 19 }, { 352800, 358999, 16, 19 }, { 220000, 220499, 16, 19 },
    { 508500, 508999, 16, 16 }, { 606985, 607984, 16, 16 }, { 608001, 608500, 16, 16 },
    { 620000, 629999, 16, 19 }, { 500000, 508499, 13, 19 }, { 560000, 589999, 13, 19 },
    { 670000, 679999, 13, 19 },
} };

/// A word of a name: "Priya", "O'Brien", "J.", "de".
bool isNameWord(std::string_view word, bool& capital)
{
    static constexpr std::array<std::string_view, 14> kParticles { "de",  "da",  "di",  "du",  "van",
                                                                   "von", "der", "den", "bin", "ibn",
                                                                   "al",  "el",  "la",  "le" };
    if (std::ranges::find(kParticles, word) != kParticles.end())
        return true;
    if (!isUpper(word[0]) && !isBeyondAscii(word[0]))
        return false;
    capital = true;
    std::size_t lower = 0;
    for (std::size_t i = 1; i < word.size(); ++i) {
        const char c = word[i];
        if (isLower(c) || isBeyondAscii(c))
            ++lower;
        else if (!(isUpper(c) && i >= 2) && c != '\'' && c != '-' && !(c == '.' && i + 1 == word.size()))
            return false;
    }
    return lower > 0 || (word.size() == 2 && word[1] == '.') || isBeyondAscii(word[0]);
}

bool isName(std::string_view text)
{
    if (text.size() < 5 || text.size() > 80)
        return false;
    int words = 0;
    int capitals = 0;
    for (const std::string_view word : split(text, ' ')) {
        bool capital = false;
        if (word.empty() || ++words > 4 || !isNameWord(word, capital))
            return false;
        capitals += capital ? 1 : 0;
    }
    return capitals >= 2;
}

struct PatternWords
{
    PersonalPattern pattern;
    std::string_view words;
};

constexpr std::array<PatternWords, 5> kPatternWords { {
    { PersonalPattern::Mail, "mail addresses" },
    { PersonalPattern::Phone, "phone numbers" },
    { PersonalPattern::Iban, "account numbers (IBAN, check digits hold)" },
    { PersonalPattern::Card, "card numbers (known prefix, check digit holds)" },
    { PersonalPattern::Name, "names of persons" },
} };

constexpr std::size_t kShortestIban = 15; // of Norway

} // namespace

bool isIban(std::string_view text)
{
    std::array<char, 34> compact {};
    std::size_t size = 0;
    for (const char c : text) {
        if (c == ' ')
            continue;
        if (size == compact.size() || !(isDigit(c) || isLetter(c)))
            return false;
        compact[size++] = isLower(c) ? static_cast<char>(c - 'a' + 'A') : c;
    }
    const std::string_view iban(compact.data(), size);
    if (size < kShortestIban || !isLetter(iban[0])
        || !isLetter(iban[1])) // as nearly every text; no table is asked
        return false;
    const auto known = std::ranges::find(kIbanLengths, iban.substr(0, 2), &IbanLength::country);
    if (known == kIbanLengths.end() || known->length != size || !isDigit(iban[2]) || !isDigit(iban[3]))
        return false;
    int remainder = 0;
    for (std::size_t i = 0; i < size; ++i) { // the first four characters go to the end
        const char c = iban[(i + 4) % size];
        remainder = isDigit(c) ? (remainder * 10 + (c - '0')) % 97 : (remainder * 100 + (c - 'A' + 10)) % 97;
    }
    return remainder == 1;
}

bool isCardNumber(std::string_view text)
{
    std::array<int, 19> digits {};
    std::size_t size = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (isDigit(c) && size < digits.size())
            digits[size++] = c - '0';
        else if ((c != ' ' && c != '-') || i == 0 || !isDigit(text[i - 1]))
            return false;
    }
    if (size < 13)
        return false;
    int prefix = 0;
    for (std::size_t i = 0; i < 6; ++i)
        prefix = prefix * 10 + digits[i];
    if (std::ranges::none_of(kCardPrefixes, [&](const CardPrefix& entry) {
            return prefix >= entry.low && prefix <= entry.high && size >= entry.shortest
                && size <= entry.longest;
        }))
        return false;
    int sum = 0;
    for (std::size_t i = 0; i < size; ++i) { // every second digit from the right counts double
        const bool twice = (size - i) % 2 == 0;
        const int value = digits[i] * (twice ? 2 : 1);
        sum += value > 9 ? value - 9 : value;
    }
    return sum % 10 == 0;
}

PersonalPattern personalPatternOf(std::string_view text)
{
    if (text.empty())
        return PersonalPattern::None;
    if (isMail(text))
        return PersonalPattern::Mail;
    if (isIban(text))
        return PersonalPattern::Iban;
    if (isCardNumber(text))
        return PersonalPattern::Card;
    if (isPhone(text))
        return PersonalPattern::Phone;
    return isName(text) ? PersonalPattern::Name : PersonalPattern::None;
}

void PersonalEvidence::add(std::string_view text)
{
    if (text.empty())
        return;
    ++m_looked;
    ++m_counts[static_cast<std::size_t>(personalPatternOf(text))];
}

PersonalPattern PersonalEvidence::commonest() const
{
    const auto most = std::max_element(m_counts.begin() + 1, m_counts.end());
    return *most == 0 ? PersonalPattern::None : static_cast<PersonalPattern>(most - m_counts.begin());
}

std::int64_t PersonalEvidence::reaching() const
{
    using enum PersonalPattern;
    return count(Mail) + count(Phone) + count(Iban) + count(Card);
}

bool PersonalEvidence::suggestsPersonal() const
{
    const auto needed = kMostly * static_cast<double>(m_looked);
    const std::int64_t checked = reaching() - count(PersonalPattern::Phone);
    const std::int64_t reach = reaching();
    const std::int64_t names = count(PersonalPattern::Name);
    if (static_cast<double>(reach) >= needed && (checked >= kChecked || reach >= kUnchecked))
        return true;
    return static_cast<double>(names) >= needed && names >= kUnchecked;
}

std::string PersonalEvidence::sentence() const
{
    const PersonalPattern pattern = commonest();
    if (pattern == PersonalPattern::None)
        return {};
    const auto words = std::ranges::find(kPatternWords, pattern, &PatternWords::pattern)->words;
    return fmt::format("looks like {}: {} of {} different texts", words, count(pattern), m_looked);
}

} // namespace casebench
