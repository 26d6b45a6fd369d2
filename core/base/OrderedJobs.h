// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace casebench {

/// Jobs that a thread of their own does one after the other, in the order they are given: for work of two
/// steps of which only the first must be done here. (SecondThread shares rounds whose order is all the same.)
class OrderedJobs
{
public:
    using Job = std::function<void()>;

    /// Takes: most: how many jobs may wait, so that memory does not grow with them. With 0, or on a machine
    ///        of one processor, there is no thread, and run() does the job itself.
    /// Cost:  a thread, some 50 us.
    explicit OrderedJobs(std::size_t most);
    /// Waits for the job that runs; those that wait are dropped.
    ~OrderedJobs();
    OrderedJobs(const OrderedJobs&) = delete;
    OrderedJobs& operator=(const OrderedJobs&) = delete;
    OrderedJobs(OrderedJobs&&) = delete;
    OrderedJobs& operator=(OrderedJobs&&) = delete;

    /// Waits while as many jobs wait as may.
    /// Fails: rethrows what an earlier job threw; nothing is done after that one.
    void run(Job job);
    /// Waits until all jobs are done. Fails: as run().
    void finish();

private:
    void work();
    void rethrow();

    std::size_t m_most;
    std::mutex m_mutex; ///< of what follows
    std::condition_variable m_changed;
    std::deque<Job> m_waiting;
    std::exception_ptr m_failure;
    bool m_busy = false;
    bool m_ending = false;
    std::jthread m_thread; ///< last: it uses all that stands above
};

} // namespace casebench
