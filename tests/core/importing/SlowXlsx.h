// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "SlowReader.h"

#include <QDateTime>
#include <QRegularExpression>
#include <QXmlStreamReader>

#include <map>
#include <memory>
#include <zlib.h>

/// A second reader of workbooks: the archive is held to the bytes that writing its directory again would
/// give, the parts are read by Qt into trees, the sheet is picked from the tree. It shares no code with the
/// product. A refusal has no token here but "refused": in which order faults are found is the reader's own
/// business.
namespace casebench::test {

struct SlowNode
{
    QString space;
    QString name;
    QXmlStreamAttributes attributes;
    QString text; ///< its own, without that of children
    std::vector<SlowNode> children;
};

struct SlowRefusal
{
};

class SlowZip
{
public:
    explicit SlowZip(const std::string& bytes)
        : m_bytes(bytes)
    {
        if (bytes.size() < 22 || u32(bytes.size() - 22) != 0x06054B50)
            throw SlowRefusal {};
        const std::size_t end = bytes.size() - 22;
        const std::size_t count = u16(end + 10);
        const std::size_t size = u32(end + 12);
        const std::size_t start = u32(end + 16);
        if (count > 10'000 || start + size != end || size > (16U << 20))
            throw SlowRefusal {};
        std::map<std::size_t, std::size_t> byPlace; // local -> central
        std::size_t at = start;
        for (std::size_t i = 0; i < count; ++i) {
            need(at, 46);
            if (u32(at) != 0x02014B50 || at + 46 > end)
                throw SlowRefusal {};
            if (!byPlace.emplace(u32(at + 42), at).second)
                throw SlowRefusal {};
            at += 46U + u16(at + 28) + u16(at + 30) + u16(at + 32);
        }
        // The same archive once more, by its directory: any other byte is a contradiction.
        std::string again;
        std::size_t total = 0;
        for (auto entry = byPlace.begin(); entry != byPlace.end(); ++entry) {
            const std::size_t next = std::next(entry) == byPlace.end() ? start : std::next(entry)->first;
            again += rewritten(entry->first, entry->second, next);
            total += u32(entry->second + 24);
        }
        if (again != bytes.substr(0, start) || total > (512U << 20))
            throw SlowRefusal {};
        std::string tail = bytes.substr(end, 22);
        if (at != end || tail.substr(4, 4) != std::string(4, '\0') || u16(end + 8) != count
            || u16(end + 20) != 0)
            throw SlowRefusal {};
        for (const auto& [local, central] : byPlace)
            unpack(local, central);
    }

    const std::string* find(const QString& name) const
    {
        const auto at = m_content.find(name.toLower());
        return at == m_content.end() ? nullptr : &at->second;
    }

private:
    void need(std::size_t at, std::size_t size) const
    {
        if (at > m_bytes.size() || m_bytes.size() - at < size)
            throw SlowRefusal {};
    }

    std::size_t u16(std::size_t at) const
    {
        need(at, 2);
        return static_cast<unsigned char>(m_bytes[at]) + 256U * static_cast<unsigned char>(m_bytes[at + 1]);
    }

    std::size_t u32(std::size_t at) const { return u16(at) + 65536U * u16(at + 2); }

    void checkExtra(std::size_t at, std::size_t size) const
    {
        need(at, size);
        for (std::size_t used = 0; used < size;) {
            if (size - used < 4 || u16(at + used) == 1)
                throw SlowRefusal {};
            used += 4 + u16(at + used + 2);
            if (used > size)
                throw SlowRefusal {};
        }
    }

    std::string rewritten(std::size_t local, std::size_t central, std::size_t next) const
    {
        const std::size_t flags = u16(central + 8);
        const std::size_t method = u16(central + 10);
        const std::size_t nameSize = u16(central + 28);
        if ((flags & ~std::size_t { 0x80E }) != 0 || (method != 0 && method != 8) || u16(central + 34) != 0)
            throw SlowRefusal {};
        need(central + 46, nameSize);
        const std::string name = m_bytes.substr(central + 46, nameSize);
        checkName(name, u32(central + 38));
        checkExtra(central + 46 + nameSize, u16(central + 30));
        const std::string numbers = m_bytes.substr(central + 16, 12);
        const std::size_t extraSize = u16(local + 28);
        checkExtra(local + 30 + nameSize, extraSize);
        std::string head = std::string("PK\x03\x04", 4) + m_bytes.substr(central + 6, 10);
        need(local, 30);
        const bool descriptor = (flags & 8) != 0;
        const bool zeros = descriptor && m_bytes.substr(local + 14, 12) == std::string(12, '\0');
        head += zeros ? std::string(12, '\0') : numbers;
        head += m_bytes.substr(central + 28, 2) + m_bytes.substr(local + 28, 2) + name;
        const std::size_t packed = u32(central + 20);
        const std::size_t data = local + 30 + nameSize + extraSize;
        need(data, packed);
        std::string whole = head + m_bytes.substr(data - extraSize, extraSize) + m_bytes.substr(data, packed);
        if (descriptor) {
            const std::size_t left = next - std::min(next, data + packed);
            if (left == 16)
                whole += std::string("PK\x07\x08", 4);
            whole += numbers;
        }
        return whole;
    }

    void checkName(const std::string& name, std::size_t attributes) const
    {
        bool ignored = false;
        bool bad = name.empty() || !slowValid(name, ignored) || (attributes >> 28) == 10;
        for (const char c : name)
            bad = bad || c == '\\' || c == ':' || c == 0x7F || (c >= 0 && c < 32);
        const QString path =
            "/" + QString::fromStdString(name.ends_with('/') ? name.substr(0, name.size() - 1) : name) + "/";
        bad = bad || path.contains("//") || path.contains("/./") || path.contains("/../");
        if (bad)
            throw SlowRefusal {};
    }

    void unpack(std::size_t local, std::size_t central)
    {
        const QString name = QString::fromStdString(m_bytes.substr(central + 46, u16(central + 28)));
        const std::string packed =
            m_bytes.substr(local + 30 + u16(local + 26) + u16(local + 28), u32(central + 20));
        const std::size_t size = u32(central + 24);
        std::string content = packed;
        if (size > 102'400 && size > packed.size() * 100)
            throw SlowRefusal {};
        if (u16(central + 10) == 8) {
            content.assign(size + 1, '\0');
            z_stream stream {};
            inflateInit2(&stream, -15);
            stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
            stream.avail_in = static_cast<uInt>(packed.size());
            stream.next_out = reinterpret_cast<Bytef*>(content.data());
            stream.avail_out = static_cast<uInt>(content.size());
            const int answer = inflate(&stream, Z_FINISH);
            const bool whole = answer == Z_STREAM_END && stream.total_out == size && stream.avail_in == 0;
            inflateEnd(&stream);
            if (!whole)
                throw SlowRefusal {};
            content.resize(size);
        }
        const auto crc =
            crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size()));
        if (content.size() != size || crc != u32(central + 16)
            || !m_content.emplace(name.toCaseFolded(), content).second)
            throw SlowRefusal {};
    }

