// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"
#include "app/cli/TerminalProgress.h"
#include "core/base/Text.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>

namespace casebench::cli {
namespace {

/// libgomp reads the policy when it is loaded, which is before main(): spinning threads would starve a
/// desktop. So set it and
/// start again, once.
void restartWithPassiveOpenMp(char** argv)
{
    if (std::getenv("OMP_WAIT_POLICY") != nullptr)
        return;
    ::setenv("OMP_WAIT_POLICY", "passive", 1);
    ::execv("/proc/self/exe", argv);
}

int exitCodeOf(const Error& error)
{
    if (error.kind == "usage")
        return kUsage;
    return error.code == ErrorCode::Refused || error.code == ErrorCode::Corrupt ? kRefused : kFailed;
}

void print(const std::string& text)
{
    std::fwrite(text.data(), 1, text.size(), stdout);
}

void printDocument(const std::string& command,
                   const char* member,
                   Json content,
                   const std::vector<std::string>* warnings)
{
    Json document = { { "casebench", CASEBENCH_VERSION },
                      { "command", command },
                      { member, std::move(content) } };
    if (warnings != nullptr)
        document["warnings"] = *warnings;
    print(document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
}

int fail(const std::string& command, const Error& error, bool json)
{
    if (json) {
        printDocument(command, "error",
                      { { "code", errorCodeName(error.code) },
                        { "kind", error.kind },
                        { "what", error.what },
                        { "where", error.where },
                        { "advice", error.advice } },
                      nullptr);
    } else {
        std::cerr << escapedForTerminal(error.sentence()) << "\n";
    }
    return exitCodeOf(error);
}

int run(Command& command, const Context::Options& options)
{
    Result<Outcome> outcome = Error { ErrorCode::Internal, "The command did not run." };
    {
        TerminalProgress terminal(options.quiet || options.json);
        Context context(options, terminal.progress());
        try {
            outcome = command.run(context);
            if (outcome)
                std::ranges::move(context.warnings(), std::back_inserter(outcome->warnings));
        } catch (const std::exception& failure) {
            outcome = Error { ErrorCode::Internal,
                              std::string("A bug stopped the work: ") + failure.what() + ".",
                              {},
                              {},
                              "Nothing was changed; please report it with the command line." };
        }
    }
    if (!outcome)
        return fail(command.name(), outcome.error(), options.json);
    if (options.json) {
        printDocument(command.name(), "result", outcome->result, &outcome->warnings);
    } else {
        for (const std::string& warning : outcome->warnings)
            std::cerr << "Note: " << escapedForTerminal(warning) << "\n";
        if (!options.quiet || outcome->exitCode != kDone)
            print(outcome->text);
    }
    std::fflush(stdout);
    return outcome->exitCode;
}

/// Whether --json stands on the command line although parsing failed.
bool wantsJson(int argc, char** argv)
{
    for (int i = 1; i < argc && std::strcmp(argv[i], "--") != 0; ++i) {
        if (std::strcmp(argv[i], "--json") == 0)
            return true;
    }
    return false;
}

int start(int argc, char** argv)
{
    CommandLine line;
    try {
        line.parse(argc, argv);
    } catch (const CLI::ParseError& failure) {
        if (failure.get_exit_code() == 0)
            return line.app().exit(failure); // --help, --version
        std::string command;
        for (int i = 1; i < argc && command.empty(); ++i)
            command = argv[i][0] == '-' ? "" : argv[i];
        if (const Command* chosen = line.chosen())
            command = chosen->name();
        return fail(command, usageError(std::string(failure.what()) + ".", "See casebench-cli --help."),
                    wantsJson(argc, argv));
    }
    return line.chosen() == nullptr ? kUsage : run(*line.chosen(), line.options());
}

} // namespace
} // namespace casebench::cli

int main(int argc, char** argv)
{
    casebench::cli::restartWithPassiveOpenMp(argv);
    ::umask(077);
    try {
        return casebench::cli::start(argc, argv);
    } catch (const std::exception& failure) {
        std::cerr << "A bug stopped the program: " << failure.what() << "\n";
        return casebench::cli::kFailed;
    }
}
