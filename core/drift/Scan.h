// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/data/CaseTable.h"
#include "core/data/Run.h"
#include "core/drift/Measure.h"
#include "core/drift/SchemaEvents.h"

namespace casebench {

struct DriftScan
{
    const CaseTable& reference;
    const CaseTable& window;
    std::span<const std::string> fields; ///< those to test: what the model reads
    std::span<const FieldImportance> importance; ///< for the impact; may be empty
    DriftOptions options {};
};

/// Every field of the scan against the reference, corrected together, worst first; and the schema events
/// of all fields.
/// A field that is empty, constant, of another kind or text on one side is listed with its own status;
/// the others are unaffected.
/// Gives:  report.fields sorted: drift, watch, steady, skipped, then by impact and effect.
/// Fails:  InvalidInput when reference or window has no row; Cancelled.
/// Cost:   O(fields x rows log rows).
[[nodiscard]] Result<DriftReport> scanDrift(const DriftScan& scan, Progress& progress);

} // namespace casebench
