// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace casebench {

/// What a text looks like that names or reaches a person.
enum class PersonalPattern : std::uint8_t
{
    None,
    Mail,
    Phone,
    Iban, ///< length of its country and check digits hold
    Card, ///< known prefix, length and check digit hold
    Name, ///< two to four capitalised words
};
inline constexpr std::size_t kPersonalPatterns = 6;

/// The pattern that a whole text fits; no part of a longer text is looked for.
/// Cost:   O(length), no allocation.
[[nodiscard]] PersonalPattern personalPatternOf(std::string_view text);

/// ISO 13616: known country, its length, and the number modulo 97 is 1. Spaces between groups are allowed.
[[nodiscard]] bool isIban(std::string_view text);
/// ISO/IEC 7812: 13 to 19 digits, a prefix that a network issues under with its length, and the check digit
/// of Luhn.
[[nodiscard]] bool isCardNumber(std::string_view text);

/// Counts of patterns among the different texts of a column.
class PersonalEvidence
{
public:
    void add(std::string_view text);

    [[nodiscard]] std::int64_t looked() const { return m_looked; }

    /// The pattern that most texts fit; None when no text fits any.
    [[nodiscard]] PersonalPattern commonest() const;

    [[nodiscard]] std::int64_t count(PersonalPattern pattern) const
    {
        return m_counts[static_cast<std::size_t>(pattern)];
    }

    /// Texts that reach a person, whatever the way: mail, phone, account, card.
    [[nodiscard]] std::int64_t reaching() const;
    /// Enough to suggest the role personal: at least 80 % of the texts (ours), and at least two of them for
    /// what carries check digits or an @, five for phones and names, which chance imitates more easily
    /// (ours).
    [[nodiscard]] bool suggestsPersonal() const;
    /// "looks like phone numbers: 587 of 600 different texts"; "" when nothing fits.
    [[nodiscard]] std::string sentence() const;

private:
    std::int64_t m_looked = 0;
    std::array<std::int64_t, kPersonalPatterns> m_counts {};
};

} // namespace casebench
