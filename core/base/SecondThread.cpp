// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/SecondThread.h"

#include "core/base/Result.h"

#include <utility>

namespace casebench {

SecondThread::~SecondThread()
{
    if (!m_thread.joinable())
        return;
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_wanted.notify_one();
    m_thread.join();
}

bool SecondThread::isThere()
{
    if (!m_thread.joinable() && std::thread::hardware_concurrency() > 1)
        m_thread = std::thread([this] { serve(); });
    return m_thread.joinable();
}

void SecondThread::Round::run(std::exception_ptr& failed)
{
    try {
        for (std::size_t i = next++; i < count; i = next++)
            (*work)(i);
    } catch (...) {
        failed = std::current_exception();
        next = count;
    }
}

void SecondThread::shareAll(std::size_t count, const std::function<void(std::size_t)>& work)
{
    Round round;
    round.work = &work;
    round.count = count;
    const bool shared = count > 1 && isThere();
    if (shared) {
        {
            const std::scoped_lock lock(m_mutex);
            m_round = &round;
        }
        m_wanted.notify_one();
    }
    std::exception_ptr failure;
    round.run(failure);
    if (shared) {
        std::unique_lock lock(m_mutex);
        m_round = nullptr;
        m_done.wait(lock, [&] { return !round.inside; });
    }
    if (failure || round.failure)
        std::rethrow_exception(failure ? failure : round.failure);
}

void SecondThread::start(std::function<void()> task)
{
    if (!isThere()) {
        task();
        return;
    }
    {
        const std::scoped_lock lock(m_mutex);
        expects(!m_busy, "SecondThread: the task before is not finished");
        m_task = std::move(task);
        m_busy = true;
    }
    m_wanted.notify_one();
}

void SecondThread::finish()
{
    if (!m_thread.joinable())
        return;
    std::unique_lock lock(m_mutex);
    m_done.wait(lock, [&] { return !m_busy; });
    if (const std::exception_ptr failure = std::exchange(m_failure, nullptr))
        std::rethrow_exception(failure);
}

void SecondThread::runTask(std::unique_lock<std::mutex>& lock)
{
    std::function<void()> task = std::exchange(m_task, nullptr);
    lock.unlock();
    std::exception_ptr failure;
    try {
        task();
    } catch (...) {
        failure = std::current_exception();
    }
    task = nullptr; // what it holds is gone before anybody is told
    lock.lock();
    m_failure = failure;
    m_busy = false;
    m_done.notify_one();
}

void SecondThread::joinRound(std::unique_lock<std::mutex>& lock)
{
    Round& round = *m_round;
    round.joined = true;
    round.inside = true;
    lock.unlock();
    round.run(round.failure);
    lock.lock();
    round.inside = false;
    m_done.notify_one();
}

void SecondThread::serve()
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wanted.wait(lock, [&] { return m_stop || m_task || (m_round != nullptr && !m_round->joined); });
        if (m_task)
            runTask(lock);
        else if (m_round != nullptr && !m_round->joined)
            joinRound(lock);
        else
            return;
    }
}

} // namespace casebench
