// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/readers/xlsx/XmlReader.h"

#include "core/base/Text.h"
#include "core/importing/TextDecoder.h"
#include "core/importing/readers/xlsx/XmlCharacters.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::size_t kBlock = 64 * 1024;
constexpr std::size_t kMaxTag = 1024 * 1024; // ours: a tag, comment or instruction
constexpr std::string_view kXmlUri = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view kXmlnsUri = "http://www.w3.org/2000/xmlns/";

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view withoutSpace(std::string_view text)
{
    while (!text.empty() && isSpace(text.front()))
        text.remove_prefix(1);
    return text;
}

bool isAllSpace(std::string_view text)
{
    return withoutSpace(text).empty();
}

/// Takes a name off the front of the text; "" when there is none.
std::string_view takeName(std::string_view& text)
{
    const std::size_t size = xmlNameLength(text);
    const std::string_view name = text.substr(0, size);
    text.remove_prefix(size);
    return name;
}

/// prefix:local, with at most one colon, neither part empty.
bool splitName(std::string_view qualified, std::string_view& prefix, std::string_view& local)
{
    const auto colon = qualified.find(':');
    prefix = colon == std::string_view::npos ? std::string_view() : qualified.substr(0, colon);
    local = colon == std::string_view::npos ? qualified : qualified.substr(colon + 1);
    return !local.empty() && (colon != 0) && local.find(':') == std::string_view::npos
        && xmlNameLength(local) == local.size();
}

