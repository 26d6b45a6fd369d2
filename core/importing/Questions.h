// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/ImportPlan.h"

namespace casebench {

/// One way to read what is ambiguous.
struct QuestionAnswer
{
    std::string word; ///< "dmy", "mdy", "ymd"; "decimal=, thousands=."; "text"
    std::string reads; ///< how the first example reads then: "2026-04-03", "1234.56"; "" for text
    std::size_t fits = 0; ///< how many of the texts looked at can be read so

    bool operator==(const QuestionAnswer&) const = default;
};

/// Something about a column that its values do not decide; only a person knows.
struct ImportQuestion
{
    enum class About
    {
        DateOrder,
        NumberFormat
    };

    std::string column; ///< its name in the file
    About about = About::DateOrder;
    std::string example; ///< a text that reads in two ways
    std::size_t looked = 0; ///< different texts looked at
    std::vector<QuestionAnswer> answers; ///< the last is always "text"

    bool operator==(const ImportQuestion&) const = default;
};

/// What has to be asked before the file is taken: dates and numbers that can be read in several ways, as long
/// as nobody said how (ReadOptions) or demanded a type or kind.
[[nodiscard]] std::vector<ImportQuestion> openQuestions(const FileProfile& profile,
                                                        const FieldChoices& choices);

/// Puts an answer among the options; the file is to be profiled again then.
/// Fails:  InvalidInput when the word is none of the question's answers.
[[nodiscard]] Result<void>
answerQuestion(ReadOptions& options, const ImportQuestion& question, std::string_view word);

} // namespace casebench
