// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/faults/RecordedEvent.h"

#include "core/base/Random.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace casebench::test {

/// What lay on the disk after a simulated power cut.
struct CrashState
{
    std::map<std::string, std::string> files; ///< name in the folder -> content
    int acknowledged = 0; ///< lines the program had written to "ack"
};

/// Rebuilds what a power cut leaves, from a recorder's log. Model (conservative POSIX, as ALICE): the content
/// of a file is durable after a sync of that file; names are durable after a sync of their folder, or of the
/// new file itself (as ext4 and xfs do). What was not synced survives as nothing, all, a prefix or any
/// subset, each write possibly torn at a 512-byte sector.
class CrashStates
{
public:
    /// Takes: what lay in the folder before the recording began, all of it durable.
    CrashStates(const std::filesystem::path& log,
                const std::filesystem::path& folder,
                std::map<std::string, std::string> before);

    [[nodiscard]] std::size_t events() const { return m_events.size(); }

    [[nodiscard]] int acknowledged() const;

    /// Positive control: the same program on a disk that lies about syncing.
    void forgetSyncs();

    /// One cut at a random moment.
    [[nodiscard]] CrashState cut(Random& random) const;

private:
    struct Event
    {
        FileOp op;
        std::string path; ///< in the folder
        std::uint64_t at;
        std::string data;
    };

    struct Disk;
    void play(std::size_t count, Disk& disk) const;
    void playName(const Event& event, Disk& disk) const;

    std::map<std::string, std::string> m_before;
    std::vector<Event> m_events;
};

} // namespace casebench::test
