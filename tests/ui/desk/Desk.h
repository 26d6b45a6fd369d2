// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/TestMain.h"

#include "app/gui/DesktopHost.h"
#include "app/gui/Pages.h"
#include "core/store/Project.h"
#include "core/workflow/RunDemo.h"
#include "ui/shell/CommandPalette.h"
#include "ui/shell/MainWindow.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QComboBox>
#include <QFileDialog>
#include <QLineEdit>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

namespace casebench::ui::test {

/// The whole desktop program as a person has it, with settings, sample folder and files of its own; tests
/// drive it by keys.
class Desk
{
public:
    Desk()
        : m_ownPlaces(takePlaces())
        , theme(*qApp)
        , window(host, theme)
    {
        theme.choose(ThemeChoice::Light);
        addPages(window, host);
        window.resize(1280, 720);
        window.show();
        QApplication::setActiveWindow(&window);
        QObject::connect(&host, &ShellHost::failed, &window,
                         [this](const QString& sentence) { failures.append(sentence); });
    }

    [[nodiscard]] QString path(const QString& name) const { return m_folder.filePath(name); }

    /// What the file holds, read by core.
    [[nodiscard]] Project stored()
    {
        auto project = Project::open(host.session().path().toStdString(), OpenOptions { .readOnly = true });
        return std::move(project).value();
    }

    /// A key where the focus is, as a keyboard gives it.
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(target(), static_cast<Qt::Key>(key), modifiers);
    }

    void type(const QString& text) { QTest::keyClicks(target(), text); }

    /// Ctrl+K, the words, Enter.
    void act(const QString& words)
    {
        press(Qt::Key_K, Qt::ControlModifier);
        type(words);
        press(Qt::Key_Return);
    }

    /// Tab until the named widget has the focus. Gives: whether it was reached.
    [[nodiscard]] bool tabTo(const QString& accessibleName)
    {
        for (int i = 0; i < 400; ++i) {
            const QWidget* at = QApplication::focusWidget();
            if (at && at->accessibleName() == accessibleName) {
                // A list joins letters that follow each other faster than a person comes back to it.
                if (qobject_cast<const QComboBox*>(at))
                    QTest::qWait(QApplication::keyboardInputInterval() + 50);
                return true;
            }
            press(Qt::Key_Tab);
        }
        return false;
    }

    /// Clears the field that has the focus and types.
    void replace(const QString& text)
    {
        press(Qt::Key_A, Qt::ControlModifier);
        type(text);
    }

    /// Types a path into the file dialog that is open. Gives: whether there was one.
    [[nodiscard]] bool chooseFile(const QString& file)
    {
        QFileDialog* dialog = nullptr;
        const bool there = QTest::qWaitFor([&] { return (dialog = openFileDialog()) != nullptr; }, 60000);
        if (!there)
            return false;
        auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
        name->setFocus();
        name->setText(file); // typed letter by letter, the list of completions would take the Enter
        QTest::keyClick(name, Qt::Key_Return);
        return QTest::qWaitFor([&] { return openFileDialog() == nullptr; }, 60000);
    }

    /// Waits until neither the page nor a job is busy.
    [[nodiscard]] bool settle(int ms = 120000)
    {
        const auto idle = [this] {
            const Page* page = window.currentPage();
            return host.jobs().jobs().isEmpty() && (page == nullptr || !page->isBusy());
        };
        return QTest::qWaitFor(idle, ms) && (QTest::qWait(30), QTest::qWaitFor(idle, ms));
    }

private:
    /// Before anything reads them.
    [[nodiscard]] bool takePlaces()
    {
        QCoreApplication::setOrganizationName(QStringLiteral("casebench-test"));
        QCoreApplication::setApplicationName(QStringLiteral("casebench"));
        qputenv("XDG_DATA_HOME", m_folder.filePath(QStringLiteral("data")).toUtf8());
        QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope,
                           m_folder.filePath(QStringLiteral("settings")));
        return true;
    }

    [[nodiscard]] static QFileDialog* openFileDialog()
    {
        for (QWidget* widget : QApplication::topLevelWidgets()) {
            auto* dialog = qobject_cast<QFileDialog*>(widget);
            if (dialog && dialog->isVisible())
                return dialog;
        }
        return nullptr;
    }

    [[nodiscard]] QWidget* target()
    {
        // A window manager gives the keyboard to a dialog that opens, and back to the window below when it or
        // a menu closes; the display of these tests has none, and without an active window no shortcut acts.
        const QWidget* active = QApplication::activeWindow();
        if (QWidget* modal = QApplication::activeModalWidget(); modal && modal->isVisible()) {
            if (active != modal)
                QApplication::setActiveWindow(modal);
        } else if (!active || !active->isVisible()) {
            QApplication::setActiveWindow(&window);
        }
        if (QWidget* popup = QApplication::activePopupWidget())
            return popup;
        if (QWidget* focused = QApplication::focusWidget())
            return focused;
        if (QWidget* modal = QApplication::activeModalWidget())
            return modal;
        return &window;
    }

    QTemporaryDir m_folder;
    bool m_ownPlaces;

public:
    QStringList failures; ///< sentences the window was told
    Theme theme;
    DesktopHost host;
    MainWindow window;
};

} // namespace casebench::ui::test
