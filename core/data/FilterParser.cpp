// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/FilterParser.h"

#include "core/base/Text.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace casebench {

namespace {

enum class TokenKind
{
    Name,
    QuotedName,
    Text,
    Number,
    Symbol,
    End
};

struct Token
{
    TokenKind kind = TokenKind::End;
    std::string text;
    std::size_t position = 0;
};

constexpr std::array<std::string_view, 9> kKeyWords { "and",     "or", "not",  "in",     "like",
                                                      "between", "is", "null", "missing" };

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isNameByte(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
        || static_cast<unsigned char>(c) >= 0x80;
}

/// How the token is named in an error.
std::string shown(const Token& token)
{
    if (token.kind == TokenKind::End)
        return "the end";
    return token.kind == TokenKind::Text ? "'" + token.text + "'" : token.text;
}

class Lexer
{
public:
    explicit Lexer(std::string_view text)
        : m_text(text)
    {
    }

    Result<Token> next()
    {
        while (m_at < m_text.size()
               && std::string_view(" \t\r\n").find(m_text[m_at]) != std::string_view::npos)
            ++m_at;
        if (m_at == m_text.size())
            return Token { TokenKind::End, {}, place(m_at) };
        const char c = m_text[m_at];
        if (c == '\'')
            return quoted(TokenKind::Text, '\'');
        if (c == '"' || c == '[')
            return quoted(TokenKind::QuotedName, c == '"' ? '"' : ']');
        if (startsNumber())
            return number();
        if (isNameByte(c))
            return token(TokenKind::Name, run(m_at));
        return symbol();
    }

private:
    Token token(TokenKind kind, std::size_t length)
    {
        Token found { kind, std::string(m_text.substr(m_at, length)), place(m_at) };
        m_at += length;
        return found;
    }

    /// The number of the character at a byte, from 1; asked for in ascending order only.
    [[nodiscard]] std::size_t place(std::size_t byte)
    {
        for (; m_counted < byte; ++m_counted)
            m_characters += (static_cast<unsigned char>(m_text[m_counted]) & 0xC0) != 0x80 ? 1 : 0;
        return m_characters + 1;
    }

    [[nodiscard]] char at(std::size_t index) const { return index < m_text.size() ? m_text[index] : '\0'; }

    [[nodiscard]] std::size_t run(std::size_t from, bool digitsOnly = false) const
    {
        std::size_t end = from;
        while (end < m_text.size() && (digitsOnly ? isDigit(m_text[end]) : isNameByte(m_text[end])))
            ++end;
        return end - from;
    }

    [[nodiscard]] bool startsNumber() const
    {
        std::size_t first = m_at;
        if (at(first) == '-' || at(first) == '+')
            ++first;
        return isDigit(at(first)) || (at(first) == '.' && isDigit(at(first + 1)));
    }

    Token number()
    {
        std::size_t end = m_at + (at(m_at) == '-' || at(m_at) == '+' ? 1 : 0);
        end += run(end, true);
        if (at(end) == '.')
            end += 1 + run(end + 1, true);
        if (at(end) == 'e' || at(end) == 'E') {
            const std::size_t digits = end + 1 + (at(end + 1) == '-' || at(end + 1) == '+' ? 1U : 0U);
            if (isDigit(at(digits)))
                end = digits + run(digits, true);
        }
        // "2nd_call" is a name that happens to begin with a digit.
        if (isDigit(m_text[m_at]) && end < m_text.size() && isNameByte(m_text[end]))
            return token(TokenKind::Name, run(m_at));
        return token(TokenKind::Number, end - m_at);
    }

