// SPDX-License-Identifier: GPL-3.0-or-later
#include "FuzzFile.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    casebench::fuzz::importAndReturn("mutant.csv", { reinterpret_cast<const char*>(data), size });
    return 0;
}
