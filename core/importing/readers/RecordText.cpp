// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/readers/RecordText.h"

#include "core/base/Text.h"

namespace casebench {

namespace {

void inspectValid(std::string_view text, RecordText& found)
{
    const auto byteAt = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const unsigned char byte = byteAt(i);
        if (byte < 0x20) {
            found.hasNul = found.hasNul || byte == 0;
            found.hasControl = found.hasControl || (byte != '\t' && byte != '\n' && byte != '\r');
        } else if (byte == 0x7F) {
            found.hasControl = true;
        } else if (byte >= 0xC2) {
            found.hasMultiByte = true;
            const unsigned char second = byteAt(i + 1);
            if (byte == 0xC2 && second < 0xA0)
                found.hasControl = true;
            else if (byte == 0xD8 && second == 0x9C)
                found.hasBidiControl = true;
            else if (byte == 0xE2) {
                const unsigned char third = byteAt(i + 2);
                const bool marks =
                    second == 0x80 && (third == 0x8E || third == 0x8F || (third >= 0xAA && third <= 0xAE));
                const bool isolates = second == 0x81 && third >= 0xA6 && third <= 0xA9;
                found.hasBidiControl = found.hasBidiControl || marks || isolates;
            }
        }
    }
}

} // namespace

RecordText inspectText(std::string_view text)
{
    RecordText found;
    while (!text.empty()) {
        const std::size_t bad = firstInvalidUtf8(text);
        inspectValid(text.substr(0, bad), found);
        if (bad == std::string_view::npos)
            break;
        found.valid = false;
        text.remove_prefix(bad + 1);
    }
    return found;
}

} // namespace casebench
