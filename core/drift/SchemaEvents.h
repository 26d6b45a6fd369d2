// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/CaseTable.h"
#include "core/data/DriftReport.h"

namespace casebench {

/// When a change of shape is worth an event (statistics.md 2).
struct SchemaEventOptions
{
    double newShare = 0.02; ///< a new field is an event from this filled share ...
    std::int64_t newRows = 10; ///< ... or from this many filled rows
    double fillDrop = 0.20; ///< points of fill rate lost
    double halved = 0.5; ///< yes rate at most this part of the reference's ...
    double halvedP = 0.01; ///< ... with p below this
};

/// Takes:  reference and window of one project (a field may be in one of them only); modelFields: what the
/// model reads. Gives:  events new, gone, quiet, level, fill, positive-rate; those the model cannot see
/// first, then by
///         share.
///         "Filled" means neither missing nor No.
/// Cost:   O(rows x fields).
[[nodiscard]] std::vector<SchemaEvent> findSchemaEvents(const CaseTable& reference,
                                                        const CaseTable& window,
                                                        std::span<const std::string> modelFields,
                                                        const SchemaEventOptions& options = {});

} // namespace casebench
