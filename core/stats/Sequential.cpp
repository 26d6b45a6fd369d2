// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/Sequential.h"

#include "core/base/Contract.h"

#include <algorithm>
#include <cmath>

namespace casebench {

namespace {

constexpr std::int64_t kFewestCases = 30; // Gama 2004
constexpr double kWarningSpreads = 2;
constexpr double kDriftSpreads = 3;

} // namespace

double DriftDetectionMethod::errorRate() const
{
    return static_cast<double>(m_wrong) / static_cast<double>(m_count);
}

StreamState DriftDetectionMethod::add(bool wrong)
{
    ++m_count;
    m_wrong += wrong ? 1 : 0;
    if (m_count < kFewestCases)
        return StreamState::Learning;
    const double rate = errorRate();
    const double spread = std::sqrt(rate * (1 - rate) / static_cast<double>(m_count));
    if (rate + spread < m_lowestRate + m_lowestSpread) {
        m_lowestRate = rate;
        m_lowestSpread = spread;
    }
    if (rate + spread > m_lowestRate + kDriftSpreads * m_lowestSpread)
        return StreamState::Drift;
    return rate + spread > m_lowestRate + kWarningSpreads * m_lowestSpread ? StreamState::Warning
                                                                           : StreamState::Stable;
}

PageHinkley::PageHinkley(double delta, double lambda)
    : m_delta(delta)
    , m_lambda(lambda)
{
    expects(delta >= 0 && lambda > 0, "Page-Hinkley: delta below 0, or lambda not above 0");
}

bool PageHinkley::add(double x)
{
    ++m_count;
    m_mean += (x - m_mean) / static_cast<double>(m_count);
    m_sum += x - m_mean - m_delta;
    m_lowest = std::min(m_lowest, m_sum);
    return evidence() > m_lambda;
}

} // namespace casebench
