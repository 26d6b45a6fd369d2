// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/JobSlot.h"
#include "ui/session/Session.h"
#include "ui/shell/ShellHost.h"

namespace casebench::ui {

/// What the palette finds beside actions; read once per change, searched without a file access.
struct SearchIndex
{
    QList<PaletteHit> fields {};
    QList<PaletteHit> runsAndAlerts {};
    QStringList caseIds {}; ///< empty when there are too many to search
    qint64 cases = 0;
};

/// The program behind the window: projects by Session, recent ones by the person's settings.
class DesktopHost : public ShellHost
{
    Q_OBJECT

public:
    explicit DesktopHost(QObject* parent = nullptr);

    [[nodiscard]] QList<RecentProject> recentProjects() const override;
    void openProject(const QString& path) override;
    void createProject(const QString& path) override;
    void openSample() override;
    void closeProject() override;
    void salvageProject(const QString& path) override;
    void importFiles(const QStringList& paths) override;

    [[nodiscard]] bool hasProject() const override { return m_session.isOpen(); }

    [[nodiscard]] QString projectName() const override { return m_session.name(); }

    [[nodiscard]] QString personText() const override;
    [[nodiscard]] QString casesText() const override;
    [[nodiscard]] QList<PaletteHit> search(const QString& text) const override;

    [[nodiscard]] JobRunner& jobs() override { return m_jobs; }

    [[nodiscard]] QString commandLine(const QString& command) const override;

    [[nodiscard]] Session& session() { return m_session; }

    /// Who acts from now on; remembered for this project.
    void actAs(const QString& person);

signals:
    void importAsked(const QStringList& paths); ///< the page that takes cases does it

private:
    bool take(const Result<void>& outcome); ///< says what failed
    void afterOpening();
    void remember(const QString& note);
    void readIndex();
    [[nodiscard]] QString settingsKey(const QString& what) const;

    JobRunner m_jobs;
    Session m_session;
    JobSlot m_indexSlot;
    SearchIndex m_index;
    qint64 m_cases = -1; ///< not read yet
};

} // namespace casebench::ui
