// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/JobRunner.h"

#include <QThread>

#include <algorithm>
#include <exception>

namespace casebench::ui {

namespace {

constexpr int kPollMs = 100; // ten times a second is as often as a person can read
constexpr double kRemainingAfter = 10; // seconds; before that an estimate jumps about
constexpr double kRemainingFrom = 0.05;

} // namespace

/// What a job's thread and the GUI thread share; progress behind the mutex, the rest set before the thread
/// starts.
struct JobRunner::Job
{
    JobId id = 0;
    QString title;
    QPointer<QObject> context;
    JobShow show = JobShow::InTray;
    std::stop_source stop;
    std::function<void()> then;
    QElapsedTimer clock;
    QMetaObject::Connection whenContextDies;

    mutable std::mutex mutex;
    double fraction = -1;
    QString step;
    bool fresh = false;
};

JobRunner::JobRunner(QObject* parent)
    : QObject(parent)
{
    // Training uses its own threads; the pool only keeps work away from the window.
    m_pool.setMaxThreadCount(std::max(3, QThread::idealThreadCount()));
    m_pool.setExpiryTimeout(-1);
    m_poll.setInterval(kPollMs);
    connect(&m_poll, &QTimer::timeout, this, &JobRunner::poll);
}

JobRunner::~JobRunner()
{
    for (const auto& job : m_jobs)
        job->stop.request_stop();
    m_pool.waitForDone();
}

JobId JobRunner::launch(const QString& title,
                        QObject* context,
                        JobShow show,
                        std::function<void(Progress&)> work,
                        std::function<void()> then)
{
    auto job = std::make_shared<Job>();
    job->id = ++m_lastId;
    job->title = title;
    job->context = context;
    job->show = show;
    job->then = std::move(then);
    job->clock.start();
    m_jobs.append(job);
    if (context)
        job->whenContextDies = connect(context, &QObject::destroyed, this,
                                       [stop = job->stop]() mutable { stop.request_stop(); });
    m_pool.start([this, job, work = std::move(work)] {
        Progress progress(job->stop.get_token(), [job](double fraction, std::string_view step) {
            const std::scoped_lock lock(job->mutex);
            job->fraction = fraction;
            job->step = QString::fromUtf8(step.data(), static_cast<qsizetype>(step.size()));
            job->fresh = true;
        });
        work(progress);
        QMetaObject::invokeMethod(
            this, [this, job] { finish(job); }, Qt::QueuedConnection);
    });
    m_poll.start();
    emit started(job->id);
    return job->id;
}

void JobRunner::guarded(const std::function<void()>& work, const std::function<void(Error)>& failed)
{
    try {
        work();
    } catch (const std::exception& exception) {
        failed(Error { ErrorCode::Internal, std::string("Unexpected: ") + exception.what() });
    } catch (...) {
        failed(Error { ErrorCode::Internal, "Unexpected: an exception without a name." });
    }
}

void JobRunner::finish(const std::shared_ptr<Job>& job)
{
    poll(); // the last progress comes before the end
    m_jobs.removeOne(job);
    if (m_jobs.isEmpty())
        m_poll.stop();
    emit finished(job->id, job->title, job->stop.stop_requested());
    disconnect(job->whenContextDies);
    const auto then = std::move(job->then); // its captures end here, in this thread
    if (job->context)
        then();
}

void JobRunner::poll()
{
    const auto jobs = m_jobs; // a receiver may start or end jobs
    for (const auto& job : jobs) {
        bool fresh = false;
        {
            const std::scoped_lock lock(job->mutex);
            fresh = std::exchange(job->fresh, false);
        }
        if (fresh)
            emit changed(job->id);
    }
}

void JobRunner::cancel(JobId id)
{
    for (const auto& job : m_jobs) {
        if (job->id == id && job->stop.request_stop())
            emit changed(id);
    }
}

void JobRunner::cancelAll()
{
    const auto jobs = m_jobs;
    for (const auto& job : jobs)
        cancel(job->id);
}

bool JobRunner::isRunning(JobId id) const
{
    return std::any_of(m_jobs.begin(), m_jobs.end(), [id](const auto& job) { return job->id == id; });
}

JobInfo JobRunner::infoOf(const Job& job)
{
    JobInfo info { job.id, job.title };
    {
        const std::scoped_lock lock(job.mutex);
        info.step = job.step;
        info.fraction = job.fraction;
    }
    info.stopping = job.stop.stop_requested();
    info.elapsed = static_cast<double>(job.clock.elapsed()) / 1000.0;
    if (info.elapsed >= kRemainingAfter && info.fraction >= kRemainingFrom)
        info.remaining = info.elapsed * (1 - info.fraction) / info.fraction;
    return info;
}

QList<JobInfo> JobRunner::jobs() const
{
    QList<JobInfo> result;
    for (const auto& job : m_jobs) {
        if (job->show == JobShow::InTray)
            result.append(infoOf(*job));
    }
    return result;
}

std::optional<JobInfo> JobRunner::job(JobId id) const
{
    for (const auto& job : m_jobs) {
        if (job->id == id)
            return infoOf(*job);
    }
    return std::nullopt;
}

} // namespace casebench::ui
