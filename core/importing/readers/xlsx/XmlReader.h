// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/readers/xlsx/XmlInput.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace casebench {

enum class XmlToken : std::uint8_t
{
    Start, ///< of an element; an empty one is followed by its end
    End,
    Text, ///< a piece of character data: several may follow each other
    Finish, ///< of the document
};

/// Pulls XML piece by piece, in bounded memory. Strict: any document type declaration is refused (so there
/// are no entities but the five), elements nest at most 64 deep, namespaces must be declared, what is not
/// well-formed ends the reading. Comments and processing instructions are passed over. Source: XML 1.0 (fifth
/// edition), Namespaces in XML 1.0 (third edition).
class XmlReader
{
public:
    static constexpr std::size_t kMaxDepth = 64;

    using Source = XmlInput::Source;

    /// Takes: name: of the document, for messages.
    XmlReader(Source source, std::string name);

    /// Fails: Corrupt xml-dtd, xml-too-deep, xml-syntax; whatever the source fails with.
    [[nodiscard]] Result<XmlToken> next();

    /// Of the element that just started or ended; valid until the next call, as all views here.
    [[nodiscard]] std::string_view localName() const { return m_local; }

    [[nodiscard]] std::string_view namespaceUri() const { return m_uri; }

    /// Of the element that just started; space "" = without a prefix.
    [[nodiscard]] std::optional<std::string_view> attribute(std::string_view local,
                                                            std::string_view space = {}) const;

    [[nodiscard]] std::string_view text() const { return m_text; }

    /// Open elements, the one that just started included and the one that just ended not.
    [[nodiscard]] std::size_t depth() const { return m_open.size(); }

    /// Passes over what is left of the element that just started, its end included.
    [[nodiscard]] Result<void> skipElement();

private:
    struct Attribute
    {
        std::string_view prefix;
        std::string_view local;
        std::string_view uri;
        std::string_view value;
    };

    struct Open
    {
        std::string name; ///< as spelt, with its prefix
        std::size_t bindings; ///< how many there were outside
    };

    struct Binding
    {
        std::string prefix;
        std::string uri;
    };

    [[nodiscard]] Result<bool> readMarkup(XmlToken& token);
    [[nodiscard]] Result<void> readStartTag(std::string_view tag);
    [[nodiscard]] Result<void> readEndTag(std::string_view tag);
    [[nodiscard]] Result<void> readAttributes(std::string_view rest);
    [[nodiscard]] Result<void> bindNamespaces();
    [[nodiscard]] Result<void> resolveAttributes();
    [[nodiscard]] std::optional<std::string_view> uriOf(std::string_view prefix) const;
    [[nodiscard]] Result<void> setName(std::string_view qualified);
    [[nodiscard]] Result<bool> readText();
    [[nodiscard]] Result<void> readCdata();
    [[nodiscard]] Result<void> passComment();
    [[nodiscard]] Result<void> passInstruction();
    [[nodiscard]] Result<void> decodeText(std::string_view raw, bool attribute, std::string& into) const;
    [[nodiscard]] Result<void> closeElement();

    XmlInput m_input;
    bool m_started = false;
    bool m_sawRoot = false;
    bool m_pendingEnd = false; ///< an empty element is still to be ended
    std::vector<Open> m_open;
    std::vector<Binding> m_bindings;
    std::vector<Attribute> m_attributes;
    std::string m_values; ///< of the attributes, decoded
    std::string m_text;
    std::string m_local;
    std::string m_uri;
};

} // namespace casebench
