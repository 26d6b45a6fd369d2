// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/readers/xlsx/Workbook.h"

#include "core/base/Text.h"
#include "core/importing/Utf8.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>

namespace casebench {

namespace {

constexpr std::string_view kTransitional = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
constexpr std::string_view kStrict = "http://purl.oclc.org/ooxml/spreadsheetml/main";
constexpr std::string_view kPackageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";
constexpr std::array<std::string_view, 2> kRelationSpaces {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships"
};

struct Relation
{
    std::string type; ///< the last word of its address: "worksheet"
    std::string target; ///< entry name, or "" when it points out of the archive
};

using Relations = std::map<std::string, Relation, std::less<>>;

Error partMissing(std::string what, const std::string& where)
{
    return {
        ErrorCode::Corrupt, std::move(what), where, "xlsx-part-missing",
        "This is not a whole workbook: open it in the program it comes from and save it again as .xlsx."
    };
}

/// A relation's target as an entry name; "" when it climbs out of the package.
std::string resolved(std::string_view folder, std::string_view target)
{
    std::vector<std::string> parts;
    if (target.starts_with('/'))
        target.remove_prefix(1);
    else if (!folder.empty())
        parts.emplace_back(folder);
    for (const std::string_view part : split(target, '/')) {
        if (part == "..") {
            if (parts.empty())
                return {};
            parts.pop_back();
        } else if (part != ".") {
            parts.emplace_back(part);
        }
    }
    return join(parts, "/");
}

/// The last word of a relation's type, when it is one of the office namespaces.
std::string relationType(std::string_view uri)
{
    for (const std::string_view space : kRelationSpaces) {
        if (uri.starts_with(space) && uri.size() > space.size() && uri[space.size()] == '/')
            return std::string(uri.substr(space.size() + 1));
    }
    return {};
}

class WorkbookReader
{
public:
    WorkbookReader(const ZipFile& zip, const std::string& fileName, Progress& progress)
        : m_zip(zip)
        , m_fileName(fileName)
        , m_progress(progress)
    {
    }

    Result<Workbook> read()
    {
        if (m_zip.find("[Content_Types].xml") == nullptr)
            return partMissing("The archive holds no workbook.", m_fileName);
        CB_TRY(const Relations package, relations("_rels/.rels", ""));
        const Relation* const main = ofType(package, "officeDocument");
        if (main == nullptr || m_zip.find(main->target) == nullptr)
            return partMissing("The archive holds no workbook.", m_fileName);
        const auto slash = main->target.rfind('/');
        const std::string folder = slash == std::string::npos ? "" : main->target.substr(0, slash);
        const std::string name = slash == std::string::npos ? main->target : main->target.substr(slash + 1);
        CB_TRY(m_relations,
               relations((folder.empty() ? "" : folder + "/") + "_rels/" + name + ".rels", folder));
        CB_CHECK(readMain(main->target));
        if (const Relation* const styles = ofType(m_relations, "styles"))
            CB_CHECK(readStyles(styles->target));
        if (const Relation* const strings = ofType(m_relations, "sharedStrings"))
            CB_CHECK(readShared(strings->target));
        return std::move(m_book);
    }

private:
    static const Relation* ofType(const Relations& all, std::string_view type)
    {
        const auto at =
            std::ranges::find_if(all, [&](const auto& entry) { return entry.second.type == type; });
        return at == all.end() ? nullptr : &at->second;
    }

    /// The part, its root element started. Fails: when it is not there, or its root is another.
    Result<std::unique_ptr<XmlReader>>
    open(const std::string& part, std::string_view root, bool package = false)
    {
        const ZipEntry* const entry = m_zip.find(part);
        if (entry == nullptr)
            return partMissing("A part of the workbook is missing: \"" + escapedForTerminal(part) + "\".",
                               m_fileName);
        auto xml = openPart(m_zip, *entry, m_fileName);
        CB_TRY(const XmlToken token, xml->next());
        const bool space =
            package ? xml->namespaceUri() == kPackageRelations : isSheetNamespace(xml->namespaceUri());
        if (token != XmlToken::Start || xml->localName() != root || !space)
            return partMissing("A part of the workbook is not what it should be: \""
                                   + escapedForTerminal(part) + "\".",
                               m_fileName);
        return xml;
    }

