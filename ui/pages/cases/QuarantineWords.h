// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace casebench::ui {

/// Why a row was not taken, in a few words, of its token in the import contract: "Wrong number of fields" of
/// "ragged". Files and commands keep the token; one that is not known here is shown as it is.
[[nodiscard]] QString quarantineKind(const QString& token);

} // namespace casebench::ui
