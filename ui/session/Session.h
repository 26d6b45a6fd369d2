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

    /// A job that opens no project, but whose answer belongs to the one that is open: work(Progress&) ->
    /// Result<T>, then(Result<T>) in the GUI thread while context lives. Once that project is closed or
    /// another one is opened, the answer comes to nobody, however the job ended; who waits for it forgets its
    /// waiting at closed().
    template<typename Work, typename Then>
    JobId run(const QString& title, QObject* context, Work work, Then then, JobShow show = JobShow::InTray)
    {
        using Outcome = std::invoke_result_t<Work&, Progress&>;
        return m_jobs.start(
            title, context, std::move(work),
            [this, opening = m_opening, then = std::move(then)](Outcome outcome) mutable {
                if (opening == m_opening)
                    then(std::move(outcome));
            },
            show);
    }

    /// A look in a job: work(Project&, Progress&) -> Result<T>, then(Result<T>) as of run().
    template<typename Work, typename Then>
    JobId read(const QString& title, QObject* context, Work work, Then then, JobShow show = JobShow::Quiet)
    {
        using Outcome = std::invoke_result_t<Work&, Project&, Progress&>;
        return run(
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
    /// changed(what) is emitted, then `then`, both as of run().
    template<typename Work, typename Then>
    JobId write(const QString& title,
                QObject* context,
                Change what,
                Work work,
                Then then,
                JobShow show = JobShow::InTray)
    {
        using Outcome = std::invoke_result_t<Work&, Project&, const Actor&, Progress&>;
        return run(
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
    void closed(); ///< also before another project is opened in place of the open one
    void actorChanged();
    void changed(casebench::ui::Change what);
    void auditChanged();
    void damaged(
        const casebench::Error& error); ///< the check beside the window found it; it may only be looked at

private:
    Result<void> adopt(Project project, const QString& path);
    void checkPages();
    void leave();
    void signAndRelease();

    JobRunner& m_jobs;
    std::unique_ptr<Project> m_project;
    std::filesystem::path m_path;
    OpenOptions m_options;
    Actor m_actor;
    quint64 m_opening = 0; ///< counts on with every project that is opened or closed
};

} // namespace casebench::ui

Q_DECLARE_METATYPE(casebench::ui::Change)
