// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/TextSource.h"

#include "core/importing/KnownContent.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace casebench {

namespace {

using namespace std::string_view_literals;

constexpr std::size_t kHead = 64 * 1024;
constexpr std::size_t kBlock = 256 * 1024;

/// "utf-16le" or "utf-16be", by which half of the byte pairs holds more of the NULs.
std::string likelyUtf16(std::string_view head)
{
    std::array<std::size_t, 2> nuls {};
    for (std::size_t i = 0; i < head.size(); ++i)
        nuls[i % 2] += head[i] == '\0' ? 1 : 0;
    return nuls[1] >= nuls[0] ? "utf-16le" : "utf-16be";
}

} // namespace

Result<std::unique_ptr<TextSource>> TextSource::open(const std::filesystem::path& path,
                                                     const ReadOptions& options)
{
    std::unique_ptr<TextSource> source(new TextSource);
    CB_TRY(source->m_bytes, ByteSource::open(path, options));
    auto& head = source->m_pending;
    head.resize(kHead);
    std::size_t size = 0;
    while (size < kHead) {
        CB_TRY(const std::size_t count, source->m_bytes->read(head.data() + size, kHead - size));
        if (count == 0)
            break;
        size += count;
    }
    head.resize(size);
    const std::string where = path.string();
    if (const auto content = knownBinary(head))
        return Error { ErrorCode::Unsupported, "This is " + std::string(content->what) + ", not text.", where,
                       "not-text", std::string(content->advice) };
    CB_CHECK(source->chooseEncoding(head, options, where));
    if (source->m_decoder == nullptr && startsLikeHtml(std::string_view(head).substr(source->m_pendingAt)))
        return Error { ErrorCode::Unsupported, "This is a web page, not a table of cases.", where,
                       "looks-like-html",
                       "A sign-in page is often saved in place of an export: sign in and export again." };
    return source;
}

Result<void>
TextSource::chooseEncoding(std::string_view head, const ReadOptions& options, const std::string& where)
{
    const auto bom = [&](std::string_view bytes) { return head.starts_with(bytes); };
    if (bom("\xFF\xFE\0\0"sv) || bom("\0\0\xFE\xFF"sv))
        return Error { ErrorCode::Unsupported, "The text is UTF-32, which is not read here.", where,
                       "encoding-unsupported", "Save the file as UTF-8." };
    if (bom("\xEF\xBB\xBF"sv)) {
        m_pendingAt = 3;
        m_bom = true;
    } else if (bom("\xFF\xFE"sv) || bom("\xFE\xFF"sv)) {
        m_encoding = bom("\xFF\xFE"sv) ? "utf-16le" : "utf-16be";
        m_pendingAt = 2;
        m_bom = true;
    } else if (!options.encoding.empty()) {
        m_encoding = options.encoding == "utf8" ? "utf-8"
            : options.encoding == "utf-16"      ? "utf-16le"
                                                : options.encoding;
    } else {
        m_guess = true;
        const auto nuls = static_cast<std::size_t>(std::ranges::count(head, '\0'));
        if (!head.empty() && nuls * 5 >= head.size())
            return Error { ErrorCode::InvalidInput,
                           "A fifth of the bytes are NUL: this looks like " + likelyUtf16(head)
                               + " without a mark.",
                           where, "encoding-unknown",
                           "Read it with the option encoding=" + likelyUtf16(head) + "." };
    }
    auto decoder = makeDecoder(m_encoding);
    if (!decoder)
        return decoder.error().in(where);
    m_decoder = std::move(*decoder);
    return {};
}

Result<std::size_t> TextSource::readBytes(char* into, std::size_t capacity)
{
    if (m_pendingAt < m_pending.size()) {
        const std::size_t count = std::min(capacity, m_pending.size() - m_pendingAt);
        std::memcpy(into, m_pending.data() + m_pendingAt, count);
        m_pendingAt += count;
        return count;
    }
    return m_bytes->read(into, capacity);
}

Result<std::size_t> TextSource::read(char* into, std::size_t capacity)
{
    if (m_decoder == nullptr)
        return readBytes(into, capacity);
    while (m_decodedAt == m_decoded.size() && !m_atEnd) {
        m_block.resize(kBlock);
        m_decoded.clear();
        m_decodedAt = 0;
        CB_TRY(const std::size_t count, readBytes(m_block.data(), kBlock));
        m_atEnd = count == 0;
        m_decoder->decode({ m_block.data(), count }, m_atEnd, m_decoded);
    }
    const std::size_t count = std::min(capacity, m_decoded.size() - m_decodedAt);
    std::memcpy(into, m_decoded.data() + m_decodedAt, count);
    m_decodedAt += count;
    return count;
}

std::string TextSource::originalBytes(std::string_view text) const
{
    return m_decoder ? m_decoder->encode(text) : std::string(text);
}

std::string_view TextSource::invalidKind() const
{
    return m_decoder ? m_decoder->invalidKind() : "invalid-utf8"sv;
}

} // namespace casebench
