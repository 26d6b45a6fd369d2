// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/Mapping.h"

namespace casebench {

/// A column that may be a known field under another name.
struct RenameSuggestion
{
    std::string column; ///< in the file
    std::string field; ///< known, and gone from the file
    double nameLikeness = 0; ///< 0..1; 1 = equal but for case and punctuation
    double valueOverlap = 0; ///< 0..1; NaN where values cannot tell (yes/no, texts, times)
    std::string why; ///< the evidence, in words

    bool operator==(const RenameSuggestion&) const = default;
};

struct Retyped
{
    std::string field;
    FieldKind was = FieldKind::Text;
    std::string why; ///< what the column holds now, in words

    bool operator==(const Retyped&) const = default;
};

struct NewLevels
{
    std::string field;
    std::vector<std::string> levels;

    bool operator==(const NewLevels&) const = default;
};

/// How a file differs from a mapping.
struct MappingDifference
{
    std::vector<std::string> newColumns; ///< renamed ones too, as long as nobody accepted
    std::vector<std::string> goneFields;
    std::vector<RenameSuggestion> renamed; ///< best first; each column and each field at most once
    std::vector<Retyped> retyped;
    std::vector<NewLevels> newLevels;

    [[nodiscard]] bool matches() const
    {
        return newColumns.empty() && goneFields.empty() && retyped.empty() && newLevels.empty();
    }
};

/// 1 when equal but for case, punctuation and spaces; else the better of one minus the edit distance per
/// character and the share of common words.
[[nodiscard]] double nameLikeness(std::string_view a, std::string_view b);

/// Compares the columns of a file with a mapping.
/// Takes:  renames: column -> field, accepted by a person.
/// Cost:   O(new columns x gone fields) for the renames.
[[nodiscard]] MappingDifference compareWithMapping(const FileProfile& profile,
                                                   const Mapping& mapping,
                                                   const std::map<std::string, std::string>& renames);

} // namespace casebench
