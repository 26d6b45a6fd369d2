// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/Desktop.h"
#include "app/gui/DesktopHost.h"
#include "app/gui/Pages.h"

int main(int argc, char** argv)
{
    using namespace casebench::ui;
    passiveOpenMp(argv);
    return runDesktop(argc, argv,
                      { [] { return std::make_unique<DesktopHost>(); },
                        [](MainWindow& window, ShellHost& host) {
                            addPages(window, static_cast<DesktopHost&>(host)); // made one line above
                        } });
}
