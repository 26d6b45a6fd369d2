// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/readers/xlsx/XmlReader.h"
#include "core/importing/readers/xlsx/ZipFile.h"

#include <array>

namespace casebench {

/// How a cell's style shows a number.
enum class NumberStyle : std::uint8_t
{
    Plain,
    Date, ///< with a date in it
    TimeOfDay, ///< hours, minutes, seconds only
    LeadingZeros, ///< 00042
};

struct SheetName
{
    std::string name;
    bool hidden = false;
    bool noCells = false; ///< a sheet of a chart, a dialog or macros
    std::string part; ///< entry in the archive; "" when its relation leads out of it or nowhere
};

/// What a workbook says about its sheets, apart from their cells.
struct Workbook
{
    std::vector<SheetName> sheets;
    bool from1904 = false;
    std::vector<NumberStyle> styles; ///< by the index that cells carry
    std::string sharedText; ///< all shared strings behind each other
    std::vector<std::uint64_t> sharedEnds; ///< where each ends

    [[nodiscard]] std::string_view shared(std::size_t index) const
    {
        const std::uint64_t begin = index == 0 ? 0 : sharedEnds[index - 1];
        return std::string_view(sharedText).substr(begin, sharedEnds[index] - begin);
    }
};

/// A part of the archive as XML. Takes: zip and entry outlive it.
[[nodiscard]] std::unique_ptr<XmlReader>
openPart(const ZipFile& zip, const ZipEntry& entry, const std::string& fileName);

/// Reads the workbook's parts but for its sheets.
/// Fails:  xlsx-part-missing; the tokens of zip and xml.
[[nodiscard]] Result<Workbook>
readWorkbook(const ZipFile& zip, const std::string& fileName, Progress& progress);

/// Whether this is the namespace of spreadsheets, transitional or strict.
[[nodiscard]] bool isSheetNamespace(std::string_view uri);

/// The text of a <si> or <is> that just started, its runs behind each other, phonetic help left out; ends
/// behind its end.
[[nodiscard]] Result<void> readRichText(XmlReader& xml, std::string& into);

/// _x000D_ -> CR, as office programs write characters that XML cannot hold.
/// Source: ECMA-376 part 1, 22.9.2.19 (ST_Xstring).
void unescapeSheetText(std::string& text, std::size_t from);

/// What a number format code shows. Source: ECMA-376 part 1, 18.8.30 and 18.8.31.
[[nodiscard]] NumberStyle styleOf(unsigned int formatId, std::string_view code);

} // namespace casebench
