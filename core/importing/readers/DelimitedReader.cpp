// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/readers/DelimitedReader.h"

#include "core/base/Text.h"
#include "core/importing/TextSource.h"
#include "core/importing/readers/Header.h"
#include "core/importing/readers/RecordSplitter.h"
#include "core/importing/readers/RecordText.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::size_t kBuffer =
    256 * 1024; // text and field positions together stay in the second-level cache
constexpr std::size_t kMaxBuffer = 16 * 1024 * 1024; // of wide files (ours)
constexpr std::size_t kUsualCell = 16; // bytes (ours)
constexpr std::size_t kRowsAtOnce = 64; // (ours)
constexpr std::size_t kMaxField = 16 * 1024 * 1024;
constexpr std::size_t kMaxRecord = 64 * 1024 * 1024;
constexpr std::size_t kMaxBatchRows = 65'536;
constexpr std::size_t kMaxBatchFields = 1'000'000;
constexpr std::size_t kHugeField = 32'767; // what a spreadsheet cell holds
constexpr std::size_t kLongSample = 64 * 1024; // kept of a record that is too long

/// JSON in a file that is called .csv: a row of a table does not start like that.
bool looksLikeJson(std::string_view record)
{
    return record.starts_with("{\"") || record.starts_with("[{\"");
}

class DelimitedReader : public RowSource
{
public:
    [[nodiscard]] static Result<std::unique_ptr<RowSource>>
    open(const std::filesystem::path& path, const ReadOptions& options, char fixedDelimiter);

    [[nodiscard]] const std::vector<std::string>& header() const override { return m_header.names; }

    [[nodiscard]] Result<bool> next(RawBatch& batch) override;

    [[nodiscard]] bool keepsPrevious() const override { return true; }

    [[nodiscard]] std::vector<std::string> notes() const override;

    [[nodiscard]] double fraction() const override { return m_text->fraction(); }

    [[nodiscard]] std::string fingerprint() override { return m_text->fingerprint(); }

    [[nodiscard]] std::string encoding() const override { return m_text->encoding(); }

private:
    [[nodiscard]] Result<void> fill();

    [[nodiscard]] bool exhausted() const { return m_at == m_size && m_last; }

    [[nodiscard]] std::string_view view(std::size_t begin, std::size_t end) const
    {
        return { m_buffer.data() + begin, end - begin };
    }

    [[nodiscard]] Result<void> skipLines();
    [[nodiscard]] Result<void> takeSeparatorLine();
    [[nodiscard]] Result<void> chooseDelimiter(char fixedDelimiter);
    [[nodiscard]] Result<void> takeHeader();
    void makeRoomForRows();
    [[nodiscard]] Result<void> checkHeaderText(const SplitRecord& record);

    [[nodiscard]] bool takeBlankLine();
    [[nodiscard]] bool takeRecord(RawBatch& batch);
    [[nodiscard]] Result<void> takeLongRecord(RawBatch& batch);
    [[nodiscard]] std::string_view
    troubleOf(const SplitRecord& record, const RawBatch& batch, std::size_t firstField);
    [[nodiscard]] std::string
    reasonFor(std::string_view kind, const SplitRecord& record, std::size_t fields) const;
    void unescape(RawBatch& batch);
    [[nodiscard]] Error unknownEncoding() const;
    [[nodiscard]] Error headerError(std::string what, std::string kind, std::string advice) const;
    void pass(const SplitRecord& record);

    std::string m_name;
    ReadOptions m_options;
    std::unique_ptr<TextSource> m_text;
    RecordSplitter m_splitter;
    std::vector<char> m_buffer = std::vector<char>(kBuffer + StructuralScanner::kBlock);
    std::vector<char> m_otherBuffer; ///< that of the batch before, which is read on from another thread
    bool m_filled = false; ///< since this batch was begun
    std::size_t m_at = 0; ///< next byte to look at
    std::size_t m_size = 0; ///< bytes in the buffer
    bool m_last = false; ///< the source has no more
    bool m_wantsMore = false; ///< the record at m_at does not end in the buffer

