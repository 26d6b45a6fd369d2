// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/TemporaryDirectory.h"
#include "support/TestMain.h"

#include "core/workflow/ImportCases.h"
#include "core/workflow/SampleFixture.h"
#include "core/workflow/SettleLabels.h"
#include "ui/jobs/JobRunner.h"
#include "ui/session/Session.h"

#include <QTest>

namespace casebench::ui::test {

/// A small project of the sample's first month, and a session that has it open.
class SampleProject
{
public:
    static constexpr int kCases = 40;

    SampleProject()
    {
        SampleOptions options;
        options.casesPerMonth = kCases;
        const Sample sample = makeSample(options);
        for (const SampleFile& file : sample.files)
            m_directory.write(file.name, file.bytes);
    }

    /// An empty project, opened.
    void create()
    {
        expects(static_cast<bool>(m_session.create(path("p.casebench"))), "SampleProject: no project");
    }

    /// One month of cases is in it ("01" to "08").
    void import(const std::string& month = "01")
    {
        Progress progress;
        auto project = Project::open((m_directory / "p.casebench"), OpenOptions {});
        expects(static_cast<bool>(project), "SampleProject: cannot open");
        ImportRequest request;
        request.path = m_directory / ("calls-2026-" + month + ".csv");
        const auto done = importCases(*project, m_session.actor(), request, progress);
        expects(static_cast<bool>(done), "SampleProject: cannot import");
        m_session.announce(Change::Cases);
    }

    [[nodiscard]] Session& session() { return m_session; }

    [[nodiscard]] QString path(std::string_view name) const
    {
        return QString::fromStdString((m_directory / name).string());
    }

    [[nodiscard]] const casebench::test::TemporaryDirectory& directory() const { return m_directory; }

private:
    casebench::test::TemporaryDirectory m_directory;
    JobRunner m_jobs;
    Session m_session { m_jobs };
};

/// The same with its first month imported.
class ImportedProject : public SampleProject
{
public:
    ImportedProject()
    {
        create();
        import();
    }
};

} // namespace casebench::ui::test
