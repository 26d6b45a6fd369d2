// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace casebench {

struct ColumnProfile;

/// A text that may stand for "no value". Never taken by itself: a person accepts it.
struct HiddenMissing
{
    std::string text; ///< exactly as the file spells it
    std::int64_t rows = 0;
    std::string why; ///< the evidence, in words

    bool operator==(const HiddenMissing&) const = default;
};

/// Counts the codes and words that often stand for "no value", and how far the other numbers reach.
class MissingWatch
{
public:
    /// A number as the file spells it.
    void addNumber(std::string_view text, double number, std::int64_t rows);
    /// Any other text.
    void addText(std::string_view text, std::int64_t rows);

    /// Suggestions with their evidence, most frequent first.
    /// Takes:  profile: type, name and levels decided; rows: of the column; others: cells that are neither
    /// empty nor one of the words (all numbers, all dates ...), in words, or "".
    [[nodiscard]] std::vector<HiddenMissing> suggest(const ColumnProfile& profile,
                                                     std::string_view others) const;

    /// Rows whose text is one of the words.
    [[nodiscard]] std::int64_t wordRows() const;

private:
    static constexpr std::size_t kCodes = 11;

    struct Word
    {
        std::string text;
        std::int64_t rows = 0;
    };

    [[nodiscard]] std::string whyCode(std::size_t code, std::int64_t rows, const std::string& name) const;
    void suggestCodes(const ColumnProfile& profile, std::vector<HiddenMissing>& found) const;
    void suggestWords(const ColumnProfile& profile,
                      std::string_view others,
                      std::vector<HiddenMissing>& found) const;

    std::array<std::array<std::int64_t, 2>, kCodes> m_codes {}; ///< spelled "999" and "999.0"
    std::vector<Word> m_words; ///< different spellings, at most 16
    std::int64_t m_others = 0; ///< rows with a number that is no code
    double m_least = std::numeric_limits<double>::infinity();
    double m_most = -std::numeric_limits<double>::infinity();
};

} // namespace casebench
