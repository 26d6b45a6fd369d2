// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/readers/xlsx/XmlInput.h"

#include "core/base/Text.h"
#include "core/importing/TextDecoder.h"
#include "core/importing/readers/xlsx/XmlCharacters.h"

#include <algorithm>
#include <fmt/format.h>

namespace casebench {

namespace {

/// "1." and digits; what it is later than 1.0 is read as 1.0.
bool isVersion(std::string_view value)
{
    if (!value.starts_with("1."))
        return false;
    value.remove_prefix(2);
    return !value.empty() && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

XmlInput::XmlInput(Source source, std::string name)
    : m_source(std::move(source))
    , m_name(std::move(name))
{
}

XmlInput::~XmlInput() = default;

std::string XmlInput::where() const
{
    return fmt::format("{}: byte {}", m_name, m_passed + m_at);
}

Error XmlInput::syntax(std::string what) const
{
    return { ErrorCode::Corrupt, std::move(what), where(), "xml-syntax",
             "Open the file in the program it comes from and save it again." };
}

Result<bool> XmlInput::fill()
{
    if (m_last)
        return false;
    m_passed += m_at;
    m_buffer.erase(0, m_at);
    m_at = 0;
    m_block.resize(kBlock);
    CB_TRY(const std::size_t count, m_source(m_block.data(), kBlock));
    m_last = count == 0;
    const std::size_t before = m_buffer.size();
    if (m_decoder)
        m_decoder->decode({ m_block.data(), count }, m_last, m_buffer);
    else
        m_buffer.append(m_block.data(), count);
    return m_buffer.size() > before || !m_last;
}

Result<void> XmlInput::begin()
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

Result<void> XmlInput::readDeclaration()
{
    CB_CHECK(has(6));
    if (!rest().starts_with("<?xml") || rest().size() < 6 || !isXmlSpace(rest()[5]))
        return {};
    CB_TRY(const std::size_t end, find("?>", 5));
    std::string_view inner = rest().substr(5, end - 5);
    constexpr std::string_view kNames[] = { "version", "encoding", "standalone" };
    std::size_t next = 0;
    while (!isAllXmlSpace(inner)) {
        const std::string_view behind = withoutXmlSpace(inner);
        if (behind.size() == inner.size())
            return syntax("The XML declaration is not well-formed.");
        inner = behind;
        const std::string_view name = takeXmlName(inner);
        inner = withoutXmlSpace(inner);
        const bool equals = inner.starts_with('=');
        inner = equals ? withoutXmlSpace(inner.substr(1)) : inner;
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

Result<std::size_t> XmlInput::find(std::string_view mark, std::size_t from)
{
    for (std::size_t looked = from;;) {
        const auto found = rest().find(mark, looked);
        if (found != std::string_view::npos)
            return found;
        if (rest().size() > kMaxMarkup)
            return syntax("A tag, comment or instruction is too long.");
        looked = std::max(from, rest().size() < mark.size() ? 0 : rest().size() - mark.size() + 1);
        CB_TRY(const bool more, fill());
        if (!more)
            return syntax("The document ends inside a tag, comment or instruction.");
    }
}

Result<std::size_t> XmlInput::findTagEnd()
{
    char quote = '\0';
    for (std::size_t i = 1;; ++i) {
        if (i >= rest().size()) {
            if (i > kMaxMarkup)
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

} // namespace casebench
