// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflow/SalvageProject.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace casebench {

namespace {

constexpr int kLookMilliseconds = 100; // between two looks at a stop request

/// A child whose standard output is read; ended and waited for on every way out.
class Child
{
public:
    Child() = default;

    ~Child()
    {
        if (m_pid > 0) {
            ::kill(m_pid, SIGTERM);
            [[maybe_unused]] const int status = wait();
        }
        closeEnd(m_output);
    }

    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    Result<void> start(const std::vector<std::string>& arguments)
    {
        std::array<int, 2> ends { -1, -1 };
        if (::pipe2(ends.data(), O_CLOEXEC) != 0)
            return failed();
        posix_spawn_file_actions_t actions = {};
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        std::vector<char*> list;
        for (const std::string& argument : arguments)
            list.push_back(const_cast<char*>(argument.c_str()));
        list.push_back(nullptr);
        errno = ::posix_spawn(&m_pid, arguments.front().c_str(), &actions, nullptr, list.data(), environ);
        posix_spawn_file_actions_destroy(&actions);
        closeEnd(ends[1]);
        m_output = ends[0];
        if (errno == 0)
            return {};
        m_pid = -1;
        return failed();
    }

    /// All it prints. Fails: Cancelled.
    Result<std::string> output(Progress& progress) const
    {
        std::string text;
        for (;;) {
            CB_CHECK(progress.checkpoint());
            struct pollfd ready = { m_output, POLLIN, 0 };
            if (::poll(&ready, 1, kLookMilliseconds) <= 0)
                continue;
            std::array<char, 65536> buffer {};
            const auto count = ::read(m_output, buffer.data(), buffer.size());
            if (count <= 0)
                return text;
            text.append(buffer.data(), static_cast<std::size_t>(count));
        }
    }

    int wait()
    {
        int status = 0;
        while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) { }
        m_pid = -1;
        return status;
    }

private:
    static void closeEnd(int end)
    {
        if (end >= 0)
            ::close(end);
    }

    static Error failed()
    {
        return { ErrorCode::Unreadable,
                 fmt::format("The program that reads damaged projects cannot be started: {}.",
                             std::strerror(errno)),
                 {},
                 "E_IO",
                 "Install the command line program beside the desktop program." };
    }

    pid_t m_pid = -1;
    int m_output = -1;
};

Result<SalvageReport> readReport(const Json& result)
{
    SalvageReport report;
    CB_TRY(report.newProject, jsonText(result, "project"));
    CB_TRY(report.oldProject, jsonText(result, "old_project"));
    CB_TRY(const std::string history, jsonText(result, "history"));
    report.history = history;
    CB_TRY(const Json* whole, jsonMember(result, "whole", Json::value_t::boolean));
    report.whole = whole->get<bool>();
    CB_TRY(const Json* tables, jsonMember(result, "tables", Json::value_t::array));
    for (const Json& table : *tables) {
        SalvagedTable salvaged;
        CB_TRY(salvaged.name, jsonText(table, "name"));
        CB_TRY(salvaged.kept, jsonInteger(table, "kept"));
        CB_TRY(salvaged.lost, jsonInteger(table, "lost"));
        CB_TRY(const Json* endLost, jsonMember(table, "end_lost", Json::value_t::boolean));
        salvaged.endLost = endLost->get<bool>();
        report.tables.push_back(std::move(salvaged));
    }
    CB_TRY(const Json* notes, jsonMember(result, "notes", Json::value_t::array));
    for (const Json& note : *notes) {
        if (note.is_string())
            report.notes.push_back(note.get<std::string>());
    }
    return report;
}

Error readError(const Json& error)
{
    const auto text = [&](const char* key) { return jsonText(error, key).value_or(""); };
    const std::string name = text("code");
    Error told { ErrorCode::Library, text("what"), text("where"), text("kind"), text("advice") };
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
        if (errorCodeName(static_cast<ErrorCode>(code)) == name)
            told.code = static_cast<ErrorCode>(code);
    }
    return told;
}

} // namespace

Result<SalvageReport> salvageProject(const std::filesystem::path& damaged,
                                     const std::filesystem::path& out,
                                     const std::filesystem::path& worker,
                                     Progress& progress)
{
    progress.report(0, "reading the damaged project");
    Child child;
    CB_CHECK(child.start({ worker.string(), "--json", "-p", damaged.string(), "check", "--salvage",
                           out.string(), "--inside" }));
    CB_TRY(const std::string text, child.output(progress));
    const int status = child.wait();
    if (WIFSIGNALED(status))
        return Error { ErrorCode::Corrupt,
                       fmt::format("The damaged file ended its reader (signal {}); nothing was saved of it.",
                                   WTERMSIG(status)),
                       damaged.string(), "E_DAMAGED",
                       "Keep the file as it is and restore the newest backup." };
    const auto document = parseJson(text);
    if (document && document->is_object() && document->contains("result"))
        return readReport((*document)["result"]);
    if (document && document->is_object() && document->contains("error"))
        return readError((*document)["error"]);
    return Error { ErrorCode::Library, "The reader of damaged projects gave no answer.", damaged.string(),
                   "E_IO", "Run \"casebench-cli check --salvage\" in a terminal to see why." };
}

std::filesystem::path salvageWorker()
{
    std::error_code ignored;
    const auto self = std::filesystem::read_symlink("/proc/self/exe", ignored);
    return self.filename() == "casebench-cli" ? self : self.parent_path() / "casebench-cli";
}

std::filesystem::path salvageName(const std::filesystem::path& damaged)
{
    std::error_code ignored;
    const auto base = (damaged.parent_path() / damaged.stem()).string() + "-salvaged";
    std::filesystem::path name = base + ".casebench";
    for (int i = 2; std::filesystem::exists(name, ignored); ++i)
        name = fmt::format("{}-{}.casebench", base, i);
    return name;
}

Json salvageJson(const SalvageReport& report)
{
    Json tables = Json::array();
    for (const SalvagedTable& table : report.tables)
        tables.push_back({ { "name", table.name },
                           { "kept", table.kept },
                           { "lost", table.lost },
                           { "end_lost", table.endLost } });
    return { { "project", report.newProject }, { "old_project", report.oldProject },
             { "whole", report.whole },        { "tables", std::move(tables) },
             { "notes", report.notes },        { "history", report.history.string() } };
}

std::vector<std::string> salvageSentences(const SalvageReport& report)
{
    const auto kept = [&](std::string_view name) {
        for (const SalvagedTable& table : report.tables) {
            if (table.name == name)
                return table.kept;
        }
        return std::int64_t { 0 };
    };
    std::vector<std::string> sentences;
    sentences.push_back(report.whole
                            ? "Everything was read; the new project keeps its identity and its history."
                            : fmt::format("Kept: {} verdicts, {} pieces of values, {} snapshots, {} runs.",
                                          kept("label"), kept("chunk"), kept("snapshot"), kept("run")));
    sentences.insert(sentences.end(), report.notes.begin(), report.notes.end());
    return sentences;
}

} // namespace casebench
