// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/readers/xlsx/XmlReader.h"

#include "core/base/Text.h"
#include "core/importing/readers/xlsx/XmlCharacters.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::string_view kXmlUri = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view kXmlnsUri = "http://www.w3.org/2000/xmlns/";

/// prefix:local, with at most one colon, neither part empty.
bool splitName(std::string_view qualified, std::string_view& prefix, std::string_view& local)
{
    const auto colon = qualified.find(':');
    prefix = colon == std::string_view::npos ? std::string_view() : qualified.substr(0, colon);
    local = colon == std::string_view::npos ? qualified : qualified.substr(colon + 1);
    return !local.empty() && (colon != 0) && local.find(':') == std::string_view::npos
        && xmlNameLength(local) == local.size();
}

} // namespace

XmlReader::XmlReader(XmlInput::Source source, std::string name)
    : m_input(std::move(source), std::move(name))
{
}

Result<XmlToken> XmlReader::next()
{
    if (!m_started) {
        m_started = true;
        CB_CHECK(m_input.begin());
    }
    if (m_pendingEnd) {
        m_pendingEnd = false;
        CB_CHECK(closeElement());
        return XmlToken::End;
    }
    for (;;) {
        CB_TRY(const bool more, m_input.has(1));
        if (!more) {
            if (!m_open.empty() || !m_sawRoot)
                return m_input.syntax("The document ends before its root element does.");
            return XmlToken::Finish;
        }
        if (m_input.rest().front() == '<') {
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
    CB_CHECK(m_input.has(9)); // <![CDATA[
    const std::string_view head = m_input.rest();
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
            ErrorCode::Refused, "The XML declares a document type, which no workbook needs.", m_input.where(),
            "xml-dtd",
            "Such declarations can make a reader open other files: ask the sender for a clean copy."
        };
    if (head.starts_with("<!"))
        return m_input.syntax("There is a declaration where none may be.");
    CB_TRY(const std::size_t end, m_input.findTagEnd());
    const std::string_view tag = m_input.rest().substr(1, end - 1);
    if (const auto bad = firstInvalidUtf8(tag); bad != std::string_view::npos)
        return m_input.syntax("There are bytes that are no text.");
    if (tag.starts_with('/')) {
        CB_CHECK(readEndTag(tag.substr(1)));
        token = XmlToken::End;
    } else {
        CB_CHECK(readStartTag(tag));
        token = XmlToken::Start;
    }
    m_input.take(end + 1);
    return true;
}

Result<void> XmlReader::readStartTag(std::string_view tag)
{
    if (m_open.empty() && m_sawRoot)
        return m_input.syntax("There is a second root element.");
    m_sawRoot = true;
    m_pendingEnd = tag.ends_with('/');
    if (m_pendingEnd)
        tag.remove_suffix(1);
    const std::string_view name = takeXmlName(tag);
    if (name.empty())
        return m_input.syntax("A tag has no name.");
    if (m_open.size() >= kMaxDepth)
        return Error { ErrorCode::Refused, fmt::format("Elements nest deeper than {} levels.", kMaxDepth),
                       m_input.where(), "xml-too-deep",
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
        return m_input.syntax("A name has a colon where none may be.");
    const auto uri = uriOf(prefix);
    if (!uri)
        return m_input.syntax(fmt::format("The namespace prefix \"{}\" is not declared.", prefix));
    m_local = local;
    m_uri = *uri;
    return {};
}

Result<void> XmlReader::readAttributes(std::string_view rest)
{
    m_attributes.clear();
    m_values.clear();
    m_values.reserve(rest.size()); // a reference is never shorter than what it stands for
    while (!isAllXmlSpace(rest)) {
        const std::string_view behind = withoutXmlSpace(rest);
        if (behind.size() == rest.size())
            return m_input.syntax("There is no space before an attribute.");
        rest = behind;
        Attribute attribute;
        const std::string_view name = takeXmlName(rest);
        rest = withoutXmlSpace(rest);
        if (!splitName(name, attribute.prefix, attribute.local) || !rest.starts_with('='))
            return m_input.syntax("An attribute is not well-formed.");
        rest = withoutXmlSpace(rest.substr(1));
        const char quote = rest.empty() ? '\0' : rest.front();
        const auto close = quote == '"' || quote == '\'' ? rest.find(quote, 1) : std::string_view::npos;
        if (close == std::string_view::npos)
            return m_input.syntax("An attribute's value is not in quotes.");
        const std::string_view value = rest.substr(1, close - 1);
        if (value.find('<') != std::string_view::npos)
            return m_input.syntax("An attribute's value holds a \"<\".");
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
            return m_input.syntax("A namespace is declared in a way that is not allowed.");
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
            return m_input.syntax(
                fmt::format("The namespace prefix \"{}\" is not declared.", attribute.prefix));
        attribute.uri = *uri;
    }
    if (m_attributes.size() < 2)
        return {};
    std::vector<std::pair<std::string_view, std::string_view>> names;
    for (const Attribute& attribute : m_attributes)
        names.emplace_back(attribute.uri, attribute.local);
    std::ranges::sort(names);
    if (std::ranges::adjacent_find(names) != names.end())
        return m_input.syntax("An attribute stands twice in one tag.");
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
    const std::string_view name = takeXmlName(tag);
    if (m_open.empty() || m_open.back().name != name || !isAllXmlSpace(tag))
        return m_input.syntax("An end tag does not match its start.");
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
    auto end = m_input.rest().find('<');
    if (end == std::string_view::npos) {
        // What may be cut in two stays for the next piece: a reference, a line end, "]]>", a character.
        while (m_input.rest().size() < XmlInput::kBlock
               && m_input.rest().find('<') == std::string_view::npos) {
            CB_TRY(const bool more, m_input.fill());
            if (!more)
                break;
        }
        end = m_input.rest().find('<');
        if (end == std::string_view::npos)
            end = m_input.isLast() ? m_input.rest().size() : xmlSafeCut(m_input.rest());
        if (end == 0)
            return m_input.syntax("A reference does not end.");
    }
    const std::string_view raw = m_input.rest().substr(0, end);
    if (m_open.empty()) {
        if (!isAllXmlSpace(raw))
            return m_input.syntax("There is text outside the root element.");
        m_input.take(end);
        return false;
    }
    if (firstInvalidUtf8(raw) != std::string_view::npos)
        return m_input.syntax("There are bytes that are no text.");
    if (raw.find("]]>") != std::string_view::npos)
        return m_input.syntax("There is a ]]> in the text.");
    m_text.clear();
    CB_CHECK(decodeText(raw, false, m_text));
    m_input.take(end);
    return true;
}

Result<void> XmlReader::decodeText(std::string_view raw, bool attribute, std::string& into) const
{
    const std::string_view wrong = decodeXmlText(raw, attribute, into);
    return wrong.empty() ? Result<void>() : m_input.syntax(std::string(wrong));
}

Result<void> XmlReader::readCdata()
{
    if (m_open.empty())
        return m_input.syntax("There is text outside the root element.");
    m_text.clear();
    m_input.take(9);
    for (;;) {
        const auto end = m_input.rest().find("]]>");
        if (end != std::string_view::npos || m_input.isLast()) {
            if (end == std::string_view::npos)
                return m_input.syntax("The document ends inside a CDATA section.");
            const std::string_view raw = m_input.rest().substr(0, end);
            if (firstInvalidUtf8(raw) != std::string_view::npos)
                return m_input.syntax("There are bytes that are no text.");
            for (std::size_t i = 0; i < raw.size(); ++i) {
                const bool pair = raw[i] == '\r' && i + 1 < raw.size() && raw[i + 1] == '\n';
                if (!pair) // of CRLF the LF stays
                    CB_CHECK(decodeText(raw[i] == '&' ? "&amp;" : raw.substr(i, xmlCharacterLength(raw[i])),
                                        false, m_text));
                i += pair ? 0 : xmlCharacterLength(raw[i]) - 1;
            }
            m_input.take(end + 3);
            return {};
        }
        if (m_input.rest().size() > XmlInput::kMaxMarkup * 16)
            return m_input.syntax("A CDATA section is too long.");
        CB_CHECK(m_input.fill());
    }
}

Result<void> XmlReader::passComment()
{
    CB_TRY(const std::size_t end, m_input.find("--", 4));
    CB_TRY(const bool more, m_input.has(end + 3));
    if (!more || m_input.rest()[end + 2] != '>')
        return m_input.syntax("There is a -- inside a comment.");
    const std::string_view inner = m_input.rest().substr(4, end - 4);
    if (firstInvalidUtf8(inner) != std::string_view::npos || !isXmlText(inner))
        return m_input.syntax("There is a character that XML does not allow.");
    m_input.take(end + 3);
    return {};
}

Result<void> XmlReader::passInstruction()
{
    CB_TRY(const std::size_t end, m_input.find("?>", 2));
    std::string_view inner = m_input.rest().substr(2, end - 2);
    if (firstInvalidUtf8(inner) != std::string_view::npos || !isXmlText(inner))
        return m_input.syntax("There is a character that XML does not allow.");
    const std::string_view target = takeXmlName(inner);
    if (target.empty() || target.find(':') != std::string_view::npos || equalsIgnoreAsciiCase(target, "xml")
        || (!inner.empty() && !isXmlSpace(inner.front())))
        return m_input.syntax("A processing instruction is not well-formed.");
    m_input.take(end + 2);
    return {};
}

Result<void> XmlReader::skipElement()
{
    for (const std::size_t outside = m_open.size() - 1; m_open.size() > outside;)
        CB_CHECK(next());
    return {};
}

} // namespace casebench
