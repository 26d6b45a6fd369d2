// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/Context.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

namespace casebench::cli {

/// cli.md's exit codes.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;
inline constexpr int kFinding = 3;
inline constexpr int kRefused = 4;

/// What a command has to say: one JSON document, or the same in words.
struct Outcome
{
    Json result = Json::object();
    std::string text; ///< for people; ends with a line feed
    int exitCode = kDone;
    std::vector<std::string> warnings {};
};

/// One verb. Options are members, filled by the parser before run().
class Command
{
public:
    virtual ~Command() = default;
    [[nodiscard]] virtual std::string name() const = 0;
    [[nodiscard]] virtual std::string help() const = 0;
    /// One line that works, shown by --help.
    [[nodiscard]] virtual std::string example() const = 0;
    virtual void declare(CLI::App& app) = 0;
    [[nodiscard]] virtual Result<Outcome> run(Context& context) = 0;
};

using CommandPtr = std::unique_ptr<Command>;

/// All verbs, in the order of the story.
[[nodiscard]] std::vector<CommandPtr> allCommands();

/// A repeatable option that takes one value each and never swallows what follows.
CLI::Option* addRepeatable(CLI::App& app,
                           const std::string& name,
                           std::vector<std::string>& values,
                           const std::string& help);

/// "NAME=VALUE" split at the last '='. Fails: InvalidInput of kind "usage".
[[nodiscard]] Result<std::pair<std::string, std::string>> splitAssignment(const std::string& text);

/// InvalidInput of kind "usage": exit code 2.
[[nodiscard]] Error usageError(std::string what, std::string advice = {});

} // namespace casebench::cli
