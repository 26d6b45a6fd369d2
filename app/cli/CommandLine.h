// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/Command.h"

namespace casebench::cli {

/// The program's one parser: the global options and every verb.
class CommandLine
{
public:
    CommandLine();
    CommandLine(const CommandLine&) = delete; // the parser refers to the members
    CommandLine& operator=(const CommandLine&) = delete;

    /// Throws CLI::ParseError as CLI11 does; --help and --version are such, with exit code 0.
    void parse(int argc, const char* const* argv);

    /// The verb that was named; nullptr when there is none.
    [[nodiscard]] Command* chosen() const;

    [[nodiscard]] CLI::App& app() { return m_app; }

    [[nodiscard]] const Context::Options& options() const { return m_options; }

private:
    CLI::App m_app;
    Context::Options m_options;
    std::vector<CommandPtr> m_commands;
    std::vector<CLI::App*> m_parsers; ///< as m_commands
};

} // namespace casebench::cli
