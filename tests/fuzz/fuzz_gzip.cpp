// SPDX-License-Identifier: GPL-3.0-or-later
#include "FuzzFile.h"

#include <zlib.h>

/// Even inputs are the packed file itself; odd ones are packed first, so that the text gets through the CRC.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    std::string packed(reinterpret_cast<const char*>(data), size);
    if (size > 0 && data[0] % 2 == 1 && data[0] != 0x1F) {
        packed.assign(compressBound(static_cast<uLong>(size)) + 64, '\0');
        z_stream stream {};
        deflateInit2(&stream, 1, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
        stream.next_in = const_cast<Bytef*>(data + 1);
        stream.avail_in = static_cast<uInt>(size - 1);
        stream.next_out = reinterpret_cast<Bytef*>(packed.data());
        stream.avail_out = static_cast<uInt>(packed.size());
        deflate(&stream, Z_FINISH);
        packed.resize(stream.total_out);
        deflateEnd(&stream);
    }
    static_cast<void>(casebench::fuzz::imported(casebench::fuzz::written("mutant.jsonl.gz", packed), {}));
    return 0;
}
