// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflow/MeasureAgreement.h"
#include "ui/jobs/JobSlot.h"
#include "ui/session/Session.h"

#include <memory>

namespace casebench::ui {

using AgreementPtr = std::shared_ptr<const ProjectAgreement>;

/// What the view "agreement" shows.
struct AgreementState
{
    enum class Face
    {
        Closed,
        Loading,
        Nothing, ///< no case was judged by two people
        Ready,
        Failed
    };

    Face face = Face::Closed;
    AgreementPtr agreement {};
    bool reading = false;
    QString sentence {}; ///< the finding in words
    QString sealed {}; ///< how many verdicts wait; "" for none
    bool alarm = false;
    int person = 0; ///< whose confusion is shown: place in the report's people
    QString failure {};
    QString details {};

    bool operator==(const AgreementState&) const = default;
};

/// Measures who agrees with whom, in a job, when verdicts changed and the view is in front.
class AgreementPresenter : public QObject
{
    Q_OBJECT

public:
    explicit AgreementPresenter(Session& session, QObject* parent = nullptr);

    [[nodiscard]] const AgreementState& state() const { return m_state; }

    [[nodiscard]] bool isBusy() const { return m_state.reading; }

    void setVisible(bool visible);
    void choosePerson(int person);

signals:
    void changed();

private:
    void forget();
    void mark();
    void read();
    void take(const Result<ProjectAgreement>& agreement);

    Session& m_session;
    JobSlot m_job;
    AgreementState m_state;
    bool m_visible = false;
    bool m_dirty = true;
};

} // namespace casebench::ui
