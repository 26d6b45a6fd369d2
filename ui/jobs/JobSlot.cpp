// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/JobSlot.h"

namespace casebench::ui {

JobSlot::JobSlot(JobRunner& runner, QObject* parent)
    : QObject(parent)
    , m_runner(&runner)
{
}

JobSlot::~JobSlot()
{
    cancel();
}

void JobSlot::cancel()
{
    ++m_generation;
    if (m_id != 0 && m_runner)
        m_runner->cancel(m_id);
    m_id = 0;
}

} // namespace casebench::ui
