// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/MainWindow.h"
#include "ui/shell/ShellHost.h"

#include <functional>
#include <memory>

namespace casebench::ui {

/// What main() wires: the program behind the window, and the pages in it.
/// @code
/// int main(int argc, char** argv)
/// {
///     casebench::ui::passiveOpenMp(argv); // before Qt
///     return casebench::ui::runDesktop(argc, argv, {
///         [] { return std::make_unique<SessionHost>(); },
///         [](MainWindow& window, ShellHost& host) {
///             window.addPage(std::make_unique<CasesPage>(static_cast<SessionHost&>(host).session()));
///         } });
/// }
/// @endcode
struct DesktopParts
{
    std::function<std::unique_ptr<ShellHost>()> makeHost;
    std::function<void(MainWindow&, ShellHost&)> addPages;
};

/// OpenMP reads OMP_WAIT_POLICY when its library loads: sets it to passive and executes this program again,
/// once.
void passiveOpenMp(char** argv);

/// `casebench [PROJECT]` opens the window. `casebench --pictures DIR [PROJECT]` grabs every page without
/// touching the person's settings (offscreen when there is no display) and prints the files. Gives the exit
/// code: 0, 1 (failed), 2 (usage).
int runDesktop(int argc, char** argv, const DesktopParts& parts);

} // namespace casebench::ui
