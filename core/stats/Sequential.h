// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <limits>

namespace casebench {

enum class StreamState
{
    Learning, ///< too few cases to judge
    Stable,
    Warning,
    Drift,
};

/// Watches the error rate of a stream of judged cases (DDM): warns at p + s > p_min + 2 s_min, drift at 3,
/// after 30 cases. A stream whose first 30 cases hold no error has p_min = s_min = 0, and its first error
/// is a drift: so it is published.
/// Source: Gama, Medas, Castillo & Rodrigues 2004.
class DriftDetectionMethod
{
public:
    /// The state after one more case. Cost: O(1).
    StreamState add(bool wrong);

    /// Forgets everything: call it once a drift was answered.
    void reset() { *this = DriftDetectionMethod(); }

    [[nodiscard]] std::int64_t count() const { return m_count; }

    /// Share of wrong cases so far; NaN before the first.
    [[nodiscard]] double errorRate() const;

private:
    std::int64_t m_count = 0;
    std::int64_t m_wrong = 0;
    double m_lowestRate = std::numeric_limits<double>::infinity();
    double m_lowestSpread = std::numeric_limits<double>::infinity();
};

/// Watches the mean of a stream for a rise (Page-Hinkley): m_t = sum (x - running mean - delta), alarm
/// when m_t - min m > lambda. Give -x to watch for a fall.
/// Source: Page 1954, Hinkley 1971.
class PageHinkley
{
public:
    /// delta: change per case that does not matter; lambda: how much evidence an alarm takes, in units of x.
    PageHinkley(double delta, double lambda);

    /// True while the alarm holds; x must not be NaN. Cost: O(1).
    bool add(double x);

    /// Forgets the stream, keeps delta and lambda.
    void reset() { *this = PageHinkley(m_delta, m_lambda); }

    /// m_t - min m.
    [[nodiscard]] double evidence() const { return m_sum - m_lowest; }

private:
    double m_delta;
    double m_lambda;
    std::int64_t m_count = 0;
    double m_mean = 0;
    double m_sum = 0;
    double m_lowest = 0;
};

} // namespace casebench