/// "1." and digits; what it is later than 1.0 is read as 1.0.
bool isVersion(std::string_view value)
{
    if (!value.starts_with("1."))
        return false;
    value.remove_prefix(2);
    return !value.empty() && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

XmlReader::XmlReader(Source source, std::string name)
    : m_source(std::move(source))
    , m_name(std::move(name))
{
}

XmlReader::~XmlReader() = default;

Error XmlReader::syntax(std::string what) const
{
    return { ErrorCode::Corrupt, std::move(what), fmt::format("{}: byte {}", m_name, m_passed + m_at),
             "xml-syntax", "Open the file in the program it comes from and save it again." };
}

Result<std::size_t> XmlReader::readBytes(char* into, std::size_t capacity)
{
    return m_source(into, capacity);
}

/// Reads on behind what is left. Gives: false at the end of the document's bytes.
Result<bool> XmlReader::fill()
{
    if (m_last)
        return false;
    m_passed += m_at;
    m_buffer.erase(0, m_at);
    m_at = 0;
    m_block.resize(kBlock);
    CB_TRY(const std::size_t count, readBytes(m_block.data(), kBlock));
    m_last = count == 0;
    const std::size_t before = m_buffer.size();
    if (m_decoder)
        m_decoder->decode({ m_block.data(), count }, m_last, m_buffer);
    else
        m_buffer.append(m_block.data(), count);
    return m_buffer.size() > before || !m_last;
}

Result<bool> XmlReader::has(std::size_t count)
{
    while (m_buffer.size() - m_at < count) {
        CB_TRY(const bool more, fill());
        if (!more)
            return false;
    }
    return true;
}

/// UTF-8 unless the first bytes are UTF-16; a declaration must agree.
Result<void> XmlReader::chooseEncoding()
{
    CB_CHECK(has(4));
    std::string_view encoding;
    std::size_t mark = 0;
    using namespace std::string_view_literals;
    const std::string_view head = rest().substr(0, 4);
    if (head.starts_with("\xEF\xBB\xBF"sv)) {
        mark = 3;
    } else if (head.starts_with("\xFF\xFE"sv) || head.starts_with("\xFE\xFF"sv)) {
        encoding = head.front() == '\xFF' ? "utf-16le" : "utf-16be";
        mark = 2;
    } else if (head == "<\0?\0"sv || head == "\0<\0?"sv) {
        encoding = head.front() == '<' ? "utf-16le" : "utf-16be";
    }
    if (encoding.empty()) {
        m_at += mark;
    } else {
        CB_TRY(m_decoder, makeDecoder(std::string(encoding)));
        const std::string bytes = m_buffer.substr(m_at + mark);
        m_buffer.clear();
        m_at = 0;
        m_decoder->decode(bytes, false, m_buffer);
    }
    return readDeclaration();
}

Result<void> XmlReader::readDeclaration()
{
    CB_CHECK(has(6));
    if (!rest().starts_with("<?xml") || rest().size() < 6 || !isSpace(rest()[5]))
        return {};
    CB_TRY(const std::size_t end, find("?>", 5));
    std::string_view inner = rest().substr(5, end - 5);
    constexpr std::string_view kNames[] = { "version", "encoding", "standalone" };
    std::size_t next = 0;
    while (!isAllSpace(inner)) {
        const std::string_view behind = withoutSpace(inner);
        if (behind.size() == inner.size())
            return syntax("The XML declaration is not well-formed.");
        inner = behind;
        const std::string_view name = takeName(inner);
        inner = withoutSpace(inner);
        const bool equals = inner.starts_with('=');
        inner = equals ? withoutSpace(inner.substr(1)) : inner;
        const char quote = inner.empty() ? '\0' : inner.front();
        const auto close = quote == '"' || quote == '\'' ? inner.find(quote, 1) : std::string_view::npos;
        const auto* const known = std::find(std::begin(kNames) + next, std::end(kNames), name);
        if (!equals || close == std::string_view::npos || known == std::end(kNames)
            || (next == 0 && name != "version"))
            return syntax("The XML declaration is not well-formed.");
        next = static_cast<std::size_t>(known - std::begin(kNames)) + 1;
        const std::string value = toLowerAscii(inner.substr(1, close - 1));
        inner.remove_prefix(close + 1);
        const bool wide = m_decoder != nullptr;
        if (name == "version" && !isVersion(value))
            return syntax("This version of XML is not read.");
        if (name == "standalone" && value != "yes" && value != "no")
            return syntax("The XML declaration is not well-formed.");
        if (name == "encoding"
            && !(wide ? value.starts_with("utf-16") : value == "utf-8" || value == "us-ascii"))
            return Error { ErrorCode::Unsupported, "The XML is not UTF-8 or UTF-16, or not what it declares.",
                           m_name, "encoding-unsupported",
                           "Save the file again in the program it comes from." };
    }
    if (next == 0)
        return syntax("The XML declaration is not well-formed.");
    m_at += end + 2;
    return {};
}

/// Offset from m_at of the first `mark` at or behind `from`. Fails: when there is none, or it is too far
/// away.
Result<std::size_t> XmlReader::find(std::string_view mark, std::size_t from)
{
    for (std::size_t looked = from;;) {
        const auto found = rest().find(mark, looked);
        if (found != std::string_view::npos)
            return found;
        if (rest().size() > kMaxTag)
            return syntax("A tag, comment or instruction is too long.");
        looked = std::max(from, rest().size() < mark.size() ? 0 : rest().size() - mark.size() + 1);
        CB_TRY(const bool more, fill());
        if (!more)
            return syntax("The document ends inside a tag, comment or instruction.");
    }
}

/// Offset from m_at of the > that ends the tag there, outside quotes.
Result<std::size_t> XmlReader::findTagEnd()
{
    char quote = '\0';
    for (std::size_t i = 1;; ++i) {
        if (i >= rest().size()) {
            if (i > kMaxTag)
                return syntax("A tag is too long.");
            CB_TRY(const bool more, has(i + 1));
            if (!more)
                return syntax("The document ends inside a tag.");
        }
        const char c = m_buffer[m_at + i];
        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '>')
            return i;
        else if (c == '<')
            return syntax("There is a < inside a tag.");
    }
}

Result<XmlToken> XmlReader::next()
{
    if (!m_started) {
        m_started = true;
        CB_CHECK(chooseEncoding());
    }
    if (m_pendingEnd) {
        m_pendingEnd = false;
        CB_CHECK(closeElement());
        return XmlToken::End;
    }
    for (;;) {
        CB_TRY(const bool more, has(1));
        if (!more) {
            if (!m_open.empty() || !m_sawRoot)
                return syntax("The document ends before its root element does.");
            return XmlToken::Finish;
        }
        if (m_buffer[m_at] == '<') {
            XmlToken token = XmlToken::Text;
            CB_TRY(const bool found, readMarkup(token));
            if (found)
                return token;
        } else {
            CB_TRY(const bool found, readText());
            if (found)
                return XmlToken::Text;
        }
    }
}

