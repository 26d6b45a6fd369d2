// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/CommandLine.h"

namespace casebench::cli {

namespace {

void declareGlobals(CLI::App& app, Context::Options& options)
{
    app.add_option("-p,--project", options.project, "The project file (or CASEBENCH_PROJECT)")
        ->envname("CASEBENCH_PROJECT");
    app.add_option("--as", options.person, "Who acts (or CASEBENCH_PERSON; else the account)")
        ->envname("CASEBENCH_PERSON");
    app.add_flag("--json", options.json, "One JSON document on stdout");
    app.add_flag("--quiet", options.quiet, "Say nothing but errors and findings");
    app.add_option("--wait", options.waitSeconds, "Seconds to wait for another program's write")
        ->check(CLI::Range(0, 3600));
    app.set_version_flag("--version", std::string("casebench-cli ") + CASEBENCH_VERSION);
}

} // namespace

CommandLine::CommandLine()
    : m_app("Casebench: from files of cases to a verified, signed model. Every step of the desktop "
            "program, for scripts.",
            "casebench-cli")
    , m_commands(allCommands())
{
    m_app.require_subcommand(1);
    m_app.fallthrough();
    declareGlobals(m_app, m_options);
    for (const auto& command : m_commands) {
        CLI::App* parser = m_app.add_subcommand(command->name(), command->help());
        parser->footer("Example: " + command->example());
        parser->fallthrough();
        command->declare(*parser);
        m_parsers.push_back(parser);
    }
}

void CommandLine::parse(int argc, const char* const* argv)
{
    m_app.parse(argc, argv);
}

Command* CommandLine::chosen() const
{
    for (std::size_t i = 0; i < m_parsers.size(); ++i) {
        if (m_parsers[i]->parsed())
            return m_commands[i].get();
    }
    return nullptr;
}

} // namespace casebench::cli
