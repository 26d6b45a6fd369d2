// SPDX-License-Identifier: GPL-3.0-or-later
#include "FuzzFile.h"

#include "core/importing/readers/xlsx/ZipFile.h"

#include <fcntl.h>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    using namespace casebench;
    const auto path = fuzz::written("mutant.zip", { reinterpret_cast<const char*>(data), size });
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    Progress progress;
    if (const auto zip = ZipFile::open(file, path.string())) {
        static_cast<void>((*zip)->checkAll(progress));
        static_cast<void>((*zip)->find("[Content_Types].xml"));
    } else {
        fuzz::require(!zip.error().kind.empty() && !zip.error().advice.empty(),
                      "an error without token or advice");
    }
    ::close(file);
    return 0;
}