    Result<Token> quoted(TokenKind kind, char close)
    {
        const std::size_t start = place(m_at++);
        std::string text;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at++];
            if (c == close) {
                if (at(m_at) != close)
                    return Token { kind, std::move(text), start };
                ++m_at;
            }
            text += c;
        }
        return filterError(
            start, "This quote is never closed.",
            fmt::format("End it with {}, and write {}{} for the mark itself.", close, close, close));
    }

    Result<Token> symbol()
    {
        for (const std::string_view two : { "<=", ">=", "<>", "!=" }) {
            if (m_text.substr(m_at, 2) == two)
                return token(TokenKind::Symbol, 2);
        }
        if (std::string_view("=<>(),").find(m_text[m_at]) != std::string_view::npos)
            return token(TokenKind::Symbol, 1);
        return filterError(
            place(m_at),
            fmt::format("\"{}\" means nothing here.", escapedForTerminal(m_text.substr(m_at, 1))),
            "Put a name with such a character in \"double quotes\", join conditions by AND and OR.");
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::size_t m_counted = 0;
    std::size_t m_characters = 0;
};

class Parser
{
public:
    explicit Parser(std::vector<Token> tokens)
        : m_tokens(std::move(tokens))
    {
    }

    Result<FilterNode> parse()
    {
        CB_TRY(FilterNode root, chain(FilterNode::Kind::Or));
        if (peek().kind != TokenKind::End)
            return filterError(peek().position,
                               fmt::format("The condition is complete before {}.", shown(peek())),
                               "Join conditions by AND or OR, and check the parentheses.");
        return root;
    }

private:
    [[nodiscard]] const Token& peek() const { return m_tokens[m_at]; }

    const Token& take() { return m_tokens[peek().kind == TokenKind::End ? m_at : m_at++]; }

    [[nodiscard]] bool isWord(std::string_view word) const
    {
        return peek().kind == TokenKind::Name && equalsIgnoreAsciiCase(peek().text, word);
    }

    [[nodiscard]] bool isSymbol(std::string_view symbol) const
    {
        return peek().kind == TokenKind::Symbol && peek().text == symbol;
    }

    bool takeWord(std::string_view word) { return isWord(word) && (take(), true); }

    bool takeSymbol(std::string_view symbol) { return isSymbol(symbol) && (take(), true); }

    Result<void> need(bool taken, std::string_view wanted) const
    {
        if (!taken)
            return filterError(peek().position, fmt::format("Expected {}, found {}.", wanted, shown(peek())),
                               "");
        return {};
    }

    /// a OR b OR c, whose parts are chains of AND, whose parts are single conditions.
    Result<FilterNode> chain(FilterNode::Kind kind)
    {
        const bool isOr = kind == FilterNode::Kind::Or;
        FilterNode node { kind, {}, {} };
        do {
            CB_TRY(FilterNode part, isOr ? chain(FilterNode::Kind::And) : condition());
            node.children.push_back(std::move(part));
        } while (takeWord(isOr ? "or" : "and"));
        if (node.children.size() > 1)
            return node;
        FilterNode only = std::move(node.children.front());
        return only;
    }

    Result<FilterNode> condition()
    {
        const bool isNot = isWord("not");
        if (!isNot && !isSymbol("("))
            return test();
        if (++m_depth > kMaxFilterDepth)
            return filterError(peek().position, fmt::format("Nested deeper than {} levels.", kMaxFilterDepth),
                               "Use fewer parentheses and NOTs.");
        take();
        FilterNode node;
        if (isNot) {
            CB_TRY(FilterNode inner, condition());
            node.kind = FilterNode::Kind::Not;
            node.children.push_back(std::move(inner));
        } else {
            CB_TRY(node, chain(FilterNode::Kind::Or));
            CB_CHECK(need(takeSymbol(")"), "a closing parenthesis"));
        }
        --m_depth;
        return node;
    }

    Result<FilterNode> test()
    {
        FilterNode node;
        FilterTest& test = node.test;
        CB_CHECK(fieldName(test));
        if (takeWord("is")) {
            test.comparison = FilterOperator::IsMissing;
            test.negated = takeWord("not");
            CB_CHECK(need(takeWord("null") || takeWord("missing"), "NULL or MISSING after IS"));
            return node;
        }
        if (peek().kind == TokenKind::Symbol && relation(test)) {
            CB_CHECK(value(test));
            return node;
        }
        test.negated = takeWord("not");
        CB_CHECK(wordComparison(test));
        return node;
    }

