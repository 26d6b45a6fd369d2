// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"

namespace casebench::cli {

/// One line on stderr, only when that is a terminal; Ctrl-C and SIGTERM ask the work to stop.
class TerminalProgress
{
public:
    explicit TerminalProgress(bool quiet);
    ~TerminalProgress();
    TerminalProgress(const TerminalProgress&) = delete;
    TerminalProgress& operator=(const TerminalProgress&) = delete;

    [[nodiscard]] Progress progress() const;
    void clear() const;

private:
    bool m_shown;
    std::stop_source m_stop;
};

} // namespace casebench::cli
