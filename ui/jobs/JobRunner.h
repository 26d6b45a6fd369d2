// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Progress.h"
#include "core/base/Result.h"

#include <QElapsedTimer>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QString>
#include <QThreadPool>
#include <QTimer>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <type_traits>

namespace casebench::ui {

using JobId = quint64; ///< 0: no job

/// Quiet jobs (histograms, previews, filters) do not stand in the tray.
enum class JobShow
{
    InTray,
    Quiet
};

/// One running job as a person sees it.
struct JobInfo
{
    JobId id = 0;
    QString title {};
    QString step {}; ///< the step in words, as last reported
    double fraction = -1; ///< 0..1, or -1: unknown; never runs back
    bool stopping = false; ///< a stop was asked for
    double elapsed = 0; ///< seconds
    double remaining = -1; ///< seconds, or -1: not known (asked of after 10 s and 5 %)

    bool operator==(const JobInfo&) const = default;
};

/// Runs long work beside the window. `start(title, context, work, then)`: work gets a Progress and returns
/// Result<T>; it holds copies or shared_ptr<const> only. `then(Result<T>)` runs in this object's thread and
/// only while context lives; a job whose context is gone is asked to stop. An exception of work arrives as
/// ErrorCode::Internal. Belongs to the GUI thread.
class JobRunner : public QObject
{
    Q_OBJECT

public:
    explicit JobRunner(QObject* parent = nullptr);
    ~JobRunner() override; ///< asks all to stop and waits

    template<typename Work, typename Then>
    JobId start(const QString& title, QObject* context, Work work, Then then, JobShow show = JobShow::InTray)
    {
        using Outcome = std::invoke_result_t<Work&, Progress&>;
        auto outcome = std::make_shared<std::optional<Outcome>>();
        return launch(
            title, context, show,
            [outcome, work = std::make_shared<Work>(std::move(work))](Progress& progress) {
                guarded([&] { outcome->emplace((*work)(progress)); },
                        [&](Error error) { outcome->emplace(std::move(error)); });
            },
            [outcome, then = std::make_shared<Then>(std::move(then))] { (*then)(std::move(**outcome)); });
    }

    /// Asks the job to stop; it ends at its next checkpoint, and `then` gets the Cancelled error.
    void cancel(JobId id);
    void cancelAll();
    [[nodiscard]] bool isRunning(JobId id) const;
    [[nodiscard]] QList<JobInfo> jobs() const; ///< those shown in the tray, oldest first
    [[nodiscard]] std::optional<JobInfo> job(JobId id) const; ///< quiet ones too

signals:
    void started(casebench::ui::JobId id);
    void changed(casebench::ui::JobId id); ///< progress, at most ten times a second
    void finished(casebench::ui::JobId id, const QString& title, bool cancelled);

private:
    struct Job;

    JobId launch(const QString& title,
                 QObject* context,
                 JobShow show,
                 std::function<void(Progress&)> work,
                 std::function<void()> then);
    void finish(const std::shared_ptr<Job>& job);
    void poll();
    static void guarded(const std::function<void()>& work, const std::function<void(Error)>& failed);
    [[nodiscard]] static JobInfo infoOf(const Job& job);

    QThreadPool m_pool;
    QTimer m_poll;
    QList<std::shared_ptr<Job>> m_jobs;
    JobId m_lastId = 0;
};

} // namespace casebench::ui
