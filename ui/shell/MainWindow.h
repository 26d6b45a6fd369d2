// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/Page.h"
#include "ui/shell/Actions.h"
#include "ui/shell/ShellHost.h"

#include <QMainWindow>
#include <QStackedWidget>

#include <map>
#include <memory>

namespace casebench::ui {

class CommandPalette;
class JobTray;
class ModeBar;
class StatusBar;
class Theme;
class WelcomeView;

/// The frame of every page. Pages come by registration; a mode without a page is not shown. Without a project
/// it shows the welcome view. It fulfils what pages want of each other, and knows no page by its class.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(ShellHost& host, Theme& theme);
    ~MainWindow() override;

    void addPage(std::unique_ptr<Page> page);
    [[nodiscard]] Page* page(PageId id) const; ///< nullptr when there is none
    [[nodiscard]] QList<PageId> pages() const;
    [[nodiscard]] Page* currentPage() const; ///< nullptr while the welcome view is shown
    void showPage(PageId id, const Selection& selection = {});

    [[nodiscard]] Actions& actions() { return *m_actions; }

    [[nodiscard]] CommandPalette* palette() const { return m_palette; }

protected:
    void closeEvent(QCloseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void buildActions();
    void buildProjectActions();
    void buildViewActions();
    void buildMenus();
    void buildPaletteField();
    void addCopies(QMenu* menu, const Page* page);
    void buildFrame();
    void takeActions(Page* page);
    void projectChanged();
    void statusChanged();
    void createProject();
    void openProject();
    void importFiles();
    void triggerPrimary();
    void focusSearch();
    void nextPane();
    void jobEnded(const QString& title, bool cancelled);
    [[nodiscard]] QString settingsKey(const QString& what) const;

    ShellHost& m_host;
    Theme& m_theme;
    Actions* m_actions;
    QStackedWidget* m_outer; ///< welcome | modes and pages
    QStackedWidget* m_stack;
    ModeBar* m_modes;
    StatusBar* m_status;
    WelcomeView* m_welcome;
    CommandPalette* m_palette;
    JobTray* m_tray;
    std::map<PageId, Page*> m_pages;
    QMenu* m_modeMenu = nullptr;
    bool m_quitAsked = false;
};

} // namespace casebench::ui
