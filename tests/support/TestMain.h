// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <QString>
#include <QTest>

#include <string>
#include <string_view>

/// The value of a Result, or a failed test that says the error.
#define CB_VERIFY(result)                                                                                    \
    do {                                                                                                     \
        const auto& cbVerified = (result);                                                                   \
        QVERIFY2(static_cast<bool>(cbVerified), cbVerified ? "" : cbVerified.error().sentence().c_str());    \
    } while (false)

namespace casebench::test {

inline QString qs(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

} // namespace casebench::test
