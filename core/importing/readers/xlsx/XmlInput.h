// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace casebench {

class TextDecoder;

/// The text of an XML document, read block by block as UTF-8; what is not taken yet is in memory.
class XmlInput
{
public:
    static constexpr std::size_t kBlock = 64 * 1024;
    static constexpr std::size_t kMaxMarkup = 1024 * 1024; ///< ours: a tag, comment or instruction

    /// Puts bytes into the buffer; 0 at the end.
    using Source = std::function<Result<std::size_t>(char* into, std::size_t capacity)>;

    /// Takes: name: of the document, for messages.
    XmlInput(Source source, std::string name);
    ~XmlInput();

    /// To be called first: UTF-8 unless the first bytes are UTF-16, and a declaration, passed over, must
    /// agree. Fails: Corrupt xml-syntax; Unsupported encoding-unsupported.
    [[nodiscard]] Result<void> begin();

    /// What is read and not taken yet; valid until something else is called.
    [[nodiscard]] std::string_view rest() const { return std::string_view(m_buffer).substr(m_at); }

    void take(std::size_t count) { m_at += count; }

    /// Nothing comes after rest().
    [[nodiscard]] bool isLast() const { return m_last; }

    /// Reads on behind rest(). Gives: false at the end of the document's bytes.
    [[nodiscard]] Result<bool> fill();

    /// Reads on until rest() is that long. Gives: false when the document ends before.
    [[nodiscard]] Result<bool> has(std::size_t count)
    {
        while (m_buffer.size() - m_at < count) {
            CB_TRY(const bool more, fill());
            if (!more)
                return false;
        }
        return true;
    }

    /// Offset in rest() of the first `mark` at or behind `from`. Fails: when there is none, or it is too far
    /// away.
    [[nodiscard]] Result<std::size_t> find(std::string_view mark, std::size_t from);
    /// Offset of the > that ends the tag which rest() starts with, outside quotes.
    [[nodiscard]] Result<std::size_t> findTagEnd();

    /// The place of rest(), for messages.
    [[nodiscard]] std::string where() const;
    [[nodiscard]] Error syntax(std::string what) const;

private:
    [[nodiscard]] Result<void> readDeclaration();

    Source m_source;
    std::string m_name;
    std::unique_ptr<TextDecoder> m_decoder; ///< none: UTF-8
    std::string m_buffer; ///< text not yet taken, from m_at on
    std::size_t m_at = 0;
    std::size_t m_passed = 0; ///< bytes of text before the buffer
    std::string m_block;
    bool m_last = false;
};

} // namespace casebench
