// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Error.h"

#include <QString>

namespace casebench::ui {

/// What a person reads of an Error: what happened and where, what to do next, and the rest folded.
struct ErrorText
{
    QString title {}; ///< a noun phrase by code: "The file cannot be read"
    QString sentence {}; ///< what and where
    QString advice {}; ///< what to do next; never empty
    QString details {}; ///< code, kind and place, for "Details" and for reports
    bool quiet = false; ///< cancelled on request: nothing to announce

    /// Sentence and advice in one line.
    [[nodiscard]] QString line() const;
};

/// Core's sentences are English; place and quoted values in them are isolated (U+2068, U+2069).
[[nodiscard]] ErrorText errorText(const Error& error);

} // namespace casebench::ui
