// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/TextDecoder.h"

#include "core/importing/Utf8.h"

#include <array>
#include <cstdint>
#include <unicode/ucnv.h>
#include <vector>

namespace casebench {

namespace {

constexpr char kMarker = '\xFF';

/// A byte without a character: three bytes that never occur in UTF-8.
void appendMarked(std::string& text, unsigned char byte)
{
    text += kMarker;
    text += static_cast<char>(0xF0 | (byte >> 4));
    text += static_cast<char>(0xF0 | (byte & 15));
}

unsigned char markedByte(std::string_view text, std::size_t at)
{
    return static_cast<unsigned char>(((text[at + 1] & 15) << 4) | (text[at + 2] & 15));
}

bool isMarked(std::string_view text, std::size_t at)
{
    return text[at] == kMarker && at + 2 < text.size();
}

/// The code point at `at` of what appendUtf8 wrote; moves `at` behind it.
std::uint32_t takePoint(std::string_view text, std::size_t& at)
{
    const auto byte = [&](std::size_t i) {
        return i < text.size() ? static_cast<std::uint32_t>(static_cast<unsigned char>(text[i])) : 0U;
    };
    const std::uint32_t lead = byte(at);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t point = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t k = 1; k < length; ++k)
        point = (point << 6) | (byte(at + k) & 63);
    at += length;
    return point;
}

class Utf16Decoder : public TextDecoder
{
public:
    explicit Utf16Decoder(bool bigEndian)
        : m_high(bigEndian ? 0 : 1)
    {
    }

    void decode(std::string_view bytes, bool last, std::string& text) override
    {
        m_tail += bytes;
        std::size_t at = 0;
        for (; at + 2 <= m_tail.size(); at += 2) {
            const std::uint32_t unit = unitAt(at);
            const bool leads = unit >= 0xD800 && unit < 0xDC00;
            if (leads && at + 4 > m_tail.size() && !last)
                break; // its partner may come with the next piece
            const std::uint32_t next = leads && at + 4 <= m_tail.size() ? unitAt(at + 2) : 0;
            if (leads && next >= 0xDC00 && next < 0xE000) {
                appendUtf8(text, 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
                at += 2;
            } else {
                appendUtf8(text, unit); // single surrogates too: not UTF-8, so their row is found
            }
        }
        if (last && at < m_tail.size()) {
            appendMarked(text, static_cast<unsigned char>(m_tail[at]));
            ++at;
        }
        m_tail.erase(0, at);
    }

    [[nodiscard]] std::string encode(std::string_view text) const override
    {
        std::string bytes;
        const auto put = [&](std::uint32_t unit) {
            const std::array<char, 2> pair { static_cast<char>(unit & 255), static_cast<char>(unit >> 8) };
            bytes += pair[1 - m_high];
            bytes += pair[m_high];
        };
        for (std::size_t at = 0; at < text.size();) {
            if (isMarked(text, at)) {
                bytes += static_cast<char>(markedByte(text, at));
                at += 3;
                continue;
            }
            const std::uint32_t point = takePoint(text, at);
            if (point >= 0x10000) {
                put(0xD800 + ((point - 0x10000) >> 10));
                put(0xDC00 + ((point - 0x10000) & 0x3FF));
            } else {
                put(point);
            }
        }
        return bytes;
    }

    [[nodiscard]] std::string_view invalidKind() const override { return "invalid-utf16"; }

private:
    [[nodiscard]] std::uint32_t unitAt(std::size_t at) const
    {
        const auto high = static_cast<unsigned char>(m_tail[at + m_high]);
        const auto low = static_cast<unsigned char>(m_tail[at + 1 - m_high]);
        return (static_cast<std::uint32_t>(high) << 8) | low;
    }

    std::size_t m_high; ///< position of the high byte in a unit
    std::string m_tail; ///< bytes whose unit or pair is not complete
};

/// Code pages of one byte a character: a table, exact both ways.
class SingleByteDecoder : public TextDecoder
{
public:
    explicit SingleByteDecoder(UConverter* converter)
    {
        for (unsigned int byte = 0; byte < 256; ++byte) {
            const char source = static_cast<char>(byte);
            const char* from = &source;
            UErrorCode status = U_ZERO_ERROR;
            ucnv_reset(converter);
            const UChar32 point = ucnv_getNextUChar(converter, &from, from + 1, &status);
            if (U_FAILURE(status) || point == 0xFFFD)
                appendMarked(m_texts[byte], static_cast<unsigned char>(byte));
            else
                appendUtf8(m_texts[byte], static_cast<std::uint32_t>(point));
        }
    }

    void decode(std::string_view bytes, bool, std::string& text) override
    {
        for (const char byte : bytes)
            text += m_texts[static_cast<unsigned char>(byte)];
    }

    [[nodiscard]] std::string encode(std::string_view text) const override
    {
        std::string bytes;
        for (std::size_t at = 0; at < text.size();) {
            const std::size_t first = at;
            if (isMarked(text, at))
                at += 3;
            else
                takePoint(text, at);
            const std::string_view character = text.substr(first, at - first);
            for (unsigned int byte = 0; byte < 256; ++byte) {
                if (m_texts[byte] == character) {
                    bytes += static_cast<char>(byte);
                    break;
                }
            }
        }
        return bytes;
    }

