// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/ExportTables.h"

#include "core/base/AtomicFileWriter.h"
#include "core/privacy/Masking.h"

namespace casebench {

Result<std::vector<ExportedTable>>
exportProjectTables(Project& project, const std::filesystem::path& out, Progress& progress)
{
    constexpr std::size_t kBytes = std::size_t { 64 } << 20; // every part is read once, so little is kept
    if (isOpenProject(out))
        return Error {
            ErrorCode::Refused, "This file is a project that is open.", out.string(), {}, "Name another file."
        };
    CB_TRY(const CaseBrowserPtr browser, CaseBrowser::open(project, kBytes));
    CB_TRY(AtomicFileWriter file, AtomicFileWriter::create(out));
    const Masking masking = Masking(masked);
    auto tables = exportTables(project, *browser, file.staging(), masking, progress);
    if (!tables)
        return tables.error().in(out.string());
    CB_CHECK(file.commit());
    return tables;
}

} // namespace casebench
