// SPDX-License-Identifier: GPL-3.0-or-later
#include "FuzzFile.h"

#include "core/base/Text.h"
#include "core/importing/readers/xlsx/XmlReader.h"

#include <algorithm>
#include <cstring>

namespace {

/// What a document says, read in pieces of at most `piece` bytes; "!" for one that is refused.
std::string told(std::string_view bytes, std::size_t piece)
{
    using namespace casebench;
    XmlReader xml(
        [&](char* into, std::size_t capacity) -> Result<std::size_t> {
            const std::size_t count = std::min({ capacity, bytes.size(), piece });
            std::memcpy(into, bytes.data(), count);
            bytes.remove_prefix(count);
            return count;
        },
        "mutant.xml");
    std::string all;
    for (;;) {
        const auto token = xml.next();
        if (!token)
            return "!";
        if (*token == XmlToken::Finish)
            return all;
        if (*token == XmlToken::Text) {
            fuzz::require(isValidUtf8(xml.text()), "text that is not UTF-8");
            all += xml.text();
        } else {
            all += *token == XmlToken::Start ? "<" : ">";
            all += xml.localName();
            if (*token == XmlToken::Start)
                all += xml.attribute("r").value_or("");
        }
        fuzz::require(xml.depth() <= XmlReader::kMaxDepth, "elements nest too deep");
    }
}

} // namespace

/// How the bytes are cut into pieces must not matter.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    casebench::fuzz::require(told(bytes, bytes.size()) == told(bytes, 7), "the pieces matter");
    return 0;
}
