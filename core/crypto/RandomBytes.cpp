// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/crypto/RandomBytes.h"

#include "core/base/Contract.h"
#include "core/base/Text.h"

#include <openssl/rand.h>

#include <climits>

namespace casebench {

std::string randomBytes(std::size_t count)
{
    expects(count <= INT_MAX, "more random bytes than OpenSSL gives at once");
    std::string bytes(count, '\0');
    expects(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) == 1,
            "the system's random generator does not answer");
    return bytes;
}

std::string uuid4()
{
    std::string bytes = randomBytes(16);
    bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
    bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
    std::string text = toHex(bytes);
    for (const std::size_t at : { 20U, 16U, 12U, 8U })
        text.insert(at, 1, '-');
    return text;
}

bool isUuid4(std::string_view text)
{
    if (text.size() != 36)
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        if (dash ? c != '-' : !digit)
            return false;
    }
    return text[14] == '4' && (text[19] == '8' || text[19] == '9' || text[19] == 'a' || text[19] == 'b');
}

} // namespace casebench
