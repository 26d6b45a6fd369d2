// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Error.h"

namespace casebench {

std::string_view errorCodeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Cancelled:
        return "cancelled";
    case ErrorCode::InvalidInput:
        return "invalid-input";
    case ErrorCode::NotFound:
        return "not-found";
    case ErrorCode::Unreadable:
        return "unreadable";
    case ErrorCode::Unsupported:
        return "unsupported";
    case ErrorCode::Corrupt:
        return "corrupt";
    case ErrorCode::Refused:
        return "refused";
    case ErrorCode::Library:
        return "library";
    case ErrorCode::Internal:
        break;
    }
    return "internal";
}

Error Error::in(std::string_view place) &&
{
    if (where.empty())
        where = place;
    else if (!where.starts_with(place)) // a lower layer may know the file already
        where = std::string(place) + ", " + where;
    return std::move(*this);
}

Error Error::in(std::string_view place) const&
{
    return Error(*this).in(place);
}

Error Error::advise(std::string_view text) &&
{
    if (advice.empty())
        advice = text;
    return std::move(*this);
}

std::string Error::sentence() const
{
    // What a library said stands below our sentence in `what`, and is the last thing to read.
    const std::size_t end = what.find('\n');
    std::string line = where.empty() ? std::string() : where + ": ";
    line += what.substr(0, end);
    if (!advice.empty())
        line += " " + advice;
    if (end != std::string::npos)
        line += " (" + what.substr(end + 1) + ")";
    return line;
}

} // namespace casebench
