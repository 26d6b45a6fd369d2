// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/CaseTable.h"
#include "core/store/Project.h"

#include <array>
#include <vector>

namespace casebench {

enum class CaseNoteKind
{
    Note, ///< what everybody who looks at the case should know
    Differs ///< why a person's verdict is not the model's; tells the verdict, so it is sealed with it
};

inline constexpr std::array<std::pair<CaseNoteKind, std::string_view>, 2> kCaseNoteKindNames { {
    { CaseNoteKind::Note, "note" },
    { CaseNoteKind::Differs, "differs" },
} };

struct CaseNote
{
    std::int64_t seq = 0;
    CaseRow row = 0;
    CaseNoteKind kind = CaseNoteKind::Note;
    std::string person;
    Instant at = kNoTime;
    std::string text;
    bool sealed = false;

    bool operator==(const CaseNote&) const = default;
};

/// Notes on cases; append-only. Opening a sealed one adds a line that repeats it in the clear.
class CaseNoteStore
{
public:
    explicit CaseNoteStore(const Project& project);

    /// `person`, `at` and `seq` come from the transaction. Fails: InvalidInput (no text, row out of range);
    /// Refused "E_KEY_MISSING".
    [[nodiscard]] Result<std::int64_t> add(WriteTransaction& tx, const CaseNote& note) const;
    /// Opens the sealed notes of a case. Gives: how many.
    [[nodiscard]] Result<std::int64_t> open(WriteTransaction& tx, CaseRow row) const;

    /// What one person may read of a case, oldest first: own notes and all that is not sealed.
    [[nodiscard]] Result<std::vector<CaseNote>> notesFor(std::string_view person, CaseRow row) const;
    /// Cases on which that person wrote why a verdict differs from the model, ascending.
    [[nodiscard]] Result<std::vector<CaseRow>> answeredBy(std::string_view person) const;

private:
    const Project* m_project;
};

} // namespace casebench
