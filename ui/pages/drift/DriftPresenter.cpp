// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/drift/DriftPresenter.h"

#include "core/store/AlertStore.h"
#include "core/store/RunStore.h"
#include "core/workflow/Access.h"
#include "core/workflow/MonitorModel.h"
#include "ui/pages/drift/DriftRows.h"
#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"

#include <algorithm>

namespace casebench::ui {

namespace {

Result<DriftInbox> inboxOf(const Project& project)
{
    DriftInbox inbox;
    CB_TRY(inbox.alerts, AlertStore(project).list());
    std::ranges::reverse(inbox.alerts);
    CB_TRY(const auto runs, RunStore(project).list());
    for (const Run& run : runs)
        inbox.runs.push_back({ run.name, run.state });
    return inbox;
}

} // namespace

DriftPresenter::DriftPresenter(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_windows(session.jobs())
    , m_inbox(session.jobs())
    , m_proposal(session.jobs())
{
    connect(&session, &Session::opened, this, &DriftPresenter::forget);
    connect(&session, &Session::closed, this, &DriftPresenter::forget);
    connect(&session, &Session::actorChanged, this, &DriftPresenter::update);
    connect(&session, &Session::changed, this, &DriftPresenter::sessionChanged);
    forget();
}

void DriftPresenter::forget()
{
    m_windows.cancel();
    m_inbox.cancel();
    m_proposal.cancel();
    m_state = {};
    m_dirty = true;
    if (m_session.isOpen()) {
        m_state.face = DriftState::Face::Loading;
        readInbox();
        if (m_visible)
            readWindows();
    }
    update();
}

void DriftPresenter::sessionChanged(Change what)
{
    if (what == Change::Alerts || what == Change::Runs)
        readInbox();
    if (what == Change::Nothing || what == Change::Persons || what == Change::Snapshots)
        return;
    m_dirty = true;
    m_proposal.cancel();
    m_state.proposing = false;
    m_state.proposal.reset(); // other cases, other labels or another champion
    m_state.proposalFailure.clear();
    if (m_visible)
        readWindows();
}

void DriftPresenter::setVisible(bool visible)
{
    m_visible = visible;
    if (visible && m_dirty && m_session.isOpen())
        readWindows();
}

void DriftPresenter::readInbox()
{
    m_inbox.start(
        tr("Reading the alerts"),
        [path = m_session.path().toStdString()](Progress&) -> Result<DriftInbox> {
            CB_TRY(const Project project, Project::open(path, OpenOptions { .readOnly = true }));
            return inboxOf(project);
        },
        [this](const Result<DriftInbox>& inbox) {
            if (inbox)
                m_state.inbox = std::make_shared<const DriftInbox>(*inbox);
            else
                refuse(inbox.error());
            update();
        });
}

void DriftPresenter::readWindows()
{
    m_dirty = false;
    m_state.reading = true;
    m_windows.start(
        tr("Looking at the months"),
        [path = m_session.path().toStdString(),
         run = m_state.run.toStdString()](Progress& progress) -> Result<WatchReport> {
            CB_TRY(Project project, Project::open(path, OpenOptions { .readOnly = true }));
            return lookAtWindows(project, run, progress);
        },
        [this](const Result<WatchReport>& report) {
            m_state.reading = false;
            take(report);
            update();
        },
        JobShow::InTray);
    update();
}

void DriftPresenter::take(const Result<WatchReport>& report)
{
    using Face = DriftState::Face;
    if (report) {
        m_state.report = std::make_shared<const WatchReport>(*report);
        m_state.face = report->windows.empty() ? Face::NoWindows : Face::Ready;
        const QStringList fields = driftFields(*report);
        if (!fields.contains(m_state.field))
            m_state.field = fields.isEmpty() ? QString() : fields.first();
        return;
    }
    const ErrorText text = errorText(report.error());
    if (text.quiet)
        return;
    m_state.face = report.error().code == ErrorCode::NotFound ? Face::NoModel : Face::Failed;
    m_state.failure = text.line();
    m_state.details = text.details;
}

void DriftPresenter::refuse(const Error& error)
{
    const ErrorText text = errorText(error);
    if (text.quiet)
        return;
    m_state.noticeGlyph = Glyph::Watch;
    m_state.notice = text.line();
}

void DriftPresenter::chooseRun(const QString& run)
{
    if (run == m_state.run)
        return;
    m_state.run = run;
    if (m_session.isOpen())
        readWindows();
}

void DriftPresenter::chooseField(const QString& field)
{
    m_state.field = field;
    update();
}

void DriftPresenter::chooseAlert(qint64 id)
{
    m_state.alert = id;
    update();
}

void DriftPresenter::stepField(int step)
{
    if (!m_state.report)
        return;
    const QStringList fields = driftFields(*m_state.report);
    const qsizetype at = fields.indexOf(m_state.field) + step;
    if (at >= 0 && at < fields.size())
        chooseField(fields[at]);
}

void DriftPresenter::check()
{
    if (!m_session.isOpen() || !m_state.whyNot.isEmpty() || m_state.checking)
        return;
    m_windows.cancel();
    m_state.reading = false;
    m_state.checking = true;
    update();
    m_session.write(
        tr("Checking the model"), this, Change::Alerts,
        [run = m_state.run.toStdString()](Project& project, const Actor& actor, Progress& progress) {
            return monitorModel(project, actor, run, progress);
        },
        [this](const Result<WatchReport>& report) {
            m_state.checking = false;
            m_windows.cancel(); // the result is the newest look
            m_state.reading = false;
            m_dirty = false;
            if (report) {
                take(report);
                m_state.noticeGlyph = report->raised.empty() ? Glyph::Good : Glyph::Alarm;
                m_state.notice = report->raised.empty() ? tr("Checked: nothing new to answer.")
                    : report->raised.size() == 1
                    ? tr("Checked: one new alert.")
                    : tr("Checked: %1 new alerts.")
                          .arg(format::count(static_cast<qint64>(report->raised.size())));
            } else {
                refuse(report.error());
            }
            update();
        });
}

void DriftPresenter::propose()
{
    if (!m_session.isOpen() || !m_state.whyNot.isEmpty() || m_state.proposing)
        return;
    m_state.proposing = true;
    m_state.proposalFailure.clear();
    m_proposal.start(
        tr("Proposing a retraining"),
        [path = m_session.path().toStdString(),
         actor = m_session.actor()](Progress& progress) -> Result<RetrainingProposal> {
            CB_TRY(Project project, Project::open(path, OpenOptions { .readOnly = true }));
            return proposeRetraining(project, actor, progress);
        },
        [this](const Result<RetrainingProposal>& proposal) {
            m_state.proposing = false;
            if (proposal)
                m_state.proposal = std::make_shared<const RetrainingProposal>(*proposal);
            else if (const ErrorText text = errorText(proposal.error()); !text.quiet)
                m_state.proposalFailure = text.line();
            update();
        },
        JobShow::InTray);
    update();
}

void DriftPresenter::answer(qint64 id, const QString& action, const QString& reason)
{
    if (!m_session.isOpen() || !m_state.whyNot.isEmpty() || m_state.answering)
        return;
    m_state.answering = true;
    update();
    m_session.write(
        tr("Answering alert A-%1").arg(id), this, Change::Alerts,
        [id, action = action.toStdString(), reason = reason.toStdString()](Project& project,
                                                                           const Actor& actor, Progress&) {
            return answerAlert(project, actor, id, action, reason);
        },
        [this](const Result<Alert>& alert) {
            m_state.answering = false;
            // An answer changes no window: the look of before still holds.
            if (m_state.report) {
                m_windows.cancel();
                m_state.reading = false;
                m_dirty = false;
            }
            if (alert) {
                m_state.noticeGlyph = Glyph::Good;
                m_state.notice = tr("Alert A-%1 is %2.").arg(alert->id).arg(format::text(name(alert->state)));
            } else {
                refuse(alert.error());
            }
            update();
        },
        JobShow::Quiet);
}

void DriftPresenter::update()
{
    m_state.whyNot.clear();
    if (m_session.isOpen()) {
        if (!m_session.viewOnlyReason().isEmpty())
            m_state.whyNot = m_session.viewOnlyReason();
        else if (const auto may = requireAccess(m_session.actor(), VerbGroup::Analysis); !may)
            m_state.whyNot = errorText(may.error()).line();
    }
    int open = 0;
    if (m_state.inbox)
        open = static_cast<int>(std::ranges::count(m_state.inbox->alerts, AlertState::Open, &Alert::state));
    emit openAlerts(open);
    emit changed();
}

} // namespace casebench::ui
