// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/LabelSeal.h"

#include "core/base/Json.h"
#include "core/base/Text.h"

#include <fmt/format.h>

namespace casebench {

namespace {

constexpr std::size_t kPadTo = 256; // ours: longer than any verdict with a usual reason and a short note

std::string padded(std::string text)
{
    text.append(kPadTo - 1 - (text.size() + kPadTo - 1) % kPadTo, ' ');
    return text;
}

std::string contentOf(const LabelEvent& event)
{
    return padded(canonicalJson(
        { { "verdict", name(event.verdict) },
          { "reason", event.reason },
          { "note", event.note },
          { "confidence",
            std::isnan(event.confidence) ? Json(nullptr) : Json(shortestNumber(event.confidence)) },
          { "decided_at", event.decidedAt == kNoTime ? Json(nullptr) : Json(event.decidedAt) } }));
}

Result<void> fill(LabelEvent& event, std::string_view content)
{
    CB_TRY(const Json json, parseJson(trimmed(content)));
    CB_TRY(const std::string verdict, jsonText(json, "verdict"));
    CB_TRY(event.verdict, valueIn(kVerdictNames, verdict));
    CB_TRY(event.reason, jsonText(json, "reason"));
    CB_TRY(event.note, jsonText(json, "note"));
    event.confidence = std::numeric_limits<double>::quiet_NaN();
    if (const auto at = json.find("confidence"); at != json.end() && at->is_string())
        event.confidence = parseFiniteNumber(at->get<std::string>()).value_or(event.confidence);
    event.decidedAt = kNoTime;
    if (const auto at = json.find("decided_at"); at != json.end() && at->is_number_integer())
        event.decidedAt = at->get<std::int64_t>();
    return {};
}

/// What the seal is bound to: a cell moved to another verdict, person or case does not open.
std::string rowOf(const LabelEvent& event)
{
    return fmt::format("{}/{}/{}/{}", event.seq, event.row, event.retracts, event.person);
}

} // namespace

/// A key file that cannot be read is, for reading, one that is not there; for writing it is in the way.
void LabelSealer::readOnce()
{
    if (m_read)
        return;
    m_read = true;
    auto keys = CaseKeys::read(*m_project);
    if (keys)
        m_keys = std::move(*keys);
    else
        m_problem = keys.error();
}

Result<const CellKey*> LabelSealer::keyFor(std::string_view cell)
{
    const auto version = keyVersionOfCell(cell);
    if (!version)
        return Error { ErrorCode::Corrupt,
                       "A sealed cell has not the form of one.",
                       {},
                       "E_SEAL",
                       "Restore the newest backup of the project." };
    readOnce();
    return m_keys ? m_keys->find(*version) : nullptr;
}

Result<const CellKey*> LabelSealer::sealingKey(WriteTransaction& tx)
{
    readOnce();
    if (m_problem)
        return *m_problem;
    if (m_keys && m_keys->newest() != nullptr)
        return m_keys->newest();
    Database& database = tx.database();
    CB_TRY(
        const std::int64_t locked,
        database.integer("SELECT (SELECT count(*) FROM label WHERE sealed IS NOT NULL AND seq NOT IN "
                         "(SELECT seq FROM label_opening)) + (SELECT count(*) FROM case_note WHERE sealed IS "
                         "NOT NULL AND seq NOT IN (SELECT opens FROM case_note WHERE opens IS NOT NULL))"));
    if (locked != 0)
        return Error {
            ErrorCode::Refused,
            fmt::format(
                "The key file of this project is not there, and {} sealed verdicts and notes need it.",
                locked),
            CaseKeys::pathFor(m_project->path()).filename().string(), "E_KEY_MISSING",
            "Put it back beside the project, under that name; nothing was saved."
        };
    // Versions are never used twice, also not after a lost file whose cells are all open.
    CB_TRY(const std::int64_t used,
           database.integer(
               "SELECT count(DISTINCT substr(sealed, 2, 4)) FROM (SELECT sealed FROM label UNION ALL "
               "SELECT sealed FROM case_note) WHERE sealed IS NOT NULL"));
    CB_TRY(m_keys, CaseKeys::addKey(*m_project, tx, static_cast<std::uint32_t>(used + 1)));
    return m_keys->newest();
}

Result<std::string> LabelSealer::seal(WriteTransaction& tx, const LabelEvent& event)
{
    CB_TRY(const CellKey* key, sealingKey(tx));
    const std::string row = rowOf(event);
    return sealCell(*key, contentOf(event), { m_project->uuid(), "label", "sealed", row });
}

Result<bool> LabelSealer::open(std::string_view cell, LabelEvent& event)
{
    CB_TRY(const CellKey* key, keyFor(cell));
    if (key == nullptr)
        return false;
    const std::string row = rowOf(event);
    auto content = openCell(*key, cell, { m_project->uuid(), "label", "sealed", row });
    if (!content)
        return content.error().in(fmt::format("sealed verdict {}", event.seq));
    if (auto filled = fill(event, *content); !filled)
        return filled.error().in(fmt::format("sealed verdict {}", event.seq));
    return true;
}

Result<std::string> LabelSealer::sealText(WriteTransaction& tx, std::string_view text, const CellPlace& place)
{
    CB_TRY(const CellKey* key, sealingKey(tx));
    return sealCell(*key, padded(canonicalJson({ { "text", text } })), place);
}

Result<std::optional<std::string>> LabelSealer::openText(std::string_view cell, const CellPlace& place)
{
    CB_TRY(const CellKey* key, keyFor(cell));
    if (key == nullptr)
        return std::optional<std::string> {};
    CB_TRY(const std::string content, openCell(*key, cell, place));
    CB_TRY(const Json json, parseJson(trimmed(content)));
    CB_TRY(std::string text, jsonText(json, "text"));
    return std::optional(std::move(text));
}

} // namespace casebench
