// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/Progress.h"

#include <algorithm>

namespace casebench {

Progress::Progress(std::stop_token token, Receiver receiver)
    : m_token(std::move(token))
    , m_receiver(std::move(receiver))
{
}

void Progress::report(double fraction, std::string_view step)
{
    if (!m_receiver)
        return;
    if (fraction >= 0) {
        m_last = std::max(m_last, std::min(fraction, 1.0));
        fraction = m_last;
    }
    m_receiver(fraction, step);
}

bool Progress::cancelled() const
{
    return m_token.stop_requested() || (m_also && m_also());
}

Result<void> Progress::checkpoint() const
{
    if (cancelled())
        return Error { ErrorCode::Cancelled, "Stopped on request; nothing was changed." };
    return {};
}

Progress Progress::part(double from, double to)
{
    Progress inner(m_token, [this, from, to](double fraction, std::string_view step) {
        report(fraction < 0 ? fraction : from + fraction * (to - from), step);
    });
    inner.m_also = m_also;
    return inner;
}

StopAt::StopAt(int k)
    : m_k(k)
{
    m_progress.m_also = [this] { return m_asked++ >= m_k; };
}

} // namespace casebench
