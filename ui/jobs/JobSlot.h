// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/JobRunner.h"

#include <utility>

namespace casebench::ui {

/// Keeps the latest only: starting again stops the job before, whose `then` is never called.
class JobSlot : public QObject
{
    Q_OBJECT

public:
    explicit JobSlot(JobRunner& runner, QObject* parent = nullptr);
    ~JobSlot() override; ///< stops what runs

    template<typename Work, typename Then>
    JobId start(const QString& title, Work work, Then then, JobShow show = JobShow::Quiet)
    {
        using Outcome = std::invoke_result_t<Work&, Progress&>;
        cancel();
        const quint64 generation = ++m_generation;
        m_id = m_runner->start(
            title, this, std::move(work),
            [this, generation, then = std::move(then)](Outcome outcome) mutable {
                if (generation != m_generation)
                    return;
                m_id = 0;
                then(std::move(outcome));
            },
            show);
        return m_id;
    }

    /// Stops what runs; its `then` is not called.
    void cancel();

    [[nodiscard]] JobId current() const { return m_id; }

    [[nodiscard]] bool isRunning() const { return m_id != 0; }

private:
    QPointer<JobRunner> m_runner;
    JobId m_id = 0;
    quint64 m_generation = 0;
};

} // namespace casebench::ui
