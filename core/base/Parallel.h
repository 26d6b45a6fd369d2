// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <exception>
#include <thread>

namespace casebench {

/// Calls work(0) ... work(count - 1), each once, in this thread and one more; returns when all are done.
/// Takes: work: may be called by both threads at the same time for different numbers.
/// Fails: rethrows what a call threw; the rest may not have been called then.
/// Cost:  a thread, some 50 us: worth it from about a millisecond of work on. A second thread that gets no
///        processor takes nothing from the work, since each number is fetched when its turn comes.
template<typename Work>
void inTwoThreads(std::size_t count, const Work& work)
{
    std::atomic<std::size_t> next { 0 };
    const auto run = [&](std::exception_ptr& failure) {
        try {
            for (std::size_t i = next++; i < count; i = next++)
                work(i);
        } catch (...) {
            failure = std::current_exception();
            next = count;
        }
    };
    std::exception_ptr here;
    std::exception_ptr there;
    if (count > 1 && std::thread::hardware_concurrency() > 1) {
        std::jthread helper([&] { run(there); });
        run(here);
        helper.join();
    } else {
        run(here);
    }
    if (here || there)
        std::rethrow_exception(here ? here : there);
}

} // namespace casebench
