// SPDX-License-Identifier: GPL-3.0-or-later
#include "FuzzFile.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    using namespace casebench;
    const auto path = fuzz::written("mutant.sqlite", { reinterpret_cast<const char*>(data), size });
    Progress progress;
    const auto profile = profileFile(path, {}, progress);
    if (!profile) {
        const Error& error = profile.error();
        fuzz::require(!error.kind.empty() && !error.advice.empty(), "an error without token or advice");
        ReadOptions options;
        options.table = "t"; // where there are several
        if (error.kind == "table-wanted")
            static_cast<void>(profileFile(path, options, progress));
        return 0;
    }
    static_cast<void>(fuzz::imported(path, {}));
    return 0;
}
