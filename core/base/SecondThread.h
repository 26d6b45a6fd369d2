// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace casebench {

/// One more thread, kept for a work of many short rounds: shares the rounds while it is free, and does a long
/// task of its own meanwhile when it is given one. Without a second processor everything happens in the
/// calling thread. To be used from one thread.
class SecondThread
{
public:
    SecondThread() = default;
    /// Waits for the task that was started; what it threw is lost.
    ~SecondThread();
    SecondThread(const SecondThread&) = delete;
    SecondThread& operator=(const SecondThread&) = delete;

    /// Calls work(0) ... work(count - 1), each once, in both threads; returns when all are done.
    /// Takes: work: may be called by both threads at the same time for different numbers.
    /// Fails: rethrows what a call threw; the rest may not have been called then.
    /// Cost:  some 10 us. A second thread that is busy or gets no processor takes nothing from the work,
    /// since
    ///        each number is fetched when its turn comes.
    template<typename Work>
    void share(std::size_t count, const Work& work)
    {
        const std::function<void(std::size_t)> one = [&](std::size_t i) { work(i); };
        shareAll(count, one);
    }

    /// A task for the second thread alone; finish() must have been called since the one before.
    void start(std::function<void()> task);
    /// Waits for the task, if there is one. Fails: rethrows what it threw.
    void finish();

private:
    struct Round
    {
        const std::function<void(std::size_t)>* work = nullptr;
        std::size_t count = 0;
        std::atomic<std::size_t> next { 0 };
        std::exception_ptr failure; ///< of the second thread
        bool joined = false;
        bool inside = false; ///< the second thread is at work on it

        void run(std::exception_ptr& failed);
    };

    /// Begins the thread. Gives: false when there is no second processor.
    [[nodiscard]] bool isThere();
    void shareAll(std::size_t count, const std::function<void(std::size_t)>& work);
    void serve();
    void runTask(std::unique_lock<std::mutex>& lock);
    void joinRound(std::unique_lock<std::mutex>& lock);

    std::mutex m_mutex;
    std::condition_variable m_wanted; ///< something to do
    std::condition_variable m_done; ///< something is done
    Round* m_round = nullptr;
    std::function<void()> m_task;
    bool m_busy = false; ///< a task was started and is not over
    bool m_stop = false;
    std::exception_ptr m_failure; ///< of the task
    std::thread m_thread;
};

} // namespace casebench
