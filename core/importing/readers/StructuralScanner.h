// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace casebench {

/// Finds delimiters, quotes and line ends 64 bytes at a time. The buffer must be readable for 64 bytes behind
/// its end.
class StructuralScanner
{
public:
    static constexpr std::size_t kBlock = 64;

    void setDelimiter(char delimiter) { m_delimiter = delimiter; }

    /// A new buffer, or the old one with new bytes.
    void setBuffer(const char* data, std::size_t size)
    {
        m_data = data;
        m_size = size;
        m_block = kNone;
    }

    /// Position of the first structural byte at or behind `at`; the buffer's size when there is none.
    [[nodiscard]] std::size_t next(std::size_t at)
    {
        while (at < m_size) {
            const std::size_t block = at & ~(kBlock - 1);
            if (block != m_block)
                load(block);
            const std::uint64_t rest = m_mask & (~std::uint64_t { 0 } << (at & (kBlock - 1)));
            if (rest != 0) {
                const std::size_t found = block + static_cast<std::size_t>(std::countr_zero(rest));
                return found < m_size ? found : m_size;
            }
            at = block + kBlock;
        }
        return m_size;
    }

    /// Whether any block looked at since clearSpecial() has a byte that is no printable ASCII (line ends and
    /// tabs apart).
    [[nodiscard]] bool sawSpecial() const { return m_special; }

    void clearSpecial() { m_special = m_blockSpecial && m_block != kNone; }

private:
    static constexpr std::size_t kNone = ~std::size_t { 0 };

    void load(std::size_t block);

    const char* m_data = nullptr;
    std::size_t m_size = 0;
    std::size_t m_block = kNone;
    std::uint64_t m_mask = 0;
    char m_delimiter = ',';
    bool m_special = false;
    bool m_blockSpecial = false;
};

#if defined(__SSE2__)
inline void StructuralScanner::load(std::size_t block)
{
    const __m128i delimiter = _mm_set1_epi8(m_delimiter);
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i lineFeed = _mm_set1_epi8('\n');
    const __m128i carriageReturn = _mm_set1_epi8('\r');
    const __m128i tab = _mm_set1_epi8('\t');
    const __m128i space = _mm_set1_epi8(' ');
    const __m128i del = _mm_set1_epi8(0x7F);
    std::uint64_t mask = 0;
    std::uint32_t special = 0;
    for (unsigned int part = 0; part < 4; ++part) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(m_data + block + part * 16));
        const __m128i ends =
            _mm_or_si128(_mm_cmpeq_epi8(bytes, lineFeed), _mm_cmpeq_epi8(bytes, carriageReturn));
        const __m128i structural =
            _mm_or_si128(ends, _mm_or_si128(_mm_cmpeq_epi8(bytes, delimiter), _mm_cmpeq_epi8(bytes, quote)));
        mask |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(structural)))
            << (part * 16);
        // Signed comparison: bytes from 0x80 on are below the space as well.
        const __m128i odd = _mm_or_si128(_mm_cmplt_epi8(bytes, space), _mm_cmpeq_epi8(bytes, del));
        special |= static_cast<std::uint32_t>(
            _mm_movemask_epi8(_mm_andnot_si128(_mm_or_si128(ends, _mm_cmpeq_epi8(bytes, tab)), odd)));
    }
    m_block = block;
    m_mask = mask;
    m_blockSpecial = special != 0;
    m_special = m_special || m_blockSpecial;
}
#else
inline void StructuralScanner::load(std::size_t block)
{
    m_mask = 0;
    m_blockSpecial = false;
    for (std::size_t i = 0; i < kBlock; ++i) {
        const char c = m_data[block + i];
        const bool end = c == '\n' || c == '\r';
        if (end || c == m_delimiter || c == '"')
            m_mask |= std::uint64_t { 1 } << i;
        const auto byte = static_cast<unsigned char>(c);
        m_blockSpecial = m_blockSpecial || ((byte < 0x20 || byte >= 0x7F) && !end && c != '\t');
    }
    m_block = block;
    m_special = m_special || m_blockSpecial;
}
#endif

} // namespace casebench