    Header m_header;
    std::vector<std::size_t> m_doubled;
    std::uint64_t m_line = 1;
    std::uint64_t m_blankLines = 0;
    std::uint64_t m_rows = 0;
    unsigned int m_lineEnds = 0;
    std::uint64_t m_firstInvalidLine = 0;
    bool m_sawMultiByte = false;
    bool m_sawControl = false;
    bool m_sawBidi = false;
    bool m_sawHugeField = false;
    bool m_separatorLine = false;
};

Result<std::unique_ptr<RowSource>>
DelimitedReader::open(const std::filesystem::path& path, const ReadOptions& options, char fixedDelimiter)
{
    auto reader = std::make_unique<DelimitedReader>();
    reader->m_name = path.string();
    reader->m_options = options;
    CB_TRY(reader->m_text, TextSource::open(path, options));
    CB_CHECK(reader->fill());
    CB_CHECK(reader->skipLines());
    CB_CHECK(reader->takeSeparatorLine());
    while (!reader->exhausted() && reader->takeBlankLine()) {
        if (reader->m_at == reader->m_size || reader->m_wantsMore)
            CB_CHECK(reader->fill());
    }
    if (reader->exhausted())
        return Error { ErrorCode::InvalidInput, "The file has no text but line ends.", reader->m_name,
                       "empty-file", "Check that the export finished." };
    CB_CHECK(reader->chooseDelimiter(fixedDelimiter));
    CB_CHECK(reader->takeHeader());
    return std::unique_ptr<RowSource>(std::move(reader));
}

/// Moves what is left to the front and reads on; the buffer grows when a record fills it. The first time in a
/// batch the front is that of the other buffer: the batch before stays as it is.
Result<void> DelimitedReader::fill()
{
    const std::size_t kept = m_size - m_at;
    if (!m_filled) {
        m_otherBuffer.resize(m_buffer.size());
        std::memcpy(m_otherBuffer.data(), m_buffer.data() + m_at, kept);
        std::swap(m_buffer, m_otherBuffer);
        m_filled = true;
    } else if (m_at > 0) {
        std::memmove(m_buffer.data(), m_buffer.data() + m_at, kept);
    }
    m_at = 0;
    m_size = kept;
    const std::size_t capacity = m_buffer.size() - StructuralScanner::kBlock;
    if (kept * 2 > capacity)
        m_buffer.resize(std::min(capacity * 2, kMaxRecord + kBuffer) + StructuralScanner::kBlock);
    const std::size_t end = m_buffer.size() - StructuralScanner::kBlock;
    while (m_size < end && !m_last) {
        CB_TRY(const std::size_t count, m_text->read(m_buffer.data() + m_size, end - m_size));
        m_last = count == 0;
        m_size += count;
    }
    m_wantsMore = false;
    m_splitter.setBuffer(m_buffer.data(), m_size, m_last);
    return {};
}

Result<void> DelimitedReader::skipLines()
{
    for (std::size_t skipped = 0; skipped < m_options.skip && !exhausted();) {
        const std::string_view rest = view(m_at, m_size);
        const std::size_t end = rest.find_first_of("\r\n");
        LineEnd kind = LineEnd::None;
        const std::size_t length = end == std::string_view::npos ? 0 : m_splitter.lineEndAt(m_at + end, kind);
        if (length > 0) {
            m_at += end + length;
            ++m_line;
            ++skipped;
        } else {
            m_at = end == std::string_view::npos ? m_size : m_at + end;
        }
        if (m_at == m_size || length == 0)
            CB_CHECK(fill());
    }
    return {};
}

/// "sep=X" as spreadsheets write it before the header.
Result<void> DelimitedReader::takeSeparatorLine()
{
    LineEnd kind = LineEnd::None;
    if (m_size - m_at < 5 || !equalsIgnoreAsciiCase(view(m_at, m_at + 4), "sep="))
        return {};
    const char separator = m_buffer[m_at + 4];
    const std::size_t length = m_splitter.lineEndAt(m_at + 5, kind);
    const bool usable = static_cast<unsigned char>(separator) < 0x80
        && std::string_view("\"\r\n").find(separator) == std::string_view::npos;
    if (!usable || (length == 0 && m_at + 5 < m_size))
        return {};
    m_at += 5 + length;
    ++m_line;
    m_separatorLine = true;
    if (m_options.delimiter.empty())
        m_options.delimiter = separator;
    return m_at == m_size ? fill() : Result<void>();
}

