// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/FileProfile.h"

#include <array>
#include <fmt/format.h>

namespace casebench {

namespace {

struct NoteSentence
{
    std::string_view token;
    std::string_view sentence; ///< {} = what the token names
};

constexpr std::array<NoteSentence, 47> kNoteSentences { {
    { "bom", "The file starts with a byte order mark." },
    { "utf-16", "The text is UTF-16." },
    { "sep", "Its first line names the delimiter: {}" },
    { "eol-mixed", "Lines end in different ways." },
    { "blank-lines", "Blank lines were skipped: {}" },
    { "header-empty", "A column has no name; it is called by its number." },
    { "header-duplicate", "A column name comes twice; the later one got a number." },
    { "header-space", "A column name has spaces around it or a line end inside." },
    { "header-looks-like-data", "The first line looks like data: there may be no header." },
    { "no-data-rows", "There are no rows under the header." },
    { "huge-field", "A cell is longer than a spreadsheet could hold." },
    { "control-char", "Some texts hold control characters." },
    { "bidi-control", "Some texts hold characters that turn the reading direction." },
    { "formula-like", "Some texts start as a spreadsheet formula does; exports guard them." },
    { "leading-zero", "{} has leading zeros and stays text." },
    { "long-number", "{} has more digits than a number holds; they are kept as text." },
    { "non-finite", "{} has values that are no finite numbers and stays text." },
    { "number-locale", "{} has numbers in the manner of some country: tell decimal and thousands." },
    { "date-ambiguous", "{}: nothing tells days from months; give the date order." },
    { "date-invalid", "{} has dates that do not exist and stays text." },
    { "date-order=dmy", "{} is read as day/month/year." },
    { "date-order=mdy", "{} is read as month/day/year." },
    { "date-order=ymd", "{} is read as year/month/day." },
    { "two-digit-year", "{} has years of two digits and stays text." },
    { "maybe-date", "{} is a number that may be a date (yyyymmdd)." },
    { "mixed-boolean", "{} spells yes and no in several ways and stays text." },
    { "no-timezone", "{} has times without a zone; UTC is assumed for comparing." },
    { "mixed-timezone", "{} has times with and without a zone." },
    { "all-missing", "{} has no value in any row." },
    { "missing-key", "Some objects lack some keys; those cells are empty." },
    { "type-varies", "{} holds values of several sorts." },
    { "json-kinds", "The sorts of values, by rows: {}" },
    { "nested", "{} holds objects or lists; they are kept as JSON text." },
    { "sheet", "The sheet that was read: {}" },
    { "other-sheets", "The workbook has other sheets, which were not read: {}" },
    { "hidden-sheets", "The workbook has hidden sheets: {}" },
    { "date-1904", "The workbook counts days from 1904." },
    { "date-serial", "{} has numbers shown as dates; they are read as dates." },
    { "time-serial", "{} has numbers shown as times of the day; they are read as numbers." },
    { "display-format", "{} is shown with leading zeros that its numbers do not have." },
    { "error-cell", "Cells with an error, kept as their text: {}" },
    { "merged-cells", "Some cells are merged; only the first of each has a value." },
    { "formula-cells", "Some cells hold formulas; their last values were read, nothing was calculated." },
    { "blob", "{} holds bytes that are no text; they are kept as X'..'." },
    { "null-and-empty", "{} has both NULL and empty texts; both are empty here." },
    { "computed-columns", "Generated columns that are not stored were left out: {}" },
    { "unparsed", "Cells that did not fit the type told became missing: {}" },
} };

} // namespace

std::string noteText(std::string_view token)
{
    for (const NoteSentence& note : kNoteSentences) {
        if (!token.starts_with(note.token))
            continue;
        const std::string_view rest = token.substr(note.token.size());
        if (rest.empty() || rest[0] == ':' || rest[0] == '=')
            return fmt::format(fmt::runtime(note.sentence), rest.empty() ? rest : rest.substr(1));
    }
    return std::string(token);
}

} // namespace casebench