/// Gives: whether there is a token to give.
Result<bool> XmlReader::readMarkup(XmlToken& token)
{
    CB_CHECK(has(9)); // <![CDATA[
    const std::string_view head = rest();
    if (head.starts_with("<!--")) {
        CB_CHECK(passComment());
        return false;
    }
    if (head.starts_with("<?")) {
        CB_CHECK(passInstruction());
        return false;
    }
    if (head.starts_with("<![CDATA[")) {
        CB_CHECK(readCdata());
        token = XmlToken::Text;
        return !m_text.empty();
    }
    if (head.starts_with("<!DOCTYPE"))
        return Error {
            ErrorCode::Refused, "The XML declares a document type, which no workbook needs.",
            fmt::format("{}: byte {}", m_name, m_passed + m_at), "xml-dtd",
            "Such declarations can make a reader open other files: ask the sender for a clean copy."
        };
    if (head.starts_with("<!"))
        return syntax("There is a declaration where none may be.");
    CB_TRY(const std::size_t end, findTagEnd());
    const std::string_view tag = rest().substr(1, end - 1);
    if (const auto bad = firstInvalidUtf8(tag); bad != std::string_view::npos)
        return syntax("There are bytes that are no text.");
    if (tag.starts_with('/')) {
        CB_CHECK(readEndTag(tag.substr(1)));
        token = XmlToken::End;
    } else {
        CB_CHECK(readStartTag(tag));
        token = XmlToken::Start;
    }
    m_at += end + 1;
    return true;
}

Result<void> XmlReader::readStartTag(std::string_view tag)
{
    if (m_open.empty() && m_sawRoot)
        return syntax("There is a second root element.");
    m_sawRoot = true;
    m_pendingEnd = tag.ends_with('/');
    if (m_pendingEnd)
        tag.remove_suffix(1);
    const std::string_view name = takeName(tag);
    if (name.empty())
        return syntax("A tag has no name.");
    if (m_open.size() >= kMaxDepth)
        return Error { ErrorCode::Refused, fmt::format("Elements nest deeper than {} levels.", kMaxDepth),
                       fmt::format("{}: byte {}", m_name, m_passed + m_at), "xml-too-deep",
                       "No workbook needs this: ask the sender for a clean copy." };
    m_open.push_back({ std::string(name), m_bindings.size() });
    CB_CHECK(readAttributes(tag));
    CB_CHECK(bindNamespaces());
    CB_CHECK(resolveAttributes());
    return setName(name);
}

Result<void> XmlReader::setName(std::string_view qualified)
{
    std::string_view prefix;
    std::string_view local;
    if (!splitName(qualified, prefix, local) || prefix == "xmlns")
        return syntax("A name has a colon where none may be.");
    const auto uri = uriOf(prefix);
    if (!uri)
        return syntax(fmt::format("The namespace prefix \"{}\" is not declared.", prefix));
    m_local = local;
    m_uri = *uri;
    return {};
}

Result<void> XmlReader::readAttributes(std::string_view rest)
{
    m_attributes.clear();
    m_values.clear();
    m_values.reserve(rest.size()); // a reference is never shorter than what it stands for
    while (!isAllSpace(rest)) {
        const std::string_view behind = withoutSpace(rest);
        if (behind.size() == rest.size())
            return syntax("There is no space before an attribute.");
        rest = behind;
        Attribute attribute;
        const std::string_view name = takeName(rest);
        rest = withoutSpace(rest);
        if (!splitName(name, attribute.prefix, attribute.local) || !rest.starts_with('='))
            return syntax("An attribute is not well-formed.");
        rest = withoutSpace(rest.substr(1));
        const char quote = rest.empty() ? '\0' : rest.front();
        const auto close = quote == '"' || quote == '\'' ? rest.find(quote, 1) : std::string_view::npos;
        if (close == std::string_view::npos)
            return syntax("An attribute's value is not in quotes.");
        const std::string_view value = rest.substr(1, close - 1);
        if (value.find('<') != std::string_view::npos)
            return syntax("An attribute's value holds a \"<\".");
        const std::size_t begin = m_values.size();
        CB_CHECK(decodeText(value, true, m_values));
        attribute.value = std::string_view(m_values).substr(begin);
        m_attributes.push_back(attribute);
        rest.remove_prefix(close + 1);
    }
    return {};
}

