// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/store/Project.h"
#include "core/workflow/LabelLines.h"

#include <map>
#include <span>

namespace casebench {

/// What label files told about where their verdicts were recorded first, kept with the source they came in:
/// the label history itself says what this project saw, which is the import.
using FirstRecords = std::map<std::int64_t, FirstRecord>; ///< by seq of the label

/// For Source::options.
/// Takes:  records: of labels with consecutive numbers from firstSeq on.
/// Gives:  null when they tell nothing that the labels themselves do not.
[[nodiscard]] Json firstRecordsJson(std::int64_t firstSeq, std::span<const FirstRecord> records);

/// Those of all label files.
/// Fails: Corrupt when a source's options are not what firstRecordsJson wrote.
[[nodiscard]] Result<FirstRecords> firstRecords(Project& project);

} // namespace casebench
