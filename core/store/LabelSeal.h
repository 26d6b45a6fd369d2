// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Inside core/store only: what one person says about a case, as a sealed cell.

#include "core/data/Label.h"
#include "core/store/CaseKeys.h"
#include "core/store/Sqlite.h"

namespace casebench {

/// Reads the key file at most once, when the first sealed cell asks for it.
class LabelSealer
{
public:
    explicit LabelSealer(const Project& project)
        : m_project(&project)
    {
    }

    /// Verdict, reason, note, confidence and business time of the event; padded, so that the length does not
    /// tell a verdict. `seq` must be the one it gets.
    /// Fails:  Refused "E_KEY_MISSING" when sealed verdicts are there and their key file is not.
    [[nodiscard]] Result<std::string> seal(WriteTransaction& tx, const LabelEvent& event);

    /// Fills what the cell holds into the event.
    /// Gives:  false when the key for it is not there (the event then stays empty).
    /// Fails:  Corrupt "E_SEAL" naming the verdict.
    [[nodiscard]] Result<bool> open(std::string_view cell, LabelEvent& event);

    /// Short texts of a row of another table, bound to it in the same way.
    [[nodiscard]] Result<std::string>
    sealText(WriteTransaction& tx, std::string_view text, const CellPlace& place);
    /// Nothing when the key for it is not there.
    [[nodiscard]] Result<std::optional<std::string>> openText(std::string_view cell, const CellPlace& place);

    /// Why the key file cannot be read, when it is there and was asked.
    [[nodiscard]] const std::optional<Error>& problem() const { return m_problem; }

private:
    void readOnce();
    [[nodiscard]] Result<const CellKey*> keyFor(std::string_view cell);
    [[nodiscard]] Result<const CellKey*> sealingKey(WriteTransaction& tx);

    const Project* m_project;
    bool m_read = false;
    std::optional<CaseKeys> m_keys;
    std::optional<Error> m_problem;
};

} // namespace casebench