Result<void> XmlReader::bindNamespaces()
{
    for (const Attribute& attribute : m_attributes) {
        const bool standard = attribute.prefix.empty() && attribute.local == "xmlns";
        if (!standard && attribute.prefix != "xmlns")
            continue;
        const std::string_view prefix = standard ? std::string_view() : attribute.local;
        const bool reserved = prefix == "xmlns" || attribute.value == kXmlnsUri
            || (prefix == "xml") != (attribute.value == kXmlUri);
        if (reserved || (!standard && attribute.value.empty()))
            return syntax("A namespace is declared in a way that is not allowed.");
        m_bindings.push_back({ std::string(prefix), std::string(attribute.value) });
    }
    return {};
}

std::optional<std::string_view> XmlReader::uriOf(std::string_view prefix) const
{
    for (auto binding = m_bindings.rbegin(); binding != m_bindings.rend(); ++binding) {
        if (binding->prefix == prefix)
            return binding->uri;
    }
    if (prefix == "xml")
        return kXmlUri;
    if (prefix == "xmlns")
        return kXmlnsUri;
    return prefix.empty() ? std::optional<std::string_view>("") : std::nullopt;
}

Result<void> XmlReader::resolveAttributes()
{
    for (Attribute& attribute : m_attributes) {
        if (attribute.prefix.empty())
            continue;
        const auto uri = uriOf(attribute.prefix);
        if (!uri)
            return syntax(fmt::format("The namespace prefix \"{}\" is not declared.", attribute.prefix));
        attribute.uri = *uri;
    }
    if (m_attributes.size() < 2)
        return {};
    std::vector<std::pair<std::string_view, std::string_view>> names;
    for (const Attribute& attribute : m_attributes)
        names.emplace_back(attribute.uri, attribute.local);
    std::ranges::sort(names);
    if (std::ranges::adjacent_find(names) != names.end())
        return syntax("An attribute stands twice in one tag.");
    return {};
}

std::optional<std::string_view> XmlReader::attribute(std::string_view local, std::string_view space) const
{
    for (const Attribute& attribute : m_attributes) {
        if (attribute.local == local && attribute.uri == space)
            return attribute.value;
    }
    return std::nullopt;
}

Result<void> XmlReader::readEndTag(std::string_view tag)
{
    const std::string_view name = takeName(tag);
    if (m_open.empty() || m_open.back().name != name || !isAllSpace(tag))
        return syntax("An end tag does not match its start.");
    return closeElement();
}

Result<void> XmlReader::closeElement()
{
    CB_CHECK(setName(m_open.back().name));
    m_bindings.resize(m_open.back().bindings);
    m_open.pop_back();
    m_attributes.clear();
    return {};
}

/// A run of character data, or as much of it as is in the buffer. Gives: false for white space outside the
/// root.
Result<bool> XmlReader::readText()
{
    auto end = rest().find('<');
    if (end == std::string_view::npos) {
        // What may be cut in two stays for the next piece: a reference, a line end, "]]>", a character.
        while (rest().size() < kBlock && rest().find('<') == std::string_view::npos) {
            CB_TRY(const bool more, fill());
            if (!more)
                break;
        }
        end = rest().find('<');
        if (end == std::string_view::npos)
            end = m_last ? rest().size() : xmlSafeCut(rest());
        if (end == 0)
            return syntax("A reference does not end.");
    }
    const std::string_view raw = rest().substr(0, end);
    if (m_open.empty()) {
        if (!isAllSpace(raw))
            return syntax("There is text outside the root element.");
        m_at += end;
        return false;
    }
    if (firstInvalidUtf8(raw) != std::string_view::npos)
        return syntax("There are bytes that are no text.");
    if (raw.find("]]>") != std::string_view::npos)
        return syntax("There is a ]]> in the text.");
    m_text.clear();
    CB_CHECK(decodeText(raw, false, m_text));
    m_at += end;
    return true;
}

