// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/importing/RowSource.h"

namespace casebench {

/// Opens comma-, semicolon-, pipe- or tab-separated text. The name (.tsv) or the header decides the
/// delimiter, unless told. Source: RFC 4180 for quotes; CR, LF and CRLF end records.
[[nodiscard]] Result<std::unique_ptr<RowSource>> openCsv(const std::filesystem::path& path,
                                                         const ReadOptions& options);
[[nodiscard]] Result<std::unique_ptr<RowSource>> openTsv(const std::filesystem::path& path,
                                                         const ReadOptions& options);

} // namespace casebench
