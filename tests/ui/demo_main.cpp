// SPDX-License-Identifier: GPL-3.0-or-later
#include "DemoHost.h"
#include "DemoPages.h"

#include "app/gui/Desktop.h"

int main(int argc, char** argv)
{
    using namespace casebench::ui;
    passiveOpenMp(argv);
    return runDesktop(argc, argv,
                      { [] { return std::make_unique<test::DemoHost>(); },
                        [](MainWindow& window, ShellHost&) {
                            window.addPage(std::make_unique<test::DemoDrift>());
                            window.addPage(std::make_unique<test::DemoCases>());
                            window.addPage(std::make_unique<test::DemoExplanation>());
                        } });
}
