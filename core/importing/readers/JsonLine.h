// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace casebench {

enum class JsonKind : std::uint8_t
{
    Text,
    Number,
    Boolean,
    Null,
    Nested, ///< an object or array
};
inline constexpr std::size_t kJsonKinds = 5;

/// A member of the object on a line. Borrowed from the line and its JsonLine.
struct JsonMember
{
    std::string_view key; ///< unescaped
    std::string_view value; ///< texts unescaped; all else as the line has it
    JsonKind kind = JsonKind::Null;
};

/// Reads one line as one object by RFC 8259, strictly, without recursion.
class JsonLine
{
public:
    static constexpr std::size_t kMaxDepth = 64; ///< objects and arrays within each other

    /// Takes:  line: well-formed UTF-8.
    /// Gives:  "", or the token of the first thing that is wrong: json-syntax, not-an-object, too-deep,
    ///         duplicate-key (in nested objects too, seen where the object ends), lone-surrogate, nul-byte
    ///         (\u0000).
    /// Cost:   O(n), and O(m log m) for the m keys of an object.
    [[nodiscard]] std::string_view parse(std::string_view line);

    /// The members of the line parsed last, in its order; valid until the next parse.
    [[nodiscard]] std::span<const JsonMember> members() const { return m_members; }

    /// Where the trouble was: byte of the line, from 1.
    [[nodiscard]] std::size_t troubleAt() const { return m_at + 1; }

private:
    struct Level
    {
        bool object;
        std::size_t firstKey; ///< in m_keys
    };

    [[nodiscard]] std::string_view readValues();
    [[nodiscard]] std::string_view readKey();
    [[nodiscard]] std::string_view beginValue();
    [[nodiscard]] std::string_view endValue(bool& done);
    [[nodiscard]] std::string_view closeLevel();
    [[nodiscard]] std::string_view readString(std::string_view& text);
    [[nodiscard]] std::string_view readEscape();
    [[nodiscard]] std::string_view readUnicodeEscape();
    [[nodiscard]] bool readHex(unsigned int& unit);
    [[nodiscard]] bool readNumber();
    [[nodiscard]] bool readWord(std::string_view word);
    void skipSpace();
    [[nodiscard]] bool take(char c);
    void noteMember(std::string_view value, JsonKind kind);

    [[nodiscard]] bool atEnd() const { return m_at >= m_line.size(); }

    std::string_view m_line;
    std::size_t m_at = 0;
    std::vector<Level> m_levels;
    std::vector<std::string_view> m_keys; ///< of all open objects
    std::vector<std::string_view> m_sorted;
    std::vector<JsonMember> m_members;
    std::string m_unescaped; ///< never grows beyond what was reserved: views into it stay
    std::size_t m_nestedAt = 0; ///< where the member's nested value begins
    std::string_view m_memberKey;
};

} // namespace casebench
