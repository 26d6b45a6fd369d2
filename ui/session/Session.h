// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/store/Project.h"
#include "ui/jobs/JobRunner.h"

#include <QObject>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace casebench::ui {

/// What a job changed, so that pages know what to read again.
enum class Change
{
    Nothing,
    Cases, ///< imports, corrections; fields too
    Labels,
    Snapshots,
    Runs, ///< trained, submitted, approved, retired
    Scores,
    Alerts, ///< monitoring; scores too
    Persons,
};

/// The open project as the desktop sees it. It holds one connection of its own (with the desktop's lock)
/// for short looks, and runs
/// everything else as jobs: each job opens its own connection by path, since a connection never crosses a
/// thread. Every committed
/// change is followed by changed(...) and auditChanged().
class Session : public QObject
{
    Q_OBJECT

public:
    explicit Session(JobRunner& jobs, QObject* parent = nullptr);
    ~Session() override;

    /// Opens the file in place of the open one. The old project stays when it fails.
    [[nodiscard]] Result<void> open(const QString& path);
    [[nodiscard]] Result<void> create(const QString& path);
    void close();

    [[nodiscard]] bool isOpen() const { return m_project != nullptr; }

    [[nodiscard]] QString path() const;
    [[nodiscard]] QString name() const;
    /// Why it is view-only, or "".
    [[nodiscard]] QString viewOnlyReason() const;
    /// What the witness outside the project says of its history.
    [[nodiscard]] Anchor anchor() const;

    /// How connections are opened from now on; tests lower the size from which a file is checked in a job.
    void setOpenOptions(const OpenOptions& options) { m_options = options; }

    /// Who acts. The account's person until somebody else is chosen.
    [[nodiscard]] const Actor& actor() const { return m_actor; }

    [[nodiscard]] Result<void> actAs(const QString& person);
    [[nodiscard]] std::vector<Person> persons() const;

    [[nodiscard]] JobRunner& jobs() { return m_jobs; }

    /// The words that name the project and who acts: {"-p", PATH, "--as", PERSON}, for "copy as command".
    [[nodiscard]] QStringList commandWords() const;

    /// A look in a job: work(Project&, Progress&) -> Result<T>, then(Result<T>) in the GUI thread while
    /// context lives.
    template<typename Work, typename Then>
    JobId read(const QString& title, QObject* context, Work work, Then then, JobShow show = JobShow::Quiet)
    {
        using Outcome = std::invoke_result_t<Work&, Project&, Progress&>;
        return m_jobs.start(
            title, context,
            [path = m_path, options = m_options,
             work = std::move(work)](Progress& progress) mutable -> Outcome {
                options.readOnly = true;
                CB_TRY(Project project, Project::open(path, options));
                return work(project, progress);
            },
            std::move(then), show);
    }

    /// A change in a job: work(Project&, const Actor&, Progress&) -> Result<T>. After a success
    /// changed(what) is emitted, then `then`.
    template<typename Work, typename Then>
    JobId write(const QString& title,
                QObject* context,
                Change what,
                Work work,
                Then then,
                JobShow show = JobShow::InTray)
    {
        using Outcome = std::invoke_result_t<Work&, Project&, const Actor&, Progress&>;
        return m_jobs.start(
            title, context,
            [path = m_path, options = m_options, actor = m_actor,
             work = std::move(work)](Progress& progress) mutable -> Outcome {
                options.signAtClose = false; // the session signs when the project is closed
                CB_TRY(Project project, Project::open(path, options));
                return work(project, actor, progress);
            },
            [this, what, then = std::move(then)](Outcome outcome) mutable {
                if (outcome)
                    announce(what);
                then(std::move(outcome));
            },
            show);
    }

    /// Tells every page that something was changed (also by another program).
    void announce(Change what);

signals:
    void opened();
    void closed();
    void actorChanged();
    void changed(casebench::ui::Change what);
    void auditChanged();

private:
    Result<void> adopt(Project project, const QString& path);
    void checkPages();
    void leave();

    JobRunner& m_jobs;
    std::unique_ptr<Project> m_project;
    std::filesystem::path m_path;
    OpenOptions m_options;
    Actor m_actor;
};

} // namespace casebench::ui

Q_DECLARE_METATYPE(casebench::ui::Change)
