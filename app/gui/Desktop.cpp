// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/Desktop.h"

#include "ui/shell/Pictures.h"
#include "ui/shell/SettingsDialog.h"
#include "ui/theme/Icons.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>
#include <QTextStream>
#include <QTimer>

#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>
#include <unistd.h>

namespace casebench::ui {

namespace {

struct Arguments
{
    std::optional<QString> pictures {};
    QString project {};
    bool usage = false; ///< could not be read
};

Arguments argumentsOf(const QStringList& words)
{
    Arguments result;
    QStringList rest = words.mid(1);
    if (!rest.isEmpty() && rest.first() == QLatin1String("--pictures")) {
        rest.removeFirst();
        result.usage = rest.isEmpty();
        if (!rest.isEmpty())
            result.pictures = rest.takeFirst();
    }
    if (!rest.isEmpty() && !rest.first().startsWith(u'-'))
        result.project = rest.takeFirst();
    result.usage = result.usage || !rest.isEmpty();
    return result;
}

void say(FILE* stream, const QString& text)
{
    QTextStream(stream) << text << Qt::endl;
}

/// Welcome view first, then the project's pages; quits when all are taken.
void photograph(MainWindow& window, Theme& theme, ShellHost& host, const Arguments& arguments)
{
    PictureSpec spec;
    spec.directory = *arguments.pictures;
    spec.first = { { QStringLiteral("drift-proposal"), QStringLiteral("drift.propose") } };
    const auto report = [](const QStringList& files) {
        for (const QString& file : files)
            say(stdout, file);
    };
    const auto takePages = [&window, &theme, spec, report] {
        takePictures(window, theme, spec, [report](const QStringList& files) {
            report(files);
            QCoreApplication::exit(files.isEmpty() ? 1 : 0);
        });
    };
    QObject::connect(&host, &ShellHost::failed, &window, [](const QString& sentence) {
        say(stderr, sentence);
        QCoreApplication::exit(1);
    });
    takePictures(
        window, theme, spec,
        [&window, &host, takePages, report, project = arguments.project](const QStringList& files) {
            report(files);
            if (files.isEmpty()) {
                say(stderr,
                    MainWindow::tr("No picture could be written. Choose a directory that can be written."));
                QCoreApplication::exit(1);
                return;
            }
            QObject::connect(
                &host, &ShellHost::projectChanged, &window, takePages,
                static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
            if (project.isEmpty())
                host.openSample();
            else
                host.openProject(project);
        });
}

} // namespace

void passiveOpenMp(char** argv)
{
    const char* policy = std::getenv("OMP_WAIT_POLICY");
    if (policy && std::strcmp(policy, "passive") == 0)
        return;
    setenv("OMP_WAIT_POLICY", "passive", 1);
    execv("/proc/self/exe", argv); // returns only when it fails; then the program runs as it is
}

int runDesktop(int argc, char** argv, const DesktopParts& parts)
{
    const bool pictures = argc > 1 && std::strcmp(argv[1], "--pictures") == 0;
    const bool display =
        std::getenv("DISPLAY") || std::getenv("WAYLAND_DISPLAY") || std::getenv("QT_QPA_PLATFORM");
    if (pictures && !display)
        setenv("QT_QPA_PLATFORM", "offscreen", 1);
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("casebench"));
    QCoreApplication::setApplicationName(QStringLiteral("casebench"));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Casebench"));
    QGuiApplication::setDesktopFileName(QStringLiteral("casebench"));
    const Arguments arguments = argumentsOf(QCoreApplication::arguments());
    if (arguments.usage) {
        say(stderr,
            QStringLiteral(
                "Usage: casebench [PROJECT.casebench]\n       casebench --pictures DIR [PROJECT.casebench]"));
        return 2;
    }
    // Pictures must not depend on what this person chose before, nor change it.
    QTemporaryDir throwaway;
    if (pictures)
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, throwaway.path());
    Theme theme(application);
    restoreSettings(theme);
    QApplication::setWindowIcon(icon(IconId::Project, ColorRole::Accent));
    const std::unique_ptr<ShellHost> host = parts.makeHost();
    MainWindow window(*host, theme);
    parts.addPages(window, *host);
    window.show();
    if (pictures) {
        QTimer::singleShot(0, &window, [&] { photograph(window, theme, *host, arguments); });
    } else if (!arguments.project.isEmpty()) {
        QTimer::singleShot(0, &window, [&] { host->openProject(arguments.project); });
    }
    return QApplication::exec();
}

} // namespace casebench::ui
