// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/release/ReleasePresenter.h"

#include "core/workflow/Access.h"
#include "core/workflow/WriteDossier.h"
#include "ui/text/ErrorText.h"
#include "ui/text/Format.h"

#include <algorithm>

namespace casebench::ui {

namespace {

Result<std::vector<ReleaseVersion>> versionsOf(const Project& project)
{
    const RunStore store(project);
    CB_TRY(auto runs, store.list());
    std::ranges::reverse(runs);
    std::vector<ReleaseVersion> versions;
    for (Run& run : runs) {
        CB_TRY(auto decisions, store.decisions(run.id));
        versions.push_back({ std::move(run), std::move(decisions) });
    }
    return versions;
}

QString refusal(const Actor& actor, VerbGroup group)
{
    const auto may = requireAccess(actor, group);
    return may ? QString() : errorText(may.error()).line();
}

} // namespace

const ReleaseVersion* ReleaseState::current() const
{
    if (!versions)
        return nullptr;
    const auto at = std::ranges::find_if(
        *versions, [this](const ReleaseVersion& version) { return version.run.id == run; });
    return at == versions->end() ? nullptr : &*at;
}

ReleasePresenter::ReleasePresenter(Session& session, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_list(session.jobs())
    , m_gates(session.jobs())
    , m_verify(session.jobs())
{
    connect(&session, &Session::opened, this, &ReleasePresenter::forget);
    connect(&session, &Session::closed, this, &ReleasePresenter::forget);
    connect(&session, &Session::actorChanged, this, &ReleasePresenter::update);
    connect(&session, &Session::changed, this, [this](Change what) {
        if (what != Change::Runs && what != Change::Persons)
            return;
        m_dirty = true;
        read(); // cheap, and the badge wants it
    });
    forget();
}

void ReleasePresenter::forget()
{
    m_list.cancel();
    m_gates.cancel();
    m_verify.cancel();
    m_state = {};
    m_asked = false;
    m_dirty = true;
    if (m_session.isOpen())
        read();
    update();
}

void ReleasePresenter::setVisible(bool visible)
{
    m_visible = visible;
    if (visible && m_session.isOpen() && !m_state.gates && m_state.current())
        readGates();
}

void ReleasePresenter::read()
{
    m_dirty = false;
    m_state.reading = true;
    if (!m_state.versions)
        m_state.face = ReleaseState::Face::Loading;
    m_list.start(
        tr("Reading the versions"),
        [path = m_session.path().toStdString()](Progress&) -> Result<std::vector<ReleaseVersion>> {
            CB_TRY(const Project project, Project::open(path, OpenOptions { .readOnly = true }));
            return versionsOf(project);
        },
        [this](const Result<std::vector<ReleaseVersion>>& versions) {
            using Face = ReleaseState::Face;
            m_state.reading = false;
            if (versions) {
                m_state.versions = std::make_shared<const std::vector<ReleaseVersion>>(*versions);
                m_state.face = versions->empty() ? Face::Empty : Face::Ready;
                const bool follows = !m_asked && !m_visible; // never changes under somebody's eyes
                if ((follows || !m_state.current()) && !versions->empty()) {
                    // What waits for a decision comes first, else what is in use.
                    qint64 chosen = versions->front().run.id;
                    for (const RunState wanted : { RunState::Champion, RunState::Submitted }) {
                        for (const ReleaseVersion& version : *versions) {
                            if (version.run.state == wanted)
                                chosen = version.run.id;
                        }
                    }
                    m_state.run = chosen;
                }
                if (m_visible)
                    readGates();
                else
                    m_state.gates.reset(); // of another run or another champion; read when looked at
            } else {
                const ErrorText text = errorText(versions.error());
                m_state.face = Face::Failed;
                m_state.failure = text.line();
                m_state.details = text.details;
            }
            update();
        });
}

void ReleasePresenter::choose(qint64 run)
{
    m_asked = m_asked || run != m_state.run;
    if (run == m_state.run)
        return;
    m_state.run = run;
    m_state.gates.reset();
    m_state.exported.reset();
    m_state.notice.clear();
    readGates();
    update();
}

void ReleasePresenter::readGates()
{
    m_state.gatesFailure.clear();
    m_state.checkingGates = true;
    m_gates.start(
        tr("Checking the gates"),
        [path = m_session.path().toStdString(),
         run = std::to_string(m_state.run)](Progress& progress) -> Result<std::vector<GateResult>> {
            CB_TRY(Project project, Project::open(path, OpenOptions { .readOnly = true }));
            return checkGates(project, run, progress);
        },
        [this](const Result<std::vector<GateResult>>& gates) {
            m_state.checkingGates = false;
            if (gates)
                m_state.gates = std::make_shared<const std::vector<GateResult>>(*gates);
            else if (const ErrorText text = errorText(gates.error()); !text.quiet)
                m_state.gatesFailure = text.line();
            update();
        });
}

void ReleasePresenter::refuse(const Error& error)
{
    const ErrorText text = errorText(error);
    if (text.quiet)
        return;
    m_state.noticeGlyph = Glyph::Alarm;
    m_state.notice = text.line();
}

void ReleasePresenter::decided(const Result<Run>& run)
{
    m_state.working = false;
    if (run) {
        m_state.noticeGlyph = Glyph::Good;
        m_state.notice =
            tr("%1 is %2.").arg(format::harmless(format::text(run->name)), format::text(name(run->state)));
    } else {
        refuse(run.error());
    }
    update();
}

template<typename Work>
void ReleasePresenter::decide(const QString& title, Work work)
{
    if (!m_state.current() || m_state.working) {
        // Who confirmed a dialog must not believe that it is done.
        m_state.noticeGlyph = Glyph::Watch;
        m_state.notice = m_state.working
            ? tr("%1: nothing was done, another deed is still running. Try again when it has ended.")
                  .arg(title)
            : tr("%1: nothing was done, the run is not there any more.").arg(title);
        update();
        return;
    }
    m_state.working = true;
    m_asked = true;
    m_state.notice.clear();
    m_session.write(title, this, Change::Runs, std::move(work),
                    [this](const Result<Run>& run) { decided(run); });
    update();
}

void ReleasePresenter::submit()
{
    decide(tr("Submitting"),
           [run = std::to_string(m_state.run)](Project& project, const Actor& actor, Progress&) {
               return submitRun(project, actor, run);
           });
}

void ReleasePresenter::approve(const KeyChoice& key, const QString& reason)
{
    decide(tr("Approving"),
           [run = std::to_string(m_state.run), path = key.path.toStdString(),
            words = key.passphrase.toStdString(), reason = reason.toStdString()](
               Project& project, const Actor& actor, Progress& progress) -> Result<Run> {
               CB_TRY(const PrivateKey secret, PrivateKey::load(path, words));
               return approveRun(project, actor, run, secret, reason, progress);
           });
}

void ReleasePresenter::reject(const QString& reason)
{
    decide(tr("Rejecting"),
           [run = std::to_string(m_state.run), reason = reason.toStdString()](Project& project,
                                                                              const Actor& actor, Progress&) {
               return rejectRun(project, actor, run, reason);
           });
}

void ReleasePresenter::retire(const QString& reason)
{
    decide(tr("Retiring"),
           [run = std::to_string(m_state.run), reason = reason.toStdString()](Project& project,
                                                                              const Actor& actor, Progress&) {
               return retireRun(project, actor, run, reason);
           });
}

void ReleasePresenter::exportTo(const KeyChoice& key, const QString& folder)
{
    if (!m_state.current() || m_state.working)
        return;
    m_state.working = true;
    m_state.exported.reset();
    m_state.notice.clear();
    m_session.write(
        tr("Exporting the bundle"), this, Change::Nothing,
        [run = std::to_string(m_state.run), path = key.path.toStdString(),
         words = key.passphrase.toStdString(), out = folder.toStdString()](
            Project& project, const Actor& actor, Progress& progress) -> Result<ExportedBundle> {
            CB_TRY(const PrivateKey secret, PrivateKey::load(path, words));
            return exportBundle(project, actor, run, secret, out, progress);
        },
        [this](const Result<ExportedBundle>& bundle) {
            m_state.working = false;
            if (bundle)
                m_state.exported = std::make_shared<const ExportedBundle>(*bundle);
            else
                refuse(bundle.error());
            update();
        });
    update();
}

void ReleasePresenter::verify(const QString& bundle, const QString& publicKey, const QString& approverKey)
{
    m_state.verified.reset();
    m_state.notice.clear();
    m_state.working = true;
    m_verify.start(
        tr("Verifying the bundle"),
        [bundle = bundle.toStdString(), key = publicKey.toStdString(), approver = approverKey.toStdString()](
            Progress& progress) { return verifyBundleFiles(bundle, key, approver, progress); },
        [this](const Result<VerifyReport>& report) {
            m_state.working = false;
            if (report)
                m_state.verified = std::make_shared<const VerifyReport>(*report);
            else
                refuse(report.error());
            update();
        },
        JobShow::InTray);
    update();
}

void ReleasePresenter::writeDossierTo(const QString& path)
{
    if (!m_state.current())
        return;
    m_session.write(
        tr("Writing the dossier"), this, Change::Nothing,
        [run = std::to_string(m_state.run), out = path.toStdString()](Project& project, const Actor& actor,
                                                                      Progress& progress) {
            return writeDossier(project, actor, run, out, progress);
        },
        [this, path](const Result<Dossier>& dossier) {
            if (dossier) {
                m_state.noticeGlyph = Glyph::Good;
                m_state.notice = tr("The dossier is written: %1").arg(format::isolate(path));
            } else {
                refuse(dossier.error());
            }
            update();
        });
}

void ReleasePresenter::judgeRights()
{
    m_state.whyNotSubmit.clear();
    m_state.whyNotDecide.clear();
    m_state.whyNotRetire.clear();
    m_state.whyNotExport.clear();
    const ReleaseVersion* version = m_state.current();
    if (!version || !m_session.isOpen())
        return;
    const Run& run = version->run;
    const Actor& actor = m_session.actor();
    const QString closed = m_session.viewOnlyReason();
    const auto first = [&](const QString& state, VerbGroup group, bool fits) {
        return !closed.isEmpty() ? closed : !fits ? state : refusal(actor, group);
    };
    m_state.whyNotSubmit = first(tr("Only a trained run can be submitted."), VerbGroup::Analysis,
                                 run.state == RunState::Trained);
    m_state.whyNotDecide = first(tr("Nobody has submitted this run, or it is decided."), VerbGroup::Release,
                                 run.state == RunState::Submitted);
    if (m_state.whyNotDecide.isEmpty() && run.trainedBy == actor.name)
        m_state.whyNotDecide = tr("You trained run %1; a second person decides.").arg(run.id);
    const bool approved = run.state == RunState::Champion || run.state == RunState::Approved;
    m_state.whyNotRetire = first(tr("Only an approved run can be retired."), VerbGroup::Release, approved);
    m_state.whyNotExport = first(tr("Only an approved run can be exported."), VerbGroup::Release, approved);
    if (m_state.whyNotExport.isEmpty() && run.trainedBy == actor.name)
        m_state.whyNotExport = tr("You trained run %1; a second person exports it.").arg(run.id);
}

void ReleasePresenter::update()
{
    judgeRights();
    int submitted = 0;
    if (m_state.versions) {
        for (const ReleaseVersion& version : *m_state.versions)
            submitted += version.run.state == RunState::Submitted ? 1 : 0;
    }
    emit waiting(submitted);
    emit changed();
}

} // namespace casebench::ui
