// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/CoercedCells.h"

#include "core/base/Text.h"
#include "core/importing/ValueShape.h"
#include "core/privacy/Masking.h"
#include "core/store/CaseStore.h"
#include "core/store/SourceStore.h"

#include <algorithm>

namespace casebench {

namespace {

std::string matchKey(std::string_view name)
{
    return caseFold(trimmed(name));
}

/// What one import says about how its file was read.
struct SourceNotes
{
    std::int64_t id = 0;
    std::string name;
    std::vector<std::string> fields; ///< match keys of the fields the file had
    const Json* missing = nullptr; ///< field -> texts taken for "no value"
    bool hasNulls = false; ///< the format knows null, which is missing as it stands

    [[nodiscard]] bool had(const std::string& field) const
    {
        return std::ranges::find(fields, field) != fields.end();
    }

    [[nodiscard]] bool declared(const std::string& field, const std::string& text) const
    {
        if (missing == nullptr || !missing->contains(field))
            return false;
        return std::ranges::any_of((*missing)[field], [&](const Json& entry) { return entry == text; });
    }
};

SourceNotes notesOf(const Source& source)
{
    SourceNotes notes { source.id, source.name, {}, nullptr, source.options.value("reader", "") == "jsonl" };
    const Json* renames = source.options.contains("renames") ? &source.options["renames"] : nullptr;
    for (const Json& column : source.header) {
        std::string name = column.is_string() ? column.get<std::string>() : std::string();
        if (renames != nullptr && renames->is_object() && renames->contains(name)
            && (*renames)[name].is_string())
            name = (*renames)[name].get<std::string>();
        notes.fields.push_back(matchKey(name));
    }
    if (source.options.contains("missing") && source.options["missing"].is_object())
        notes.missing = &source.options["missing"];
    return notes;
}

class Lister
{
public:
    Lister(const Project& project, const CoercedRequest& request)
        : m_project(project)
        , m_request(request)
    {
    }

    Result<void> begin()
    {
        const SourceStore sources(m_project);
        CB_TRY(m_sources, sources.list());
        CB_TRY(m_spans, sources.spans());
        CB_TRY(m_ids, CaseStore(m_project).ids());
        bool found = m_request.source.empty();
        for (const Source& source : m_sources) {
            m_notes.push_back(notesOf(source));
            found = found || isWanted(m_notes.back());
        }
        if (!found)
            return Error { ErrorCode::NotFound,
                           "There is no import \"" + m_request.source + "\".",
                           {},
                           {},
                           "Name a file as it was imported, or the number of the import." };
        return {};
    }

    Result<void> add(const Field& field)
    {
        CB_TRY(const Column column, CaseStore(m_project).loadColumn(field.name));
        const bool hidden = isMasked(field.role)
            && std::ranges::find(m_request.revealed, field.name) == m_request.revealed.end();
        std::array<std::int64_t, kChangeReasons> counts {};
        auto span = m_spans.begin();
        for (const Candidate& cell : candidates(column)) {
            while (span != m_spans.end() && cell.row >= span->firstRow + span->rows)
                ++span;
            const SourceNotes* notes = span == m_spans.end() ? nullptr : notesFor(span->sourceId);
            if (notes == nullptr || !isWanted(*notes)
                || (cell.text == nullptr && !notes->had(matchKey(field.name))))
                continue;
            const bool null =
                notes->hasNulls && cell.text != nullptr && *cell.text == "null" && column.isMissing(cell.row);
            if (null && column.kind() != FieldKind::YesNo)
                continue; // the file itself says that there is no value
            const ChangeReason why = null ? ChangeReason::NotAsked : reasonOf(field, column, cell);
            ++counts[static_cast<std::size_t>(why)];
            ++m_list.total;
            if (m_request.limit != 0 && m_list.cells.size() >= m_request.limit)
                continue;
            const std::string oldText = cell.text == nullptr ? std::string() : *cell.text;
            const std::string newText = column.isMissing(cell.row) ? std::string() : column.printed(cell.row);
            m_list.cells.push_back({ notes->id, notes->name, m_ids[cell.row], field.name, why,
                                     hidden ? masked(oldText) : oldText,
                                     hidden ? masked(newText) : newText });
        }
        for (std::size_t why = 0; why < kChangeReasons; ++why) {
            if (counts[why] > 0)
                m_list.counts.push_back({ field.name, static_cast<ChangeReason>(why), counts[why] });
        }
        return {};
    }

