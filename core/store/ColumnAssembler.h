// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only.

#include "core/store/CellValue.h"
#include "core/store/ChunkCodec.h"
#include "core/store/TextCodes.h"

#include <map>
#include <memory>
#include <optional>
#include <set>

namespace casebench {

/// Texts that stand for "no value" in one field of one source.
using MissingTexts = std::set<std::string>;

/// Member of a change's JSON: the cell is missing whatever its text would be under the field's kind. Changes
/// of before lack it, and their texts go on speaking as they did when snapshots were taken.
inline constexpr const char* kToldMissing = "m";

/// Builds one column from pieces of several parts, under one kind. Pieces of another kind are cast through
/// their texts, so nothing is lost. The finished dictionary holds only what occurs, in order of first
/// occurrence (yes/no: {no, yes}).
class ColumnAssembler
{
public:
    /// base: the dictionary that most pieces share (may be null); their codes are then taken over without
    /// looking at texts.
    ColumnAssembler(const Field& target, std::shared_ptr<const Dictionary> base, std::size_t expectedRows);

    void appendMissing(std::size_t rows);
    /// missing: what stays missing though it may read as a value under the kind that is built.
    void append(const Column& piece, const MissingTexts& missing = {});
    /// A whole chunk straight from its bytes, where its values need no cast. Codes are those of the base.
    /// Gives: false when they do, and nothing was done. Fails: Corrupt; the assembler is of no use then.
    [[nodiscard]] Result<bool> append(const ChunkView& chunk);
    /// Replaces a cell that was appended.
    void set(std::size_t position, const CellValue& cell);

    /// The same by a cell that was told to be missing: its text is kept and is no value.
    void setMissing(std::size_t position, const CellValue& cell);

    [[nodiscard]] std::size_t size() const { return m_size; }

    [[nodiscard]] const Field& target() const { return m_target; }

    [[nodiscard]] Column finish();

private:
    [[nodiscard]] bool isCoded() const;
    [[nodiscard]] bool appendDirectly(const Column& piece);
    void appendCodes(const Column& piece);
    void appendYesNo(const Column& piece);
    void appendRaw(const RawTexts& raw);
    [[nodiscard]] bool takesDirectly(const ChunkHeader& chunk) const;
    [[nodiscard]] Result<void> appendValues(const ChunkView& chunk);
    [[nodiscard]] Result<bool> knowsWords(const ChunkHeader& chunk);
    [[nodiscard]] Result<void> appendTexts(const ChunkView& chunk);
    void putCell(std::size_t position, const CellValue& cell);
    [[nodiscard]] Code intern(std::string_view text);
    [[nodiscard]] Code internHashed(std::string_view text);
    [[nodiscard]] Code yesNoCode(const std::string& text, std::optional<std::string>& raw) const;
    [[nodiscard]] std::shared_ptr<const RawTexts> finishRaw();
    [[nodiscard]] std::string_view textOf(Code code) const;
    /// Ends the assembler: the texts move.
    void compact(std::vector<Code>& codes, Dictionary& dictionary);

    Field m_target;
    std::optional<ValueType> m_timeType;
    std::shared_ptr<const Dictionary> m_base;
    std::size_t m_size = 0;
    std::vector<double> m_numbers;
    std::vector<Instant> m_times;
    std::vector<Code> m_codes; ///< into m_base, then m_extra
    Dictionary m_extra;
    TextCodes m_known; ///< of base and extra, once needed
    bool m_hashing = false; ///< m_known is needed
    bool m_replaced = false; ///< a cell was set after others behind it
    std::shared_ptr<const Dictionary> m_words; ///< of a yes/no field
    RawTexts m_raw;
    std::map<std::uint32_t, std::optional<std::string>> m_overrides; ///< raw texts of replaced cells
};

} // namespace casebench