    Result<Relations> relations(const std::string& part, std::string_view folder)
    {
        Relations all;
        CB_TRY(const auto xml, open(part, "Relationships", true));
        for (;;) {
            CB_TRY(const XmlToken token, xml->next());
            if (token == XmlToken::Finish)
                return all;
            if (token != XmlToken::Start || xml->localName() != "Relationship")
                continue;
            const auto value = [&](std::string_view name) {
                return std::string(xml->attribute(name).value_or(""));
            };
            const bool external = equalsIgnoreAsciiCase(value("TargetMode"), "external");
            all.emplace(
                value("Id"),
                Relation { relationType(value("Type")), external ? "" : resolved(folder, value("Target")) });
        }
    }

    Result<void> readMain(const std::string& part)
    {
        CB_TRY(const auto xml, open(part, "workbook"));
        for (;;) {
            CB_TRY(const XmlToken token, xml->next());
            if (token == XmlToken::Finish)
                break;
            if (token != XmlToken::Start || !isSheetNamespace(xml->namespaceUri()))
                continue;
            if (xml->localName() == "workbookPr") {
                const auto value = xml->attribute("date1904").value_or("");
                m_book.from1904 = value == "1" || value == "true" || value == "on";
            } else if (xml->localName() == "sheet") {
                addSheet(*xml);
            }
        }
        if (m_book.sheets.empty())
            return partMissing("The workbook has no sheet.", m_fileName);
        return {};
    }

    void addSheet(const XmlReader& xml)
    {
        SheetName sheet;
        sheet.name = xml.attribute("name").value_or("");
        sheet.hidden = xml.attribute("state").value_or("visible") != "visible";
        for (const std::string_view space : kRelationSpaces) {
            const auto relation = m_relations.find(xml.attribute("id", space).value_or(""));
            if (relation == m_relations.end())
                continue;
            if (relation->second.type == "worksheet")
                sheet.part = relation->second.target;
            sheet.noCells = relation->second.type == "chartsheet" || relation->second.type == "dialogsheet"
                || relation->second.type == "xlMacrosheet";
        }
        m_book.sheets.push_back(std::move(sheet));
    }

    Result<void> readStyles(const std::string& part)
    {
        CB_TRY(const auto xml, open(part, "styleSheet"));
        std::map<unsigned int, std::string> codes;
        bool inCells = false;
        for (;;) {
            CB_TRY(const XmlToken token, xml->next());
            if (token == XmlToken::Finish)
                return {};
            if (xml->localName() == "cellXfs")
                inCells = token == XmlToken::Start;
            if (token != XmlToken::Start)
                continue;
            const auto id =
                static_cast<unsigned int>(parseInteger(xml->attribute("numFmtId").value_or("0")).value_or(0));
            if (xml->localName() == "numFmt") {
                codes.emplace(id, xml->attribute("formatCode").value_or(""));
            } else if (inCells && xml->localName() == "xf") {
                const auto code = codes.find(id);
                m_book.styles.push_back(styleOf(id, code == codes.end() ? std::string_view() : code->second));
            }
        }
    }

    Result<void> readShared(const std::string& part)
    {
        CB_TRY(const auto xml, open(part, "sst"));
        for (;;) {
            CB_TRY(const XmlToken token, xml->next());
            if (token == XmlToken::Finish)
                return {};
            if (token != XmlToken::Start || xml->localName() != "si")
                continue;
            const std::size_t begin = m_book.sharedText.size();
            CB_CHECK(readRichText(*xml, m_book.sharedText));
            unescapeSheetText(m_book.sharedText, begin);
            m_book.sharedEnds.push_back(m_book.sharedText.size());
            if (m_book.sharedEnds.size() % 4096 == 0)
                CB_CHECK(m_progress.checkpoint());
        }
    }