    Result<void> fieldName(FilterTest& test)
    {
        const Token& name = peek();
        const bool isKeyWord = name.kind == TokenKind::Name
            && std::ranges::find(kKeyWords, toLowerAscii(name.text)) != kKeyWords.end();
        if (isKeyWord || (name.kind != TokenKind::Name && name.kind != TokenKind::QuotedName))
            return filterError(name.position,
                               fmt::format("Expected the name of a field, found {}.", shown(name)),
                               "A comparison begins with a field, as in Age > 30; put a name like this in "
                               "\"double quotes\".");
        test.field = name.text;
        test.quotedName = name.kind == TokenKind::QuotedName;
        test.position = name.position;
        take();
        return {};
    }

    /// Takes a relation sign, if there is one.
    bool relation(FilterTest& test)
    {
        static constexpr std::array<std::pair<std::string_view, FilterOperator>, 7> kSigns { {
            { "=", FilterOperator::Equal },
            { "!=", FilterOperator::Equal },
            { "<>", FilterOperator::Equal },
            { "<", FilterOperator::Less },
            { "<=", FilterOperator::LessEqual },
            { ">", FilterOperator::Greater },
            { ">=", FilterOperator::GreaterEqual },
        } };
        for (const auto& [sign, comparison] : kSigns) {
            if (takeSymbol(sign)) {
                test.comparison = comparison;
                test.negated = sign == "!=" || sign == "<>";
                return true;
            }
        }
        return false;
    }

    Result<void> wordComparison(FilterTest& test)
    {
        if (takeWord("like")) {
            test.comparison = FilterOperator::Like;
            return value(test);
        }
        if (takeWord("between")) {
            test.comparison = FilterOperator::Between;
            CB_CHECK(value(test));
            CB_CHECK(need(takeWord("and"), "AND between the two bounds"));
            return value(test);
        }
        if (!takeWord("in"))
            return filterError(
                peek().position,
                fmt::format("Expected a comparison after \"{}\", found {}.", test.field, shown(peek())),
                "Write =, <>, <, <=, >, >=, IN, LIKE, BETWEEN or IS NULL.");
        test.comparison = FilterOperator::In;
        CB_CHECK(need(takeSymbol("("), "an opening parenthesis after IN"));
        do {
            CB_CHECK(value(test));
        } while (takeSymbol(","));
        return need(takeSymbol(")"), "a comma or a closing parenthesis");
    }

    Result<void> value(FilterTest& test)
    {
        const Token& token = peek();
        if (token.kind != TokenKind::Text && token.kind != TokenKind::Number) {
            const bool isNull = isWord("null") || isWord("missing");
            const bool isName = token.kind == TokenKind::Name || token.kind == TokenKind::QuotedName;
            return filterError(
                token.position,
                fmt::format("Expected a value to compare \"{}\" with, found {}.", test.field, shown(token)),
                isNull       ? "Write IS NULL or IS NOT NULL."
                    : isName ? "Put text in single quotes, as in '" + token.text + "'."
                             : "Write a number, or text in single quotes.");
        }
        test.values.push_back(
            { token.text, token.kind == TokenKind::Text, parseFiniteNumber(token.text), token.position });
        take();
        return {};
    }

    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    int m_depth = 0;
};

} // namespace

Error filterError(std::size_t position, std::string what, std::string advice)
{
    return Error { ErrorCode::InvalidInput, std::move(what), fmt::format("filter, character {}", position),
                   "filter", std::move(advice) };
}

Result<FilterNode> parseFilter(std::string_view expression)
{
    if (const std::size_t bad = firstInvalidUtf8(expression); bad != std::string_view::npos)
        return filterError(bad + 1, "The filter is not UTF-8.",
                           "Type it again in a terminal that uses UTF-8.");
    Lexer lexer(expression);
    std::vector<Token> tokens;
    do {
        CB_TRY(Token token, lexer.next());
        tokens.push_back(std::move(token));
    } while (tokens.back().kind != TokenKind::End);
    if (tokens.size() == 1)
        return filterError(1, "The filter is empty.",
                           "Leave it out to choose all cases, or write one such as Age > 30.");
    return Parser(std::move(tokens)).parse();
}

} // namespace casebench
