// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/CrashStates.h"

#include "core/base/AtomicFile.h"
#include "core/base/Contract.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace casebench::test {

namespace {

constexpr std::uint64_t kSector = 512;
constexpr double kTornShare = 0.15; // of surviving writes larger than a sector

void apply(std::string& content, FileOp op, std::uint64_t at, std::string_view data)
{
    if (op == FileOp::Truncate) {
        content.resize(at, '\0');
        return;
    }
    if (content.size() < at + data.size())
        content.resize(at + data.size(), '\0');
    content.replace(at, data.size(), data);
}

} // namespace

/// Content by number of the file, names apart, each with what is not durable yet.
struct CrashStates::Disk
{
    struct File
    {
        std::string durable;
        std::vector<const Event*> pending;
    };

    struct NameChange
    {
        FileOp op;
        std::string name;
        std::string newName;
        std::size_t file;
    };

    std::vector<File> files;
    std::map<std::string, std::size_t> names; ///< as the program sees them
    std::map<std::string, std::size_t> durableNames;
    std::vector<NameChange> pendingNames;
    int acknowledged = 0;

    void makeDurable(std::size_t count)
    {
        for (std::size_t i = 0; i < count; ++i) {
            const NameChange& change = pendingNames[i];
            if (change.op != FileOp::Create)
                durableNames.erase(change.name);
            if (change.op != FileOp::Unlink)
                durableNames[change.op == FileOp::Rename ? change.newName : change.name] = change.file;
        }
        pendingNames.erase(pendingNames.begin(), pendingNames.begin() + static_cast<std::ptrdiff_t>(count));
    }

    void sync(std::size_t file)
    {
        for (const Event* event : files[file].pending)
            apply(files[file].durable, event->op, event->at, event->data);
        files[file].pending.clear();
        // The journal of the file system is ordered: with the creation of this file goes all before it.
        for (std::size_t i = pendingNames.size(); i > 0; --i) {
            if (pendingNames[i - 1].op == FileOp::Create && pendingNames[i - 1].file == file) {
                makeDurable(i);
                return;
            }
        }
    }
};

CrashStates::CrashStates(const std::filesystem::path& log,
                         const std::filesystem::path& folder,
                         std::map<std::string, std::string> before)
    : m_before(std::move(before))
{
    const auto bytes = readFile(log, std::size_t { 1 } << 32);
    expects(bytes.has_value(), "CrashStates: no log");
    const auto inFolder = [&](std::string_view path) {
        const std::string prefix = folder.string();
        return std::string(path.substr(std::min(path.size(), prefix.size() + 1)));
    };
    for (std::size_t at = 0; at + sizeof(EventHeader) <= bytes->size();) {
        EventHeader header {};
        std::memcpy(&header, bytes->data() + at, sizeof header);
        at += sizeof header;
        const std::string path = bytes->substr(at, header.pathBytes);
        std::string data = bytes->substr(at + header.pathBytes, header.dataBytes);
        at += header.pathBytes + header.dataBytes;
        if (header.op == FileOp::Rename)
            data = inFolder(data);
        m_events.push_back({ header.op, inFolder(path), header.at, std::move(data) });
    }
}

int CrashStates::acknowledged() const
{
    return static_cast<int>(std::ranges::count(m_events, FileOp::Ack, &Event::op));
}

void CrashStates::forgetSyncs()
{
    std::erase_if(m_events, [](const Event& event) {
        return event.op == FileOp::Sync || event.op == FileOp::SyncFolder;
    });
}

void CrashStates::playName(const Event& event, Disk& disk) const
{
    if (event.op == FileOp::Create) {
        disk.files.emplace_back();
        disk.names[event.path] = disk.files.size() - 1;
        disk.pendingNames.push_back({ event.op, event.path, {}, disk.files.size() - 1 });
        return;
    }
    const auto at = disk.names.find(event.path);
    if (at == disk.names.end())
        return;
    const std::size_t file = at->second;
    disk.names.erase(at);
    if (event.op == FileOp::Rename)
        disk.names[event.data] = file;
    disk.pendingNames.push_back({ event.op, event.path, event.data, file });
}

void CrashStates::play(std::size_t count, Disk& disk) const
{
    for (const auto& [name, content] : m_before) {
        disk.durableNames[name] = disk.names[name] = disk.files.size();
        disk.files.push_back({ content, {} });
    }
    for (std::size_t i = 0; i < count; ++i) {
        const Event& event = m_events[i];
        const auto at = disk.names.find(event.path);
        switch (event.op) {
        case FileOp::Ack:
            ++disk.acknowledged;
            break;
        case FileOp::SyncFolder:
            disk.makeDurable(disk.pendingNames.size());
            break;
        case FileOp::Sync:
            if (at != disk.names.end())
                disk.sync(at->second);
            break;
        case FileOp::Write:
        case FileOp::Truncate:
            expects(at != disk.names.end(), "CrashStates: a write to a file that nobody made: " + event.path);
            disk.files[at->second].pending.push_back(&event);
            break;
        case FileOp::Create:
        case FileOp::Unlink:
        case FileOp::Rename:
            playName(event, disk);
            break;
        }
    }
}

CrashState CrashStates::cut(Random& random) const
{
    Disk disk;
    play(1 + random.below(m_events.size()), disk);
    enum class Survives
    {
        Nothing,
        All,
        Prefix,
        Subset
    };
    constexpr std::array<Survives, 5> kModes { Survives::Nothing, Survives::All, Survives::Prefix,
                                               Survives::Subset, Survives::Subset };
    const Survives mode = kModes[random.below(kModes.size())];
    const auto prefixOf = [&](std::size_t size) -> std::size_t {
        return mode == Survives::Nothing ? 0 : mode == Survives::All ? size : random.below(size + 1);
    };
    disk.makeDurable(prefixOf(disk.pendingNames.size()));
    CrashState state { {}, disk.acknowledged };
    for (const auto& [name, file] : disk.durableNames) {
        std::string content = disk.files[file].durable;
        const auto& pending = disk.files[file].pending;
        const std::size_t kept = mode == Survives::Subset ? pending.size() : prefixOf(pending.size());
        for (std::size_t i = 0; i < kept; ++i) {
            std::string_view data = pending[i]->data;
            if (mode == Survives::Subset && random.uniform() < 0.5)
                continue;
            if (mode == Survives::Subset && data.size() > kSector && random.uniform() < kTornShare)
                data = data.substr(0, kSector * (1 + random.below((data.size() - 1) / kSector)));
            apply(content, pending[i]->op, pending[i]->at, data);
        }
        state.files[name] = std::move(content);
    }
    return state;
}

} // namespace casebench::test
