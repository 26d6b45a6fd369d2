// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only: what the codes of a chunk mean.

#include "core/store/ChunkCodec.h"

#include <memory>
#include <span>

namespace casebench {

/// The values of a chunk as a column; base: the dictionary of its field. Fails: Corrupt.
[[nodiscard]] Result<Column> columnOfChunk(DecodedChunk chunk, const std::shared_ptr<const Dictionary>& base);

/// What a yes/no chunk calls No and Yes. Fails: Corrupt when the field has no such words.
[[nodiscard]] Result<std::shared_ptr<const Dictionary>> answerWords(const ChunkHeader& header,
                                                                    const Dictionary& base);
/// The codes of those two words become kNoCode and kYesCode. Takes: a header whose answerWords() are there.
/// Fails: Corrupt when there is a third.
[[nodiscard]] Result<void> toAnswers(std::span<Code> codes, const ChunkHeader& header);
/// Fails: Corrupt when a code has no text.
[[nodiscard]] Result<void> checkCodes(std::span<const Code> codes, const Dictionary& base);

} // namespace casebench
