// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/OrderedJobs.h"

#include <utility>

namespace casebench {

OrderedJobs::OrderedJobs(std::size_t most)
    : m_most(std::thread::hardware_concurrency() > 1 ? most : 0)
{
    if (m_most > 0)
        m_thread = std::jthread([this] { work(); });
}

OrderedJobs::~OrderedJobs()
{
    const std::lock_guard guard(m_mutex);
    m_waiting.clear();
    m_ending = true;
    m_changed.notify_all();
}

void OrderedJobs::rethrow()
{
    if (m_failure)
        std::rethrow_exception(m_failure);
}

void OrderedJobs::run(Job job)
{
    if (m_most == 0) {
        job();
        return;
    }
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_waiting.size() < m_most || m_failure; });
    rethrow();
    m_waiting.push_back(std::move(job));
    m_changed.notify_all();
}

void OrderedJobs::finish()
{
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return (m_waiting.empty() && !m_busy) || m_failure; });
    rethrow();
}

void OrderedJobs::work()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [this] { return !m_waiting.empty() || m_ending; });
        if (m_waiting.empty())
            return;
        Job job = std::exchange(m_waiting.front(), {});
        m_waiting.pop_front();
        m_busy = true;
        lock.unlock();
        std::exception_ptr failure;
        try {
            job();
        } catch (...) {
            failure = std::current_exception();
        }
        job = {}; // what it holds goes outside the lock
        lock.lock();
        m_busy = false;
        if (failure) {
            m_failure = failure;
            m_waiting.clear();
        }
        m_changed.notify_all();
    }
}

} // namespace casebench