    const std::string& m_bytes;
    std::map<QString, std::string> m_content;
};

class SlowXlsx
{
public:
    SlowTable read(const std::string& bytes)
    {
        try {
            SlowZip zip(bytes);
            readBook(zip);
        } catch (const SlowRefusal&) {
            m_table = {};
            m_table.refused = "refused";
        }
        return m_table;
    }

private:
    static bool isSheetSpace(const QString& space)
    {
        return space == "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            || space == "http://purl.oclc.org/ooxml/spreadsheetml/main";
    }

    /// What Qt takes though XML does not: a prefix that one tag declares twice ("Unique Att Spec"), and names
    /// of characters that are none of a name.
    static void holdTag(const QXmlStreamReader& xml)
    {
        QStringList names { xml.qualifiedName().toString() };
        for (const QXmlStreamNamespaceDeclaration& declared : xml.namespaceDeclarations()) {
            if (names.mid(1).contains(declared.prefix()))
                throw SlowRefusal {};
            names.append(declared.prefix().toString());
        }
        for (const QXmlStreamAttribute& attribute : xml.attributes())
            names.append(attribute.qualifiedName().toString());
        for (const QChar c : names.join(QString())) {
            if (c < u'\x80' && !c.isLetterOrNumber() && !QStringLiteral("-._:").contains(c))
                throw SlowRefusal {};
        }
    }

