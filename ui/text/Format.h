// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Time.h"

#include <QLocale>
#include <QString>

#include <string_view>

/// How values are shown to people: the locale's digits, true minus, en dash in ranges, "–" for what is
/// undefined (NaN, kNoTime). Times are shown in UTC, as they are stored.
namespace casebench::ui::format {

/// The desktop's locale; plain British English where it is "C".
[[nodiscard]] QLocale locale();
[[nodiscard]] QString undefined(); ///< "–"
[[nodiscard]] QString text(std::string_view utf8);

[[nodiscard]] QString count(qint64 value); ///< "4,800"
[[nodiscard]] QString decimal(double value, int decimals); ///< "0.975", "−0.20"
[[nodiscard]] QString signedDecimal(double value, int decimals); ///< "+0.288", "−0.068", "0.000"
[[nodiscard]] QString number(double value); ///< as short as it is exact to six digits: "2,353", "0.31"
[[nodiscard]] QString percent(double share, int decimals = 0); ///< "60 %" of 0.6
[[nodiscard]] QString points(double difference, int decimals = 0); ///< "−49 points" of -0.49
[[nodiscard]] QString range(double low, double high, int decimals); ///< "0.84–0.91"
[[nodiscard]] QString signedRange(double low, double high, int decimals); ///< "+0.245 to +0.330"
[[nodiscard]] QString estimate(double value, double low, double high, int decimals); ///< "0.88 (0.84–0.91)"
[[nodiscard]] QString pValue(double p); ///< "p < 0.001" or "p = 0.688"
[[nodiscard]] QString pCell(double p); ///< "p < 0.001" or "0.688", for a column headed p
[[nodiscard]] QString bytes(qint64 size); ///< "118 kB"
[[nodiscard]] QString duration(double seconds); ///< "40 s", "2 min 5 s", "1 h 3 min"

[[nodiscard]] QString date(Instant instant); ///< "3 September 2026"
[[nodiscard]] QString shortDate(Instant instant); ///< "3 Sep"
[[nodiscard]] QString isoDate(Instant instant); ///< "2026-09-03"
[[nodiscard]] QString dateTime(Instant instant); ///< "3 Sep 2026, 09:04"
[[nodiscard]] QString clock(Instant instant); ///< "09:04"
[[nodiscard]] QString month(MonthIndex month); ///< "August 2026"
[[nodiscard]] QString shortMonth(MonthIndex month); ///< "Aug"
[[nodiscard]] QString monthYear(MonthIndex month); ///< "Aug 2026"

/// Text from outside (case values, file names) inside a sentence of ours: isolated so that its direction
/// cannot turn the rest.
[[nodiscard]] QString isolate(const QString& foreign);
/// Without characters that steer direction or cannot be seen; for labels of our own chrome made from foreign
/// text.
[[nodiscard]] QString harmless(const QString& foreign);
/// A sentence of core as it is printed: a true minus before numbers, and no line break inside "66 %" or
/// "p < 0.001".
[[nodiscard]] QString typeset(const QString& sentence);
/// "a, b and c"
[[nodiscard]] QString list(const QStringList& items);
/// The first 4 and last 2 bytes of a hash: "5e1a 90c4 … 7d"
[[nodiscard]] QString shortHash(const QString& hex);

} // namespace casebench::ui::format