    const ZipFile& m_zip;
    const std::string& m_fileName;
    Progress& m_progress;
    Relations m_relations;
    Workbook m_book;
};

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// The unit of _xHHHH_ at this place, or nothing.
std::optional<std::uint32_t> escapedUnit(std::string_view text)
{
    if (text.size() < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_'
        || !std::ranges::all_of(text.substr(2, 4), isHex))
        return std::nullopt;
    return static_cast<std::uint32_t>(std::stoul(std::string(text.substr(2, 4)), nullptr, 16));
}

/// The format code without texts in quotes, escaped characters and colours; elapsed time as [h].
std::string bareCode(std::string_view code)
{
    std::string bare;
    for (std::size_t i = 0; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '"') {
            i = std::min(code.find('"', i + 1), code.size());
        } else if (c == '\\' || c == '_' || c == '*') {
            ++i;
        } else if (c == '[') {
            const std::size_t end = std::min(code.find(']', i), code.size());
            const std::string inner = toLowerAscii(code.substr(i + 1, end - i - 1));
            if (!inner.empty() && inner.find_first_not_of(inner[0]) == std::string::npos
                && std::string_view("hms").find(inner[0]) != std::string_view::npos)
                bare += "[";
            i = end;
        } else {
            bare += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    return bare.substr(0, bare.find(';'));
}

} // namespace

bool isSheetNamespace(std::string_view uri)
{
    return uri == kTransitional || uri == kStrict;
}

std::unique_ptr<XmlReader> openPart(const ZipFile& zip, const ZipEntry& entry, const std::string& fileName)
{
    auto stream = std::make_shared<ZipStream>(zip, entry);
    return std::make_unique<XmlReader>(
        [stream](char* into, std::size_t capacity) { return stream->read(into, capacity); },
        fileName + ": " + escapedForTerminal(entry.name));
}

Result<Workbook> readWorkbook(const ZipFile& zip, const std::string& fileName, Progress& progress)
{
    return WorkbookReader(zip, fileName, progress).read();
}

Result<void> readRichText(XmlReader& xml, std::string& into)
{
    const std::size_t outside = xml.depth() - 1;
    std::size_t textAt = 0; // depth of the open <t>, or 0
    for (;;) {
        CB_TRY(const XmlToken token, xml.next());
        if (token == XmlToken::Text && textAt > 0 && xml.depth() == textAt) {
            into += xml.text();
        } else if (token == XmlToken::Start && xml.localName() == "rPh") {
            CB_CHECK(xml.skipElement());
        } else if (token == XmlToken::Start && xml.localName() == "t") {
            textAt = xml.depth();
        } else if (token == XmlToken::End) {
            textAt = xml.depth() + 1 == textAt ? 0 : textAt;
            if (xml.depth() == outside)
                return {};
        }
    }
}

void unescapeSheetText(std::string& text, std::size_t from)
{
    if (text.find("_x", from) == std::string::npos)
        return;
    std::string decoded;
    for (std::size_t i = from; i < text.size();) {
        const std::string_view rest = std::string_view(text).substr(i);
        const auto unit = escapedUnit(rest);
        if (!unit || (*unit >= 0xDC00 && *unit < 0xE000)) {
            decoded += text[i++];
        } else if (*unit >= 0xD800 && *unit < 0xDC00) {
            const auto low = escapedUnit(rest.substr(7));
            if (low && *low >= 0xDC00 && *low < 0xE000) {
                appendUtf8(decoded, 0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00));
                i += 14;
            } else {
                decoded += text[i++]; // half a character cannot be kept but as it is spelt
            }
        } else {
            appendUtf8(decoded, *unit);
            i += 7;
        }
    }
    text.replace(from, std::string::npos, decoded);
}

NumberStyle styleOf(unsigned int formatId, std::string_view code)
{
    if (code.empty()) {
        if ((formatId >= 14 && formatId <= 17) || formatId == 22 || (formatId >= 27 && formatId <= 31)
            || formatId == 36 || (formatId >= 50 && formatId <= 54) || formatId == 57 || formatId == 58)
            return NumberStyle::Date;
        if ((formatId >= 18 && formatId <= 21) || (formatId >= 32 && formatId <= 35) || formatId == 45
            || formatId == 47 || formatId == 55 || formatId == 56)
            return NumberStyle::TimeOfDay;
        return NumberStyle::Plain;
    }
    const std::string bare = bareCode(code);
    if (bare.find('[') != std::string::npos || bare.starts_with("general"))
        return NumberStyle::Plain; // a duration is a number
    const bool clock = bare.find_first_of("hs") != std::string::npos;
    if (bare.find_first_of("yd") != std::string::npos || (!clock && bare.find('m') != std::string::npos))
        return NumberStyle::Date;
    if (clock)
        return NumberStyle::TimeOfDay;
    const auto zeros = bare.find('0');
    const bool several = zeros != std::string::npos && bare.substr(zeros, 2) == "00"
        && bare.substr(0, zeros).find_first_of("#?.") == std::string::npos;
    return several ? NumberStyle::LeadingZeros : NumberStyle::Plain;
}

} // namespace casebench