    [[nodiscard]] std::string_view invalidKind() const override { return "invalid-bytes"; }

private:
    std::array<std::string, 256> m_texts;
};

/// Encodings of several bytes a character, through ICU; bad bytes are marked.
class IcuDecoder : public TextDecoder
{
public:
    explicit IcuDecoder(UConverter* converter)
        : m_converter(converter)
    {
        UErrorCode status = U_ZERO_ERROR;
        ucnv_setToUCallBack(m_converter, UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
    }

    ~IcuDecoder() override { ucnv_close(m_converter); }

    IcuDecoder(const IcuDecoder&) = delete;
    IcuDecoder& operator=(const IcuDecoder&) = delete;

    void decode(std::string_view bytes, bool last, std::string& text) override
    {
        std::array<UChar, 2048> units {};
        const char* from = bytes.data();
        const char* const end = from + bytes.size();
        for (;;) {
            UChar* to = units.data();
            UErrorCode status = U_ZERO_ERROR;
            ucnv_toUnicode(m_converter, &to, units.data() + units.size(), &from, end, nullptr, last, &status);
            appendUnits({ units.data(), static_cast<std::size_t>(to - units.data()) }, text);
            if (status == U_BUFFER_OVERFLOW_ERROR)
                continue;
            if (U_SUCCESS(status))
                return;
            appendInvalid(text);
            if (from == end && last && status == U_TRUNCATED_CHAR_FOUND)
                return;
        }
    }

    [[nodiscard]] std::string encode(std::string_view text) const override
    {
        std::string bytes;
        std::size_t at = 0;
        while (at < text.size()) {
            const std::size_t marker = std::min(text.find(kMarker, at), text.size());
            UErrorCode status = U_ZERO_ERROR;
            std::vector<char> piece((marker - at) * 4 + 16);
            const int32_t length =
                ucnv_fromAlgorithmic(m_converter, UCNV_UTF8, piece.data(), static_cast<int32_t>(piece.size()),
                                     text.data() + at, static_cast<int32_t>(marker - at), &status);
            bytes.append(piece.data(), U_SUCCESS(status) ? static_cast<std::size_t>(length) : 0);
            at = marker;
            if (at < text.size()) {
                if (isMarked(text, at))
                    bytes += static_cast<char>(markedByte(text, at));
                at += 3;
            }
        }
        return bytes;
    }

    [[nodiscard]] std::string_view invalidKind() const override { return "invalid-bytes"; }

private:
    void appendUnits(std::u16string_view units, std::string& text)
    {
        for (const char16_t unit : units) {
            if (unit >= 0xD800 && unit < 0xDC00) {
                m_lead = unit;
            } else if (unit >= 0xDC00 && unit < 0xE000) {
                appendUtf8(
                    text, 0x10000 + ((static_cast<std::uint32_t>(m_lead) - 0xD800) << 10) + (unit - 0xDC00U));
            } else {
                appendUtf8(text, unit); // single surrogates too: not UTF-8, so their row is found
            }
        }
    }

    void appendInvalid(std::string& text)
    {
        std::array<char, 16> bad {};
        auto length = static_cast<int8_t>(bad.size());
        UErrorCode status = U_ZERO_ERROR;
        ucnv_getInvalidChars(m_converter, bad.data(), &length, &status);
        for (int k = 0; k < length && U_SUCCESS(status); ++k)
            appendMarked(text, static_cast<unsigned char>(bad[static_cast<std::size_t>(k)]));
        ucnv_resetToUnicode(m_converter);
    }

    UConverter* m_converter;
    char16_t m_lead = 0;
};

} // namespace

Result<std::unique_ptr<TextDecoder>> makeDecoder(const std::string& name)
{
    using DecoderPtr = std::unique_ptr<TextDecoder>;
    if (name == "utf-8" || name == "utf8")
        return DecoderPtr();
    if (name == "utf-16le" || name == "utf-16")
        return DecoderPtr(std::make_unique<Utf16Decoder>(false));
    if (name == "utf-16be")
        return DecoderPtr(std::make_unique<Utf16Decoder>(true));
    UErrorCode status = U_ZERO_ERROR;
    UConverter* converter =
        name.starts_with("utf-32") || name.starts_with("utf32") ? nullptr : ucnv_open(name.c_str(), &status);
    if (U_FAILURE(status) || converter == nullptr)
        return Error { ErrorCode::Unsupported,
                       "The encoding \"" + name + "\" is not one that is read here.",
                       {},
                       "encoding-unsupported",
                       "Save the file as UTF-8, or name its encoding: utf-8, utf-16le, utf-16be, "
                       "windows-1252, iso-8859-15 ..." };
    if (ucnv_getMaxCharSize(converter) > 1)
        return DecoderPtr(std::make_unique<IcuDecoder>(converter));
    DecoderPtr table = std::make_unique<SingleByteDecoder>(converter);
    ucnv_close(converter);
    return table;
}

} // namespace casebench
