// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/readers/JsonlReader.h"

#include "core/base/Text.h"
#include "core/importing/readers/BatchArena.h"
#include "core/importing/readers/Header.h"
#include "core/importing/readers/JsonLine.h"
#include "core/importing/readers/LineReader.h"
#include "core/importing/readers/RecordText.h"

#include <array>
#include <fmt/format.h>
#include <unordered_map>

namespace casebench {

namespace {

constexpr std::uint64_t kLinesBetweenLooks = 1024; // between two reports of progress

struct JsonlColumn
{
    std::string key;
    std::array<std::uint64_t, kJsonKinds> kinds {}; ///< rows by the kind of their value
};

class JsonlReader : public RowSource
{
public:
    JsonlReader(const std::filesystem::path& path, const ReadOptions& options)
        : m_path(path)
        , m_options(options)
    {
    }

    [[nodiscard]] Result<void> open();
    [[nodiscard]] Result<void> prepare(Progress& progress) override;

    [[nodiscard]] const std::vector<std::string>& header() const override { return m_header.names; }

    [[nodiscard]] Result<bool> next(RawBatch& batch) override;
    [[nodiscard]] std::vector<std::string> notes() const override;

    [[nodiscard]] double fraction() const override { return m_lines->source().fraction(); }

    [[nodiscard]] std::string fingerprint() override { return m_lines->source().fingerprint(); }

    [[nodiscard]] std::string encoding() const override { return m_lines->source().encoding(); }

private:
    struct Hash
    {
        using is_transparent = void;

        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view> {}(text); }
    };

    [[nodiscard]] std::string_view troubleOf(const TextLine& line);
    [[nodiscard]] bool isBlank(const TextLine& line) const;
    [[nodiscard]] Result<void> addKeys(std::uint64_t line);
    [[nodiscard]] Result<void> refuseWithoutRows() const;
    [[nodiscard]] std::optional<std::size_t> columnOf(std::string_view key, std::size_t expected) const;
    [[nodiscard]] RowIssue issueOf(const TextLine& line, std::string_view kind) const;
    void addRow(const TextLine& line);
    [[nodiscard]] std::string kindsNote(const JsonlColumn& column, std::size_t index) const;
    [[nodiscard]] Error
    refuse(std::string what, std::string kind, std::string advice, std::uint64_t line = 0) const;