Result<void> DelimitedReader::chooseDelimiter(char fixedDelimiter)
{
    char delimiter = fixedDelimiter;
    if (!m_options.delimiter.empty()) {
        delimiter = m_options.delimiter.front();
    } else if (fixedDelimiter == '\0') {
        bool complete = false;
        delimiter = guessDelimiter(view(m_at, m_size), complete);
        while (!complete && !m_last && m_size < kMaxRecord) {
            CB_CHECK(fill());
            delimiter = guessDelimiter(view(m_at, m_size), complete);
        }
    }
    m_splitter.setDelimiter(delimiter);
    return {};
}

Error DelimitedReader::headerError(std::string what, std::string kind, std::string advice) const
{
    return { ErrorCode::InvalidInput, std::move(what), fmt::format("{}: line {}", m_name, m_line),
             std::move(kind), std::move(advice) };
}

Result<void> DelimitedReader::takeHeader()
{
    RawBatch batch;
    SplitRecord record;
    while (!m_splitter.split(m_at, record, batch.fields, m_doubled)) {
        if (m_size - m_at >= kMaxRecord)
            return headerError("The header is longer than 64 MiB.", "row-too-long",
                               "Check that this file is a table of text.");
        CB_CHECK(fill());
    }
    if (looksLikeJson(view(record.begin, record.end)))
        return headerError("This is JSON, not delimited text.", "looks-like-json",
                           "Rename the file to .jsonl when every line is one object.");
    if (!record.trouble.empty())
        return headerError(reasonFor(record.trouble, record, 0), std::string(record.trouble),
                           "The header must be well-formed; correct its quotes or skip lines with skip=N.");
    CB_CHECK(checkHeaderText(record));
    batch.arena = m_buffer.data();
    unescape(batch);
    std::vector<std::string_view> names;
    for (const FieldSpan& field : batch.fields)
        names.emplace_back(m_buffer.data() + field.begin, field.length);
    auto header = makeHeader(names);
    if (!header)
        return header.error().in(fmt::format("{}: line {}", m_name, m_line));
    m_header = std::move(*header);
    m_splitter.expectFields(m_header.names.size());
    pass(record);
    makeRoomForRows();
    return {};
}

/// The columns of a wide file are looked at one after the other, each with memory of its own: some rows at
/// once, or every cell would wait for that memory.
void DelimitedReader::makeRoomForRows()
{
    const std::size_t wanted = std::min(m_header.names.size() * kUsualCell * kRowsAtOnce, kMaxBuffer);
    if (wanted + StructuralScanner::kBlock <= m_buffer.size())
        return;
    m_buffer.resize(wanted + StructuralScanner::kBlock);
    m_splitter.setBuffer(m_buffer.data(), m_size, m_last);
}

Result<void> DelimitedReader::checkHeaderText(const SplitRecord& record)
{
    const RecordText text = inspectText(view(record.begin, record.end));
    m_sawControl = text.hasControl && !text.hasNul;
    m_sawBidi = text.hasBidiControl;
    m_sawMultiByte = text.hasMultiByte;
    if (text.valid)
        return {};
    m_firstInvalidLine = m_line;
    // Only the rest of the file tells whether this is UTF-8 with a damaged header, or another encoding.
    while (!m_sawMultiByte && m_size > m_at && m_text->isGuess()) {
        m_sawMultiByte = inspectText(view(m_at, m_size)).hasMultiByte;
        m_at = m_size;
        CB_CHECK(fill());
    }
    if (m_text->isGuess() && !m_sawMultiByte)
        return unknownEncoding();
    return headerError("The header holds bytes that are no text in " + m_text->encoding() + ".",
                       std::string(m_text->invalidKind()),
                       "Name the encoding with the option encoding=, for example windows-1252.");
}

Error DelimitedReader::unknownEncoding() const
{
    return { ErrorCode::InvalidInput, "This is not UTF-8, and nothing says what it is.",
             fmt::format("{}: line {}", m_name, m_firstInvalidLine), "encoding-unknown",
             "For files from Windows programs try the option encoding=windows-1252." };
}

void DelimitedReader::pass(const SplitRecord& record)
{
    m_at = record.next;
    m_line += record.lines;
    m_lineEnds |= static_cast<unsigned int>(record.lineEnd);
}

