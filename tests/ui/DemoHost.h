// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/ShellHost.h"

namespace casebench::ui::test {

/// A host without a project file behind it: remembers what it was asked.
class DemoHost : public ShellHost
{
    Q_OBJECT

public:
    using ShellHost::ShellHost;

    [[nodiscard]] QList<RecentProject> recentProjects() const override
    {
        return { { "/p/scam.casebench", "Scam calls 2026", "4,800 cases, 3 alerts", "today, 09:12" },
                 { "/p/vehicle.casebench", "Vehicle claims 1994-95", "11,337 cases", "28 August" },
                 { "/p/desk.casebench", "Training desk, sample", "4,800 cases, read only", "14 August" } };
    }

    void openProject(const QString& path) override
    {
        asked.append(path);
        name = "Scam calls 2026";
        emit projectChanged();
    }

    void createProject(const QString& path) override { openProject(path); }

    void openSample() override { openProject("sample"); }

    void closeProject() override
    {
        name.clear();
        emit projectChanged();
    }

    void importFiles(const QStringList& paths) override { asked.append(paths); }

    void salvageProject(const QString& path) override { asked.append("salvage " + path); }

    [[nodiscard]] bool hasProject() const override { return !name.isEmpty(); }

    [[nodiscard]] QString projectName() const override { return name; }

    [[nodiscard]] QString personText() const override { return "Analyst"; }

    [[nodiscard]] QString casesText() const override { return "4,800 cases"; }

    [[nodiscard]] QList<PaletteHit> search(const QString& text) const override
    {
        if (!QString("UPI_PAYMENTS").contains(text, Qt::CaseInsensitive))
            return {};
        Selection field;
        field.field = "UPI_PAYMENTS";
        return { { "Fields", "UPI_PAYMENTS", "yes/no, new since May, not in champion v1", IconId::Columns,
                   PageId::Drift, field },
                 { "Alerts and runs", "A-1 UPI_PAYMENTS is new", "alert, Analyst", IconId::Drift,
                   PageId::Drift, field },
                 { "Cases", "C08-0581", "UPI_PAYMENTS = Yes, alleged", IconId::Cases, PageId::Cases, {} } };
    }

    [[nodiscard]] JobRunner& jobs() override { return runner; }

    [[nodiscard]] QString commandLine(const QString& command) const override
    {
        return "casebench-cli " + command;
    }

    QStringList asked;
    QString name;
    JobRunner runner;
};

} // namespace casebench::ui::test
