// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/importing/KnownContent.h"

#include "core/base/Text.h"

#include <algorithm>
#include <array>

namespace casebench {

namespace {

using namespace std::string_view_literals;

struct Magic
{
    std::string_view bytes;
    KnownContent content;
};

constexpr std::array<Magic, 8> kMagics { {
    { "\x89PNG"sv, { "a PNG picture", "Export the cases as CSV." } },
    { "\x1F\x8B"sv, { "gzip-packed data", "Add .gz to the file's name." } },
    { "PK\x03\x04"sv,
      { "a zip archive (as .xlsx and .ods are)",
        "If it is a workbook, rename it to .xlsx; else unpack it, or save the sheet as CSV." } },
    { "PK\x05\x06"sv, { "an empty zip archive", "Export the cases as CSV." } },
    { "%PDF-"sv, { "a PDF document", "Export the cases as CSV." } },
    { "\xD0\xCF\x11\xE0"sv,
      { "an old or encrypted Office file (as .xls is)",
        "Save the sheet as .xlsx without a password, or as CSV." } },
    { "SQLite format 3\0"sv, { "an SQLite database", "Rename the file to .sqlite." } },
    { "\x7F"
      "ELF"sv,
      { "a program", "Choose the file with the cases." } },
} };

} // namespace

std::optional<KnownContent> knownBinary(std::string_view head)
{
    for (const Magic& magic : kMagics) {
        if (head.starts_with(magic.bytes))
            return magic.content;
    }
    return std::nullopt;
}

bool startsLikeHtml(std::string_view head)
{
    const std::string start = toLowerAscii(trimmed(head.substr(0, 512)));
    constexpr std::array<std::string_view, 6> kStarts { "<!doctype html", "<html",  "<head",
                                                        "<body",          "<table", "<script" };
    return std::ranges::any_of(kStarts, [&](std::string_view tag) { return start.starts_with(tag); });
}

} // namespace casebench