/// Takes the line end at m_at, if there is one there; says in m_wantsMore when that cannot be told yet.
bool DelimitedReader::takeBlankLine()
{
    if (m_at >= m_size || (m_buffer[m_at] != '\r' && m_buffer[m_at] != '\n'))
        return false;
    LineEnd kind = LineEnd::None;
    const std::size_t length = m_splitter.lineEndAt(m_at, kind);
    if (length == 0) {
        m_wantsMore = true;
        return true;
    }
    m_at += length;
    ++m_line;
    ++m_blankLines;
    m_lineEnds |= static_cast<unsigned int>(kind);
    return true;
}

Result<bool> DelimitedReader::next(RawBatch& batch)
{
    batch.columns = m_header.names.size();
    batch.fields.clear();
    batch.lines.clear();
    batch.issues.clear();
    m_doubled.clear();
    m_filled = false;
    std::size_t first = m_at;
    while (batch.rowCount() < kMaxBatchRows && batch.fields.size() < kMaxBatchFields) {
        if (m_at < m_size && !m_wantsMore) {
            if (!takeBlankLine() && !takeRecord(batch))
                m_wantsMore = true;
            continue;
        }
        if (m_last || batch.rowCount() > 0 || !batch.issues.empty())
            break; // the rows point into the buffer: it is filled again when they have been used
        if (m_size - m_at >= kMaxRecord)
            CB_CHECK(takeLongRecord(batch));
        else
            CB_CHECK(fill());
        first = m_at;
    }
    batch.arena = m_buffer.data();
    batch.bytes = m_at - first;
    unescape(batch);
    m_rows += batch.rowCount();
    if (!exhausted())
        return true;
    if (m_firstInvalidLine > 0 && !m_sawMultiByte && m_text->isGuess())
        return unknownEncoding();
    return batch.rowCount() > 0 || !batch.issues.empty();
}

bool DelimitedReader::takeRecord(RawBatch& batch)
{
    const std::size_t firstField = batch.fields.size();
    const std::size_t firstDoubled = m_doubled.size();
    SplitRecord record;
    if (!m_splitter.split(m_at, record, batch.fields, m_doubled))
        return false;
    const std::string_view kind = troubleOf(record, batch, firstField);
    if (kind.empty()) {
        batch.lines.push_back(m_line);
    } else {
        batch.issues.push_back({ m_line, 0, std::string(kind),
                                 reasonFor(kind, record, batch.fields.size() - firstField),
                                 m_text->originalBytes(view(record.begin, record.end)) });
        batch.fields.resize(firstField);
        m_doubled.resize(firstDoubled);
    }
    pass(record);
    return true;
}

std::string_view
DelimitedReader::troubleOf(const SplitRecord& record, const RawBatch& batch, std::size_t firstField)
{
    RecordText text;
    if (record.special) {
        text = inspectText(view(record.begin, record.end));
        m_sawMultiByte = m_sawMultiByte || text.hasMultiByte;
        if (!text.valid && m_firstInvalidLine == 0)
            m_firstInvalidLine = m_line;
    }
    const std::size_t length = record.end - record.begin;
    const auto longest = [&] {
        std::uint32_t most = 0;
        for (std::size_t i = firstField; i < batch.fields.size(); ++i)
            most = std::max(most, batch.fields[i].length);
        return most;
    };
    if (!record.trouble.empty())
        return record.trouble;
    if (!text.valid)
        return m_text->invalidKind();
    if (text.hasNul)
        return "nul-byte";
    if (batch.fields.size() - firstField != batch.columns)
        return "ragged";
    if (length > kMaxRecord)
        return "row-too-long";
    if (length > kMaxField && longest() > kMaxField)
        return "field-too-long";
    m_sawHugeField = m_sawHugeField || (length > kHugeField && longest() > kHugeField);
    m_sawControl = m_sawControl || text.hasControl;
    m_sawBidi = m_sawBidi || text.hasBidiControl;
    return {};
}

