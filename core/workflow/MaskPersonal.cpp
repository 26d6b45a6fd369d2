// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/MaskPersonal.h"

#include "core/workflow/Access.h"

namespace casebench {

namespace {

constexpr std::size_t kShown = 4; // as the desktop shows it

/// Where the last `count` characters of UTF-8 text begin; 0 when there are not more.
std::size_t lastCharacters(std::string_view text, std::size_t count)
{
    std::size_t at = text.size();
    while (count > 0 && at > 0) {
        --at;
        const bool continues = (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
        count -= continues ? 0 : 1;
    }
    return at;
}

} // namespace

bool masksPersonal(const Actor& actor)
{
    return !requireAccess(actor, VerbGroup::Release);
}

std::string maskedText(std::string_view text)
{
    if (text.empty())
        return {};
    const bool isLong = lastCharacters(text, 2 * kShown) > 0;
    return isLong ? "•• " + std::string(text.substr(lastCharacters(text, kShown))) : "••••";
}

} // namespace casebench
