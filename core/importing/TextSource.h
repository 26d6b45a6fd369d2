// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/ByteSource.h"
#include "core/importing/TextDecoder.h"

namespace casebench {

/// A file's text as UTF-8, without its byte order mark. What cannot be decoded comes through as bytes that
/// are not UTF-8, so that only the rows with them are lost, and originalBytes() gives the file's bytes back.
class TextSource
{
public:
    /// Fails: as ByteSource; Unsupported not-text, looks-like-html, encoding-unsupported; InvalidInput
    /// encoding-unknown.
    [[nodiscard]] static Result<std::unique_ptr<TextSource>> open(const std::filesystem::path& path,
                                                                  const ReadOptions& options);

    /// Gives: the number of bytes put into `into` (capacity >= 64); 0 only at the end.
    [[nodiscard]] Result<std::size_t> read(char* into, std::size_t capacity);
    /// The file's bytes of a piece of the text.
    [[nodiscard]] std::string originalBytes(std::string_view text) const;

    [[nodiscard]] const std::string& encoding() const { return m_encoding; }

    /// Nobody said what the encoding is, and no byte order mark: UTF-8 as long as the content agrees.
    [[nodiscard]] bool isGuess() const { return m_guess; }

    [[nodiscard]] bool hasBom() const { return m_bom; }

    /// Token for rows that cannot be decoded.
    [[nodiscard]] std::string_view invalidKind() const;

    [[nodiscard]] double fraction() const { return m_bytes->fraction(); }

    [[nodiscard]] std::string fingerprint() { return m_bytes->fingerprint(); }

private:
    TextSource() = default;
    [[nodiscard]] Result<void>
    chooseEncoding(std::string_view head, const ReadOptions& options, const std::string& where);

    std::unique_ptr<ByteSource> m_bytes;
    std::unique_ptr<TextDecoder> m_decoder; ///< none: the bytes are UTF-8
    std::string m_encoding = "utf-8";
    std::string m_pending; ///< bytes read for looking, not yet given
    std::size_t m_pendingAt = 0;
    std::string m_block; ///< bytes on their way through the decoder
    std::string m_decoded; ///< text not yet given
    std::size_t m_decodedAt = 0;
    bool m_atEnd = false;
    bool m_bom = false;
    bool m_guess = false;

    [[nodiscard]] Result<std::size_t> readBytes(char* into, std::size_t capacity);
};

} // namespace casebench