/// References resolved; line ends as one LF; in attributes every white space as a space.
Result<void> XmlReader::decodeText(std::string_view raw, bool attribute, std::string& into) const
{
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const char c = raw[i];
        if (c == '&') {
            CB_TRY(const std::size_t length, decodeReference(raw.substr(i), into));
            i += length - 1;
        } else if (c == '\r') {
            if (i + 1 < raw.size() && raw[i + 1] == '\n')
                ++i;
            into += attribute ? ' ' : '\n';
        } else if (c == '\n' || c == '\t') {
            into += attribute ? ' ' : c;
        } else if (static_cast<unsigned char>(c) < 0x20
                   || (c == '\xEF' && isXmlNonCharacter(raw.substr(i)))) {
            return syntax("There is a character that XML does not allow.");
        } else {
            into += c;
        }
    }
    return {};
}

/// Gives: the bytes that the reference at the start of `raw` takes.
Result<std::size_t> XmlReader::decodeReference(std::string_view raw, std::string& into) const
{
    const auto end = raw.substr(0, kLongestXmlReference).find(';');
    const std::string_view name = raw.substr(1, end == std::string_view::npos ? 0 : end - 1);
    static constexpr std::pair<std::string_view, char> kNamed[] = {
        { "lt", '<' }, { "gt", '>' }, { "amp", '&' }, { "apos", '\'' }, { "quot", '"' }
    };
    for (const auto& [known, character] : kNamed) {
        if (name == known) {
            into += character;
            return end + 1;
        }
    }
    if (name.starts_with('#') && appendXmlCharacter(name.substr(1), into))
        return end + 1;
    return syntax("A reference stands for no character.");
}

Result<void> XmlReader::readCdata()
{
    if (m_open.empty())
        return syntax("There is text outside the root element.");
    m_text.clear();
    m_at += 9;
    for (;;) {
        const auto end = rest().find("]]>");
        if (end != std::string_view::npos || m_last) {
            if (end == std::string_view::npos)
                return syntax("The document ends inside a CDATA section.");
            const std::string_view raw = rest().substr(0, end);
            if (firstInvalidUtf8(raw) != std::string_view::npos)
                return syntax("There are bytes that are no text.");
            for (std::size_t i = 0; i < raw.size(); ++i) {
                const bool pair = raw[i] == '\r' && i + 1 < raw.size() && raw[i + 1] == '\n';
                if (!pair) // of CRLF the LF stays
                    CB_CHECK(decodeText(raw[i] == '&' ? "&amp;" : raw.substr(i, xmlCharacterLength(raw[i])),
                                        false, m_text));
                i += pair ? 0 : xmlCharacterLength(raw[i]) - 1;
            }
            m_at += end + 3;
            return {};
        }
        if (rest().size() > kMaxTag * 16)
            return syntax("A CDATA section is too long.");
        CB_CHECK(fill());
    }
}

Result<void> XmlReader::passComment()
{
    CB_TRY(const std::size_t end, find("--", 4));
    CB_TRY(const bool more, has(end + 3));
    if (!more || rest()[end + 2] != '>')
        return syntax("There is a -- inside a comment.");
    const std::string_view inner = rest().substr(4, end - 4);
    if (firstInvalidUtf8(inner) != std::string_view::npos || !isXmlText(inner))
        return syntax("There is a character that XML does not allow.");
    m_at += end + 3;
    return {};
}

Result<void> XmlReader::passInstruction()
{
    CB_TRY(const std::size_t end, find("?>", 2));
    std::string_view inner = rest().substr(2, end - 2);
    if (firstInvalidUtf8(inner) != std::string_view::npos || !isXmlText(inner))
        return syntax("There is a character that XML does not allow.");
    const std::string_view target = takeName(inner);
    if (target.empty() || target.find(':') != std::string_view::npos || equalsIgnoreAsciiCase(target, "xml")
        || (!inner.empty() && !isSpace(inner.front())))
        return syntax("A processing instruction is not well-formed.");
    m_at += end + 2;
    return {};
}

Result<void> XmlReader::skipElement()
{
    for (const std::size_t outside = m_open.size() - 1; m_open.size() > outside;)
        CB_CHECK(next());
    return {};
}

} // namespace casebench