    static SlowNode tree(const std::string* bytes)
    {
        if (bytes == nullptr)
            throw SlowRefusal {};
        QXmlStreamReader xml(QByteArray::fromStdString(*bytes));
        std::vector<SlowNode> open(1);
        while (!xml.atEnd()) {
            const auto token = xml.readNext();
            if (token == QXmlStreamReader::StartDocument) {
                const QString encoding = xml.documentEncoding().toString().toLower();
                if (!encoding.isEmpty() && encoding != "utf-8" && encoding != "us-ascii"
                    && !encoding.startsWith("utf-16"))
                    throw SlowRefusal {};
            } else if (token == QXmlStreamReader::DTD) {
                throw SlowRefusal {};
            } else if (token == QXmlStreamReader::StartElement) {
                holdTag(xml);
                open.push_back(
                    { xml.namespaceUri().toString(), xml.name().toString(), xml.attributes(), {}, {} });
                if (open.size() > 65)
                    throw SlowRefusal {};
            } else if (token == QXmlStreamReader::Characters) {
                open.back().text += xml.text();
            } else if (token == QXmlStreamReader::EndElement) {
                SlowNode done = open.back();
                open.pop_back();
                open.back().children.push_back(done);
            }
        }
        if (xml.hasError() || open.front().children.size() != 1)
            throw SlowRefusal {};
        return open.front().children.front();
    }

    static SlowNode part(const SlowZip& zip, const QString& name, const QString& root, bool package = false)
    {
        SlowNode node = tree(zip.find(name));
        const bool space = package
            ? node.space == "http://schemas.openxmlformats.org/package/2006/relationships"
            : isSheetSpace(node.space);
        if (node.name != root || !space)
            throw SlowRefusal {};
        return node;
    }

    static void collect(const SlowNode& node, const QString& name, std::vector<const SlowNode*>& found)
    {
        for (const SlowNode& child : node.children) {
            if (child.name == name)
                found.push_back(&child);
            collect(child, name, found);
        }
    }

    static std::vector<const SlowNode*> all(const SlowNode& node, const QString& name)
    {
        std::vector<const SlowNode*> found;
        if (node.name == name)
            found.push_back(&node);
        collect(node, name, found);
        return found;
    }

    struct Relation
    {
        QString type;
        QString target;
    };

    static std::map<QString, Relation>
    relations(const SlowZip& zip, const QString& name, const QString& folder)
    {
        std::map<QString, Relation> found;
        const SlowNode root = part(zip, name, "Relationships", true);
        for (const SlowNode* node : all(root, "Relationship")) {
            static const QRegularExpression kType(
                "^(http://schemas\\.openxmlformats\\.org/officeDocument/2006|http://purl\\."
                "oclc\\.org/ooxml/officeDocument)/relationships/(.+)$",
                QRegularExpression::DotMatchesEverythingOption);
            const auto match = kType.match(node->attributes.value("Type").toString());
            QString target = node->attributes.value("Target").toString();
            if (node->attributes.value("TargetMode").toString().compare("external", Qt::CaseInsensitive) == 0)
                target.clear();
            else
                target = resolve(folder, target);
            found.emplace(node->attributes.value("Id").toString(), Relation { match.captured(2), target });
        }
        return found;
    }

