// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/Label.h"
#include "core/store/Project.h"

#include <QString>
#include <QStringList>

namespace casebench::ui {

/// What a person may see of the model after the own verdict.
struct LabelReveal
{
    QString caseId {};
    QString said {}; ///< the own verdict in words
    QString model {}; ///< "Champion run-1 says scam, 0.82 (threshold 0.50)"; or why there is nothing
    QStringList reasons {}; ///< three at most, strongest first
    bool differs = false;
    bool answered = false; ///< a line or a note says why

    bool operator==(const LabelReveal&) const = default;
};

/// Score and reasons of the champion for a case that the person decided. No champion is a value, not an
/// error.
[[nodiscard]] Result<LabelReveal>
loadReveal(Project& project, const std::string& person, const std::string& caseId, Progress& progress);

} // namespace casebench::ui