    [[nodiscard]] CoercedList take() { return std::move(m_list); }

private:
    [[nodiscard]] bool isWanted(const SourceNotes& notes) const
    {
        return m_request.source.empty() || m_request.source == notes.name
            || m_request.source == std::to_string(notes.id);
    }

    [[nodiscard]] const SourceNotes* notesFor(std::int64_t id) const
    {
        const auto at = std::ranges::find(m_notes, id, &SourceNotes::id);
        return at == m_notes.end() ? nullptr : &*at;
    }

    struct Candidate
    {
        std::uint32_t row = 0;
        const std::string* text = nullptr; ///< nothing: blank
    };

    /// Cells with a text of their own, and blank yes/no cells; ascending.
    [[nodiscard]] static std::vector<Candidate> candidates(const Column& column)
    {
        std::vector<Candidate> found;
        if (const RawTexts* raw = column.rawTexts()) {
            for (std::size_t i = 0; i < raw->rows.size(); ++i)
                found.push_back({ raw->rows[i], &raw->texts[i] });
        }
        if (column.kind() != FieldKind::YesNo)
            return found;
        const std::size_t texts = found.size();
        for (std::uint32_t row = 0, next = 0; row < column.size(); ++row) {
            const bool hasText = next < texts && found[next].row == row;
            next += hasText ? 1 : 0;
            if (!hasText && column.isMissing(row))
                found.push_back({ row, nullptr });
        }
        std::ranges::inplace_merge(found, found.begin() + static_cast<std::ptrdiff_t>(texts), {},
                                   &Candidate::row);
        return found;
    }

    [[nodiscard]] ChangeReason reasonOf(const Field& field, const Column& column, const Candidate& cell) const
    {
        if (cell.text == nullptr)
            return ChangeReason::NotAsked;
        if (!column.isMissing(cell.row))
            return ChangeReason::Respelled;
        // The text may have come with an update from a later file than the one that brought the case.
        if (std::ranges::any_of(
                m_notes, [&](const SourceNotes& notes) { return notes.declared(field.name, *cell.text); }))
            return ChangeReason::DeclaredMissing;
        const bool words = column.kind() == FieldKind::Number || column.kind() == FieldKind::YesNo;
        return words && isMissingWord(*cell.text) ? ChangeReason::MissingWord : ChangeReason::Unreadable;
    }

    const Project& m_project;
    const CoercedRequest& m_request;
    std::vector<Source> m_sources;
    std::vector<SourceNotes> m_notes; ///< borrow from m_sources
    std::vector<SourceSpan> m_spans;
    std::vector<std::string> m_ids;
    CoercedList m_list;
};

} // namespace

Result<CoercedList> listCoerced(const Project& project, const CoercedRequest& request, Progress& progress)
{
    CB_TRY(const Schema schema, CaseStore(project).schema());
    std::vector<Field> fields = schema.fields();
    if (!request.field.empty()) {
        CB_TRY(const std::size_t at, schema.find(request.field));
        fields = { schema[at] };
    }
    Lister lister(project, request);
    CB_CHECK(lister.begin());
    for (std::size_t i = 0; i < fields.size(); ++i) {
        CB_CHECK(progress.checkpoint());
        progress.report(static_cast<double>(i) / static_cast<double>(fields.size()),
                        "looking for changed cells");
        CB_CHECK(lister.add(fields[i]));
    }
    return lister.take();
}

} // namespace casebench
