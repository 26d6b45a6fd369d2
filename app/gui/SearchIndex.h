// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui/DesktopHost.h"

namespace casebench::ui {

/// Fields, runs, alerts and case ids of a project; for a job.
[[nodiscard]] Result<SearchIndex> readSearchIndex(const QString& path, Progress& progress);

} // namespace casebench::ui
