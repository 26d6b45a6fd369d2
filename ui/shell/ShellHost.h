// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/JobRunner.h"
#include "ui/session/Selection.h"
#include "ui/theme/Icons.h"

#include <QObject>
#include <QStringList>

namespace casebench::ui {

/// A project that was open before, for the welcome view.
struct RecentProject
{
    QString path {};
    QString name {};
    QString note {}; ///< "4,800 cases, 3 alerts"
    QString when {}; ///< "today, 09:12"
};

/// One row of the palette that is not an action: a field, alert, run or case, and where it leads.
struct PaletteHit
{
    QString group {}; ///< "Fields", "Alerts and runs", "Cases"
    QString text {};
    QString note {};
    IconId icon = IconId::None;
    PageId page = PageId::Cases;
    Selection selection {};
    QString command {}; ///< the same as a command line; may be empty
};

/// What the window asks of the program: projects and the words of the status bar. main() gives one over the
/// session; tests give their own.
class ShellHost : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] virtual QList<RecentProject> recentProjects() const = 0;
    virtual void openProject(const QString& path) = 0;
    virtual void createProject(const QString& path) = 0;
    virtual void openSample() = 0; ///< a copy; nothing of the person's is touched
    virtual void closeProject() = 0;

    /// Reads what can be read of a project that was refused as damaged into a new one beside it.
    virtual void salvageProject(const QString& path) { Q_UNUSED(path) }

    /// A new project around the files (no project open) or an import into the open one.
    virtual void importFiles(const QStringList& paths) = 0;

    [[nodiscard]] virtual bool hasProject() const = 0;
    [[nodiscard]] virtual QString projectName() const = 0;
    [[nodiscard]] virtual QString personText() const = 0; ///< "Analyst"
    [[nodiscard]] virtual QString casesText() const = 0; ///< "4,800 cases"
    /// What matches beside actions, best first, at most a few per group. Answers at once from what is in
    /// memory.
    [[nodiscard]] virtual QList<PaletteHit> search(const QString& text) const = 0;
    [[nodiscard]] virtual JobRunner& jobs() = 0;

    /// A line for a terminal from an action's command: program, project and person before its words.
    [[nodiscard]] virtual QString commandLine(const QString& command) const = 0;

    /// Undoes the last undoable step; the text of what would be undone, or "".
    virtual void undo() { }

    [[nodiscard]] virtual QString undoText() const { return {}; }

signals:
    void projectChanged(); ///< another project, or none
    void statusChanged(); ///< person, cases or undo text
    void failed(const QString& sentence); ///< opening, creating or importing did not work
    void damaged(const QString& sentence, const QString& path); ///< opening was refused; it may be salvaged
    /// What a new project at `path` holds of a damaged one.
    void salvaged(const QString& sentence, const QString& details, bool whole, const QString& path);
    void wants(casebench::ui::PageId page, const casebench::ui::Selection& selection);
};

} // namespace casebench::ui
