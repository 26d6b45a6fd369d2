// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/Command.h"

namespace casebench::cli {

CLI::Option* addRepeatable(CLI::App& app,
                           const std::string& name,
                           std::vector<std::string>& values,
                           const std::string& help)
{
    // Without this a repeatable option swallows following file names and splits "[a,b]" (CLI11 2.1).
    return app.add_option(name, values, help)->allow_extra_args(false)->take_all();
}

Result<std::pair<std::string, std::string>> splitAssignment(const std::string& text)
{
    const auto at = text.rfind('=');
    if (at == std::string::npos || at == 0)
        return usageError("\"" + text + "\" is not NAME=VALUE.");
    return std::pair(text.substr(0, at), text.substr(at + 1));
}

Error usageError(std::string what, std::string advice)
{
    return { ErrorCode::InvalidInput,
             std::move(what),
             {},
             "usage",
             advice.empty() ? "See --help." : std::move(advice) };
}

} // namespace casebench::cli