    static QString resolve(const QString& folder, const QString& target)
    {
        QStringList parts;
        QString rest = target;
        if (rest.startsWith('/'))
            rest.remove(0, 1);
        else if (!folder.isEmpty())
            parts << folder;
        for (const QString& piece : rest.split('/')) {
            if (piece == "..") {
                if (parts.isEmpty())
                    return {};
                parts.removeLast();
            } else if (piece != ".") {
                parts << piece;
            }
        }
        return parts.join('/');
    }

    static const Relation* ofType(const std::map<QString, Relation>& relations, const QString& type)
    {
        for (const auto& [id, relation] : relations) {
            if (relation.type == type)
                return &relation;
        }
        return nullptr;
    }

    void readBook(const SlowZip& zip)
    {
        if (zip.find("[content_types].xml") == nullptr)
            throw SlowRefusal {};
        const auto package = relations(zip, "_rels/.rels", {});
        const Relation* const main = ofType(package, "officeDocument");
        if (main == nullptr)
            throw SlowRefusal {};
        const qsizetype slash = main->target.lastIndexOf('/');
        const QString folder = slash < 0 ? QString() : main->target.left(slash);
        const auto parts = relations(zip,
                                     (folder.isEmpty() ? QString() : folder + "/") + "_rels/"
                                         + main->target.mid(slash + 1) + ".rels",
                                     folder);
        const SlowNode book = part(zip, main->target, "workbook");
        QString chosen;
        bool found = false;
        bool any = false;
        for (const SlowNode* node : all(book, "workbookPr")) {
            const auto value = node->attributes.value("date1904");
            if (isSheetSpace(node->space))
                m_from1904 = value == u"1" || value == u"true" || value == u"on";
        }
        for (const SlowNode* node : all(book, "sheet")) {
            if (!isSheetSpace(node->space))
                continue;
            any = true;
            Relation relation;
            for (const char* space : { "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                                       "http://purl.oclc.org/ooxml/officeDocument/relationships" }) {
                const auto at =
                    parts.find(node->attributes.value(QString(space), QStringLiteral("id")).toString());
                if (at != parts.end())
                    relation = at->second;
            }
            const auto state = node->attributes.value("state");
            const bool hidden = node->attributes.hasAttribute("state") && state != u"visible";
            const bool noCells = relation.type == "chartsheet" || relation.type == "dialogsheet"
                || relation.type == "xlMacrosheet";
            if (hidden || noCells || found)
                continue;
            found = true;
            chosen = relation.type == "worksheet" ? relation.target : QString();
        }
        if (!any)
            throw SlowRefusal {};
        if (const Relation* const styles = ofType(parts, "styles"))
            readStyles(part(zip, styles->target, "styleSheet"));
        if (const Relation* const strings = ofType(parts, "sharedStrings")) {
            const SlowNode root = part(zip, strings->target, "sst");
            for (const SlowNode* node : all(root, "si"))
                m_shared.push_back(unescaped(rich(*node)));
        }
        if (!found || chosen.isEmpty())
            throw SlowRefusal {};
        readSheet(part(zip, chosen, "worksheet"));
    }

    static QString rich(const SlowNode& node)
    {
        QString text;
        for (const SlowNode& child : node.children) {
            if (child.name == u"t")
                text += child.text;
            if (child.name != u"rPh")
                text += rich(child);
        }
        return text;
    }

    static QString unescaped(const QString& text)
    {
        static const QRegularExpression kEscape("_x([0-9A-Fa-f]{4})_");
        QString decoded;
        qsizetype at = 0;
        for (auto match = kEscape.match(text); match.hasMatch(); match = kEscape.match(text, at)) {
            const auto unit = static_cast<char16_t>(match.captured(1).toUShort(nullptr, 16));
            qsizetype end = match.capturedEnd();
            decoded += text.mid(at, match.capturedStart() - at);
            if (QChar::isSurrogate(unit)) {
                const auto low = kEscape.match(text, end, QRegularExpression::NormalMatch,
                                               QRegularExpression::AnchorAtOffsetMatchOption);
                const auto second = static_cast<char16_t>(low.captured(1).toUShort(nullptr, 16));
                if (QChar::isHighSurrogate(unit) && low.hasMatch() && QChar::isLowSurrogate(second)) {
                    decoded += QChar(unit);
                    decoded += QChar(second);
                    end = low.capturedEnd();
                } else {
                    decoded += '_';
                    end = match.capturedStart() + 1;
                }
            } else {
                decoded += QChar(unit);
            }
            at = end;
        }
        return decoded + text.mid(at);
    }

    void readStyles(const SlowNode& sheet)
    {
        std::map<long long, QString> codes;
        const auto number = [](const SlowNode* node) {
            const QString text = node->attributes.value("numFmtId").toString();
            bool good = false;
            const long long value = text.toLongLong(&good);
            static const QRegularExpression kPlain("^-?[0-9]+$");
            return good && kPlain.match(text).hasMatch() ? value : 0;
        };
        for (const SlowNode* node : all(sheet, "numFmt"))
            codes.emplace(number(node), node->attributes.value("formatCode").toString());
        for (const SlowNode* cells : all(sheet, "cellXfs")) {
            for (const SlowNode* node : all(*cells, "xf")) {
                const long long id = number(node);
                m_styles.push_back(codes.contains(id) && !codes[id].isEmpty() ? byCode(codes[id]) : byId(id));
            }
        }
    }

    static char byId(long long id)
    {
        for (const auto& [first, last, sort] :
             std::initializer_list<std::tuple<int, int, char>> { { 14, 17, 'd' },
                                                                 { 22, 22, 'd' },
                                                                 { 27, 31, 'd' },
                                                                 { 36, 36, 'd' },
                                                                 { 50, 54, 'd' },
                                                                 { 57, 58, 'd' },
                                                                 { 18, 21, 't' },
                                                                 { 32, 35, 't' },
                                                                 { 45, 45, 't' },
                                                                 { 47, 47, 't' },
                                                                 { 55, 56, 't' } }) {
            if (id >= first && id <= last)
                return sort;
        }
        return ' ';
    }

    static char byCode(QString code)
    {
        code.remove(QRegularExpression("\"[^\"]*(\"|$)|[\\\\_*](.|$)",
                                       QRegularExpression::DotMatchesEverythingOption));
        code = code.toLower();
        code.replace(QRegularExpression("\\[(h+|m+|s+)(\\]|$)"), "\x01");
        code.remove(QRegularExpression("\\[[^\\]]*(\\]|$)"));
        code = code.section(';', 0, 0);
        if (code.contains('\x01') || code.startsWith("general"))
            return ' ';
        const bool clock = code.contains('h') || code.contains('s');
        if (code.contains('y') || code.contains('d') || (code.contains('m') && !clock))
            return 'd';
        return clock ? 't' : ' ';
    }

    QString dateOf(const QString& text, char style) const
    {
        static const QRegularExpression kNumber("^[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?$");
        if (!kNumber.match(text).hasMatch())
            return text;
        const double serial = text.toDouble();
        if (style == 't' && serial < 1)
            return text;
        if (serial < (m_from1904 ? 0 : 1) || serial >= (m_from1904 ? 2957004 : 2958466))
            return text;
        const auto days = static_cast<qint64>(serial);
        if (!m_from1904 && days == 60)
            return text;
        const QDate zero = m_from1904 ? QDate(1904, 1, 1)
            : days < 60               ? QDate(1899, 12, 31)
                                      : QDate(1899, 12, 30);
        const double seconds = (serial - static_cast<double>(days)) * 86400;
        qint64 micros = qRound64(seconds * 1000) * 1000;
        if (qAbs(seconds - static_cast<double>(micros) / 1e6) > 5e-6)
            micros = qRound64(seconds * 1e6);
        const QDate day = zero.addDays(days + micros / 86'400'000'000);
        micros %= 86'400'000'000;
        if (micros == 0)
            return day.toString(Qt::ISODate);
        const QTime time = QTime(0, 0).addSecs(static_cast<int>(micros / 1'000'000));
        QString iso = day.toString(Qt::ISODate) + "T" + time.toString("HH:mm:ss");
        if (micros % 1'000'000 != 0) {
            iso += "." + QString("%1").arg(micros % 1'000'000, 6, 10, QChar('0'));
            while (iso.endsWith('0'))
                iso.chop(1);
        }
        return iso;
    }

    static bool reference(const QString& text, qint64& column, qint64& row)
    {
        static const QRegularExpression kReference("^([A-Z]+)([1-9][0-9]*)$",
                                                   QRegularExpression::DontCaptureOption);
        static const QRegularExpression kLetters("^[A-Z]+");
        if (!kReference.match(text).hasMatch() || text.endsWith('\n'))
            return false;
        const QString letters = kLetters.match(text).captured();
        if (letters.size() > 3 || text.size() - letters.size() > 7)
            return false;
        column = 0;
        for (const QChar c : letters)
            column = column * 26 + (c.unicode() - 'A' + 1);
        row = text.mid(letters.size()).toLongLong();
        --column;
        return column < 16384 && row <= 1048576;
    }

    struct Row
    {
        qint64 number = 0;
        std::string trouble;
        std::vector<std::pair<qint64, QString>> cells;
    };

    void readSheet(const SlowNode& sheet)
    {
        std::vector<Row> rows;
        qint64 last = 0;
        for (const SlowNode& data : sheet.children) {
            if (data.name != u"sheetData" || !isSheetSpace(data.space))
                continue;
            for (const SlowNode& node : data.children) {
                if (node.name != u"row" || !isSheetSpace(node.space))
                    continue;
                Row row = readRow(node, last);
                if (row.trouble.empty())
                    last = row.number;
                if (!row.cells.empty() || !row.trouble.empty())
                    rows.push_back(row);
            }
        }
        std::stable_sort(rows.begin(), rows.end(),
                         [](const Row& a, const Row& b) { return a.number < b.number; });
        std::vector<Row> merged;
        for (const Row& row : rows) {
            if (merged.empty() || merged.back().number != row.number || !row.trouble.empty()
                || !merged.back().trouble.empty()) {
                merged.push_back(row);
                continue;
            }
            merged.back().cells.insert(merged.back().cells.end(), row.cells.begin(), row.cells.end());
            findDoubles(merged.back());
        }
        takeRows(merged);
    }

    static void findDoubles(Row& row)
    {
        std::map<qint64, int> seen;
        for (const auto& [column, text] : row.cells) {
            if (++seen[column] == 2 && row.trouble.empty())
                row.trouble = "duplicate-cell";
        }
    }

    Row readRow(const SlowNode& node, qint64 last) const
    {
        Row row;
        row.number = last + 1;
        qint64 ignored = 0;
        if (node.attributes.hasAttribute("r")) {
            if (!reference("A" + node.attributes.value("r").toString(), ignored, row.number)) {
                row.number = last + 1;
                row.trouble = "bad-cell-reference";
            }
        } else if (row.number > 1048576) {
            row.trouble = "bad-cell-reference";
        }
        qint64 next = 0;
        for (const SlowNode& cell : node.children) {
            if (cell.name != u"c" || !isSheetSpace(cell.space))
                continue;
            qint64 column = next;
            qint64 number = row.number;
            bool placed = column < 16384;
            if (cell.attributes.hasAttribute("r")) {
                qint64 toldColumn = 0;
                qint64 toldRow = 0;
                placed = reference(cell.attributes.value("r").toString(), toldColumn, toldRow);
                column = placed ? toldColumn : column;
                number = placed ? toldRow : number;
            }
            if (!placed || (number != row.number && row.trouble.empty())) {
                if (row.trouble.empty())
                    row.trouble = "bad-cell-reference";
            } else {
                next = column + 1;
            }
            QString value;
            for (const SlowNode& child : cell.children) {
                if (child.name == u"v")
                    value += child.text;
                else if (child.name == u"is")
                    value += rich(child);
            }
            if (value.isEmpty())
                continue;
            bool missing = false;
            const QString text = textOf(cell, value, missing);
            if (missing && row.trouble.empty())
                row.trouble = "shared-string-missing";
            if (row.trouble.empty() && !text.isEmpty())
                row.cells.emplace_back(column, text);
        }
        findDoubles(row);
        return row;
    }

    QString textOf(const SlowNode& cell, const QString& value, bool& missing) const
    {
        const QString type = cell.attributes.hasAttribute("t") ? cell.attributes.value("t").toString() : "n";
        if (type == "s") {
            static const QRegularExpression kIndex("^[0-9]+$");
            bool good = false;
            const qlonglong index = value.toLongLong(&good);
            missing = !good || value.endsWith('\n') || !kIndex.match(value).hasMatch()
                || index >= static_cast<qlonglong>(m_shared.size());
            return missing ? QString() : m_shared[static_cast<std::size_t>(index)];
        }
        if (type == "n") {
            const QString style = cell.attributes.value("s").toString();
            static const QRegularExpression kIndex("^-?[0-9]+$");
            const long long index = kIndex.match(style).hasMatch() ? style.toLongLong() : 0;
            const char sort = index >= 0 && index < static_cast<long long>(m_styles.size())
                ? m_styles[static_cast<std::size_t>(index)]
                : index < 0 && !m_styles.empty() ? m_styles[0]
                                                 : ' ';
            return sort == ' ' ? value : dateOf(value, sort);
        }
        if (type == "b")
            return value == "1" || value == "true" ? "TRUE"
                : value == "0" || value == "false" ? "FALSE"
                                                   : value;
        return type == "e" || type == "d" ? value : unescaped(value);
    }

    void takeRows(const std::vector<Row>& rows)
    {
        if (rows.empty() || !rows[0].trouble.empty())
            throw SlowRefusal {};
        qint64 width = 0;
        for (const auto& [column, text] : rows[0].cells) {
            width = std::max(width, column + 1);
            if (text.contains(QChar(0)) || text.size() > 1024)
                throw SlowRefusal {};
        }
        m_table.header.resize(static_cast<std::size_t>(width));
        for (const auto& [column, text] : rows[0].cells)
            m_table.header[static_cast<std::size_t>(column)] = text.toStdString();
        for (std::size_t i = 1; i < rows.size(); ++i) {
            std::string trouble = rows[i].trouble;
            SlowRow row { static_cast<std::uint64_t>(rows[i].number),
                          std::vector<std::string>(static_cast<std::size_t>(width)) };
            auto cells = rows[i].cells;
            std::sort(cells.begin(), cells.end(),
                      [](const auto& a, const auto& b) { return a.first < b.first; });
            for (const auto& [column, text] : cells) {
                if (!trouble.empty())
                    break;
                if (column >= width)
                    trouble = "ragged";
                else if (text.contains(QChar(0)))
                    trouble = "nul-byte";
                else
                    row.fields[static_cast<std::size_t>(column)] = text.toStdString();
            }
            if (trouble.empty())
                m_table.rows.push_back(row);
            else
                m_table.issues.push_back({ row.line, trouble, {} });
        }
    }

    bool m_from1904 = false;
    std::vector<QString> m_shared;
    std::vector<char> m_styles;
    SlowTable m_table;
};

} // namespace casebench::test
