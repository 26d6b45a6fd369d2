// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Result.h"

#include <functional>
#include <stop_token>
#include <string_view>

namespace casebench {

/// How long work says how far it is and learns that it should stop. Knows no thread; hosts are the
/// desktop's
/// job runner, the CLI's terminal line and the tests. Fractions of one Progress never run back. Copies
/// share
/// nothing but the receiver.
class Progress
{
public:
    /// Receives the fraction 0..1 (or a negative number: unknown) and the step in words.
    using Receiver = std::function<void(double fraction, std::string_view step)>;

    /// Silent and never cancelled.
    Progress() = default;
    explicit Progress(std::stop_token token, Receiver receiver = {});

    void report(double fraction, std::string_view step);
    [[nodiscard]] bool cancelled() const;
    /// Cancelled error when a stop was asked for, else success. Call it where stopping leaves nothing half
    /// done.
    [[nodiscard]] Result<void> checkpoint() const;
    /// A progress whose 0..1 is this one's from..to, for a step made of steps. Must not outlive this one.
    [[nodiscard]] Progress part(double from, double to);

private:
    std::stop_token m_token;
    Receiver m_receiver;
    std::function<bool()> m_also; // a test's own reason to stop
    double m_last = 0;

    friend class StopAt;
};

/// For tests: a progress that is cancelled at its k-th checkpoint or cancelled() query (0 = at once).
class StopAt
{
public:
    explicit StopAt(int k);
    StopAt(const StopAt&) = delete; // its progress refers to it
    StopAt& operator=(const StopAt&) = delete;

    [[nodiscard]] Progress& progress() { return m_progress; }

    [[nodiscard]] int asked() const { return m_asked; }

private:
    int m_k;
    int m_asked = 0;
    Progress m_progress;
};

} // namespace casebench
