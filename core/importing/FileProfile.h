// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/HiddenMissing.h"
#include "core/importing/PersonalPatterns.h"
#include "core/importing/RowSource.h"

namespace casebench {

struct LevelCount
{
    std::string text;
    std::int64_t rows = 0;
};

/// What one column of a file looks like.
struct ColumnProfile
{
    std::string name;
    ValueType type = ValueType::Text;
    std::string reason; ///< why this type, in words
    std::string dateOrder; ///< order of dates with slashes, "" when there are none
    std::string noText; ///< type Boolean: the file's commonest spellings
    std::string yesText;
    std::int64_t filled = 0; ///< cells with a value of that type
    std::int64_t missing = 0;
    std::int64_t unparsed = 0; ///< forced types: cells that did not fit
    std::int64_t distinct = 0; ///< different texts, "" not counted; exact unless distinctCapped
    bool distinctCapped = false; ///< there are more
    bool unique = false; ///< no text came twice and none was empty (looked at for id-like names only)
    std::string minimum; ///< numbers and times, as the file spells them; "" otherwise
    std::string maximum;
    double low = 0; ///< numbers: the same as values; equal when there are none
    double high = 0;
    std::vector<std::string> examples; ///< the first different texts, at most five
    std::vector<LevelCount> levels; ///< most frequent first; empty when distinctCapped
    std::int64_t declaredMissing = 0; ///< cells whose text was told to stand for "no value"
    std::vector<HiddenMissing> missingSuggested; ///< texts that may stand for it, most frequent first
    PersonalEvidence personal; ///< of the first different texts, at most 1,000
    std::vector<std::string> askedTexts; ///< what is ambiguous about dates or numbers, as the file spells it
};

/// What a look through a file found.
struct FileProfile
{
    std::filesystem::path path;
    ReadOptions options; ///< as given: the second pass uses them again
    std::string reader; ///< id of the importer
    std::string encoding;
    std::string sha256; ///< hex, "" without ReadOptions::digest
    std::string fingerprint; ///< of the bytes read, to notice a change between the passes
    std::vector<std::string> header;
    std::vector<ColumnProfile> columns; ///< one per header name
    std::vector<std::string> notes; ///< tokens: bom, eol-mixed, leading-zero:phone, unparsed:x=3 ...
    std::int64_t rows = 0; ///< accepted
    double share = 1; ///< of the file that was looked at, about
    std::int64_t quarantined = 0;
    std::vector<RowIssue>
        quarantine; ///< the first 100,000; raw bytes of the first 16 MiB (the second pass has all)

    [[nodiscard]] std::int64_t rowsRead() const { return rows + quarantined; }
};

/// A sentence for a note's token, for people; the token itself when it is not known.
[[nodiscard]] std::string noteText(std::string_view token);

} // namespace casebench
