// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/TerminalProgress.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <fmt/format.h>
#include <thread>
#include <unistd.h>

namespace casebench::cli {

namespace {

// A signal handler may touch nothing but this; the watcher thread carries it to the stop source.
volatile std::sig_atomic_t g_interrupted = 0;
std::atomic<bool> g_watching = false;

void onSignal(int)
{
    g_interrupted = 1;
}

} // namespace

TerminalProgress::TerminalProgress(bool quiet)
    : m_shown(!quiet && ::isatty(STDERR_FILENO) != 0)
{
    struct sigaction action = {};
    action.sa_handler = onSignal;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
    g_watching = true;
    std::thread([source = m_stop]() mutable {
        while (g_watching && g_interrupted == 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        if (g_interrupted != 0)
            source.request_stop();
    }).detach();
}

TerminalProgress::~TerminalProgress()
{
    g_watching = false;
    clear();
}

Progress TerminalProgress::progress() const
{
    if (!m_shown)
        return Progress(m_stop.get_token());
    return Progress(m_stop.get_token(), [](double fraction, std::string_view step) {
        const std::string share = fraction < 0 ? std::string("   ") : fmt::format("{:3.0f}%", fraction * 100);
        const std::string line = fmt::format("\r\x1b[K{} {}", share, step.substr(0, 100));
        [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
    });
}

void TerminalProgress::clear() const
{
    if (m_shown) {
        [[maybe_unused]] const auto written = ::write(STDERR_FILENO, "\r\x1b[K", 4);
    }
}

} // namespace casebench::cli