std::string
DelimitedReader::reasonFor(std::string_view kind, const SplitRecord& record, std::size_t fields) const
{
    if (kind == "ragged")
        return fmt::format("{} field{} where the header has {}.", fields, fields == 1 ? "" : "s",
                           m_header.names.size());
    if (kind == "unterminated-quote")
        return fmt::format(
            "A quote is never closed: {} line{} from here to the end of the file could not be read.",
            countText(static_cast<long long>(record.lines)), record.lines == 1 ? "" : "s");
    if (kind == "text-after-quote")
        return "There is text between a closing quote and the next delimiter.";
    if (kind == "nul-byte")
        return "There is a NUL byte in this row.";
    if (kind == "field-too-long")
        return "A field is longer than 16 MiB.";
    if (kind == "row-too-long")
        return "The row is longer than 64 MiB.";
    return "There are bytes that are no text in " + m_text->encoding() + ".";
}

/// A record that fills the largest buffer without ending: it is followed to its end and only its beginning
/// kept.
Result<void> DelimitedReader::takeLongRecord(RawBatch& batch)
{
    RowIssue issue { m_line, 0, {}, {}, m_text->originalBytes(view(m_at, m_at + kLongSample)) };
    LongRecord record(m_splitter.delimiter());
    for (;;) {
        m_at += record.follow(view(m_at, m_size));
        if (record.ended() || m_last)
            break;
        CB_CHECK(fill());
    }
    SplitRecord whole;
    whole.lines = record.lines() + (record.ended() || m_at < m_size ? 0 : 1);
    issue.kind = record.inQuotes() ? "unterminated-quote" : "row-too-long";
    issue.reason = reasonFor(issue.kind, whole, 0) + " Only its first 64 KiB are kept.";
    batch.issues.push_back(std::move(issue));
    m_line += record.lines();
    // The buffer has grown to the limit for this one record; the following ones are short again.
    std::vector<char> shorter(std::max(kBuffer, m_size - m_at) + StructuralScanner::kBlock);
    std::copy(m_buffer.begin() + static_cast<std::ptrdiff_t>(m_at),
              m_buffer.begin() + static_cast<std::ptrdiff_t>(m_size), shorter.begin());
    m_size -= m_at;
    m_at = 0;
    m_buffer = std::move(shorter);
    m_wantsMore = false;
    m_splitter.setBuffer(m_buffer.data(), m_size, m_last);
    return {};
}

/// Doubled quotes become one, in place; the export's guard goes. Only now: until a row is taken its bytes
/// stay as they were.
void DelimitedReader::unescape(RawBatch& batch)
{
    for (const std::size_t index : m_doubled) {
        FieldSpan& field = batch.fields[index];
        char* const text = m_buffer.data() + field.begin;
        std::size_t length = 0;
        for (std::size_t i = 0; i < field.length; ++i) {
            text[length++] = text[i];
            i += text[i] == '"' ? 1 : 0;
        }
        field.length = static_cast<std::uint32_t>(length);
    }
    m_doubled.clear();
    if (!m_options.guard)
        return;
    for (FieldSpan& field : batch.fields) {
        if (field.length > 0 && m_buffer[field.begin] == '\'') {
            ++field.begin;
            --field.length;
        }
    }
}

std::vector<std::string> DelimitedReader::notes() const
{
    std::vector<std::string> notes;
    const auto add = [&](bool present, std::string note) {
        if (present)
            notes.push_back(std::move(note));
    };
    add(m_text->hasBom(), "bom");
    add(m_text->encoding().starts_with("utf-16"), "utf-16");
    add(m_separatorLine, "sep=" + m_options.delimiter);
    add(std::popcount(m_lineEnds) > 1, "eol-mixed");
    add(m_blankLines > 0, fmt::format("blank-lines={}", m_blankLines));
    notes.insert(notes.end(), m_header.notes.begin(), m_header.notes.end());
    add(m_rows == 0, "no-data-rows");
    add(m_sawHugeField, "huge-field");
    add(m_sawControl, "control-char");
    add(m_sawBidi, "bidi-control");
    return notes;
}

} // namespace

Result<std::unique_ptr<RowSource>> openCsv(const std::filesystem::path& path, const ReadOptions& options)
{
    return DelimitedReader::open(path, options, '\0');
}

Result<std::unique_ptr<RowSource>> openTsv(const std::filesystem::path& path, const ReadOptions& options)
{
    return DelimitedReader::open(path, options, '\t');
}

} // namespace casebench