    std::filesystem::path m_path;
    ReadOptions m_options;
    std::unique_ptr<LineReader> m_lines;
    JsonLine m_line;
    CellWatch m_watch;
    std::vector<JsonlColumn> m_columns;
    std::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> m_columnOf;
    Header m_header;
    BatchArena m_arena;
    std::string m_firstText; ///< of the file, to tell what it is when no row is an object
    std::uint64_t m_rows = 0;
    std::uint64_t m_blankLines = 0;
    bool m_sawMultiByte = false;
    std::uint64_t m_firstInvalidLine = 0;
};

Result<void> JsonlReader::open()
{
    CB_TRY(auto text, TextSource::open(m_path, m_options));
    m_lines = std::make_unique<LineReader>(std::move(text));
    m_blankLines = 0;
    TextLine line;
    for (std::size_t skipped = 0; skipped < m_options.skip; ++skipped) {
        CB_TRY(const bool found, m_lines->next(line));
        if (!found)
            break;
    }
    return {};
}

Error JsonlReader::refuse(std::string what, std::string kind, std::string advice, std::uint64_t line) const
{
    return { ErrorCode::InvalidInput, std::move(what),
             line == 0 ? m_path.string() : fmt::format("{}: line {}", m_path.string(), line), std::move(kind),
             std::move(advice) };
}

bool JsonlReader::isBlank(const TextLine& line) const
{
    return !line.tooLong && line.text.find_first_not_of(" \t") == std::string_view::npos;
}

std::string_view JsonlReader::troubleOf(const TextLine& line)
{
    if (line.tooLong)
        return "row-too-long";
    const RecordText text = inspectText(line.text);
    m_sawMultiByte = m_sawMultiByte || text.hasMultiByte;
    if (!text.valid) {
        if (m_firstInvalidLine == 0)
            m_firstInvalidLine = line.number;
        return m_lines->source().invalidKind();
    }
    if (text.hasNul)
        return "nul-byte";
    if (const auto trouble = m_line.parse(line.text); !trouble.empty())
        return trouble;
    for (const JsonMember& member : m_line.members()) {
        if (const auto trouble = m_watch.look(member.value); !trouble.empty())
            return trouble;
    }
    return {};
}

Result<void> JsonlReader::addKeys(std::uint64_t line)
{
    std::size_t expected = 0;
    for (const JsonMember& member : m_line.members()) {
        auto column = columnOf(member.key, expected);
        if (!column) {
            column = m_columns.size();
            if (*column == kMaxColumns)
                return refuse(fmt::format("There are more than {} different keys.", countText(kMaxColumns)),
                              "too-many-columns", "Export fewer columns, or check that the keys are names.",
                              line);
            m_columns.push_back({ std::string(member.key), {} });
            m_columnOf.emplace(member.key, *column);
            std::vector<std::string_view> alone { member.key };
            if (auto checked = makeHeader(alone); !checked) // a name that is too long is told with its line
                return checked.error().in(fmt::format("{}: line {}", m_path.string(), line));
        }
        ++m_columns[*column].kinds[static_cast<std::size_t>(member.kind)];
        expected = *column + 1;
    }
    return {};
}

Result<void> JsonlReader::prepare(Progress& progress)
{
    TextLine line;
    bool any = false;
    for (std::uint64_t count = 0;; ++count) {
        CB_TRY(const bool found, m_lines->next(line));
        if (!found)
            break;
        if (count % kLinesBetweenLooks == 0) {
            CB_CHECK(progress.checkpoint());
            progress.report(fraction(), "looking for the columns");
        }
        if (isBlank(line))
            continue;
        const std::string_view whole = trimmed(line.text);
        if (!any && whole == "[")
            return refuse("This is one JSON array, not one object a line.", "json-array",
                          "Convert it to JSON lines, for example with jq -c '.[]'.", line.number);
        if (!any && whole == "{")
            return refuse("This is one JSON object over many lines, not one object a line.", "not-jsonl",
                          "Write every case on a line of its own, for example with jq -c.", line.number);
        if (!any)
            m_firstText = line.text.substr(0, kHugeFieldBytes);
        any = true;
        if (troubleOf(line).empty()) {
            ++m_rows;
            CB_CHECK(addKeys(line.number));
        }
    }
    if (!any)
        return refuse("The file has no text but line ends.", "empty-file", "Check that the export finished.");
    if (m_firstInvalidLine > 0 && !m_sawMultiByte && m_lines->source().isGuess())
        return refuse("This is not UTF-8, and nothing says what it is.", "encoding-unknown",
                      "For files from Windows programs try the option encoding=windows-1252.",
                      m_firstInvalidLine);
    CB_CHECK(refuseWithoutRows());
    std::vector<std::string_view> names;
    for (const JsonlColumn& column : m_columns)
        names.emplace_back(column.key);
    auto header = makeHeader(names);
    if (!header)
        return header.error().in(m_path.string());
    m_header = std::move(*header);
    std::erase(m_header.notes, "header-looks-like-data"); // a key is a name, whatever it looks like
    return open(); // the rows are read from the start again
}

/// What the file is when not one line is an object, so that it is not taken for a table of nothing.
Result<void> JsonlReader::refuseWithoutRows() const
{
    if (m_rows > 0 && !m_columns.empty())
        return {};
    if (m_rows > 0)
        return refuse("The objects of the file have no members.", "empty-file",
                      "Check that the export finished.");
    const std::string_view first = trimmed(m_firstText);
    if (first.starts_with('['))
        return refuse("This is a JSON array, not one object a line.", "json-array",
                      "Convert it to JSON lines, for example with jq -c '.[]'.");
    return refuse("Not one line of the file is a JSON object.", "not-jsonl",
                  first.starts_with('{')
                      ? "Every line must hold one whole object; convert the file with jq -c."
                      : "If this is delimited text, rename the file to .csv or .tsv.");
}

/// Rows mostly have the same keys in the same order: the expected column is tried first.
std::optional<std::size_t> JsonlReader::columnOf(std::string_view key, std::size_t expected) const
{
    if (expected < m_columns.size() && m_columns[expected].key == key)
        return expected;
    const auto at = m_columnOf.find(key);
    return at == m_columnOf.end() ? std::nullopt : std::optional(at->second);
}

RowIssue JsonlReader::issueOf(const TextLine& line, std::string_view kind) const
{
    std::string reason;
    if (kind == "json-syntax")
        reason = fmt::format("This is not JSON; reading stopped at byte {} of the line.", m_line.troubleAt());
    else if (kind == "not-an-object")
        reason = "This is a JSON value, but not an object: only objects are cases.";
    else if (kind == "too-deep")
        reason = fmt::format("Values are nested deeper than {} levels.", JsonLine::kMaxDepth);
    else if (kind == "duplicate-key")
        reason = "The same key stands twice in one object; which one holds cannot be known.";
    else if (kind == "lone-surrogate")
        reason = "Half of a character stands alone (\\ud800 to \\udfff); it cannot be kept as text.";
    else if (kind == m_lines->source().invalidKind())
        reason = "There are bytes that are no text in " + m_lines->source().encoding() + ".";
    else
        reason = reasonOf(kind);
    if (line.tooLong)
        reason += " Only its first 64 KiB are kept.";
    return { line.number, 0, std::string(kind), std::move(reason),
             m_lines->source().originalBytes(line.text) };
}

void JsonlReader::addRow(const TextLine& line)
{
    m_arena.startRow();
    std::size_t expected = 0;
    for (const JsonMember& member : m_line.members()) {
        const auto column = columnOf(member.key, expected);
        if (!column)
            continue; // only when the file changed since the first look, which its fingerprint tells
        if (member.kind == JsonKind::Null)
            m_arena.setNull(*column, member.value);
        else
            m_arena.set(*column, member.value);
        expected = *column + 1;
    }
    m_arena.endRow(line.number);
}

Result<bool> JsonlReader::next(RawBatch& batch)
{
    m_arena.begin(batch, m_header.names.size());
    TextLine line;
    bool more = true;
    while (more && !m_arena.full()) {
        CB_TRY(more, m_lines->next(line));
        if (!more)
            break;
        if (isBlank(line)) {
            ++m_blankLines;
        } else if (const auto kind = troubleOf(line); kind.empty()) {
            addRow(line);
        } else {
            batch.issues.push_back(issueOf(line, kind));
        }
    }
    m_arena.finish();
    return more;
}

/// "json-kinds:x=number 1, text 2, absent 1"
std::string JsonlReader::kindsNote(const JsonlColumn& column, std::size_t index) const
{
    static constexpr std::array<std::string_view, kJsonKinds> kNames { "text", "number", "boolean", "null",
                                                                       "nested" };
    std::string counts;
    std::uint64_t present = 0;
    for (std::size_t kind = 0; kind < kJsonKinds; ++kind) {
        present += column.kinds[kind];
        if (column.kinds[kind] > 0)
            counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", kNames[kind], column.kinds[kind]);
    }
    if (present < m_rows)
        counts += fmt::format("{}absent {}", counts.empty() ? "" : ", ", m_rows - present);
    return fmt::format("json-kinds:{}={}", m_header.names[index], counts);
}

std::vector<std::string> JsonlReader::notes() const
{
    std::vector<std::string> notes;
    const TextSource& text = m_lines->source();
    const auto add = [&](bool present, std::string note) {
        if (present)
            notes.push_back(std::move(note));
    };
    add(text.hasBom(), "bom");
    add(text.encoding().starts_with("utf-16"), "utf-16");
    add(m_lines->mixedEnds(), "eol-mixed");
    add(m_blankLines > 0, fmt::format("blank-lines={}", m_blankLines));
    notes.insert(notes.end(), m_header.notes.begin(), m_header.notes.end());
    bool missing = false;
    std::vector<std::string> kinds;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const auto& counts = m_columns[i].kinds;
        std::uint64_t present = 0;
        int different = 0;
        for (std::size_t kind = 0; kind < kJsonKinds; ++kind) {
            present += counts[kind];
            different += counts[kind] > 0 && kind != static_cast<std::size_t>(JsonKind::Null) ? 1 : 0;
        }
        const auto countOf = [&](JsonKind kind) { return counts[static_cast<std::size_t>(kind)]; };
        missing = missing || present < m_rows;
        add(different > 1, "type-varies:" + m_header.names[i]);
        add(countOf(JsonKind::Nested) > 0, "nested:" + m_header.names[i]);
        if (different > 1 || countOf(JsonKind::Null) > 0)
            kinds.push_back(kindsNote(m_columns[i], i));
    }
    add(missing, "missing-key");
    notes.insert(notes.end(), kinds.begin(), kinds.end());
    m_watch.addNotes(notes);
    return notes;
}

} // namespace

Result<std::unique_ptr<RowSource>> openJsonl(const std::filesystem::path& path, const ReadOptions& options)
{
    auto reader = std::make_unique<JsonlReader>(path, options);
    CB_CHECK(reader->open());
    return std::unique_ptr<RowSource>(std::move(reader));
}

} // namespace casebench
